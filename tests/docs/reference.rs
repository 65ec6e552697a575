//! The two reference pages: every command's help, and everything that can be found.

use std::process::Command;

use chancery_core::{Code, Weight};

use crate::docs::{check_written, page};

const CLI: &str = "docs/cli.md";
const FINDINGS: &str = "docs/findings.md";
const HEAD: &str = "# The command line\n\nEvery command and option, as `--help` prints them. \
    This page is written by a test: [CONTRIBUTING.md](../CONTRIBUTING.md#pages-that-are-written-by-a-test) says how.\n";

/// What `chancery COMMAND --help` prints, on a terminal of a hundred columns.
fn help(command: &[&str]) -> String {
    let mut chancery = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let output = chancery.args(command).arg("--help").env_remove("COLUMNS").output().unwrap();
    assert!(output.status.success(), "{command:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The commands below one, in the order of its help.
fn below(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

/// A command's part of the page, and those of the commands below it.
fn part(command: &[&str]) -> String {
    let help = help(command);
    let lines: String = help.trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect();
    let title = ["chancery"].iter().chain(command).copied().collect::<Vec<_>>().join(" ");
    let mut text = format!("\n## {title}\n\n```text\n{lines}```\n");
    for name in below(&help) {
        text += &part(&[command, &[name.as_str()]].concat());
    }
    text
}

#[test]
fn the_command_reference_is_what_the_program_says() {
    check_written(CLI, &format!("{HEAD}{}", part(&[])));
}

fn weight(code: Code) -> &'static str {
    match code.weight() {
        Weight::Note => "note",
        Weight::Untrusted => "untrusted",
        Weight::Unjudged => "not checked",
        Weight::Broken => "broken",
    }
}

#[test]
fn every_finding_is_listed() {
    let row = |code: &Code| format!("| `{code}` | {} | {} |\n", weight(*code), code.meaning());
    let table: String = Code::ALL.iter().map(row).collect();
    let (begin, end) = ("<!-- codes:begin -->\n", "<!-- codes:end -->\n");
    let page = page(FINDINGS);
    let (before, rest) = page.split_once(begin).expect("the table's beginning");
    let (_, after) = rest.split_once(end).expect("the table's end");
    let table = format!("| code | weight | meaning |\n|---|---|---|\n{table}");
    check_written(FINDINGS, &format!("{before}{begin}{table}{end}{after}"));
}

//! What README.md, FORMAT.md and CONTRIBUTING.md tell their readers to type.
//!
//! Comments before a block say how it is run: `in: FOLDER`, `file: PATH` (it is written there), `needs: TOOLS`, `if there:
//! TOOL`, `not run: WHY`.

use std::process::Command;

use crate::docs::markdown::{Block, blocks};
use crate::docs::scratch::Scratch;
use crate::docs::{page, session};
use crate::support::{have, text};

/// Commands that build the project or test it cannot run in a test. They are these, and no others.
const README_BUILDS: &[&str] = &[
    "cargo run --release --locked -- demo",
    "cargo test --locked",
    "cargo install --path . --locked",
    "cargo bench --locked",
];
const CONTRIBUTING_BUILDS: &[&str] = &[
    "bash .ci/run",
    "CHANCERY_WRITE_VECTORS=1 cargo test --locked --test it vectors",
    "CHANCERY_WRITE_CMD=1 cargo test --locked --test it cmd",
    "CHANCERY_WRITE_DOCS=1 cargo test --locked --test it -- docs:: json::",
];

/// Whether a line builds the project.
fn builds(line: &str) -> bool {
    line.split(' ').find(|word| !word.contains('=')) == Some("cargo") || line == "bash .ci/run"
}

/// The lines of a page that build the project. They stand in blocks of their own.
fn builds_of(page: &str) -> Vec<String> {
    let is_shell = |block: &Block| ["sh", "console"].contains(&block.language.as_str());
    let blocks: Vec<Block> = blocks(page).into_iter().filter(is_shell).collect();
    let all = blocks.iter().filter(|block| block.text.lines().any(builds));
    all.flat_map(|block| block.text.lines().map(str::to_owned)).collect()
}

#[test]
fn the_readme_builds_with_the_gates_own_commands() {
    assert_eq!(builds_of(&page("README.md")), README_BUILDS);
    let gate = page(".ci/run");
    assert!(gate.contains(README_BUILDS[1]), ".ci/run does not run {}", README_BUILDS[1]);
}

#[test]
fn contributors_are_sent_to_tests_that_exist() {
    assert_eq!(builds_of(&page("CONTRIBUTING.md")), CONTRIBUTING_BUILDS);
    for line in CONTRIBUTING_BUILDS.iter().filter_map(|line| line.split_once("--test it ")) {
        let rooms = line.1.split(' ').filter(|word| *word != "--").map(|word| word.trim_end_matches("::"));
        for room in rooms {
            assert!(crate::docs::project(&format!("tests/{room}.rs")).exists(), "there are no tests {room}");
        }
    }
}

#[test]
fn the_readme_goes_as_it_is_written() {
    let scratch = Scratch::new();
    run_all(&scratch, &page("README.md"));
    // The same commands with stock tools tell a forgery from the bundle.
    let stock = |block: &Block| block.text.contains("ssh-keygen -Y verify") && block.language == "sh";
    for block in blocks(&page("README.md")).into_iter().filter(stock) {
        let folder = format!("tampered-{}", block.line);
        scratch.prepare_tampered(&folder);
        if tools_are_here(&block) {
            let output = scratch.shell(&folder, &block.text);
            assert!(!output.status.success(), "line {} takes a forgery", block.line);
            let printed = text(&output.stdout);
            assert!(printed.contains("Good \"chancery-issuer\" signature"), "{printed}{}", text(&output.stderr));
            assert!(printed.contains("data/statement.txt: FAILED") && !printed.contains("intact"), "{printed}");
        }
    }
}

#[test]
fn the_other_pages_go_as_they_are_written() {
    for page in ["FORMAT.md", "CONTRIBUTING.md", "SECURITY.md", "docs/comparing.md"] {
        run_all(&Scratch::new(), &crate::docs::page(page));
    }
}

/// Runs the blocks of a page, in their order, in one scratch folder.
fn run_all(scratch: &Scratch, page: &str) {
    for block in blocks(page) {
        let run = || run_block(scratch, page, &block);
        match block.language.as_str() {
            "powershell" => assert!(block.note("not run").is_some(), "line {} says it is run", block.line),
            _ if block.note("not run").is_some() || block.text.lines().any(builds) => {}
            "sh" | "console" if tools_are_here(&block) => run(),
            "sh" | "console" => {}
            "text" | "json" | "toml" | "yaml" => write(scratch, &block),
            other => panic!("line {}: what is {other}?", block.line),
        }
    }
}

fn tools_are_here(block: &Block) -> bool {
    let needed = block.note("needs").unwrap_or_default().split_whitespace();
    let optional = block.note("if there").into_iter();
    let is_there = |tool: &str| Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().unwrap().status;
    needed.into_iter().all(have) && optional.into_iter().all(|tool| is_there(tool).success())
}

fn write(scratch: &Scratch, block: &Block) {
    if let Some(path) = block.note("file") {
        scratch.prepare(path.split('/').next().unwrap());
        scratch.write(path, &block.text);
    }
}

fn run_block(scratch: &Scratch, page: &str, block: &Block) {
    let folder = block.note("in").unwrap_or_else(|| panic!("line {} does not say in which folder", block.line));
    scratch.prepare(folder);
    let script = as_it_is_here(scratch, page, &block.text);
    if block.language == "console" {
        return session::run(scratch, folder, &script).unwrap_or_else(|fault| panic!("line {}: {fault}", block.line));
    }
    let output = scratch.shell(folder, &format!("set -e\n{script}"));
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "line {}:\n{script}\n{said}", block.line);
}

/// The script with the fingerprint and the id of the bundle that is here in place of those that the page shows.
fn as_it_is_here(scratch: &Scratch, page: &str, script: &str) -> String {
    let Some(facts) = scratch.facts() else { return script.to_owned() };
    let here = facts["signatures"][0]["fingerprint"].as_str().unwrap();
    let id = &facts["id"].as_str().unwrap()["sha256:".len()..][..12];
    let words = || page.split(|letter: char| letter.is_whitespace() || letter == '`');
    let fingerprint = words().find(|word| word.len() == here.len() && word.starts_with("SHA256:"));
    let short = words().find(|word| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let script = fingerprint.map_or(script.to_owned(), |shown| script.replace(shown, here));
    short.map_or(script.clone(), |shown| script.replace(shown, id))
}

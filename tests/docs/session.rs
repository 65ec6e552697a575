//! A session as a page shows it: commands after `$ `, and what they print, with `…` for what differs or matters less.

use crate::docs::scratch::Scratch;
use crate::support::text;

/// One command and what is said to come of it.
struct Step {
    command: String,
    expected: Vec<String>,
}

/// The steps of a session. A command goes on after a line that ends in a backslash.
fn steps(session: &str) -> Vec<Step> {
    let mut found: Vec<Step> = Vec::new();
    let mut goes_on = false;
    for line in session.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            found.push(Step { command: command.to_owned(), expected: Vec::new() });
        } else {
            let step = found.last_mut().expect("a session begins with a command");
            if goes_on {
                step.command += &format!("\n{line}");
            } else {
                step.expected.push(line.to_owned());
            }
        }
        goes_on = found.last().is_some_and(|step| step.expected.is_empty() && line.ends_with('\\'));
    }
    found
}

const MARK: &str = "\u{1}step";

/// Runs a session in one shell and compares what each command prints, on standard output and standard error.
pub fn run(scratch: &Scratch, folder: &str, session: &str) -> Result<(), String> {
    let steps = steps(session);
    // The mark between two steps leaves `$?` as it was.
    let between = |step: &Step| format!("s=$?; printf '\\n{MARK}\\n'; (exit $s)\n{}\n", step.command);
    let script: String = steps.iter().map(between).collect();
    let output = scratch.shell(folder, &format!("exec 2>&1\n{script}"));
    let printed = text(&output.stdout);
    let parts: Vec<&str> = printed.split(&format!("\n{MARK}\n")).skip(1).collect();
    assert_eq!(parts.len(), steps.len(), "{printed}");
    for (step, part) in steps.iter().zip(parts) {
        let lines: Vec<&str> = part.lines().collect();
        if !fits(&step.expected, &lines) {
            return Err(format!(
                "$ {}\nprints\n{part}\nand is said to print\n{}",
                step.command,
                step.expected.join("\n")
            ));
        }
    }
    Ok(())
}

/// Whether lines are as expected. A line `…` stands for any number of lines.
fn fits(expected: &[String], lines: &[&str]) -> bool {
    match (expected.split_first(), lines.split_first()) {
        (None, _) => lines.is_empty(),
        (Some((first, rest)), _) if first == "…" => (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..])),
        (Some((first, rest)), Some((line, others))) => line_fits(first, line) && fits(rest, others),
        (Some(_), None) => false,
    }
}

/// Whether a line is as expected. `…` in it stands for anything.
fn line_fits(expected: &str, line: &str) -> bool {
    let Some((start, rest)) = expected.split_once('…') else { return expected == line };
    let Some(after) = line.strip_prefix(start) else { return false };
    let ends = after.char_indices().map(|(at, _)| at).chain([after.len()]);
    ends.into_iter().any(|at| line_fits(rest, &after[at..]))
}

#[test]
fn what_is_left_out_is_left_out() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&lines("a…c\n…\nz"), &["abc", "d", "e", "z"]));
    assert!(fits(&lines("a\n…"), &["a"]));
    assert!(!fits(&lines("a\n…\nz"), &["a", "b"]));
    assert!(!fits(&lines("a"), &["a", "b"]));
}

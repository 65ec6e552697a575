//! A session: steps written in a file, played in an office of their own.

use std::fmt::Write as _;
use std::fs;
use std::process::Output;

use chancery_core::Digest;

use crate::cmd::hidden::Hidden;
use crate::support::shell::in_office;
use crate::support::stored::{file_mut, repacked};
use crate::support::{Office, text};

/// The time of sealing where none is said: 2026-03-12T14:05:00Z.
const EPOCH: &str = "1773324300";

/// What comes before a command, the command, and what it is to say.
#[derive(Default)]
struct Step {
    before: String,
    command: String,
    expected: String,
}

/// Plays all steps, and gives the session as it went and every step that went otherwise than written.
pub fn play(written: &str) -> (String, Vec<String>) {
    let office = Office::new();
    let mut hidden = Hidden::now(&office);
    let (mut played, mut faults) = (String::new(), Vec::new());
    for step in steps(written) {
        step.before
            .lines()
            .filter_map(|line| line.strip_prefix("@ "))
            .for_each(|line| stage(&office, &mut hidden, line));
        let said =
            if step.command.is_empty() { String::new() } else { hidden.hide(&said(&run(&office, &step.command))) };
        if said != step.expected {
            faults.push(difference(&step, &said));
        }
        let gap = if step.command.is_empty() { "" } else { "\n" };
        played += &format!("{}{}{said}{gap}", step.before, step.command);
    }
    (played.trim_end().to_owned() + "\n", faults)
}

/// Splits the file: `$` begins a command, `>` goes on with it, `#` and `@` stand before one, all else is expected.
fn steps(written: &str) -> Vec<Step> {
    let mut steps = vec![Step::default()];
    for line in written.lines() {
        let begins = line.starts_with(['$', '#', '@']);
        if begins && !steps.last().unwrap().command.is_empty() {
            steps.push(Step::default());
        }
        let step = steps.last_mut().unwrap();
        let part = match line.chars().next() {
            Some('$') => &mut step.command,
            Some('>') if step.expected.is_empty() => &mut step.command,
            _ if step.command.is_empty() => &mut step.before,
            _ => &mut step.expected,
        };
        writeln!(part, "{line}").unwrap();
    }
    for step in &mut steps {
        let end = step.expected.trim_end_matches('\n').len();
        step.expected.truncate((end + 1).min(step.expected.len()) * usize::from(end > 0));
    }
    steps
}

/// Sets the scene: `key IDENTITY SEED`, `hide FILE.pub` or `later BUNDLE NEW`.
fn stage(office: &Office, hidden: &mut Hidden, line: &str) {
    match line.split(' ').collect::<Vec<_>>()[..] {
        ["key", identity, seed] => office.add_key(identity, seed.parse().unwrap()),
        ["hide", file] => hidden.public_keys.push(office.path(file)),
        ["later", bundle, new] => {
            office.write(new, later(&fs::read(office.path(bundle)).unwrap()));
        }
        _ => panic!("cannot set the scene: {line}"),
    }
}

/// The bundle as a later version could have made it, every digest right.
fn later(bundle: &[u8]) -> Vec<u8> {
    repacked(bundle, |files| {
        let info = file_mut(files, "/bag-info.txt");
        let before = Digest::of(&*info).to_string();
        *info = text(info).replace("chancery/1", "chancery/2").into_bytes();
        let after = Digest::of(&*info).to_string();
        let tags = file_mut(files, "/tagmanifest-sha256.txt");
        *tags = text(tags).replace(&before, &after).into_bytes();
    })
}

/// Runs a command line in the office, with no terminal anywhere.
fn run(office: &Office, command: &str) -> Output {
    let line: Vec<&str> = command.lines().map(|line| line.get(2..).unwrap_or_default()).collect();
    let mut shell = in_office(office, "setsid");
    shell.args(["--wait", "sh", "-c", &line.join("\n")]).env("SOURCE_DATE_EPOCH", EPOCH).output().unwrap()
}

/// What a command said, as it is written in a session.
fn said(output: &Output) -> String {
    let mut lines: Vec<String> = written(&output.stdout).map(guarded).collect();
    if let Some(last) = lines.last_mut().filter(|last| last.is_empty()) {
        "|".clone_into(last);
    }
    lines.extend(written(&output.stderr).map(|line| format!("! {line}")));
    match output.status.code() {
        Some(0) => {}
        Some(code) => lines.push(format!("? {code}")),
        None => lines.push(format!("? {}", output.status)),
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The lines of some output; a control character is shown as its picture, and a missing line break at the end as ␃.
fn written(bytes: &[u8]) -> impl Iterator<Item = String> {
    let mut text = text(bytes);
    if !text.is_empty() && !text.ends_with('\n') {
        text += "\u{3}";
    }
    let lines: Vec<String> = text.lines().map(|line| line.chars().map(picture).collect()).collect();
    lines.into_iter()
}

fn picture(letter: char) -> char {
    if letter < ' ' { char::from_u32(0x2400 + u32::from(letter)).unwrap() } else { letter }
}

/// A line that would be taken for something else has `| ` before it.
fn guarded(line: String) -> String {
    if line.starts_with(['#', '$', '>', '@', '!', '?', '|']) { format!("| {line}") } else { line }
}

fn difference(step: &Step, said: &str) -> String {
    let lines = |text: &str, mark: &str| text.lines().map(|line| format!("    {mark} {line}\n")).collect::<String>();
    let same = step.expected.lines().zip(said.lines()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str, mark| lines(&text.lines().skip(same).collect::<Vec<_>>().join("\n"), mark);
    format!("{}  written:\n{}  said:\n{}", step.command, rest(&step.expected, "-"), rest(said, "+"))
}

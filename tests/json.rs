//! What scripts read: every object that a command prints with `--json` is as the schema in `docs/schema/` says, and has no key
//! that the schema does not name.
#![cfg(target_os = "linux")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chancery_office::json::{COMMANDS, schema_of};
use serde_json::Value;

use crate::docs::check_written;
use crate::exports::tools::have_python;
use crate::support::{Office, SEALED_AT, text};

/// The page of a command's schema.
fn page(command: &str) -> String {
    format!("docs/schema/{}.json", command.replace(' ', "-"))
}

#[test]
fn the_schemas_are_made_from_the_types() {
    for command in COMMANDS {
        let made = serde_json::to_string_pretty(&schema_of(command)).unwrap() + "\n";
        check_written(&page(command), &made);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> =
        files.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "json")).collect();
    let wanted = COMMANDS.map(|command| page(command).replace("docs/schema/", ""));
    assert_eq!(there, BTreeSet::from(wanted));
}

/// Lines of JSON, by the command that printed them.
#[derive(Default)]
struct Printed(BTreeMap<String, Vec<Value>>);

impl Printed {
    /// Takes in what a command line printed. Its command is the first word, or the first two of `key`.
    fn take(&mut self, words: &[&str], output: &str) {
        let two = words.iter().take(2).copied().collect::<Vec<_>>().join(" ");
        let command = if COMMANDS.contains(&two.as_str()) { two } else { words[0].to_owned() };
        assert!(COMMANDS.contains(&command.as_str()), "{words:?}");
        let lines =
            output.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")));
        self.0.entry(command).or_default().extend(lines);
    }

    /// Asks a validator about all of it.
    fn validate(&self) {
        if !have_python("jsonschema") {
            return;
        }
        let all = self.0.iter().map(|(command, lines)| (page(command), lines)).collect::<BTreeMap<_, _>>();
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut validator = Command::new("python3");
        validator.args(["-B", "tests/json/validate_lines.py"]).current_dir(project);
        let mut running =
            validator.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(&serde_json::to_vec(&all).unwrap()).unwrap();
        let output = running.wait_with_output().unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }
}

/// The words of a session's command line, where all that it prints is what one chancery prints.
fn words_of(line: &str) -> Option<Vec<&str>> {
    let line = line.strip_prefix("$ ")?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "chancery")?;
    let is_plain = !line.contains(['|', ';', '>', '(', '&', '\\']);
    let rest = words.get(at + 1..)?;
    if !is_plain || !rest.contains(&"--json") {
        return None;
    }
    let rest: Vec<&str> = rest.iter().filter(|word| !matches!(**word, "--json" | "--quiet")).copied().collect();
    COMMANDS.iter().any(|command| command.split(' ').next() == rest.first().copied()).then_some(rest)
}

#[test]
fn what_the_sessions_print_is_as_the_schemas_say() {
    let mut printed = Printed::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let session = if file.extension().is_some_and(|ending| ending == "txt") {
            fs::read_to_string(file).unwrap()
        } else {
            continue;
        };
        let mut lines = session.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(words) = words_of(line) else { continue };
            let mut output = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with('{')) {
                output += &format!("{line}\n");
            }
            printed.take(&words, &output);
        }
    }
    let lines: usize = printed.0.values().map(Vec::len).sum();
    assert!(lines >= 40, "{lines} lines in sessions");
    printed.validate();
}

/// An office's day, in JSON.
struct Day {
    office: Office,
    printed: Printed,
}

impl Day {
    /// Runs a command, whatever its exit code, and gives its last line.
    fn does(&mut self, words: &[&str]) -> Value {
        let mut command = self.office.command();
        let output = command.arg("--json").args(words).env("SOURCE_DATE_EPOCH", "1773324300").output().unwrap();
        let said = text(&output.stdout);
        assert!(!said.is_empty(), "{words:?}: {}", text(&output.stderr));
        self.printed.take(words, &said);
        serde_json::from_str(said.lines().last().unwrap()).unwrap()
    }

    /// A text of that value.
    fn text(line: &Value, key: &str) -> String {
        line[key].as_str().unwrap_or_else(|| panic!("{line}")).to_owned()
    }
}

#[test]
fn every_object_of_every_command_is_as_its_schema_says() {
    let mut day = Day { office: Office::new(), printed: Printed::default() };
    sealing(&mut day);
    matching(&mut day);
    keeping(&mut day);
    keys(&mut day);
    let seen: BTreeSet<&str> = day.printed.0.keys().map(String::as_str).collect();
    let all: BTreeSet<&str> = COMMANDS.into_iter().filter(|command| *command != "demo").collect();
    assert_eq!(seen, all);
    day.printed.validate();
}

fn sealing(day: &mut Day) {
    day.does(&["init"]);
    day.office.write("text.txt", "The harbour is open from May.\n\nNo more than 35 ships may enter.\n");
    day.office.write("new.txt", "The harbour is open from June.\n");
    day.office.write("table.csv", "documents,title,issued\ntext.txt,One,2026-01-02\nmissing.txt,Two,2026-01-03\n");
    day.office.add_key("court@mfa.example", 9);
    let options = ["--title", "Harbour", "--issued", "2026-03-12", "--sealed-at", SEALED_AT, "--out", "one.zip"];
    day.does(&[&["seal", "text.txt"][..], &options].concat());
    day.does(&["seal", "--batch", "table.csv"]);
    day.does(&["seal", "absent.txt"]);
    day.does(&["add", "one.zip"]);
    day.does(&["add", "text.txt"]);
    day.does(&["countersign", "one.zip", "--role", "witness", "--key", "court@mfa.example"]);
}

fn matching(day: &mut Day) {
    day.office.write("copy.txt", "The harbour is open from July.\n");
    day.office.write("page.html", "<nav>Home</nav><p>The harbour is open from May.<p>No more than 35 ships may enter.");
    let mut forged = fs::read(day.office.path("one.zip")).unwrap();
    let at = forged.windows(7).position(|word| word == b"harbour").unwrap();
    forged[at] = b'H';
    fs::write(day.office.path("forged.zip"), forged).unwrap();
    for copy in ["text.txt", "copy.txt", "page.html"] {
        day.does(&["compare", "one.zip", copy]);
    }
    day.does(&["compare", "forged.zip", "copy.txt"]);
    day.does(&["quote", "The harbour is open from May"]);
    day.does(&["quote", "The harbour is open from June"]);
    day.does(&["quote", "Nothing like it was ever said"]);
    day.does(&["quote", "Nothing like it was ever said", "one.zip"]);
    day.does(&["quote", "Nothing like it was ever said", "forged.zip"]);
    for file in ["one.zip", "forged.zip", "text.txt", "absent.zip"] {
        day.does(&["verify", file]);
        day.does(&["show", file]);
    }
    day.does(&["extract", "one.zip", "--to", "out"]);
    day.does(&["extract", "forged.zip", "--to", "forged"]);
}

fn keeping(day: &mut Day) {
    let line = day.does(&["list"]);
    let id = Day::text(&line, "id");
    day.does(&["search", "harbour"]);
    let new = ["correct", &id, "new.txt", "--reason", "the month was wrong", "--issued", "2026-03-13"];
    let corrected = day.does(&new);
    day.does(&["withdraw", &Day::text(&corrected, "id"), "--reason", "sealed twice", "--issued", "2026-03-14"]);
    day.does(&["verify", &id]);
    day.does(&["history", &id]);
    day.does(&["export", "--format", "jsonl", "--to", "all.jsonl"]);
    day.does(&["reindex"]);
    fs::remove_file(day.office.path(Day::text(&corrected, "path"))).unwrap();
    day.does(&["audit"]);
}

fn keys(day: &mut Day) {
    day.does(&["key", "new", "legal@mfa.example", "--no-passphrase"]);
    day.does(&["key", "list"]);
    day.does(&["key", "show", "legal@mfa.example"]);
    day.does(&["key", "show", "other@mfa.example"]);
    day.office.write("phrase", "correct horse\n");
    day.does(&["key", "protect", "legal@mfa.example", "--new-passphrase-file", "phrase"]);
    let public = day.office.path("keys/legal@mfa.example.pub").display().to_string();
    day.does(&["key", "trust", &public, "legal@mfa.example", "--role", "witness"]);
    fs::create_dir(day.office.path("reader")).unwrap();
    fs::copy(day.office.path("keys/allowed_signers"), day.office.path("reader/allowed_signers")).unwrap();
    let rotated = day.does(&["key", "rotate", "press@mfa.example", "--no-passphrase"]);
    let (path, new) = (Day::text(&rotated, "path"), Day::text(&rotated, "fingerprint"));
    day.does(&["key", "follow", &path, "--fingerprint", &new, "--keys", "reader"]);
    day.does(&["key", "retire", "legal@mfa.example"]);
    day.does(&["key", "revoke", "legal@mfa.example", "--compromised-since", "always", "--reason", "lost"]);
}

//! Our reading of `allowed_signers` and `revoked_keys` against that of ssh-keygen, on thousands of lists that nobody
//! would write.
//!
//! `CHANCERY_LISTS=100000 cargo test --test interop allowed_signers` asks about so many lists.

#[path = "allowed_signers/differences.rs"]
mod differences;
#[path = "allowed_signers/lists.rs"]
mod lists;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{fmt, fs, thread};

use chancery_core::trust::revoked_keys;
use chancery_core::trust::table::Case;
use chancery_core::{Role, Timestamp, TrustList};
use lists::{Keys, Random, pick};
use tempfile::TempDir;

use crate::support::{have, key};

/// What is signed.
const MESSAGE: &[u8] = b"The harbour is open.\n";
/// The identities that are asked about.
const IDENTITIES: [&str; 3] = ["press@mfa.example", "legal@mfa.example", "press"];
/// The seeds of the keys that sign.
const SEEDS: [u8; 3] = [7, 8, 9];
/// When signatures were made: the ends of windows, to the second, and times between them.
const TIMES: [&str; 8] = [
    "1970-01-01T00:00:01Z",
    "2019-12-31T23:59:59Z",
    "2020-01-01T00:00:00Z",
    "2024-03-01T00:00:01Z",
    "2025-01-01T09:30:15Z",
    "2026-03-02T00:00:00Z",
    "2026-07-01T00:00:01Z",
    "2037-12-31T00:00:00Z",
];
/// How many lists are asked about: each is asked twice, without and with revoked keys.
const LISTS: u64 = 1_050;

/// What is asked of a list: whether this key speaks for this identity in this role at this time.
#[derive(Debug, Clone, Copy)]
struct VerifyOptions {
    identity: &'static str,
    role: Role,
    time: Timestamp,
    seed: u8,
}

impl VerifyOptions {
    fn any(random: &mut Random) -> Self {
        Self {
            identity: pick(random, &IDENTITIES),
            role: pick(random, &Role::ALL),
            time: pick(random, &TIMES).parse().unwrap(),
            seed: pick(random, &SEEDS),
        }
    }
}

/// Our answer. Revoked keys that cannot be read are never taken for none.
fn ours(list: &[u8], revoked: Option<&[u8]>, question: VerifyOptions) -> bool {
    let Ok(revoked) = revoked_keys::read(revoked.unwrap_or_default()) else { return false };
    let list = TrustList::new(list, revoked);
    let public = key(question.seed).public().unwrap();
    let standing = list.standing(&public, &question.identity.parse().unwrap(), question.role);
    let case = Case { standing: &standing, claimed: question.time, proofs: &[], now: question.time };
    case.decide().trusted(false).is_some()
}

/// A folder in which ssh-keygen is asked.
struct Desk(TempDir);

impl Desk {
    /// One in which every key has signed in every role.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.write("message", MESSAGE);
        for role in Role::ALL {
            for seed in SEEDS {
                desk.write(&signature(role, seed), key(seed).sign(role, MESSAGE));
            }
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    /// ssh-keygen's answer.
    fn theirs(&self, list: &[u8], revoked: Option<&[u8]>, question: VerifyOptions) -> bool {
        let VerifyOptions { identity, role, time, seed } = question;
        self.verifies(list, revoked, identity, role.namespace(), time, &signature(role, seed))
    }

    /// Whether ssh-keygen finds the signature in this file good, and its key trusted.
    fn verifies(
        &self,
        list: &[u8],
        revoked: Option<&[u8]>,
        identity: &str,
        namespace: &str,
        time: Timestamp,
        signature: &str,
    ) -> bool {
        self.write("list", list);
        let time = format!("-Overify-time={}", time.compact());
        let mut command = Command::new("ssh-keygen");
        command.args(["-Y", "verify", "-f", "list", "-I", identity, "-n", namespace, "-s", signature, &time]);
        if let Some(revoked) = revoked {
            self.write("revoked", revoked);
            command.args(["-r", "revoked"]);
        }
        let message = fs::File::open(self.path("message")).unwrap();
        let quiet = command.current_dir(self.0.path()).stdin(message).stdout(Stdio::null()).stderr(Stdio::null());
        let status = quiet.status().unwrap();
        assert!(matches!(status.code(), Some(0 | 255)), "ssh-keygen ended with {status}");
        status.success()
    }
}

/// The name of the file with the signature of a key in a role.
fn signature(role: Role, seed: u8) -> String {
    format!("{role}.{seed}.sig")
}

/// A list that the two tools read differently.
struct Disagreement {
    number: u64,
    list: Vec<u8>,
    revoked: Option<Vec<u8>>,
    question: VerifyOptions,
    ours: bool,
    /// For each line of the list and of the revoked keys, whether a list of it alone is read differently too.
    alone: Vec<bool>,
}

impl Disagreement {
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let lists = [Some(&self.list), self.revoked.as_ref()];
        lists.into_iter().flatten().flat_map(|list| list.split_inclusive(|byte| *byte == b'\n'))
    }
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let VerifyOptions { identity, role, time, seed } = self.question;
        writeln!(f, "list {} is read differently, by the marked lines alone too:", self.number)?;
        let revoked_from = self.list.split_inclusive(|byte| *byte == b'\n').count();
        for (at, (line, alone)) in self.lines().zip(&self.alone).enumerate() {
            let mark = if *alone { '>' } else { ' ' };
            let file = if at < revoked_from { "signers" } else { "revoked" };
            writeln!(f, "{mark} {file}: {}", shown(line))?;
        }
        writeln!(f, "asked for {identity} as {role} at {time} with {}", key(seed).public().unwrap())?;
        write!(f, "chancery says {}, ssh-keygen says {}", yes_or_no(self.ours), yes_or_no(!self.ours))
    }
}

fn yes_or_no(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// A line on a terminal; what is repeated is counted.
fn shown(line: &[u8]) -> String {
    let run = |run: &[u8]| match run {
        [byte, ..] if run.len() > 20 => format!("({} times {})", run.len(), [*byte].escape_ascii()),
        _ => run.escape_ascii().to_string(),
    };
    line.chunk_by(|a, b| a == b).map(run).collect()
}

/// The answers to the questions about some lists: how many are yes, how many no, and where the two differ.
#[derive(Default)]
struct Answers {
    yes: usize,
    no: usize,
    disagreements: Vec<Disagreement>,
}

impl Answers {
    fn ask(&mut self, desk: &Desk, keys: &Keys, number: u64) {
        let mut random = Random::new(number);
        let list = lists::list(&mut random, keys);
        let revoked = lists::revoked(&mut random, keys);
        for revoked in [None, Some(revoked)] {
            let question = VerifyOptions::any(&mut random);
            let ours = ours(&list, revoked.as_deref(), question);
            if ours != desk.theirs(&list, revoked.as_deref(), question) {
                let alone = alone(desk, &list, revoked.as_deref(), question);
                self.disagreements.push(Disagreement { number, list: list.clone(), revoked, question, ours, alone });
            }
            *(if ours { &mut self.yes } else { &mut self.no }) += 1;
        }
    }

    fn join(mut self, other: Self) -> Self {
        self.disagreements.extend(other.disagreements);
        Self { yes: self.yes + other.yes, no: self.no + other.no, ..self }
    }
}

/// For each line of a list and of revoked keys, whether the two tools differ where it stands alone.
fn alone(desk: &Desk, list: &[u8], revoked: Option<&[u8]>, question: VerifyOptions) -> Vec<bool> {
    let differ = |list: &[u8], revoked| ours(list, revoked, question) != desk.theirs(list, revoked, question);
    let everyone = format!("* {}\n", key(question.seed).public().unwrap());
    let lines = list.split_inclusive(|byte| *byte == b'\n').map(|line| differ(line, None));
    let revoked = revoked.into_iter().flat_map(|revoked| revoked.split_inclusive(|byte| *byte == b'\n'));
    lines.chain(revoked.map(|line| differ(everyone.as_bytes(), Some(line)))).collect()
}

/// How many lists are asked about, and what is answered, by two threads.
fn answers(keys: &Keys) -> (u64, Answers) {
    let lists = std::env::var("CHANCERY_LISTS").map_or(LISTS, |lists| lists.parse().unwrap());
    let part = |first: u64| {
        let (desk, mut answers) = (Desk::new(), Answers::default());
        (first..lists).step_by(2).for_each(|number| answers.ask(&desk, keys, number));
        answers
    };
    let answers = thread::scope(|scope| {
        let other = scope.spawn(|| part(1));
        part(0).join(other.join().unwrap())
    });
    (lists, answers)
}

#[test]
fn lists_are_read_as_ssh_keygen_reads_them() {
    if !have("ssh-keygen") {
        return;
    }
    let (lists, answers) = answers(&Keys::make());
    let Answers { yes, no, disagreements } = answers;
    let told: Vec<_> = disagreements.iter().take(5).map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} disagreements over {lists} lists\n{}", disagreements.len(), told.join("\n"));
    eprintln!("{lists} lists: {yes} times yes, {no} times no");
    // Where nearly all answers are the same, agreement says little.
    assert!(yes * 4 > yes + no && no * 4 > yes + no, "{yes} times yes, {no} times no");
}

//! What the program does with each vector: `verify`, `show` and `extract`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Output;
use std::{fs, thread};

use chancery_core::trust::ALLOWED_SIGNERS;
use chancery_core::{Digest, Trust, Verdict};

use super::{NOW, folder, judged, list, vectors};
use crate::support::{Office, text};
use crate::vectors_make::vector::Vector;

#[test]
fn the_program_ends_as_every_vector_says() {
    let vectors = vectors();
    let half = vectors.len().div_ceil(2);
    thread::scope(|scope| {
        for part in vectors.chunks(half) {
            scope.spawn(move || {
                let (reader, trust) = (Reader::new(), Trust::List(list()));
                for vector in part {
                    reader.read(vector, &trust);
                }
            });
        }
    });
}

/// Somebody with the vectors' trust list and clock.
struct Reader {
    office: Office,
    signers: String,
}

impl Reader {
    fn new() -> Self {
        let office = Office::new();
        fs::create_dir(office.path("out")).unwrap();
        Self { office, signers: folder().join(ALLOWED_SIGNERS).into_os_string().into_string().unwrap() }
    }

    fn read(&self, vector: &Vector, trust: &Trust) {
        self.office.write("bundle.zip", &vector.body);
        for command in [&["verify"][..], &["show", "--text"], &["extract", "--to", "out/documents"]] {
            let output = self.run(command);
            assert_eq!(output.status.code(), Some(code(vector.expect)), "{command:?} of {}: {output:?}", vector.name);
            assert!(is_plain(&text(&output.stdout)), "{command:?} of {}: {output:?}", vector.name);
        }
        let documents = if is_intact(vector.expect) { documents(vector, trust) } else { BTreeMap::new() };
        assert_eq!(extracted(&self.office.path("out")), documents, "{}", vector.name);
        fs::remove_dir_all(self.office.path("out")).unwrap();
        fs::create_dir(self.office.path("out")).unwrap();
    }

    fn run(&self, command: &[&str]) -> Output {
        let options = ["bundle.zip", "--signers", &self.signers, "--at", NOW];
        self.office.run(command.iter().copied().chain(options))
    }
}

/// FORMAT.md 12.1.
fn code(verdict: Verdict) -> i32 {
    match verdict {
        Verdict::Authentic => 0,
        Verdict::NotAuthentic => 1,
        Verdict::NotChecked => 2,
        Verdict::Untrusted => 3,
    }
}

fn is_intact(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Authentic | Verdict::Untrusted)
}

/// Whether nothing in the text can move a cursor or turn the direction of what follows.
fn is_plain(text: &str) -> bool {
    let harmful = |letter: char| {
        letter.is_control() && !matches!(letter, '\n' | '\t') || matches!(letter, '\u{202a}'..='\u{202e}')
    };
    !text.contains(harmful)
}

/// The paths and digests that must be extracted.
fn documents(vector: &Vector, trust: &Trust) -> BTreeMap<String, Digest> {
    let report = judged(&vector.body, trust);
    report
        .documents()
        .iter()
        .map(|seen| (format!("documents/{}", seen.path().below()), seen.digest().unwrap()))
        .collect()
}

/// The paths and digests of all files that lie in a folder, however deep.
fn extracted(folder: &Path) -> BTreeMap<String, Digest> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            assert!(fs::read_dir(entry.path()).unwrap().next().is_some(), "{name} is empty");
            files.extend(extracted(&entry.path()).into_iter().map(|(path, digest)| (format!("{name}/{path}"), digest)));
        } else {
            files.insert(name, Digest::of(&fs::read(entry.path()).unwrap()));
        }
    }
    files
}

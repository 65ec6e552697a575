//! What the second implementation says of each vector, which was written from FORMAT.md alone.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use chancery_core::trust::table::Case;
use chancery_core::{Role, Timestamp};
use tempfile::TempDir;

use super::{NOW, list, now, vectors};
use crate::support::{SEALED_AT, have, text};
use crate::vectors_make::vector::Vector;

#[test]
fn the_second_implementation_agrees_on_every_vector() {
    if !have("python3") {
        return;
    }
    let vectors = vectors();
    let verdicts = verdicts(&vectors);
    let wrong = |vector: &&Vector| verdicts.get(&file_name(vector)).is_none_or(|said| said != vector.expect.as_str());
    let differ: Vec<_> =
        vectors.iter().filter(wrong).map(|vector| (vector, verdicts.get(&file_name(vector)))).collect();
    let lines = differ.iter().map(|(vector, said)| format!("{}: {}, not {said:?}\n", vector.name, vector.expect));
    assert!(differ.is_empty(), "{}", lines.collect::<String>());
}

/// The verdicts on all vectors, by the names of their files.
fn verdicts(vectors: &[Vector]) -> BTreeMap<String, String> {
    let folder = TempDir::new().unwrap();
    for vector in vectors {
        fs::write(folder.path().join(file_name(vector)), &vector.body).unwrap();
    }
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/second.py");
    let mut command = Command::new("python3");
    command.current_dir(folder.path()).arg("-B").arg(program).args(["verify", "--clock", NOW]).args(key_lines());
    let output = command.args(vectors.iter().map(file_name)).output().unwrap();
    assert_eq!(text(&output.stderr), "");
    let lines = text(&output.stdout);
    let heads = lines.lines().filter(|line| !line.starts_with(' '));
    heads.filter_map(|line| line.split_once(' ')).map(|(verdict, name)| (name.to_owned(), verdict.to_owned())).collect()
}

fn file_name(vector: &Vector) -> String {
    vector.name.replace('/', ".") + ".zip"
}

/// The second implementation takes keys for issuers at any time. It is given those that the list trusts at the time at
/// which most vectors were sealed.
fn key_lines() -> Vec<OsString> {
    let (list, sealed_at): (_, Timestamp) = (list(), SEALED_AT.parse().unwrap());
    let mut arguments = Vec::new();
    for rule in list.rules() {
        let identity = rule.principals.to_text();
        let standing = list.standing(&rule.key, &identity.parse().unwrap(), Role::Issuer);
        let case = Case { standing: &standing, claimed: sealed_at, proofs: &[], now: now() };
        if case.decide().trusted(false).is_some() {
            arguments.extend(["--key-line".into(), format!("{identity} {}", rule.key).into()]);
        }
    }
    arguments
}

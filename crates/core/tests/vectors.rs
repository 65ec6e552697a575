//! Every vector of `tests/vectors`, judged, and all that is said of it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::{Code, Trust, TrustList, VerifyOptions, verify};

use crate::vectors_make::vector::Vector;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

/// Each folder of vectors, with its files.
fn vectors() -> Vec<Vector> {
    let files =
        |folder: &Path| -> Vec<PathBuf> { fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect() };
    let name = |path: &Path| path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned();
    let folders = files(&folder()).into_iter().filter(|path| path.is_dir());
    let mut files: Vec<_> = folders.flat_map(|folder| files(&folder)).collect();
    files.sort();
    files.iter().map(|path| Vector::parse(&name(path), &fs::read(path).unwrap())).collect()
}

/// What is said of every vector: a line a finding, with its place and message.
const SAID: &str = "tests/findings.txt";

#[test]
fn every_vector_is_judged_as_it_says() {
    let [signers, revoked] = ["allowed_signers", "revoked_keys"].map(|name| fs::read(folder().join(name)).unwrap());
    let trust = Trust::List(TrustList::parse(&signers, Some(&revoked)).unwrap());
    let options = VerifyOptions::new(&trust, "2026-06-01T12:00:00Z".parse().unwrap());
    let vectors = vectors();
    assert!(vectors.len() > 700);
    let mut said = String::new();
    for vector in &vectors {
        let report = verify(&vector.body[..], &options).unwrap();
        let findings = report.findings().as_slice();
        let found: BTreeSet<Code> = findings.iter().map(|finding| finding.code).collect();
        let expected: BTreeSet<Code> = vector.codes.iter().copied().collect();
        assert_eq!((report.verdict(), found), (vector.expect, expected), "{}", vector.name);
        for finding in findings {
            writeln!(said, "{} {} {:?} {:?}", vector.name, finding.code, finding.place, finding.message).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAID);
    if std::env::var("CHANCERY_WRITE_FINDINGS").as_deref() == Ok("1") {
        fs::write(&path, &said).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap();
    let other = known.lines().zip(said.lines()).find(|(known, said)| known != said);
    assert_eq!(other, None, "write {SAID} with CHANCERY_WRITE_FINDINGS=1, and look at what changed");
    assert_eq!(known.len(), said.len());
}

//! The examples, run: an office seals a statement, and its archive audits it.

#[path = "../examples/audit.rs"]
#[allow(dead_code, reason = "its own main is not called")]
mod audit;
#[path = "../examples/seal.rs"]
#[allow(dead_code, reason = "its own main is not called")]
mod seal;

use std::fs;

#[test]
fn an_office_seals_and_its_archive_audits() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("office");
    let bundle = seal::office_that_seals(&office, "2026-03-12T14:05:00Z".parse().unwrap()).unwrap();
    assert!(bundle.path.starts_with(office.join("archive/2026")), "{}", bundle.path.display());
    let now = "2026-06-01T12:00:00Z".parse().unwrap();
    let tally = audit::archive_that_audits(&office, now).unwrap();
    assert_eq!((tally.checked, tally.authentic, tally.damaged), (1, 1, 0));

    let mut bytes = fs::read(&bundle.path).unwrap();
    let at = bytes.windows(10).position(|part| part == b"Quillhaven").unwrap();
    bytes[at] = b'q';
    fs::write(&bundle.path, bytes).unwrap();
    let tally = audit::archive_that_audits(&office, now).unwrap();
    assert_eq!((tally.checked, tally.authentic, tally.damaged), (1, 0, 1));
}

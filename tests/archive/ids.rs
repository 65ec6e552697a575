//! Statements that are asked for by their ids while the files of the archive are not what the catalogue believes.

use std::fs;

use crate::archive::{audit, counts, ends, json, lines, office_with};

/// Whatever the catalogue believes, whoever asks for a statement by its id is never shown another one.
#[test]
fn an_id_is_never_answered_with_another_statement() {
    let (office, kept) = office_with(3);
    ends(&office, 0, &["list"]);
    let [first, second] = [&kept[0], &kept[1]].map(|kept| fs::read(&kept.path).unwrap());
    let first_path = kept[0].path.clone();
    fs::write(&first_path, second).unwrap();
    fs::write(&kept[1].path, first).unwrap();
    for kept in &kept[..2] {
        let output = office.run(["--json", "show", &kept.id]);
        if output.status.success() {
            assert_eq!(lines(&output.stdout)[0]["id"], *kept.id, "another statement was shown");
        }
        let (number, out) = (if kept.path == first_path { 1 } else { 2 }, office.path("out"));
        if office.run(["extract", &kept.id, "--to", "out"]).status.success() {
            let found = fs::read_to_string(out.join(format!("{number}.txt")));
            assert!(found.is_ok(), "another statement was extracted");
            fs::remove_dir_all(out).unwrap();
        }
    }
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
    for kept in &kept[..2] {
        assert_eq!(json(&office, 0, &["show", &kept.id])[0]["id"], *kept.id);
    }
}

/// Nor is another statement corrected, withdrawn or signed than the one that was named.
#[test]
fn an_id_never_withdraws_another_statement() {
    let (office, kept) = office_with(2);
    ends(&office, 0, &["list"]);
    let [first, second] = [&kept[0], &kept[1]].map(|kept| fs::read(&kept.path).unwrap());
    fs::write(&kept[0].path, second).unwrap();
    fs::write(&kept[1].path, first).unwrap();
    let _ = office.run(["withdraw", &kept[0].id, "--reason", "It was a draft"]);
    ends(&office, 0, &["reindex"]);
    assert_eq!(json(&office, 0, &["show", &kept[1].id])[0]["status"], "current", "another statement was withdrawn");
}

/// Whoever brings a whole copy of what is damaged has it taken in, or is told that it was not.
#[test]
fn a_whole_copy_of_what_is_damaged_is_not_said_to_be_there_already() {
    for with_catalogue in [true, false] {
        let (office, kept) = office_with(2);
        ends(&office, 0, &["list"]);
        fs::copy(&kept[0].path, office.path("copy.zip")).unwrap();
        fs::write(&kept[0].path, "damaged").unwrap();
        if !with_catalogue {
            fs::remove_dir_all(office.path(".cache")).unwrap();
        }
        if office.run(["add", "copy.zip"]).status.success() {
            let shown = office.run(["--json", "show", &kept[0].id]);
            assert!(shown.status.success(), "with a catalogue: {with_catalogue}: it was not taken in");
            assert_eq!(lines(&shown.stdout)[0]["id"], *kept[0].id);
        }
    }
}

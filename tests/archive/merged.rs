//! Two archives made one with `cp`: all is listed, and nothing is missed.

use std::fs;
use std::path::Path;

use crate::archive::{audit, counts, ends, json, recorded, snapshot};
use crate::support::{Office, SEALED_AT};

/// Seals statements of the same titles and days, with texts of their own, into an archive.
fn fill(office: &Office, archive: &str, own: &str) {
    for day in ["2026-03-12", "2026-03-13"] {
        let name = format!("{own}-{day}.txt");
        office.write(&name, format!("The text of the {own} ministry on {day}.\n"));
        let seal =
            ["--archive", archive, "seal", &name, "--title", "Notice", "--issued", day, "--sealed-at", SEALED_AT];
        office.done(seal);
    }
}

/// Copies what is in one archive into another; what would take the place of a file gets `-b` behind its name.
fn merge(from: &Path, into: &Path) {
    for (name, content) in snapshot(from) {
        let mut target = into.join(&name);
        if target.exists() {
            let (stem, ending) = (target.file_stem().unwrap().to_owned(), target.extension().unwrap().to_owned());
            target.set_file_name(format!("{}-b.{}", stem.display(), ending.display()));
        }
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, content).unwrap();
    }
}

#[test]
fn two_archives_made_one_have_all_of_both() {
    let office = Office::new();
    fill(&office, "archive", "first");
    fill(&office, "other", "second");
    ends(&office, 0, &["list"]);
    ends(&office, 0, &["--archive", "other", "audit"]);
    merge(&office.path("other"), &office.path("archive"));
    assert_eq!(json(&office, 0, &["list"]).len(), 4);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [4, 4, 0, 0, 0, 0, 0]);
    assert_eq!(json(&office, 0, &["search", "second"]).len(), 2);
    assert_eq!(recorded(&office.path("archive")).len(), 4);
    // Both histories are told, and new events go to this year's own file.
    let of_second = &json(&office, 0, &["search", "second"])[0];
    let told = json(&office, 0, &["history", of_second["id"].as_str().unwrap()]);
    assert!(told.iter().filter(|event| event["event"] == "audited").count() == 2, "{told:?}");
    assert_eq!(told.iter().filter(|event| event["event"] == "sealed").count(), 1);
}

#[test]
fn what_is_lost_of_either_archive_is_missed() {
    for (lost, left) in [("2026-03-12-notice.zip", 3), ("2026-03-12-notice-b.zip", 3)] {
        let office = Office::new();
        fill(&office, "archive", "first");
        fill(&office, "other", "second");
        merge(&office.path("other"), &office.path("archive"));
        fs::remove_file(office.path("archive/2026").join(lost)).unwrap();
        let (_, summary) = audit(&office, 1, &[]);
        assert_eq!(counts(&summary), [left, left, 0, 0, 1, 0, 0], "{lost}");
    }
}

/// A log that came with the other archive and goes again takes its statements with it: they are unlisted, not forgotten.
#[test]
fn a_log_that_goes_leaves_its_statements_unlisted() {
    let office = Office::new();
    fill(&office, "archive", "first");
    fill(&office, "other", "second");
    merge(&office.path("other"), &office.path("archive"));
    ends(&office, 0, &["audit"]);
    let logs: Vec<_> = snapshot(&office.path("archive/events")).into_keys().collect();
    let clashing = logs.iter().find(|name| name.to_string_lossy().ends_with("-b.jsonl")).unwrap();
    fs::remove_file(office.path("archive/events").join(clashing)).unwrap();
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [4, 4, 0, 0, 0, 2, 0]);
}

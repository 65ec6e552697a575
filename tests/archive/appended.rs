//! A whole story of an archive: no command changes or removes a byte of what was there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::archive::{BATCH, bundles, events_of, json, kept, sealed, snapshot, table};
use crate::support::{Office, SEALED_AT};

type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

/// What is told of each step.
struct Story {
    office: Office,
    before: Snapshot,
}

impl Story {
    /// What may be there beside what was there: so many more bundles, and lines at the end of the log.
    #[track_caller]
    fn grew(&mut self, step: &str, bundles_more: usize, is_written_down: bool) {
        let now = snapshot(&self.office.path("archive"));
        for (name, content) in &self.before {
            let found = now.get(name).unwrap_or_else(|| panic!("{step}: {} is gone", name.display()));
            let is_log = name.starts_with("events") && found.starts_with(content);
            assert!(is_log || found == content, "{step}: {} was changed", name.display());
        }
        let zips = |all: &Snapshot| all.keys().filter(|name| !name.starts_with("events")).count();
        assert_eq!(zips(&now), zips(&self.before) + bundles_more, "{step}");
        assert_eq!(log(&now) != log(&self.before), is_written_down, "{step}");
        bundles(&self.office.path("archive"));
        events_of(&self.office.path("archive"));
        self.before = now;
    }

    /// A command that only reads.
    #[track_caller]
    fn reads(&mut self, arguments: &[&str]) {
        self.office.done(arguments);
        self.grew(&arguments.join(" "), 0, false);
    }
}

fn log(all: &Snapshot) -> Vec<(&PathBuf, &Vec<u8>)> {
    all.iter().filter(|(name, _)| name.starts_with("events")).collect()
}

/// A bundle that was made elsewhere.
fn made_elsewhere(office: &Office, name: &str) -> String {
    office.write("elsewhere.txt", format!("The text of {name}.\n"));
    let out = format!("{name}.zip");
    office.done(["seal", "elsewhere.txt", "--title", name, "--issued", "2025-06-01", "--out", &out]);
    out
}

#[test]
fn no_command_changes_what_is_there() {
    let office = Office::new();
    office.add_key("archivist@court.example", 9);
    office.done(["key", "trust", "keys/archivist@court.example.pub", "archivist@court.example", "--role", "archivist"]);
    office.write("text.txt", "We open an embassy.\n");
    office.write("mended.txt", "We open two embassies.\n");
    table(&office, 3, true);
    let (first, second) = (made_elsewhere(&office, "first"), made_elsewhere(&office, "second"));
    let mut story = Story { office, before: BTreeMap::new() };
    let a = sealed(&story.office, &["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12"]);
    story.grew("seal", 1, true);
    story.office.done(BATCH);
    story.grew("seal --batch", 3, true);
    story.office.done(BATCH);
    story.grew("seal --batch again", 0, false);
    sealed(&story.office, &["correct", &a.id, "mended.txt", "--reason", "There are two"]);
    story.grew("correct", 1, true);
    let b = kept(&story.office, &json(&story.office, 0, &["list", "--until", "2026-01-01"])[0]);
    sealed(&story.office, &["withdraw", &b.id, "--reason", "It was a draft"]);
    story.grew("withdraw", 1, true);
    story.office.done(["add", &first]);
    story.grew("add", 1, true);
    story.office.done(["add", &first]);
    story.grew("add again", 0, false);
    story.office.done(["add", &second, "--countersign", "archivist@court.example"]);
    story.grew("add --countersign", 1, true);
    for arguments in [&["audit"][..], &["audit", "--sample", "2"], &["audit", &a.id], &["audit", "--resume"]] {
        story.office.done(arguments);
        story.grew(&arguments.join(" "), 0, true);
    }
    for arguments in [
        &["list"][..],
        &["search", "embassies"],
        &["show", &a.id],
        &["verify", a.path.to_str().unwrap()],
        &["history", &a.id],
        &["reindex"],
        &["export", "--format", "jsonl", "--to", "all.jsonl"],
        &["export", "--format", "premis", "--to", "all.xml"],
        &["export", "--format", "dc", "--to", "dc"],
        &["extract", &a.id, "--to", "out"],
    ] {
        story.reads(arguments);
    }
    countersigned(&mut story, &a.path);
}

/// The one command that replaces a bundle replaces that one alone.
fn countersigned(story: &mut Story, bundle: &Path) {
    let old = fs::read(bundle).unwrap();
    let name = bundle.strip_prefix(story.office.path("archive")).unwrap();
    let id = ["countersign", bundle.to_str().unwrap(), "--role", "archivist", "--key", "archivist@court.example"];
    story.office.done(id);
    let new = fs::read(bundle).unwrap();
    assert_ne!(new, old);
    story.before.insert(name.to_owned(), new);
    story.grew("countersign", 0, true);
}

#[test]
fn what_is_sealed_twice_is_refused_and_stays() {
    let office = Office::new();
    office.write("text.txt", "We open an embassy.\n");
    let seal = ["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12", "--sealed-at", SEALED_AT];
    office.done(seal);
    let before = snapshot(&office.path("archive"));
    assert_eq!(office.run(seal).status.code(), Some(2));
    assert_eq!(snapshot(&office.path("archive")), before);
}

/// What was taken in is found in the event log by every later run, however it came there.
#[test]
fn what_is_written_down_is_not_written_down_again() {
    let office = Office::new();
    let bundle = made_elsewhere(&office, "first");
    office.write("text.txt", "We open an embassy.\n");
    sealed(&office, &["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12"]);
    fs::create_dir(office.path("archive/2025")).unwrap();
    fs::copy(office.path(bundle), office.path("archive/2025/by-hand.zip")).unwrap();
    office.done(["list"]);
    office.done(["add", "archive/2025/by-hand.zip"]);
    let before = snapshot(&office.path("archive"));
    office.done(["add", "archive/2025/by-hand.zip"]);
    office.done(["list"]);
    office.done(["add", "archive/2025/by-hand.zip"]);
    assert!(snapshot(&office.path("archive")) == before, "it was written down again");
}

/// A batch that was broken off between a bundle and the log writes that down once.
#[test]
fn a_batch_that_makes_up_for_the_log_does_so_once() {
    let office = Office::new();
    table(&office, 3, true);
    office.done(BATCH);
    fs::remove_dir_all(office.path("archive/events")).unwrap();
    office.done(BATCH);
    let before = snapshot(&office.path("archive"));
    assert_eq!(crate::archive::recorded(&office.path("archive")).len(), 3);
    office.done(BATCH);
    assert!(snapshot(&office.path("archive")) == before, "it was written down again");
}

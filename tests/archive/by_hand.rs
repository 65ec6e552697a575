//! Files put in, removed, replaced, swapped and moved by hand: `list` says so, or `audit` names it with the right word.

use std::fs;
use std::path::Path;

use crate::archive::{Kept, audit, counts, ends, json, lines, office_with};
use crate::support::{Office, text};

/// What `list` says of changes, and how many it lists.
#[track_caller]
fn told(office: &Office, code: i32) -> (String, usize) {
    let output = ends(office, code, &["--json", "list"]);
    let said: String = text(&output.stderr).lines().filter(|line| !line.contains("were not hashed")).collect();
    (said, lines(&output.stdout).len())
}

/// A further bundle, made elsewhere.
fn another(office: &Office) -> Kept {
    office.write("another.txt", "Another of the ministry, in a gazebo.\n");
    let seal = ["seal", "another.txt", "--title", "Another", "--issued", "2026-02-01", "--out", "another.zip"];
    crate::archive::sealed(office, &seal)
}

/// The ids that are listed.
fn ids(office: &Office) -> Vec<String> {
    let mut ids: Vec<_> = json(office, 0, &["list"]).iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

/// What an audit says of one file: verdict and id.
fn said_of(lines: &[serde_json::Value], office: &Office, path: &Path) -> Vec<(Option<String>, Option<String>)> {
    let of = lines.iter().filter(|line| line["file"].as_str().is_some_and(|file| office.path(file) == path));
    of.map(|line| (line["verdict"].as_str().map(Into::into), line["id"].as_str().map(Into::into))).collect()
}

#[test]
fn a_file_that_was_put_in_is_told_once_and_can_be_recorded() {
    let (office, _) = office_with(2);
    ends(&office, 0, &["list"]);
    let new = another(&office);
    fs::create_dir(office.path("archive/2031")).unwrap();
    fs::copy(&new.path, office.path("archive/2031/by-hand.zip")).unwrap();
    let (said, count) = told(&office, 0);
    assert!(said.contains("put into the archive by hand: 2031/by-hand.zip"), "{said}");
    assert_eq!((count, told(&office, 0)), (3, (String::new(), 3)));
    let (lines, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 1, 0]);
    assert_eq!(lines.iter().filter(|line| line["listed"] == false).count(), 1);
    let said = text(&ends(&office, 0, &["audit"]).stdout);
    assert!(said.contains("UNLISTED   archive/2031/by-hand.zip: "), "{said}");
    ends(&office, 0, &["add", "archive/2031/by-hand.zip"]);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
    assert!(office.path("archive/2031/by-hand.zip").exists() && !office.path("archive/2026/another.zip").exists());
}

#[test]
fn a_file_that_was_removed_is_told_and_missing() {
    let (office, kept) = office_with(3);
    ends(&office, 0, &["list"]);
    fs::remove_file(&kept[1].path).unwrap();
    let (said, count) = told(&office, 0);
    let name = kept[1].path.file_name().unwrap().to_str().unwrap();
    assert!(said.contains(&format!("gone from the archive: 2026/{name}")), "{said}");
    assert_eq!(count, 2);
    for _ in 0..2 {
        let (lines, summary) = audit(&office, 1, &[]);
        assert_eq!(counts(&summary), [2, 2, 0, 0, 1, 0, 0]);
        assert_eq!(said_of(&lines, &office, &kept[1].path), [(None, Some(kept[1].id.clone()))]);
    }
    let said = text(&ends(&office, 1, &["audit"]).stdout);
    assert!(said.contains(&format!("MISSING    archive/2026/{name}: ")), "{said}");
    assert_eq!(office.run(["show", &kept[1].id]).status.code(), Some(2));
}

/// The bytes of one bundle over those of another, in the same file or in a file that takes its place.
#[test]
fn a_file_that_another_bundle_has_taken_the_place_of_is_missing() {
    for how in [How::InPlace, How::Renamed, How::Anew] {
        let (office, kept) = office_with(3);
        let new = another(&office);
        ends(&office, 0, &["list"]);
        replace(&new.path, &kept[1].path, how);
        told(&office, 0);
        let (lines, summary) = audit(&office, 1, &[]);
        assert_eq!(counts(&summary), [3, 3, 0, 0, 1, 1, 0], "{how:?}");
        let authentic = || Some("authentic".to_owned());
        let said = said_of(&lines, &office, &kept[1].path);
        assert_eq!(said, [(authentic(), Some(new.id.clone())), (None, Some(kept[1].id.clone()))]);
        // From then on it is found by what it holds.
        assert!(ids(&office).contains(&new.id) && !ids(&office).contains(&kept[1].id));
        assert_eq!(json(&office, 0, &["search", "gazebo"]).len(), 1);
        assert!(json(&office, 0, &["search", "number2"]).is_empty());
        let (_, summary) = audit(&office, 1, &[]);
        assert_eq!(counts(&summary), [3, 3, 0, 0, 1, 1, 0], "{how:?}");
    }
}

/// How a file comes to hold something else.
#[derive(Debug, Clone, Copy)]
enum How {
    InPlace,
    Renamed,
    /// Removed and written anew: the system may give it the number of the one before.
    Anew,
}

fn replace(by: &Path, path: &Path, how: How) {
    let passing = path.with_extension("new");
    match how {
        How::InPlace => fs::write(path, fs::read(by).unwrap()).unwrap(),
        How::Renamed => fs::copy(by, &passing).and_then(|_| fs::rename(passing, path)).unwrap(),
        How::Anew => fs::remove_file(path).and_then(|()| fs::copy(by, path)).map(drop).unwrap(),
    }
}

/// A damaged file that is written over with its copy from elsewhere.
#[test]
fn a_file_that_is_mended_is_found_again() {
    for how in [How::InPlace, How::Renamed, How::Anew] {
        let (office, kept) = office_with(3);
        let copy = office.path("copy");
        fs::copy(&kept[1].path, &copy).unwrap();
        fs::write(&kept[1].path, "damaged").unwrap();
        told(&office, 1);
        assert_eq!(counts(&audit(&office, 1, &[]).1)[..5], [3, 2, 1, 0, 0]);
        replace(&copy, &kept[1].path, how);
        assert_eq!(counts(&audit(&office, 0, &[]).1), [3, 3, 0, 0, 0, 0, 0], "{how:?}");
        assert_eq!(json(&office, 0, &["show", &kept[1].id])[0]["id"], *kept[1].id);
        assert_eq!(json(&office, 0, &["search", "number2"]).len(), 1, "{how:?}");
    }
}

#[test]
fn names_that_are_no_text_are_names_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let (office, kept) = office_with(2);
    fs::rename(&kept[1].path, office.path("archive/2026").join(OsStr::from_bytes(b"caf\xe9 \x1b[31m\n.zip"))).unwrap();
    assert_eq!(told(&office, 0).1, 2);
    assert_eq!(counts(&audit(&office, 0, &[]).1), [2, 2, 0, 0, 0, 0, 0]);
    assert_eq!(json(&office, 0, &["show", &kept[1].id])[0]["id"], *kept[1].id);
    let said = text(&ends(&office, 0, &["list"]).stdout);
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

/// One of the archive's own bundles over another: the one is there twice, the other is missing.
#[test]
fn a_bundle_that_is_overwritten_with_another_of_the_archive_is_missing() {
    let (office, kept) = office_with(3);
    ends(&office, 0, &["list"]);
    replace(&kept[0].path, &kept[1].path, How::InPlace);
    let (lines, summary) = audit(&office, 1, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 1, 0, 0]);
    assert!(lines.iter().any(|line| line["missing"] == true && line["id"] == *kept[1].id));
}

#[test]
fn files_that_have_swapped_their_names_are_all_there() {
    let (office, kept) = office_with(3);
    let (before, passing) = (ids(&office), office.path("passing"));
    for (from, to) in [(&kept[0].path, &passing), (&kept[1].path, &kept[0].path), (&passing, &kept[1].path)] {
        fs::rename(from, to).unwrap();
    }
    assert_eq!(ids(&office), before);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
    for kept in &kept {
        assert_eq!(json(&office, 0, &["show", &kept.id])[0]["id"], *kept.id);
    }
}

#[test]
fn a_folder_that_goes_and_comes_back_is_told_and_then_all_is_well() {
    let (office, kept) = office_with(3);
    let before = crate::archive::answers(&office);
    fs::rename(office.path("archive/2026"), office.path("away")).unwrap();
    let (said, count) = told(&office, 0);
    assert!(said.contains("gone from the archive: 2026/") && count == 0, "{said}");
    let (_, summary) = audit(&office, 1, &[]);
    assert_eq!(counts(&summary), [0, 0, 0, 0, 3, 0, 0]);
    fs::rename(office.path("away"), office.path("archive/2026")).unwrap();
    assert_eq!(told(&office, 0), (String::new(), kept.len()));
    assert_eq!(crate::archive::answers(&office), before);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
}

#[test]
fn a_folder_of_another_name_holds_what_it_held() {
    let (office, kept) = office_with(3);
    let before = crate::archive::answers(&office);
    fs::rename(office.path("archive/2026"), office.path("archive/of-2026")).unwrap();
    assert_eq!(told(&office, 0).1, kept.len());
    assert_eq!(crate::archive::answers(&office), before);
    let (_, summary) = audit(&office, 0, &[]);
    assert_eq!(counts(&summary), [3, 3, 0, 0, 0, 0, 0]);
    ends(&office, 0, &["seal", "--batch", "table.csv"]);
    assert_eq!(ids(&office).len(), 3, "nothing was sealed again");
}

#[test]
fn an_archive_that_was_moved_is_the_same() {
    let (office, _) = office_with(3);
    let before = crate::archive::answers(&office);
    fs::rename(office.path("archive"), office.path("elsewhere")).unwrap();
    assert_eq!(office.run(["list"]).status.code(), Some(2));
    std::os::unix::fs::symlink("elsewhere", office.path("archive")).unwrap();
    assert_eq!(crate::archive::answers(&office), before);
    crate::archive::assert_sound(&office, "elsewhere");
}

#[test]
fn what_is_no_bundle_is_listed_as_that_and_spoils_nothing() {
    let (office, _) = office_with(2);
    ends(&office, 0, &["list"]);
    office.write("archive/2026/notes.zip", "These are my notes.\n");
    office.write("archive/2026/notes.txt", "These are my notes.\n");
    let (said, count) = told(&office, 1);
    assert!(said.contains("put into the archive by hand: 2026/notes.zip") && count == 3, "{said}");
    let (lines, summary) = audit(&office, 1, &[]);
    let [checked, authentic, damaged, ..] = counts(&summary);
    assert_eq!([checked, authentic, damaged], [3, 2, 1]);
    assert_eq!(
        said_of(&lines, &office, &office.path("archive/2026/notes.zip")),
        [(Some("not-authentic".into()), None)]
    );
    assert_eq!(json(&office, 0, &["search", "ministry"]).len(), 2);
}

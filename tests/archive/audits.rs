//! What an audit finds: each kind of harm by its own word, its count and its exit code.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Kept, audit, counts, ends, json, lines, office_with, sealed, users};
use crate::support::{IDENTITY, Office, key, text};

/// Changes one bit after the first place at which some bytes stand.
#[track_caller]
fn rot(path: &Path, after: &str) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(after.len()).position(|window| window == after.as_bytes()).unwrap() + after.len();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut(path: &Path, left: usize) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..left.min(bytes.len() - 1)]).unwrap();
}

/// Does harm to a file.
type Harm = fn(&Path);

/// Everything that makes a file no authentic bundle any more.
fn harms() -> Vec<(&'static str, Harm)> {
    vec![
        ("a document", |path| rot(path, "Text number")),
        ("the metadata", |path| rot(path, "\"title\": \"State")),
        ("the signature", |path| rot(path, "-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ")),
        ("a cut in the middle", |path| cut(path, 700)),
        ("a cut at the end", |path| cut(path, usize::MAX)),
        ("no byte left", |path| fs::write(path, "").unwrap()),
        ("a text", |path| fs::write(path, "These are my notes.\n").unwrap()),
        ("bytes at the end", |path| fs::write(path, [&fs::read(path).unwrap()[..], b"more"].concat()).unwrap()),
        ("zeros", |path| fs::write(path, vec![0; 5_000]).unwrap()),
    ]
}

/// The audit's line of a file.
#[track_caller]
fn line_of<'a>(lines: &'a [Value], office: &Office, kept: &Kept) -> &'a Value {
    let of = |line: &&Value| line["file"].as_str().is_some_and(|file| office.path(file) == kept.path);
    lines.iter().find(of).unwrap_or_else(|| panic!("{} is not told of", kept.path.display()))
}

#[test]
fn every_kind_of_damage_is_told_with_and_without_the_catalogue_of_before() {
    for with_catalogue in [true, false] {
        let (office, kept) = office_with(harms().len() + 1);
        ends(&office, 0, &["list"]);
        for (kept, (_, harm)) in kept.iter().zip(harms()) {
            harm(&kept.path);
        }
        if !with_catalogue {
            fs::remove_dir_all(office.path(".cache")).unwrap();
        }
        let (lines, summary) = audit(&office, 1, &[]);
        for (kept, (harm, _)) in kept.iter().zip(harms()) {
            let line = line_of(&lines, &office, kept);
            assert_eq!(line["verdict"], "not-authentic", "{harm}");
            assert!(!line["findings"].as_array().unwrap().is_empty(), "{harm}");
        }
        let (all, harmed) = (kept.len() as u64, harms().len() as u64);
        assert_eq!(counts(&summary)[..5], [all, 1, harmed, 0, 0], "with a catalogue: {with_catalogue}");
        let said = text(&ends(&office, 1, &["audit"]).stdout);
        let told = said.lines().filter(|line| line.starts_with("DAMAGED ") && line.contains("archive/2026/"));
        assert_eq!(told.count(), harms().len(), "{said}");
        assert_eq!(line_of(&lines, &office, kept.last().unwrap())["verdict"], "authentic");
    }
}

#[test]
fn each_kind_of_damage_alone_is_told_of_the_bundle_by_its_id() {
    for (harm, damage) in harms() {
        let (office, kept) = office_with(2);
        ends(&office, 0, &["list"]);
        damage(&kept[0].path);
        let (lines, summary) = audit(&office, 1, &[&kept[0].id]);
        assert_eq!(line_of(&lines, &office, &kept[0])["verdict"], "not-authentic", "{harm}");
        assert_eq!(counts(&summary)[..5], [1, 0, 1, 0, 0], "{harm}");
        let (_, summary) = audit(&office, 0, &[&kept[1].id]);
        assert_eq!(counts(&summary), [1, 1, 0, 0, 0, 0, 0], "{harm}");
        let told = json(&office, 0, &["history", &kept[0].id]);
        assert_eq!(told.last().unwrap()["outcome"], "damaged", "{harm}");
    }
}

#[test]
fn what_is_not_trusted_is_told_apart_and_comes_last_in_the_exit_code() {
    let (office, kept) = office_with(2);
    office.write("nobody", "");
    let line = format!("{IDENTITY} namespaces=\"chancery-issuer\" {} {IDENTITY}\n", key(7).public().unwrap());
    office.write("somebody", line);
    let (lines, summary) = audit(&office, 3, &["--signers", "nobody"]);
    assert!(lines.iter().all(|line| line["verdict"] == "untrusted"), "{lines:?}");
    assert_eq!(counts(&summary), [2, 0, 0, 2, 0, 0, 0]);
    let said = text(&ends(&office, 3, &["audit", "--signers", "nobody"]).stdout);
    assert_eq!(said.matches("UNTRUSTED").count(), 2, "{said}");
    assert_eq!(counts(&audit(&office, 0, &["--signers", "somebody"]).1), [2, 2, 0, 0, 0, 0, 0]);
    // Damage and what is missing come before.
    fs::write(&kept[0].path, "").unwrap();
    assert_eq!(counts(&audit(&office, 1, &["--signers", "nobody"]).1)[..5], [2, 0, 1, 1, 0]);
    fs::remove_file(&kept[0].path).unwrap();
    assert_eq!(counts(&audit(&office, 1, &["--signers", "nobody"]).1), [1, 0, 0, 1, 1, 0, 0]);
}

#[test]
fn what_cannot_be_read_is_told_apart_and_comes_second_in_the_exit_code() {
    let (office, kept) = office_with(4);
    ends(&office, 0, &["list"]);
    fs::set_permissions(&kept[0].path, PermissionsExt::from_mode(0o000)).unwrap();
    users::own_all(&office);
    let Some(mut command) = users::command(&office) else { return };
    let output = command.args(["--json", "audit"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    let told = lines(&output.stdout);
    assert_eq!(counts(&told.last().unwrap()["summary"]), [4, 3, 0, 0, 0, 0, 1]);
    let error = told.iter().find(|line| line["error"].is_object()).unwrap();
    assert_eq!(error["error"]["path"].as_str().map(|path| office.path(path)), Some(kept[0].path.clone()));
    // What is not trusted does not hide it, and it does not hide damage.
    office.write("nobody", "");
    for (code, harmed) in [(2, None), (1, Some(&kept[1]))] {
        if let Some(kept) = harmed {
            fs::write(&kept.path, "").unwrap();
        }
        let output = users::command(&office).unwrap().args(["audit", "--signers", "nobody"]).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stdout));
    }
    // It is listed as what it is, and keeps no other from being listed.
    let output = users::command(&office).unwrap().args(["--json", "list"]).output().unwrap();
    assert_eq!(lines(&output.stdout).iter().filter(|line| line["verdict"] == "authentic").count(), 2);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn an_audit_is_of_what_is_asked_for() {
    let (office, kept) = office_with(6);
    let of = |arguments: &[&str]| counts(&audit(&office, 0, arguments).1)[0];
    assert_eq!(of(&["--since", "2026-01-04"]), 3);
    assert_eq!(of(&["--until", "2026-01-04"]), 4);
    assert_eq!(of(&["--since", "2026-01-02", "--until", "2026-01-03"]), 2);
    assert_eq!([of(&["--sample", "4"]), of(&["--sample", "9"]), of(&["--sample", "0"])], [4, 6, 0]);
    assert_eq!(of(&["--type", "speech"]), 0);
    assert_eq!(of(&[&kept[0].id, &kept[5].id[..20]]), 2);
    for jobs in ["1", "2", "16"] {
        assert_eq!(of(&["--jobs", jobs]), 6);
    }
    for wrong in [&["audit", "beef"][..], &["audit", "no-id"], &["audit", "--jobs", "0"], &["audit", "--since", "soon"]]
    {
        ends(&office, 2, wrong);
    }
}

#[test]
fn what_was_verified_lately_is_not_older() {
    let (office, kept) = office_with(3);
    let of = |arguments: &[&str]| counts(&audit(&office, 0, arguments).1)[0];
    assert_eq!(of(&["--older-than", "30d"]), 3, "none was ever verified");
    assert_eq!(of(&["--older-than", "30d"]), 0);
    assert_eq!(of(&["--older-than", "2020-01-01"]), 0);
    assert_eq!(of(&["--older-than", "2200-01-01"]), 3);
    office.write("new.txt", "New.\n");
    sealed(&office, &["seal", "new.txt", "--title", "New", "--issued", "2026-03-12"]);
    assert_eq!(of(&["--older-than", "1d"]), 1);
    // What is missing is missed only where all are asked for.
    fs::remove_file(&kept[0].path).unwrap();
    assert_eq!(of(&["--older-than", "1d"]), 0);
    assert_eq!(counts(&audit(&office, 1, &[]).1), [3, 3, 0, 0, 1, 0, 0]);
}

/// Bit rot in so many files is told of so many, whatever the number of those that look.
#[test]
fn the_number_of_jobs_changes_no_finding() {
    let (office, kept) = office_with(9);
    for kept in kept.iter().step_by(2) {
        rot(&kept.path, "Text number");
    }
    let found: Vec<Vec<String>> = ["1", "3", "16"]
        .map(|jobs| {
            let (lines, summary) = audit(&office, 1, &["--jobs", jobs]);
            assert_eq!(counts(&summary), [9, 4, 5, 0, 0, 0, 0]);
            lines.iter().map(|line| format!("{} {}", line["file"], line["verdict"])).collect()
        })
        .to_vec();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{found:?}");
}

/// A file whose day nobody can tell any more may be of the days that are asked for: it is not passed over.
#[test]
fn what_is_damaged_is_found_by_day_without_the_catalogue_of_before() {
    let (office, kept) = office_with(3);
    rot(&kept[1].path, "\"title\": \"State");
    for days in [["--since", "2026-01-01"], ["--until", "2026-01-31"]] {
        fs::remove_dir_all(office.path(".cache")).unwrap();
        let (_, summary) = audit(&office, 1, &days);
        assert_eq!(counts(&summary)[..5], [3, 2, 1, 0, 0]);
    }
}

//! A key that takes the place of another: wherever that is broken off, the next run finishes it, and no key is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::failures::disks::{Disk, FULL};
use crate::failures::{assert_failed, bundles, files, words};
use crate::support::running::{killed_after, moments};
use crate::support::{IDENTITY, Office, key, text};

/// `chancery key rotate` on a day, with whatever is asked besides.
fn rotating(office: &Office, day: &str, more: &[&str]) -> Command {
    let time: chancery_core::Timestamp = format!("{day}T09:00:00Z").parse().unwrap();
    let mut command = office.command();
    command.env("SOURCE_DATE_EPOCH", time.unix().to_string());
    command.args(["key", "rotate", IDENTITY]).args(more);
    command
}

/// What a rotation has done, which must succeed.
#[track_caller]
fn rotated(command: &mut Command) -> Value {
    let output = command.arg("--json").output().unwrap();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// That the office signs with the key in its place, that its list trusts, and that no other key was lost on the way.
#[track_caller]
fn assert_in_order(office: &Office) {
    let names: Vec<String> = files(&office.path("keys")).iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    assert!(!names.iter().any(|name| name.starts_with(".next-")), "{names:?}");
    office.write("text.txt", "The harbour is open.\n");
    office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12", "--out", "one.zip"]);
    office.done(["verify", "one.zip"]);
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    let public = names.iter().filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "pub"));
    let public: String = public.map(|name| fs::read_to_string(office.path("keys").join(name)).unwrap()).collect();
    for line in list.lines() {
        let letters = line.split(' ').find(|word| word.starts_with("AAAA")).unwrap();
        assert!(public.contains(letters), "{line} is no public key of {names:?}");
    }
    let open = list.lines().filter(|line| !line.contains("valid-before")).count();
    assert_eq!((open, names.iter().filter(|name| name.starts_with(IDENTITY)).count()), (1, 2 * list.lines().count()));
}

#[test]
fn a_rotation_that_was_killed_is_finished_by_the_next() {
    let moments = moments(&mut rotating(&Office::new(), "2026-03-01", &["--no-passphrase"]));
    for moment in moments {
        let office = Office::new();
        let old = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
        killed_after(&mut rotating(&office, "2026-03-01", &["--no-passphrase"]), moment);
        let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
        let is_new = list.lines().count() == 2 && list.lines().next().unwrap().contains("valid-before");
        assert!(list == old || is_new, "{moment:?}: {list}");
        rotated(&mut rotating(&office, "2026-03-02", &["--no-passphrase"]));
        assert_in_order(&office);
        for bundle in bundles(&office) {
            office.done(words(&[&"verify", &office.path("archive").join(bundle)]));
        }
    }
}

/// An office whose rotation was broken off when the next key, with the seed 9, had been written.
fn broken_off() -> Office {
    let office = Office::new();
    let list = fs::read(office.path("keys/allowed_signers")).unwrap();
    office.add_key("next", 9);
    fs::write(office.path("keys/allowed_signers"), list).unwrap();
    for ending in ["", ".pub"] {
        fs::rename(office.path(format!("keys/next{ending}")), next(&office, ending)).unwrap();
    }
    office
}

fn next(office: &Office, ending: &str) -> PathBuf {
    office.path(format!("keys/.next-{IDENTITY}{ending}"))
}

fn fingerprint(seed: u8) -> String {
    key(seed).public().unwrap().fingerprint().to_string()
}

#[test]
fn a_rotation_broken_off_before_the_list_is_taken_up_with_the_same_key() {
    let office = broken_off();
    let done = rotated(&mut rotating(&office, "2026-03-01", &["--no-passphrase"]));
    assert_eq!([&done["fingerprint"], &done["replaces"]], [&*fingerprint(9), &*fingerprint(7)]);
    office.done(["verify", done["path"].as_str().unwrap()]);
    assert_in_order(&office);
}

#[test]
fn a_rotation_broken_off_after_the_list_only_moves_the_files() {
    // After so many of the moves: the old public key, the old private one, the new private one.
    let old = format!("{IDENTITY}.until-20260301");
    let moves = [
        (format!("{IDENTITY}.pub"), format!("{old}.pub")),
        (IDENTITY.to_owned(), old),
        (format!(".next-{IDENTITY}"), IDENTITY.to_owned()),
    ];
    for done in 0..=moves.len() {
        let office = broken_off();
        let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
        let retired = list.replace("\"20200101Z\"", "\"20200101Z\",valid-before=\"20260301090000Z\"");
        let line = list.replace("20200101Z", "20260301090000Z").replace(&public(7), &public(9));
        office.write("keys/allowed_signers", retired + &line);
        let list = fs::read(office.path("keys/allowed_signers")).unwrap();
        for (from, to) in &moves[..done] {
            fs::rename(office.path("keys").join(from), office.path("keys").join(to)).unwrap();
        }
        let finished = rotated(&mut rotating(&office, "2026-03-02", &["--no-passphrase"]));
        assert_eq!([&finished["fingerprint"], &finished["replaces"]], [&*fingerprint(9), &*fingerprint(7)], "{done}");
        assert_eq!([&finished["from"], &finished["until"]], ["2026-03-01T09:00:00Z"; 2], "{done}");
        assert_eq!(finished["id"], Value::Null, "{done}");
        assert_eq!(fs::read(office.path("keys/allowed_signers")).unwrap(), list, "{done}");
        assert!(files(&office.path("archive")).is_empty(), "{done}: nothing is announced twice");
        assert_in_order(&office);
    }
}

fn public(seed: u8) -> String {
    key(seed).public().unwrap().to_string()
}

#[test]
fn a_rotation_that_finds_no_room_for_its_announcement_is_taken_up_with_the_same_key() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "archive") else { return };
    office.write("phrase", "correct horse");
    office.write("another", "staple and more");
    disk.fill();
    let list = fs::read(office.path("keys/allowed_signers")).unwrap();
    let rotate = |day, phrase| rotating(&office, day, &["--new-passphrase-file", phrase]);
    assert_failed(&rotate("2026-03-01", "phrase").output().unwrap(), FULL);
    assert_eq!(disk.contents().len(), 1, "only the filler");
    assert_eq!(fs::read(office.path("keys/allowed_signers")).unwrap(), list);
    let prepared: String = fs::read_to_string(next(&office, ".pub")).unwrap();
    // When there is room again, that key is used, by whoever has its passphrase.
    fs::remove_file(disk.path("filler")).unwrap();
    assert_failed(&rotate("2026-03-02", "another").output().unwrap(), "the passphrase is wrong");
    assert!(disk.contents().is_empty());
    rotated(&mut rotate("2026-03-02", "phrase"));
    assert_eq!(fs::read_to_string(office.path(format!("keys/{IDENTITY}.pub"))).unwrap(), prepared);
    office.done(["key", "protect", IDENTITY, "--passphrase-file", "phrase", "--no-passphrase"]);
    assert_in_order(&office);
}

#[test]
fn half_of_a_next_key_is_replaced_by_a_whole_one() {
    let office = broken_off();
    fs::remove_file(next(&office, ".pub")).unwrap();
    let done = rotated(&mut rotating(&office, "2026-03-01", &["--no-passphrase"]));
    assert_ne!(done["fingerprint"], *fingerprint(9));
    assert_in_order(&office);
}

/// The list is asked before anything is announced: an announcement that both keys have signed cannot be taken back.
#[test]
fn a_rotation_that_the_list_does_not_allow_changes_nothing() {
    let office = Office::new();
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    let later = list.replace("chancery-issuer", "chancery-witness").replace("20200101Z", "20300101Z");
    office.write("keys/allowed_signers", list + &later);
    let before = files(&office.path("keys"));
    assert_failed(&rotating(&office, "2026-03-01", &["--no-passphrase"]).output().unwrap(), "line 2 trusts the key");
    assert!(files(&office.path("archive")).is_empty(), "it was announced");
    let left: Vec<_> =
        files(&office.path("keys")).into_iter().filter(|name| name != Path::new(".chancery-lock")).collect();
    assert_eq!(left, before.into_iter().filter(|name| name != Path::new(".chancery-lock")).collect::<Vec<_>>());
}

/// Nothing is announced twice: whoever followed the first announcement would not trust what was signed until the second.
#[test]
fn a_rotation_broken_off_after_its_announcement_is_finished_by_it() {
    let office = Office::new();
    let list = fs::read(office.path("keys/allowed_signers")).unwrap();
    let first = rotated(&mut rotating(&office, "2026-03-01", &["--no-passphrase"]));
    // As it was before the list was changed and the files were moved.
    fs::write(office.path("keys/allowed_signers"), list).unwrap();
    for ending in ["", ".pub"] {
        let current = office.path(format!("keys/{IDENTITY}{ending}"));
        fs::rename(&current, next(&office, ending)).unwrap();
        fs::rename(office.path(format!("keys/{IDENTITY}.until-20260301{ending}")), current).unwrap();
    }
    // Neither key need be opened any more.
    fs::set_permissions(office.path(format!("keys/{IDENTITY}")), PermissionsExt::from_mode(0o604)).unwrap();
    let finished = rotated(&mut rotating(&office, "2026-03-02", &["--at", "2026-06-01", "--no-passphrase"]));
    assert_eq!(finished, first);
    assert_eq!(bundles(&office).len(), 1);
    assert_in_order(&office);
}

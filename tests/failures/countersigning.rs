//! A bundle that gets a further signature: many at once, killed, on a full or closed disk, it is the old one or the new one.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::failures::disks::{Disk, FULL, READ_ONLY};
use crate::failures::{ENOUGH, MIB, assert_failed, files, large};
use crate::support::running::{Running, killed_after, moments};
use crate::support::{Office, text};

const NOTARY: &str = "notary@archive.example";

/// An office with a bundle of so many bytes, a notary whose signature counts, and `more` others.
fn office_with(size: u64, more: usize) -> Office {
    let office = Office::new();
    large(&office, "film.bin", size);
    office.done([&["seal", "film.bin", "--out", "film.zip"][..], &ENOUGH].concat());
    fs::remove_file(office.path("film.bin")).unwrap();
    for (number, identity) in std::iter::once(NOTARY.to_owned()).chain((0..more).map(witness)).enumerate() {
        office.add_key(&identity, 100 + u8::try_from(number).unwrap());
        let public = format!("keys/{identity}.pub");
        office.done(["key", "trust", &public, &identity, "--role", "witness", "--from", "2020-01-01"]);
    }
    office
}

fn witness(number: usize) -> String {
    format!("witness-{number}@archive.example")
}

/// `chancery countersign`, to be run.
fn signing(office: &Office, bundle: &str, identity: &str) -> Command {
    let mut command = office.command();
    command.args(["countersign", bundle, "--role", "witness", "--key", identity]);
    command
}

/// How many have signed a bundle, which must be authentic.
#[track_caller]
fn signed(office: &Office, bundle: &str) -> usize {
    let line: Value = serde_json::from_str(&office.done(["--json", "verify", bundle])).unwrap();
    line["signatures"].as_array().unwrap().len()
}

/// Runs as many at once as there are names, and says how many have done it.
fn at_once(office: &Office, names: &[String]) -> usize {
    let running: Vec<Running> =
        names.iter().map(|name| Running::start(&mut signing(office, "film.zip", name))).collect();
    running.into_iter().map(|running| usize::from(running.end().status.success())).sum()
}

#[test]
fn several_countersign_at_once_and_every_signature_is_there() {
    for count in [2, 8] {
        let office = office_with(MIB, count);
        let all = || files(&office.path("")).into_iter().filter(|path| !path.starts_with(".cache")).collect::<Vec<_>>();
        let before = all();
        let names: Vec<String> = (0..count).map(witness).collect();
        assert_eq!(at_once(&office, &names), count);
        assert_eq!(signed(&office, "film.zip"), 1 + count);
        office.done(["verify", "film.zip", "--require", &(1 + count).to_string()]);
        assert_eq!(all(), before);
    }
}

#[test]
fn of_several_who_countersign_as_the_same_one_does() {
    let office = office_with(MIB, 0);
    assert_eq!(at_once(&office, &vec![NOTARY.to_owned(); 8]), 1);
    assert_eq!(signed(&office, "film.zip"), 2);
}

/// Kills a notary's signing when so much is written. Where it was faster, it tries again on the old bundle.
fn killed_at(office: &Office, written: u64, old: &[u8]) {
    for _ in 0..9 {
        let mut running = Running::start(&mut signing(office, "film.zip", NOTARY));
        let came = running.comes_to(written);
        running.signal("KILL");
        running.end();
        if came {
            return;
        }
        fs::write(office.path("film.zip"), old).unwrap();
    }
    panic!("it is too fast to be killed");
}

#[test]
fn a_bundle_whose_countersigning_is_killed_is_the_old_one_or_the_new_one() {
    const SIZE: u64 = 60 * MIB;
    let office = office_with(SIZE, 0);
    let before = files(&office.path(""));
    let old = fs::read(office.path("film.zip")).unwrap();
    for written in [MIB, SIZE / 2, SIZE - MIB, SIZE + 1_000] {
        killed_at(&office, written, &old);
        assert_eq!(files(&office.path("")), before, "{written}");
        let whole = fs::read(office.path("film.zip")).unwrap() == old || signed(&office, "film.zip") == 2;
        assert!(whole, "{written}");
        fs::write(office.path("film.zip"), &old).unwrap();
    }
    assert!(signing(&office, "film.zip", NOTARY).output().unwrap().status.success());
    assert_eq!(signed(&office, "film.zip"), 2);
}

/// Whoever puts another bundle in its place knows of no lock: that one stays, and nothing says that it was signed.
#[test]
fn a_bundle_that_takes_its_place_meanwhile_stays() {
    let office = office_with(400 * MIB, 0);
    large(&office, "other.bin", 5);
    office.done([&["seal", "other.bin", "--out", "other.zip"][..], &ENOUGH].concat());
    let other = fs::read(office.path("other.zip")).unwrap();
    let mut running = Running::start(&mut signing(&office, "film.zip", NOTARY));
    assert!(running.comes_to(100 * MIB), "it was too fast");
    fs::rename(office.path("other.zip"), office.path("film.zip")).unwrap();
    let ended = running.end();
    assert_failed(&ended, "was changed while it was being signed");
    assert_eq!(fs::read(office.path("film.zip")).unwrap(), other);
}

#[test]
fn a_small_bundle_is_whole_at_whatever_moment_its_countersigning_is_killed() {
    let office = office_with(1_000, 0);
    let old = fs::read(office.path("film.zip")).unwrap();
    let moments = moments(&mut signing(&office, "film.zip", NOTARY));
    let new = fs::read(office.path("film.zip")).unwrap();
    for moment in moments {
        fs::write(office.path("film.zip"), &old).unwrap();
        killed_after(&mut signing(&office, "film.zip", NOTARY), moment);
        let found = fs::read(office.path("film.zip")).unwrap();
        assert!(found == old || found == new, "{moment:?}");
    }
}

#[test]
fn a_countersigned_bundle_keeps_its_permissions_and_the_links_to_it() {
    let office = office_with(1_000, 3);
    fs::create_dir_all(office.path("store/deep")).unwrap();
    fs::rename(office.path("film.zip"), office.path("store/deep/film.zip")).unwrap();
    for (link, target) in [("film.zip", "store/near.zip"), ("store/near.zip", "deep/film.zip")] {
        symlink(target, office.path(link)).unwrap();
    }
    let bundle = office.path("store/deep/film.zip");
    for (number, mode) in [0o600, 0o640, 0o444].into_iter().enumerate() {
        fs::set_permissions(&bundle, fs::Permissions::from_mode(mode)).unwrap();
        let before = files(&office.path(""));
        let signed = signing(&office, "film.zip", &witness(number)).output().unwrap();
        assert!(signed.status.success(), "{}", text(&signed.stderr));
        assert_eq!(bundle.metadata().unwrap().permissions().mode() & 0o7777, mode);
        assert_eq!(files(&office.path("")), before);
    }
    for (link, target) in [("film.zip", "store/near.zip"), ("store/near.zip", "deep/film.zip")] {
        assert_eq!(fs::read_link(office.path(link)).unwrap(), Path::new(target));
    }
    assert_eq!(signed(&office, "store/deep/film.zip"), 4);
}

#[test]
fn a_bundle_on_a_full_or_closed_disk_stays_as_it_was() {
    let office = office_with(1_200_000, 0);
    let Some(disk) = Disk::mount(&office, "small") else { return };
    fs::copy(office.path("film.zip"), office.path("small/film.zip")).unwrap();
    let sign = || signing(&office, "small/film.zip", NOTARY).output().unwrap();
    let before = disk.contents();
    assert_failed(&sign(), FULL);
    assert_eq!(disk.contents(), before);
    disk.fill();
    let before = disk.contents();
    assert_failed(&sign(), FULL);
    assert!(disk.contents() == before);
    disk.close();
    assert_failed(&sign(), READ_ONLY);
    assert!(disk.contents() == before);
    office.done(["verify", "small/film.zip"]);
}

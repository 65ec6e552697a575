//! What is changed and not only made: a bundle that gets a further signature, and the lists and keys of an office. Many at
//! once, killed, on a full or closed disk: each file is the old one or the new one, whole.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::running::Running;
use crate::support::{IDENTITY, Office, key, text};
use crate::{ENOUGH, MIB, assert_failed, files, large, words};

const FULL: &str = "no space left on device";
const READ_ONLY: &str = "read-only file system";
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
        let before = files(&office.path(""));
        let names: Vec<String> = (0..count).map(witness).collect();
        assert_eq!(at_once(&office, &names), count);
        assert_eq!(signed(&office, "film.zip"), 1 + count);
        office.done(["verify", "film.zip", "--require", &(1 + count).to_string()]);
        assert_eq!(files(&office.path("")), before);
    }
}

#[test]
fn of_several_who_countersign_as_the_same_one_does() {
    let office = office_with(MIB, 0);
    assert_eq!(at_once(&office, &vec![NOTARY.to_owned(); 8]), 1);
    assert_eq!(signed(&office, "film.zip"), 2);
}

/// Kills it after a while, unless it has ended.
fn killed_after(command: &mut Command, delay: Duration) {
    let running = Running::start(command);
    thread::sleep(delay);
    running.signal("KILL");
    running.end();
}

/// Times from the beginning of a process to its end and a little later, of which the test runs it once to the end.
fn moments(command: &mut Command) -> Vec<Duration> {
    let began = Instant::now();
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let whole = began.elapsed();
    (1..=16).map(|part| whole * part / 14).collect()
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

/// A file system of 2 MiB in a folder of an office.
struct Disk(PathBuf);

impl Disk {
    /// Mounts it; `None`, and a word about it, where that is not allowed.
    fn mount(office: &Office, name: &str) -> Option<Self> {
        let path = office.path(name);
        fs::create_dir_all(&path).unwrap();
        let arguments = ["-t", "tmpfs", "-o", "size=2m,mode=755", "tmpfs"];
        let mounted = Command::new("mount").args(arguments).arg(&path).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(path));
        }
        eprintln!("skipped: this user may not mount a file system");
        None
    }

    /// Lets nobody write to it any more.
    fn close(&self) {
        let closed = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().unwrap();
        assert!(closed.success());
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        assert!(fs::write(self.0.join("filler"), vec![0; 3 << 20]).is_err());
    }

    /// What lies on it, but for the lock, which is nobody's content.
    fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let names = files(&self.0).into_iter().filter(|name| name != Path::new(".chancery-lock"));
        names.map(|name| (name.clone(), fs::read(self.0.join(name)).unwrap())).collect()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
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

/// An office with an announcement of its next key, of which its own lists do not know yet, and a folder `lists` with keys
/// and lists for whoever changes them. The trust list is long, so that to write it takes a while.
fn office_with_lists() -> Office {
    let announcing = Office::new();
    let told = announcing.done(["--json", "key", "rotate", IDENTITY, "--no-passphrase"]);
    let line: Value = serde_json::from_str(&told).unwrap();
    let office = Office::new();
    fs::copy(announcing.path(line["path"].as_str().unwrap()), office.path("new-key.zip")).unwrap();
    office.write("fingerprint", line["fingerprint"].as_str().unwrap());
    fs::create_dir(office.path("lists")).unwrap();
    restore(&office);
    office
}

/// Puts keys and lists in `lists` as they were at first.
fn restore(office: &Office) {
    let _ = fs::remove_dir_all(office.path("lists"));
    let comments = "# kept by the registry, and read by every clerk who comes after us\n".repeat(9_000);
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    office.write("lists/allowed_signers", comments + &list);
    office.write("lists/revoked_keys", format!("{} reason=lost\n", key(50).public().unwrap()));
    for name in [IDENTITY.to_owned(), format!("{IDENTITY}.pub")] {
        fs::copy(office.path("keys").join(&name), office.path("lists").join(&name)).unwrap();
    }
}

/// The commands that change a list, and nothing else, in a folder.
fn changes(office: &Office, folder: &str) -> Vec<Vec<String>> {
    let fingerprint = fs::read_to_string(office.path("fingerprint")).unwrap();
    [
        vec!["retire", IDENTITY, "--at", "2026-06-01"],
        vec!["revoke", IDENTITY, "--compromised-since", "2026-05-01", "--reason", "stolen"],
        vec!["follow", "new-key.zip", "--fingerprint", &fingerprint],
    ]
    .into_iter()
    .map(|command| ["--keys", folder, "key"].into_iter().chain(command).map(ToOwned::to_owned).collect())
    .collect()
}

/// Both lists of a folder.
fn lists(office: &Office, folder: &str) -> [Vec<u8>; 2] {
    ["allowed_signers", "revoked_keys"].map(|name| fs::read(office.path(folder).join(name)).unwrap())
}

#[test]
fn a_list_whose_change_is_killed_is_the_old_one_or_the_new_one() {
    let office = office_with_lists();
    let old = lists(&office, "lists");
    for change in changes(&office, "lists") {
        let moments = moments(office.command().args(&change));
        let new = lists(&office, "lists");
        assert_ne!(new, old, "{change:?}");
        for moment in moments {
            restore(&office);
            killed_after(office.command().args(&change), moment);
            let found = lists(&office, "lists");
            assert!(found == old || found == new, "{change:?} after {moment:?}");
            // Whatever it left, the next one does it.
            let again = office.run(&change);
            assert!(again.status.success() || found == new, "{change:?}: {}", text(&again.stderr));
            assert_eq!(lists(&office, "lists"), new, "{change:?} after {moment:?}");
        }
        restore(&office);
    }
}

#[test]
fn lists_on_a_full_or_closed_disk_stay_as_they_were() {
    let office = office_with_lists();
    let rotate = ["--keys", "small", "key", "rotate", IDENTITY, "--no-passphrase"].map(ToOwned::to_owned).to_vec();
    let Some(disk) = Disk::mount(&office, "small") else { return };
    for name in files(&office.path("lists")) {
        fs::copy(office.path("lists").join(&name), disk.0.join(&name)).unwrap();
    }
    disk.fill();
    let before = disk.contents();
    for change in changes(&office, "small").into_iter().chain([rotate.clone()]) {
        assert_failed(&office.run(&change), FULL);
        assert!(disk.contents() == before, "{change:?}");
    }
    disk.close();
    for change in changes(&office, "small").into_iter().chain([rotate]) {
        assert_failed(&office.run(&change), READ_ONLY);
        assert!(disk.contents() == before, "{change:?}");
    }
    assert!(files(&office.path("archive")).is_empty(), "nothing was announced");
}

/// `chancery key rotate` on a day, with whatever is asked besides.
fn rotating(office: &Office, day: &str, more: &[&str]) -> Command {
    let time: chancery::statement::time::Timestamp = format!("{day}T09:00:00Z").parse().unwrap();
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
        for bundle in files(&office.path("archive")) {
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
    fs::remove_file(disk.0.join("filler")).unwrap();
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

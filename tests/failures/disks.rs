//! Disks that are full or cannot be written to: small file systems of their own, where this user may mount them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failures::{ENOUGH, MIB, assert_failed, files, large, large_bundle, words};
use crate::support::Office;

pub const FULL: &str = "no space left on device";
pub const READ_ONLY: &str = "read-only file system";

/// A file system of 2 MiB in a folder of an office.
pub struct Disk<'a> {
    office: &'a Office,
    name: &'a str,
}

impl<'a> Disk<'a> {
    /// Mounts it; `None`, and a word about it, where that is not allowed.
    pub fn mount(office: &'a Office, name: &'a str) -> Option<Self> {
        let path = office.path(name);
        fs::create_dir_all(&path).unwrap();
        let arguments = ["-t", "tmpfs", "-o", "size=2m,mode=755", "tmpfs"];
        let mounted =
            Command::new("mount").args(arguments).arg(&path).output().is_ok_and(|output| output.status.success());
        if mounted {
            return Some(Self { office, name });
        }
        eprintln!("skipped: this user may not mount a file system");
        None
    }

    /// Lets nobody write to it any more.
    pub fn close(&self) {
        let closed = Command::new("mount").args(["-o", "remount,ro"]).arg(self.path("")).status().unwrap();
        assert!(closed.success());
    }

    /// Fills it to the last byte.
    pub fn fill(&self) {
        assert!(fs::write(self.path("filler"), vec![0; 3 << 20]).is_err());
    }

    /// A path on it.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.office.path(self.name).join(name)
    }

    fn files(&self) -> Vec<PathBuf> {
        files(&self.path(""))
    }

    /// What lies on it, but for the lock, which is nobody's content.
    pub fn contents(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let names = self.files().into_iter().filter(|name| name != Path::new(".chancery-lock"));
        names.map(|name| (name.clone(), fs::read(self.path(name)).unwrap())).collect()
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path("")).status();
    }
}

fn seal<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["seal", "film.bin"][..], &ENOUGH, more].concat()
}

#[test]
fn on_a_full_disk_nothing_is_sealed_in_part() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "archive") else { return };
    large(&office, "film.bin", 5 * MIB);
    assert_failed(&office.run(seal(&[])), FULL);
    assert!(disk.files().is_empty());
    assert_failed(&office.run(seal(&["--out", "archive/film.zip"])), FULL);
    assert!(disk.files().is_empty());
    large(&office, "film.bin", MIB);
    assert!(office.run(seal(&[])).status.success(), "what there is room for is sealed");
}

#[test]
fn on_a_full_disk_nothing_is_extracted_in_part() {
    let office = Office::new();
    let bundle = large_bundle(&office, 5 * MIB);
    let Some(disk) = Disk::mount(&office, "small") else { return };
    assert_failed(&office.run(words(&[&"extract", &bundle, &"--to", &"small/out"])), FULL);
    assert!(disk.files().is_empty());
    assert_eq!(fs::read_dir(disk.path("")).unwrap().count(), 0);
}

#[test]
fn on_a_full_disk_no_key_is_made_and_no_list_is_lost() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "small") else { return };
    let new = |identity| ["--keys", "small", "key", "new", identity, "--no-passphrase"];
    office.done(new("first@mfa.example"));
    let list = fs::read(disk.path("allowed_signers")).unwrap();
    disk.fill();
    let before = disk.files();
    assert_failed(&office.run(new("second@mfa.example")), FULL);
    assert_eq!(disk.files(), before);
    assert_eq!(fs::read(disk.path("allowed_signers")).unwrap(), list);
    let protect = ["--keys", "small", "key", "protect", "first@mfa.example", "--new-passphrase-file", "chancery.toml"];
    let key = fs::read(disk.path("first@mfa.example")).unwrap();
    assert_failed(&office.run(protect), FULL);
    assert_eq!(fs::read(disk.path("first@mfa.example")).unwrap(), key);
    assert_eq!(disk.files(), before);
}

#[test]
fn on_a_full_disk_no_half_of_a_key_is_left() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "small") else { return };
    disk.fill();
    assert_failed(&office.run(["--keys", "small", "key", "new", "first@mfa.example", "--no-passphrase"]), FULL);
    let left: Vec<_> = disk.files().into_iter().filter(|file| file != Path::new(".chancery-lock")).collect();
    assert_eq!(left, [Path::new("filler")]);
}

#[test]
fn where_nobody_may_write_nothing_is_made_and_everything_can_be_read() {
    let office = Office::new();
    let Some(disk) = Disk::mount(&office, "closed") else { return };
    fs::write(disk.path("film.bin"), "film").unwrap();
    let bundle =
        office.seal(["closed/film.bin", "--title", "Film", "--issued", "2026-03-12", "--out", "closed/film.zip"]);
    disk.close();
    let before = disk.files();
    fs::write(office.path("film.bin"), "another film").unwrap();
    for refused in [
        seal(&["--out", "closed/other.zip"]),
        [&["--archive", "closed/archive"][..], &seal(&[])].concat(),
        vec!["extract", "closed/film.zip", "--to", "closed/out"],
        vec!["--keys", "closed", "key", "new", "first@mfa.example", "--no-passphrase"],
        vec!["man", "--to", "closed/pages"],
        vec!["demo", "closed/demo"],
    ] {
        assert_failed(&office.run(&refused), READ_ONLY);
    }
    assert_eq!(disk.files(), before);
    office.done(words(&[&"verify", &bundle]));
    office.done(["seal", "closed/film.bin", "--title", "Film", "--issued", "2026-03-12"]);
    office.done(["--archive", "closed", "list"]);
}

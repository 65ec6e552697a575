//! Files that change while they are read: nothing is sealed or extracted of them.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::failures::{MIB, assert_failed, bundles, files, large, large_bundle, sealing, words};
use crate::support::Office;
use crate::support::running::Running;

const SIZE: u64 = 200 * MIB;

/// What happens to the source when a tenth of it has been read, and what must be said of it.
#[track_caller]
fn sealed_while(change: fn(&Path), said: &str) {
    let office = Office::new();
    let source = large(&office, "film.bin", SIZE);
    let mut running = Running::start(&mut sealing(&office, "film.bin"));
    running.has_written(SIZE / 10);
    change(&source);
    assert_failed(&running.end(), said);
    assert!(files(&office.path("archive")).is_empty());
}

#[test]
fn a_source_that_grows_is_not_sealed() {
    let grow = |path: &Path| File::options().append(true).open(path).unwrap().write_all(b"more").unwrap();
    sealed_while(grow, "film.bin: was changed while it was being sealed");
}

#[test]
fn a_source_that_is_written_to_is_not_sealed() {
    let touch = |path: &Path| File::options().write(true).open(path).unwrap().write_all_at(b"other", SIZE - 5).unwrap();
    sealed_while(touch, "film.bin: was changed while it was being sealed");
}

#[test]
fn a_source_that_is_cut_short_is_not_sealed() {
    let cut = |path: &Path| File::options().write(true).open(path).unwrap().set_len(MIB).unwrap();
    sealed_while(cut, "film.bin: was changed while it was being sealed");
}

#[test]
fn a_source_that_is_replaced_by_its_like_is_not_sealed() {
    let replace = |path: &Path| {
        let other = path.with_file_name("other.bin");
        let file = File::create(&other).unwrap();
        file.set_len(SIZE).unwrap();
        file.set_modified(fs::metadata(path).unwrap().modified().unwrap()).unwrap();
        fs::rename(other, path).unwrap();
    };
    sealed_while(replace, "film.bin: was changed while it was being sealed");
}

#[test]
fn a_source_that_vanishes_is_not_sealed() {
    sealed_while(|path| fs::remove_file(path).unwrap(), "cannot read film.bin: no such file or directory");
}

#[test]
fn standard_input_that_goes_on_is_sealed_when_it_has_ended() {
    let office = Office::new();
    let mut command = sealing(&office, "-");
    let mut running = Running::start(command.stdin(std::process::Stdio::piped()));
    let mut input = running.input();
    for _ in 0..8 {
        input.write_all(&vec![b'a'; 100_000]).unwrap();
        input.flush().unwrap();
    }
    drop(input);
    assert!(running.end().status.success());
    let bundle = office.path("archive").join(&bundles(&office)[0]);
    assert!(fs::metadata(bundle).unwrap().len() > 800_000);
}

#[test]
fn a_bundle_that_changes_after_it_was_judged_is_not_extracted() {
    let office = Office::new();
    let bundle = large_bundle(&office, SIZE);
    let before = files(&office.path(""));
    let mut command = office.command();
    let mut running = Running::start(command.arg("extract").args(words(&[&bundle, &"--to", &"out"])));
    running.has_written(SIZE / 10);
    File::options().write(true).open(&bundle).unwrap().write_all_at(b"other", SIZE - 5).unwrap();
    assert_failed(&running.end(), "changed between two readings");
    assert_eq!(files(&office.path("")), before);
    assert!(!office.path("out").exists());
}

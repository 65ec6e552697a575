//! Many at once: documents, processes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::failures::{ENOUGH, assert_failed, bundles, files, sealing};
use crate::support::running::Running;
use crate::support::shell::in_office;
use crate::support::{Office, text};

const DOCUMENTS: usize = 10_000;

/// chancery with at most 256 open files.
fn with_few_files(office: &Office, arguments: &[&str]) -> Output {
    let mut shell = in_office(office, "sh");
    shell.args(["-c", "ulimit -n 256 && exec chancery \"$@\"", "sh"]).args(arguments).output().unwrap()
}

#[track_caller]
fn assert_done(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// Where ten thousand files are synced in no time, if there is such a place.
fn memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

#[test]
fn ten_thousand_documents_need_few_open_files() {
    let office = Office::new();
    fs::create_dir(office.path("acts")).unwrap();
    for number in 0..DOCUMENTS {
        fs::write(office.path(format!("acts/{number:05}.txt")), format!("Act {number}\n")).unwrap();
    }
    assert_done(&with_few_files(&office, &[&["seal", "acts", "--out", "acts.zip"][..], &ENOUGH].concat()));
    assert_done(&with_few_files(&office, &["verify", "acts.zip"]));
    let memory = memory();
    let out = memory.path().join("out");
    assert_done(&with_few_files(&office, &["extract", "acts.zip", "--to", out.to_str().unwrap()]));
    assert_eq!(files(&out).len(), DOCUMENTS);
    assert_eq!(fs::read_to_string(out.join("acts/09999.txt")).unwrap(), "Act 9999\n");
    fs::write(office.path("acts/one-more.txt"), "x").unwrap();
    let output = with_few_files(&office, &[&["seal", "acts", "--out", "more.zip"][..], &ENOUGH].concat());
    assert_failed(&output, "10001 documents were named: a statement has at most 10000");
    assert!(!office.path("more.zip").exists());
}

/// Runs eight at once, and says how many have done it.
fn eight(command: impl Fn(usize) -> Command) -> usize {
    let running: Vec<Running> = (0..8).map(|number| Running::start(&mut command(number))).collect();
    running.into_iter().map(|running| usize::from(running.end().status.success())).sum()
}

#[test]
fn several_seal_at_once_into_one_archive() {
    let office = Office::new();
    let done = eight(|number| {
        let name = format!("{number}.txt");
        office.write(&name, &name);
        sealing(&office, &name)
    });
    assert_eq!((done, bundles(&office).len()), (8, 8));
    assert_eq!(office.done(["--json", "list"]).matches("\"verdict\":\"authentic\"").count(), 8);
}

#[test]
fn of_several_who_seal_the_same_one_does() {
    let office = Office::new();
    office.write("film.txt", "film");
    let done = eight(|_| sealing(&office, "film.txt"));
    assert_eq!((done, bundles(&office).len()), (1, 1));
}

#[test]
fn several_make_keys_at_once_and_no_line_of_the_list_is_lost() {
    let office = Office::new();
    let done = eight(|number| {
        let mut command = office.command();
        command.args(["key", "new", &format!("n{number}@mfa.example"), "--no-passphrase"]);
        command
    });
    assert_eq!(done, 8);
    assert_eq!(fs::read_to_string(office.path("keys/allowed_signers")).unwrap().lines().count(), 9);
}

#[test]
fn no_link_is_followed_to_where_nothing_may_be_written() {
    let office = Office::new();
    office.write("film.txt", "film");
    office.done([&["seal", "film.txt", "--out", "film.zip"][..], &ENOUGH].concat());
    fs::create_dir(office.path("elsewhere")).unwrap();
    for (link, target) in [("to-folder", "elsewhere"), ("to-nothing", "nothing"), ("to-file", "film.txt")] {
        std::os::unix::fs::symlink(target, office.path(link)).unwrap();
        assert_failed(&office.run(["extract", "film.zip", "--to", link]), "is there already");
        let seal = [&["seal", "film.txt", "--out", link][..], &ENOUGH].concat();
        assert_failed(&office.run(seal), "is there already");
        assert_eq!(fs::read_link(office.path(link)).unwrap(), Path::new(target));
    }
    assert!(files(&office.path("elsewhere")).is_empty() && !office.path("nothing").exists());
    assert_eq!(fs::read_to_string(office.path("film.txt")).unwrap(), "film");
}

//! The command line itself: a script may put there what somebody else wrote.

use std::fs;

use crate::hostile_terminal::screen::see;
use crate::hostile_terminal::{ALLOWED, CONTROLS};
use crate::support::{IDENTITY, Office};

const SEAL: [&str; 5] = ["seal", "text.txt", "--issued", "2026-03-12", "--title"];

#[test]
fn names_of_files_do_nothing_to_the_screen() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    for name in [CONTROLS, ALLOWED] {
        for command in [
            &["verify", "--", name][..],
            &["--quiet", "verify", "--", name],
            &["show", "--", name],
            &["extract", "--to", "out", "--", name],
            &["seal", "--title", "A", "--issued", "2026-03-12", "--", name],
            &["--archive", name, "list"],
            &["--archive", name, "show", "0123456789"],
            &["--keys", name, "key", "list"],
            &["key", "trust", "--", name, IDENTITY],
            &["verify", "text.txt", "--signers", name],
            &["compare", "--", name, "text.txt"],
            &["quote", "harbour", "--", name],
        ] {
            let said = see(&office, command);
            assert!(said.contains("error: "), "{command:?}: {said}");
        }
    }
}

#[test]
fn files_of_such_names_do_nothing_to_the_screen() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    for name in [CONTROLS, ALLOWED] {
        let name = name.replace('/', "");
        let bundle = format!("archive/{name}.zip");
        let more = ["A", "--sealed-at", "2026-03-12", "--out", &bundle];
        see(&office, &[&SEAL[..], &more].concat());
        office.write(&format!("archive/bad-{name}.zip"), "no bundle");
        office.write(&format!("folder/{name}"), "x");
        office.write(&format!("folder/.{name}"), "x");
        for command in [
            &["verify", &bundle][..],
            &["show", &bundle],
            &["list"],
            &["extract", &bundle, "--to", &name],
            &["extract", &bundle, "--to", &name],
            &["seal", "folder", "--title", "Folder", "--issued", "2026-03-12"],
            &["seal", "text.txt", "text.txt", "--role", &format!("{name}=original")],
            &["--archive", &name, "--keys", &name, "init"],
            &["man", "--to", &name],
            &["--keys", &name, "key", "new", IDENTITY, "--no-passphrase"],
            &["--keys", &name, "key", "list"],
            &["key", "protect", IDENTITY, "--new-passphrase-file", &name],
        ] {
            see(&office, command);
        }
        fs::remove_dir_all(office.path("folder")).unwrap();
    }
}

#[test]
fn values_do_nothing_to_the_screen() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    for value in [CONTROLS, ALLOWED] {
        for option in ["--language", "--issued", "--held", "--embargo", "--source", "--salt", "--type", "--identifier"]
        {
            see(&office, &[&SEAL[..], &["A", option, value]].concat());
        }
        see(&office, &[&SEAL[..], &[value]].concat());
        see(&office, &[&SEAL[..], &["A", "--publisher", value]].concat());
        see(&office, &["init", "--language", value]);
    }
}

#[test]
fn a_demonstration_in_a_folder_of_such_a_name_does_nothing_to_the_screen() {
    let office = Office::new();
    for name in [CONTROLS, ALLOWED] {
        see(&office, &["demo", name]);
    }
}

#[test]
fn values_that_are_refused_at_once_do_nothing_to_the_screen() {
    let office = Office::new();
    for value in [CONTROLS, ALLOWED] {
        for command in [
            &["key", "show", value][..],
            &["key", "new", value],
            &["init", "--identity", value],
            &["verify", "one.zip", "--fingerprint", value],
            &["verify", "one.zip", "--at", value],
            &["list", "--format", value],
            &["seal", "text.txt", "--replaces", value],
            &["seal", "text.txt", "--role", value],
            &["seal", "text.txt", "--media-type", value],
            &["seal", "text.txt", "--translation", value],
            &["completions", value],
            &["--color", value, "list"],
            &[value],
            &["verify", "one.zip", &format!("--{value}")],
        ] {
            see(&office, command);
        }
    }
}

//! Trust lists and keys that change: killed, on a full or closed disk, each file is the old one or the new one, whole.

use std::fs;

use serde_json::Value;

use crate::failures::disks::{Disk, FULL, READ_ONLY};
use crate::failures::{assert_failed, files};
use crate::support::running::{killed_after, moments};
use crate::support::{IDENTITY, Office, key, text};

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
        fs::copy(office.path("lists").join(&name), disk.path(&name)).unwrap();
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

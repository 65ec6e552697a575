//! Sealing and verifying, as the press officer and the journalist do it.

use crate::support;
use crate::support::{Office, text};

#[test]
fn what_is_sealed_verifies_and_what_is_changed_does_not() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    let output = office.run(["verify".as_ref(), bundle.as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).starts_with("AUTHENTIC: \u{201c}Harbour\u{201d} by press@mfa.example, issued 2026-03-12")
    );
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(4).position(|window| window == b"open").unwrap();
    bytes[at] = b'O';
    let forged = office.write("forged.zip", &bytes);
    let output = office.run(["verify".as_ref(), forged.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("NOT AUTHENTIC: "), "{}", text(&output.stdout));
}

#[test]
fn the_same_seal_twice_gives_the_same_bytes() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let options = ["text.txt", "--title", "Harbour", "--issued", "2026-03-12", "--out"];
    let first = office.seal(options.into_iter().chain(["first.zip"]));
    let second = office.seal(options.into_iter().chain(["second.zip"]));
    assert_eq!(std::fs::read(first).unwrap(), std::fs::read(second).unwrap());
}

#[test]
fn nobody_is_advised_to_trust_a_revoked_key() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    let public = support::key(7).public().unwrap();
    office.write("keys/revoked_keys", format!("{public} compromised-since=20260101Z reason=laptop stolen\n"));
    let fingerprint = public.fingerprint().to_string();
    for options in [&[][..], &["--fingerprint", &fingerprint]] {
        let output = office.command().arg("verify").arg(&bundle).args(options).output().unwrap();
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("trust.revoked") && said.contains("laptop stolen"), "{said}");
        assert!(!said.contains("chancery key trust"), "{said}");
    }
}

#[test]
fn a_list_of_revoked_keys_counts_without_a_trust_list_beside_it() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    let public = support::key(7).public().unwrap();
    office.write("other/revoked_keys", format!("{public} reason=laptop stolen\n"));
    let mut command = office.command();
    command.args(["--keys", "other", "verify", "--fingerprint", &public.fingerprint().to_string()]).arg(&bundle);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("trust.revoked"), "{}", text(&output.stdout));
}

#[test]
fn a_list_that_cannot_be_read_keeps_a_seal_from_beginning() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    office.write("keys/revoked_keys", "garbage\n");
    let output = office.run(["seal", "text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!office.path("archive/2026").exists());
}

#[cfg(unix)]
#[test]
fn what_is_changed_through_a_link_is_the_file_behind_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let office = Office::new();
    office.write("safe/list", std::fs::read(office.path("keys/allowed_signers")).unwrap());
    std::fs::set_permissions(office.path("safe/list"), PermissionsExt::from_mode(0o600)).unwrap();
    std::fs::remove_file(office.path("keys/allowed_signers")).unwrap();
    symlink("../safe/list", office.path("keys/allowed_signers")).unwrap();
    office.done(["key", "trust", "keys/press@mfa.example.pub", "legal@mfa.example"]);
    let list = std::fs::read_to_string(office.path("safe/list")).unwrap();
    assert!(list.contains("legal@mfa.example"), "{list}");
    assert_eq!(std::fs::metadata(office.path("safe/list")).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::rename(office.path("keys/press@mfa.example"), office.path("safe/key")).unwrap();
    symlink("../safe/key", office.path("keys/press@mfa.example")).unwrap();
    office.write("passphrase", "correct horse battery\n");
    office.done(["key", "protect", "press@mfa.example", "--new-passphrase-file", "passphrase"]);
    assert!(office.path("keys/press@mfa.example").is_symlink());
    let key = std::fs::read(office.path("safe/key")).unwrap();
    assert!(chancery_office::keys::private_key::KeyFile::parse(&key).unwrap().is_encrypted());
}

#[test]
fn evidence_in_any_number_hides_nothing() {
    use chancery_core::Source;
    use chancery_core::bundle::container;
    use chancery_core::bundle::zip::{self, Entry};
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = std::fs::read(office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"])).unwrap();
    let entries =
        container::read(bundle.as_slice(), &mut chancery_core::finding::Findings::default()).unwrap().unwrap();
    let mut files: Vec<(Vec<u8>, Vec<u8>)> = entries
        .iter()
        .map(|entry| {
            (
                entry.name.clone(),
                bundle.as_slice().read_at(entry.data_offset(), usize::try_from(entry.size).unwrap()).unwrap(),
            )
        })
        .collect();
    let folder = String::from_utf8(files[0].0.clone()).unwrap().replace("bagit.txt", "signatures/");
    let signature = files.pop().unwrap();
    files.extend((0..1_010).map(|at| (format!("{folder}a{at:04}.tlog-proof").into_bytes(), b"x".to_vec())));
    files.push(signature);
    let (mut written, mut listed): (Vec<u8>, Vec<Entry>) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let offset = listed.last().map_or(0, Entry::end);
        let entry = Entry { name, size: bytes.len() as u64, crc: crc32fast::hash(&bytes), offset };
        written.extend(zip::local_header(&entry));
        written.extend(bytes);
        listed.push(entry);
    }
    written.extend(zip::directory(&listed));
    office.write("hidden.zip", written);
    office.write("nobody", "");
    assert_eq!(office.run(["verify", "hidden.zip"]).status.code(), Some(0));
    let output = office.run(["--keys", "other", "verify", "hidden.zip", "--signers", "nobody"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("trust.unknown-key"), "the fault is told");
}

#[test]
fn list_says_that_it_did_not_hash_and_verify_does() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(4).position(|window| window == b"open").unwrap();
    bytes[at] = b'O';
    std::fs::write(&bundle, bytes).unwrap();
    assert!(office.done(["--json", "list"]).contains("\"documents\":\"not-hashed\""));
    assert_eq!(office.run(["verify".as_ref(), bundle.as_os_str()]).status.code(), Some(1));
}

#[test]
fn no_private_key_is_ever_sealed() {
    let office = Office::new();
    let options = ["--title", "T", "--issued", "2026-03-12", "--out", "one.zip"];
    for document in ["keys/press@mfa.example", "keys", "."] {
        let output = office.run(["seal", document].into_iter().chain(options));
        assert_eq!(output.status.code(), Some(2), "{document}");
        assert!(!office.path("one.zip").exists(), "{document}");
    }
    let key = std::fs::read(office.path("keys/press@mfa.example")).unwrap();
    office.write("letter.txt", [b"\n\n".as_slice(), &key].concat());
    assert_eq!(office.run(["seal", "letter.txt"].into_iter().chain(options)).status.code(), Some(2));
}

#[test]
fn no_key_is_made_under_the_name_of_a_list() {
    let office = Office::new();
    for identity in ["allowed_signers", "revoked_keys", "press.pub"] {
        let output = office.run(["key", "new", identity, "--no-passphrase"]);
        assert_eq!(output.status.code(), Some(2), "{identity}");
    }
    assert!(!office.path("keys/press.pub").exists() && !office.path("keys/revoked_keys").exists());
}

#[test]
fn another_folder_at_the_same_place_is_not_the_same_office() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    assert_eq!(office.run(["verify".as_ref(), bundle.as_os_str()]).status.code(), Some(0));
    let list = std::fs::read(office.path("keys/allowed_signers")).unwrap();
    let key = std::fs::read(office.path("keys/press@mfa.example")).unwrap();
    std::fs::remove_dir_all(office.path("keys")).unwrap();
    office.write("keys/allowed_signers", list);
    let output = office.run(["verify".as_ref(), bundle.as_os_str()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("has a trust list that was not used"));
    office.write("keys/press@mfa.example", key);
    assert_eq!(office.run(["seal", "text.txt", "--title", "T", "--issued", "2026-03-12"]).status.code(), Some(2));
    assert_eq!(office.run(["init"]).status.code(), Some(2), "nobody is there to be asked");
}

#[cfg(unix)]
#[test]
fn a_list_of_revoked_keys_that_leads_nowhere_is_not_an_empty_one() {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
    std::os::unix::fs::symlink("/nowhere/revoked_keys", office.path("keys/revoked_keys")).unwrap();
    assert_eq!(office.run(["verify".as_ref(), bundle.as_os_str()]).status.code(), Some(2));
    let list = std::fs::read(office.path("keys/allowed_signers")).unwrap();
    std::fs::remove_file(office.path("keys/revoked_keys")).unwrap();
    std::fs::remove_file(office.path("keys/allowed_signers")).unwrap();
    office.write("real/allowed_signers", list);
    office.write("real/revoked_keys", format!("{}\n", support::key(7).public().unwrap()));
    std::os::unix::fs::symlink("../real/allowed_signers", office.path("keys/allowed_signers")).unwrap();
    assert_eq!(office.run(["verify".as_ref(), bundle.as_os_str()]).status.code(), Some(3));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_keeps_nobody_waiting() {
    let office = Office::new();
    for command in
        [&["verify", "/dev/zero"][..], &["seal", "/dev/zero"], &["verify", "x.zip", "--signers", "/dev/zero"]]
    {
        assert_eq!(office.run(command).status.code(), Some(2), "{command:?}");
    }
}

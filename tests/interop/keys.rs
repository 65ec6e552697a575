//! Keys, signatures and trust lists go both ways between chancery and OpenSSH.

use std::fs;
use std::io::Cursor;
use std::process::{Command, Stdio};

use crate::support::stored::{Stored, unpack};
use crate::support::{IDENTITY, Office, SEALED_AT, have, text};

const LEGAL: &str = "legal@mfa.example";
const PASSPHRASE: &str = "correct horse battery staple";

/// Runs ssh-keygen, which must succeed, on what it reads from its standard input.
fn ssh_keygen<const N: usize>(office: &Office, arguments: [&str; N], input: &[u8]) -> String {
    let mut command = Command::new("ssh-keygen");
    command.args(arguments).current_dir(office.path("keys")).env_remove("SSH_AUTH_SOCK");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// The fingerprint as OpenSSH sees it.
fn fingerprint(office: &Office, file: &str) -> String {
    let line = ssh_keygen(office, ["-l", "-f", file], b"");
    line.split(' ').nth(1).unwrap().to_owned()
}

fn sealed_by(office: &Office, identity: &str, options: &[&str]) -> Vec<u8> {
    office.write("text.txt", "The harbour is open.\n");
    let title = format!("Harbour by {identity}");
    let arguments = ["text.txt", "--title", &title, "--issued", "2026-03-12", "--key", identity];
    fs::read(office.seal(arguments.iter().chain(options))).unwrap()
}

fn file<'a>(files: &'a [Stored], ending: &str) -> &'a [u8] {
    &files.iter().find(|(name, _)| name.ends_with(ending)).unwrap().1
}

#[test]
fn a_key_made_by_ssh_keygen_seals() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    ssh_keygen(&office, ["-q", "-t", "ed25519", "-f", LEGAL, "-N", "", "-C", "Legal Department"], b"");
    let bundle = office.write("sealed.zip", sealed_by(&office, LEGAL, &[]));
    let fingerprint = fingerprint(&office, LEGAL);
    office.done(["verify".as_ref(), bundle.as_os_str(), "--fingerprint".as_ref(), fingerprint.as_ref()]);
}

#[test]
fn a_key_made_by_ssh_keygen_with_a_passphrase_seals() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    ssh_keygen(&office, ["-q", "-t", "ed25519", "-f", LEGAL, "-N", PASSPHRASE], b"");
    office.write("passphrase", format!("{PASSPHRASE}\n"));
    let bundle = office.write("sealed.zip", sealed_by(&office, LEGAL, &["--passphrase-file", "passphrase"]));
    let public = office.path("keys").join(format!("{LEGAL}.pub"));
    office.done(["key".as_ref(), "trust".as_ref(), public.as_os_str(), LEGAL.as_ref(), "--from=2020-01-01".as_ref()]);
    office.done(["verify".as_ref(), bundle.as_os_str()]);
    office.write("passphrase", "something else\n");
    let wrong = office.run([
        "seal",
        "text.txt",
        "--key",
        LEGAL,
        "--title=T",
        "--issued=2026-03-12",
        "--passphrase-file=passphrase",
    ]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_key_made_by_chancery_is_read_by_ssh_keygen() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    office.write("passphrase", format!("{PASSPHRASE}\n"));
    office.done(["key", "new", LEGAL, "--office", "Legal Department", "--passphrase-file", "passphrase"]);
    office.done(["key", "new", "records@mfa.example", "--no-passphrase"]);
    for (identity, passphrase) in [(LEGAL, PASSPHRASE), ("records@mfa.example", "")] {
        let read = ssh_keygen(&office, ["-y", "-P", passphrase, "-f", identity], b"");
        let written = fs::read_to_string(office.path("keys").join(format!("{identity}.pub"))).unwrap();
        // The comment that ssh-keygen prints is the private key's own.
        let key = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ").trim().to_owned();
        assert_eq!(key(&read), key(&written));
    }
}

#[test]
fn a_passphrase_changed_by_either_is_known_to_the_other() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    office.write("first", "first\n");
    office.write("second", "second\n");
    office.done(["key", "new", LEGAL, "--passphrase-file", "first"]);
    ssh_keygen(&office, ["-q", "-p", "-P", "first", "-N", "second", "-f", LEGAL], b"");
    office.done(["key", "protect", LEGAL, "--passphrase-file", "second", "--new-passphrase-file", "first"]);
    ssh_keygen(&office, ["-y", "-P", "first", "-f", LEGAL], b"");
}

#[test]
fn fingerprints_are_those_of_ssh_keygen() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    let shown: serde_json::Value = serde_json::from_str(&office.done(["--json", "key", "show", IDENTITY])).unwrap();
    assert_eq!(shown["fingerprint"], *fingerprint(&office, &format!("{IDENTITY}.pub")));
    assert_eq!(shown["fingerprint"], *fingerprint(&office, IDENTITY));
}

#[test]
fn a_signature_is_byte_for_byte_that_of_ssh_keygen() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    let files = unpack(Cursor::new(sealed_by(&office, IDENTITY, &[])));
    let message = file(&files, "/tagmanifest-sha256.txt");
    let theirs = ssh_keygen(&office, ["-q", "-Y", "sign", "-f", IDENTITY, "-n", "chancery-issuer"], message);
    assert_eq!(text(file(&files, ".sig")), theirs);
}

#[test]
fn a_trust_list_written_by_chancery_is_read_by_ssh_keygen() {
    if !have("ssh-keygen") {
        return;
    }
    let office = Office::new();
    let window = ["--from", "2024-02-29T12:30:45Z", "--until", "2027-01-01"];
    let roles = ["--role", "issuer", "--role", "archivist", "--no-passphrase", "--office", "Legal \"Department\", № 1"];
    office.done(["key", "new", LEGAL].iter().chain(&window).chain(&roles));
    let files = unpack(Cursor::new(sealed_by(&office, LEGAL, &[])));
    fs::write(office.path("keys/legal.sig"), file(&files, ".sig")).unwrap();
    let message = file(&files, "/tagmanifest-sha256.txt");
    let time = |time: &str| format!("-Overify-time={}", time.replace(['-', ':', 'T'], ""));
    let find =
        |at: &str| ["-Y", "find-principals", "-f", "allowed_signers", "-s", "legal.sig", at].map(ToOwned::to_owned);
    let found = find(&time(SEALED_AT));
    assert_eq!(ssh_keygen(&office, found.each_ref().map(String::as_str), b"").trim(), LEGAL);
    verify(&office, message, &time("2024-02-29T12:30:45Z"), true);
    verify(&office, message, &time("2024-02-29T12:30:44Z"), false);
    verify(&office, message, &time("2027-01-01T00:00:00Z"), true);
    verify(&office, message, &time("2027-01-01T00:00:01Z"), false);
}

/// Whether ssh-keygen takes the signature at that time.
fn verify(office: &Office, message: &[u8], time: &str, good: bool) {
    fs::write(office.path("keys/message"), message).unwrap();
    let input = fs::File::open(office.path("keys/message")).unwrap();
    let arguments =
        ["-Y", "verify", "-f", "allowed_signers", "-I", LEGAL, "-n", "chancery-issuer", "-s", "legal.sig", time];
    let mut command = Command::new("ssh-keygen");
    let output = command.args(arguments).current_dir(office.path("keys")).stdin(input).output().unwrap();
    assert_eq!(output.status.success(), good, "{time}: {}", text(&output.stderr));
}

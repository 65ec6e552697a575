//! Where the two tools differ, each difference shown, so that their list stays honest.

use std::fs;
use std::process::Command;

use base64ct::{Base64, Encoding};
use chancery_core::signature::public_key::{BadKey, ED25519, Judgement};
use chancery_core::signature::sshsig;
use chancery_core::signature::sshsig::{Ed25519, Envelope};
use chancery_core::signature::wire::put_string;
use chancery_core::trust::table::Case;
use chancery_core::trust::{allowed_signers, revoked_keys};
use chancery_core::{PublicKey, Role, Row, Timestamp, TrustList};
use curve25519_dalek::scalar::Scalar;

use super::{Desk, MESSAGE, VerifyOptions, ours, signature};
use crate::support::{IDENTITY, SEALED_AT, have, key};

const SEED: u8 = 7;
const NAMESPACE: &str = "chancery-issuer";

/// Whether the key signed for press@mfa.example as an issuer.
fn question() -> VerifyOptions {
    VerifyOptions { identity: IDENTITY, role: Role::Issuer, time: SEALED_AT.parse().unwrap(), seed: SEED }
}

/// The key that signed.
fn owner() -> String {
    key(SEED).public().unwrap().to_string()
}

/// The list that trusts it.
fn list() -> String {
    format!("{IDENTITY} {}\n", owner())
}

impl Desk {
    /// Runs ssh-keygen, which must succeed.
    fn run<const N: usize>(&self, arguments: [&str; N]) {
        let mut command = Command::new("ssh-keygen");
        let output = command.args(arguments).current_dir(self.0.path()).env_remove("SSH_AUTH_SOCK").output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", output.stderr.escape_ascii());
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// A new key of ours in a file.
    fn write_key(&self, name: &str) {
        self.run(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name]);
    }

    /// Signs the message with the key in a file, by these further arguments, and gives the signature.
    fn sign<const N: usize>(&self, name: &str, more: [&str; N]) -> String {
        let _ = fs::remove_file(self.path("message.sig"));
        let mut command = Command::new("ssh-keygen");
        command.args(["-q", "-Y", "sign", "-f", name, "-n", NAMESPACE]).args(more).arg("message");
        let output = command.current_dir(self.0.path()).env_remove("SSH_AUTH_SOCK").output().unwrap();
        assert!(output.status.success(), "{}", output.stderr.escape_ascii());
        self.read("message.sig")
    }

    /// Whether ssh-keygen takes a signature by this list.
    fn takes(&self, list: &str, signature: &str) -> bool {
        self.write("signature", signature);
        let VerifyOptions { identity, role, time, .. } = question();
        self.verifies(list.as_bytes(), None, identity, role.namespace(), time, "signature")
    }
}

/// Whether no line of the list can be used.
fn is_useless(list: &str) -> bool {
    let (rules, unusable) = allowed_signers::read(list.as_bytes());
    rules.is_empty() && !unusable.is_empty()
}

/// Whether the signature is of a kind that is not judged.
fn is_of_another_kind(signature: &str) -> bool {
    matches!(sshsig::parse(signature.as_bytes()), Ok(Envelope::Other(_)))
}

#[test]
fn a_local_time_is_a_time_to_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    for option in ["valid-after=\"20200101\"", "valid-before=\"203001010000\"", "valid-after=\"20200101000000\""] {
        let list = format!("{IDENTITY} {option} {}\n", owner());
        assert!(desk.theirs(list.as_bytes(), None, question()), "{option}");
        assert!(!ours(list.as_bytes(), None, question()), "{option}");
        assert!(is_useless(&list), "{option}");
    }
}

#[test]
fn a_second_s_is_good_to_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    let Ok(Envelope::Ed25519(mut signed)) = sshsig::parse(desk.read(&signature(Role::Issuer, SEED)).as_bytes()) else {
        panic!()
    };
    assert_eq!(judged(&signed), Ok(Judgement::Good));
    add_order(&mut signed.signature[32..]);
    assert!(desk.takes(&list(), &sshsig::write(&signed)));
    assert_eq!(judged(&signed), Ok(Judgement::Bad));
}

/// S + L for S.
fn add_order(s: &mut [u8]) {
    // L - 1 and 1.
    let mut order = (-Scalar::ONE).to_bytes();
    order[0] += 1;
    let mut carry = 0;
    for (byte, more) in s.iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(more);
        [*byte, _] = carry.to_le_bytes();
        carry >>= 8;
    }
}

/// What we say of a signature over the message.
fn judged(signed: &Ed25519) -> Result<Judgement, BadKey> {
    let public = PublicKey::from_bytes(&signed.key)?;
    Ok(public.judge(&sshsig::signed_bytes(&signed.namespace, MESSAGE), &signed.signature))
}

#[test]
fn a_key_under_which_anyone_can_sign_is_a_key_to_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    // The neutral element, as key and as R, with S = 0.
    let (mut point, mut both) = ([0; 32], [0; 64]);
    (point[0], both[0]) = (1, 1);
    let signed = Ed25519 { key: point, namespace: NAMESPACE.to_owned(), signature: both };
    let mut blob = Vec::new();
    put_string(&mut blob, ED25519.as_bytes());
    put_string(&mut blob, &point);
    let list = format!("{IDENTITY} {ED25519} {}\n", Base64::encode_string(&blob));
    assert!(Desk::new().takes(&list, &sshsig::write(&signed)));
    assert_eq!(judged(&signed), Err(BadKey::Weak));
    assert!(is_useless(&list));
}

#[test]
fn what_is_proven_older_than_the_revocation_is_trusted_by_us_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let revoked = format!("{} compromised-since=20260601Z\n", owner());
    assert!(!Desk::new().theirs(list().as_bytes(), Some(revoked.as_bytes()), question()));
    let revoked = revoked_keys::read(revoked.as_bytes()).unwrap();
    let list = TrustList::new(list().as_bytes(), revoked);
    let standing = list.standing(&key(SEED).public().unwrap(), &IDENTITY.parse().unwrap(), Role::Issuer);
    let row = |proofs: &[Timestamp]| {
        let claimed = SEALED_AT.parse().unwrap();
        let now = "2030-01-01T00:00:00Z".parse().unwrap();
        let ruling = Case { standing: &standing, claimed, proofs, now }.decide();
        (ruling.row, ruling.trusted(false).is_some())
    };
    assert_eq!(row(&[]), (Row::Revoked, false));
    assert_eq!(row(&["2026-05-31T23:59:59Z".parse().unwrap()]), (Row::RevokedProvenEarlier, true));
}

#[test]
fn certificates_are_known_to_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    desk.write_key("authority");
    desk.write_key("press");
    desk.run(["-q", "-s", "authority", "-I", "press office", "-n", IDENTITY, "press.pub"]);
    let signature = desk.sign("press-cert.pub", []);
    let list = format!("{IDENTITY} cert-authority {}", desk.read("authority.pub"));
    assert!(desk.takes(&list, &signature));
    assert!(is_useless(&list));
    assert!(is_of_another_kind(&signature));
}

#[test]
fn keys_of_other_types_are_known_to_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    for kind in ["ecdsa", "rsa"] {
        desk.run(["-q", "-t", kind, "-N", "", "-f", kind]);
        let signature = desk.sign(kind, []);
        let list = format!("{IDENTITY} {}", desk.read(&format!("{kind}.pub")));
        assert!(desk.takes(&list, &signature), "{kind}");
        assert!(is_useless(&list), "{kind}");
        assert!(is_of_another_kind(&signature), "{kind}");
    }
}

#[test]
fn a_signature_over_sha256_is_taken_by_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    desk.write_key("press");
    let list = format!("{IDENTITY} {}", desk.read("press.pub"));
    for (hash, other) in [("sha256", true), ("sha512", false)] {
        let signature = desk.sign("press", ["-O", &format!("hashalg={hash}")]);
        assert!(desk.takes(&list, &signature), "{hash}");
        assert_eq!(is_of_another_kind(&signature), other, "{hash}");
    }
}

/// No difference in a trust list; one in the list of revoked keys.
#[test]
fn a_blank_line_of_revoked_keys_that_ends_with_crlf_is_blank_to_us_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    let owner = owner();
    for line in ["", " office", " namespaces=\"chancery-issuer\"", " valid-before=\"20300101Z\""] {
        let (options, comment) = if line == " office" { ("", line) } else { (line, "") };
        let list = format!("# list\r\n\r\n{IDENTITY}{options} {owner}{comment}\r\n");
        assert!(desk.theirs(list.as_bytes(), None, question()), "{line}");
        assert!(ours(list.as_bytes(), None, question()), "{line}");
    }
    let other = key(8).public().unwrap();
    for (revoked, read) in [(format!("# keys\r\n{other}\r\n"), true), (format!("\r\n{other}\r\n"), false)] {
        assert_eq!(desk.theirs(list().as_bytes(), Some(revoked.as_bytes()), question()), read, "{revoked}");
        assert!(ours(list().as_bytes(), Some(revoked.as_bytes()), question()), "{revoked}");
    }
}

#[test]
fn a_binary_list_of_revoked_keys_and_a_wrong_date_in_a_comment_are_read_by_ssh_keygen_alone() {
    if !have("ssh-keygen") {
        return;
    }
    let desk = Desk::new();
    let other = key(8).public().unwrap();
    desk.write("other.pub", format!("{other}\n"));
    desk.run(["-q", "-k", "-f", "krl", "other.pub"]);
    let binary = fs::read(desk.path("krl")).unwrap();
    let comment = format!("{other} compromised-since=yesterday\n").into_bytes();
    for revoked in [binary, comment] {
        assert!(desk.theirs(list().as_bytes(), Some(&revoked), question()));
        assert!(revoked_keys::read(&revoked).is_err());
    }
}

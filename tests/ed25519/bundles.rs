//! Hostile keys and signatures where they would do harm: in a trust list, and in a whole bundle whose reader trusts the
//! very key.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use base64ct::{Base64, Encoding};
use chancery_core::signature::public_key::ED25519;
use chancery_core::signature::sshsig;
use chancery_core::signature::sshsig::Ed25519;
use chancery_core::signature::wire::put_string;
use chancery_core::{Fingerprint, NamedKeys, Trust, TrustList, Verdict, VerifyOptions, verify};

use crate::ed25519::points::{not_canonical, small};
use crate::ed25519::vectors::{Vector, all_over};
use crate::ed25519::with_more;
use crate::support::stored::{Stored, file_mut, repacked, unpack};
use crate::support::{IDENTITY, Office, SEALED_AT, key, text};

const NAMESPACE: &str = "chancery-issuer";

/// A bundle by an honest office.
fn sealed(office: &Office) -> Vec<u8> {
    office.write("text.txt", "The harbour is open.\n");
    fs::read(office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"])).unwrap()
}

/// What its issuer signed.
fn signed_bytes(bundle: &[u8]) -> Vec<u8> {
    let mut files = unpack(Cursor::new(bundle));
    sshsig::signed_bytes(NAMESPACE, file_mut(&mut files, "/tagmanifest-sha256.txt"))
}

/// The bundle with another signature.
fn signed_by(bundle: &[u8], vector: &Vector) -> Vec<u8> {
    let envelope = Ed25519 { key: vector.key, namespace: NAMESPACE.to_owned(), signature: vector.signature };
    let replace = |files: &mut Vec<Stored>| *file_mut(files, ".sig") = sshsig::write(&envelope).into_bytes();
    repacked(bundle, replace)
}

fn blob(key: &[u8; 32]) -> Vec<u8> {
    let mut blob = Vec::new();
    put_string(&mut blob, ED25519.as_bytes());
    put_string(&mut blob, key);
    blob
}

/// The line of a trust list that grants a key everything.
fn line(key: &[u8; 32]) -> String {
    format!("{IDENTITY} {ED25519} {}\n", Base64::encode_string(&blob(key)))
}

/// The verdicts of a reader whose list has the key, and of one who names its fingerprint.
fn verdicts(bundle: &[u8], key: &[u8; 32]) -> [Verdict; 2] {
    let list = TrustList::parse(line(key).as_bytes(), None).unwrap();
    let named = NamedKeys::new([Fingerprint::of_blob(&blob(key))]);
    [Trust::List(list), Trust::Named(named)].map(|trust| {
        let question = VerifyOptions::new(&trust, SEALED_AT.parse().unwrap());
        verify(bundle, &question).unwrap().verdict()
    })
}

#[test]
fn a_bundle_is_authentic_by_a_strict_signature_alone() {
    let bundle = sealed(&Office::new());
    let mut good = 0;
    for vector in all_over(&signed_bytes(&bundle)) {
        let verdict = if vector.good { Verdict::Authentic } else { Verdict::NotAuthentic };
        assert_eq!(verdicts(&signed_by(&bundle, &vector), &vector.key), [verdict; 2], "{vector:02x?}");
        good += usize::from(vector.good);
    }
    assert_eq!(good, 43);
}

#[test]
fn a_bundle_whose_s_is_another_is_not_authentic() {
    let bundle = sealed(&Office::new());
    let mut files = unpack(Cursor::new(&bundle));
    let Ok(sshsig::Envelope::Ed25519(signed)) = sshsig::parse(file_mut(&mut files, ".sig")) else { panic!() };
    assert_eq!(signed.key, *key(7).public().unwrap().as_bytes());
    let vector = Vector { key: signed.key, signature: signed.signature, message: Vec::new(), good: true };
    assert_eq!(signed_by(&bundle, &vector), bundle, "packed again, nothing changes");
    assert_eq!(verdicts(&bundle, &vector.key), [Verdict::Authentic; 2]);
    let forged = signed_by(&bundle, &with_more(&vector, 1));
    assert_eq!(verdicts(&forged, &vector.key), [Verdict::NotAuthentic; 2]);
}

#[test]
fn a_line_with_a_hostile_key_cannot_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let keys: Vec<_> = small().into_iter().map(|point| point.bytes).chain(not_canonical()).collect();
    let honest = key(7).public().unwrap();
    let lines: String = keys.iter().chain([honest.as_bytes()]).map(line).collect();
    let path = folder.path().join("allowed_signers");
    fs::write(&path, lines).unwrap();
    let list = chancery_office::trust_sources::read(&path).unwrap().list;
    let usable: Vec<_> = list.rules().iter().map(|rule| rule.key).collect();
    assert_eq!(usable, [honest]);
    assert_eq!(list.unusable().iter().map(|line| line.line).collect::<Vec<_>>(), (1..=keys.len()).collect::<Vec<_>>());
}

#[test]
fn the_program_tells_of_a_hostile_key_and_does_not_take_it_in() {
    let office = Office::new();
    let bundle = sealed(&office);
    let anyone = all_over(&signed_bytes(&bundle)).find(|vector| vector.key == small()[0].bytes).unwrap();
    let forged = office.write("forged.zip", signed_by(&bundle, &anyone));
    let list = office.write("list", line(&anyone.key));
    let output = office.run(["verify".as_ref(), forged.as_os_str(), "--signers".as_ref(), list.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("NOT AUTHENTIC: "), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("line 1 cannot be used"), "{}", text(&output.stderr));
    refuses_to_trust(&office, &office.write("anyone.pub", line(&anyone.key).split_once(' ').unwrap().1));
}

fn refuses_to_trust(office: &Office, public: &Path) {
    let output = office.run(["key".as_ref(), "trust".as_ref(), public.as_os_str(), "legal@mfa.example".as_ref()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("anyone can sign under it"), "{}", text(&output.stderr));
}

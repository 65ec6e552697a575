//! Faults within the issuer's signature file, which lies in a bundle that is right.

use chancery_core::Role;
use curve25519_dalek::constants::ED25519_BASEPOINT_COMPRESSED;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::SigningKey;
use sha2::{Digest as _, Sha512};

use super::bag::{Bag, DOCUMENT, SIGNATURE, TAGMANIFEST};
use super::sshsig::{Blob, armored};
use super::trust::STRANGER;
use super::vector::Vector;
use crate::support::{IDENTITY, key};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    [others(), envelopes(), algorithms(), ed25519(), armors(), witnesses()].concat()
}

const SYNTAX: &str = "signature.syntax";
const BAD: &str = "signature.bad";

/// A bundle with this file for the issuer's signature.
fn vector(name: &str, codes: &str, comment: &str, file: impl Into<Vec<u8>>) -> Vector {
    let file = file.into();
    Vector::fault("signatures", name, codes, comment, Bag::small().change(SIGNATURE, |_| file).bytes())
}

/// What the issuer of the small bag signs.
fn message() -> Vec<u8> {
    Bag::small().file(TAGMANIFEST).to_vec()
}

/// The issuer's own blob, signed after a change: its signature is right for what it says.
fn signed(change: impl FnOnce(&mut Blob)) -> Blob {
    let mut blob = Blob::new();
    change(&mut blob);
    blob.signed(7, &message())
}

/// The issuer's own blob, changed after it was signed.
fn changed(change: impl FnOnce(&mut Blob)) -> Blob {
    let mut blob = signed(|_| {});
    change(&mut blob);
    blob
}

/// Signatures that are good, for something else.
fn others() -> Vec<Vector> {
    let other_bag = Bag::small().replace(DOCUMENT, "open", "shut");
    let stranger = Blob::new().signed(STRANGER, &message());
    vec![
        vector(
            "other-bundle",
            BAD,
            "the signature is that of another statement of the issuer",
            other_bag.file(SIGNATURE),
        ),
        vector(
            "other-file",
            BAD,
            "the signature is over the manifest",
            key(7).sign(Role::Issuer, Bag::small().file("manifest-sha256.txt")),
        ),
        vector(
            "other-role",
            "signature.namespace",
            "the signature was made as a witness",
            key(7).sign(Role::Witness, &message()),
        ),
        vector(
            "other-purpose",
            "signature.namespace",
            "the signature was made for a file",
            signed(|blob| blob.namespace = "file").file(),
        ),
        vector(
            "other-purpose-case",
            "signature.namespace",
            "the namespace is in upper case",
            signed(|blob| blob.namespace = "Chancery-issuer").file(),
        ),
        vector("no-purpose", SYNTAX, "the namespace is empty", signed(|blob| blob.namespace = "").file()),
        vector(
            "purpose-claimed",
            BAD,
            "the signature was made for a file, and the blob says otherwise",
            signed_as_file_for_issuer().file(),
        ),
        vector(
            "other-key-claimed",
            BAD,
            "the signature is a stranger's, and the blob names the issuer's key",
            changed(|blob| blob.signature.clone_from(&stranger.signature)).file(),
        ),
        vector(
            "own-key-claimed",
            BAD,
            "the signature is the issuer's, and the blob names a stranger's key",
            changed(|blob| blob.key.clone_from(&stranger.key)).file(),
        ),
        vector(
            "plain-ed25519",
            BAD,
            "the signature is over the tag manifest itself, without SSHSIG",
            changed(|blob| blob.signature = plain_signature()).file(),
        ),
    ]
}

fn signed_as_file_for_issuer() -> Blob {
    let mut blob = signed(|blob| blob.namespace = "file");
    blob.namespace = "chancery-issuer";
    blob
}

fn plain_signature() -> Vec<u8> {
    use ed25519_dalek::Signer;
    SigningKey::from_bytes(&[7; 32]).sign(&message()).to_bytes().to_vec()
}

/// Fields of the blob that are not what they must be.
fn envelopes() -> Vec<Vector> {
    vec![
        vector("magic", SYNTAX, "the blob begins otherwise", changed(|blob| blob.magic = b"SSHSIF").file()),
        vector("version-0", SYNTAX, "the blob is of version 0", changed(|blob| blob.version = 0).file()),
        vector("version-2", SYNTAX, "the blob is of version 2", changed(|blob| blob.version = 2).file()),
        vector(
            "reserved",
            SYNTAX,
            "the reserved field is not empty, and signed",
            signed(|blob| blob.reserved = b"x").file(),
        ),
        vector("rest", SYNTAX, "a byte follows the blob", changed(|blob| blob.rest = b"\0").file()),
        vector("cut-blob", SYNTAX, "the blob lacks its last byte", cut_blob()),
        vector("key-31", SYNTAX, "the key has 31 bytes", changed(|blob| blob.key.truncate(31)).file()),
        vector("key-33", SYNTAX, "the key has 33 bytes", changed(|blob| blob.key.push(0)).file()),
        vector(
            "signature-63",
            SYNTAX,
            "the signature has 63 bytes",
            changed(|blob| blob.signature.truncate(63)).file(),
        ),
        vector("signature-65", SYNTAX, "the signature has 65 bytes", changed(|blob| blob.signature.push(0)).file()),
        vector(
            "signature-type",
            SYNTAX,
            "the signature is said to be of another algorithm than the key",
            changed(|blob| blob.signature_type = b"ssh-rsa".to_vec()).file(),
        ),
        vector(
            "hash-unknown",
            SYNTAX,
            "the hash is none that SSHSIG knows",
            signed(|blob| blob.hash = "sha384").file(),
        ),
        vector("key-type-empty", SYNTAX, "the key is of no algorithm", changed(|blob| blob.key_type.clear()).file()),
    ]
}

fn cut_blob() -> String {
    let blob = signed(|_| {}).bytes();
    armored(&blob[..blob.len() - 1], 70)
}

/// Signatures that OpenSSH takes, and an issuer may not use.
fn algorithms() -> Vec<Vector> {
    let of_type = |kind: &str| {
        changed(|blob| {
            blob.key_type = kind.into();
            blob.signature_type = kind.into();
        })
    };
    let algorithm = |name, comment, blob: Blob| vector(name, "signature.algorithm", comment, blob.file());
    vec![
        algorithm(
            "sha256",
            "the signature is over SHA-256, as ssh-keygen makes it on request",
            signed(|blob| blob.hash = "sha256"),
        ),
        algorithm("rsa", "the key is said to be one of RSA", of_type("ssh-rsa")),
        algorithm("security-key", "the key is said to be one of a security key", of_type("sk-ssh-ed25519@openssh.com")),
        algorithm("certificate", "the key is said to be a certificate", of_type("ssh-ed25519-cert-v01@openssh.com")),
    ]
}

/// Signatures that some Ed25519 verifier takes for good.
fn ed25519() -> Vec<Vector> {
    let weak = |name, comment, key: [u8; 32]| {
        // R = B and S = 1 satisfy [S]B = R + [k]A for every k where A is neutral.
        let file = changed(|blob| {
            blob.key = key.to_vec();
            blob.signature = [ED25519_BASEPOINT_COMPRESSED.to_bytes(), Scalar::ONE.to_bytes()].concat();
        });
        vector(name, "signature.weak-key", comment, file.file())
    };
    let flipped = |at: usize, bit: u8| changed(|blob| blob.signature[at] ^= bit).file();
    vec![
        weak("key-neutral", "the key is the neutral element: all signatures are good", encoding(1, 0, 0)),
        weak("key-neutral-negative", "the key is the neutral element with a sign", encoding(1, 0, 0x80)),
        weak("key-neutral-large", "the key is the neutral element with y = p + 1", encoding(0xee, 0xff, 0x7f)),
        weak("key-order-2", "the key has the order 2", encoding(0xec, 0xff, 0x7f)),
        weak("key-order-4", "the key has the order 4", encoding(0, 0, 0)),
        weak("key-no-point", "the key is no point of the curve", encoding(2, 0, 0)),
        vector(
            "s-plus-l",
            BAD,
            "S is greater by the order of the group",
            changed(|blob| add_order(&mut blob.signature[32..])).file(),
        ),
        vector("r-neutral", BAD, "R is the neutral element, and the equation holds", r_neutral().file()),
        vector("r-changed", BAD, "a bit of R is another", flipped(0, 1)),
        vector("s-changed", BAD, "a bit of S is another", flipped(32, 1)),
        vector("s-high-bit", BAD, "the highest bit of S is set", flipped(63, 0x80)),
        vector("zeros", BAD, "the signature is of zeros", changed(|blob| blob.signature.fill(0)).file()),
        vector("halves-swapped", BAD, "S stands before R", changed(|blob| blob.signature.rotate_left(32)).file()),
    ]
}

fn encoding(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut bytes = [middle; 32];
    (bytes[0], bytes[31]) = (first, last);
    bytes
}

/// Adds L to a little-endian number.
fn add_order(number: &mut [u8]) {
    let mut order = (-Scalar::ONE).to_bytes();
    order[0] += 1;
    let mut carry = 0;
    for (byte, more) in number.iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(more);
        [*byte, _] = carry.to_le_bytes();
        carry >>= 8;
    }
    assert_eq!(carry, 0, "it fits into 256 bits");
}

/// What only the owner of the key can make: a commitment of order 1, and S = k a.
fn r_neutral() -> Blob {
    changed(|blob| {
        let r = encoding(1, 0, 0);
        let hash = Sha512::new().chain_update(r).chain_update(&blob.key).chain_update(blob.signed_bytes(&message()));
        let k = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let s = k * SigningKey::from_bytes(&[7; 32]).to_scalar();
        blob.signature = [r, s.to_bytes()].concat();
    })
}

/// How the whole file is changed.
type Rewrite = (&'static str, &'static str, fn(&str) -> String);

#[rustfmt::skip]
const ARMORS: &[Rewrite] = &[
    ("armor-crlf", "lines end with CR LF", |text| text.replace('\n', "\r\n")),
    ("armor-text-before", "a line stands before the armor", |text| format!("Signed by the press office.\n{text}")),
    ("armor-text-after", "a line stands after the armor", |text| format!("{text}Signed by the press office.\n")),
    ("armor-blank-after", "a blank line stands after the armor", |text| format!("{text}\n")),
    ("armor-bom", "a byte order mark comes first", |text| format!("\u{feff}{text}")),
    ("armor-nul-after", "NUL stands after the armor", |text| format!("{text}\0")),
    ("armor-twice", "there are two signatures", |text| text.repeat(2)),
    ("armor-no-final-lf", "the last line does not end", |text| text.trim_end().to_owned()),
    ("armor-no-footer", "the last line is missing", |text| text.replace("-----END SSH SIGNATURE-----\n", "")),
    ("armor-header", "the first line is that of PGP", |text| text.replace("BEGIN SSH", "BEGIN PGP")),
    ("armor-trailing-space", "a space follows the first line", |text| text.replacen("-----\n", "----- \n", 1)),
    ("armor-indented", "a line of base64 is indented", |text| text.replacen('\n', "\n ", 1)),
    ("armor-blank-line", "a blank line follows the first", |text| text.replacen('\n', "\n\n", 1)),
    ("armor-no-padding", "the padding of base64 is missing", |text| text.replace('=', "")),
    ("armor-double-padding", "the padding of base64 is too long", |text| text.replace('=', "==")),
    ("armor-url-alphabet", "base64 is in the alphabet for addresses", |text| text.replace('+', "-").replace('/', "_")),
    ("armor-unused-bits", "bits of base64 that are not used are not zero", unused_bits),
    ("armor-garbage", "there is a text instead", |_| "signed, the press office\n".to_owned()),
];

fn unused_bits(text: &str) -> String {
    let at = text.find('=').unwrap() - 1;
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = alphabet.iter().position(|digit| *digit == text.as_bytes()[at]).unwrap();
    format!("{}{}{}", &text[..at], char::from(alphabet[digit ^ 1]), &text[at + 1..])
}

fn armors() -> Vec<Vector> {
    let text = signed(|_| {}).file();
    let blob = signed(|_| {}).bytes();
    let mut vectors: Vec<_> =
        ARMORS.iter().map(|(name, comment, rewrite)| vector(name, SYNTAX, comment, rewrite(&text))).collect();
    vectors.extend([
        vector("armor-64", SYNTAX, "lines have 64 columns", armored(&blob, 64)),
        vector("armor-76", SYNTAX, "lines have 76 columns", armored(&blob, 76)),
        vector("armor-one-line", SYNTAX, "base64 stands on one line", armored(&blob, 1_000)),
        vector("no-armor", SYNTAX, "there is the blob without armor", blob),
    ]);
    vectors
}

/// A bad signature is a fault whatever its role.
fn witnesses() -> Vec<Vector> {
    let witness = |name, codes, comment, file: String| {
        let bag = Bag::small().with_evidence("witness.witness@archive.example.sig", file);
        Vector::fault("signatures", name, codes, comment, bag.bytes())
    };
    let blob = |change: fn(&mut Blob)| {
        let mut blob = Blob::new();
        blob.namespace = "chancery-witness";
        change(&mut blob);
        blob.signed(9, &message())
    };
    let of_type = |kind: &str| {
        let mut blob = blob(|_| {});
        blob.key_type = kind.into();
        blob.signature_type = kind.into();
        blob.file()
    };
    vec![
        witness("witness-garbage", SYNTAX, "a witness's file is a text", "seen\n".to_owned()),
        witness(
            "witness-bad",
            BAD,
            "a witness's signature is over another tag manifest",
            key(9).sign(Role::Witness, b"other"),
        ),
        witness(
            "witness-namespace",
            "signature.namespace",
            "a witness has signed as an archivist",
            key(9).sign(Role::Archivist, &message()),
        ),
        witness(
            "witness-other-namespace",
            "signature.namespace",
            "a witness's signature of another algorithm is for another purpose",
            blob(|blob| {
                blob.namespace = "file";
                blob.hash = "sha256";
            })
            .file(),
        ),
        witness(
            "witness-other-reserved",
            SYNTAX,
            "a witness's signature of another algorithm has something reserved",
            blob(|blob| {
                blob.reserved = b"x";
                blob.hash = "sha256";
            })
            .file(),
        ),
        witness(
            "witness-other-hash",
            SYNTAX,
            "a witness's signature of another algorithm has an unknown hash",
            blob(|blob| blob.hash = "md5").file(),
        ),
        witness(
            "witness-other-name-long",
            SYNTAX,
            "a witness's algorithm has a name of 65 bytes",
            of_type(&"a".repeat(65)),
        ),
        witness(
            "witness-other-name-space",
            SYNTAX,
            "a witness's algorithm has a name with a space",
            of_type("ssh rsa"),
        ),
        witness("witness-other-name-empty", SYNTAX, "a witness's algorithm has an empty name", of_type("")),
        identity_of_witness(),
    ]
}

/// 8.7 point 4 allows this only to one identity.
fn identity_of_witness() -> Vector {
    let file = key(7).sign(Role::Witness, &message());
    let bag = Bag::small().with_evidence(&format!("witness.{IDENTITY}.de.sig"), file);
    let codes = "signature.same-key trust.cosigner-not-trusted";
    Vector::fault(
        "signatures",
        "same-key-longer-identity",
        codes,
        "the issuer's key has signed for a longer identity",
        bag.bytes(),
    )
}

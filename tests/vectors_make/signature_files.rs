//! The files under `signatures/`: their names, their sizes, and whose they are.

use chancery_core::Role;

use super::bag::{Bag, SIGNATURE};
use super::trust::{LEGAL, STRANGER, WITNESS};
use super::vector::Vector;
use crate::support::IDENTITY;

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let mut vectors: Vec<_> = NAMES.iter().map(named).collect();
    vectors.extend(too_long());
    vectors.extend(sizes());
    vectors.extend(signers());
    vectors
}

/// The name of a vector, its comment, and a name that no file may have there.
#[rustfmt::skip]
const NAMES: &[(&str, &str, &str)] = &[
    ("name-free", "a file has a name of no form", "readme.txt"),
    ("name-role", "a signature is in a role that there is not", "editor.press@mfa.example.sig"),
    ("name-role-case", "a role is in upper case", "Witness.press@mfa.example.sig"),
    ("name-no-identity", "a signature has no identity", "witness.sig"),
    ("name-empty-identity", "a signature has an empty identity", "witness..sig"),
    ("name-identity-case", "an identity is in upper case", "witness.Press@mfa.example.sig"),
    ("name-identity-dots", "an identity holds two dots", "witness.a..b.sig"),
    ("name-extension-case", "the extension is in upper case", "witness.a.SIG"),
    ("name-asc", "a signature is one of PGP", "witness.a.asc"),
    ("name-folder", "a file lies in a folder below signatures/", "old/witness.a.sig"),
    ("name-evidence-0", "evidence has the number 0", "issuer.press@mfa.example.sig.0.tsr"),
    ("name-evidence-01", "evidence has a number with a leading zero", "issuer.press@mfa.example.sig.01.tsr"),
    ("name-evidence-1000000", "evidence has a number of seven digits", "issuer.press@mfa.example.sig.1000000.tsr"),
    ("name-evidence-no-number", "evidence has no number", "issuer.press@mfa.example.sig.tsr"),
    ("name-evidence-kind-case", "evidence has a kind in upper case", "issuer.press@mfa.example.sig.1.TSR"),
    ("name-evidence-kind-long", "evidence has a kind of 17 letters",
        "issuer.press@mfa.example.sig.1.abcdefghijklmnopq"),
    ("name-proof-device", "a log proof has the name of a device", "con.tlog-proof"),
    ("name-proof-dot", "a log proof has a dot in its name", "a.b.tlog-proof"),
    ("name-proof-empty", "a log proof has no name", ".tlog-proof"),
    ("name-proof-long", "a log proof has a name of 33 letters", "abcdefghijklmnopqrstuvwxyz0123456.tlog-proof"),
    ("name-algorithm-empty", "a signature of another algorithm names none", "issuer.press@mfa.example.sig-"),
    ("name-algorithm-case", "another algorithm is in upper case", "issuer.press@mfa.example.sig-MLDSA44"),
    ("name-key", "a public key lies beside the signature", "press@mfa.example.pub"),
];

fn named((name, comment, file): &(&str, &str, &str)) -> Vector {
    let bag = Bag::small().with_evidence(file, "more\n");
    Vector::fault("signatures", name, "bag.unexpected-file", comment, bag.bytes())
}

fn too_long() -> Vec<Vector> {
    let vector = |name, comment, file: &str| named(&(name, comment, file));
    vec![
        vector("name-identity-101", "an identity has 101 bytes", &format!("witness.{}.sig", "a".repeat(101))),
        vector(
            "name-identity-102",
            "an identity that ends in .sig.1 has 102 bytes",
            &format!("witness.{}.sig.1.sig", "a".repeat(96)),
        ),
        vector("name-201", "a name has 201 bytes", &format!("witness.a.sig-{}", "a".repeat(187))),
    ]
}

/// Files that are empty, or too large, or about nothing.
fn sizes() -> Vec<Vector> {
    let vector = |name, codes, comment, bag: Bag| Vector::fault("signatures", name, codes, comment, bag.bytes());
    let evidence = |bytes: Vec<u8>| Bag::small().with_evidence("log.tlog-proof", bytes);
    let alone = |name| Bag::small().with_evidence(name, "time");
    vec![
        vector(
            "empty",
            "container.limit signature.syntax",
            "the signature file is empty",
            Bag::small().change(SIGNATURE, |_| Vec::new()),
        ),
        vector("empty-evidence", "container.limit evidence.not-checked", "a log proof is empty", evidence(Vec::new())),
        vector("large-evidence", "container.limit", "a log proof has 65,537 bytes", evidence(vec![b'a'; 65_537])),
        vector(
            "evidence-alone",
            "bag.missing-file",
            "evidence is about a signature that is not there",
            alone("witness.a.sig.1.tsr"),
        ),
        vector(
            "evidence-on-evidence",
            "bag.unexpected-file",
            "evidence is about evidence",
            alone("issuer.press@mfa.example.sig.1.tsr.1.tsr"),
        ),
    ]
}

/// Good signatures of those who cannot have signed.
fn signers() -> Vec<Vector> {
    let vector = |name, codes, comment, bag: Bag| Vector::fault("signatures", name, codes, comment, bag.bytes());
    let small = Bag::small;
    vec![
        vector("none", "signature.none", "no issuer has signed", small().unsigned()),
        vector(
            "none-but-witness",
            "signature.none",
            "a trusted witness has signed, and no issuer",
            small().unsigned().signed(Role::Witness, WITNESS.0, WITNESS.1),
        ),
        vector(
            "none-but-evidence",
            "signature.none evidence.not-checked",
            "there is evidence, and no signature",
            small().unsigned().with_evidence("log.tlog-proof", "proof"),
        ),
        vector(
            "unlisted-issuer",
            "signature.unlisted-issuer",
            "a trusted issuer has signed whom the statement does not name",
            small().signed(Role::Issuer, LEGAL.0, LEGAL.1),
        ),
        vector(
            "unlisted-issuer-alone",
            "signature.none signature.unlisted-issuer",
            "a trusted issuer has signed in place of the one named",
            small().unsigned().signed(Role::Issuer, LEGAL.0, LEGAL.1),
        ),
        vector(
            "unlisted-stranger",
            "signature.unlisted-issuer trust.unknown-key",
            "a stranger has signed as an issuer",
            small().signed(Role::Issuer, "evil@mfa.example", STRANGER),
        ),
        vector(
            "same-key-issuers",
            "signature.same-key trust.unknown-key",
            "one key has signed for both issuers",
            Bag::joint().signed(Role::Issuer, LEGAL.0, 7),
        ),
        vector(
            "same-key-witness",
            "signature.same-key trust.cosigner-not-trusted",
            "the issuer's key has signed for a witness",
            small().signed(Role::Witness, WITNESS.0, 7),
        ),
        vector(
            "same-key-witnesses",
            "signature.same-key trust.cosigner-not-trusted",
            "one key has signed for a witness and for an archivist",
            small().signed(Role::Witness, "a", STRANGER).signed(Role::Archivist, "b", STRANGER),
        ),
        replayed_as_witness(),
    ]
}

/// The issuer's own file under a witness's name.
fn replayed_as_witness() -> Vector {
    let file = Bag::small().file(SIGNATURE).to_vec();
    let bag = Bag::small().with_evidence(&format!("witness.{IDENTITY}.sig"), file);
    Vector::fault(
        "signatures",
        "replayed-as-witness",
        "signature.namespace",
        "the issuer's signature lies there as a witness's too",
        bag.bytes(),
    )
}

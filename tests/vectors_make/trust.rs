//! The reader's trust list, and bundles that are intact but not trusted by it.

use chancery_core::{Role, Verdict};

use super::bag::{BAG_INFO, Bag, METADATA};
use super::vector::Vector;
use crate::support::key;

/// The seeds of the keys of others than press@mfa.example, which has 7.
pub const LEGAL: (&str, u8) = ("legal@mfa.example", 8);
pub const WITNESS: (&str, u8) = ("witness@archive.example", 9);
const FORMER: (&str, u8) = ("former@mfa.example", 10);
const NEW: (&str, u8) = ("new@mfa.example", 11);
const LOST: (&str, u8) = ("lost@mfa.example", 12);
const ANY_ROLE: (&str, u8) = ("any@mfa.example", 13);
/// A key that no list names.
pub const STRANGER: u8 = 20;

/// The list: who is trusted for what, from when to when.
pub fn allowed_signers() -> String {
    let issuer = r#"namespaces="chancery-issuer",valid-after="20200101Z""#;
    [
        line(("press@mfa.example", 7), &format!("{issuer} ")),
        line(LEGAL, &format!("{issuer} ")),
        line(WITNESS, r#"namespaces="chancery-witness" "#),
        line(FORMER, r#"namespaces="chancery-issuer",valid-after="20200101Z",valid-before="20260401Z" "#),
        line(NEW, r#"namespaces="chancery-issuer",valid-after="20260401Z" "#),
        line(LOST, &format!("{issuer} ")),
        line(ANY_ROLE, ""),
    ]
    .concat()
}

fn line((identity, seed): (&str, u8), options: &str) -> String {
    format!("{identity} {options}{}\n", key(seed).public().unwrap())
}

/// The keys that are not to be trusted any more.
pub fn revoked_keys() -> String {
    format!("{} compromised-since=20260301Z reason=laptop stolen\n", key(LOST.1).public().unwrap())
}

/// The bundles, which all verify but for trust.
pub fn vectors() -> Vec<Vector> {
    let small = Bag::small;
    let intact = |name: &str, expect, codes, comment, bag: Bag| {
        Vector::new(format!("trust/{name}"), expect, codes, comment, bag.bytes())
    };
    let untrusted = |name, codes, comment, bag| intact(name, Verdict::Untrusted, codes, comment, bag);
    let authentic = |name, codes, comment, bag| intact(name, Verdict::Authentic, codes, comment, bag);
    vec![
        untrusted("unknown-key", "trust.unknown-key", "the key is in no list", small().signed_again(STRANGER)),
        untrusted(
            "key-of-another",
            "trust.unknown-key",
            "the key is trusted for another identity",
            small().signed_again(8),
        ),
        untrusted(
            "unknown-identity",
            "trust.unknown-key",
            "the key is trusted, the identity is not its own",
            by(("prime@mfa.example", 7)),
        ),
        untrusted("witness-as-issuer", "trust.unknown-key", "the key is trusted as a witness alone", by(WITNESS)),
        untrusted("before-the-window", "trust.outside-validity", "sealed before the key is trusted", by(NEW)),
        untrusted("revoked", "trust.revoked", "the key is revoked", by(LOST)),
        untrusted(
            "future",
            "trust.sealed-in-future",
            "sealed 301 seconds after the reader's clock",
            sealed_at("2026-06-01T12:05:01Z"),
        ),
        authentic("clock-behind", "", "sealed 300 seconds after the reader's clock", sealed_at("2026-06-01T12:05:00Z")),
        authentic(
            "retired",
            "trust.retired-key",
            "the key was trusted when this was sealed, and has been retired since",
            by(FORMER),
        ),
        authentic("every-role", "trust.no-namespaces", "the list gives the key every role", by(ANY_ROLE)),
        authentic(
            "joint",
            "",
            "a joint statement, signed by both",
            Bag::joint().signed(Role::Issuer, LEGAL.0, LEGAL.1),
        ),
        untrusted(
            "joint-signed-by-first",
            "signature.incomplete",
            "a joint statement, signed by the first issuer alone",
            Bag::joint(),
        ),
        untrusted(
            "joint-signed-by-second",
            "signature.incomplete",
            "a joint statement, signed by the second issuer alone",
            Bag::joint().unsigned().signed(Role::Issuer, LEGAL.0, LEGAL.1),
        ),
        untrusted(
            "joint-one-unknown",
            "trust.unknown-key",
            "a joint statement, signed by both, one of them with an unknown key",
            Bag::joint().signed(Role::Issuer, LEGAL.0, STRANGER),
        ),
    ]
}

/// A statement by another issuer alone.
fn by((identity, seed): (&str, u8)) -> Bag {
    let named = |bag: Bag, path| bag.replace(path, "press@mfa.example", identity);
    named(named(Bag::small().unsigned(), METADATA), BAG_INFO).signed(Role::Issuer, identity, seed)
}

fn sealed_at(time: &str) -> Bag {
    let bag = Bag::small().replace(BAG_INFO, "Sealed-At: 2026-03-12T14:05:00Z", &format!("Sealed-At: {time}"));
    bag.replace(BAG_INFO, "Bagging-Date: 2026-03-12", &format!("Bagging-Date: {}", &time[..10]))
}

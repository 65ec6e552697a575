//! Bundles that are authentic, at the edges of what is allowed.

use chancery_core::{Role, Verdict};

use super::bag::{BAG_INFO, Bag, DOCUMENT, METADATA, TAGMANIFEST};
use super::sshsig::Blob;
use super::trust::{STRANGER, WITNESS};
use super::vector::Vector;
use crate::support::IDENTITY;

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let mut vectors: Vec<_> = METADATAS.iter().map(of_metadata).collect();
    for more in [bags(), documents(), limits(), cosigners(), evidence()] {
        vectors.extend(more);
    }
    vectors
}

fn vector(name: &str, codes: &str, comment: &str, bag: &Bag) -> Vector {
    Vector::new(format!("good/{name}"), Verdict::Authentic, codes, comment, bag.bytes())
}

/// The name of a vector, its comment, and what stands in the full metadata for what.
type Change = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const METADATAS: &[Change] = &[
    ("any-type", "type is the office's own word",
        "\"speech\"", "\"note-verbale\""),
    ("day-of-leap-year", "held is 29 February of a leap year",
        "2026-03-11T10:00:00Z", "2024-02-29"),
    ("first-day", "held is the first day there is",
        "2026-03-11T10:00:00Z", "0001-01-01"),
    ("last-moment", "held is the last moment there is",
        "2026-03-11T10:00:00Z", "9999-12-31T23:59:59Z"),
    ("future-issue", "issued is later than the time of sealing and the clock",
        "\"issued\": \"2026-03-12\"", "\"issued\": \"2027-01-01\""),
    ("language-full", "language has script, region and variants",
        "\"en-GB\"", "\"sl-Latn-IT-rozaj-1994\""),
    ("language-region-number", "language has a region of three digits",
        "\"en-GB\"", "\"es-419\""),
    ("language-unregistered", "language is well-formed, and in no registry",
        "\"en-GB\"", "\"qx-Qxyz-ZZ\""),
    ("subject-twice", "a subject stands twice",
        "\"diplomacy\"", "\"peace\""),
    ("not-normalized", "a text has combining marks",
        "Exampleville", "Exampleville e\u{301}"),
    ("normalized", "a text has letters with marks",
        "Exampleville", "Exampleville \u{e9}"),
    ("bidirectional", "a text has controls of direction",
        "Exampleville", "\u{202e}ellivelpmaxE\u{202c}"),
    ("byte-order-mark-inside", "a text begins with U+FEFF",
        "Exampleville", "\u{feff}Exampleville"),
    ("no-break-space", "a text begins with a space that is not U+0020",
        "Exampleville", "\u{a0}Exampleville"),
    ("emoji", "a text has joined emoji beyond U+FFFF",
        "Exampleville", "👩\u{200d}💼 📢"),
    ("source-http", "source is not encrypted",
        "https://mfa.example/news/17?a=b#c", "http://mfa.example"),
    ("unknown-largest", "an unknown key is 2^53 - 1",
        "-77", "9007199254740991"),
    ("unknown-smallest", "an unknown key is 1 - 2^53",
        "-77", "-9007199254740991"),
    ("unknown-zero", "an unknown key is 0",
        "-77", "0"),
    ("unknown-name", "an unknown key's name has quotes, and sorts by its own bytes",
        "  \"x-audience\"", "  \"\\\"a\\\"\": false,\n  \"Ünbekannt\": \"b\",\n  \"x-audience\""),
    ("media-type-parameters", "a media type has two parameters",
        "text/plain; charset=utf-8", "text/plain; format=flowed; charset=US-ASCII"),
];

fn of_metadata((name, comment, from, to): &Change) -> Vector {
    let bag = Bag::full().replace(METADATA, from, to);
    let bag = if *name == "unknown-name" { sorted_unknown(bag) } else { bag };
    vector(name, "", comment, &bag)
}

/// Keys beyond ASCII come after all others.
fn sorted_unknown(bag: Bag) -> Bag {
    let bag = bag.replace(METADATA, "  \"Ünbekannt\": \"b\",\n", "");
    bag.replace(METADATA, "\"b\"\n  ]\n}", "\"b\"\n  ],\n  \"Ünbekannt\": \"b\"\n}")
}

fn bags() -> Vec<Vector> {
    let swapped = Bag::small().replace(DOCUMENT, "The harbour is open.\n", "The harbour is shut.\n");
    vec![
        vector("small", "", "nothing is there that may be left out", &Bag::small()),
        vector("full", "", "everything is there that may be", &Bag::full()),
        vector("scripts", "", "the title is there in many scripts", &scripts()),
        vector("same-size", "", "another document of the same size", &swapped),
    ]
}

/// A title in each script of the samples.
fn scripts() -> Bag {
    let titles = [
        ("am", "የቤተ መዛግብት ቀን"),
        ("ar", "اليوم العالمي للأرشيف"),
        ("el", "Διεθνής Ημέρα Αρχείων"),
        ("fr", "Sur le mot « paix »"),
        ("he", "יום הארכיונים"),
        ("hi", "अभिलेखागार दिवस"),
        ("hy", "Արխիվների օր"),
        ("ja", "アーカイブの日"),
        ("ka", "არქივების დღე"),
        ("ko", "기록의 날"),
        ("os", "Архивты бон"),
        ("ru", "О слове «мир»"),
        ("ta", "ஆவணக்காப்பக நாள்"),
        ("th", "วันจดหมายเหตุ"),
        ("vi", "Ngày Lưu trữ"),
        ("zh-Hans", "国际档案日"),
    ];
    let lines: Vec<_> = titles.iter().map(|(tag, title)| format!("    \"{tag}\": \"{title}\"")).collect();
    let two = "    \"fr\": \"Sur le mot « paix »\",\n    \"ru\": \"О слове «мир»\"";
    Bag::full().replace(METADATA, two, &lines.join(",\n"))
}

fn documents() -> Vec<Vector> {
    let renamed = |name, comment, path: &str| vector(name, "", comment, &Bag::small().renamed(DOCUMENT, path));
    let two = |name, comment, first: &str, second: &str| {
        vector(name, "", comment, &Bag::full().renamed(DOCUMENT, first).renamed("data/text.fr.txt", second))
    };
    let with = |name, comment, bytes: Vec<u8>| {
        let size = format!("{}.1", bytes.len());
        vector(name, "", comment, &Bag::small().change(DOCUMENT, |_| bytes).replace(BAG_INFO, "21.1", &size))
    };
    let part = "a".repeat(100);
    vec![
        with("empty-document", "the document is empty", Vec::new()),
        with("bundle-as-document", "the document is another bundle", Bag::small().bytes()),
        with("any-bytes", "the document has every byte", (0..=255).collect()),
        renamed("deep", "the document lies in seven folders", "data/1/2/3/4/5/6/7/8"),
        renamed("long-part", "a document's name has 100 bytes", &format!("data/{part}")),
        renamed("long-path", "a path below data/ has 200 bytes", &format!("data/{part}/{}", "b".repeat(99))),
        renamed("letters", "a name has every kind of character", "data/Aa0._-"),
        renamed("almost-a-device", "a name begins as that of a device", "data/console.txt"),
        renamed("no-device", "a name has two digits where a device has one", "data/com10.txt"),
        renamed("tag-file-below", "a document has the name of a tag file", "data/bagit.txt"),
        two("order-of-bytes", "a hyphen and a dot sort before a slash", "data/a-b/text.txt", "data/a.txt"),
        two("order-of-case", "upper case sorts before lower case", "data/Z.txt", "data/a.txt"),
        two(
            "folders-differ-in-case",
            "two folders differ only in case, their files do not",
            "data/A/1.txt",
            "data/a/2.txt",
        ),
        two("file-beside-folder", "a name begins as a folder does", "data/a.txt", "data/a/b.txt"),
    ]
}

fn limits() -> Vec<Vector> {
    let long = |text: &str, length| Bag::full().replace(METADATA, text, &"a".repeat(length));
    vec![
        vector("top-short", "", "the top folder has one byte", &Bag::small().under("0")),
        vector("top-long", "", "the top folder has 100 bytes", &Bag::small().under(&"a".repeat(100))),
        vector("long-place", "", "place has 4,096 bytes", &long("Exampleville", 4_096)),
        vector(
            "long-summary",
            "",
            "summary has 65,536 bytes",
            &long("The minister speaks of a word, and of \\\\ in it.", 65_536),
        ),
        vector("long-key", "", "an unknown key's name has 256 bytes", &long("x-audience", 256)),
    ]
}

/// Witnesses and archivists, who change no verdict.
fn cosigners() -> Vec<Vector> {
    let small = Bag::small;
    let other = |name, comment, change: fn(&mut Blob)| {
        let mut blob = Blob::new();
        blob.namespace = "chancery-witness";
        blob = blob.signed(9, small().file(TAGMANIFEST));
        change(&mut blob);
        let bag = small().with_evidence("witness.witness@archive.example.sig", blob.file());
        vector(name, "signature.other-algorithm", comment, &bag)
    };
    let strange = "trust.cosigner-not-trusted";
    vec![
        vector("witness", "", "a trusted witness has signed too", &small().signed(Role::Witness, WITNESS.0, WITNESS.1)),
        vector(
            "witness-unknown",
            strange,
            "an unknown witness has signed too",
            &small().signed(Role::Witness, "a", STRANGER),
        ),
        vector(
            "archivist",
            strange,
            "an unknown archivist has signed too",
            &small().signed(Role::Archivist, "archive", STRANGER),
        ),
        vector(
            "roles",
            strange,
            "the issuer has signed as a witness too, with one key",
            &small().signed(Role::Witness, IDENTITY, 7),
        ),
        vector(
            "keys",
            strange,
            "the issuer has signed as a witness too, with another key",
            &small().signed(Role::Witness, IDENTITY, STRANGER),
        ),
        vector(
            "identity-as-file",
            strange,
            "a witness's identity is as long as a file's name",
            &small().signed(Role::Witness, "a.sig.1", STRANGER),
        ),
        vector(
            "identity-long",
            strange,
            "a witness's identity has 100 bytes",
            &small().signed(Role::Witness, &"a".repeat(100), STRANGER),
        ),
        other("witness-rsa", "a witness's signature is of an algorithm that is not judged", |blob| {
            blob.key_type = b"ssh-rsa".to_vec();
            blob.signature_type = b"rsa-sha2-512".to_vec();
        }),
        other("witness-sha256", "a witness's signature is over SHA-256", |blob| {
            blob.hash = "sha256";
        }),
        other("witness-algorithm-64", "a witness's algorithm has a name of 64 bytes", |blob| {
            blob.key_type = vec![b'a'; 64];
        }),
    ]
}

/// What changes no verdict, whatever it holds.
fn evidence() -> Vec<Vector> {
    let evidence = |name, comment, file: &str, bytes: Vec<u8>| {
        vector(name, "evidence.not-checked", comment, &Bag::small().with_evidence(file, bytes))
    };
    let some = || b"\xff\0 anything".to_vec();
    let signature = format!("issuer.{IDENTITY}.sig");
    vec![
        evidence("evidence-proof", "a log proof proves nothing", "log.tlog-proof", some()),
        evidence("evidence-time", "a time-stamp proves nothing", &format!("{signature}.1.tsr"), some()),
        evidence(
            "evidence-number",
            "evidence has the largest number, and a kind that is not known",
            &format!("{signature}.999999.new-kind"),
            some(),
        ),
        evidence(
            "evidence-algorithm",
            "a signature of a later algorithm lies there",
            &format!("{signature}-mldsa44"),
            some(),
        ),
        evidence("evidence-large", "evidence has 65,536 bytes", "log.tlog-proof", vec![b'a'; 65_536]),
        evidence("evidence-one-byte", "evidence has one byte", "log.tlog-proof", vec![0]),
        evidence(
            "evidence-long-name",
            "a log proof has a name of 32 letters",
            &format!("{}.tlog-proof", "a".repeat(32)),
            some(),
        ),
    ]
}

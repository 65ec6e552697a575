//! Bundles that no chancery made, with controls in every place that a verifier speaks of.

use std::fs;

use chancery_core::signature::sshsig;
use chancery_core::signature::sshsig::Ed25519;

use crate::hostile_terminal::screen::see;
use crate::hostile_terminal::{ALLOWED, CONTROLS};
use crate::support::stored::{Stored, file_mut, repacked};
use crate::support::{IDENTITY, Office, text};

/// Where, and how the files are changed.
type Forgery = (&'static str, fn(&mut Vec<Stored>));

fn replace(files: &mut [Stored], file: &str, old: &str, new: &str) {
    let bytes = file_mut(files, file);
    let changed = text(bytes).replacen(old, new, 1);
    assert_ne!(changed.as_bytes(), &bytes[..], "{old} is not in {file}");
    *bytes = changed.into_bytes();
}

fn rename(files: &mut [Stored], old: &str, new: &str) {
    let (name, _) = files.iter_mut().find(|(name, _)| name.contains(old)).unwrap();
    *name = name.replacen(old, new, 1);
}

/// Text as JSON would write it, without the quotation marks.
fn escaped(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

const METADATA: [Forgery; 12] = [
    ("title, raw", |files| replace(files, "metadata.json", "Harbour", CONTROLS)),
    ("title, escaped", |files| replace(files, "metadata.json", "Harbour", &escaped(CONTROLS))),
    ("title, allowed", |files| replace(files, "metadata.json", "Harbour", ALLOWED)),
    ("a key", |files| replace(files, "metadata.json", "\"title\"", &format!("\"{}\"", escaped(CONTROLS)))),
    ("a key twice", |files| {
        let key = escaped(CONTROLS);
        replace(files, "metadata.json", "\"title\"", &format!("\"{key}\": 1,\n  \"{key}\": 1,\n  \"title\""));
    }),
    ("a key inside", |files| {
        replace(files, "metadata.json", "\"identity\"", &format!("\"{}\": 1, \"identity\"", escaped(CONTROLS)));
    }),
    ("identity", |files| replace(files, "metadata.json", IDENTITY, &escaped(CONTROLS))),
    ("language", |files| replace(files, "metadata.json", "\"en\"", &format!("\"{}\"", escaped(CONTROLS)))),
    ("titles", |files| {
        replace(
            files,
            "metadata.json",
            "\"type\"",
            &format!("\"titles\": {{\"{0}\": \"{0}\"}}, \"type\"", escaped(CONTROLS)),
        );
    }),
    ("path", |files| replace(files, "metadata.json", "data/text.txt", &format!("data/{}", escaped(CONTROLS)))),
    ("media type", |files| replace(files, "metadata.json", "text/plain", &escaped(CONTROLS))),
    ("format", |files| replace(files, "metadata.json", "chancery/1", &escaped(CONTROLS))),
];

const TAG_FILES: [Forgery; 8] = [
    ("a value in bag-info.txt", |files| replace(files, "bag-info.txt", "Harbour", CONTROLS)),
    ("a label in bag-info.txt", |files| replace(files, "bag-info.txt", "External-Description", CONTROLS)),
    ("the name in bag-info.txt", |files| replace(files, "bag-info.txt", "2026-03-12-harbour", ALLOWED)),
    ("the time in bag-info.txt", |files| replace(files, "bag-info.txt", "14:05", CONTROLS)),
    ("the format in bag-info.txt", |files| {
        replace(files, "bag-info.txt", "chancery/1", &format!("chancery/2{ALLOWED}"));
    }),
    ("a path in the manifest", |files| replace(files, "/manifest-sha256.txt", "text.txt", &CONTROLS.replace('\n', ""))),
    ("a path in the tagmanifest", |files| replace(files, "tagmanifest-sha256.txt", "bagit.txt", ALLOWED)),
    ("a line in the tagmanifest", |files| replace(files, "tagmanifest-sha256.txt", "  bagit.txt", CONTROLS)),
];

const NAMES: [Forgery; 7] = [
    ("a document's name", |files| rename(files, "data/text.txt", &format!("data/{CONTROLS}"))),
    ("a document's allowed name", |files| rename(files, "data/text.txt", &format!("data/{ALLOWED}"))),
    ("a signature's name", |files| rename(files, "issuer.press", &format!("issuer.{CONTROLS}"))),
    ("a name under signatures/", |files| files.push((format!("2026-03-12-harbour/signatures/{CONTROLS}"), vec![1]))),
    ("another file's name", |files| files.push((format!("2026-03-12-harbour/{CONTROLS}"), vec![1]))),
    ("a name outside", |files| files.push((format!("{CONTROLS}/{ALLOWED}"), vec![1]))),
    ("the folder's name", |files| files.iter_mut().for_each(|(name, _)| *name = name.replace("2026-03-12", CONTROLS))),
];

const SIGNATURES: [Forgery; 2] = [
    ("an armor", |files| replace(files, ".sig", "SSH SIGNATURE", CONTROLS)),
    ("a namespace", |files| {
        let namespace = CONTROLS.chars().filter(char::is_ascii).collect();
        let envelope = Ed25519 { key: [3; 32], namespace, signature: [0; 64] };
        *file_mut(files, ".sig") = sshsig::write(&envelope).into_bytes();
    }),
];

/// A bundle whose values the forgeries replace.
fn honest(office: &Office) -> Vec<u8> {
    office.write("text.txt", "The harbour is open.\n");
    fs::read(office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"])).unwrap()
}

#[test]
fn nothing_that_a_forged_bundle_holds_reaches_the_screen() {
    let office = Office::new();
    let honest = honest(&office);
    for (at, (place, change)) in [&METADATA[..], &TAG_FILES, &NAMES, &SIGNATURES].concat().into_iter().enumerate() {
        let name = format!("{at}.zip");
        office.write(&format!("archive/{name}"), repacked(&honest, change));
        office.write(&name, repacked(&honest, change));
        let said = see(&office, &["verify", &name]);
        assert!(said.starts_with("NOT AUTHENTIC: "), "{place}: {said}");
        for command in [
            &["--quiet", "verify", &name][..],
            &["show", &name, "--text"],
            &["extract", &name, "--to", "out"],
            &["show", "0123456789"],
        ] {
            see(&office, command);
        }
    }
    assert!(see(&office, &["list"]).contains("NOT AUTHENTIC: archive/0.zip"));
    assert!(!office.path("out").exists());
}

#[test]
fn nothing_that_a_forged_bundle_holds_breaks_a_line_of_json() {
    let office = Office::new();
    let honest = honest(&office);
    for (at, (place, change)) in [&METADATA[..], &TAG_FILES, &NAMES, &SIGNATURES].concat().into_iter().enumerate() {
        let name = format!("{at}.zip");
        office.write(&name, repacked(&honest, change));
        let said = text(&office.run(["--json", "verify", &name]).stdout);
        let line: serde_json::Value = serde_json::from_str(said.trim_end_matches('\n')).unwrap();
        assert_eq!(line["verdict"], "not-authentic", "{place}");
        let control = said.trim_end_matches('\n').chars().find(|letter| letter.is_control());
        assert_eq!(control, None, "{place}: {said:?}");
    }
}

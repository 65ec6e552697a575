//! What lies around a bundle, and may come from elsewhere too: trust lists, lists of revoked keys, settings, metadata.

use std::fs;

use crate::hostile_terminal::screen::see;
use crate::hostile_terminal::{ALLOWED, CONTROLS};
use crate::support::{IDENTITY, Office};

fn office() -> Office {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    office.done(["seal", "text.txt", "--title", "Harbour", "--issued", "2026-03-12", "--out", "one.zip"]);
    office
}

#[test]
fn a_trust_list_does_nothing_to_the_screen() {
    let office = office();
    let key = fs::read_to_string(office.path(format!("keys/{IDENTITY}.pub"))).unwrap();
    let key = key.trim();
    let controls = CONTROLS.replace('\n', "");
    let list = format!(
        "{controls}@mfa.example {key}\n\"{controls},press@mfa.example\" namespaces=\"{controls},chancery-issuer\" {key}\n\
         press@mfa.example {controls}=\"1\" {key}\npress@mfa.example valid-after=\"{controls}\" {key}\n\
         press@mfa.example {controls} AAAA\n{ALLOWED} {ALLOWED}\n{ALLOWED} {key}\n"
    );
    office.write("keys/allowed_signers", list);
    let said = see(&office, &["verify", "one.zip"]);
    assert!(said.contains("line 3 cannot be used") && said.contains("AUTHENTIC"), "{said}");
    see(&office, &["key", "list"]);
    see(&office, &["key", "show", IDENTITY]);
    see(&office, &["list"]);
    office.write("keys/revoked_keys", format!("{} reason={controls}{ALLOWED}\n", &key[..80]));
    assert!(see(&office, &["verify", "one.zip"]).contains("trust.revoked"));
    office.write("keys/revoked_keys", format!("{} compromised-since={controls}\n", &key[..80]));
    assert!(see(&office, &["verify", "one.zip"]).contains("revoked_keys"));
}

#[test]
fn a_key_file_does_nothing_to_the_screen() {
    let office = office();
    for text in [CONTROLS, ALLOWED] {
        office.write("bad.pub", format!("{text} {text}\n"));
        see(&office, &["key", "trust", "bad.pub", IDENTITY]);
        office.write(&format!("keys/{IDENTITY}.pub"), format!("{text} {text}\n"));
        see(&office, &["key", "show", IDENTITY]);
        office.write(&format!("keys/{IDENTITY}"), format!("{text} {text}\n"));
        see(&office, &["seal", "text.txt", "--title", "A", "--issued", "2026-03-12"]);
    }
}

#[test]
fn settings_and_metadata_do_nothing_to_the_screen() {
    let office = office();
    let quoted = serde_json::to_string(&CONTROLS.replace(['\u{9b}', '\u{85}'], "")).unwrap();
    for (name, text) in [
        ("m.json", format!("{{{quoted}: 1}}")),
        ("m.json", format!("{{\"language\": {quoted}}}")),
        ("m.json", format!("{{\"issued\": {quoted}, \"issued\": 1}}")),
        ("m.json", CONTROLS.to_owned()),
        ("m.yaml", format!("{quoted}: {{a: 1}}\n")),
        ("m.yaml", format!("title: {quoted}\n")),
        ("m.yaml", format!("{ALLOWED}: {{{ALLOWED}: 1}}\n")),
        ("m.yaml", CONTROLS.to_owned()),
        ("m.toml", format!("language = {quoted}\n")),
        ("m.toml", format!("{ALLOWED} = {ALLOWED}\n")),
        ("m.toml", CONTROLS.to_owned()),
    ] {
        office.write(name, text);
        see(
            &office,
            &["seal", "text.txt", "--title", "A", "--issued", "2026-03-12", "--metadata", name, "--out", "x.zip"],
        );
        let _ = fs::remove_file(office.path("x.zip"));
    }
    for text in [
        format!("---\n{CONTROLS}\n---\n"),
        format!("---\nlanguage: {quoted}\n---\n"),
        format!("---\n{ALLOWED}: [\n---\n"),
    ] {
        office.write("front.md", text);
        see(&office, &["seal", "front.md", "--title", "A", "--issued", "2026-03-12", "--out", "front.zip"]);
    }
    for text in
        [format!("{ALLOWED} = 1"), format!("language = {quoted}"), format!("{quoted} = \"1\""), CONTROLS.to_owned()]
    {
        office.write("chancery.toml", text);
        assert!(
            see(&office, &["seal", "text.txt", "--title", "A", "--issued", "2026-03-12"]).contains("chancery.toml")
        );
    }
}

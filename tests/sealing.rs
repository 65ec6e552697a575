//! Sealing and verifying, as the press officer and the journalist do it.

mod support;

use support::{Office, text};

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

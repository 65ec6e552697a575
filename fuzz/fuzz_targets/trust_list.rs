//! Every line of a trust list is a rule, unusable, blank or a comment; no rule trusts a key that is not in its line.
#![no_main]

use chancery::trust::{allowed_signers, revoked_keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (rules, unusable) = allowed_signers::read(bytes);
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    assert!(rules.len() + unusable.len() <= lines.len());
    for rule in &rules {
        let line = String::from_utf8_lossy(lines[rule.line - 1]);
        let key = rule.key.to_string();
        let blob = key.split(' ').nth(1).expect("a key has two words");
        assert!(line.contains(blob));
        let _ = rule.principals.fits("press@mfa.example");
    }
    let _ = revoked_keys::read(bytes);
});

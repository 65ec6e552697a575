//! Every line of a trust list is a rule, unusable, blank or a comment; no key is trusted that no line names, and none
//! that is revoked. The list of revoked keys follows after a NUL.
#![no_main]

use std::collections::BTreeSet;

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::trust::table::Case;
use chancery_core::trust::{allowed_signers, edit, revoked_keys};
use chancery_core::{Ground, PublicKey, Role, TrustList};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut halves = bytes.splitn(2, |byte| *byte == 0);
    let (list, revoked) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
    let (rules, unusable) = allowed_signers::read(list);
    let lines: Vec<_> = list.split(|byte| *byte == b'\n').collect();
    // A first line with a byte order mark may be both.
    let is_rule = |line: usize| rules.iter().any(|rule| rule.line == line);
    let more = unusable.iter().map(|line| line.line).filter(|line| *line > 1 || !is_rule(*line));
    let numbers = rules.iter().map(|rule| rule.line).chain(more);
    let told: BTreeSet<usize> = numbers.clone().collect();
    assert_eq!(told.len(), numbers.count(), "a line is told twice");
    let meant =
        (1..).zip(&lines).filter(|(number, line)| !is_blank_or_comment(*number, line)).map(|(number, _)| number);
    assert!(told.into_iter().eq(meant), "a line is neither told nor blank");
    for rule in &rules {
        let line = String::from_utf8_lossy(lines[rule.line - 1]);
        assert!(
            rule.key.to_string().split(' ').all(|word| line.replace(['\r', '\u{b}', '\u{c}'], "").contains(word)),
            "the line does not name the key"
        );
    }
    check_retired(list, &rules);
    let Ok(revoked_keys) = revoked_keys::read(revoked) else { return };
    check_revoked(revoked, &revoked_keys);
    check_standing(&TrustList::new(list, revoked_keys));
});

/// What a byte order mark begins is no comment (FORMAT.md 12.5.1).
fn is_blank_or_comment(number: usize, line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text: Vec<u8> = line.iter().copied().skip_while(|byte| matches!(byte, b' ' | b'\t')).collect();
    matches!(text.first(), None | Some(b'#')) && !(number == 1 && line.starts_with("\u{feff}".as_bytes()))
}

/// A key that is retired is trusted by no line any more, and no other line changes.
fn check_retired(list: &[u8], rules: &[Rule]) {
    let at = "2026-11-24T00:00:00Z".parse().expect("a time");
    let Some(key) = rules.first().map(|rule| rule.key) else { return };
    let Ok(retired) = edit::retire(list, &key, at) else { return };
    let after = allowed_signers::read(&retired.list).0;
    assert_eq!(after.len(), rules.len(), "a line is lost");
    for (old, new) in rules.iter().zip(&after) {
        let closed = new.window.before.is_some_and(|before| before <= at);
        assert!(if old.key == key { closed } else { old == new }, "a line is not as it should be");
    }
}

/// No key that a line holds is lost.
fn check_revoked(bytes: &[u8], found: &[revoked_keys::RevokedKey]) {
    let text = String::from_utf8_lossy(bytes);
    for line in text.split('\n').filter(|line| !line.trim_start().starts_with('#')) {
        if let Ok(key) = line.parse::<PublicKey>() {
            assert!(found.iter().any(|revoked| revoked.key == key), "a revoked key is overlooked");
        }
    }
}

fn check_standing(list: &TrustList) {
    let identity = "press@mfa.example".parse().expect("an identity");
    let [sealed, now] = ["2026-03-12T14:05:00Z", "2026-11-24T00:00:00Z"].map(|time| time.parse().expect("a time"));
    for (rule, role) in list.rules().iter().zip(Role::ALL.into_iter().cycle()) {
        let standing = list.standing(&rule.key, &identity, role);
        let ruling = Case { standing: &standing, claimed: sealed, proofs: &[], now }.decide();
        let Some(Ground::Line(line)) = ruling.trusted(false) else { continue };
        assert!(list.revoked().iter().all(|revoked| revoked.key != rule.key), "a revoked key is trusted");
        let ground = list.rules().iter().find(|rule| rule.line == line).expect("the line that is named");
        assert!(ground.key == rule.key && ground.principals.fits(identity.as_str()), "the line says otherwise");
        assert!(ground.window.contains(sealed), "the line is for another time");
    }
}

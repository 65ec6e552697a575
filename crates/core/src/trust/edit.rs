//! Trust lists changed line by line: everything that is not meant stays as it was, byte for byte.

use base64ct::{Base64, Encoding};

use super::allowed_signers::{self, Parts, Rule};
use super::window::Window;
use crate::signature::public_key::PublicKey;
use crate::statement::time::Timestamp;

/// A list in which a key was retired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The new list.
    pub list: Vec<u8>,
    /// The numbers of the lines that were changed.
    pub changed: Vec<usize>,
    /// The numbers of lines that name the key but cannot be used here; another program may use them.
    pub unusable: Vec<usize>,
}

/// A line by which a key is trusted only from a time on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpensLater {
    /// Its number.
    pub line: usize,
    /// That time.
    pub after: Timestamp,
}

/// Closes the window of every line that names a key, at `at`.
///
/// # Errors
/// Where a line trusts the key only later: it cannot say that it never does.
pub fn retire(list: &[u8], key: &PublicKey, at: Timestamp) -> Result<Retired, OpensLater> {
    let (rules, unusable) = allowed_signers::read(list);
    let mut retired = Retired { list: Vec::new(), changed: Vec::new(), unusable: Vec::new() };
    let mut lines = Vec::new();
    for (at_line, line) in list.split(|byte| *byte == b'\n').enumerate() {
        let number = at_line.saturating_add(1);
        let rule = rules.iter().find(|rule| rule.line == number && rule.key == *key);
        if rule.is_none() && unusable.iter().any(|line| line.line == number) && mentions(line, key) {
            retired.unusable.push(number);
        }
        match rule {
            Some(Rule { window: Window { after: Some(after), .. }, .. }) if at <= *after => {
                return Err(OpensLater { line: number, after: *after });
            }
            Some(rule) if rule.window.before.is_none_or(|before| before > at) => {
                retired.changed.push(number);
                lines.push(closed(line, at));
                continue;
            }
            _ => {}
        }
        lines.push(line.to_vec());
    }
    retired.list = lines.join(&b'\n');
    Ok(retired)
}

/// Whether a line holds the key's own letters.
fn mentions(line: &[u8], key: &PublicKey) -> bool {
    let letters = Base64::encode_string(&key.to_blob());
    line.windows(letters.len()).any(|part| part == letters.as_bytes())
}

/// The line with its window closed at `at`.
fn closed(line: &[u8], at: Timestamp) -> Vec<u8> {
    let Ok(Some(parts)) = Parts::of(line) else { return line.to_vec() };
    let option = format!("valid-before=\"{}\"", at.compact());
    let options = match (before_option(parts.options), parts.options) {
        (Some((begin, end)), options) => {
            [options.get(..begin).unwrap_or_default(), option.as_bytes(), options.get(end..).unwrap_or_default()]
                .concat()
        }
        (None, b"") => format!("{option} ").into_bytes(),
        (None, options) => [options, b",", option.as_bytes()].concat(),
    };
    let read = [parts.head, parts.options, parts.tail].iter().map(|part| part.len()).fold(0, usize::saturating_add);
    [parts.head, &options, parts.tail, line.get(read..).unwrap_or_default()].concat()
}

/// Where the option `valid-before` stands among the options.
fn before_option(options: &[u8]) -> Option<(usize, usize)> {
    const NAME: &[u8] = b"valid-before=\"";
    let (mut at, mut quoted, mut begins) = (0_usize, false, true);
    while let Some(byte) = options.get(at) {
        let next = at.saturating_add(1);
        let rest = options.get(at..).unwrap_or_default();
        if begins
            && !quoted
            && rest.len() >= NAME.len()
            && rest.iter().zip(NAME).all(|(a, b)| a.eq_ignore_ascii_case(b))
        {
            let value = at.saturating_add(NAME.len());
            let length = options.get(value..)?.iter().position(|byte| *byte == b'"')?;
            return Some((at, value.saturating_add(length).saturating_add(1)));
        }
        if *byte == b'\\' && options.get(next) == Some(&b'"') {
            at = next;
        } else if *byte == b'"' {
            quoted = !quoted;
        }
        begins = *byte == b',' && !quoted;
        at = at.saturating_add(1);
    }
    None
}

/// The line of a list of revoked keys; `None` means that the key was never to be trusted.
pub fn revocation(key: &PublicKey, since: Option<Timestamp>, reason: &str) -> String {
    let since = since.map(|since| format!("compromised-since={} ", since.compact())).unwrap_or_default();
    format!("{key} {since}reason={reason}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";
    const OTHER: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJU8oP6hPqX2bvTBjCLbRuMeQYWV9LvNkChl5xQ5Pq5F";

    fn key() -> PublicKey {
        KEY.parse().unwrap()
    }

    fn at() -> Timestamp {
        "2026-06-01T00:00:00Z".parse().unwrap()
    }

    fn retired(line: &str) -> String {
        let list = line.replace("KEY", KEY);
        let retired = retire(list.as_bytes(), &key(), at()).unwrap();
        String::from_utf8(retired.list).unwrap().replace(KEY, "KEY")
    }

    #[test]
    fn a_line_gets_an_end_and_keeps_all_else() {
        for (line, expected) in [
            ("a KEY", "a valid-before=\"20260601000000Z\" KEY"),
            (" a\t KEY the office\r\n", " a\t valid-before=\"20260601000000Z\" KEY the office\r\n"),
            ("a KEY \0 hidden\r\n", "a valid-before=\"20260601000000Z\" KEY \0 hidden\r\n"),
            ("\"a,b\"KEY x", "\"a,b\"valid-before=\"20260601000000Z\" KEY x"),
            ("a namespaces=\"n\"  KEY\n", "a namespaces=\"n\",valid-before=\"20260601000000Z\"  KEY\n"),
            (
                "a Valid-Before=\"20280101Z\",namespaces=\"n\" KEY",
                "a valid-before=\"20260601000000Z\",namespaces=\"n\" KEY",
            ),
            (
                "a namespaces=\"x,valid-before=\\\"\",valid-before=\"20280101Z\" KEY",
                "a namespaces=\"x,valid-before=\\\"\",valid-before=\"20260601000000Z\" KEY",
            ),
        ] {
            assert_eq!(retired(line), expected);
        }
    }

    #[test]
    fn every_line_of_the_key_is_closed_and_no_other() {
        let list = format!(
            "# list\n\na {KEY} \u{e9}\na valid-before=\"20260101Z\" {KEY}\nb {OTHER}\na namespaces=\"w\" {KEY}\na valid-after=\"20250101\" {KEY}"
        );
        let retired = retire(list.as_bytes(), &key(), at()).unwrap();
        assert_eq!((&retired.changed, &retired.unusable), (&vec![3, 6], &vec![7]));
        let text = String::from_utf8(retired.list.clone()).unwrap();
        let same = |number: usize| text.split('\n').nth(number - 1) == list.split('\n').nth(number - 1);
        assert_eq!((1..=7).filter(|number| !same(*number)).collect::<Vec<_>>(), [3, 6]);
        let rules = allowed_signers::read(&retired.list).0;
        assert!(rules.iter().filter(|rule| rule.key == key()).all(|rule| rule.window.before.is_some()));
        assert!(rules.iter().any(|rule| rule.key != key() && rule.window.before.is_none()));
    }

    #[test]
    fn a_line_that_opens_later_cannot_be_closed_before() {
        let list = format!("b {OTHER}\na valid-after=\"20270101Z\" {KEY}\n");
        let after = "2027-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(retire(list.as_bytes(), &key(), at()), Err(OpensLater { line: 2, after }));
    }

    #[test]
    fn a_revocation_reads_back_as_written() {
        for since in [None, Some(at())] {
            let line = revocation(&key(), since, "the safe was opened");
            let [read] = super::super::revoked_keys::read(line.as_bytes()).unwrap().try_into().unwrap();
            assert_eq!((read.key, read.compromised_since), (key(), since));
            assert_eq!(read.reason.as_deref(), Some("the safe was opened"));
        }
    }

    proptest! {
        /// Whatever a list looks like, the key is closed in every line that trusts it, and all other lines stay.
        #[test]
        fn no_list_keeps_a_retired_key_open(
            lines in proptest::collection::vec("(a|\"a b\"|\\PC{0,3})[ \t](namespaces=\"[a,\\\\]{0,3}\",?|valid-before=\"2028[01]{4}Z\",?|,){0,3} ?(KEY|OTHER)( c|\r)?", 0..6)
        ) {
            let list = lines.join("\n").replace("KEY", KEY).replace("OTHER", OTHER);
            let before = allowed_signers::read(list.as_bytes()).0;
            let Ok(retired) = retire(list.as_bytes(), &key(), at()) else { return Ok(()) };
            let after = allowed_signers::read(&retired.list).0;
            prop_assert_eq!(before.len(), after.len());
            for (old, new) in before.iter().zip(&after) {
                prop_assert_eq!((&old.key, &old.principals, &old.namespaces), (&new.key, &new.principals, &new.namespaces));
                if new.key == key() {
                    prop_assert!(new.window.before.is_some_and(|before| before <= at()));
                } else {
                    prop_assert_eq!(old, new);
                }
            }
        }
    }
}

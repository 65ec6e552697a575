//! `allowed_signers` (`ssh-keygen(1)`, ALLOWED SIGNERS), read as ssh-keygen reads it.

use super::key_line::{self, blanks};
use super::pattern::PatternList;
use super::window::{Window, parse_time};
use crate::signature::public_key::PublicKey;

/// One usable line of the list: this key speaks for these identities, for these purposes, at these times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its number in the file, from 1.
    pub line: usize,
    /// For whom the key speaks.
    pub principals: PatternList,
    /// For what; `None` is for everything.
    pub namespaces: Option<PatternList>,
    /// When.
    pub window: Window,
    /// The key.
    pub key: PublicKey,
}

/// A line of a trust list that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnusableLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Why, in one clause.
    pub why: String,
}

/// Reads the list; every line is a rule, unusable, blank or a comment. A first line that begins with a byte order mark is
/// told as unusable, and may be a rule all the same: the mark belongs to its first identity, which then fits nobody.
pub fn read(bytes: &[u8]) -> (Vec<Rule>, Vec<UnusableLine>) {
    let (mut rules, mut unusable) = (Vec::new(), Vec::new());
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = at.saturating_add(1);
        let parsed = parse(number, line);
        let marked = number == 1 && line.starts_with("\u{feff}".as_bytes());
        match parsed {
            Ok(rule) => rules.extend(rule),
            Err(why) if !marked => unusable.push(UnusableLine { line: number, why }),
            Err(_) => {}
        }
        if marked {
            unusable.push(UnusableLine { line: number, why: MARKED.to_owned() });
        }
    }
    (rules, unusable)
}

const MARKED: &str = "begins with a byte order mark, so that its first identity fits nobody: save the file without";

fn parse(number: usize, line: &[u8]) -> Result<Option<Rule>, String> {
    let Some(parts) = Parts::of(line)? else { return Ok(None) };
    let options = Options::parse(parts.options)?;
    if options.certificate_authority {
        return Err("is for certificates, which are not supported".to_owned());
    }
    let key = key_line::key(parts.tail).map_err(|fault| format!("holds no key that can be used: {fault}"))?;
    Ok(Some(Rule {
        line: number,
        principals: PatternList::new(parts.principals),
        namespaces: options.namespaces,
        window: options.window,
        key,
    }))
}

/// A line taken apart: identities, options and what follows them, as OpenSSH takes it apart, byte by byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    principals: Vec<u8>,
    /// Everything before the options, or before the key where there are none.
    pub(super) head: &'a [u8],
    /// The options; empty where there are none.
    pub(super) options: &'a [u8],
    /// From the end of the options to the end of what is read of the line.
    pub(super) tail: &'a [u8],
}

impl<'a> Parts<'a> {
    /// The parts of a line; `None` of a blank one and of a comment.
    ///
    /// # Errors
    /// Why it has none, in one clause.
    pub(super) fn of(line: &'a [u8]) -> Result<Option<Self>, String> {
        let line = key_line::visible(line);
        let begin = blanks(line);
        let text = line.get(begin..).unwrap_or_default();
        if matches!(text.first(), None | Some(b'#')) {
            return Ok(None);
        }
        let (principals, taken) = first_word(text).ok_or("has no identity before the key")?;
        let (head, rest) = line.split_at_checked(begin.saturating_add(taken)).ok_or("has no key")?;
        if is_key_type(rest) {
            return Ok(Some(Self { principals, head, options: b"", tail: rest }));
        }
        let (options, tail) = rest.split_at_checked(options_end(rest)?).ok_or("has no key")?;
        Ok(Some(Self { principals, head, options, tail }))
    }
}

/// The first word, which may be quoted in part or whole, and how many bytes it and the white space after it take.
fn first_word(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
    let end = text.iter().position(|byte| is_space(byte) || *byte == b'"')?;
    let (word, rest) = text.split_at_checked(end)?;
    let mut word = word.to_vec();
    let mut taken = end.saturating_add(1);
    if let Some(quoted) = rest.strip_prefix(b"\"") {
        let inner = quoted.split(|byte| *byte == b'"').next().filter(|inner| inner.len() < quoted.len())?;
        word.extend_from_slice(inner);
        taken = taken.saturating_add(inner.len()).saturating_add(1);
    }
    let after = text.get(taken..)?.iter().take_while(|byte| is_space(byte)).count();
    Some((word, taken.saturating_add(after)))
}

fn is_key_type(rest: &[u8]) -> bool {
    [&b"ssh-"[..], b"ecdsa-", b"sk-"].iter().any(|prefix| rest.starts_with(prefix))
}

/// Where the options end: at the first blank outside quotes.
fn options_end(rest: &[u8]) -> Result<usize, String> {
    let (mut at, mut quoted) = (0_usize, false);
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if rest.get(at.saturating_add(1)) == Some(&b'"') => at = at.saturating_add(1),
            b'"' => quoted = !quoted,
            b' ' | b'\t' if !quoted => break,
            _ => {}
        }
        at = at.saturating_add(1);
    }
    if quoted { Err("has a quotation mark that is not closed".to_owned()) } else { Ok(at) }
}

#[derive(Default)]
struct Options {
    certificate_authority: bool,
    namespaces: Option<PatternList>,
    window: Window,
}

impl Options {
    fn parse(mut text: &[u8]) -> Result<Self, String> {
        let mut options = Self::default();
        while !text.is_empty() {
            text = options.take_one(text)?;
            if let Some(rest) = text.strip_prefix(b",") {
                if rest.is_empty() {
                    return Err("ends its options with a comma".to_owned());
                }
                text = rest;
            } else if !text.is_empty() {
                return Err("has options that are not separated by a comma alone".to_owned());
            }
        }
        if options.window.is_empty() {
            return Err("has a valid-after that is not before its valid-before".to_owned());
        }
        Ok(options)
    }

    /// Takes the first option, which may be empty, and gives what follows it.
    fn take_one<'a>(&mut self, text: &'a [u8]) -> Result<&'a [u8], String> {
        let end = text.iter().position(|byte| matches!(byte, b'=' | b',')).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, b""));
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        if name.is_empty() && rest.starts_with(b",") {
            return Ok(rest);
        }
        if name == "cert-authority" && !rest.starts_with(b"=") {
            self.certificate_authority = true;
            return Ok(rest);
        }
        let (value, rest) =
            rest.strip_prefix(b"=").and_then(unquote).ok_or_else(|| format!("has the unknown option {name:?}"))?;
        let time = || parse_time(&String::from_utf8_lossy(&value));
        let twice = match name.as_str() {
            "namespaces" => self.namespaces.replace(PatternList::new(value)).is_some(),
            "valid-after" => self.window.after.replace(time()?).is_some(),
            "valid-before" => self.window.before.replace(time()?).is_some(),
            _ => return Err(format!("has the unknown option {name:?}")),
        };
        if twice { Err(format!("has the option {name} twice")) } else { Ok(rest) }
    }
}

/// Reads a quoted value, in which `\"` is a quote, and gives what follows it.
fn unquote(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut value = Vec::new();
    loop {
        match rest {
            [b'"', after @ ..] => return Some((value, after)),
            [b'\\', b'"', after @ ..] => {
                value.push(b'"');
                rest = after;
            }
            [byte, after @ ..] => {
                value.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    fn one(line: &str) -> Result<Rule, String> {
        parse(1, line.as_bytes()).map(|rule| rule.expect("a rule"))
    }

    #[test]
    fn lines_are_read_with_their_options() {
        let rule = one(&format!(
            "press@mfa.example,legal@mfa.example valid-before=\"20280101Z\",namespaces=\"chancery-*\",valid-after=\"20250101Z\" {KEY} office"
        ))
        .unwrap();
        assert!(rule.principals.fits("legal@mfa.example"));
        assert!(rule.namespaces.unwrap().fits("chancery-issuer"));
        assert_eq!(rule.window.after.unwrap().to_string(), "2025-01-01T00:00:00Z");
        assert_eq!(rule.window.before.unwrap().to_string(), "2028-01-01T00:00:00Z");
        let rule = one(&format!("\"a,!b\"\t{KEY}")).unwrap();
        assert!(rule.principals.fits("a") && rule.namespaces.is_none());
        assert!(one(&format!("a NameSpaces=\"x\" {KEY}")).is_ok());
    }

    #[test]
    fn oddities_are_read_as_ssh_keygen_reads_them() {
        for line in [
            format!("\"x,a\"{KEY}"),
            format!("x,\"a\"{KEY}"),
            format!("a\r{KEY}"),
            format!("a ,namespaces=\"x\",,valid-after=\"20250101Z\" {KEY}"),
            format!("a namespaces=\"n\\\" s,x\" {KEY} \u{0} rest"),
            format!(" \ta\t\t{KEY}\r"),
        ] {
            let rule = one(&line).unwrap_or_else(|why| panic!("{line}: {why}"));
            assert!(rule.principals.fits("a"), "{line}");
        }
        let read = read(&[b"\xffb,a ", KEY.as_bytes(), b" comment in Latin-1: \xe9\n"].concat());
        assert!(read.1.is_empty() && read.0[0].principals.fits("a"));
        assert_eq!(parse(1, b"\0"), Ok(None));
    }

    #[test]
    fn lines_that_cannot_be_used_say_why() {
        for line in [
            "press".to_owned(),
            format!("press valid-after=\"20250101\" {KEY}"),
            format!("press namespaces=\"a\", valid-after=\"20250101Z\" {KEY}"),
            format!("press namespaces=\"a\",namespaces=\"b\" {KEY}"),
            format!("press namespaces=\"a\", {KEY}"),
            format!("press namespaces=a {KEY}"),
            format!("press unknown {KEY}"),
            format!("press cert-authority {KEY}"),
            format!("press valid-after=\"20250101Z\",valid-before=\"20250101Z\" {KEY}"),
            format!("press valid-after=\"20251301Z\" {KEY}"),
            "press ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU=".to_owned(),
            format!("\"press {KEY}"),
            "\u{feff}press@mfa.example no-key".to_owned(),
            format!("press namespaces=\"a {KEY}"),
            format!("press ssh-ed25519\u{c}{}", KEY.trim_start_matches("ssh-ed25519 ")),
        ] {
            assert!(one(&line).is_err(), "{line}");
        }
    }

    #[test]
    fn every_line_is_accounted_for() {
        let text = format!("# comment\n\n  \t\nbad\r\na {KEY}\r\n\u{e9}\n");
        let (rules, unusable) = read(text.as_bytes());
        assert_eq!(rules.iter().map(|rule| rule.line).collect::<Vec<_>>(), [5]);
        assert_eq!(unusable.iter().map(|line| line.line).collect::<Vec<_>>(), [4, 6]);
        assert_eq!(read(b"\xff\n").1.len(), 1);
        let first = read(format!("\u{feff}a,b {KEY}\n").as_bytes());
        assert_eq!(first.1.len(), 1);
        assert!(!first.0[0].principals.fits("a") && first.0[0].principals.fits("b"));
        let neither = read("\u{feff}a no-key\n".as_bytes());
        assert_eq!((neither.0.len(), neither.1.len()), (0, 1), "a line with a byte order mark is told once");
        let second = read(format!("# x\n\u{feff}a {KEY}\n").as_bytes());
        assert!(!second.0[0].principals.fits("a"), "a byte order mark belongs to the word that it begins");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([a-z@,!*\"\\\\= ]|valid-after=|namespaces=|ssh-ed25519 |\\PC){0,40}") {
            let _ = read(text.as_bytes());
        }
    }
}

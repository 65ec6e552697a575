//! `allowed_signers` (`ssh-keygen(1)`, ALLOWED SIGNERS), read as ssh-keygen reads it.

use super::pattern::PatternList;
use super::window::{Window, parse_time};
use crate::seal::public_key::PublicKey;

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

/// A line that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Why, in one clause.
    pub why: String,
}

/// Reads the list; every line is a rule, unusable, blank or a comment.
pub fn read(bytes: &[u8]) -> (Vec<Rule>, Vec<Unusable>) {
    let (mut rules, mut unusable) = (Vec::new(), Vec::new());
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = at.saturating_add(1);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let parsed =
            std::str::from_utf8(line).map_err(|_| "is not UTF-8 text".to_owned()).and_then(|line| parse(number, line));
        match parsed {
            Ok(rule) => rules.extend(rule),
            Err(why) => unusable.push(Unusable { line: number, why }),
        }
    }
    (rules, unusable)
}

fn parse(number: usize, line: &str) -> Result<Option<Rule>, String> {
    let line = line.trim_start_matches(BLANKS);
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let (principals, rest) = principals(line).ok_or("has no identity before the key")?;
    let rest = rest.trim_start_matches(BLANKS);
    let (options, key) = if is_key_type(rest) { ("", rest) } else { split_options(rest) };
    let options = Options::parse(options)?;
    if options.certificate_authority {
        return Err("is for certificates, which are not supported".to_owned());
    }
    let key =
        key.trim_start_matches(BLANKS).parse().map_err(|fault| format!("holds no key that can be used: {fault}"))?;
    Ok(Some(Rule { line: number, principals, namespaces: options.namespaces, window: options.window, key }))
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The first word of the line, which may be quoted, and what follows it.
fn principals(line: &str) -> Option<(PatternList, &str)> {
    let (word, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => line.split_once(BLANKS)?,
    };
    (!word.is_empty()).then(|| (PatternList::new(word), rest))
}

fn is_key_type(rest: &str) -> bool {
    let word = rest.split(BLANKS).next().unwrap_or_default();
    ["ssh-", "ecdsa-", "sk-"].iter().any(|prefix| word.starts_with(prefix))
}

/// Splits at the first blank outside quotes.
fn split_options(rest: &str) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    let end = rest.find(|letter| {
        let quote = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        quoted ^= quote;
        !quoted && BLANKS.contains(&letter)
    });
    rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or((rest, ""))
}

#[derive(Default)]
struct Options {
    certificate_authority: bool,
    namespaces: Option<PatternList>,
    window: Window,
}

impl Options {
    fn parse(mut text: &str) -> Result<Self, String> {
        let mut options = Self::default();
        while !text.is_empty() {
            text = options.take_one(text)?;
            if let Some(rest) = text.strip_prefix(',') {
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

    /// Takes the first option and gives what follows it.
    fn take_one<'a>(&mut self, text: &'a str) -> Result<&'a str, String> {
        let end = text.find(['=', ',']).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        let name = name.to_ascii_lowercase();
        if name == "cert-authority" && !rest.starts_with('=') {
            self.certificate_authority = true;
            return Ok(rest);
        }
        let (value, rest) =
            rest.strip_prefix('=').and_then(unquote).ok_or_else(|| format!("has the unknown option {name:?}"))?;
        let twice = match name.as_str() {
            "namespaces" => self.namespaces.replace(PatternList::new(&value)).is_some(),
            "valid-after" => self.window.after.replace(parse_time(&value)?).is_some(),
            "valid-before" => self.window.before.replace(parse_time(&value)?).is_some(),
            _ => return Err(format!("has the unknown option {name:?}")),
        };
        if twice { Err(format!("has the option {name} twice")) } else { Ok(rest) }
    }
}

/// Reads a quoted value, in which `\"` is a quote, and gives what follows it.
fn unquote(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix('"')?;
    let mut value = String::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((value, text.get(at.checked_add(1)?..)?)),
            '\\' if letters.next_if(|(_, next)| *next == '"').is_some() => value.push('"'),
            _ => value.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    fn one(line: &str) -> Result<Rule, String> {
        parse(1, line).map(|rule| rule.expect("a rule"))
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
            "press ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==".to_owned(),
            format!("\"press {KEY}"),
            format!("\u{feff}press@mfa.example namespaces {KEY}"),
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
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([a-z@,!*\"\\\\= ]|valid-after=|namespaces=|ssh-ed25519 |\\PC){0,40}") {
            let _ = read(text.as_bytes());
        }
    }
}

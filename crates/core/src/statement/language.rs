//! Language tags (RFC 5646, section 2.1), of the plain form `language[-Script][-REGION][-variant…]`, in its usual case.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A well-formed language tag such as `en`, `zh-Hans` or `de-CH-1996`. It is not looked up in the registry:
/// a verifier's answer must not depend on a table that grows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag(String);

/// The text is not a language tag in its usual case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALanguageTag;

impl std::error::Error for NotALanguageTag {}

impl fmt::Display for NotALanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not a language tag such as en, zh-Hans or de-CH")
    }
}

impl LanguageTag {
    const LONGEST: usize = 100;

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for LanguageTag {
    type Err = NotALanguageTag;

    fn from_str(text: &str) -> Result<Self, NotALanguageTag> {
        if text.len() > Self::LONGEST {
            return Err(NotALanguageTag);
        }
        let mut parts = text.split('-').peekable();
        let language = parts.next().unwrap_or_default();
        parts.next_if(|part| is_script(part));
        parts.next_if(|part| is_region(part));
        let variants: Vec<&str> = parts.collect();
        let distinct: BTreeSet<&str> = variants.iter().copied().collect();
        let good =
            is_language(language) && variants.iter().all(|part| is_variant(part)) && distinct.len() == variants.len();
        if good { Ok(Self(text.to_owned())) } else { Err(NotALanguageTag) }
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_language(part: &str) -> bool {
    matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_script(part: &str) -> bool {
    part.len() == 4
        && part
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 0 { byte.is_ascii_uppercase() } else { byte.is_ascii_lowercase() })
}

fn is_region(part: &str) -> bool {
    part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase())
        || part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_variant(part: &str) -> bool {
    let long_enough = match part.len() {
        4 => part.bytes().next().is_some_and(|byte| byte.is_ascii_digit()),
        5..=8 => true,
        _ => false,
    };
    long_enough && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_their_usual_case_are_taken() {
        for text in [
            "en",
            "os",
            "kat",
            "zh-Hans",
            "pt-BR",
            "es-419",
            "sr-Latn-RS",
            "de-CH-1996",
            "sl-rozaj-biske",
            "hy-arevela",
        ] {
            assert!(text.parse::<LanguageTag>().is_ok(), "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_tag() {
        for text in [
            "",
            "e",
            "EN",
            "english",
            "engl",
            "en-us",
            "zh-hans",
            "zh-HANS",
            "en-",
            "-en",
            "en--US",
            "x-private",
            "en-x-a",
            "en-a-bbb",
            "i-klingon",
            "de-1996-1996",
            "en_US",
            "de-CH-ABCDE",
            "zh-yue",
            "е",
            "en-US-Latn",
            "en ",
        ] {
            assert!(text.parse::<LanguageTag>().is_err(), "{text}");
        }
    }
}

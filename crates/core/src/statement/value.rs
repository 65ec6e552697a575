//! The single values of which metadata is made: text, media types, addresses, salts.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::digest::parse_hex;

/// How long a value may be, in bytes of UTF-8.
pub mod longest {
    /// A statement's type.
    pub const TYPE: usize = 100;
    /// A media type.
    pub const MEDIA_TYPE: usize = 255;
    /// The name of an unknown key.
    pub const KEY: usize = 256;
    /// Titles, names, places, subjects, identifiers, addresses.
    pub const LINE: usize = 4_096;
    /// Summaries, rights, reasons, values of unknown keys.
    pub const PROSE: usize = 65_536;
}

/// Why a text cannot stand in metadata; `None` where it can.
pub fn text_fault(text: &str, longest: usize) -> Option<String> {
    if text.is_empty() {
        return Some("is empty".to_owned());
    }
    if text.len() > longest {
        return Some(format!("is {} bytes long: at most {longest} are allowed", text.len()));
    }
    if text.starts_with(' ') || text.ends_with(' ') {
        return Some("begins or ends with a space".to_owned());
    }
    let bad = text.chars().find(|letter| is_control(*letter))?;
    Some(format!("holds a control character or line break (U+{:04X})", u32::from(bad)))
}

/// Cc, and the two separators that some systems take for line breaks. A table that cannot change.
fn is_control(letter: char) -> bool {
    matches!(letter, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident, $fault:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let fault: fn(&str) -> Option<String> = $fault;
                fault(text).map_or_else(|| Ok(Self(text.to_owned())), Err)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

checked_text!(
    /// A line of text: a title, a name, a place; at most 4,096 bytes.
    SingleLine,
    |text| text_fault(text, longest::LINE)
);

checked_text!(
    /// A longer text without line breaks: a summary, a reason; at most 65,536 bytes.
    Prose,
    |text| text_fault(text, longest::PROSE)
);

checked_text!(
    /// What kind of statement it is: one of [`StatementType::KNOWN`] or the office's own word, at most 100 bytes, without spaces.
    StatementType,
    |text| text_fault(text, longest::TYPE).or_else(|| text.contains(' ').then(|| "holds a space: one word is wanted".to_owned()))
);

impl StatementType {
    /// The kinds that every reader knows.
    pub const KNOWN: [&str; 9] = [
        "press-release",
        "press-conference",
        "speech",
        "interview",
        "communique",
        "notice",
        "correction",
        "withdrawal",
        "key-announcement",
    ];
}

checked_text!(
    /// Where a statement was published: an `http` or `https` address in printable ASCII.
    WebAddress,
    |text| {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
        let good = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic());
        text_fault(text, longest::LINE)
            .or_else(|| (!good).then(|| "is not an http:// or https:// address in plain ASCII".to_owned()))
    }
);

checked_text!(
    /// A media type such as `text/plain; charset=utf-8`; text has a charset.
    MediaType,
    |text| {
        text_fault(text, longest::MEDIA_TYPE)
            .or_else(|| (!is_media_type(text)).then(|| "is not a media type, such as `text/plain; charset=utf-8`".to_owned()))
            .or_else(|| {
                let bare = text.starts_with("text/") && !text.contains("; charset=");
                bare.then(|| "is text without a charset, such as `; charset=utf-8`".to_owned())
            })
    }
);

impl MediaType {
    /// Whether it is text of any kind.
    pub fn is_text(&self) -> bool {
        self.0.starts_with("text/")
    }

    /// Whether it is text in UTF-8.
    pub fn is_utf8_text(&self) -> bool {
        self.is_text() && self.0.split("; ").any(|parameter| parameter.eq_ignore_ascii_case("charset=utf-8"))
    }
}

fn is_media_type(text: &str) -> bool {
    let mut parts = text.split("; ");
    let essence = parts.next().and_then(|essence| essence.split_once('/'));
    let mut names = Vec::new();
    let parameters = parts.all(|parameter| {
        parameter.split_once('=').is_some_and(|(name, value)| {
            let first = !names.contains(&name);
            names.push(name);
            first && is_restricted_name(name) && is_token(value)
        })
    });
    parameters && essence.is_some_and(|(kind, subtype)| is_restricted_name(kind) && is_restricted_name(subtype))
}

/// RFC 6838, section 4.2, in lowercase.
fn is_restricted_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.bytes().next().is_some_and(plain) && text.bytes().all(|byte| plain(byte) || b"!#$&^_.+-".contains(&byte))
}

/// RFC 9110, section 5.6.2.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+.^_`|~-".contains(&byte))
}

checked_text!(
    /// 32 lowercase hexadecimal digits that keep an embargoed statement's log entry from being guessed.
    Salt,
    |text| parse_hex::<16>(text).is_none().then(|| "is not 32 lowercase hexadecimal digits".to_owned())
);

/// What a document is to the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentRole {
    /// The statement itself, in the language in which it was made.
    Original,
    /// A translation that the office answers for.
    Translation,
    /// A translation for convenience only.
    UnofficialTranslation,
    /// The same in another form, such as PDF.
    Rendition,
    /// Sound or pictures of the event.
    Recording,
    /// Anything that goes with it.
    Attachment,
}

impl DocumentRole {
    /// All roles of documents.
    pub const ALL: [Self; 6] = [
        Self::Original,
        Self::Translation,
        Self::UnofficialTranslation,
        Self::Rendition,
        Self::Recording,
        Self::Attachment,
    ];

    /// The role's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Translation => "translation",
            Self::UnofficialTranslation => "unofficial-translation",
            Self::Rendition => "rendition",
            Self::Recording => "recording",
            Self::Attachment => "attachment",
        }
    }
}

impl fmt::Display for DocumentRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DocumentRole {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            format!("is not a document's role: {all}")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_bounded_and_without_controls() {
        for bad in
            ["", " a", "a ", "a\nb", "a\tb", "\u{85}", "\u{2028}", "\u{2029}", "\u{7f}", "\0", &"a".repeat(4_097)]
        {
            assert!(bad.parse::<SingleLine>().is_err(), "{bad:?}");
        }
        for good in ["a", "a b", "«Ура»", "‏שלום", "\u{a0}", "👩‍👧", &"a".repeat(4_096)] {
            assert!(good.parse::<SingleLine>().is_ok(), "{good:?}");
        }
    }

    #[test]
    fn media_types_are_strict() {
        for good in [
            "text/plain; charset=utf-8",
            "image/svg+xml",
            "video/mp4",
            "application/vnd.oasis.opendocument.text",
            "a/b; c=d; e=F",
        ] {
            assert!(good.parse::<MediaType>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "text",
            "text/plain",
            "Text/plain; charset=utf-8",
            "text/plain;charset=utf-8",
            "text/plain; charset=",
            "a/b; c=d; c=e",
            "a/b/c",
            "a/b;",
            "a/b; ",
            "a/b; c",
            "a/b; c=\"d\"",
            "a /b",
            "*/*",
            "text/plain; Charset=utf-8",
        ] {
            assert!(bad.parse::<MediaType>().is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_are_of_the_web() {
        assert!("https://mfa.example/a?b#c".parse::<WebAddress>().is_ok());
        for bad in [
            "",
            "mfa.example",
            "ftp://a",
            "https://",
            "javascript:alert(1)",
            "https://a b",
            "https://мид.example",
            "HTTPS://a",
        ] {
            assert!(bad.parse::<WebAddress>().is_err(), "{bad}");
        }
    }

    #[test]
    fn salts_are_32_digits() {
        assert!("0123456789abcdef0123456789abcdef".parse::<Salt>().is_ok());
        for bad in ["", "0123456789ABCDEF0123456789abcdef", "0123456789abcdef0123456789abcde"] {
            assert!(bad.parse::<Salt>().is_err(), "{bad}");
        }
    }
}

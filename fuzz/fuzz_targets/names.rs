//! Whatever is parsed from a text is written again as that text: no name, time or type has two spellings.
#![no_main]

use std::fmt::Display;
use std::str::FromStr;

use chancery_core::bundle::evidence::SignatureFile;
use chancery_core::statement::value::{Prose, Salt, SingleLine, StatementType, WebAddress};
use chancery_core::trust::window;
use chancery_core::{
    BundleId, BundleName, Digest, DocumentPath, DocumentRole, Fingerprint, Identity, LanguageTag, MediaType, PublicKey,
    Role, Timestamp, When,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    one_spelling::<BundleId>(text);
    one_spelling::<Digest>(text);
    one_spelling::<Fingerprint>(text);
    one_spelling::<Role>(text);
    one_spelling::<LanguageTag>(text);
    one_spelling::<When>(text);
    one_spelling::<DocumentRole>(text);
    one_spelling::<Salt>(text);
    let is_line = one_spelling::<SingleLine>(text).is_some();
    assert!(is_line || one_spelling::<WebAddress>(text).is_none());
    assert!(is_line || one_spelling::<StatementType>(text).is_none());
    assert!(is_line || one_spelling::<MediaType>(text).is_none());
    assert!(!is_line || one_spelling::<Prose>(text).is_some());
    check_files(text);
    check_time(text);
    if let Ok(key) = text.parse::<PublicKey>() {
        // A comment may follow the key.
        assert_eq!(key.to_string().parse(), Ok(key));
    }
});

fn one_spelling<T: FromStr + Display>(text: &str) -> Option<T> {
    let value: T = text.parse().ok()?;
    assert_eq!(value.to_string(), text);
    Some(value)
}

fn check_files(text: &str) {
    if let Some(path) = one_spelling::<DocumentPath>(text) {
        assert_eq!(DocumentPath::new(path.below()), Ok(path));
        assert!(text.split('/').all(is_harmless), "a path leads elsewhere");
    }
    if let Some(name) = one_spelling::<BundleName>(text) {
        assert!(is_harmless(name.as_str()));
    }
    if let Some(identity) = one_spelling::<Identity>(text) {
        assert!(is_harmless(identity.as_str()));
        for role in Role::ALL {
            let file = SignatureFile::Signature(role, identity.clone());
            assert_eq!(SignatureFile::parse(&file.to_string()), Some((file, None)));
        }
    }
    if let Some((file, about)) = SignatureFile::parse(text) {
        assert_eq!(file.to_string(), text);
        // FORMAT.md 9.1 lets the name of a log's proof begin with `-`.
        assert!(is_harmless(&format!("signatures-{text}")));
        let about = about.map(|name| SignatureFile::parse(&name).expect("a signature's name").0);
        assert!(about.is_none_or(|file| matches!(file, SignatureFile::Signature(..))));
    }
}

fn check_time(text: &str) {
    if let Some(time) = one_spelling::<Timestamp>(text) {
        assert_eq!(Timestamp::from_unix(time.unix()), Some(time));
        assert_eq!(window::parse_time(&time.compact()), Ok(time));
        assert_eq!(text.parse(), Ok(When::Moment(time)));
    }
    if let Ok(time) = window::parse_time(text) {
        assert!(time.compact().starts_with(text.trim_end_matches(['Z', 'z'])));
    }
}

/// Whether a part of a path is a file of its own on every system, and nothing on which a shell or a terminal acts.
fn is_harmless(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with(['.', '-'])
        && !part.ends_with('.')
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._+-@".contains(&byte))
}

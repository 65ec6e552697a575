//! The words of any text are words of themselves, a search for any of them finds it, and no search is more than words. The
//! first byte chooses how the rest is read: as plain text in some charset, or as a web page.
#![no_main]

use chancery_office::archive::catalogue::text;
use chancery_office::archive::catalogue::words::{query, words};
use chancery_text::InProcess;
use libfuzzer_sys::fuzz_target;

const KINDS: [&str; 6] = [
    "text/plain; charset=utf-8",
    "text/html; charset=utf-8",
    "text/plain; charset=windows-1251",
    "text/html; charset=shift_jis",
    "text/plain; charset=utf-16le",
    "text/markdown; charset=gb18030",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = KINDS[usize::from(*first) % KINDS.len()].parse().unwrap();
    let Some(text) = text::of(&kind, &InProcess, || Some(bytes.to_vec())) else { return };
    let found = words(&text);
    assert_eq!(words(&found), found, "words have other words");
    assert!(found.split(' ').all(|word| !word.is_empty()) || found.is_empty(), "a word is empty");
    assert!(!found.contains(['"', '*', '(', '\0']), "words hold what a query is made of");
    let Some(query) = query(&text) else { return };
    assert!(query.matches('"').count().is_multiple_of(2), "a phrase is not closed");
    let outside: String = query.split('"').step_by(2).collect();
    assert!(outside.chars().all(|letter| matches!(letter, ' ' | '*')), "a query holds more than words: {query}");
});

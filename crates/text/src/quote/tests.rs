use super::super::hunk::Hunk;
use super::*;

const TEXT: &str = "Perrin Aldoway, Head of the Press Office: Good morning.\n\n\
    Question (Exampleland Courier): Where will the ships go?\n\n\
    Ilva Torrend: It is a fair question. The 140 calls are spread over the whole year, and no more than 25 may fall in any one month.\n\n\
    In September our boats have the inner basin to themselves: all of it ... and more.\n\n\
    Question (Radio Aldermouth): And in spring?\n\nIlva Torrend: No.";

fn find(quote: &str) -> Option<Found> {
    let mut vocabulary = Vocabulary::default();
    let text = Tokens::of(&Reading::of(TEXT.to_owned()), &mut vocabulary);
    let quote = Quote::of(quote, &mut vocabulary)?;
    quote.exactly_in(&text).or_else(|| quote.nearly_in(&text))
}

fn words(found: &Found) -> String {
    found.text.words(found.range.clone())
}

#[test]
fn a_passage_is_found_word_for_word_after_the_same_equivalences() {
    for quote in
        ["no more\n than 25 may fall", "\u{201c}no more than 25 may fall\u{201d}", "\"no more than 25 may fall\""]
    {
        let found = find(quote).unwrap();
        assert!(found.is_exact() && found.omitted.is_empty());
        assert_eq!(words(&found), "no more than 25 may fall");
    }
}

#[test]
fn ellipses_leave_out_and_what_they_leave_out_is_told() {
    for quote in [
        "The 140 calls \u{2026} may fall",
        "The 140 calls [...] may fall",
        "The 140 calls (\u{2026}) may fall",
        "The 140 calls... may fall",
    ] {
        let found = find(quote).unwrap();
        assert!(found.is_exact(), "{quote}");
        assert_eq!(
            found.omitted.iter().map(|range| found.text.words(range.clone())).collect::<Vec<_>>(),
            ["are spread over the whole year, and no more than 25"]
        );
    }
    // One that stands in the statement itself leaves nothing out.
    assert!(find("all of it ... and more").unwrap().omitted.is_empty());
}

#[test]
fn a_near_passage_is_shown_with_its_difference() {
    for (quote, sealed, copy) in [
        ("no more than 35 may fall in any one month", "25", "35"),
        ("the 140 calls are spread over the year", "whole", ""),
        ("the 141 calls are spread over the whole year", "The 140", "the 141"),
        ("a fair question [\u{2026}] no more than 35 may fall", "25", "35"),
        (
            "IN SEPTEMBER OUR BOATS HAVE THE INNER BASIN",
            "In September our boats have the inner basin",
            "IN SEPTEMBER OUR BOATS HAVE THE INNER BASIN",
        ),
        ("no more than 25 must fall in any one month", "may", "must"),
    ] {
        let found = find(quote).unwrap();
        assert!(!found.is_exact());
        let mut vocabulary = Vocabulary::default();
        let quote = Quote::of(quote, &mut vocabulary).unwrap();
        let has = |hunk: &Hunk| {
            found.text.words(hunk.sealed.clone()) == sealed && quote.tokens.words(hunk.copy.clone()) == copy
        };
        assert!(found.changes.iter().any(has), "{:?}", found.changes);
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut vocabulary = Vocabulary::default();
    let text = Tokens::of(&Reading::of("1 500 000 people".to_owned()), &mut vocabulary);
    assert!(Quote::of("500 000 people", &mut vocabulary).unwrap().exactly_in(&text).is_none(), "a number is cut");
    for quote in
        ["Peace in our time and for ever", "ships", "question month basin year calls", "40 calls", "\u{2026}", ""]
    {
        let found = find(quote).filter(|found| found.is_exact() || quote != "ships");
        assert!(found.is_none_or(|found| quote == "ships" && found.is_exact()), "{quote}");
    }
}

#[test]
fn the_speaker_is_the_last_name_before_the_passage() {
    for (quote, expected) in [
        ("Good morning", Some("Perrin Aldoway, Head of the Press Office")),
        ("Where will the ships go", Some("Question (Exampleland Courier)")),
        ("fair question", Some("Ilva Torrend")),
        ("all of it", Some("Ilva Torrend")),
        ("in spring", Some("Question (Radio Aldermouth)")),
    ] {
        let found = find(quote).unwrap();
        assert_eq!(speaker(&found.text, found.range.start, &["Perrin Aldoway".to_owned()]).as_deref(), expected);
    }
    let found = find("fair question").unwrap();
    assert_eq!(found.text.words(found.paragraph()).split(':').next(), Some("Ilva Torrend"));
}

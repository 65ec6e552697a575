//! Words, sentences and paragraphs as a reader sees them (UAX 29), by dictionary where a script has no spaces between words.

use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};

use super::tokens::{Gap, Sort, Token, Tokens};

/// Whether each token is where a word or number begins.
pub fn word_starts(tokens: &Tokens) -> Vec<bool> {
    let mut starts: Vec<bool> = Vec::with_capacity(tokens.list.len());
    let mut run: Vec<&Token> = Vec::new();
    let mut groups = 0_usize;
    let mut before: Option<&Token> = None;
    for token in &tokens.list {
        let goes_on = token.sort == Sort::Alone && matches!(token.gap, Gap::Nothing | Gap::LineBreak);
        if !goes_on {
            starts.extend(cut(tokens, &run));
            run.clear();
        }
        if token.sort == Sort::Alone {
            run.push(token);
        } else {
            starts.extend(cut(tokens, &run));
            run.clear();
            let goes_on = groups < MOST_GROUPS && is_group(tokens, before, token, groups > 0);
            groups = if goes_on { groups.saturating_add(1) } else { 0 };
            starts.push(!goes_on);
        }
        before = Some(token);
    }
    starts.extend(cut(tokens, &run));
    starts
}

/// Numbers with more groups of digits are a table.
const MOST_GROUPS: usize = 5;

/// Whether a token is a further group of three digits of a number that is written with spaces.
fn is_group(tokens: &Tokens, before: Option<&Token>, token: &Token, in_group: bool) -> bool {
    let Some(before) = before.filter(|_| token.gap == Gap::Space || token.gap == Gap::LineBreak) else { return false };
    let digits = |token: &Token| {
        let text = tokens.text_of(token);
        let number = text.chars().filter(char::is_ascii_digit).count();
        if number == text.chars().count() { number } else { 0 }
    };
    let begins = (1..=3).contains(&digits(before)) && (!in_group || digits(before) == 3);
    begins && digits(token) == 3
}

/// Where words begin in a run of letters without spaces.
fn cut(tokens: &Tokens, run: &[&Token]) -> Vec<bool> {
    if run.is_empty() {
        return Vec::new();
    }
    let text: String = run.iter().map(|token| tokens.text_of(token)).collect();
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let mut breaks = segmenter.segment_str(&text).peekable();
    let mut at = 0_usize;
    let begins = |token: &&Token| {
        while breaks.peek().is_some_and(|found| *found < at) {
            breaks.next();
        }
        let begins = breaks.peek() == Some(&at);
        at = at.saturating_add(tokens.text_of(token).len());
        begins
    };
    run.iter().map(begins).collect()
}

/// Whether each token is where a sentence begins: after a full stop or its like, or at a paragraph.
pub fn sentence_starts(tokens: &Tokens) -> Vec<bool> {
    let (text, places) = flowing(tokens);
    let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
    let mut breaks = segmenter.segment_str(&text).peekable();
    let begins = |(token, at): (&Token, usize)| {
        while breaks.peek().is_some_and(|found| *found < at) {
            breaks.next();
        }
        token.gap == Gap::Paragraph || breaks.peek() == Some(&at)
    };
    tokens.list.iter().zip(places).map(begins).collect()
}

/// The text with its paragraphs on one line each, and where each token begins in it.
fn flowing(tokens: &Tokens) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(tokens.text.len());
    let mut places = Vec::with_capacity(tokens.list.len());
    for token in &tokens.list {
        text.push_str(match token.gap {
            _ if text.is_empty() => "",
            Gap::Nothing => "",
            Gap::Space | Gap::LineBreak => " ",
            Gap::Paragraph => "\n",
        });
        places.push(text.len());
        text.push_str(tokens.text_of(token));
    }
    (text, places)
}

#[cfg(test)]
mod tests {
    use super::super::Reading;
    use super::super::tokens::Vocabulary;
    use super::*;

    fn begun(text: &str, starts: fn(&Tokens) -> Vec<bool>) -> String {
        let tokens = Tokens::of(&Reading::of(text.to_owned()), &mut Vocabulary::default());
        let starts = starts(&tokens);
        let pieces = tokens.list.iter().zip(starts);
        pieces.map(|(token, starts)| format!("{}{}", if starts { "|" } else { "" }, tokens.text_of(token))).collect()
    }

    #[test]
    fn words_are_those_of_a_dictionary_and_numbers_are_whole() {
        for (text, expected) in [
            ("国际档案日", "|国际|档案|日"),
            ("พวกเรารักสันติภาพ", "|พวก|เรา|รัก|สันติภาพ"),
            ("私たちは平和を", "|私|たち|は|平和|を"),
            ("10 000 km, 2025 100", "|10000|km|,|2025|100"),
            ("1 234 567 89", "|1234567|89"),
        ] {
            assert_eq!(begun(text, word_starts), expected, "{text}");
        }
    }

    #[test]
    fn sentences_and_paragraphs_begin_where_they_do() {
        assert_eq!(
            begun("One a. Two\nb! \u{201c}Three\u{201d}\n\nFour", sentence_starts),
            "|Onea.|Twob!|\u{201c}Three\u{201d}|Four"
        );
    }
}

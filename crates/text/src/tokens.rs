//! A text as what is compared of it: words, numbers and signs, each in the one form that stands for all its equals.
//!
//! Equal are: any white space to any other, one kind of quotation mark or dash to another, the Unicode forms of a letter (NFC), a
//! soft hyphen to nothing. White space never joins or parts words or digits. Where a script has no spaces between words, each
//! letter is a token: a space there counts, a line break does not.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use unicode_normalization::UnicodeNormalization;

use super::letters::{Class, SOFT_HYPHEN, Strokes, UNREADABLE, class, is_joined};
use super::{Around, Reading};

/// The forms of words, by which those of several texts are compared.
#[derive(Debug, Default)]
pub struct Vocabulary {
    ids: HashMap<Rc<str>, u32>,
    forms: Vec<Rc<str>>,
}

impl Vocabulary {
    /// How many forms there are.
    pub fn len(&self) -> u32 {
        u32::try_from(self.forms.len()).unwrap_or(u32::MAX)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The number of a form. What could not be read is equal to nothing, not even to itself.
    pub fn id(&mut self, form: &str) -> u32 {
        if let Some(id) = self.ids.get(form).filter(|_| !form.contains(UNREADABLE)) {
            return *id;
        }
        let id = self.len();
        let form: Rc<str> = form.into();
        self.forms.push(Rc::clone(&form));
        self.ids.insert(form, id);
        id
    }

    /// The form with this number.
    pub fn form(&self, id: u32) -> &str {
        usize::try_from(id).ok().and_then(|at| self.forms.get(at)).map_or("", |form| form)
    }
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing.
    Nothing,
    /// White space.
    Space,
    /// A line break.
    LineBreak,
    /// An empty line.
    Paragraph,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A word or a number.
    Word,
    /// A letter of a script that puts no spaces between words.
    Alone,
    /// A hyphen, which can join words.
    Hyphen,
    /// A sign.
    Sign,
}

/// A word, a number, a letter or a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The number of its form.
    pub id: u32,
    /// What stands before it.
    pub gap: Gap,
    /// What it is.
    pub sort: Sort,
    /// In which piece of the reading.
    pub piece: usize,
}

impl Token {
    /// Whether it is no mere sign.
    pub fn is_wordlike(&self) -> bool {
        matches!(self.sort, Sort::Word | Sort::Alone)
    }
}

/// A text and its tokens.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The text, in NFC and without soft hyphens.
    pub text: Rc<str>,
    /// Its tokens, in order.
    pub list: Vec<Token>,
    /// What each piece of the reading is.
    pub pieces: Rc<[Option<Around>]>,
}

impl Tokens {
    /// The tokens of everything that was read.
    pub fn of(reading: &Reading, vocabulary: &mut Vocabulary) -> Self {
        let mut text = String::new();
        let mut list = Vec::new();
        for (piece, read) in reading.pieces.iter().enumerate() {
            let begin = text.len();
            // At the end of a printed line a soft hyphen is seen, and the word goes on.
            let whole = if reading.breaks_words { read.text.replace("\u{ad}\n", "") } else { String::new() };
            let read = if reading.breaks_words { &whole } else { &read.text };
            text.extend(read.chars().filter(|letter| *letter != SOFT_HYPHEN).nfc());
            let piece_text = text.get(begin..).unwrap_or_default();
            Cutter { text: piece_text, begin, piece, gap: Gap::LineBreak, vocabulary, list: &mut list }.cut();
            text.push('\n');
        }
        let pieces = reading.pieces.iter().map(|piece| piece.around).collect();
        Self { text: text.into(), list, pieces }
    }

    /// The tokens of the pieces that are wanted.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(Option<Around>) -> bool) -> Self {
        let is_wanted = |token: &&Token| wanted(self.around(token));
        self.with(self.list.iter().filter(is_wanted).copied().collect())
    }

    /// Other tokens of the same text.
    #[must_use]
    pub fn with(&self, list: Vec<Token>) -> Self {
        Self { text: Rc::clone(&self.text), list, pieces: Rc::clone(&self.pieces) }
    }

    /// What the token's piece is.
    pub fn around(&self, token: &Token) -> Option<Around> {
        self.pieces.get(token.piece).copied().flatten()
    }

    /// The text of some tokens as it is read: every white space is one space.
    pub fn words(&self, range: Range<usize>) -> String {
        let mut words = String::new();
        for (at, token) in self.list.get(range).unwrap_or_default().iter().enumerate() {
            if at > 0 && token.gap != Gap::Nothing {
                words.push(' ');
            }
            words.extend(self.text_of(token).split_whitespace().flat_map(|part| [" ", part]).skip(1));
        }
        words
    }

    /// Words that a hyphen at the end of a line parts: where each begins, and the number of the form without the hyphen.
    pub fn broken_words(&self, vocabulary: &mut Vocabulary) -> Vec<(usize, u32)> {
        let mut broken = Vec::new();
        for (at, three) in self.list.windows(3).enumerate() {
            let [first, hyphen, second] = three else { continue };
            let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
            let ends =
                is_letter(self.text_of(first).chars().next_back()) && is_letter(self.text_of(second).chars().next());
            let is_word = first.sort == Sort::Word && second.sort == Sort::Word && ends;
            let is_hyphen = hyphen.sort == Sort::Hyphen && hyphen.gap == Gap::Nothing;
            if is_word && is_hyphen && second.gap >= Gap::LineBreak {
                let whole = format!("{}{}", vocabulary.form(first.id), vocabulary.form(second.id));
                broken.push((at, vocabulary.id(&whole)));
            }
        }
        broken
    }

    /// Makes one word of each of these that are `known`, of those that [`Tokens::broken_words`] gives. Says how many.
    pub fn join(&mut self, broken: &[(usize, u32)], known: impl Fn(u32) -> bool) -> usize {
        let mut next = 0;
        let mut joined: Vec<(usize, u32)> = broken.iter().copied().filter(|(_, id)| known(*id)).collect();
        // Of a word that is broken twice the first two parts.
        joined.retain(|(at, _)| {
            let is_free = *at >= next;
            next = if is_free { at.saturating_add(3) } else { next };
            is_free
        });
        let mut list = Vec::with_capacity(self.list.len());
        let mut left = joined.iter().peekable();
        let mut tokens = self.list.iter().enumerate();
        while let Some((at, token)) = tokens.next() {
            let mut token = *token;
            if let Some((_, id)) = left.next_if(|(begin, _)| *begin == at) {
                (token.id, token.end) = (*id, tokens.nth(1).map_or(token.end, |(_, second)| second.end));
            }
            list.push(token);
        }
        self.list = list;
        joined.len()
    }

    /// The text of a token as it is written.
    pub fn text_of(&self, token: &Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }
}

/// Whether two neighbours have the same between them in two texts. It matters where they are letters of scripts without spaces, and
/// where one is a hyphen in both texts: `well-known` is not `well - known`. There a line break is as good as a space, or as nothing.
pub fn same_gap(sealed: [&Token; 2], copy: [&Token; 2]) -> bool {
    let alone = |pair: [&Token; 2]| pair.iter().all(|token| token.sort == Sort::Alone);
    let ([first, one], [second, other]) = (sealed, copy);
    let hyphen = |one: &Token, other: &Token| one.sort == Sort::Hyphen && other.sort == Sort::Hyphen;
    let joins = hyphen(first, second) && one.is_wordlike() || hyphen(one, other) && first.is_wordlike();
    let is_break = one.gap >= Gap::LineBreak || other.gap >= Gap::LineBreak;
    let matters = alone(sealed) && alone(copy) || joins;
    !matters || is_break || (one.gap == Gap::Nothing) == (other.gap == Gap::Nothing)
}

/// Signs of money that stand before a number.
const CURRENCIES: &str = "$\u{20ac}\u{a3}\u{a5}\u{20bd}";
/// Marks before the items of a list.
const BULLETS: &str = "\u{2022}\u{2023}\u{2043}\u{25e6}";

/// Cuts a piece into its tokens.
struct Cutter<'a> {
    text: &'a str,
    /// Where the piece begins in the whole text.
    begin: usize,
    piece: usize,
    /// What stands before the next token.
    gap: Gap,
    vocabulary: &'a mut Vocabulary,
    list: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    fn cut(mut self) {
        let mut at = 0;
        while let Some(letter) = self.letter(at) {
            let class = class(letter);
            let end = at.saturating_add(letter.len_utf8());
            at = match class {
                Class::Space | Class::LineBreak => self.pass(class, end),
                Class::Word => self.word(at, ""),
                Class::Sign if self.is_point(at, letter, end) => self.word(at, ""),
                Class::Alone => self.token(at, self.with_joined(end), Sort::Alone, None),
                Class::Dash if self.is_minus(at, letter, end) => self.word(end, "-"),
                Class::Dash => self.dash(at, letter),
                Class::Quote(strokes) => self.quote(at, letter, strokes),
                // Before the items of a list it is markup: some programs write it, some draw it.
                Class::Sign if self.gap >= Gap::LineBreak && BULLETS.contains(letter) => end,
                Class::Sign => self.token(at, self.with_dots(at, end), Sort::Sign, None),
            };
        }
    }

    fn letter(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// Passes over white space.
    fn pass(&mut self, class: Class, end: usize) -> usize {
        self.gap = match (class, self.gap) {
            (Class::LineBreak, Gap::LineBreak | Gap::Paragraph) => Gap::Paragraph,
            (Class::LineBreak, _) => Gap::LineBreak,
            (_, gap) => gap.max(Gap::Space),
        };
        // What Windows writes at the end of a line is one line break.
        let is_pair = self.before(end) == Some('\r') && self.letter(end) == Some('\n');
        if is_pair { end.saturating_add(1) } else { end }
    }

    /// A word or a number from `at` on; `sign` stands for what is before it.
    fn word(&mut self, at: usize, sign: &str) -> usize {
        let mut form = sign.to_owned();
        let mut end = at;
        let mut before = None;
        while let Some(letter) = self.letter(end) {
            let next = end.saturating_add(letter.len_utf8());
            match class(letter) {
                Class::Word => form.push(letter),
                Class::Quote(Strokes::One) if joins_letters(before, self.letter(next)) => form.push('\''),
                Class::Quote(Strokes::Two) if joins_letters(before, self.letter(next)) => form.push('"'),
                _ if joins_digits(before, letter, self.letter(next)) => form.push(letter),
                _ if before.is_none() && self.is_point(end, letter, next) => form.push(letter),
                _ if before.is_none() && !sign.is_empty() && CURRENCIES.contains(letter) => form.push(letter),
                _ => break,
            }
            before = Some(letter);
            end = next;
        }
        let start = if sign.is_empty() { at } else { at.saturating_sub(self.before(at).map_or(0, char::len_utf8)) };
        // What cannot be seen, and stands by itself, is no word.
        let sort = if form.chars().all(is_joined) { Sort::Sign } else { Sort::Word };
        self.token(start, end, sort, Some(&form))
    }

    /// Whether a dash is a minus: it follows nothing, and a number follows it.
    fn is_minus(&self, at: usize, letter: char, end: usize) -> bool {
        let is_short = matches!(letter, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}');
        let number = self.letter(end).is_some_and(|next| {
            let after = end.saturating_add(next.len_utf8());
            let is_money = CURRENCIES.contains(next) && self.letter(after).is_some_and(char::is_numeric);
            next.is_numeric() || is_money || self.is_point(end, next, after)
        });
        is_short && number && self.is_free(at)
    }

    /// Whether a point begins a number: it follows nothing or a minus, and a digit follows it.
    fn is_point(&self, at: usize, letter: char, end: usize) -> bool {
        let is_minus = self.before(at).is_some_and(|before| class(before) == Class::Dash);
        matches!(letter, '.' | ',') && self.letter(end).is_some_and(char::is_numeric) && (is_minus || self.is_free(at))
    }

    /// Whether nothing stands right before.
    fn is_free(&self, at: usize) -> bool {
        let frees = |before: char| {
            let is_sign = matches!(class(before), Class::Alone | Class::Quote(_) | Class::Space | Class::LineBreak);
            is_sign || "([{=<>\u{2248}~\u{b1}".contains(before) || CURRENCIES.contains(before)
        };
        self.before(at).is_none_or(frees)
    }

    /// One dash, or two or three hyphens that stand for one.
    fn dash(&mut self, at: usize, letter: char) -> usize {
        let hyphens = self.text.get(at..).unwrap_or_default().bytes().take_while(|byte| *byte == b'-').count();
        let end = at.saturating_add(letter.len_utf8());
        match hyphens {
            1 => self.token(at, end, Sort::Hyphen, Some("-")),
            0 if matches!(letter, '\u{2010}' | '\u{2011}') => self.token(at, end, Sort::Hyphen, Some("-")),
            0 => self.token(at, end, Sort::Sign, Some("-")),
            2..=3 => self.token(at, at.saturating_add(hyphens), Sort::Sign, Some("-")),
            _ => self.token(at, at.saturating_add(hyphens), Sort::Sign, None),
        }
    }

    fn quote(&mut self, at: usize, letter: char, strokes: Strokes) -> usize {
        let end = at.saturating_add(letter.len_utf8());
        let is_double = strokes == Strokes::One && self.letter(end) == Some(letter) && matches!(letter, '\'' | '`');
        let end = if is_double { end.saturating_add(1) } else { end };
        let measures = self.before(at).is_some_and(char::is_numeric);
        let is_prime = matches!(letter, '\u{2032}' | '\u{2033}');
        let form = match strokes {
            _ if is_prime && !measures => None,
            Strokes::One if measures && !is_double => Some("'"),
            _ => Some("\""),
        };
        self.token(at, end, Sort::Sign, form)
    }

    /// Three dots or more are one sign.
    fn with_dots(&self, at: usize, end: usize) -> usize {
        let dots = self.text.get(at..).unwrap_or_default().bytes().take_while(|byte| *byte == b'.').count();
        if dots < 3 { end } else { at.saturating_add(dots) }
    }

    fn with_joined(&self, mut end: usize) -> usize {
        while let Some(letter) = self.letter(end).filter(|letter| is_joined(*letter)) {
            end = end.saturating_add(letter.len_utf8());
        }
        end
    }

    fn token(&mut self, at: usize, end: usize, sort: Sort, form: Option<&str>) -> usize {
        let id = self.vocabulary.id(form.unwrap_or_else(|| self.text.get(at..end).unwrap_or_default()));
        let (start, gap, piece) = (self.begin.saturating_add(at), self.gap, self.piece);
        self.list.push(Token { start, end: self.begin.saturating_add(end), id, gap, sort, piece });
        self.gap = Gap::Nothing;
        end
    }
}

/// Whether an apostrophe stands within a word.
fn joins_letters(before: Option<char>, after: Option<char>) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(|letter| class(letter) == Class::Word);
    is_letter(before) && is_letter(after)
}

/// Whether a sign stands within a number.
fn joins_digits(before: Option<char>, sign: char, after: Option<char>) -> bool {
    let is_digit = |letter: Option<char>| letter.is_some_and(char::is_numeric);
    let parts = matches!(
        sign,
        '.' | ',' | ':' | '/' | '\u{b7}' | '\u{60c}' | '\u{66b}' | '\u{66c}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}'
    );
    parts && is_digit(before) && is_digit(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> (Vec<String>, Vec<Gap>) {
        let mut vocabulary = Vocabulary::default();
        let tokens = Tokens::of(&Reading::of(text.to_owned()), &mut vocabulary);
        tokens.list.iter().map(|token| (vocabulary.form(token.id).to_owned(), token.gap)).unzip()
    }

    #[test]
    fn words_numbers_and_signs_are_tokens() {
        for (text, expected) in [
            ("Don\u{2019}t pay 12.5%!", "Don't|pay|12.5|%|!"),
            ("1,000. 10\u{a0}000 12:30 2nd 10²", "1,000|.|10|000|12:30|2nd|10²"),
            ("was \u{2212}\u{20ac}5 m, \u{662f}\u{2212}5 (=-5)", "was|-\u{20ac}5|m|,|\u{662f}|-5|(|=|-5|)"),
            ("to .5, to. 5 -.5 5'6 5\"6", "to|.5|,|to|.|5|-.5|5'6|5\"6"),
            ("a--b \u{2014} c-d \u{2010} ----", "a|-|b|-|c|-|d|-|----"),
            ("-5 \u{2212}5 (\u{2013}5) 10-20 10 -20 \u{2014}5", "-5|-5|(|-5|)|10|-|20|10|-20|-|5"),
            ("\u{ab}A\u{bb} \u{201e}B\u{201c} 'C' ''D'' 5' 5\"", "\"|A|\"|\"|B|\"|\"|C|\"|\"|D|\"|5|'|5|\""),
            ("国际 2025年", "国|际|2025|年"),
            ("ที่นี่", "ที่|นี่"),
            ("e\u{301} co\u{ad}op", "é|coop"),
            ("\u{2022} one\n\u{25e6} two \u{2022} three", "one|two|\u{2022}|three"),
            ("pay\u{200b}pal \u{200b} x", "pay\u{200b}pal|\u{200b}|x"),
        ] {
            assert_eq!(cut(text).0.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn gaps_are_told_apart() {
        use Gap::{LineBreak, Nothing, Paragraph, Space};

        let (_, gaps) = cut("a b\nc\r\nd\r\n\r\ne\n \nf,");
        assert_eq!(gaps, [LineBreak, Space, LineBreak, LineBreak, Paragraph, Paragraph, Nothing]);
    }

    #[test]
    fn what_could_not_be_read_is_equal_to_nothing() {
        let mut vocabulary = Vocabulary::default();
        assert_ne!(vocabulary.id("a\u{fffd}"), vocabulary.id("a\u{fffd}"));
        assert_eq!(vocabulary.id("a"), vocabulary.id("a"));
    }
}

//! Lines of scripts that go to the left: their letters are drawn in the order in which they are seen, or in that in which they are
//! read. What is read comes out, by the rules of the Unicode bidirectional algorithm (UAX #9) turned around.

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

use super::letter::Letter;

/// Whether a text goes to the left.
pub fn goes_left(text: &str) -> bool {
    class(text) == Class::Left
}

/// Letters with the marks that stand above and below them. In lines that go to the left these may be drawn before their letters.
pub fn with_marks(letters: Vec<Letter>, line_goes_left: bool) -> Vec<Letter> {
    let mut bases: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut marks: Vec<Letter> = Vec::new();
    let mut last: Option<Letter> = None;
    for mut letter in letters {
        if last.as_ref().is_some_and(|last| letter.repeats(last)) {
            letter.text.clear();
        }
        last = Some(letter.clone()).filter(|letter| !letter.text.is_empty()).or(last);
        if class(&letter.text) == Class::Mark {
            marks.push(letter);
            continue;
        }
        for mark in marks.drain(..) {
            match bases.last_mut().filter(|last| !line_goes_left || belongs(&mark, last, &letter)) {
                Some(last) => last.text.push_str(&mark.text),
                None => letter.text.push_str(&mark.text),
            }
        }
        bases.push(letter);
    }
    match bases.last_mut() {
        Some(last) => last.text.extend(marks.into_iter().map(|mark| mark.text)),
        None => bases = marks,
    }
    bases
}

/// Whether a mark belongs to the letter before it.
fn belongs(mark: &Letter, last: &Letter, next: &Letter) -> bool {
    !last.is_space() && (next.is_space() || off(last, mark) < off(next, mark))
}

/// How far the middle of a mark is from that of a letter.
fn off(letter: &Letter, mark: &Letter) -> f64 {
    (f64::midpoint(letter.start, letter.end) - f64::midpoint(mark.start, mark.end)).abs()
}

/// The letters of a line in the order in which they are read, from its stretches.
pub fn logical(stretches: Vec<Vec<Letter>>) -> Vec<Letter> {
    let classes: Vec<Class> = stretches.iter().flatten().map(|letter| class(&letter.text)).collect();
    let count = |sought: Class| classes.iter().filter(|class| **class == sought).count();
    let line_goes_left = count(Class::Left) >= count(Class::Right);
    let stretches = stretches.into_iter();
    let mut ordered: Vec<Letter> = stretches.flat_map(|stretch| read(stretch, line_goes_left)).collect();
    mirror(&mut ordered);
    ordered
}

/// The order in which a stretch is read that is in the order in which it is seen.
fn read(letters: Vec<Letter>, line_goes_left: bool) -> Vec<Letter> {
    let classes: Vec<Class> = letters.iter().map(|letter| class(&letter.text)).collect();
    let mut read: Vec<Letter> = Vec::with_capacity(letters.len());
    let mut letters = letters.into_iter();
    let mut rest = classes.as_slice();
    while !rest.is_empty() {
        let leftward = if line_goes_left { rest.len() } else { leftward(rest) };
        let (part, after) = rest.split_at(leftward.max(1).min(rest.len()));
        let mut part_letters: Vec<Letter> = letters.by_ref().take(part.len()).collect();
        if leftward > 0 {
            part_letters = turned(part_letters, part);
        }
        read.extend(part_letters);
        rest = after;
    }
    read
}

/// How many letters go to the left here, with what stands between them.
fn leftward(classes: &[Class]) -> usize {
    if classes.first() != Some(&Class::Left) {
        return 0;
    }
    let until_right = classes.iter().position(|class| *class == Class::Right).unwrap_or(classes.len());
    let last = classes.iter().take(until_right).rposition(|class| *class == Class::Left);
    last.map_or(0, |last| last.saturating_add(1))
}

/// Turns a part around, but for what goes to the right in it.
fn turned(letters: Vec<Letter>, classes: &[Class]) -> Vec<Letter> {
    let mut parts: Vec<Vec<Letter>> = Vec::new();
    let mut letters = letters.into_iter();
    let mut rest = classes;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(rightward(rest).max(1).min(rest.len()));
        parts.push(letters.by_ref().take(part.len()).collect());
        rest = after;
    }
    parts.into_iter().rev().flatten().collect()
}

/// How many letters and digits go to the right here, with what stands between them.
fn rightward(classes: &[Class]) -> usize {
    let mut length = 0;
    let word = classes.first() == Some(&Class::Right);
    for (at, class) in classes.iter().enumerate() {
        match class {
            Class::Right if word => length = at.saturating_add(1),
            Class::Digit => length = at.saturating_add(1),
            Class::Mark if length == at => length = at.saturating_add(1),
            Class::Separator if word || length == at => {}
            Class::Neutral if word => {}
            _ => break,
        }
    }
    length
}

/// In which direction letters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Left,
    Right,
    Digit,
    /// A sign that goes with digits, as in `12.5`.
    Separator,
    Mark,
    Neutral,
}

/// By the first letter that has a direction.
fn class(text: &str) -> Class {
    let mut classes = text.chars().map(class_of).skip_while(|class| *class == Class::Mark);
    classes.next().unwrap_or(if text.is_empty() { Class::Neutral } else { Class::Mark })
}

fn class_of(letter: char) -> Class {
    match CodePointMapData::<BidiClass>::new().get(letter) {
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Class::Left,
        BidiClass::LeftToRight => Class::Right,
        BidiClass::EuropeanNumber | BidiClass::ArabicNumber => Class::Digit,
        BidiClass::EuropeanSeparator | BidiClass::CommonSeparator | BidiClass::EuropeanTerminator => Class::Separator,
        BidiClass::NonspacingMark => Class::Mark,
        _ => Class::Neutral,
    }
}

/// Brackets are mirrored where they are drawn. Those that close before they open are mirrored back.
fn mirror(letters: &mut [Letter]) {
    const OPENING: [(&str, &str); 4] = [("(", ")"), ("[", "]"), ("{", "}"), ("\u{ab}", "\u{bb}")];
    for (opening, closing) in OPENING {
        let first = letters.iter().find(|letter| letter.text == opening || letter.text == closing);
        if first.is_none_or(|first| first.text == opening) {
            continue;
        }
        for letter in letters.iter_mut().filter(|letter| letter.text == opening || letter.text == closing) {
            let other = if letter.text == opening { closing } else { opening };
            other.clone_into(&mut letter.text);
        }
    }
}

//! Lines: letters that stand beside each other, with spaces between words.

use super::direction;
use super::letter::{Letter, LineKind};
use super::stretches::{extent, stretches};
use crate::superscript;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// What it says.
    pub text: String,
    /// Where it belongs.
    pub kind: LineKind,
    /// Where it begins, along itself.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// How far down it stands.
    pub down: f64,
    /// The size of its largest letter.
    pub size: f64,
    /// In which direction it goes, in degrees.
    pub turn: i32,
    /// How high the page is.
    pub page: f64,
}

/// How far a letter may stand above or below a line and belong to it, in sizes of the smaller letter.
const LEVEL: f64 = 0.25;
/// Likewise for one that stands close to the letter before it, in sizes of the larger.
const RAISED: f64 = 0.55;
/// How small those are at least; an initial is larger.
const SMALLEST: f64 = 0.48;
/// Letters in a line, far more than anyone can read in one.
const LONGEST: usize = 4_096;
/// How much smaller the letters above and below the line are.
const SMALLER: f64 = 0.85;
/// How far above or below the line they stand, in sizes of the line.
const OFF_LINE: f64 = 0.08;
/// From which gap on two words stand apart, in sizes of the smaller letter.
const APART: f64 = 0.15;
/// How much gaps between letters may differ that are alike.
const ALIKE: f64 = 0.04;
/// Likewise in a line that has spaces between its words.
const APART_BESIDES_SPACES: f64 = 0.18;
/// Letters that are no farther apart touch, whatever space is drawn between them; and one that begins farther back goes elsewhere.
const TOUCHING: std::ops::Range<f64> = -0.3..0.05;

/// Puts letters together to lines, on a page of this height.
pub fn lines(letters: Vec<Letter>, page: f64) -> Vec<TextLine> {
    let has_spaces = letters.iter().any(Letter::is_space);
    let mut groups: Vec<Group> = Vec::new();
    for letter in letters {
        match groups.last_mut() {
            Some(group) if group.takes(&letter) => group.add(letter),
            _ => groups.push(Group::new(letter)),
        }
    }
    let lines = groups.into_iter().map(|group| group.line(page, has_spaces));
    lines.filter(|line| !line.text.is_empty()).collect()
}

impl TextLine {
    /// In place of letters of which nothing is known.
    pub fn unreadable() -> Self {
        let (text, kind) = ("\u{fffd}".to_owned(), LineKind::Text);
        Self { text, kind, start: 0.0, end: 0.0, down: 0.0, size: 1.0, turn: 0, page: 0.0 }
    }
}

/// Letters of one line.
struct Group {
    letters: Vec<Letter>,
    last: Letter,
    /// How far down the largest letter stands.
    down: f64,
    /// Its size.
    size: f64,
    /// Whether there are letters in it that go to the left.
    goes_left: bool,
}

impl Group {
    fn new(letter: Letter) -> Self {
        let goes_left = direction::goes_left(&letter.text);
        Self { letters: vec![letter.clone()], down: letter.down, size: letter.size, last: letter, goes_left }
    }

    fn takes(&self, letter: &Letter) -> bool {
        if (letter.kind, letter.turn) != (self.last.kind, self.last.turn) || self.letters.len() >= LONGEST {
            return false;
        }
        let off = (letter.down - self.down).abs();
        let (small, large) = (self.size.min(letter.size), self.size.max(letter.size));
        let near = self.last.gap(letter).abs() < large && small > SMALLEST * large;
        off <= LEVEL * small || (near && off <= RAISED * large)
    }

    fn add(&mut self, letter: Letter) {
        if letter.size > self.size {
            (self.down, self.size) = (letter.down, letter.size);
        }
        self.goes_left = self.goes_left || direction::goes_left(&letter.text);
        self.last = letter.clone();
        self.letters.push(letter);
    }

    fn line(mut self, page: f64, has_spaces: bool) -> TextLine {
        self.raise();
        let (start, end) = extent(&self.letters);
        let mut stretches = stretches(direction::with_marks(self.letters, self.goes_left));
        if !self.goes_left {
            stretches.sort_by(|one, other| extent(one).0.total_cmp(&extent(other).0));
        }
        let stretches = spaced(stretches, has_spaces);
        let letters = if self.goes_left { direction::logical(stretches) } else { stretches.concat() };
        let text: String = letters.iter().map(|letter| letter.text.as_str()).collect();
        let text = text.trim().chars().map(parted).collect::<Vec<_>>().concat();
        let Letter { kind, turn, .. } = self.last;
        TextLine { text, kind, start, end, down: self.down, size: self.size, turn, page }
    }

    /// Sets the small letters above and below the line apart.
    fn raise(&mut self) {
        for letter in &mut self.letters {
            let above = self.down - letter.down;
            if letter.size < SMALLER * self.size && above.abs() > OFF_LINE * self.size {
                letter.text =
                    if above > 0.0 { superscript::above(&letter.text) } else { superscript::below(&letter.text) };
            }
        }
    }
}

/// Puts spaces between words that only stand apart.
fn spaced(stretches: Vec<Vec<Letter>>, has_spaces: bool) -> Vec<Vec<Letter>> {
    let apart = apart(&stretches, has_spaces);
    let mut spaced: Vec<Vec<Letter>> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        let before = spaced.last().map(|last| extent(last));
        let (start, end) = extent(&stretch);
        let gap = before.map_or(0.0, |before: (f64, f64)| (start - before.1).max(before.0 - end));
        let mut letters = Vec::with_capacity(stretch.len());
        if let Some(first) = stretch.first()
            && gap > apart * first.size
        {
            letters.push(space(first, start));
        }
        let mut reached = start;
        let mut seen: Option<f64> = None;
        for letter in stretch {
            let touches = seen.is_some_and(|seen| TOUCHING.contains(&((letter.start - seen) / letter.size)));
            if touches && letter.has_room && !letter.is_space() && letters.last().is_some_and(Letter::is_space) {
                letters.pop();
            }
            let is_apart = letter.has_room && letter.start - reached > apart * letter.size;
            if is_apart && !letter.is_space() && !letters.last().is_some_and(Letter::is_space) {
                letters.push(space(&letter, reached));
            }
            reached = if letter.has_room { reached.max(letter.end) } else { reached };
            if letter.has_room && !letter.is_space() {
                seen = Some(letter.end);
            }
            letters.push(letter);
        }
        spaced.push(letters);
    }
    spaced
}

/// A space before a letter.
fn space(letter: &Letter, start: f64) -> Letter {
    Letter { text: " ".to_owned(), start, end: letter.start, ..letter.clone() }
}

/// From which gap on the words of a line stand apart, in sizes of their letters; more where all of its letters do.
fn apart(stretches: &[Vec<Letter>], has_spaces: bool) -> f64 {
    let least = if stretches.iter().flatten().any(Letter::is_space) { APART_BESIDES_SPACES } else { APART };
    let mut gaps: Vec<f64> = stretches.iter().flat_map(|stretch| gaps(stretch)).collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().filter(|_| has_spaces && gaps.len() >= 4).unwrap_or_default();
    let alike = gaps.iter().filter(|gap| (*gap - usual).abs() < ALIKE).count();
    if alike >= gaps.len() / 2 { least.max(usual + APART) } else { least }
}

/// The gaps between the letters of words.
fn gaps(stretch: &[Letter]) -> impl Iterator<Item = f64> {
    let pairs = stretch.iter().zip(stretch.iter().skip(1));
    let pairs = pairs.filter(|(one, next)| !one.is_space() && !next.is_space());
    pairs.map(|(one, next)| (next.start - one.end) / next.size)
}

/// Letters that are set as one, such as `fi`, as letters of their own.
fn parted(letter: char) -> String {
    let letters = match letter {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        letter => return letter.to_string(),
    };
    letters.to_owned()
}

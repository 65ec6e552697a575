//! Stretches: parts of a line within which the letters follow each other to the right.

use super::letter::Letter;

/// How far back a letter begins that does not follow the one before it.
const BACK: f64 = 0.3;

/// Likewise where that is a space.
const BACK_OVER_SPACE: f64 = 0.1;

/// The stretches of a line, in the order in which they are drawn. What is drawn between letters that stand there already, as letters
/// are that a font lacks, goes where it stands.
pub fn stretches(letters: Vec<Letter>) -> Vec<Vec<Letter>> {
    let mut stretches: Vec<Vec<Letter>> = Vec::new();
    for letter in letters {
        match stretches.last_mut() {
            Some(stretch) if stretch.last().is_some_and(|last| follows(last, &letter)) => stretch.push(letter),
            _ => stretches.push(vec![letter]),
        }
    }
    let mut merged: Vec<Vec<Letter>> = Vec::new();
    for stretch in stretches {
        match merged.iter_mut().find(|other| overlap(other, &stretch) && has_room(other, &stretch)) {
            Some(other) => other.extend(stretch),
            None => merged.push(stretch),
        }
    }
    for stretch in &mut merged {
        in_place(stretch);
    }
    merged
}

/// Puts what was drawn before where it stands.
fn in_place(letters: &mut [Letter]) {
    if letters.iter().zip(letters.iter().skip(1)).all(|(last, next)| follows(last, next)) {
        return;
    }
    // A space can begin where the sign begins that belongs before it.
    let place = |letter: &Letter| if letter.is_space() { letter.end } else { f64::midpoint(letter.start, letter.end) };
    letters.sort_by(|one, other| place(one).total_cmp(&place(other)));
}

fn follows(last: &Letter, next: &Letter) -> bool {
    let back = if last.is_space() { BACK_OVER_SPACE } else { BACK };
    next.start > last.start - back * last.size
}

/// Whether the middle of one is within the other.
fn overlap(one: &[Letter], other: &[Letter]) -> bool {
    let (one, other) = (extent(one), extent(other));
    let is_within = |(start, end): (f64, f64), (from, to)| (from..to).contains(&f64::midpoint(start, end));
    is_within(one, other) || is_within(other, one)
}

/// Whether most letters of the other stand where there is none of this one.
fn has_room(one: &[Letter], other: &[Letter]) -> bool {
    let is_covered = |letter: &&Letter| {
        let middle = f64::midpoint(letter.start, letter.end);
        one.iter().any(|there| !there.is_space() && (there.start..there.end).contains(&middle))
    };
    other.iter().filter(is_covered).count() <= other.len() / 2
}

/// From where to where letters stand.
pub fn extent(letters: &[Letter]) -> (f64, f64) {
    let start = letters.iter().map(|letter| letter.start).fold(f64::INFINITY, f64::min);
    (start, letters.iter().map(|letter| letter.end).fold(f64::NEG_INFINITY, f64::max))
}

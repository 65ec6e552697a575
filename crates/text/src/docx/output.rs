//! What a part says, put in order: a text box follows the paragraph in which it is anchored, a reading what it stands above.

use super::super::What;
use crate::Unreadable;
use crate::reading::LONGEST;

/// A bit of text, or of what stands around it.
#[derive(Debug, PartialEq, Eq)]
pub struct Bit {
    /// The text.
    pub text: String,
    /// What it is, where it stands around the text.
    pub around: Option<What>,
}

/// What a part says so far.
#[derive(Default)]
pub struct Output {
    /// The text itself.
    bits: Vec<Bit>,
    /// Texts that are held back until what they belong to is over, the innermost last.
    open: Vec<Vec<Bit>>,
    /// Text boxes that are over, each with how many texts are open where it is anchored.
    boxes: Vec<(usize, Vec<Bit>)>,
    /// Readings that are over, likewise.
    readings: Vec<(usize, Vec<Bit>)>,
    length: usize,
}

impl Output {
    /// Says something.
    pub fn say(&mut self, text: &str, around: Option<What>) -> Result<(), Unreadable> {
        self.length = self.length.saturating_add(text.len());
        if self.length > LONGEST {
            return Err(Unreadable::TooLarge);
        }
        let bits = self.current();
        match bits.last_mut() {
            Some(last) if last.around == around => last.text.push_str(text),
            _ => bits.push(Bit { text: text.to_owned(), around }),
        }
        Ok(())
    }

    /// Begins a text that is held back.
    pub fn hold(&mut self) {
        self.open.push(Vec::new());
    }

    /// Ends a text box, to be said after the paragraph.
    pub fn end_box(&mut self) {
        let held = self.open.pop().unwrap_or_default();
        self.boxes.push((self.open.len(), held));
    }

    /// Ends a reading, to be said after what it stands above.
    pub fn end_reading(&mut self) {
        let held = self.open.pop().unwrap_or_default();
        self.readings.push((self.open.len(), held));
    }

    /// Says the readings that wait here.
    pub fn release_readings(&mut self) {
        let waiting = released(&mut self.readings, self.open.len());
        self.append(waiting);
    }

    /// Says the text boxes that wait here.
    pub fn release_boxes(&mut self) {
        let waiting = released(&mut self.boxes, self.open.len());
        self.append(waiting);
    }

    /// All that was said.
    pub fn finish(mut self) -> Vec<Bit> {
        self.release_readings();
        self.release_boxes();
        self.bits
    }

    fn append(&mut self, waiting: Vec<Bit>) {
        let bits = self.current();
        for bit in waiting {
            match bits.last_mut() {
                Some(last) if last.around == bit.around => last.text.push_str(&bit.text),
                _ => bits.push(bit),
            }
        }
    }

    fn current(&mut self) -> &mut Vec<Bit> {
        self.open.last_mut().unwrap_or(&mut self.bits)
    }
}

/// Takes those that wait at this depth.
fn released(waiting: &mut Vec<(usize, Vec<Bit>)>, depth: usize) -> Vec<Bit> {
    let first = waiting.iter().position(|(at, _)| *at >= depth).unwrap_or(waiting.len());
    waiting.drain(first..).flat_map(|(_, bits)| bits).collect()
}

//! Formulas (ISO/IEC 29500-1, clause 22.1): their letters, with the signs that only their form shows.

use super::level::{Delimiters, Ending, Level};
use super::markup::Element;
use super::story::Story;
use crate::Unreadable;
use crate::superscript::Baseline;

impl Story<'_> {
    /// An element of a formula.
    pub(super) fn math(&mut self, element: &Element, level: &mut Level) -> Result<(), Unreadable> {
        match element.name.as_str() {
            "t" => level.begin_text(),
            "r" => self.begin_run(level),
            "sup" => level.place = Baseline::Above,
            "sub" => level.place = Baseline::Below,
            "num" => level.ending = Ending::Sign(Some('/')),
            "oMathPara" | "mr" => level.ending = Ending::Line,
            "rad" => self.say("\u{221a}", *level)?,
            "naryPr" => level.ending = Ending::Sign(Some('\u{222b}')),
            "accPr" => level.ending = Ending::Sign(Some('\u{302}')),
            "groupChrPr" => level.ending = Ending::Sign(Some('\u{23df}')),
            "d" => {
                self.delimiters.push(Delimiters::default());
                level.ending = Ending::Delimiters;
            }
            "e" if self.level().ending == Ending::Delimiters => self.begin_delimited(*level)?,
            name => self.sign(name, element.attribute("val").unwrap_or_default()),
        }
        Ok(())
    }

    /// A property that names a sign.
    fn sign(&mut self, name: &str, value: &str) {
        match (name, self.delimiters.last_mut()) {
            ("chr", _) => self.replace_sign(value.chars().next()),
            ("begChr", Some(delimiters)) => value.clone_into(&mut delimiters.begin),
            ("sepChr", Some(delimiters)) => value.clone_into(&mut delimiters.between),
            ("endChr", Some(delimiters)) => value.clone_into(&mut delimiters.end),
            _ => {}
        }
    }

    fn begin_delimited(&mut self, level: Level) -> Result<(), Unreadable> {
        let Some(delimiters) = self.delimiters.last_mut() else { return Ok(()) };
        let sign = if delimiters.begun { &delimiters.between } else { &delimiters.begin }.clone();
        delimiters.begun = true;
        self.say(&sign, level)
    }

    pub(super) fn end_delimiters(&mut self, level: Level) -> Result<(), Unreadable> {
        let delimiters = self.delimiters.pop().unwrap_or_default();
        self.say(&delimiters.end, level)
    }
}

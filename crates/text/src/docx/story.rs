//! What one part says, element by element.

use super::super::What;
use super::formatting::Look;
use super::level::{Delimiters, Ending, Letters, Level, Paragraph, Properties, Run};
use super::markup::{Element, Event, Family, Markup};
use super::output::{Bit, Output};
use super::styles::Styles;
use crate::Unreadable;
use crate::superscript::Baseline;

/// Fields inside of each other.
const MOST_FIELDS: usize = 256;

/// Reads a part; all of it is what is given, where that is something around the text.
pub fn read(xml: &str, what: Option<What>, styles: &Styles) -> Result<Vec<Bit>, Unreadable> {
    let mut story = Story::new(what, styles);
    let mut markup = Markup::new(xml);
    while let Some(event) = markup.next()? {
        match event {
            Event::Start(element) => story.start(&element, &markup)?,
            Event::End => story.end()?,
            Event::Letters(letters) => story.letters(&letters)?,
        }
    }
    Ok(story.output.finish())
}

/// A part that is being read.
pub struct Story<'a> {
    what: Option<What>,
    styles: &'a Styles,
    output: Output,
    levels: Vec<Level>,
    paragraphs: Vec<Paragraph>,
    runs: Vec<Run>,
    /// Of the fields that have begun, whether each is still in its code.
    fields: Vec<bool>,
    /// Of the choices that have begun, whether one was taken.
    choices: Vec<bool>,
    /// Of the brackets of formulas that have begun, what they are.
    pub(super) delimiters: Vec<Delimiters>,
    /// The letters of the text element that has begun.
    text: String,
}

impl<'a> Story<'a> {
    fn new(what: Option<What>, styles: &'a Styles) -> Self {
        Self {
            what,
            styles,
            output: Output::default(),
            levels: Vec::new(),
            paragraphs: Vec::new(),
            runs: Vec::new(),
            fields: Vec::new(),
            choices: Vec::new(),
            delimiters: Vec::new(),
            text: String::new(),
        }
    }

    fn start(&mut self, element: &Element, markup: &Markup<'_>) -> Result<(), Unreadable> {
        let outer = self.level();
        let mut level = Level { letters: Letters::Unknown, ending: Ending::Nothing, ..outer };
        level.preserves_space = element.preserves_space().unwrap_or(outer.preserves_space);
        if !outer.passed_over {
            match element.family {
                Family::Word if outer.properties != Properties::None => self.property(element, &mut level),
                Family::Word => self.word(element, &mut level)?,
                Family::Math => self.math(element, &mut level)?,
                Family::Compatibility => self.choice(element, markup, &mut level),
                _ => self.drawing(element, &mut level)?,
            }
        }
        self.levels.push(level);
        Ok(())
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        let level = self.levels.pop().unwrap_or_default();
        match level.ending {
            Ending::Nothing => {}
            Ending::Letters => self.end_text(level)?,
            Ending::Line => self.say("\n", level)?,
            Ending::Paragraph => self.end_paragraph()?,
            Ending::Run => drop(self.runs.pop()),
            Ending::Box => self.output.end_box(),
            Ending::Reading => self.output.end_reading(),
            Ending::Ruby => self.output.release_readings(),
            Ending::Choices => drop(self.choices.pop()),
            Ending::Sign(sign) => self.say(&sign.map(String::from).unwrap_or_default(), level)?,
            Ending::Delimiters => self.end_delimiters(level)?,
        }
        Ok(())
    }

    fn letters(&mut self, letters: &str) -> Result<(), Unreadable> {
        let level = self.level();
        match level.letters {
            _ if level.passed_over => Ok(()),
            Letters::Text => {
                self.text.push_str(letters);
                Ok(())
            }
            Letters::Unknown if !letters.trim().is_empty() => self.output.say(letters, self.what.or(Some(What::Other))),
            // What these fields show stands in their code.
            Letters::Code if SHOWN.iter().any(|field| letters.contains(field)) => {
                self.output.say("\u{fffd}", self.what.or(level.around))
            }
            Letters::Unknown | Letters::Code => Ok(()),
        }
    }

    fn word(&mut self, element: &Element, level: &mut Level) -> Result<(), Unreadable> {
        match element.name.as_str() {
            "t" => level.begin_text(),
            "delText" => {
                level.begin_text();
                level.around = Some(What::Deleted);
            }
            "instrText" | "delInstrText" | "fldData" | "binData" => level.letters = Letters::Code,
            "del" | "moveFrom" => level.around = Some(What::Deleted),
            "fldChar" => self.field(element.attribute("fldCharType"))?,
            name if properties(name, level.properties) != Properties::None => {
                level.properties = properties(name, level.properties);
            }
            "tab" | "ptab" => self.say("\t", *level)?,
            "br" | "cr" => self.say("\n", *level)?,
            "noBreakHyphen" => self.say("\u{2011}", *level)?,
            "softHyphen" => self.say("\u{ad}", *level)?,
            "sym" => self.say(&symbol(element.attribute("char")), *level)?,
            "altChunk" | "subDoc" => self.say("\u{fffd}\n\n", *level)?,
            _ => self.container(&element.name, level),
        }
        Ok(())
    }

    fn container(&mut self, name: &str, level: &mut Level) {
        match name {
            "p" => {
                self.paragraphs.push(Paragraph::default());
                level.ending = Ending::Paragraph;
            }
            "r" => self.begin_run(level),
            "txbxContent" => {
                self.output.hold();
                level.ending = Ending::Box;
            }
            "rt" => {
                self.output.hold();
                level.ending = Ending::Reading;
            }
            "ruby" => level.ending = Ending::Ruby,
            _ => {}
        }
    }

    /// Begins a run, in a formula too.
    pub(super) fn begin_run(&mut self, level: &mut Level) {
        self.runs.push(Run::default());
        level.ending = Ending::Run;
    }

    /// A property, or one inside it. What a change says were the properties before is passed over.
    fn property(&mut self, element: &Element, level: &mut Level) {
        level.passed_over = element.name.ends_with("Change");
        level.properties = properties(&element.name, level.properties);
        match (level.properties, element.name.as_str()) {
            (Properties::Run, name) => {
                let Some(run) = self.runs.last_mut() else { return };
                run.look.take(element);
                if name == "rStyle" {
                    run.style = element.attribute("val").map(str::to_owned);
                }
            }
            (Properties::Paragraph, "pStyle") => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                paragraph.style = element.attribute("val").map(str::to_owned);
            }
            (Properties::Mark, "del" | "moveFrom") => {
                let Some(paragraph) = self.paragraphs.last_mut() else { return };
                paragraph.goes_on = true;
            }
            _ => {}
        }
    }

    /// One of several ways to say the same: the first one of which all is understood, or else the fallback.
    fn choice(&mut self, element: &Element, markup: &Markup<'_>, level: &mut Level) {
        let taken = self.choices.last_mut();
        match (element.name.as_str(), taken) {
            ("AlternateContent", _) => {
                self.choices.push(false);
                level.ending = Ending::Choices;
            }
            ("Choice", Some(taken)) => {
                let take = !*taken && markup.understands(element.attribute("Requires").unwrap_or_default());
                level.passed_over = !take;
                *taken = *taken || take;
            }
            ("Fallback", Some(taken)) => level.passed_over = *taken,
            _ => {}
        }
    }

    fn drawing(&mut self, element: &Element, level: &mut Level) -> Result<(), Unreadable> {
        match (element.family, element.name.as_str()) {
            (Family::Drawing, "t") | (Family::Chart, "v") => {
                level.begin_text();
                level.preserves_space = true;
            }
            (Family::Drawing, "br") => self.say("\n", *level)?,
            (Family::Drawing, "p") | (Family::Chart, "pt") => level.ending = Ending::Line,
            (Family::Drawing | Family::Placing | Family::Chart, _) => level.letters = Letters::Code,
            (Family::Vml, "textpath") => {
                let text = element.attribute("string").unwrap_or_default();
                self.output.hold();
                self.say(&format!("{text}\n\n"), *level)?;
                self.output.end_box();
            }
            _ => {}
        }
        Ok(())
    }

    fn field(&mut self, kind: Option<&str>) -> Result<(), Unreadable> {
        match kind {
            Some("begin") if self.fields.len() >= MOST_FIELDS => return Err(Unreadable::TooLarge),
            Some("begin") => self.fields.push(true),
            Some("separate") => self.fields.iter_mut().last().into_iter().for_each(|in_code| *in_code = false),
            _ => drop(self.fields.pop()),
        }
        Ok(())
    }

    fn end_text(&mut self, level: Level) -> Result<(), Unreadable> {
        let text = std::mem::take(&mut self.text).replace(['\n', '\r'], " ");
        let text = if level.preserves_space { text.as_str() } else { text.trim_matches([' ', '\t']) };
        self.say(text, level)
    }

    fn end_paragraph(&mut self) -> Result<(), Unreadable> {
        let goes_on = self.paragraphs.pop().is_some_and(|paragraph| paragraph.goes_on);
        if !goes_on {
            self.output.say("\n\n", self.what)?;
        }
        self.output.release_boxes();
        Ok(())
    }

    /// Says a text as its run and the elements around it make it.
    pub(super) fn say(&mut self, text: &str, level: Level) -> Result<(), Unreadable> {
        let look = self.look();
        let in_code = self.fields.iter().any(|in_code| *in_code).then_some(What::FieldCode);
        let hidden = look.hidden.unwrap_or_default().then_some(What::Hidden);
        let struck = look.struck.unwrap_or_default().then_some(What::Deleted);
        let place = look.place.filter(|place| *place != Baseline::Line).unwrap_or(level.place);
        self.output.say(&place.set(text.to_owned()), self.what.or(level.around).or(in_code).or(hidden).or(struck))
    }

    fn look(&self) -> Look {
        let Some(run) = self.runs.last() else { return Look::default() };
        let paragraph = self.paragraphs.last().and_then(|paragraph| paragraph.style.as_deref());
        run.look.or(self.styles.look(paragraph, run.style.as_deref()))
    }

    /// Puts another sign in place of the one that the element would end with.
    pub(super) fn replace_sign(&mut self, sign: Option<char>) {
        if let Some(level) = self.levels.last_mut()
            && matches!(level.ending, Ending::Sign(_))
        {
            level.ending = Ending::Sign(sign);
        }
    }

    pub(super) fn level(&self) -> Level {
        self.levels.last().copied().unwrap_or_default()
    }
}

/// Fields that show something that is no result.
const SHOWN: [&str; 3] = ["MACROBUTTON", "SYMBOL", "EQ \\"];

fn properties(name: &str, outer: Properties) -> Properties {
    match (outer, name) {
        (Properties::None, "rPr") => Properties::Run,
        (Properties::None, "pPr") => Properties::Paragraph,
        (Properties::Paragraph, "rPr") => Properties::Mark,
        (Properties::None, _) if !name.ends_with("Pr") => Properties::None,
        (Properties::None, _) => Properties::Other,
        (outer, _) => outer,
    }
}

/// A letter by its number in a symbol font: nobody can tell what those show that lie in the private use area.
fn symbol(number: Option<&str>) -> String {
    let letter = number.and_then(|number| u32::from_str_radix(number, 16).ok()).and_then(char::from_u32);
    let known = letter.filter(|letter| !matches!(letter, '\0'..=' ' | '\u{7f}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}'));
    known.unwrap_or(char::REPLACEMENT_CHARACTER).to_string()
}

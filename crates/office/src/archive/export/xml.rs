//! XML, well-formed whatever it holds.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Attributes: names and values.
pub type Attributes<'a> = [(&'a str, &'a str)];

/// XML in the making, indented. Nothing here can fail: it is written into memory.
pub struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A piece of a document.
    pub fn piece() -> Self {
        Self(Writer::new_with_indent(Vec::new(), b' ', 2))
    }

    /// A document, with its declaration.
    pub fn document() -> Self {
        let mut xml = Self::piece();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Begins an element that nothing here ends.
    pub fn begin(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// An element and what is inside.
    pub fn element(&mut self, name: &str, attributes: &Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.begin(name, attributes);
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element that holds a text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes that holds a text.
    pub fn text_with(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.event(Event::Text(BytesText::new(&characters(text)))));
    }

    /// What was written, with a line break at its end.
    pub fn finish(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }

    fn event(&mut self, event: Event<'_>) {
        let _ = self.0.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, characters(value).as_ref()));
    }
    start
}

/// The text, with U+FFFD for every character that XML 1.0 cannot hold (section 2.2), and line breaks as its readers see them
/// (2.11).
fn characters(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| is_character(letter) && letter != '\r') {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(
        lines.chars().map(|letter| if is_character(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect(),
    )
}

fn is_character(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        let mut xml = Xml::piece();
        xml.text_with("a", &[("b", "\"<\u{0}")], "\0\u{1b}[31m & <b> ]]> \u{fffe}\u{ffff}\u{10ffff}\r\nc\rd");
        assert_eq!(
            xml.finish(),
            "<a b=\"&quot;&lt;\u{fffd}\">\u{fffd}\u{fffd}[31m &amp; &lt;b&gt; ]]&gt; \u{fffd}\u{fffd}\u{10ffff}\nc\nd</a>\n"
        );
    }

    proptest! {
        #[test]
        fn any_text_reads_back(text in any::<String>()) {
            let mut xml = Xml::document();
            xml.text("a", &text);
            prop_assert_eq!(super::super::example::xml_texts(&xml.finish()), vec![characters(&text).into_owned()]);
        }
    }
}

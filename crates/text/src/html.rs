//! The text of a web page, as a browser would show it: the HTML standard's own tree, read from top to bottom.
//!
//! Whether something is hidden by a style sheet or a script is not looked at: what stands in the page is its text.

mod elements;
mod encoding;

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{QualName, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use self::elements::{Effect, effect, said_by_attribute};
pub use self::encoding::encoding;
use super::{Around, Piece, Reading, Unreadable, What};
use crate::reading::LONGEST;
use crate::superscript::Baseline;

/// Takes the text out of a web page.
///
/// # Errors
/// Where there is more of it than is read.
pub fn read(page: &str) -> Result<Reading, Unreadable> {
    let dom = tree(page);
    let mut reader = Reader::default();
    // Pages can be nested more deeply than a stack is.
    let mut left = vec![Step::Into(dom.document.clone(), TextStyle::default())];
    while let Some(step) = left.pop() {
        match step {
            Step::Into(node, style) => reader.enter(&node, style, &mut left),
            Step::Say(text, style) => reader.say(text, style),
        }
        if reader.length > LONGEST {
            return Err(Unreadable::TooLarge);
        }
    }
    Ok(Reading { pieces: reader.pieces, breaks_words: false }.with_parts_of_lines())
}

/// The tree that a browser makes of a page, with scripts allowed.
fn tree(page: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(page)
}

/// What is still to be done.
enum Step {
    Into(Handle, TextStyle),
    Say(&'static str, TextStyle),
}

/// How text is read at a place in the tree.
#[derive(Debug, Clone, Copy, Default)]
struct TextStyle {
    around: Option<Around>,
    place: Baseline,
    keeps_lines: bool,
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    length: usize,
    parts: usize,
}

const BLOCK: &str = "\n\n";

impl Reader {
    fn enter(&mut self, node: &Handle, style: TextStyle, left: &mut Vec<Step>) {
        match &node.data {
            NodeData::Text { contents } => self.text(&contents.borrow(), style),
            NodeData::Document => into_children(node, style, left),
            NodeData::Element { name, .. } => self.element(node, name, style, left),
            _ => {}
        }
    }

    fn element(&mut self, node: &Handle, name: &QualName, style: TextStyle, left: &mut Vec<Step>) {
        let effect = effect(node, name);
        let inner = match effect {
            Effect::Nothing => return,
            Effect::Baseline(place) => TextStyle { place, ..style },
            Effect::Apart(what) | Effect::Within(what) => TextStyle { around: Some(self.part(what)), ..style },
            _ => TextStyle {
                keeps_lines: style.keeps_lines || matches!(&*name.local, "pre" | "listing" | "plaintext" | "xmp"),
                ..style
            },
        };
        let (before, after) = match effect {
            Effect::Block | Effect::Apart(_) => (BLOCK, BLOCK),
            Effect::Says(words) => (words, ""),
            Effect::Between(before, after) => (before, after),
            _ => ("", ""),
        };
        self.say(before, inner);
        if let Some(value) = said_by_attribute(node, &name.local, effect) {
            self.text(&value, inner);
        }
        left.push(Step::Say(after, inner));
        let first = left.len();
        into_children(node, inner, left);
        if let Effect::Parted(sign) = effect {
            let parts = left.split_off(first).into_iter().filter(is_element);
            left.extend(parts.flat_map(|part| [part, Step::Say(sign, inner)]));
            left.pop();
        }
    }

    fn part(&mut self, what: What) -> Around {
        self.parts = self.parts.saturating_add(1);
        Around { what, part: self.parts }
    }

    fn text(&mut self, text: &str, style: TextStyle) {
        let text = if style.keeps_lines { text.to_owned() } else { collapsed(text) };
        self.say(&style.place.set(text), style);
    }

    fn say(&mut self, text: &str, style: TextStyle) {
        self.length = self.length.saturating_add(text.len());
        match self.pieces.last_mut().filter(|piece| piece.around == style.around) {
            Some(piece) => piece.text.push_str(text),
            _ if text.is_empty() => {}
            // What stands on both sides of a part that is left out does not grow together.
            None => self.pieces.push(Piece { text: format!(" {text}"), around: style.around }),
        }
    }
}

fn is_element(step: &Step) -> bool {
    matches!(step, Step::Into(node, _) if matches!(node.data, NodeData::Element { .. }))
}

fn into_children(node: &Handle, style: TextStyle, left: &mut Vec<Step>) {
    if let NodeData::Element { template_contents, .. } = &node.data {
        left.extend(template_contents.borrow().iter().map(|contents| Step::Into(contents.clone(), style)));
    }
    left.extend(node.children.borrow().iter().rev().map(|child| Step::Into(child.clone(), style)));
}

/// White space as a browser shows it: one space, or one line break where there was any.
fn collapsed(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut space = None;
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => space = Some('\n'),
            ' ' | '\t' | '\u{c}' => space = space.or(Some(' ')),
            _ => {
                shown.extend(space.take());
                shown.push(letter);
            }
        }
    }
    shown.extend(space);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(page: &str) -> Vec<(Option<What>, String)> {
        let reading = read(page).unwrap();
        let piece = |piece: Piece| {
            let words = piece.text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!words.is_empty()).then_some((piece.around.map(|around| around.what), words))
        };
        reading.pieces.into_iter().filter_map(piece).collect()
    }

    fn text(page: &str) -> String {
        let found = pieces(page);
        assert!(found.iter().all(|(around, _)| around.is_none()), "{found:?}");
        found.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_a_browser_shows_is_text() {
        for (page, expected) in [
            ("<p>one<br>two &amp; thr&eacute;e<p>four", "one two & thrée four"),
            ("<style>p{}</style><script>var a = '<p>no</p>'</script><p>yes<!-- not this -->", "yes"),
            ("<b>T</b>he <i>har<wbr>bour</i>", "The harbour"),
            ("<td>10</td><td>20</td>", "1020"),
            ("<table><tr><td>10</td><td>20</td></table>", "10 20"),
            ("10<sup>2</sup> H<sub>2</sub>O 4<sup>th</sup>", "10² H₂O 4th"),
            ("<p>We do <button>not</button> agree", "We do not agree"),
            ("<p>We do <button>not</button><button> ever</button> agree", "We do not ever agree"),
            ("<p>We do <select><option>not</select> agree", "We do not agree"),
            ("<div>a<template shadowrootmode=open>b</template></div>", "a b"),
            ("<div>We do <nav>not</nav> agree", "We do not agree"),
            ("<p>We do <aside>not</aside> agree</p>", "We do not agree"),
            ("<math><msup><mn>10</mn> <mn>2</mn></msup></math>", "10^2"),
            ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
            ("<object>shown</object>", "shown"),
            ("<q>Yes</q>, he said", "“Yes”, he said"),
            ("a <bdo dir=RTL>cb</bdo>", "a \u{202e}cb\u{202c}"),
            ("<ol start=5><li>five<li value=7>seven<li>eight</ol>", "5. five 7. seven eight"),
            ("<svg><text>drawn</text></svg>", "drawn"),
            ("<math><style>not</style><template><mtext>not</mtext></template></math>", "notnot"),
            ("<iframe srcdoc=not></iframe>", "not"),
            ("<listing>10</listing><listing>2</listing>", "10 2"),
        ] {
            assert_eq!(text(page), expected, "{page}");
        }
    }

    #[test]
    fn what_stands_around_the_text_has_its_name() {
        let page = "<title>T</title><header>H<nav>N</nav>h</header><main>A<p><button>B</button> <input value=v></p>C</main><footer>F</footer>";
        let expected = [
            (Some(What::Title), "T"),
            (Some(What::Header), "H"),
            (Some(What::Nav), "N"),
            (Some(What::Header), "h"),
            (None, "A"),
            (Some(What::Form), "B"),
            (Some(What::Form), "v"),
            (None, "C"),
            (Some(What::Footer), "F"),
        ];
        assert_eq!(pieces(page), expected.map(|(what, words)| (what, words.to_owned())));
    }

    #[test]
    fn what_is_struck_out_or_hidden_is_no_text() {
        for (page, what) in [
            ("We do <del>not</del> agree", What::Deleted),
            ("We do <s>not</s> agree", What::Deleted),
            ("We do <span hidden>not</span> agree", What::Hidden),
            ("We do <b style='opacity:0.0 !important'>not</b> agree", What::Hidden),
            ("We do <b style='color:red; Display: none'>not</b> agree", What::Hidden),
            ("We do <title>not</title> agree", What::Hidden),
        ] {
            let found = pieces(page);
            let expected = [(None, "We do"), (Some(what), "not"), (None, "agree")];
            assert_eq!(found, expected.map(|(what, words)| (what, words.to_owned())), "{page}");
        }
        assert_eq!(text("We do <input type=hidden value=not> agree"), "We do agree");
        assert_eq!(pieces("<p>We do <dialog>not</dialog>")[1], (Some(What::Hidden), "not".to_owned()));
    }

    #[test]
    fn a_page_is_read_as_browsers_do_not_as_its_tags_are_written() {
        // The end of the header closes the paragraph in it: what follows is text.
        assert_eq!(pieces("<header><p>H</header>T"), [(Some(What::Header), "H".to_owned()), (None, "T".to_owned())]);
        // No element of a page is closed by a slash.
        assert_eq!(pieces("<header/>H"), [(Some(What::Header), "H".to_owned())]);
    }

    #[test]
    fn depth_is_no_matter() {
        assert_eq!(text(&("<i>".repeat(20_000) + "deep")), "deep");
    }
}

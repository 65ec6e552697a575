//! The text of a web page, as a browser would show it: the HTML standard's own tree, read from top to bottom.
//!
//! Whether something is hidden by a style sheet or a script is not looked at: what stands in the page is its text.

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::{Around, LONGEST, Piece, Reading, Unreadable, What, raised};

/// Takes the text out of a web page.
///
/// # Errors
/// Where there is more of it than is read.
pub fn read(page: &str) -> Result<Reading, Unreadable> {
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let dom = parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(page);
    let mut reader = Reader::default();
    // Pages can be nested more deeply than a stack is.
    let mut left = vec![Step::Into(dom.document.clone(), Manner::default())];
    while let Some(step) = left.pop() {
        match step {
            Step::Into(node, manner) => reader.enter(&node, manner, &mut left),
            Step::Say(text, manner) => reader.say(text, manner),
        }
        if reader.length > LONGEST {
            return Err(Unreadable::TooLarge);
        }
    }
    let mut pieces = reader.pieces;
    within_lines(&mut pieces);
    Ok(Reading { pieces, breaks_words: false })
}

/// Makes text of every button and its like that stands within a line of text: readers take it for a word of that.
fn within_lines(pieces: &mut [Piece]) {
    let is_line = |piece: Option<&Piece>, last: bool| {
        let text = piece.filter(|piece| piece.around.is_none()).map(|piece| piece.text.as_str()).unwrap_or_default();
        let mut letters = text.chars().filter(|letter| *letter != ' ');
        let letter = if last { letters.next_back() } else { letters.next() };
        letter.is_some_and(|letter| letter != '\n')
    };
    for at in 1..pieces.len() {
        let (before, after) = (pieces.get(at.saturating_sub(1)), pieces.get(at.saturating_add(1)));
        let is_within = is_line(before, true) && is_line(after, false);
        let is_control = |piece: &&mut Piece| {
            let is_apart = piece.text.trim_start_matches(' ').starts_with('\n');
            piece.around.is_some_and(|around| around.what == What::Form) && !is_apart
        };
        if let Some(piece) = pieces.get_mut(at).filter(|piece| is_within && is_control(piece)) {
            piece.around = None;
        }
    }
}

/// What is still to be done.
enum Step {
    Into(Handle, Manner),
    Say(&'static str, Manner),
}

/// How text is read at a place in the tree.
#[derive(Debug, Clone, Copy, Default)]
struct Manner {
    around: Option<Around>,
    level: Level,
    keeps_lines: bool,
}

#[derive(Debug, Clone, Copy, Default)]
enum Level {
    #[default]
    Line,
    Above,
    Below,
}

#[derive(Default)]
struct Reader {
    pieces: Vec<Piece>,
    length: usize,
    parts: usize,
}

/// What an element does to its text.
#[derive(Clone, Copy)]
enum Effect {
    /// Nothing.
    Inline,
    /// It stands on lines of its own.
    Block,
    /// It says something itself.
    Says(&'static str),
    /// Words before and after its text.
    Between(&'static str, &'static str),
    Level(Level),
    /// It stands around the page's text, on lines of its own.
    Apart(What),
    /// It is no text of the page, though it stands within it.
    Within(What),
    /// It has no text.
    Nothing,
}

fn effect(node: &Handle, name: &LocalName) -> Effect {
    match &**name {
        // What is shown in place of its parent's text, by browsers that know it.
        "template" if attribute(node, "shadowrootmode").is_some() => Effect::Block,
        "script" | "style" | "template" | "base" | "link" | "meta" => Effect::Nothing,
        // Of the title of a drawing nothing is known but that it is text.
        "title" if !is_in_head(node) => Effect::Block,
        "title" => Effect::Apart(What::Title),
        _ if is_hidden(node, name) => Effect::Within(What::Hidden),
        "del" | "s" | "strike" => Effect::Within(What::Deleted),
        "nav" => Effect::Apart(What::Nav),
        "header" => Effect::Apart(What::Header),
        "footer" => Effect::Apart(What::Footer),
        "aside" => Effect::Apart(What::Aside),
        "form" | "fieldset" => Effect::Apart(What::Form),
        "button" | "input" | "select" | "textarea" | "datalist" => Effect::Within(What::Form),
        "noscript" => Effect::Apart(What::Noscript),
        "iframe" | "video" | "audio" | "canvas" => Effect::Apart(What::Fallback),
        "br" => Effect::Says("\n"),
        "td" | "th" | "option" | "optgroup" => Effect::Between("\t", "\t"),
        "q" => Effect::Between("\u{201c}", "\u{201d}"),
        "sup" => Effect::Level(Level::Above),
        "sub" => Effect::Level(Level::Below),
        "bdo" => turned_round(node),
        "address" | "article" | "blockquote" | "body" | "center" | "dd" | "details" | "dialog" | "div" | "dl"
        | "dt" | "figcaption" | "figure" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "hgroup" | "hr"
        | "html" | "legend" | "li" | "main" | "menu" | "ol" | "p" | "pre" | "search" | "section" | "summary"
        | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Effect::Block,
        _ => Effect::Inline,
    }
}

/// Letters that turn what follows round, as `<bdo>` does.
fn turned_round(node: &Handle) -> Effect {
    match attribute(node, "dir").map(|dir| dir.to_ascii_lowercase()).as_deref() {
        Some("rtl") => Effect::Between("\u{202e}", "\u{202c}"),
        Some("ltr") => Effect::Between("\u{202d}", "\u{202c}"),
        _ => Effect::Inline,
    }
}

/// Whether an element itself says that it is not shown. What a style sheet says of it is not known.
fn is_hidden(node: &Handle, name: &LocalName) -> bool {
    let style = attribute(node, "style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.split_whitespace().collect();
    let has = |name: &str| attribute(node, name).is_some();
    let is_input =
        &**name == "input" && attribute(node, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
    let is_closed = &**name == "dialog" && !has("open");
    has("hidden") || has("popover") || is_input || is_closed || UNSEEN.iter().any(|unseen| style.contains(unseen))
}

/// Styles by which nothing is shown.
const UNSEEN: [&str; 5] = ["display:none", "visibility:hidden", "visibility:collapse", "opacity:0;", "font-size:0;"];

const BLOCK: &str = "\n\n";
impl Reader {
    fn enter(&mut self, node: &Handle, manner: Manner, left: &mut Vec<Step>) {
        match &node.data {
            NodeData::Text { contents } => self.text(&contents.borrow(), manner),
            NodeData::Document => into_children(node, manner, left),
            NodeData::Element { name, .. } => self.element(node, &name.local, manner, left),
            _ => {}
        }
    }

    fn element(&mut self, node: &Handle, name: &LocalName, manner: Manner, left: &mut Vec<Step>) {
        let effect = effect(node, name);
        let inner = match effect {
            Effect::Nothing => return,
            Effect::Level(level) => Manner { level, ..manner },
            Effect::Apart(what) | Effect::Within(what) => Manner { around: Some(self.part(what)), ..manner },
            _ => Manner { keeps_lines: manner.keeps_lines || &**name == "pre", ..manner },
        };
        let (before, after) = match effect {
            Effect::Block | Effect::Apart(_) => (BLOCK, BLOCK),
            Effect::Says(words) => (words, ""),
            Effect::Between(before, after) => (before, after),
            _ => ("", ""),
        };
        self.say(before, inner);
        if let Some(value) = said_by_attribute(node, name, effect) {
            self.text(&value, inner);
        }
        left.push(Step::Say(after, inner));
        into_children(node, inner, left);
    }

    fn part(&mut self, what: What) -> Around {
        self.parts = self.parts.saturating_add(1);
        Around { what, part: self.parts }
    }

    fn text(&mut self, text: &str, manner: Manner) {
        let text = if manner.keeps_lines { text.to_owned() } else { collapsed(text) };
        let text = match manner.level {
            Level::Line => text,
            Level::Above => raised::above(&text),
            Level::Below => raised::below(&text),
        };
        self.say(&text, manner);
    }

    fn say(&mut self, text: &str, manner: Manner) {
        self.length = self.length.saturating_add(text.len());
        match self.pieces.last_mut().filter(|piece| piece.around == manner.around) {
            Some(piece) => piece.text.push_str(text),
            _ if text.is_empty() => {}
            // What stands on both sides of a part that is left out does not grow together.
            None => self.pieces.push(Piece { text: format!(" {text}"), around: manner.around }),
        }
    }
}

fn into_children(node: &Handle, manner: Manner, left: &mut Vec<Step>) {
    if let NodeData::Element { template_contents, .. } = &node.data {
        left.extend(template_contents.borrow().iter().map(|contents| Step::Into(contents.clone(), manner)));
    }
    left.extend(node.children.borrow().iter().rev().map(|child| Step::Into(child.clone(), manner)));
}

/// What an element says by an attribute: the text of a button, the number of an item where the page itself gives it.
fn said_by_attribute(node: &Handle, name: &LocalName, effect: Effect) -> Option<String> {
    let number = |attribute: String| format!("{attribute}. ");
    match (&**name, effect) {
        ("li", _) => attribute(node, "value").map(number),
        ("ol", _) => attribute(node, "start").map(number),
        ("input", Effect::Within(What::Form)) => attribute(node, "value"),
        _ => None,
    }
}

fn is_in_head(node: &Handle) -> bool {
    let parent = node.parent.take();
    let above = parent.as_ref().and_then(std::rc::Weak::upgrade);
    node.parent.set(parent);
    above.is_some_and(|above| matches!(&above.data, NodeData::Element { name, .. } if &*name.local == "head"))
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
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
            ("<p>We do <select><option>not</select> agree", "We do not agree"),
            ("<div>a<template shadowrootmode=open>b</template></div>", "a b"),
            ("<object>shown</object>", "shown"),
            ("<q>Yes</q>, he said", "“Yes”, he said"),
            ("a <bdo dir=RTL>cb</bdo>", "a \u{202e}cb\u{202c}"),
            ("<ol start=5><li>five<li value=7>seven<li>eight</ol>", "5. five 7. seven eight"),
            ("<svg><title>drawn</title></svg>", "drawn"),
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
            ("We do <b style='color:red; Display: none'>not</b> agree", What::Hidden),
            ("<p>We do <dialog>not</dialog> agree", What::Hidden),
        ] {
            let found = pieces(page);
            let expected = [(None, "We do"), (Some(what), "not"), (None, "agree")];
            assert_eq!(found, expected.map(|(what, words)| (what, words.to_owned())), "{page}");
        }
        assert_eq!(text("We do <input type=hidden value=not> agree"), "We do agree");
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

//! The text of a web page, as a browser would show it: the HTML standard's own tree, read from top to bottom.
//!
//! Whether something is hidden by a style sheet or a script is not looked at: what stands in the page is its text.

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{LocalName, QualName, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::{Around, LONGEST, Piece, Reading, Unreadable, What, raised};

/// Takes the text out of a web page.
///
/// # Errors
/// Where there is more of it than is read.
pub fn read(page: &str) -> Result<Reading, Unreadable> {
    let dom = tree(page);
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

/// The tree that a browser makes of a page, with scripts allowed.
fn tree(page: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    parse_document(RcDom::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(page)
}

/// The label of the encoding that a page says it is written in, wherever it says so: browsers begin anew when they come to that.
pub fn encoding(page: &str) -> Option<String> {
    let dom = tree(page);
    let mut left = vec![dom.document.clone()];
    while let Some(node) = left.pop() {
        if let NodeData::Element { name, .. } = &node.data
            && &*name.local == "meta"
            && let Some(label) = said_encoding(&node)
        {
            return Some(label);
        }
        left.extend(node.children.borrow().iter().rev().cloned());
    }
    None
}

fn said_encoding(meta: &Handle) -> Option<String> {
    if let Some(label) = attribute(meta, "charset") {
        return Some(label);
    }
    attribute(meta, "http-equiv").filter(|name| name.eq_ignore_ascii_case("content-type"))?;
    let content = attribute(meta, "content")?.to_ascii_lowercase();
    let label = content.split_once("charset")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label = label.trim_start_matches(['"', '\'']);
    Some(label.split(|letter: char| matches!(letter, '"' | '\'' | ';') || letter.is_whitespace()).next()?.to_owned())
}

/// Makes text of whatever stands within a line of text: readers take a button there for a word of that, and so they do a part that
/// begins in the middle of a sentence.
fn within_lines(pieces: &mut [Piece]) {
    for at in 1..pieces.len() {
        let before = pieces.get(at.saturating_sub(1)).and_then(|piece| piece.edge(true));
        let after = pieces.get(at.saturating_add(1)).and_then(|piece| piece.edge(false));
        let is_line = before.is_some_and(|letter| letter != '\n') && after.is_some_and(|letter| letter != '\n');
        let is_open = before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, ',' | '-' | '('));
        let Some(piece) = pieces.get_mut(at) else { break };
        let is_apart = piece.text.trim_start_matches(' ').starts_with('\n');
        let is_shown = piece.around.is_some_and(|around| around.what.is_on_page());
        if is_line && is_shown && (is_open || !is_apart) {
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
    /// This stands between its parts.
    Parted(&'static str),
    Level(Level),
    /// It stands around the page's text, on lines of its own.
    Apart(What),
    /// It is no text of the page, though it stands within it.
    Within(What),
    /// It has no text.
    Nothing,
}

fn effect(node: &Handle, name: &QualName) -> Effect {
    match &*name.ns {
        "http://www.w3.org/1998/Math/MathML" => in_formula(&name.local),
        "http://www.w3.org/2000/svg" => in_drawing(&name.local),
        _ => in_page(node, &name.local),
    }
}

/// A formula's form says what stands above, below and over what.
fn in_formula(name: &LocalName) -> Effect {
    match &**name {
        "msup" | "mover" => Effect::Parted("^"),
        "msub" | "munder" => Effect::Parted("_"),
        "msubsup" | "munderover" | "mmultiscripts" => Effect::Parted("\u{2b2}"),
        "mfrac" => Effect::Parted("/"),
        "mroot" => Effect::Parted("\u{221a}"),
        "msqrt" => Effect::Between("\u{221a}(", ")"),
        "mrow" => Effect::Between("\u{2061}", "\u{2061}"),
        "mtd" => Effect::Between("\t", "\t"),
        "annotation" | "annotation-xml" | "mphantom" => Effect::Within(What::Hidden),
        _ => Effect::Inline,
    }
}

fn in_drawing(name: &LocalName) -> Effect {
    match &**name {
        "script" | "style" => Effect::Nothing,
        "title" | "desc" | "metadata" | "defs" | "symbol" => Effect::Within(What::Hidden),
        "text" => Effect::Between("\t", "\t"),
        _ => Effect::Inline,
    }
}

fn in_page(node: &Handle, name: &LocalName) -> Effect {
    match &**name {
        // What is shown in place of its parent's text, by browsers that know it.
        "template" if attribute(node, "shadowrootmode").is_some() => Effect::Block,
        "script" | "style" | "template" | "base" | "link" | "meta" => Effect::Nothing,
        "title" if is_in_head(node) => Effect::Apart(What::Title),
        "title" | "noembed" | "noframes" | "progress" | "meter" | "rp" => Effect::Within(What::Hidden),
        _ if is_hidden(node, name) => Effect::Within(What::Hidden),
        "del" | "s" | "strike" => Effect::Within(What::Deleted),
        "nav" => Effect::Apart(What::Nav),
        "header" => Effect::Apart(What::Header),
        "footer" => Effect::Apart(What::Footer),
        "aside" => Effect::Apart(What::Aside),
        "form" | "fieldset" => Effect::Apart(What::Form),
        "button" | "input" | "select" | "textarea" | "datalist" => Effect::Within(What::Form),
        "noscript" => Effect::Apart(What::Noscript),
        // A page within the page is shown; so is what stands in it itself.
        "iframe" if attribute(node, "srcdoc").is_some() => Effect::Block,
        "iframe" | "video" | "audio" | "canvas" => Effect::Apart(What::Fallback),
        "br" => Effect::Says("\n"),
        "td" | "th" | "option" | "optgroup" => Effect::Between("\t", "\t"),
        "q" => Effect::Between("\u{201c}", "\u{201d}"),
        "sup" => Effect::Level(Level::Above),
        "sub" => Effect::Level(Level::Below),
        "bdo" => turned_round(node),
        "rt" => Effect::Between(" ", " "),
        "address" | "article" | "blockquote" | "body" | "center" | "dd" | "details" | "dialog" | "div" | "dl"
        | "dt" | "figcaption" | "figure" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "head" | "hgroup" | "hr"
        | "html" | "legend" | "li" | "listing" | "main" | "marquee" | "menu" | "dir" | "ol" | "p" | "pre"
        | "search" | "section" | "summary" | "table" | "tbody" | "tfoot" | "thead" | "tr" | "ul" => Effect::Block,
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
    let has = |name: &str| attribute(node, name).is_some();
    let is_input =
        &**name == "input" && attribute(node, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
    let is_closed = &**name == "dialog" && !has("open");
    has("hidden") || has("popover") || is_input || is_closed || style.split(';').any(hides)
}

/// Whether a declaration of a style is one by which nothing is shown.
fn hides(declaration: &str) -> bool {
    let Some((property, value)) = declaration.split_once(':') else { return false };
    let value = value.trim().trim_end_matches("!important").trim();
    let is_zero = value.starts_with(['0', '.']) && !value.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    match property.trim() {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "opacity" | "font-size" => is_zero,
        _ => false,
    }
}

/// Something that is shown and cannot be read.
const UNREAD: &str = "\u{fffd}";
const BLOCK: &str = "\n\n";
impl Reader {
    fn enter(&mut self, node: &Handle, manner: Manner, left: &mut Vec<Step>) {
        match &node.data {
            NodeData::Text { contents } => self.text(&contents.borrow(), manner),
            NodeData::Document => into_children(node, manner, left),
            NodeData::Element { name, .. } => self.element(node, name, manner, left),
            _ => {}
        }
    }

    fn element(&mut self, node: &Handle, name: &QualName, manner: Manner, left: &mut Vec<Step>) {
        let effect = effect(node, name);
        let inner = match effect {
            Effect::Nothing => return,
            Effect::Level(level) => Manner { level, ..manner },
            Effect::Apart(what) | Effect::Within(what) => Manner { around: Some(self.part(what)), ..manner },
            _ => Manner {
                keeps_lines: manner.keeps_lines || matches!(&*name.local, "pre" | "listing" | "plaintext" | "xmp"),
                ..manner
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

fn is_element(step: &Step) -> bool {
    matches!(step, Step::Into(node, _) if matches!(node.data, NodeData::Element { .. }))
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
        ("li", _) => attribute(node, "value").filter(|value| value.trim().parse::<i64>().is_ok()).map(number),
        ("ol", _) => attribute(node, "start").filter(|value| value.trim().parse::<i64>().is_ok()).map(number),
        ("iframe", _) => attribute(node, "srcdoc"),
        // What these show stands in the page itself, and cannot be read here.
        ("object" | "embed", _) => {
            let data = attribute(node, "data").or_else(|| attribute(node, "src"));
            data.filter(|data| data.trim_start().get(..5).is_some_and(|head| head.eq_ignore_ascii_case("data:")))
                .map(|_| UNREAD.to_owned())
        }
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
            ("<div>We do <nav>not</nav> agree", "We do not agree"),
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
    fn a_page_says_its_encoding_wherever_a_browser_heeds_it() {
        for (page, expected) in [
            ("<meta charset=windows-1251>", Some("windows-1251")),
            ("<META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">", Some("koi8-r")),
            ("<!-- <meta charset=koi8-r> --><p>a", None),
            ("<meta name=x content=\"charset=koi8-r\">", None),
            ("<noscript><p title=\"</noscript><meta charset=koi8-r>\">", Some("koi8-r")),
        ] {
            assert_eq!(encoding(page).as_deref(), expected, "{page}");
        }
        assert_eq!(encoding(&format!("{}<meta charset=koi8-r>", "<p>a".repeat(1_000))).as_deref(), Some("koi8-r"));
    }

    #[test]
    fn depth_is_no_matter() {
        assert_eq!(text(&("<i>".repeat(20_000) + "deep")), "deep");
    }
}

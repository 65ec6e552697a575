//! What the elements of a page do to its text.

use html5ever::{LocalName, QualName};
use markup5ever_rcdom::{Handle, NodeData};

use super::super::What;
use crate::superscript::Baseline;

/// What an element does to its text.
#[derive(Clone, Copy)]
pub enum Effect {
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
    /// Its text stands above or below the line.
    Baseline(Baseline),
    /// It stands around the page's text, on lines of its own.
    Apart(What),
    /// It is no text of the page, though it stands within it.
    Within(What),
    /// It has no text.
    Nothing,
}

/// What an element does to its text, in the language of pages, of formulas or of drawings.
pub fn effect(node: &Handle, name: &QualName) -> Effect {
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
        "sup" => Effect::Baseline(Baseline::Above),
        "sub" => Effect::Baseline(Baseline::Below),
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

/// What an element says by an attribute: the text of a button, the number of an item where the page itself gives it.
pub fn said_by_attribute(node: &Handle, name: &LocalName, effect: Effect) -> Option<String> {
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

/// The value of an attribute.
pub fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    attrs.borrow().iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

//! The plain text of a document, for the search: nothing that is shown as the statement itself comes from here.

use chancery_core::MediaType;
use encoding_rs::Encoding;
use html5gum::{Token, Tokenizer};

/// The text of a document, where it is text of a kind that is indexed; markup is left out.
pub fn plain(bytes: &[u8], media_type: &MediaType) -> Option<String> {
    if !media_type.is_text() {
        return None;
    }
    let label = media_type.as_str().split("; charset=").nth(1)?;
    let (text, _, _) = Encoding::for_label(label.as_bytes())?.decode(bytes);
    Some(if media_type.as_str().starts_with("text/html") { without_markup(&text) } else { text.into_owned() })
}

/// What stands in these is no text.
const NOT_TEXT: [&[u8]; 4] = [b"script", b"style", b"template", b"noscript"];

/// These part words; within a word there can be any other.
const PARTING: [&[u8]; 60] = [
    b"address",
    b"article",
    b"aside",
    b"blockquote",
    b"body",
    b"br",
    b"button",
    b"center",
    b"dd",
    b"details",
    b"dialog",
    b"dir",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"head",
    b"header",
    b"hgroup",
    b"hr",
    b"html",
    b"iframe",
    b"input",
    b"legend",
    b"li",
    b"listing",
    b"main",
    b"marquee",
    b"menu",
    b"nav",
    b"ol",
    b"optgroup",
    b"option",
    b"p",
    b"pre",
    b"rt",
    b"section",
    b"select",
    b"summary",
    b"table",
    b"tbody",
    b"td",
    b"textarea",
    b"tfoot",
    b"th",
    b"thead",
    b"title",
    b"tr",
    b"ul",
    b"video",
];

fn between(name: &[u8]) -> &'static str {
    if PARTING.contains(&name) { " " } else { "" }
}

/// The text between the tags of a web page.
fn without_markup(html: &str) -> String {
    let mut emitter = html5gum::DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut text = String::with_capacity(html.len() / 2);
    let mut inside = None;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => {
                text.push_str(between(&tag.name));
                inside = inside.or_else(|| NOT_TEXT.into_iter().find(|name| *name == tag.name.as_slice()));
            }
            Token::EndTag(tag) => {
                text.push_str(between(&tag.name));
                inside = inside.filter(|name| *name != tag.name.as_slice());
            }
            Token::String(found) if inside.is_none() => text.push_str(&String::from_utf8_lossy(&found)),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], media_type: &str) -> Option<String> {
        let found = plain(bytes, &media_type.parse().unwrap())?;
        Some(found.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn text_is_read_in_its_charset() {
        assert_eq!(text(b"\xcf\xf0\xe8", "text/plain; charset=windows-1251").unwrap(), "При");
        assert_eq!(text("\u{feff}а".as_bytes(), "text/plain; charset=utf-8").unwrap(), "а");
        assert_eq!(text(b"\xff\xfea\0", "text/plain; charset=utf-16le").unwrap(), "a");
        assert_eq!(text(b"a", "text/plain; charset=unheard-of"), None);
        assert_eq!(text(b"a", "application/pdf"), None);
    }

    #[test]
    fn markup_is_left_out() {
        let page = b"<html><head><title>T</title><style>p{}</style><script>var a='<p>no</p>'</script></head>\
            <body><p><b>o</b>n<i>e</i><br>two &amp; thr&eacute;e</p><!-- not this --></body>";
        assert_eq!(text(page, "text/html; charset=utf-8").unwrap(), "T one two & thrée");
    }
}

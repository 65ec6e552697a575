//! The encoding that a page says it is written in.

use markup5ever_rcdom::{Handle, NodeData};

use super::elements::attribute;
use super::tree;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}

//! Markdown (`CommonMark`, with tables), read as the page that is made of it.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{Options, Parser};

use super::{Reading, Unreadable, html};

/// Takes the text out of Markdown.
///
/// # Errors
/// As [`html::read`].
pub fn read(text: &str) -> Result<Reading, Unreadable> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut page = String::with_capacity(text.len().saturating_mul(2));
    push_html(&mut page, Parser::new_ext(text, options));
    html::read(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_words() {
        let reading =
            read("# Harbour\n\nIt is **open**, see [the *plan*](https://a.example \"t\").\n\n- one\n- two\n").unwrap();
        let text: String = reading.pieces.iter().map(|piece| piece.text.as_str()).collect();
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words.join(" "), "Harbour It is open, see the plan. one two");
    }
}

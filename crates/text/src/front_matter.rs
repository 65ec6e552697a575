//! YAML front matter: metadata that a writer puts at the head of a text, between two lines `---`.

/// Front matter longer than this is taken for text.
const LONGEST: usize = 64 << 10;

/// Splits a text into its front matter and what follows; `None` where it has none.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut end = 0_usize;
    for line in body.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let after = end.checked_add(line.len())?;
            return Some((body.get(..end)?, body.get(after..)?));
        }
        end = end.checked_add(line.len()).filter(|end| *end <= LONGEST)?;
    }
    None
}

/// Whether a text begins as one with front matter does.
pub fn begins(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.starts_with("---\n") || text.starts_with("---\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_from_the_text() {
        assert_eq!(split("---\ntitle: A\n---\nText\n"), Some(("title: A\n", "Text\n")));
        assert_eq!(split("\u{feff}---\r\ntitle: A\r\n...\r\nText"), Some(("title: A\r\n", "Text")));
        assert_eq!(split("---\n---\n"), Some(("", "")));
        for none in ["", "Text\n---\n", "---\ntitle: A\n", "----\na\n---\n", " ---\na\n---\n"] {
            assert_eq!(split(none), None, "{none}");
        }
        assert_eq!(split(&format!("---\n{}---\n", "a: b\n".repeat(20_000))), None);
    }
}

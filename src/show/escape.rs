//! Text from anywhere, made safe: for a terminal, for JSON, for a shell.

use std::fmt::Write as _;
use std::path::Path;

/// Text from anywhere, made safe for a terminal: what moves, hides or turns text round is shown as `\u{…}`.
pub fn escape(text: &str) -> String {
    escape_all_but(text, |_| false)
}

/// As [`escape`], for a text of several lines: line breaks and tabs stay.
pub fn escape_lines(text: &str) -> String {
    escape_all_but(text, |letter| matches!(letter, '\n' | '\t'))
}

/// JSON whose strings do nothing to a terminal: the same values, written with `\u` and four digits.
pub fn escape_json(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_unsafe(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(letter);
        }
    }
    safe
}

fn escape_all_but(text: &str, stays: fn(char) -> bool) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if !stays(letter) && is_unsafe(letter) {
            // Writing to a string does not fail.
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(letter));
        } else {
            safe.push(letter);
        }
    }
    safe
}

/// Control characters, line separators, bidi controls, and characters that cannot be seen but change what is.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A path as it can be typed at a shell.
pub fn shell_quoted(path: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@:".contains(letter);
    if !path.is_empty() && path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

/// A path as it can be typed at a shell, and shown.
pub fn quoted(path: &Path) -> String {
    escape(&shell_quoted(&path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_or_hides_reaches_a_terminal() {
        assert_eq!(escape("a\x1b[2Jb"), "a\\u{1b}[2Jb");
        assert_eq!(escape("a\nb\r\tc\u{85}\u{9b}"), "a\\u{a}b\\u{d}\\u{9}c\\u{85}\\u{9b}");
        assert_eq!(escape("\u{202e}x\u{2066}\u{200f}\u{61c}\u{2028}"), "\\u{202e}x\\u{2066}\\u{200f}\\u{61c}\\u{2028}");
        assert_eq!(escape("\u{feff}\u{200b}\u{e0041}\u{ad}"), "\\u{feff}\\u{200b}\\u{e0041}\\u{ad}");
        assert_eq!(escape_lines("a\n\tb\r\x1b"), "a\n\tb\\u{d}\\u{1b}");
    }

    #[test]
    fn json_holds_the_same_values_and_nothing_unsafe() {
        let value = "a\u{9b}\u{202e}\u{e0041}\u{1b}\"";
        let json = escape_json(&serde_json::to_string(value).unwrap());
        assert!(json.is_ascii(), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }

    #[test]
    fn every_script_stays_as_it_is() {
        for text in ["«Заявление»", "声明", "שלום", "سلام", "क्षत्रि‍य", "می‌خواهم", "👩‍👧", "e\u{301}"]
        {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn paths_are_quoted_where_a_shell_would_change_them() {
        assert_eq!(shell_quoted("archive/2026/a-b.zip"), "archive/2026/a-b.zip");
        assert_eq!(shell_quoted("my file's.zip"), r"'my file'\''s.zip'");
        assert_eq!(shell_quoted("$(x)"), "'$(x)'");
    }
}

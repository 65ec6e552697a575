//! Paths as they can be typed at a shell.

/// A path as it can be typed at a shell.
pub fn shell_quoted(path: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+@:".contains(letter);
    if !path.is_empty() && path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_a_shell_would_change_them() {
        assert_eq!(shell_quoted("archive/2026/a-b.zip"), "archive/2026/a-b.zip");
        assert_eq!(shell_quoted("my file's.zip"), r"'my file'\''s.zip'");
        assert_eq!(shell_quoted("$(x)"), "'$(x)'");
    }
}

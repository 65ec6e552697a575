//! Numbers, paths and commands, as people read and type them.

use std::path::Path;

use chancery_core::{BundleId, Fingerprint, Identity};

pub use super::escape::shell_quoted;
use super::ui::{LABEL, escape, styled};

/// A number with commas between its thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len().saturating_sub(at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many things, as people say it.
pub fn counted(count: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// What is published with a bundle: its id, its issuers' fingerprints, and how anyone verifies it who knows them.
pub fn to_publish(path: &Path, id: &BundleId, issuers: &[(&Identity, Fingerprint)]) -> String {
    let label = |text: &str| styled(LABEL, &format!("{text:<12}"));
    let mut text = format!("{} {id}\n", label("id"));
    let key = |(identity, key): &(&Identity, Fingerprint)| format!("{} {key} ({identity})\n", label("fingerprint"));
    text.extend(issuers.iter().map(key));
    let named: Vec<String> = issuers.iter().map(|(_, fingerprint)| format!("--fingerprint {fingerprint}")).collect();
    let (file, named) = (file_name(path), named.join(" "));
    text + &format!(
        "{} chancery verify {file} {named}   # or unzip, ssh-keygen and sha256sum: FORMAT.md 16\n",
        label("verify")
    )
}

/// A file's name without its folder, as it can be typed at a shell.
pub fn file_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    escape(&shell_quoted(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let grouped_all = [0, 7, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(grouped_all, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn one_thing_is_one_and_others_are_many() {
        assert_eq!([0, 1, 1_000].map(|count| counted(count, "row")), ["0 rows", "1 row", "1,000 rows"]);
    }
}

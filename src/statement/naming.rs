//! Names for bundles and documents, made from titles and file names in any script.

use std::collections::BTreeSet;

use deunicode::deunicode;

use super::path::{BadName, BundleName, DocumentPath};
use super::time::When;

/// A new bundle's name has at most so many bytes.
const BUNDLE_NAME: usize = 70;
/// A part may have 100 bytes; `document-` may have to go before it.
const PART: usize = 90;
/// Room for folders and for a number that tells two names apart.
const STEM: usize = 60;

/// The name of a bundle: the date of issue and the title, in plain letters.
///
/// # Errors
/// Never for a date of the years 1 to 9999; the type cannot say so.
pub fn bundle_name(issued: When, title: &str) -> Result<BundleName, BadName> {
    let date = issued.day().to_string();
    let room = BUNDLE_NAME.saturating_sub(date.len()).saturating_sub(1);
    format!("{date}-{}", slug(title, room)).parse()
}

/// Plain lowercase words joined by `-`, whole words as far as there is room; `statement` where nothing is left.
fn slug(title: &str, room: usize) -> String {
    let plain = deunicode(title).to_ascii_lowercase().replace('\'', "");
    let mut slug = String::new();
    for word in plain.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let length = slug.len().saturating_add(word.len()).saturating_add(1);
        if length > room.saturating_add(1) {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() {
        // One long word, as in a script without spaces, is cut.
        slug = plain.chars().filter(char::is_ascii_alphanumeric).take(room).collect();
    }
    if slug.is_empty() { "statement".to_owned() } else { slug }
}

/// Where a document goes in the bundle: its own name where that is allowed, else one made of it; never one in `taken`.
///
/// # Errors
/// Where it lies in more folders than a bundle may have.
pub fn document_path(own_name: &str, taken: &mut BTreeSet<String>) -> Result<DocumentPath, BadName> {
    let parts: Vec<String> = own_name.split('/').filter(|part| !part.is_empty()).map(safe_part).collect();
    let below = if DocumentPath::new(own_name).is_ok() { own_name.to_owned() } else { parts.join("/") };
    let below = if below.is_empty() { "document".to_owned() } else { below };
    for number in 1_u32.. {
        let candidate = if number == 1 { below.clone() } else { numbered(&below, number) };
        if taken.insert(candidate.to_ascii_lowercase()) {
            return DocumentPath::new(&candidate);
        }
    }
    Err(BadName::Long)
}

/// One part of a path in letters that every system takes.
fn safe_part(part: &str) -> String {
    if DocumentPath::new(part).is_ok() {
        return part.to_owned();
    }
    let plain = deunicode(part).replace('\'', "");
    let pieces = plain.split('.').map(safe_piece).filter(|piece| !piece.is_empty());
    let safe = pieces.collect::<Vec<_>>().join(".");
    let short = shorten(&safe);
    if DocumentPath::new(&short).is_ok() { short } else { format!("document-{short}").trim_end_matches('-').to_owned() }
}

/// What stands between two dots: runs of other letters become one `-`.
fn safe_piece(piece: &str) -> String {
    let words = piece.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let joined = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
    joined.trim_matches(['_', '-']).to_owned()
}

/// Short enough, keeping what follows the last dot.
fn shorten(part: &str) -> String {
    if part.len() <= PART {
        return part.to_owned();
    }
    let (stem, ending) = part.rsplit_once('.').filter(|(_, ending)| ending.len() <= 16).unwrap_or((part, ""));
    let stem: String = stem.chars().take(STEM).collect();
    let stem = stem.trim_end_matches(['.', '-', '_']);
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

fn numbered(below: &str, number: u32) -> String {
    let (folder, name) =
        below.rsplit_once('/').map_or((String::new(), below), |(folder, name)| (format!("{folder}/"), name));
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}{stem}-{number}.{ending}"),
        None => format!("{folder}{name}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(name: &str) -> String {
        document_path(name, &mut BTreeSet::new()).unwrap().below().to_owned()
    }

    #[test]
    fn bundles_are_named_by_date_and_title() {
        let day = "2025-12-04".parse().unwrap();
        let name = |title: &str| bundle_name(day, title).unwrap().to_string();
        assert_eq!(name("Year-end press conference!"), "2025-12-04-year-end-press-conference");
        assert_eq!(name("Пресс-конференция министра"), "2025-12-04-press-konferentsiia-ministra");
        assert_eq!(name("…"), "2025-12-04-statement");
        assert!(name(&"long words ".repeat(20)).len() <= 70);
        assert!(name(&"x".repeat(300)).len() <= 70);
        assert!(name("国际档案日声明").starts_with("2025-12-04-guo-ji"));
    }

    #[test]
    fn own_names_are_kept_where_they_can_be() {
        assert_eq!(path("statement.en.txt"), "statement.en.txt");
        assert_eq!(path("Photos/One_1.JPG"), "Photos/One_1.JPG");
    }

    #[test]
    fn other_names_become_safe_ones() {
        for (own, safe) in [
            ("Year end.txt", "Year-end.txt"),
            ("Заявление.txt", "Zaiavlenie.txt"),
            (".hidden", "hidden"),
            ("CON.txt", "document-CON.txt"),
            ("a..b.txt", "a.b.txt"),
            ("end.", "end"),
            ("100%.txt", "100.txt"),
            ("🎉", "tada"),
            ("Ünïcode — naïve.pdf", "Unicode-naive.pdf"),
        ] {
            assert_eq!(path(own), safe, "{own}");
        }
    }

    #[test]
    fn two_names_that_become_one_are_told_apart() {
        let mut taken = BTreeSet::new();
        let mut name = |own| document_path(own, &mut taken).unwrap().below().to_owned();
        assert_eq!(
            [name("a b.txt"), name("a-b.txt"), name("A-B.txt")],
            ["a-b.txt", "a-b-2.txt", "A-B-3.txt"].map(String::from)
        );
    }

    proptest! {
        #[test]
        fn every_name_becomes_an_allowed_one(own in "\\PC{1,120}", title in "\\PC{0,120}") {
            prop_assert!(document_path(&own.replace('/', "_"), &mut BTreeSet::new()).is_ok(), "{}", own);
            prop_assert!(bundle_name("2025-12-04".parse().unwrap(), &title).is_ok());
        }
    }
}

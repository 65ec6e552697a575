//! Names for bundles and documents, made from titles and file names in any script.

use std::collections::BTreeSet;

use chancery_core::statement::path::BadName;
use chancery_core::{BundleName, DocumentPath, When};
use deunicode::deunicode;

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

/// The paths that are given away, without regard to case; folders end in `/`.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// Whether no document has this path, lies below it, or is one of its folders.
    fn is_free(&self, path: &str) -> bool {
        !self.0.contains(path) && !self.0.contains(&format!("{path}/")) && !self.blocks(path)
    }

    /// Whether a document has the name of one of the path's folders.
    fn blocks(&self, path: &str) -> bool {
        folders(path).any(|folder| self.0.contains(folder))
    }

    fn take(&mut self, path: &str) {
        self.0.extend(folders(path).map(|folder| format!("{folder}/")));
        self.0.insert(path.to_owned());
    }
}

fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

/// Where a document goes in the bundle: its own name where that is allowed and free, else one made of it.
///
/// # Errors
/// Where it lies in more folders than a bundle may have.
pub fn document_path(own_name: &str, taken: &mut Taken) -> Result<DocumentPath, BadName> {
    let parts: Vec<String> = own_name.split('/').filter(|part| !part.is_empty()).map(safe_part).collect();
    let below = if DocumentPath::new(own_name).is_ok() { own_name.to_owned() } else { parts.join("/") };
    let below = if below.is_empty() { "document".to_owned() } else { below };
    let folded = below.to_ascii_lowercase();
    let blocked = taken.blocks(&folded);
    for number in 1_u32.. {
        let candidate = match (number, blocked) {
            (1, _) => below.clone(),
            (_, true) => numbered_folder(&below, number),
            (_, false) => numbered(&below, number),
        };
        let folded = candidate.to_ascii_lowercase();
        if taken.is_free(&folded) {
            taken.take(&folded);
            return DocumentPath::new(&candidate);
        }
    }
    Err(BadName::Long)
}

/// The path with its first folder numbered.
fn numbered_folder(below: &str, number: u32) -> String {
    match below.split_once('/') {
        Some((folder, rest)) => format!("{}-{number}/{rest}", room_for_number(folder)),
        None => numbered(below, number),
    }
}

/// The part, short enough for a number behind it.
fn room_for_number(part: &str) -> String {
    part.chars().take(PART).collect()
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
    let name = shorten(name);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}{stem}-{number}.{ending}"),
        None => format!("{folder}{}-{number}", room_for_number(&name)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(name: &str) -> String {
        document_path(name, &mut Taken::default()).unwrap().below().to_owned()
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
        let mut taken = Taken::default();
        let mut name = |own| document_path(own, &mut taken).unwrap().below().to_owned();
        assert_eq!(
            [name("a b.txt"), name("a-b.txt"), name("A-B.txt")],
            ["a-b.txt", "a-b-2.txt", "A-B-3.txt"].map(String::from)
        );
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_told_apart() {
        let mut taken = Taken::default();
        let mut name = |own| document_path(own, &mut taken).unwrap().below().to_owned();
        assert_eq!(
            [name("x"), name("x/y"), name("x/y/z"), name("X-2")],
            ["x", "x-2/y", "x-3/y/z", "X-2-2"].map(String::from)
        );
    }

    #[test]
    fn long_names_that_are_taken_stay_allowed() {
        let mut taken = Taken::default();
        let long = "a".repeat(100);
        for _ in 0..3 {
            assert!(document_path(&long, &mut taken).is_ok());
            assert!(document_path(&format!("{long}/b"), &mut taken).is_ok());
        }
    }

    proptest! {
        #[test]
        fn every_name_becomes_an_allowed_one(own in "\\PC{1,120}", title in "\\PC{0,120}") {
            prop_assert!(document_path(&own.replace('/', "_"), &mut Taken::default()).is_ok(), "{}", own);
            prop_assert!(bundle_name("2025-12-04".parse().unwrap(), &title).is_ok());
        }
    }
}

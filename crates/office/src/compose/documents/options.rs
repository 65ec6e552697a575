//! What is said of documents before anybody looks at them.

use std::path::PathBuf;

use chancery_core::{DocumentRole, LanguageTag, MediaType};

use crate::compose::proposal::registered;

/// Which documents, and what is said of each.
#[derive(Debug, Clone, Default)]
pub struct DocumentOptions {
    /// The documents: the statement first; a folder brings its files; - is standard input
    pub documents: Vec<PathBuf>,
    /// The file name of what comes from standard input [default: statement.txt]
    pub name: Option<String>,
    /// A translation of the statement: its language and file
    pub translations: Vec<(LanguageTag, PathBuf)>,
    /// What a document is: original, translation, unofficial-translation, rendition, recording, attachment
    pub roles: Vec<(PathBuf, DocumentRole)>,
    /// A document's media type, where it is not detected rightly
    pub media_types: Vec<(PathBuf, MediaType)>,
}

impl DocumentOptions {
    /// One document, of which nothing is said.
    pub fn of(document: PathBuf) -> Self {
        Self { documents: vec![document], ..Self::default() }
    }
}

/// A language and a file.
///
/// # Errors
/// What is wrong with it.
pub fn translation(text: &str) -> Result<(LanguageTag, PathBuf), String> {
    let (language, file) = text.split_once('=').ok_or("is not of the form LANG=FILE")?;
    Ok((registered(language)?, PathBuf::from(file)))
}

/// A file and its role.
///
/// # Errors
/// What is wrong with it.
pub fn role(text: &str) -> Result<(PathBuf, DocumentRole), String> {
    let (file, role) = text.rsplit_once('=').ok_or("is not of the form FILE=ROLE")?;
    Ok((PathBuf::from(file), role.parse()?))
}

/// A file and its media type.
///
/// # Errors
/// What is wrong with it.
pub fn media_type(text: &str) -> Result<(PathBuf, MediaType), String> {
    // A media type may hold `=` itself, and so may a file's name: the type is what follows the first `=` that it fits.
    let fits = text.match_indices('=').find_map(|(at, _)| {
        let (file, rest) = text.split_at_checked(at)?;
        Some((PathBuf::from(file), rest.strip_prefix('=')?.parse().ok()?))
    });
    fits.ok_or_else(|| "is not of the form FILE=TYPE, such as speech.txt='text/plain; charset=windows-1251'".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_about_a_file_are_split_where_they_must() {
        assert_eq!(translation("EN-us=a=b.txt").unwrap(), ("en-US".parse().unwrap(), PathBuf::from("a=b.txt")));
        assert_eq!(role("a=b.mp4=recording").unwrap(), (PathBuf::from("a=b.mp4"), DocumentRole::Recording));
        let (file, kind) = media_type("a=b.txt=text/plain; charset=utf-8").unwrap();
        assert_eq!((file, kind.as_str()), (PathBuf::from("a=b.txt"), "text/plain; charset=utf-8"));
        assert!(translation("english=a").is_err() && role("a=speaker").is_err() && media_type("a=b").is_err());
    }
}

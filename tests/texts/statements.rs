//! The texts that are compared: the project's samples in many languages, and real statements where they are at hand.

use std::fs;
use std::path::Path;

use chancery_text::Reading;
use chancery_text::charset::Charset;
use chancery_text::kind::DocumentKind;

use crate::support::real_statements;

/// A text and what it is called.
pub struct Text {
    pub name: String,
    pub text: String,
}

/// What a file says.
pub fn read(path: &Path) -> Reading {
    let bytes = fs::read(path).unwrap();
    let kind = DocumentKind::of_file(&bytes, &path.display().to_string());
    kind.take(&bytes, Charset::Unsaid).unwrap().reading
}

/// The samples in eighteen languages; with the real statements, those in eleven more texts.
pub fn texts() -> Vec<Text> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/scripts");
    let mut files = files(&samples, "txt");
    files.extend(real_statements().map(|folder| self::files(&folder.join("udhr"), "html")).unwrap_or_default());
    let text = |path: &std::path::PathBuf| {
        let pieces = read(path).pieces.into_iter().filter(|piece| piece.around.is_none());
        let text: String = pieces.map(|piece| piece.text).collect();
        Text { name: path.display().to_string(), text }
    };
    let texts: Vec<Text> = files.iter().map(text).collect();
    assert!(texts.len() >= 11);
    texts
}

/// The files of a folder with this ending, by name.
pub fn files(folder: &Path, ending: &str) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == ending));
    files.sort();
    files
}

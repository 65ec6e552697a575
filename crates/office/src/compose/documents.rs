//! The documents to be sealed: which files, under which names, of which kind, in which language and role.

mod look;
mod options;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chancery_core::bundle::bag::most;
use chancery_core::{Document, DocumentRole};

use self::look::{Given, beginning, file_name, look_at};
pub use self::look::{Input, STANDARD_INPUT};
pub use self::options::{DocumentOptions, media_type, role, translation};
use super::error::ComposeError;
use super::naming::Taken;
use super::warning::ComposeWarning;
use crate::bundle::write::Source;
use crate::defaults::CONFIG;
use crate::error::{Error, Result};
use crate::outcome::Tell;

/// The documents, ready to be sealed: bytewise by path, sources and descriptions side by side.
#[derive(Debug)]
pub struct Documents {
    /// Where their bytes are.
    pub sources: Vec<Source>,
    /// What is said of them; the original's language is still open.
    pub described: Vec<Document>,
    /// Where the statement itself is among them.
    pub first: usize,
    /// The beginning of the statement, where it is UTF-8 text.
    pub text: Option<String>,
}

impl Documents {
    /// How many bytes they have in all.
    pub fn size(&self) -> u64 {
        self.sources.iter().map(Source::size).fold(0, u64::saturating_add)
    }
}

/// Looks at every file that is named; `-` among them is standard input.
///
/// # Errors
/// Where one cannot be read, is named twice, or nothing can be told of it that must be.
pub fn gather(options: &DocumentOptions, input: Input<'_>, tell: Tell<'_>) -> Result<Documents> {
    if options.documents.is_empty() {
        return Err(ComposeError::NoDocument.into());
    }
    let given = named(options, tell)?;
    check_mentions(options, &given)?;
    if options.name.is_some() && !given.iter().any(|given| given.named.as_os_str() == "-") {
        return Err(ComposeError::NameOfNothing.into());
    }
    if given.len() > most::DOCUMENTS {
        return Err(ComposeError::TooManyDocuments { count: given.len() }.into());
    }
    let mut taken = Taken::default();
    let mut ready = Vec::new();
    let mut text = None;
    for (at, given) in given.into_iter().enumerate() {
        let (source, description, mut file) = look_at(given, at == 0, options, &mut taken, input)?;
        if at == 0 && description.media_type.is_utf8_text() {
            text = Some(beginning(&mut file, &source.origin)?);
        }
        if let Some(name) = &description.name {
            let (name, path) = (name.to_string(), description.path.below().to_owned());
            tell(ComposeWarning::Renamed { name, path }.into());
        }
        if source.size() == 0 {
            tell(ComposeWarning::EmptyDocument { path: source.origin.clone() }.into());
        }
        ready.push((at == 0, source, description));
    }
    ready.sort_by(|(_, a, _), (_, b, _)| a.path.cmp(&b.path));
    let first = ready.iter().position(|(first, _, _)| *first).unwrap_or(0);
    let (sources, described) = ready.into_iter().map(|(_, source, description)| (source, description)).unzip();
    Ok(Documents { sources, described, first, text })
}

/// All files that are meant, the statement first.
fn named(options: &DocumentOptions, tell: Tell<'_>) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for path in &options.documents {
        if path.is_dir() && path.join(CONFIG).exists() {
            return Err(ComposeError::Office { path: path.clone() }.into());
        }
        if path.is_dir() {
            let name = file_name(&fs::canonicalize(path).map_err(|error| Error::io("read", path, error))?)?;
            walk(path, &name, &mut given, tell)?;
        } else {
            let spooled = path.as_os_str() == "-";
            let given_name = options.name.clone().unwrap_or("statement.txt".to_owned());
            let own_name = if spooled { given_name } else { file_name(path)? };
            given.push(Given { named: path.clone(), own_name, language: None, role: None });
        }
    }
    for (language, path) in &options.translations {
        let role = Some(DocumentRole::Translation);
        given.push(Given { named: path.clone(), own_name: file_name(path)?, language: Some(language.clone()), role });
    }
    let mut seen = BTreeSet::new();
    let same = |given: &&Given| !seen.insert(fs::canonicalize(&given.named).unwrap_or_else(|_| given.named.clone()));
    match given.iter().find(same) {
        Some(twice) => Err(ComposeError::NamedTwice { path: twice.named.clone() }.into()),
        None if given.is_empty() => Err(ComposeError::EmptyFolder.into()),
        None => Ok(given),
    }
}

/// The files of a folder and of those below it, sorted by name. Hidden files are left out, and that is said.
fn walk(folder: &Path, name: &str, given: &mut Vec<Given>, tell: Tell<'_>) -> Result<()> {
    let failed = |error| Error::io("read", folder, error);
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<std::io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let part = file_name(&path)?;
        if part.starts_with(['.', '~']) || part.eq_ignore_ascii_case("thumbs.db") {
            tell(ComposeWarning::LeftOut { path }.into());
            continue;
        }
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            walk(&path, &format!("{name}/{part}"), given, tell)?;
        } else if kind.is_file() {
            given.push(Given { named: path, own_name: format!("{name}/{part}"), language: None, role: None });
        } else {
            return Err(ComposeError::NotAFile { path }.into());
        }
    }
    Ok(())
}

/// Whether every file that an option speaks of is a document.
fn check_mentions(options: &DocumentOptions, given: &[Given]) -> Result<()> {
    let mentioned = options.roles.iter().map(|(file, _)| file).chain(options.media_types.iter().map(|(file, _)| file));
    match mentioned.into_iter().find(|file| !given.iter().any(|given| &given.named == *file)) {
        None => Ok(()),
        Some(file) => Err(ComposeError::NotADocument { path: file.clone() }.into()),
    }
}

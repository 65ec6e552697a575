//! Bundles of an archive found by their ids, or by the first digits.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chancery_core::BundleId;

use super::catalogue::Catalogue;
use super::catalogue::entry::{self, is_whole};
use super::catalogue::select::Found;
use super::error::ArchiveError;
use super::id_of;
use crate::error::Result;
use crate::opened::OpenBundle;

/// The id of a bundle, or its first digits: four or more, in lowercase hexadecimal, with `sha256:` before them or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdPrefix {
    given: String,
    digits: String,
}

/// What is said of a text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no bundle's id")]
pub struct NotAnId;

/// The fewest and the most digits.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=64;

impl FromStr for IdPrefix {
    type Err = NotAnId;

    fn from_str(text: &str) -> std::result::Result<Self, NotAnId> {
        let digits = text.strip_prefix("sha256:").unwrap_or(text);
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if !DIGITS.contains(&digits.len()) || !digits.bytes().all(is_digit) {
            return Err(NotAnId);
        }
        Ok(Self { given: text.to_owned(), digits: digits.to_owned() })
    }
}

impl IdPrefix {
    /// The id of an intact bundle.
    ///
    /// # Errors
    /// Where it is none.
    pub fn of_bundle(bundle: &OpenBundle) -> Result<Self> {
        let id = entry::id(&bundle.opened).map(|id| id.to_string());
        let digits = id.ok_or_else(|| ArchiveError::NoIntactBundle { path: PathBuf::from(&bundle.name) })?;
        Ok(Self { given: digits.clone(), digits })
    }

    /// Its digits, without `sha256:`.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether a bundle's id begins so.
    pub fn fits(&self, id: &BundleId) -> bool {
        id.0.to_string().starts_with(&self.digits)
    }
}

/// As it was given.
impl fmt::Display for IdPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.given)
    }
}

/// The file of the one bundle with this id. Where several files hold that bundle, the first by path that is whole. The file was
/// looked at: it holds this bundle, whatever the catalogue says. `refresh` brings the catalogue up to date where it is not.
///
/// # Errors
/// Where there is none or there are several, and what the system says.
pub fn find(
    catalogue: &mut Catalogue,
    id: &IdPrefix,
    refresh: &mut dyn FnMut(&mut Catalogue) -> Result<()>,
) -> Result<PathBuf> {
    for _ in 0..LOOKS {
        let found = catalogue.by_id(id.digits())?;
        let Some(first) = one_of(catalogue, id, &found)? else { break };
        let folder = catalogue.archive().folder();
        let holding: Vec<PathBuf> =
            found.iter().map(|found| folder.join(&found.path)).filter(|path| holds(path, first.id.as_ref())).collect();
        // Of several files that hold it, one that is whole.
        let whole = || holding.iter().find(|path| is_whole(path)).cloned();
        if let Some(path) = if holding.len() > 1 { whole() } else { None }.or_else(|| holding.first().cloned()) {
            return Ok(path);
        }
        // The files are not what they were when they were catalogued.
        found.iter().try_for_each(|found| catalogue.doubt(found.key))?;
        refresh(catalogue)?;
    }
    Err(ArchiveError::NoBundle { archive: catalogue.archive().folder().to_owned(), id: id.to_string() }.into())
}

/// Files that change under every look are not an archive's.
const LOOKS: usize = 3;

/// Whether a file holds this bundle. One that is damaged but for its list of files still does: its verdict will say so.
fn holds(path: &Path, id: Option<&BundleId>) -> bool {
    id_of(path).is_ok_and(|found| found.as_ref() == id)
}

/// The first of the files that were found; `None` where there is none.
///
/// # Errors
/// Where they hold several bundles.
fn one_of<'a>(catalogue: &Catalogue, id: &IdPrefix, found: &'a [Found]) -> Result<Option<&'a Found>> {
    let Some(first) = found.first() else { return Ok(None) };
    let Some(other) = found.iter().find(|other| other.id != first.id) else { return Ok(Some(first)) };
    let archive = catalogue.archive().folder().to_owned();
    let (first, second) = (archive.join(&first.path), archive.join(&other.path));
    Err(ArchiveError::SeveralBundles { archive, id: id.to_string(), first, second }.into())
}

/// All files of the one bundle with this id, as they were when they were catalogued; none where there is no such bundle.
///
/// # Errors
/// Where several bundles have ids that begin so, and what the system says.
pub fn files(catalogue: &Catalogue, id: &IdPrefix) -> Result<Vec<Found>> {
    let found = catalogue.by_id(id.digits())?;
    one_of(catalogue, id, &found)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_four_to_64_digits() {
        for text in ["0123", "sha256:abcd", &"f".repeat(64)] {
            assert_eq!(text.parse::<IdPrefix>().unwrap().to_string(), text);
        }
        for text in ["", "abc", "ABCD", "sha256:", "sha256:abc", "statement.zip", &"f".repeat(65)] {
            assert_eq!(text.parse::<IdPrefix>(), Err(NotAnId), "{text}");
        }
    }
}

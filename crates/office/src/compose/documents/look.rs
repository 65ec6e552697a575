//! One file looked at: what it is called in the bundle, of which kind it is, and that it is no private key.

use std::fs::File;
use std::io;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use chancery_core::statement::value::SingleLine;
use chancery_core::{Document, DocumentPath, DocumentRole, LanguageTag, MediaType};

use super::options::DocumentOptions;
use crate::bundle::write::Source;
use crate::compose::error::ComposeError;
use crate::compose::naming::Taken;
use crate::compose::proposal::LOOKED_AT;
use crate::compose::{media, naming};
use crate::error::{Error, Result};
use crate::files::open_regular;

/// What standard input is called.
pub const STANDARD_INPUT: &str = "standard input";

/// Gives what comes from standard input, as a file that has no name.
pub type Input<'a> = &'a dyn Fn() -> io::Result<File>;

/// A file that was named as a document, or found in a folder that was.
#[derive(Debug)]
pub(super) struct Given {
    /// As it was named: what is said of its role and media type refers to that.
    pub named: PathBuf,
    /// The name that it brings, with the folder it was found in.
    pub own_name: String,
    /// Its language, where that was said.
    pub language: Option<LanguageTag>,
    /// What it is, where that was said.
    pub role: Option<DocumentRole>,
}

/// Opens a file and says what it is.
pub(super) fn look_at(
    given: Given,
    first: bool,
    options: &DocumentOptions,
    taken: &mut Taken,
    input: Input<'_>,
) -> Result<(Source, Document, File)> {
    let spooled = given.named.as_os_str() == "-";
    let failed = |error| Error::io("read", &given.named, error);
    let mut file = if spooled { input().map_err(failed)? } else { open_regular(&given.named)? };
    let path = naming::document_path(&given.own_name, taken).map_err(|fault| bad_name(&given.named, &fault))?;
    // From here on a change of the file is noticed, before anything is told from it.
    let source = if spooled {
        Source::open(path.clone(), STANDARD_INPUT.into(), file.try_clone().map_err(failed)?)
    } else {
        Source::named(path.clone(), given.named.clone(), &file)
    }?;
    if spooled && source.size() == 0 {
        return Err(ComposeError::EmptyInput { path: STANDARD_INPUT.into() }.into());
    }
    refuse_private_key(&mut file, &given.named)?;
    let name = own_name(&given, &path)?;
    let media_type = media_type_of(&given, options, &mut file)?;
    let mentioned = options.roles.iter().rfind(|(file, _)| *file == given.named).map(|(_, role)| *role);
    let role = mentioned.or(given.role).unwrap_or_else(|| usual_role(first, &media_type));
    Ok((source, Document { path, name, media_type, language: given.language, role }, file))
}

/// A private key must never be published, whoever asks for it.
fn refuse_private_key(file: &mut File, named: &Path) -> Result<()> {
    let head = beginning(file, named)?;
    if head.lines().take(LINES_OF_KEY).any(is_private_key) {
        return Err(ComposeError::PrivateKey { path: named.to_owned() }.into());
    }
    Ok(())
}

/// How far down a line may stand that tells a private key.
const LINES_OF_KEY: usize = 20;

/// Whether a line is one by which private keys begin: of OpenSSH, PGP, age and others.
fn is_private_key(line: &str) -> bool {
    let line = line.trim_start_matches('\u{feff}').trim();
    (line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY") && line.ends_with("-----"))
        || line.starts_with("PuTTY-User-Key-File-")
        || line.starts_with("AGE-SECRET-KEY-")
}

/// The name that a document brings, where it could not be kept.
fn own_name(given: &Given, path: &DocumentPath) -> Result<Option<SingleLine>> {
    if given.own_name == path.below() {
        return Ok(None);
    }
    let name: std::result::Result<SingleLine, _> = given.own_name.parse();
    name.map(Some).map_err(|fault| bad_name(&given.named, &fault))
}

fn media_type_of(given: &Given, options: &DocumentOptions, file: &mut File) -> Result<MediaType> {
    if let Some((_, media_type)) = options.media_types.iter().rfind(|(file, _)| *file == given.named) {
        return Ok(media_type.clone());
    }
    let detected = media::detect(file, &given.own_name).map_err(|error| Error::io("read", &given.named, error))?;
    detected.map_err(|media::Unknown| ComposeError::Encoding { path: given.named.clone() }.into())
}

fn bad_name(named: &Path, problem: &dyn std::fmt::Display) -> Error {
    ComposeError::Name { path: named.to_owned(), problem: problem.to_string() }.into()
}

/// What a document is where nothing is said of it.
fn usual_role(first: bool, media_type: &MediaType) -> DocumentRole {
    let recorded = ["audio/", "video/"].iter().any(|kind| media_type.as_str().starts_with(kind));
    match (first, recorded) {
        (true, _) => DocumentRole::Original,
        (false, true) => DocumentRole::Recording,
        (false, false) => DocumentRole::Attachment,
    }
}

/// The first part of a text, up to its last whole letter.
pub(super) fn beginning(file: &mut File, origin: &Path) -> Result<String> {
    let failed = |error| Error::io("read", origin, error);
    let mut bytes = Vec::new();
    file.rewind().map_err(failed)?;
    file.take(LOOKED_AT as u64).read_to_end(&mut bytes).map_err(failed)?;
    let whole = match std::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to()).unwrap_or_default()).unwrap_or_default(),
    };
    Ok(whole.to_owned())
}

/// The last part of a path, where it is text.
pub(super) fn file_name(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(ToOwned::to_owned).ok_or_else(|| ComposeError::NameNotUtf8 { path: path.to_owned() }.into())
}

//! The documents to be sealed: which files, under which names, of which kind, in which language and role.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::bundle::bag::most;
use chancery_core::statement::value::Line;
use chancery_core::{Document, DocumentPath, DocumentRole, LanguageTag, MediaType};
use chancery_office::bundle::write::Source;
use chancery_office::compose::naming::Taken;
use chancery_office::compose::proposal::{LOOKED_AT, registered};
use chancery_office::compose::{media, naming};
use chancery_office::files::open_regular;
use clap::Args;

use crate::context::Context;
use crate::input;
use crate::show::format::shell_quoted;

/// Which documents, and what is said of each.
#[derive(Debug, Args)]
pub struct DocumentOptions {
    /// The documents: the statement first; a folder brings its files; - is standard input
    #[arg(value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// The file name of what comes from standard input [default: statement.txt]
    #[arg(long, value_name = "FILE NAME")]
    pub name: Option<String>,
    /// A translation of the statement: its language and file
    #[arg(long = "translation", value_name = "LANG=FILE", value_parser = translation)]
    pub translations: Vec<(LanguageTag, PathBuf)>,
    /// What a document is: original, translation, unofficial-translation, rendition, recording, attachment
    #[arg(long = "role", value_name = "FILE=ROLE", value_parser = role)]
    pub roles: Vec<(PathBuf, DocumentRole)>,
    /// A document's media type, where it is not detected rightly
    #[arg(long = "media-type", value_name = "FILE=TYPE", value_parser = media_type)]
    pub media_types: Vec<(PathBuf, MediaType)>,
}

impl DocumentOptions {
    /// One document, of which nothing is said.
    pub fn of(document: PathBuf) -> Self {
        let (translations, roles, media_types) = (Vec::new(), Vec::new(), Vec::new());
        Self { documents: vec![document], name: None, translations, roles, media_types }
    }
}

/// A language and a file.
///
/// # Errors
/// What is wrong with it.
pub fn translation(text: &str) -> std::result::Result<(LanguageTag, PathBuf), String> {
    let (language, file) = text.split_once('=').ok_or("is not of the form LANG=FILE")?;
    Ok((registered(language)?, PathBuf::from(file)))
}

/// A file and its role.
///
/// # Errors
/// What is wrong with it.
pub fn role(text: &str) -> std::result::Result<(PathBuf, DocumentRole), String> {
    let (file, role) = text.rsplit_once('=').ok_or("is not of the form FILE=ROLE")?;
    Ok((PathBuf::from(file), role.parse()?))
}

/// A file and its media type.
///
/// # Errors
/// What is wrong with it.
pub fn media_type(text: &str) -> std::result::Result<(PathBuf, MediaType), String> {
    // A media type may hold `=` itself, and so may a file's name: the type is what follows the first `=` that it fits.
    let fits = text.match_indices('=').find_map(|(at, _)| {
        let (file, rest) = text.split_at_checked(at)?;
        Some((PathBuf::from(file), rest.strip_prefix('=')?.parse().ok()?))
    });
    fits.ok_or_else(|| "is not of the form FILE=TYPE, such as speech.txt='text/plain; charset=windows-1251'".to_owned())
}

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

/// A file that was named on the command line, or found in a folder that was.
#[derive(Debug)]
struct Given {
    /// As it was named: what `--role` and `--media-type` refer to.
    named: PathBuf,
    /// The name that it brings, with the folder it was found in.
    own_name: String,
    language: Option<LanguageTag>,
    role: Option<DocumentRole>,
}

/// Looks at every file that is named.
///
/// # Errors
/// Where one cannot be read, is named twice, or nothing can be told of it that must be.
pub fn gather(context: &Context, options: &DocumentOptions) -> Result<Documents> {
    if options.documents.is_empty() {
        return Err(Error::refused("no document is named", "name the statement's file, or - for standard input"));
    }
    let given = named(context, options)?;
    check_mentions(options, &given)?;
    if options.name.is_some() && !given.iter().any(|given| given.named.as_os_str() == "-") {
        return Err(Error::refused(
            "--name names what comes from standard input, and nothing does",
            "leave it out, or name `-`",
        ));
    }
    if given.len() > most::DOCUMENTS {
        let problem = format!("{} documents were named: a statement has at most {}", given.len(), most::DOCUMENTS);
        return Err(Error::refused(problem, "seal several statements"));
    }
    let mut taken = Taken::default();
    let mut ready = Vec::new();
    let mut text = None;
    for (at, given) in given.into_iter().enumerate() {
        let (source, description, mut file) = look_at(given, at == 0, options, &mut taken)?;
        if at == 0 && description.media_type.is_utf8_text() {
            text = Some(beginning(&mut file, &source.origin)?);
        }
        if let Some(name) = &description.name {
            context.ui.note(&format!(
                "{name} is called {} in the bundle; its own name is kept in the metadata",
                description.path.below()
            ));
        }
        if source.size() == 0 {
            context.ui.warn(&format!("{} is empty", source.origin.display()));
        }
        ready.push((at == 0, source, description));
    }
    ready.sort_by(|(_, a, _), (_, b, _)| a.path.cmp(&b.path));
    let first = ready.iter().position(|(first, _, _)| *first).unwrap_or(0);
    let (sources, described) = ready.into_iter().map(|(_, source, description)| (source, description)).unzip();
    Ok(Documents { sources, described, first, text })
}

/// All files that are meant, the statement first.
fn named(context: &Context, options: &DocumentOptions) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for path in &options.documents {
        if path.is_dir() && path.join(chancery_office::defaults::CONFIG).exists() {
            return Err(Error::path(path, "is an office, with its keys and archive", "name the documents in it"));
        }
        if path.is_dir() {
            let name = file_name(&fs::canonicalize(path).map_err(|error| Error::io("read", path, error))?)?;
            walk(context, path, &name, &mut given)?;
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
        Some(twice) => Err(Error::path(&twice.named, "is named twice", "name each document once")),
        None if given.is_empty() => Err(Error::refused("the folder has no files", "name a document")),
        None => Ok(given),
    }
}

/// The files of a folder and of those below it, sorted by name. Hidden files are left out, and that is said.
fn walk(context: &Context, folder: &Path, name: &str, given: &mut Vec<Given>) -> Result<()> {
    let failed = |error| Error::io("read", folder, error);
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<std::io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let part = file_name(&path)?;
        if part.starts_with(['.', '~']) || part.eq_ignore_ascii_case("thumbs.db") {
            context.ui.warn(&format!("{} is hidden or passing, and left out", path.display()));
            continue;
        }
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            walk(context, &path, &format!("{name}/{part}"), given)?;
        } else if kind.is_file() {
            given.push(Given { named: path, own_name: format!("{name}/{part}"), language: None, role: None });
        } else {
            return Err(Error::path(path, "is a link or no file", "name the file itself"));
        }
    }
    Ok(())
}

/// The last part of a path, where it is text.
fn file_name(path: &Path) -> Result<String> {
    let name = path.file_name().and_then(|name| name.to_str());
    name.map(ToOwned::to_owned).ok_or_else(|| Error::path(path, "has a name that is not UTF-8 text", "rename it"))
}

/// Whether every file that an option speaks of is a document.
fn check_mentions(options: &DocumentOptions, given: &[Given]) -> Result<()> {
    let mentioned = options.roles.iter().map(|(file, _)| file).chain(options.media_types.iter().map(|(file, _)| file));
    match mentioned.into_iter().find(|file| !given.iter().any(|given| &given.named == *file)) {
        None => Ok(()),
        Some(file) => Err(Error::path(
            file,
            "is not among the documents",
            "in --role and --media-type, name it as among the documents",
        )),
    }
}

/// Opens a file and says what it is.
fn look_at(
    given: Given,
    first: bool,
    options: &DocumentOptions,
    taken: &mut Taken,
) -> Result<(Source, Document, File)> {
    let spooled = given.named.as_os_str() == "-";
    let failed = |error| Error::io("read", &given.named, error);
    let mut file = if spooled { input::spool().map_err(failed)? } else { open_regular(&given.named)? };
    let path = naming::document_path(&given.own_name, taken)
        .map_err(|fault| Error::path(&given.named, format!("its name {fault}"), "rename it"))?;
    // From here on a change of the file is noticed, before anything is told from it.
    let source = if spooled {
        Source::open(path.clone(), input::STANDARD_INPUT.into(), file.try_clone().map_err(failed)?)
    } else {
        Source::named(path.clone(), given.named.clone(), &file)
    }?;
    if spooled && source.size() == 0 {
        return Err(Error::path(input::STANDARD_INPUT, "is empty", "did the command before it fail?"));
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
        return Err(Error::path(
            named,
            "is a private key: it must never be published",
            "leave it out; nothing was sealed",
        ));
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
fn own_name(given: &Given, path: &DocumentPath) -> Result<Option<Line>> {
    if given.own_name == path.below() {
        return Ok(None);
    }
    let name: std::result::Result<Line, _> = given.own_name.parse();
    name.map(Some).map_err(|fault| Error::path(&given.named, format!("its name {fault}"), "rename it"))
}

fn media_type_of(given: &Given, options: &DocumentOptions, file: &mut File) -> Result<MediaType> {
    if let Some((_, media_type)) = options.media_types.iter().rfind(|(file, _)| *file == given.named) {
        return Ok(media_type.clone());
    }
    let detected = media::detect(file, &given.own_name).map_err(|error| Error::io("read", &given.named, error))?;
    detected.map_err(|media::Unknown| {
        let shown = shell_quoted(&format!("{}=text/plain; charset=windows-1251", given.named.display()));
        let hint = format!("say which: --media-type {shown}, or save it as UTF-8");
        Error::path(&given.named, "seems to be text, but not UTF-8; its encoding cannot be told", hint)
    })
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
fn beginning(file: &mut File, origin: &Path) -> Result<String> {
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

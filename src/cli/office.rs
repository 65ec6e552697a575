//! An office: a folder with `chancery.toml`, keys and an archive; and which such folders this user made.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Context;
use crate::durable::{Lock, NewFile, folder_of, make_folder};
use crate::error::{Error, Result};
use crate::files::{is_missing, read_bounded, read_text};
use crate::statement::front_matter::formats;
use crate::statement::identity::Identity;
use crate::statement::json::Json;

/// The folder of keys in an office.
pub const KEYS: &str = "keys";
/// The file of an office's defaults.
pub const CONFIG: &str = "chancery.toml";

/// Settings larger than this are none.
const LONGEST: u64 = 1 << 20;

/// The defaults of an office.
#[derive(Debug, Clone, Default)]
pub struct Defaults {
    /// The publisher's name.
    pub publisher: Option<String>,
    /// Under which identity it signs.
    pub identity: Option<Identity>,
    /// The language of its statements.
    pub language: Option<String>,
    /// What its statements mostly are.
    pub kind: Option<String>,
}

impl Defaults {
    /// The defaults of the office in the current folder, where its keys are the ones in use: another folder's settings do
    /// not say who signs.
    ///
    /// # Errors
    /// Where there is a file and it cannot be understood.
    pub fn of(context: &Context) -> Result<Self> {
        if context.keys.as_ref().is_some_and(|keys| !is_here(keys)) && !is_adopted(Path::new(KEYS)) {
            return Ok(Self::default());
        }
        Self::read()
    }

    /// Reads the defaults in the current folder, if there are any.
    ///
    /// # Errors
    /// Where there is a file and it cannot be understood.
    pub fn read() -> Result<Self> {
        let text = match read_text(Path::new(CONFIG), LONGEST) {
            Ok(text) => text,
            Err(error) if is_missing(Path::new(CONFIG), &error) => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let wrong =
            |problem: String| Error::content(CONFIG, problem, "it may hold publisher, identity, language and type");
        let Json::Object(entries) = formats::toml(&text).map_err(wrong)? else { return Ok(Self::default()) };
        let mut defaults = Self::default();
        for (key, value) in entries {
            let Json::String(value) = value else {
                return Err(wrong(format!("{key} is not a text in quotation marks")));
            };
            match key.as_str() {
                "publisher" => defaults.publisher = Some(value),
                "identity" => {
                    let identity = value.parse().map_err(|fault| wrong(format!("identity {value:?} {fault}")))?;
                    defaults.identity = Some(identity);
                }
                "language" => defaults.language = Some(value),
                "type" => defaults.kind = Some(value),
                _ => return Err(wrong(format!("has the unknown key {key:?}"))),
            }
        }
        Ok(defaults)
    }

    /// The defaults as `chancery.toml`.
    pub fn to_toml(&self) -> String {
        let mut text = String::from("# Defaults for `chancery seal` in this folder; options override them.\n");
        let pairs = [
            ("publisher", self.publisher.clone()),
            ("identity", self.identity.as_ref().map(ToString::to_string)),
            ("language", self.language.clone()),
            ("type", self.kind.clone()),
        ];
        for (key, value) in pairs {
            match value {
                Some(value) => text.push_str(&format!("{key} = {}\n", toml::Value::String(value))),
                None => text.push_str(&format!("# {key} = \"\"\n")),
            }
        }
        text
    }
}

/// Whether a folder of keys lies in the current folder.
fn is_here(keys: &Path) -> bool {
    let above = fs::canonicalize(keys).ok().and_then(|path| path.parent().map(Path::to_owned));
    above.is_some() && above == fs::canonicalize(".").ok()
}

/// This user's own folder of settings: `$XDG_CONFIG_HOME/chancery`.
pub fn settings_folder() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CONFIG_HOME").or_else(|| absolute("HOME").map(|home| home.join(".config")));
    base.or_else(|| absolute("APPDATA")).map(|base| base.join("chancery"))
}

/// This user's own folder for what can be made again: `$XDG_CACHE_HOME/chancery`.
pub fn cache_folder() -> Option<PathBuf> {
    let absolute = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
    base.or_else(|| absolute("LOCALAPPDATA")).map(|base| base.join("chancery"))
}

/// Whether this user made or adopted the office with this folder of keys: the user's settings name the folder and the
/// mark in it. Another folder at the same place has another mark, or none.
pub fn is_adopted(keys: &Path) -> bool {
    let Some(((settings, folder), mark)) = settings_folder().zip(line_of(keys)).zip(mark_of(keys)) else {
        return false;
    };
    let wanted = format!("{mark} {folder}");
    read_text(&settings.join(OFFICES), LONGEST).is_ok_and(|text| text.lines().any(|adopted| adopted == wanted))
}

/// Whether there is a folder of keys that came from elsewhere.
pub fn is_foreign(keys: &Path) -> bool {
    let filled = fs::read_dir(keys).is_ok_and(|mut entries| entries.next().is_some());
    (filled || keys.is_symlink()) && !is_adopted(keys)
}

/// Notes that this user made or adopted the office with this folder of keys.
///
/// # Errors
/// What the system says.
pub fn adopt(keys: &Path) -> Result<()> {
    let Some((settings, folder)) = settings_folder().zip(line_of(keys)) else { return Ok(()) };
    if is_adopted(keys) {
        return Ok(());
    }
    let mark = new_mark()?;
    let path = keys.join(MARK);
    let file = NewFile::create_private_in(keys)?;
    io::Write::write_all(&mut file.file(), mark.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
    file.replace(MARK)?;
    make_folder(&settings)?;
    append_line(&settings.join(OFFICES), &format!("{mark} {folder}"))
}

const OFFICES: &str = "offices";
/// The file in a folder of keys by which it is known again.
const MARK: &str = ".chancery-office";

fn new_mark() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::refused("the system gives no randomness", "try again"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn mark_of(keys: &Path) -> Option<String> {
    let mark = read_text(&keys.join(MARK), 64).ok()?;
    (mark.len() == 32 && mark.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(mark)
}

/// The folder's one true path, where it can be a line.
fn line_of(keys: &Path) -> Option<String> {
    let path = fs::canonicalize(keys).ok()?;
    path.to_str().filter(|path| !path.contains('\n')).map(ToOwned::to_owned)
}

/// Adds a line to a list that exists to be changed, leaving the rest as it is, all at once and under a lock.
///
/// # Errors
/// What the system says.
pub fn append_line(path: &Path, line: &str) -> Result<()> {
    change(path, |list| Ok(with_line(list, line)))
}

/// Changes a list that exists to be changed, all at once and under a lock. Where it is not there it is made.
///
/// # Errors
/// What `new` says, and what the system says.
pub fn change(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let real = &true_path(path);
    let _lock = Lock::of(folder_of(real))?;
    write_new(real, new)
}

/// As [`change`], by whoever holds the lock of the folder in which the list was looked for.
///
/// # Errors
/// As there.
pub fn change_locked(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let real = &true_path(path);
    // A list that is reached by a link is changed under the lock of the folder where it lies, too.
    let elsewhere = real.parent() != fs::canonicalize(folder_of(path)).ok().as_deref();
    let _lock = if elsewhere && real.exists() { Some(Lock::of(folder_of(real))?) } else { None };
    write_new(real, new)
}

/// Writes what a list becomes, in its place.
fn write_new(path: &Path, new: impl FnOnce(Vec<u8>) -> Result<Vec<u8>>) -> Result<()> {
    let before = match read_bounded(path, LONGEST) {
        Ok(bytes) => bytes,
        Err(error) if is_missing(path, &error) => Vec::new(),
        Err(error) => return Err(error),
    };
    let after = new(before.clone())?;
    if after.len() as u64 > LONGEST {
        let problem = format!("would be larger than {LONGEST} bytes, which nobody reads any more");
        return Err(Error::path(path, problem, "take lines out that are no longer needed; it is as it was"));
    }
    if after == before && path.exists() {
        return Ok(());
    }
    let failed = |error| Error::io("write", path, error);
    let file = NewFile::create_in(folder_of(path))?;
    io::Write::write_all(&mut file.file(), &after).map_err(failed)?;
    if let Ok(before) = fs::metadata(path) {
        file.file().set_permissions(before.permissions()).map_err(failed)?;
    }
    file.replace(path.file_name().unwrap_or_default()).map(drop)
}

/// The list with a further line at its end.
pub fn with_line(mut list: Vec<u8>, line: &str) -> Vec<u8> {
    if list.last().is_some_and(|byte| *byte != b'\n') {
        list.push(b'\n');
    }
    list.extend_from_slice(line.as_bytes());
    list.push(b'\n');
    list
}

/// The file that a path leads to, through links: what is changed is the file, and the links stay.
pub fn true_path(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

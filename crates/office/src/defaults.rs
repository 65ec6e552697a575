//! An office's defaults: `chancery.toml` in its folder.

use std::fs;
use std::path::Path;

use chancery_core::Identity;
use chancery_core::statement::json::Json;

use crate::compose::formats;
use crate::error::{Error, Result};
use crate::files::error::FileError;
use crate::files::{is_missing, read_text};
use crate::office::Office;

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
    /// The defaults of an office, where its keys are the ones in use: another folder's settings do not say who signs.
    ///
    /// # Errors
    /// Where there is a file and it cannot be understood.
    pub fn of(office: &Office) -> Result<Self> {
        let is_named_elsewhere = office.keys.as_ref().is_some_and(|keys| !is_in(keys, &office.folder));
        if is_named_elsewhere && !office.is_adopted(&office.own_keys()) {
            return Ok(Self::default());
        }
        Self::read(office)
    }

    /// Reads the defaults in an office's folder, if there are any.
    ///
    /// # Errors
    /// Where there is a file and it cannot be understood.
    pub fn read(office: &Office) -> Result<Self> {
        let path = office.folder.join(CONFIG);
        let text = match read_text(&path, LONGEST) {
            Ok(text) => text,
            Err(error) if is_missing(&path, &error) => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let wrong = |problem: String| Error::from(FileError::Defaults { path: path.clone(), problem });
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

/// Whether a folder of keys lies in this folder; an empty path is the current one.
fn is_in(keys: &Path, folder: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let above = fs::canonicalize(keys).ok().and_then(|path| path.parent().map(Path::to_owned));
    above.is_some() && above == fs::canonicalize(folder).ok()
}

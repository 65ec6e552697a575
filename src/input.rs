//! Which bundle is meant: a file, `-` for standard input, or the id of one in the archive.

use std::path::Path;

use chancery_core::{Report, Source, Trust};
pub use chancery_office::OpenBundle as Input;
use chancery_office::archive::lookup::IdPrefix;
use chancery_office::opened::Opened;

use super::archive;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::judging::judge_by;
pub use crate::judging::workers;
use crate::options::trust::TrustOptions;
use crate::show::progress::Progress;
pub use crate::standard_input::{STANDARD_INPUT, spool};

/// Opens a file, or standard input for `-`.
///
/// # Errors
/// Where it cannot be read.
pub fn open_file(argument: &str) -> Result<Input> {
    if argument == "-" {
        let opened = spool().and_then(Opened::from_file).map_err(|error| Error::io("read", STANDARD_INPUT, error))?;
        return Ok(Input { name: STANDARD_INPUT.to_owned(), opened });
    }
    open_path(Path::new(argument))
}

/// Opens a file, whatever its name is made of.
///
/// # Errors
/// Where it cannot be read.
pub fn open_path(path: &Path) -> Result<Input> {
    Ok(Input::open(path)?)
}

/// Opens a file, standard input, or a bundle of the archive by its id.
///
/// # Errors
/// Where there is no such file or id, or it cannot be read.
pub fn open_file_or_id(context: &Context, argument: &str) -> Result<Input> {
    if argument.starts_with("sha256:") {
        archive::parse_id(argument)?;
    }
    if argument == "-" || !is_id(argument) || Path::new(argument).exists() {
        return open_file(argument);
    }
    open_path(&archive::find(context, argument)?)
}

/// Whether it could be an id: `sha256:` or not, and at least four hexadecimal digits.
pub fn is_id(argument: &str) -> bool {
    argument.parse::<IdPrefix>().is_ok()
}

/// Judges a bundle, with a progress bar where that takes long.
///
/// # Errors
/// Where it cannot be read.
pub fn judge(context: &Context, input: &Input, trust: &Trust, options: &TrustOptions) -> Result<Report> {
    let progress = Progress::of_bytes(context.ui, input.opened.size());
    Ok(judge_by(context, trust, options).whole(&input.opened, input.path(), &|bytes| progress.advance(bytes))?)
}

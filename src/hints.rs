//! What to do about each failure of the libraries, with the commands and options of this program: the one place that says so.

mod archive;
mod compose;
mod keys;
mod matching;
mod trust;

use chancery_office::Error;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &Error) -> String {
    match error {
        Error::Key(error) => keys::hint(error),
        Error::Trust(error) => trust::hint(error),
        Error::Compose(error) => compose::hint(error),
        Error::Archive(error) => archive::hint(error),
        Error::Match(error) => matching::hint(error),
        other => other.hint().to_owned(),
    }
}

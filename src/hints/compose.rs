//! What to do about failures with a statement in the making.

use chancery_office::ComposeError;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &ComposeError) -> String {
    match *error {
        _ => String::new(),
    }
}

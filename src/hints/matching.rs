//! What to do about failures with copies and quotes compared with statements.

use chancery_office::MatchError;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &MatchError) -> String {
    match error {
        MatchError::NoSuchDocument { documents, .. } => format!("its documents are: {}", documents.join(", ")),
        MatchError::Changed { .. } => "let nothing write to it, and try again".to_owned(),
        MatchError::EmptyCopy { .. } => "there is nothing to compare".to_owned(),
        _ => String::new(),
    }
}

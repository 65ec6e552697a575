//! What should be said of a statement in the making, in words.

use chancery_core::statement::value::StatementType;
use chancery_office::compose::warning::ComposeWarning;

use super::super::ui::Ui;

/// Says it.
pub fn say(ui: Ui, warning: &ComposeWarning) {
    match warning {
        ComposeWarning::Renamed { name, path } => {
            ui.note(&format!("{name} is called {path} in the bundle; its own name is kept in the metadata"));
        }
        ComposeWarning::EmptyDocument { path } => ui.warn(&format!("{} is empty", path.display())),
        ComposeWarning::LeftOut { path } => {
            ui.warn(&format!("{} is hidden or passing, and left out", path.display()));
        }
        ComposeWarning::UnendedFrontMatter => {
            ui.warn("the text begins with --- but no second --- ends front matter: it is sealed as text");
        }
        ComposeWarning::ReplacesInFrontMatter => {
            ui.warn("replaces and reason in front matter are not heeded: give them as options");
        }
        ComposeWarning::IssuedAfterSealing { issued } => {
            ui.warn(&format!("issued on {issued}, after the sealing: is that meant? (an embargo has --embargo)"));
        }
        ComposeWarning::IssuedBeforeEvent { issued, held } => {
            ui.warn(&format!("issued on {issued}, before the event was held on {held}"));
        }
        ComposeWarning::ReplacesNothing { kind } => {
            ui.warn(&format!("a {kind} that names no bundle in --replaces is found by nobody"));
        }
        ComposeWarning::OwnType { kind } => {
            ui.note(&format!("{kind} is the office's own word; known types are {}", StatementType::KNOWN.join(", ")));
        }
        _ => {}
    }
}

//! What the libraries want told, in words: the one place that says so.

use chancery_office::{Outcome, Warning};

use super::ui::Ui;

/// Says what an outcome wants told, and gives its value.
pub fn told<T>(_ui: Ui, outcome: Outcome<T>) -> T {
    for warning in outcome.warnings {
        say(warning);
    }
    outcome.value
}

fn say(warning: Warning) {
    match warning {
        _ => {}
    }
}

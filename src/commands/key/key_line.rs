//! A line of a trust list, for scripts and for people.

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Timestamp, TrustList};
use chancery_office::json::KeyLine;
use chancery_office::keys::state::KeyState;

use crate::show::ui::{FAINT, LABEL, escape, styled};

/// What a line of the list says, as of now.
pub fn line(list: &TrustList, rule: &Rule, now: Timestamp) -> KeyLine {
    KeyLine {
        line: rule.line,
        identity: rule.principals.to_text(),
        roles: rule.namespaces.as_ref().map(|roles| roles.to_text().split(',').map(short).collect()),
        from: rule.window.after.map(|time| time.to_string()),
        until: rule.window.before.map(|time| time.to_string()),
        fingerprint: rule.key.fingerprint().to_string(),
        state: state(KeyState::of_rule(list, rule, now)),
    }
}

fn state(state: KeyState) -> &'static str {
    match state {
        KeyState::Revoked => "revoked",
        KeyState::Retired => "retired",
        KeyState::NotYet => "not-yet-valid",
        KeyState::InUse => "valid",
    }
}

/// A role's namespace as people and scripts know it.
fn short(namespace: &str) -> String {
    namespace.strip_prefix("chancery-").unwrap_or(namespace).to_owned()
}

/// A line of the list, for people.
pub fn words(entry: &KeyLine) -> String {
    let roles = entry.roles.as_ref().map_or("every role".to_owned(), |roles| roles.join(", "));
    let from = entry.from.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
    let until = entry.until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
    let head = styled(LABEL, &escape(&entry.identity));
    let rest = styled(FAINT, &format!("line {}", entry.line));
    format!(
        "  {head}  {}  {rest}\n    {} as {}{from}{until}\n",
        entry.fingerprint,
        entry.state.replace('-', " "),
        escape(&roles)
    )
}

//! `chancery key list`: whom the trust list names.

use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::TrustList;
use chancery_core::trust::allowed_signers::Rule;
use chancery_office::trust_sources::revocations::read_list;
use clap::Args;
use serde::Serialize;

use crate::context::Context;
use crate::exit::Exit;
use crate::show::ui::{FAINT, LABEL, escape, styled};
use crate::trust_choice::{warn_of_passed_over, warn_of_unusable};

/// List whom the trust list names, with roles, times and fingerprints
#[derive(Debug, Args)]
pub struct Arguments {}

/// Lists the usable lines in the file's order.
pub fn run(context: &Context, _: &Arguments) -> Result<Exit> {
    let path = context.office.list_path().0;
    warn_of_passed_over(context, path.as_deref().unwrap_or(Path::new("")))?;
    let Some(path) = path else {
        return Err(Error::refused(
            "there is no trust list",
            "make a key with `chancery key new`, or trust one with `chancery key trust`",
        ));
    };
    let file = read_list(&context.office, &path)?;
    warn_of_unusable(context, &file);
    let list = file.list;
    if context.ui.json {
        list.rules.iter().try_for_each(|rule| context.ui.print_json(&line(context, &list, rule)))?;
        return Ok(Exit::Done);
    }
    let mut text = format!("{}\n", styled(LABEL, &escape(&path.display().to_string())));
    for rule in &list.rules {
        text += &words(&line(context, &list, rule));
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// A line of the list, for scripts.
#[derive(Debug, Serialize)]
pub struct Entry {
    line: usize,
    identity: String,
    roles: Option<Vec<String>>,
    from: Option<String>,
    until: Option<String>,
    fingerprint: String,
    state: &'static str,
}

/// What a line of the list says, as of now.
pub fn line(context: &Context, list: &TrustList, rule: &Rule) -> Entry {
    let revoked = list.revoked.iter().any(|revoked| revoked.key == rule.key);
    let state = match () {
        () if revoked => "revoked",
        () if rule.window.closed_by(context.office.now) => "retired",
        () if !rule.window.contains(context.office.now) => "not-yet-valid",
        () => "valid",
    };
    Entry {
        line: rule.line,
        identity: rule.principals.to_text(),
        roles: rule.namespaces.as_ref().map(|roles| roles.to_text().split(',').map(short).collect()),
        from: rule.window.after.map(|time| time.to_string()),
        until: rule.window.before.map(|time| time.to_string()),
        fingerprint: rule.key.fingerprint().to_string(),
        state,
    }
}

/// A role's namespace as people and scripts know it.
fn short(namespace: &str) -> String {
    namespace.strip_prefix("chancery-").unwrap_or(namespace).to_owned()
}

/// A line of the list, for people.
pub fn words(entry: &Entry) -> String {
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

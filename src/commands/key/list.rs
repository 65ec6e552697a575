//! `chancery key list`: whom the trust list names.

use std::path::Path;

use chancery_office::TrustError;
use chancery_office::trust_sources::own;
use chancery_office::trust_sources::revocations::read_list;
use clap::Args;

use super::key_line::{line, words};
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::show::ui::{LABEL, escape, styled};
use crate::show::warnings::{say, told};

/// List whom the trust list names, with roles, times and fingerprints
#[derive(Debug, Args)]
pub struct Arguments {}

/// Lists the usable lines in the file's order.
pub fn run(context: &Context, _: &Arguments) -> Result<Exit> {
    let path = context.office.list_path().0;
    told(context.ui, own::passed_over(&context.office, path.as_deref().unwrap_or(Path::new("")))?);
    let path = path.ok_or(TrustError::NoList)?;
    let file = read_list(&context.office, &path)?;
    for warning in &own::unusable(&file) {
        say(context.ui, warning);
    }
    let (list, now) = (file.list, context.office.now);
    if context.ui.json {
        list.rules().iter().try_for_each(|rule| context.ui.print_json(&line(&list, rule, now)))?;
        return Ok(Exit::Done);
    }
    let mut text = format!("{}\n", styled(LABEL, &escape(&path.display().to_string())));
    for rule in list.rules() {
        text += &words(&line(&list, rule, now));
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

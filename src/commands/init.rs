//! `chancery init`: a new office in the current folder.

use std::path::Path;

use chancery_core::Identity;
use chancery_core::statement::value::{SingleLine, StatementType};
use chancery_office::Warning;
use chancery_office::compose::proposal::registered;
use chancery_office::defaults::Defaults;
use chancery_office::json::OfficeMadeLine;
use chancery_office::office::make::{foreign_keys, has_keys, is_configured, make, not_adopted};
use clap::Args;

use crate::ask::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::ui;
use crate::show::ui::LABEL;
use crate::show::warnings::say;

/// Make an office in this folder: keys, an archive, and chancery.toml with its defaults
#[derive(Debug, Args)]
pub struct Arguments {
    /// The publisher's name, such as "Ministry of Foreign Affairs of Exampleland"
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<SingleLine>,
    /// The identity under which the office signs, such as press@mfa.example
    #[arg(long, value_name = "IDENTITY")]
    pub identity: Option<Identity>,
    /// The language of most statements, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// What most statements are, such as press-release
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<StatementType>,
}

/// Makes what is not there yet and changes nothing that is; a folder of keys that came from elsewhere is adopted on a yes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    if let Some(keys) = foreign_keys(&context.office)
        && !adopts(&keys)?
    {
        return Err(not_adopted(&keys).into());
    }
    let defaults = if is_configured(&context.office) {
        warn_that_defaults_stay(context, arguments);
        None
    } else {
        Some(defaults(arguments)?)
    };
    let made = make(&context.office, defaults.as_ref())?;
    if context.ui.json {
        context.ui.print_json(&OfficeMadeLine { made })?;
    } else {
        context.ui.print(&words(context, &made, arguments))?;
    }
    Ok(Exit::Done)
}

fn adopts(keys: &Path) -> Result<bool> {
    if !prompt::can_ask() {
        let hint = "run `chancery init` at a terminal to adopt it, if it is your own";
        return Err(Error::path(keys, "holds keys that you did not make here", hint));
    }
    let shown = ui::escape(&keys.display().to_string());
    prompt::confirm(&format!(
        "{shown} holds keys that you did not make here. So it is with the folder of an office of your own that was copied,\n\
         moved or renamed. Is this office your own, and its trust list to be trusted?"
    ))
}

fn warn_that_defaults_stay(context: &Context, arguments: &Arguments) {
    let Arguments { publisher, identity, language, kind } = arguments;
    if publisher.is_some() || identity.is_some() || language.is_some() || kind.is_some() {
        let named = Defaults::read(&context.office).ok().and_then(|defaults| defaults.identity);
        let another = named.filter(|named| identity.as_ref().is_some_and(|identity| identity != named));
        say(context.ui, &Warning::DefaultsStay { another });
    }
}

/// What the office usually says of its statements, asked for at a terminal.
fn defaults(arguments: &Arguments) -> Result<Defaults> {
    let ask = |given: &Option<String>, question: &str| match given {
        None if prompt::can_ask() => {
            prompt::ask(question, Some("-")).map(|answer| Some(answer).filter(|answer| answer != "-"))
        }
        given => Ok(given.clone()),
    };
    let publisher = ask(
        &arguments.publisher.as_ref().map(ToString::to_string),
        "The publisher's name, such as Ministry of Foreign Affairs of Exampleland (- for none)",
    )?;
    let identity = ask(
        &arguments.identity.as_ref().map(ToString::to_string),
        "The identity that signs, such as press@mfa.example (- for none)",
    )?;
    let language = ask(&arguments.language, "The language of most statements, such as en (- for none)")?;
    let refused =
        |value: &str, problem: String| Error::refused(format!("{value:?} {problem}"), "nothing was written; try again");
    Ok(Defaults {
        publisher,
        identity: identity
            .map(|text| {
                text.parse().map_err(|fault: chancery_core::statement::identity::NotAnIdentity| {
                    refused(&text, fault.to_string())
                })
            })
            .transpose()?,
        language: language
            .map(|text| registered(&text).map(|tag| tag.to_string()).map_err(|fault| refused(&text, fault)))
            .transpose()?,
        kind: arguments.kind.as_ref().map(ToString::to_string),
    })
}

fn words(context: &Context, made: &[String], arguments: &Arguments) -> String {
    let mut text = String::new();
    for path in made {
        text += &format!("made {}\n", ui::escape(path));
    }
    if made.is_empty() {
        text += "everything was there already\n";
    }
    if context.ui.quiet {
        return text;
    }
    let configured = Defaults::read(&context.office).ok().and_then(|defaults| defaults.identity);
    text + &next(context, configured.as_ref().or(arguments.identity.as_ref()))
}

/// What to do next about the office's key.
fn next(context: &Context, identity: Option<&Identity>) -> String {
    let there = identity.filter(|identity| context.office.public_path(identity).exists());
    if let Some(identity) = there {
        let file = ui::escape(&context.office.public_path(identity).display().to_string());
        return format!("\nThe office's key is there: {file}\n  chancery key show {identity}\n");
    }
    if identity.is_none() && has_keys(&context.office.keys_folder()) {
        return "\nThe office's keys are there:\n  chancery key list\n".to_owned();
    }
    let identity = identity.map_or("press@mfa.example", Identity::as_str);
    format!("\n{} make the office's key:\n  chancery key new {identity}\n", ui::styled(LABEL, "Next,"))
}

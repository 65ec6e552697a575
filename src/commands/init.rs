//! `chancery init`: a new office in the current folder.

use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::Identity;
use chancery_core::statement::value::{Kind, Line};
use chancery_office::compose::proposal::registered;
use chancery_office::defaults::{CONFIG, Defaults};
use chancery_office::durable::{NewFile, Unpublished, make_folder};
use clap::Args;
use serde::Serialize;

use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::ui;
use crate::show::ui::LABEL;

/// Make an office in this folder: keys, an archive, and chancery.toml with its defaults
#[derive(Debug, Args)]
pub struct Arguments {
    /// The publisher's name, such as "Ministry of Foreign Affairs of Exampleland"
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<Line>,
    /// The identity under which the office signs, such as press@mfa.example
    #[arg(long, value_name = "IDENTITY")]
    pub identity: Option<Identity>,
    /// The language of most statements, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// What most statements are, such as press-release
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<Kind>,
}

const GITIGNORE: &str = "# Private keys are never shared; public keys and trust lists are.\n*\n!.gitignore\n!*.pub\n!allowed_signers\n!revoked_keys\n";

/// Makes what is not there yet and changes nothing that is; a folder of keys that came from elsewhere is adopted on a yes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let keys = context.office.keys_folder();
    let foreign = context.office.keys.is_none() && context.office.is_foreign(&keys);
    if foreign && !adopts(&keys)? {
        let hint = "nothing was changed; if they are your own, run `chancery init` again and answer y, else work in another folder";
        return Err(Error::path(keys, "holds keys that you did not make here, and is not adopted", hint));
    }
    let made = make(context, arguments)?;
    if context.ui.json {
        #[derive(Serialize)]
        struct Made {
            made: Vec<String>,
        }
        context.ui.print_json(&Made { made })?;
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

/// Makes the office, and notes in this user's settings that it is the user's own, unless its keys were named.
pub fn make(context: &Context, arguments: &Arguments) -> Result<Vec<String>> {
    let keys = context.office.keys_folder();
    let mut made = Vec::new();
    let configured = Path::new(CONFIG).exists();
    if configured
        && (arguments.publisher.is_some()
            || arguments.identity.is_some()
            || arguments.language.is_some()
            || arguments.kind.is_some())
    {
        let named = Defaults::read(&context.office).ok().and_then(|defaults| defaults.identity);
        let another = named.filter(|named| arguments.identity.as_ref().is_some_and(|identity| identity != named));
        let names = another.map(|named| format!(", and still names {named}")).unwrap_or_default();
        context
            .ui
            .warn(&format!("{CONFIG} is there already and stays as it is{names}: edit it to change the defaults"));
    }
    let defaults = if configured { None } else { Some(defaults(arguments)?) };
    for folder in [&keys, &context.office.archive] {
        if !folder.is_dir() {
            make_folder(folder)?;
            made.push(format!("{}/", folder.display()));
        }
    }
    made.extend(write_new(&keys, ".gitignore", GITIGNORE)?);
    if let Some(defaults) = defaults {
        made.extend(write_new(Path::new(""), CONFIG, &defaults.to_toml())?);
    }
    if context.office.keys.is_none() {
        context.office.adopt(&keys)?;
    }
    Ok(made)
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

fn write_new(folder: &Path, name: &str, text: &str) -> Result<Option<String>> {
    let file = NewFile::create_in(folder)?;
    let path = folder.join(name);
    std::io::Write::write_all(&mut file.file(), text.as_bytes()).map_err(|error| Error::io("write", &path, error))?;
    match file.publish(name) {
        Ok(_) => Ok(Some(path.display().to_string())),
        Err(Unpublished::Taken(_)) => Ok(None),
        Err(Unpublished::Failed(error)) => Err(error),
    }
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

fn has_keys(folder: &Path) -> bool {
    let mut files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.any(|file| file.path().extension().is_some_and(|ending| ending == "pub"))
}

//! The command line: what is asked, who answers, and the one table of exit codes.

mod arguments;
mod quick;

use std::ffi::OsString;
use std::process::ExitCode;

use chancery_office::office::Office;
use clap::{CommandFactory, Parser};

use self::arguments::{Cli, Command, Globals};
use crate::commands::{
    add, audit, compare, completions, correct, countersign, demo, export, extract, history, init, key, list, man,
    quote, reindex, seal, search, show, text_worker, verify,
};
use crate::context::{Context, now};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::ui::{self, Ui};
use crate::{archive, environment};

/// Runs a command that is given in words, as the demonstration does.
fn run_words(context: &Context, words: &[&str]) -> Result<Exit> {
    let arguments = std::iter::once("chancery").chain(words.iter().copied());
    let cli =
        Cli::try_parse_from(arguments).map_err(|error| Error::refused(error.to_string(), "please report this"))?;
    run_in(context, cli.command)
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    run_on(std::env::args_os())
}

fn run_on(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match quick::parse(&arguments).unwrap_or_else(|| Cli::try_parse_from(&arguments)) {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(wrong_usage(&error, &arguments).code()),
    };
    let ui = Ui { json: cli.globals.json, quiet: cli.globals.quiet, row: None };
    Ui::set_color(cli.globals.color);
    let exit = run(cli, ui).unwrap_or_else(|error| {
        ui.error(&error);
        Exit::Failed
    });
    ExitCode::from(exit.code())
}

/// Prints help, or what is wrong with the words of the command line, which may have come from anywhere.
fn wrong_usage(error: &clap::Error, arguments: &[OsString]) -> Exit {
    if !error.use_stderr() {
        // Help goes to standard output; where it cannot be written, nobody reads.
        let _ = error.print();
        return Exit::Done;
    }
    let json = arguments.iter().take_while(|word| *word != "--").any(|word| word == "--json");
    let text = ui::escape_lines(&error.to_string());
    if json {
        let what: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).map(str::trim).collect();
        let what = what.join(" ");
        let what = what.trim_start_matches("error: ");
        Ui { json, quiet: false, row: None }.error(&Error::refused(what, "`chancery help` shows what there is"));
    } else {
        let _ = std::io::Write::write_all(&mut anstream::stderr(), text.as_bytes());
    }
    Exit::Failed
}

fn run(cli: Cli, ui: Ui) -> Result<Exit> {
    let Globals { archive, keys, .. } = cli.globals;
    let mut office = Office::at("", now()?);
    office.archive = archive;
    office.keys = keys;
    office.settings = environment::settings_folder();
    office.cache = environment::cache_folder();
    let context = Context { ui, office, source_date_epoch: std::env::var_os("SOURCE_DATE_EPOCH") };
    run_in(&context, cli.command).map_err(|error| archive::forget_damaged(&context, error))
}

fn run_in(context: &Context, command: Command) -> Result<Exit> {
    match command {
        Command::Init(arguments) => init::run(context, &arguments),
        Command::Key(command) => key::run(context, &command),
        Command::Seal(arguments) => seal::run(context, &arguments),
        Command::Correct(arguments) => correct::correct(context, &arguments),
        Command::Withdraw(arguments) => correct::withdraw(context, &arguments),
        Command::Countersign(arguments) => countersign::run(context, &arguments),
        Command::Verify(arguments) => verify::run(context, &arguments),
        Command::Show(arguments) => show::run(context, &arguments),
        Command::Extract(arguments) => extract::run(context, &arguments),
        Command::Compare(arguments) => compare::run(context, &arguments),
        Command::Quote(arguments) => quote::run(context, &arguments),
        Command::Add(arguments) => add::run(context, &arguments),
        Command::List(arguments) => list::run(context, &arguments),
        Command::Search(arguments) => search::run(context, &arguments),
        Command::Audit(arguments) => audit::run(context, &arguments),
        Command::History(arguments) => history::run(context, &arguments),
        Command::Export(arguments) => export::run(context, &arguments),
        Command::Reindex(arguments) => reindex::run(context, &arguments),
        Command::Demo(arguments) => demo::run(context, &arguments, run_words),
        Command::Completions(arguments) => completions::run(context, &arguments, &mut Cli::command()),
        Command::Man(arguments) => man::run(context, &arguments, Cli::command()),
        Command::TakeText(arguments) => text_worker::run(&arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}

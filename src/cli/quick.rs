//! The command line read by the one command that it names. To describe all commands and their options to clap takes longer than to
//! verify a small bundle.

use std::ffi::OsString;

use clap::{Args, Command, FromArgMatches, Subcommand};

use super::arguments::{Cli, Globals};
use crate::commands::{
    add, audit, compare, completions, correct, countersign, demo, export, extract, history, init, key, list, man,
    quote, reindex, seal, search, show, text_worker, verify,
};

/// What was asked for, where the first word is a command and all is well with the others, or where the version is. Other help, and
/// whatever is wrong, are for the command line that knows all commands.
pub fn parse(arguments: &[OsString]) -> Option<Result<Cli, clap::Error>> {
    let first = arguments.get(1)?.to_str()?;
    if matches!(first, "--version" | "-V") {
        return alone().try_get_matches_from(arguments).err().map(Err);
    }
    let mut matches = knowing_only(first)?.try_get_matches_from(arguments).ok()?;
    Cli::from_arg_matches_mut(&mut matches).ok().map(Ok)
}

/// The program as if it had no command.
fn alone() -> Command {
    Globals::augment_args(Command::new("chancery").version(env!("CARGO_PKG_VERSION")))
}

/// The program as if it had this one command.
fn knowing_only(name: &str) -> Option<Command> {
    let (name, describe) = COMMANDS.into_iter().find(|(known, _)| *known == name)?;
    Some(alone().subcommand(describe(Command::new(name))))
}

type Describe = fn(Command) -> Command;

const COMMANDS: [(&str, Describe); 22] = [
    ("init", init::Arguments::augment_args),
    ("key", key::Command::augment_subcommands),
    ("seal", seal::Arguments::augment_args),
    ("correct", correct::CorrectArguments::augment_args),
    ("withdraw", correct::WithdrawArguments::augment_args),
    ("countersign", countersign::Arguments::augment_args),
    ("verify", verify::Arguments::augment_args),
    ("show", show::Arguments::augment_args),
    ("extract", extract::Arguments::augment_args),
    ("compare", compare::Arguments::augment_args),
    ("quote", quote::Arguments::augment_args),
    ("add", add::Arguments::augment_args),
    ("list", list::Arguments::augment_args),
    ("search", search::Arguments::augment_args),
    ("audit", audit::Arguments::augment_args),
    ("history", history::Arguments::augment_args),
    ("export", export::Arguments::augment_args),
    ("reindex", reindex::Arguments::augment_args),
    ("demo", demo::Arguments::augment_args),
    ("completions", completions::Arguments::augment_args),
    ("man", man::Arguments::augment_args),
    ("take-text", text_worker::Arguments::augment_args),
];

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::*;

    /// What tells one command line from another when it is read.
    fn described(command: &Command) -> String {
        let arguments: Vec<String> = command.get_arguments().map(|argument| format!("{argument:?}")).collect();
        let groups: Vec<String> = command.get_groups().map(|group| format!("{group:?}")).collect();
        let below: Vec<String> = command.get_subcommands().map(described).collect();
        format!("{} {arguments:#?} {groups:#?} {below:#?}", command.get_name())
    }

    fn globals(command: &Command) -> Vec<String> {
        let all = command.get_arguments().cloned();
        all.map(|argument| format!("{:?}", argument.help_heading(None::<&str>))).collect()
    }

    #[test]
    fn every_command_is_the_one_that_the_whole_program_knows() {
        let whole = Cli::command();
        let names: Vec<&str> = whole.get_subcommands().map(Command::get_name).collect();
        assert_eq!(names, COMMANDS.map(|(name, _)| name));
        for known in whole.get_subcommands() {
            let mut only = knowing_only(known.get_name()).unwrap();
            let found = only.get_subcommands().next().unwrap();
            assert_eq!(described(found), described(known));
            assert_eq!(globals(&only), globals(&whole));
            only.build();
        }
    }

    #[test]
    fn the_version_is_the_one_that_the_whole_program_tells() {
        for word in ["--version", "-V"] {
            let told = parse(&["chancery".into(), word.into()]).unwrap().unwrap_err();
            assert_eq!(told.kind(), clap::error::ErrorKind::DisplayVersion);
            assert_eq!(told.to_string(), Cli::try_parse_from(["chancery", word]).unwrap_err().to_string());
        }
    }

    #[test]
    fn what_is_no_whole_command_is_left_to_the_whole_program() {
        let quick = |words: &[&str]| parse(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert!(quick(&["chancery", "verify", "a.zip", "--json"]).is_some_and(|parsed| parsed.is_ok()));
        for words in [
            &["chancery"][..],
            &["chancery", "verify"],
            &["chancery", "verify", "--help"],
            &["chancery", "verify", "--version"],
            &["chancery", "--json", "verify", "a.zip"],
            &["chancery", "help", "verify"],
            &["chancery", "verif", "a.zip"],
        ] {
            assert!(quick(words).is_none(), "{words:?}");
        }
    }
}

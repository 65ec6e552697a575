//! The command line: what is asked, who answers, and the one table of exit codes.

mod add;
mod archive;
mod audit;
mod compare;
mod completions;
mod correct;
mod countersign;
mod demo;
mod events;
mod export;
mod extract;
mod filter;
mod history;
mod init;
mod input;
mod key;
mod list;
mod man;
mod office;
mod passphrase;
mod paste;
mod progress;
mod prompt;
mod quote;
#[cfg(unix)]
mod raw_terminal;
mod reindex;
mod rows;
mod seal;
mod search;
mod show;
mod signer;
mod take_text;
mod trust_choice;
mod ui;
mod verdict;
mod verify;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand};

use self::ui::{Color, Ui};
use crate::error::{Error, Result};
use crate::statement::time::Timestamp;
use crate::verify::report::Verdict;

/// Seal official statements into signed bundles, and prove bundles authentic.
///
/// A bundle is one .zip file: a statement, its metadata, and a signature over all of it. Anyone can verify it, years
/// later, with this program or with unzip, ssh-keygen and sha256sum alone.
///
/// A signature proves who signed and that nothing changed. It never proves that a statement is true.
#[derive(Debug, Parser)]
#[command(name = "chancery", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    #[command(flatten, next_help_heading = "Options of every command")]
    globals: Globals,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Globals {
    /// The folder of bundles
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "CHANCERY_ARCHIVE",
        default_value = "archive",
        hide_env_values = true
    )]
    archive: PathBuf,
    /// The folder of keys and the trust list [default: keys, where this user made it]
    #[arg(long, global = true, value_name = "DIR", env = "CHANCERY_KEYS", hide_env_values = true)]
    keys: Option<PathBuf>,
    /// Print one JSON object a result, one a line
    #[arg(long, global = true)]
    json: bool,
    /// Print only results, warnings and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value = "auto")]
    color: Color,
}

#[derive(Debug, Subcommand)]
enum Command {
    // For the press office.
    Init(init::Arguments),
    #[command(subcommand)]
    Key(key::Command),
    Seal(Box<seal::Arguments>),
    Correct(Box<correct::CorrectArguments>),
    Withdraw(Box<correct::WithdrawArguments>),
    Countersign(countersign::Arguments),
    // For anyone who has a bundle.
    Verify(verify::Arguments),
    Show(show::Arguments),
    Extract(extract::Arguments),
    Compare(compare::Arguments),
    Quote(quote::Arguments),
    // For the archivist.
    Add(add::Arguments),
    List(list::Arguments),
    Search(search::Arguments),
    Audit(audit::Arguments),
    History(history::Arguments),
    Export(export::Arguments),
    Reindex(reindex::Arguments),
    // For all.
    Demo(demo::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
    // For the program itself.
    TakeText(take_text::Arguments),
}

/// What a command ends with, when it could look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All well.
    Done,
    /// Something is not authentic.
    NotAuthentic,
    /// Something could not be checked or done.
    Failed,
    /// Something is intact, but not trusted here.
    NotTrusted,
}

impl Exit {
    /// The code that scripts see: the one table there is.
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NotAuthentic => 1,
            Self::Failed => 2,
            Self::NotTrusted => 3,
        }
    }

    /// The worse of two: 1 before 2 before 3 before 0.
    fn worse(self, other: Self) -> Self {
        let order = [Self::NotAuthentic, Self::Failed, Self::NotTrusted];
        order.into_iter().find(|exit| [self, other].contains(exit)).unwrap_or(Self::Done)
    }

    fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Authentic => Self::Done,
            Verdict::NotAuthentic => Self::NotAuthentic,
            Verdict::NotChecked => Self::Failed,
            Verdict::Untrusted => Self::NotTrusted,
        }
    }
}

/// Where a command runs: what the options and the environment say, and the time.
#[derive(Debug, Clone)]
struct Context {
    ui: Ui,
    archive: PathBuf,
    /// The folder of keys, where the user named one.
    keys: Option<PathBuf>,
    now: Timestamp,
    /// The time of sealing that a build sets, in seconds since 1970.
    source_date_epoch: Option<OsString>,
}

impl Context {
    /// The folder in which keys are made and looked for.
    fn keys_folder(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| PathBuf::from(office::KEYS))
    }

    /// When something is sealed: as was said, else `SOURCE_DATE_EPOCH`, else now.
    fn sealing_time(&self, given: Option<Timestamp>) -> Result<Timestamp> {
        if let Some(time) = given {
            return Ok(time);
        }
        let Some(epoch) = &self.source_date_epoch else { return Ok(self.now) };
        let time = epoch.to_str().and_then(|text| text.parse().ok()).and_then(Timestamp::from_unix);
        time.ok_or_else(|| {
            Error::refused("SOURCE_DATE_EPOCH is not a number of seconds", "unset it, or use --sealed-at")
        })
    }
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    run_on(std::env::args_os())
}

fn run_on(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
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
    let context = Context { ui, archive, keys, now: now()?, source_date_epoch: std::env::var_os("SOURCE_DATE_EPOCH") };
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
        Command::Demo(arguments) => demo::run(context, &arguments),
        Command::Completions(arguments) => completions::run(context, &arguments),
        Command::Man(arguments) => man::run(context, &arguments),
        Command::TakeText(arguments) => take_text::run(&arguments),
    }
}

fn now() -> Result<Timestamp> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|time| i64::try_from(time.as_secs()).ok());
    let clock = || Error::refused("this computer's clock is out of all bounds", "set the clock");
    seconds.and_then(Timestamp::from_unix).ok_or_else(clock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_worst_outcome_decides() {
        use Exit::{Done, Failed, NotAuthentic, NotTrusted};
        assert_eq!(Done.worse(Done), Done);
        assert_eq!(Done.worse(NotTrusted), NotTrusted);
        assert_eq!(NotTrusted.worse(Failed), Failed);
        assert_eq!(Failed.worse(NotAuthentic), NotAuthentic);
        assert_eq!(NotAuthentic.worse(Done), NotAuthentic);
    }
}

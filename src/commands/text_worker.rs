//! Texts taken out of files from anywhere, in a process of its own: no file takes all time or memory there is, whatever it holds.

use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::error::{Error, Result};
use chancery_text::charset::Said;
use chancery_text::kind::{Kind, Taken};
use chancery_text::{Reading, Unreadable};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::exit::Exit;

/// Take the text out of standard input, for this program itself
#[derive(Debug, Args)]
#[command(hide = true)]
pub struct Arguments {
    /// Which kind of document it is
    #[arg(value_parser = kind)]
    kind: Kind,
    /// Its encoding, where it was sealed with one
    #[arg(long)]
    charset: Option<String>,
}

fn kind(name: &str) -> std::result::Result<Kind, String> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(|| "is no such kind".to_owned())
}

/// Larger files are not read as text.
pub const LARGEST: u64 = 64 << 20;
/// What the process may use: enough for what people write.
const MEMORY: u64 = 1 << 30;
const SECONDS: u64 = 10;
/// How long it may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Texts are at most so long as they come back.
const LONGEST_ANSWER: u64 = 256 << 20;

/// What the process says.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Taken { reading: Reading, encoding: Option<String> },
    Unreadable(Unreadable),
}

/// Takes the text out of a document: of plain text here, of anything else in a process with limits.
///
/// # Errors
/// Where such a process cannot be started. That there is no text is no error.
pub fn take(kind: Kind, bytes: &[u8], said: Said<'_>) -> Result<std::result::Result<Taken, Unreadable>> {
    if kind == Kind::Plain {
        return Ok(kind.take(bytes, said));
    }
    let failed = |error| Error::io("start", "chancery", error);
    let mut child = start(kind, said).map_err(failed)?;
    let answer = ask(&mut child, bytes);
    // One that has not come to an end by now never will.
    let _ = child.kill();
    let _ = child.wait();
    Ok(match answer {
        Some(Answer::Taken { reading, encoding }) => Ok(Taken { reading, encoding }),
        Some(Answer::Unreadable(why)) => Err(why),
        None => Err(Unreadable::Exhausting),
    })
}

fn start(kind: Kind, said: Said<'_>) -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["take-text", kind.as_str()]);
    if let Said::Label(label) = said {
        command.args(["--charset", label]);
    }
    // What a library says when it gives up is for nobody.
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

fn ask(child: &mut Child, bytes: &[u8]) -> Option<Answer> {
    let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
    let (send, receive) = mpsc::channel();
    thread::scope(|threads| {
        threads.spawn(move || {
            let mut text = Vec::new();
            let read = output.take(LONGEST_ANSWER).read_to_end(&mut text);
            // Nobody waits for it any more where this fails.
            let _ = send.send(read.map(|_| text));
        });
        threads.spawn(move || {
            // It reads all before it answers; one that has died does not, and gives no answer either.
            let _ = input.write_all(bytes);
        });
        let text = receive.recv_timeout(PATIENCE).ok();
        if text.is_none() {
            let _ = child.kill();
        }
        serde_json::from_slice(&text?.ok()?).ok()
    })
}

/// Reads standard input and prints its text, within limits that this process sets to itself.
pub fn run(arguments: &Arguments) -> Result<Exit> {
    limit().map_err(|error| Error::io("limit", "this process", error))?;
    let mut bytes = Vec::new();
    let failed = |error| Error::io("read", crate::input::STANDARD_INPUT, error);
    io::stdin().lock().take(LARGEST).read_to_end(&mut bytes).map_err(failed)?;
    let said = arguments.charset.as_deref().map_or(Said::Nothing, Said::Label);
    let answer = match arguments.kind.take(&bytes, said) {
        Ok(Taken { reading, encoding }) => Answer::Taken { reading, encoding },
        Err(why) => Answer::Unreadable(why),
    };
    let text = serde_json::to_vec(&answer).map_err(|error| Error::refused(error.to_string(), ""))?;
    io::stdout().lock().write_all(&text).map_err(|error| Error::io("write to", "standard output", error))?;
    Ok(Exit::Done)
}

/// Bounds the memory and the time of this process, and lets it open no file.
#[cfg(unix)]
fn limit() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limits = [(Resource::As, MEMORY), (Resource::Cpu, SECONDS), (Resource::Core, 0), (Resource::Nofile, 3)];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    Ok(())
}

/// Where there are no such limits, whoever started this process waits no longer than it does.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    let _ = (MEMORY, SECONDS);
    Ok(())
}

//! Texts taken out of files from anywhere, in a process of its own: no file takes all time or memory there is, whatever it holds.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{io, thread};

use chancery_text::{
    Charset, DocumentKind, Error as TextError, Extracted, LARGEST_DOCUMENT, Reading, TextExtractor, Unreadable,
};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// What the process may use: enough for what people write.
const MEMORY: u64 = 1 << 30;
const SECONDS: u64 = 10;
/// How long it may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Texts are at most so long as they come back.
const LONGEST_ANSWER: u64 = 256 << 20;
/// The option before the name of an encoding.
const CHARSET: &str = "--charset";

/// What the process says.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Taken { reading: Reading, encoding: Option<String> },
    Unreadable(Unreadable),
}

/// Runs a program that takes the text out of one document and ends.
///
/// The program gets the caller's arguments, then a kind of document ([`DocumentKind::as_str`]) and perhaps `--charset` with a label.
/// It must call [`serve`] with these.
#[derive(Debug, Clone)]
pub struct TextWorker {
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl TextWorker {
    /// A program, and the arguments by which it takes out texts.
    pub fn new<A: Into<OsString>>(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = A>) -> Self {
        Self { program: program.into(), arguments: arguments.into_iter().map(Into::into).collect() }
    }

    fn start(&self, kind: DocumentKind, charset: Charset<'_>) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(kind.as_str());
        if let Charset::Label(label) = charset {
            command.args([CHARSET, label]);
        }
        // What a library says when it gives up is for nobody.
        command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
    }
}

impl TextExtractor for TextWorker {
    /// Takes the text out of plain text here, and of anything else in the process with limits.
    fn extract(
        &self,
        kind: DocumentKind,
        bytes: &[u8],
        charset: Charset<'_>,
    ) -> std::result::Result<Extracted, TextError> {
        if kind == DocumentKind::Plain {
            return Ok(kind.take(bytes, charset)?);
        }
        let mut child = self.start(kind, charset).map_err(TextError::Extractor)?;
        let answer = ask(&mut child, bytes);
        // One that has not come to an end by now never will.
        let _ = child.kill();
        let _ = child.wait();
        match answer {
            Some(Answer::Taken { reading, encoding }) => Ok(Extracted { reading, encoding }),
            Some(Answer::Unreadable(why)) => Err(why.into()),
            None => Err(Unreadable::Exhausting.into()),
        }
    }
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

/// Reads a document from `input` and writes its text to `output`, within limits that this process sets to itself: the other side of
/// [`TextWorker`]. Afterwards this process can open no more files.
///
/// # Errors
/// What the system says.
pub fn serve(kind: DocumentKind, charset: Option<&str>, input: impl Read, mut output: impl Write) -> Result<()> {
    limit().map_err(|error| Error::io("limit", "this process", error))?;
    let mut bytes = Vec::new();
    let failed = |error| Error::io("read", "standard input", error);
    input.take(LARGEST_DOCUMENT).read_to_end(&mut bytes).map_err(failed)?;
    let answer = match kind.take(&bytes, charset.map_or(Charset::Unsaid, Charset::Label)) {
        Ok(Extracted { reading, encoding }) => Answer::Taken { reading, encoding },
        Err(why) => Answer::Unreadable(why),
    };
    let text = serde_json::to_vec(&answer).map_err(io::Error::from);
    text.and_then(|text| output.write_all(&text)).map_err(|error| Error::io("write to", "standard output", error))
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

/// Where there are no such limits, the caller of this process waits no longer than it does.
#[cfg(not(unix))]
fn limit() -> io::Result<()> {
    let _ = (MEMORY, SECONDS);
    Ok(())
}

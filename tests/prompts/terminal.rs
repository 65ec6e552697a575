//! A terminal with somebody at it.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::support::Office;
use crate::support::shell::in_office;

/// A terminal in which a command runs.
pub struct Terminal {
    child: Child,
    keyboard: ChildStdin,
    screen: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
    seen: usize,
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// After a prompt, a program may still have to turn off the echo.
const MOMENT: Duration = Duration::from_millis(150);

impl Terminal {
    /// Runs a command line in a new terminal.
    pub fn start(office: &Office, line: &str) -> Self {
        let mut script = in_office(office, "script");
        script
            .args(["--quiet", "--return", "--command", line, "/dev/null"])
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm");
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let screen = Arc::new(Mutex::new(String::new()));
        let (mut output, shown) = (child.stdout.take().unwrap(), Arc::clone(&screen));
        let reader = thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Some(count) = output.read(&mut piece).ok().filter(|count| *count > 0) {
                *shown.lock().unwrap() += &String::from_utf8_lossy(&piece[..count]);
            }
        });
        let keyboard = child.stdin.take().unwrap();
        Self { child, keyboard, screen, reader, seen: 0 }
    }

    /// Waits until something is shown, after what was waited for before.
    #[track_caller]
    pub fn shows(&mut self, text: &str) {
        let began = Instant::now();
        loop {
            let screen = self.screen.lock().unwrap().clone();
            if let Some(at) = screen[self.seen..].find(text) {
                self.seen += at + text.len();
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{text:?} is not shown: {screen}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        thread::sleep(MOMENT);
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for a question, and answers it.
    #[track_caller]
    pub fn answer(&mut self, question: &str, answer: &str) {
        self.shows(question);
        self.press(&format!("{answer}\n"));
    }

    /// Waits for the end, and gives the exit code and all that was shown.
    pub fn end(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        self.reader.join().unwrap();
        let said = self.screen.lock().unwrap().replace("\r\n", "\n");
        (status.code(), said)
    }
}

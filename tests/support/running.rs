//! A process at work, watched by what it has read and written.

use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use crate::support::text;

/// chancery at work.
pub struct Running(Child);

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// Waits until it has written so many bytes.
    #[track_caller]
    pub fn has_written(&mut self, bytes: u64) {
        assert!(self.comes_to(bytes), "it ended before it had written {bytes} bytes");
    }

    /// Waits until it has written so many bytes, or has ended before.
    pub fn comes_to(&mut self, bytes: u64) -> bool {
        let began = Instant::now();
        while self.written() < bytes {
            if self.0.try_wait().unwrap().is_some() {
                return false;
            }
            assert!(began.elapsed() < Duration::from_mins(1), "it does not come to {bytes} bytes");
            thread::sleep(Duration::from_millis(1));
        }
        true
    }

    fn written(&self) -> u64 {
        let text = fs::read_to_string(format!("/proc/{}/io", self.0.id())).unwrap();
        let line = text.lines().find_map(|line| line.strip_prefix("wchar: "));
        line.unwrap().parse().unwrap()
    }

    /// Its standard input, where that is piped.
    pub fn input(&mut self) -> ChildStdin {
        self.0.stdin.take().unwrap()
    }

    /// Sends a signal, such as INT, if it has not ended.
    pub fn signal(&self, name: &str) {
        let _ = Command::new("kill").args(["-s", name, &self.0.id().to_string()]).output();
    }

    /// Waits for its end.
    pub fn end(self) -> Output {
        self.0.wait_with_output().unwrap()
    }
}

/// Kills it after a while, unless it has ended.
pub fn killed_after(command: &mut Command, delay: Duration) {
    let running = Running::start(command);
    thread::sleep(delay);
    running.signal("KILL");
    running.end();
}

/// Times from the beginning of a process to its end and a little later, of which the test runs it once to the end.
pub fn moments(command: &mut Command) -> Vec<Duration> {
    let began = Instant::now();
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let whole = began.elapsed();
    (1..=16).map(|part| whole * part / 14).collect()
}

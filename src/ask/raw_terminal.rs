//! A terminal that hands over every key as it is typed, until that is over.

use std::io;

use rustix::fd::AsFd;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

/// A terminal that signals nothing and cuts no long line, until this is dropped.
pub struct Raw<'a, T: AsFd> {
    terminal: &'a T,
    before: Termios,
}

impl<'a, T: AsFd> Raw<'a, T> {
    /// Begins; with `echo`, what is typed is shown.
    ///
    /// # Errors
    /// Where it is no terminal.
    pub fn begin(terminal: &'a T, echo: bool) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut raw = before.clone();
        raw.local_modes.remove(LocalModes::ICANON | LocalModes::ISIG);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        if !echo {
            raw.local_modes.remove(LocalModes::ECHO);
        }
        tcsetattr(terminal, OptionalActions::Now, &raw)?;
        Ok(Self { terminal, before })
    }
}

impl<T: AsFd> Drop for Raw<'_, T> {
    fn drop(&mut self) {
        // A terminal that has gone away needs no restoring.
        // What was typed and not read is for nobody: a shell must not run it.
        let _ = tcsetattr(self.terminal, OptionalActions::Flush, &self.before);
    }
}

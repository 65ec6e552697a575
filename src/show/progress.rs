//! A progress bar on standard error that shows itself only when something takes over a second.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::ui::Ui;

/// What is being done, and how much of it is done.
pub struct Progress {
    began: Instant,
    total: u64,
    done: AtomicU64,
    things: &'static str,
    target: Option<fn() -> ProgressDrawTarget>,
    bar: OnceLock<ProgressBar>,
}

const PATIENCE: Duration = Duration::from_secs(1);
/// What is counted where it is bytes.
const BYTES: &str = "bytes";

impl Progress {
    /// Begins to count up to `total` bytes.
    pub fn of_bytes(ui: Ui, total: u64) -> Self {
        Self::of(ui, total, BYTES)
    }

    /// Begins to count up to `total` of these things. Where nobody knows how many there are, `total` is 0.
    pub fn of(ui: Ui, total: u64, things: &'static str) -> Self {
        let is_shown = !ui.quiet && io::stderr().is_terminal();
        Self::on(is_shown.then_some(ProgressDrawTarget::stderr), total, things)
    }

    fn on(target: Option<fn() -> ProgressDrawTarget>, total: u64, things: &'static str) -> Self {
        Self { began: Instant::now(), total, done: AtomicU64::new(0), things, target, bar: OnceLock::new() }
    }

    /// Counts so many more.
    pub fn advance(&self, count: u64) {
        let done = self.done.fetch_add(count, Ordering::Relaxed).saturating_add(count);
        if let Some(target) = self.target.filter(|_| self.began.elapsed() >= PATIENCE) {
            self.bar.get_or_init(|| self.bar(target())).set_position(done);
        }
    }

    fn bar(&self, target: ProgressDrawTarget) -> ProgressBar {
        let template = match (self.total, self.things) {
            (_, BYTES) => {
                "{bar:30} {percent:>3}%  {binary_bytes} of {binary_total_bytes}  {binary_bytes_per_sec}  {eta} left"
            }
            (0, _) => "{spinner} {human_pos} {msg}  {per_sec}",
            _ => "{bar:30} {percent:>3}%  {human_pos} of {human_len} {msg}  {per_sec}  {eta} left",
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::with_draw_target(Some(self.total), target);
        bar.with_style(style).with_message(self.things).with_elapsed(self.began.elapsed())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Mutex, PoisonError};

    use indicatif::TermLike;

    use super::*;

    /// What was written to [`Paper`].
    static WRITTEN: Mutex<String> = Mutex::new(String::new());

    /// A terminal that keeps what is written, and moves nothing.
    #[derive(Debug)]
    struct Paper;

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            100
        }
        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> io::Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> io::Result<()> {
            WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    fn paper() -> ProgressDrawTarget {
        ProgressDrawTarget::term_like(Box::new(Paper))
    }

    /// What is shown of half of ten things that were begun then.
    fn shown(began: Instant, target: Option<fn() -> ProgressDrawTarget>, total: u64, things: &'static str) -> String {
        WRITTEN.lock().unwrap().clear();
        let mut progress = Progress::on(target, total, things);
        progress.began = began;
        progress.advance(2);
        progress.advance(3);
        let text = WRITTEN.lock().unwrap().clone();
        drop(progress);
        text
    }

    #[test]
    fn a_bar_shows_itself_only_after_a_second_with_the_speed_and_the_time_that_is_left() {
        let long_ago = Instant::now().checked_sub(PATIENCE * 2).unwrap();
        assert_eq!(shown(Instant::now(), Some(paper), 10, "rows"), "");
        assert_eq!(shown(long_ago, None, 10, "rows"), "");
        let rows = shown(long_ago, Some(paper), 10, "rows");
        assert!(rows.contains(" of 10 rows") && rows.contains("/s") && rows.contains(" left"), "{rows}");
        let bytes = shown(long_ago, Some(paper), 10, BYTES);
        assert!(bytes.contains(" of 10 B") && bytes.contains("B/s") && bytes.contains(" left"), "{bytes}");
        let unknown = shown(long_ago, Some(paper), 0, "bundles read");
        assert!(unknown.contains(" bundles read") && unknown.contains("/s"), "{unknown}");
    }
}

//! Commands timed and measured.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A command to be run in a folder.
#[derive(Clone)]
pub struct Tool {
    folder: PathBuf,
    words: Vec<OsString>,
}

impl Tool {
    /// A program without arguments.
    pub fn new(folder: &Path, program: &str) -> Self {
        Self { folder: folder.to_owned(), words: vec![program.into()] }
    }

    /// The chancery that was just built.
    pub fn chancery(folder: &Path) -> Self {
        Self::new(folder, env!("CARGO_BIN_EXE_chancery"))
    }

    /// The command with more arguments.
    pub fn with<const N: usize>(mut self, arguments: [&str; N]) -> Self {
        self.words.extend(arguments.map(OsString::from));
        self
    }

    /// The command, once a file that it is to make is gone.
    pub fn fresh(&self, file: &str) -> &Self {
        let _ = fs::remove_file(self.folder.join(file));
        self
    }

    /// Runs it; it must succeed.
    pub fn run(&self) {
        let (program, arguments) = self.words.split_first().expect("a program");
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        command.env("CHANCERY_KEYS", "keys").env("XDG_CONFIG_HOME", &self.folder).env("XDG_CACHE_HOME", &self.folder);
        assert!(command.status().is_ok_and(|status| status.success()), "{:?} failed", self.words);
    }

    /// How long it takes.
    pub fn time(&self) -> Duration {
        self.time_of(1)
    }

    /// How long so many of it take, one after the other.
    pub fn time_of(&self, count: usize) -> Duration {
        let began = Instant::now();
        (0..count).for_each(|_| self.run());
        began.elapsed()
    }
}

/// Whether a tool is here.
pub fn have(tool: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().is_ok_and(|output| output.status.success())
}

/// The median of the ratios of so many pairs, run in turn, after one pair that warms the caches.
pub fn median_ratio(pairs: usize, mut ours: impl FnMut() -> Duration, mut theirs: impl FnMut() -> Duration) -> f64 {
    let mut ratios: Vec<f64> = (0..=pairs).map(|_| ours().as_secs_f64() / theirs().as_secs_f64()).skip(1).collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(pairs / 2).copied().unwrap_or(f64::NAN)
}

/// The most memory that a command has at once, in MiB, as a small process sees it.
pub fn peak_memory(tool: &Tool) -> u64 {
    let (report, mut words) = (tool.folder.join("memory.txt"), tool.words.clone());
    let before = ["/usr/bin/time", "-f", "%M", "-o"].map(OsString::from);
    words.splice(0..0, before.into_iter().chain([report.clone().into_os_string()]));
    Tool { words, ..tool.clone() }.run();
    let kibibytes: u64 = fs::read_to_string(report).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    kibibytes.div_ceil(1024)
}

/// Fills a file with bytes that cannot be compressed, the same each time.
pub fn random_file(path: &Path, size: u64) {
    let mut file = File::create(path).expect("a file for the data");
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut block = vec![0_u8; 1 << 20];
    for _ in 0..size.div_ceil(block.len() as u64) {
        for word in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word.copy_from_slice(&state.to_le_bytes());
        }
        file.write_all(&block).expect("room for the data");
    }
    file.sync_all().expect("the data on the disk");
}

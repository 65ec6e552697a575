//! A scratch folder in which a reader types what a page says.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::docs::project;
use crate::support::stored::{file_mut, repacked};
use crate::support::text;

/// The folder of the office that a page tells of.
pub const OFFICE: &str = "office";
/// The bundle that a page tells of, in that office.
pub const BUNDLE: &str = "2026-03-12-harbour-agreement-signed";

/// Other offices, by their folders: what happens there must not change what the page tells of the first one.
const OTHER_OFFICES: [(&str, &str); 4] = [
    ("trade", "press@trade.example"),
    ("rotating", "press@mfa.example"),
    ("lost", "press@mfa.example"),
    ("gone", "press@mfa.example"),
];

/// A folder with a user of its own, who has no settings and types a passphrase when asked.
pub struct Scratch(TempDir);

impl Scratch {
    /// Makes an empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A path in it.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(relative)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Runs a script in one of its folders, as it would be typed at a shell that has `chancery` as a command.
    pub fn shell(&self, folder: &str, script: &str) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_chancery"));
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        for variable in ["CHANCERY_ARCHIVE", "CHANCERY_KEYS", "SOURCE_DATE_EPOCH", "NO_COLOR", "COLUMNS"] {
            command.env_remove(variable);
        }
        command
            .args(["-c", script])
            .current_dir(self.path(folder))
            .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
            .env("HOME", self.path("home"))
            .env("XDG_CONFIG_HOME", self.path("home/.config"))
            .env("XDG_CACHE_HOME", self.path("home/.config"))
            .env("CHANCERY_PASSPHRASE", "typed at the terminal")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// Makes a folder as a page says that it is: the project, an office with files to seal, or a reader's with a bundle.
    pub fn prepare(&self, folder: &str) {
        if self.path(folder).exists() {
            return;
        }
        if folder == "project" {
            fs::create_dir(self.path(folder)).unwrap();
            for part in ["archive", "keys"] {
                symlink(project(part), self.path("project").join(part)).unwrap();
            }
            return;
        }
        if folder == OFFICE {
            self.write("office/statement.fr.txt", "Le port est ouvert.\n");
            self.write("office/recording.mp3", b"ID3\x03\0\0\0\0\0\0");
            self.write("office/corrected.txt", "It opens the harbour to up to 150 vessels a year.\n");
            self.write("office/2025/bridge.txt", "The bridge is open.\n");
            self.write("office/2025/pier.txt", "The pier is closed.\n");
            self.write("office/2025/pier.mp3", b"ID3\x03\0\0\0\0\0\0");
            return;
        }
        if let Some(identity) = OTHER_OFFICES.iter().find(|(office, _)| *office == folder).map(|(_, identity)| identity)
        {
            fs::create_dir(self.path(folder)).unwrap();
            let made = format!("chancery init --identity {identity} && chancery key new {identity} --from 2026-01-01");
            assert!(self.shell(folder, &made).status.success());
            match folder {
                // What was sealed before the key may have been in other hands.
                "lost" => {
                    self.write("lost/statement.txt", "The harbour is open.\n");
                    let seal = "chancery seal statement.txt --title 'Harbour agreement signed' --type press-release --issued 2026-03-12 --language en --publisher Ministry";
                    assert!(self.shell(folder, seal).status.success());
                }
                // Nobody has the private key any more.
                "gone" => fs::remove_file(self.path(format!("gone/keys/{identity}"))).unwrap(),
                _ => {}
            }
            let joint = self.path("office/joint.zip");
            let _ = joint.exists().then(|| fs::copy(joint, self.path(folder).join("joint.zip")).unwrap());
            return;
        }
        self.write(&format!("{folder}/{BUNDLE}.zip"), fs::read(self.bundle()).unwrap());
        for file in ["allowed_signers", "press@mfa.example.pub"] {
            self.write(&format!("{folder}/{file}"), fs::read(self.path(format!("office/keys/{file}"))).unwrap());
        }
    }

    /// A reader's folder in which the bundle was tampered with by somebody who knows the container, but has no key.
    pub fn prepare_tampered(&self, folder: &str) {
        self.prepare(folder);
        let change = |files: &mut Vec<_>| {
            let text = file_mut(files, "/data/statement.txt");
            let at = text.windows(3).position(|window| window == b"140").unwrap();
            text[at] = b'9';
        };
        self.write(&format!("{folder}/{BUNDLE}.zip"), repacked(&fs::read(self.bundle()).unwrap(), change));
    }

    /// The office's bundle.
    pub fn bundle(&self) -> PathBuf {
        self.path(format!("office/archive/2026/{BUNDLE}.zip"))
    }

    /// What chancery says of the office's bundle, once there is one.
    pub fn facts(&self) -> Option<Value> {
        let bundle = self.bundle();
        let output =
            bundle.exists().then(|| self.shell(OFFICE, &format!("chancery --json verify {}", bundle.display())))?;
        Some(serde_json::from_str(&text(&output.stdout)).unwrap())
    }
}

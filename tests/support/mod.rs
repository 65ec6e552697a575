//! What the tests share: throwaway offices, a known key, and tools that may be missing.
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod running;
pub mod shell;
pub mod stored;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chancery_office::keys::private_key::{PrivateKey, Randomness};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// The identity of every throwaway office.
pub const IDENTITY: &str = "press@mfa.example";
/// When throwaway statements are sealed.
pub const SEALED_AT: &str = "2026-03-12T14:05:00Z";

/// The key with a known seed: whoever reads this can sign as the throwaway offices.
pub fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_seed(&Zeroizing::new([seed; 32]))
}

/// An office in a folder of its own, with a known key, whose user has no other settings.
pub struct Office {
    folder: TempDir,
}

impl Office {
    /// Makes one that publishes as "Ministry of Foreign Affairs of Exampleland".
    pub fn new() -> Self {
        let office = Self { folder: tempfile::tempdir().unwrap() };
        let publisher = "Ministry of Foreign Affairs of Exampleland";
        office.done([
            "init",
            "--publisher",
            publisher,
            "--identity",
            IDENTITY,
            "--language",
            "en",
            "--type",
            "press-release",
        ]);
        office.add_key(IDENTITY, 7);
        office
    }

    /// Puts a known key in the folder of keys and trusts it as an issuer since 2020.
    pub fn add_key(&self, identity: &str, seed: u8) {
        let key = key(seed);
        let random = Randomness { salt: [0; 16], check: 1 };
        let path = self.path("keys").join(identity);
        fs::write(&path, key.to_openssh(identity, None, &random).unwrap().as_bytes()).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let public = key.public().unwrap();
        fs::write(self.path("keys").join(format!("{identity}.pub")), format!("{public} {identity}\n")).unwrap();
        let line = format!("{identity} namespaces=\"chancery-issuer\",valid-after=\"20200101Z\" {public} {identity}\n");
        let list = self.path("keys/allowed_signers");
        let before = fs::read_to_string(&list).unwrap_or_default();
        fs::write(list, before + &line).unwrap();
    }

    /// A path in the office.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// Writes a file in the office.
    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// chancery, in the office's folder, with no settings but the office's.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
        for variable in
            ["CHANCERY_ARCHIVE", "CHANCERY_KEYS", "CHANCERY_PASSPHRASE", "SOURCE_DATE_EPOCH", "NO_COLOR", "CI"]
        {
            command.env_remove(variable);
        }
        command
            .current_dir(self.folder.path())
            .env("XDG_CONFIG_HOME", self.path(".config"))
            .env("XDG_CACHE_HOME", self.path(".cache"))
            .env("USER", "archivist")
            .stdin(std::process::Stdio::null());
        command
    }

    /// Runs chancery in the office.
    pub fn run<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> Output {
        self.command().args(arguments).output().unwrap()
    }

    /// Runs chancery in the office, which must end with 0, and gives its standard output.
    pub fn done<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Seals `arguments` with `--sealed-at` [`SEALED_AT`] and gives the bundle's path.
    pub fn seal<I: IntoIterator<Item = S>, S: AsRef<OsStr>>(&self, arguments: I) -> PathBuf {
        let mut command = self.command();
        command.args(["--json", "seal", "--sealed-at", SEALED_AT]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
        let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        self.path(line["path"].as_str().unwrap())
    }
}

/// Output as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Whether a tool is here. Where `CHANCERY_REQUIRE_INTEROP` is 1 it must be; elsewhere its tests say that they are skipped.
pub fn have(tool: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", &format!("command -v {tool}")])
        .output()
        .is_ok_and(|output| output.status.success());
    if !found {
        assert!(std::env::var("CHANCERY_REQUIRE_INTEROP").as_deref() != Ok("1"), "{tool} is needed and missing");
        eprintln!("skipped: {tool} is not on this machine");
    }
    found
}

/// The project's own samples.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

/// Real statements beside the project, where they are.
pub fn real_statements() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/statements");
    path.is_dir().then_some(path)
}

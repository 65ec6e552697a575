//! Who plays a part: an office that seals, a reader who verifies, a thief who has what an office should have kept.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use chancery_core::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::stored::{file_mut, unpack};
use crate::support::{IDENTITY, have, text};

/// A statement as an office puts it on its site: the file, its id and the fingerprint that was said to belong to it.
pub struct Published {
    pub bundle: PathBuf,
    pub id: String,
    pub fingerprint: String,
}

/// What a command came to.
pub struct Came {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Came {
    fn of(output: &Output) -> Self {
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// That it was done.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }

    /// That it was not done, with this exit code and a word about why.
    #[track_caller]
    pub fn refused(self, code: i32, why: &str) {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert!(self.out.contains(why) || self.err.contains(why), "{why}: {}{}", self.out, self.err);
    }
}

/// Somebody with a folder and settings of their own, which nobody else has.
pub struct Person(TempDir);

impl Person {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(relative)
    }

    /// A program in the folder, with chancery on its PATH and nothing of the settings under which the tests run.
    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let chancery = Path::new(env!("CARGO_BIN_EXE_chancery"));
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new(program);
        for variable in ["CHANCERY_ARCHIVE", "CHANCERY_KEYS", "CHANCERY_PASSPHRASE", "SOURCE_DATE_EPOCH"] {
            command.env_remove(variable);
        }
        command
            .current_dir(self.0.path())
            .env("XDG_CONFIG_HOME", self.path("settings"))
            .env("XDG_CACHE_HOME", self.path("settings"))
            .env("PATH", format!("{}:{path}", chancery.parent().unwrap().display()))
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null());
        command
    }

    /// Runs chancery.
    pub fn chancery(&self, arguments: &[&str]) -> Came {
        Came::of(&self.command("chancery").args(arguments).output().unwrap())
    }

    /// Runs chancery with the clock of a sealing set to another time, as whoever builds reproducibly does, or a thief.
    pub fn chancery_at(&self, time: &str, arguments: &[&str]) -> Came {
        let time: Timestamp = time.parse().unwrap();
        let mut command = self.command("chancery");
        Came::of(&command.args(arguments).env("SOURCE_DATE_EPOCH", time.unix().to_string()).output().unwrap())
    }

    /// Types lines at a shell.
    pub fn types(&self, lines: &str) -> Came {
        Came::of(&self.command("sh").args(["-ec", lines]).output().unwrap())
    }

    /// Keeps a text in a file.
    pub fn keeps(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Gets a copy of a file.
    pub fn gets(&self, file: &Path) -> String {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        fs::copy(file, self.path(&name)).unwrap();
        name
    }
}

/// An office that signs as [`IDENTITY`], with passphrases in files.
pub struct Office(pub Person);

impl Office {
    /// Opens one, with a key that is used from this day on.
    pub fn opens(day: &str, passphrase: &str) -> Self {
        let office = Self::without_a_key();
        office.0.keeps("passphrase", passphrase);
        office.makes_a_key(day, "passphrase");
        office
    }

    /// What a thief sets up with a key file, and with the passphrase that was on a note beside it.
    pub fn with_stolen(private: &Path, passphrase: &Path) -> Self {
        let thief = Self::without_a_key();
        let public = PathBuf::from(format!("{}.pub", private.display()));
        for (from, to) in [
            (private, format!("keys/{IDENTITY}")),
            (&public, format!("keys/{IDENTITY}.pub")),
            (passphrase, "passphrase".to_owned()),
        ] {
            fs::copy(from, thief.0.path(to)).unwrap();
        }
        let own = format!("keys/{IDENTITY}.pub");
        thief.0.chancery(&["key", "trust", &own, IDENTITY, "--from", "2020-01-01"]).done();
        thief
    }

    fn without_a_key() -> Self {
        let office = Self(Person::new());
        let publisher = "Ministry of Foreign Affairs of Exampleland";
        let init = ["init", "--publisher", publisher, "--identity", IDENTITY, "--language", "en", "--type", "notice"];
        office.0.chancery(&init).done();
        office
    }

    /// Makes a key whose passphrase is in a file.
    pub fn makes_a_key(&self, day: &str, passphrase_file: &str) {
        let new = ["key", "new", IDENTITY, "--from", day, "--passphrase-file", passphrase_file];
        self.0.chancery(&new).done();
    }

    /// The fingerprint that it publishes on its site, in print and on the telephone; ssh-keygen shows the same one.
    pub fn publishes_its_fingerprint(&self) -> String {
        let shown = json(&self.0.chancery(&["--json", "key", "show", IDENTITY]).done());
        let fingerprint = shown["fingerprint"].as_str().unwrap().to_owned();
        if have("ssh-keygen") {
            let listed = self.0.types(&format!("ssh-keygen -lf keys/{IDENTITY}.pub")).done();
            assert_eq!(listed.out.split(' ').nth(1), Some(fingerprint.as_str()));
        }
        fingerprint
    }

    /// Its public key, in OpenSSH's two words.
    pub fn public_key(&self) -> String {
        let line = fs::read_to_string(self.0.path(format!("keys/{IDENTITY}.pub"))).unwrap();
        line.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    /// Seals a statement at a time, with the passphrase in a file.
    pub fn seals(&self, title: &str, time: &str, passphrase_file: &str) -> Published {
        self.seals_with(title, time, &["--passphrase-file", passphrase_file])
    }

    /// Seals one with further options.
    pub fn seals_with(&self, title: &str, time: &str, options: &[&str]) -> Published {
        self.0.keeps("text.txt", &format!("{title}.\n"));
        let seal = ["--json", "seal", "text.txt", "--title", title, "--issued", &time[..10], "--sealed-at", time];
        self.published(&self.0.chancery(&[&seal, options].concat()).done())
    }

    /// Changes its key at a time, from the passphrase in one file to that in another, and publishes the announcement.
    pub fn rotates(&self, time: &str, from: &str, to: &str) -> Published {
        let rotate = ["--json", "key", "rotate", IDENTITY, "--passphrase-file", from, "--new-passphrase-file", to];
        self.published(&self.0.chancery_at(time, &rotate).done())
    }

    fn published(&self, came: &Came) -> Published {
        let line = json(came);
        let word = |key: &str| line[key].as_str().unwrap().to_owned();
        Published { bundle: self.0.path(word("path")), id: word("id"), fingerprint: word("fingerprint") }
    }
}

/// A reader, whose trust list is the reader's own.
pub struct Reader(pub Person);

impl Reader {
    pub fn new() -> Self {
        Self(Person::new())
    }

    /// A line in the reader's own list of revoked keys.
    pub fn revokes(&self, line: &str) {
        self.0.keeps("settings/chancery/revoked_keys", &format!("{line}\n"));
    }

    /// Trusts whoever signed a bundle, by the fingerprint that was got elsewhere.
    pub fn trusts(&self, bundle: &Path, fingerprint: &str) -> Came {
        let bundle = self.0.gets(bundle);
        self.0.chancery(&["key", "trust", &bundle, IDENTITY, "--fingerprint", fingerprint])
    }

    /// Follows an announcement, by the fingerprint that was got elsewhere.
    pub fn follows(&self, announcement: &Path, fingerprint: &str) -> Came {
        let announcement = self.0.gets(announcement);
        self.0.chancery(&["key", "follow", &announcement, "--fingerprint", fingerprint])
    }

    /// Verifies a bundle by the reader's own list. ssh-keygen must come to the same.
    #[track_caller]
    pub fn verifies(&self, bundle: &Path) -> Judged {
        let bundle = self.0.gets(bundle);
        let judged = Judged::by(&self.0.chancery(&["--json", "verify", &bundle]));
        if have("ssh-keygen") {
            assert_eq!(self.agrees(&bundle, judged.sealed_at()), judged.is_authentic(), "ssh-keygen on {bundle}");
        }
        judged
    }

    /// Verifies it with further options, which ssh-keygen does not have.
    #[track_caller]
    pub fn verifies_with(&self, bundle: &Path, options: &[&str]) -> Judged {
        let bundle = self.0.gets(bundle);
        Judged::by(&self.0.chancery(&[&["--json", "verify", &bundle], options].concat()))
    }

    /// Whether ssh-keygen finds the issuer's signature good by the reader's lists, at the time at which it says it was made.
    fn agrees(&self, bundle: &str, sealed_at: &str) -> bool {
        let mut files = unpack(File::open(self.0.path(bundle)).unwrap());
        let signature = format!("/signatures/issuer.{IDENTITY}.sig");
        fs::write(self.0.path("message"), file_mut(&mut files, "/tagmanifest-sha256.txt")).unwrap();
        fs::write(self.0.path("signature"), file_mut(&mut files, &signature)).unwrap();
        let time: Timestamp = sealed_at.parse().unwrap();
        let time = format!("-Overify-time={}", time.compact());
        let list = self.list("allowed_signers");
        let mut command = self.0.command("ssh-keygen");
        command
            .args(["-Y", "verify", "-I", IDENTITY, "-n", "chancery-issuer", "-s", "signature", &time, "-f"])
            .arg(list);
        let revoked = self.list("revoked_keys");
        if revoked.exists() {
            command.arg("-r").arg(revoked);
        }
        command.stdin(File::open(self.0.path("message")).unwrap()).output().unwrap().status.success()
    }

    /// One of the reader's own lists.
    pub fn list(&self, name: &str) -> PathBuf {
        self.0.path("settings/chancery").join(name)
    }
}

/// A verdict, as `verify --json` gives it.
pub struct Judged(Value);

impl Judged {
    #[track_caller]
    fn by(came: &Came) -> Self {
        let line = json(came);
        let code = match line["verdict"].as_str().unwrap() {
            "authentic" => 0,
            "untrusted" => 3,
            other => panic!("{other}: {line}"),
        };
        assert_eq!(came.code, Some(code), "{line}");
        Self(line)
    }

    pub fn is_authentic(&self) -> bool {
        self.0["verdict"] == "authentic"
    }

    /// That it is authentic, by this row of the table of trust.
    #[track_caller]
    pub fn authentic_by_row(&self, row: u64) {
        assert!(self.is_authentic(), "{}", self.0);
        assert_eq!(self.row(), row, "{}", self.0);
    }

    /// That it is intact and not trusted, by this row of the table of trust.
    #[track_caller]
    pub fn untrusted_by_row(&self, row: u64) {
        assert!(!self.is_authentic(), "{}", self.0);
        assert_eq!(self.row(), row, "{}", self.0);
    }

    /// That some finding says so.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.0["findings"].to_string().contains(words), "{words}: {}", self.0);
    }

    fn row(&self) -> u64 {
        let issuer = |signature: &&Value| signature["role"] == "issuer";
        self.0["signatures"].as_array().unwrap().iter().find(issuer).unwrap()["row"].as_u64().unwrap()
    }

    fn sealed_at(&self) -> &str {
        self.0["sealed_at"].as_str().unwrap()
    }
}

#[track_caller]
fn json(came: &Came) -> Value {
    serde_json::from_str(&came.out).unwrap_or_else(|_| panic!("{}{}", came.out, came.err))
}

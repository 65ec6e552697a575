//! The recipe of FORMAT.md 16, taken from that page and run with bash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::interop::corpus;
use crate::support::stored::{top, unpack};
use crate::support::{IDENTITY, Office, SEALED_AT, have, text};

/// The example's own values on that page.
const NAME: &str = "2025-12-05-year-end-press-conference";
const TIME: &str = "20251207090000Z";
/// The first and last command.
const FIRST: &str = "    unzip -q ";
const LAST: &str = "diff ../listed -";
/// "Every command must succeed": the first that does not ends it, and is named.
const STRICTLY: &str = "set -e; trap 'printf \"failed: %s\\n\" \"$BASH_COMMAND\" >&2' ERR\n";

/// The tools that it takes.
pub fn tools_are_here() -> bool {
    ["bash", "unzip", "ssh-keygen", "sha256sum", "diff"].iter().all(|tool| have(tool))
}

/// Follows the recipe in a new folder, with that trust list: what it prints, or the command that fails.
pub fn follow(bundle: &Path, signers: &Path) -> Result<String, String> {
    let (folder, name) = laid_out(bundle);
    fs::copy(signers, folder.path().join("allowed_signers")).unwrap();
    let mut command = Command::new("bash");
    // A time zone far away: the verdict must not depend on it.
    command.args(["-c", &script(&name)]).current_dir(folder.path()).env("TZ", "Pacific/Kiritimati");
    let output = command.output().unwrap();
    if output.status.success() {
        return Ok(text(&output.stdout));
    }
    let complaints = text(&output.stderr);
    Err(complaints.lines().rev().find_map(|line| line.strip_prefix("failed: ")).unwrap_or(&complaints).to_owned())
}

/// A new folder that holds only the bundle, under its own name, and that name.
pub fn laid_out(bundle: &Path) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let name = top(fs::File::open(bundle).unwrap());
    fs::copy(bundle, folder.path().join(format!("{name}.zip"))).unwrap();
    (folder, name)
}

/// The commands for a bundle of this name, sealed at [`SEALED_AT`].
fn script(name: &str) -> String {
    let time: String = SEALED_AT.chars().filter(|letter| !"-:T".contains(*letter)).collect();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("FORMAT.md")).unwrap();
    let lines = page.lines().skip_while(|line| !line.starts_with(FIRST));
    let lines: Vec<&str> = lines.take_while(|line| line.starts_with("    ")).collect();
    assert!(lines.last().is_some_and(|last| last.contains(LAST)), "{lines:?}");
    let recipe = lines.join("\n");
    assert!([NAME, TIME, IDENTITY].iter().all(|value| recipe.contains(value)), "{recipe}");
    STRICTLY.to_owned() + &recipe.replace(NAME, name).replace(TIME, &time)
}

/// The trust list of an office.
pub fn signers(office: &Office) -> PathBuf {
    office.path("keys/allowed_signers")
}

#[test]
fn stock_tools_verify_every_bundle() {
    if !tools_are_here() {
        return;
    }
    let office = Office::new();
    for bundle in corpus::all(&office) {
        let printed = follow(&bundle, &signers(&office)).unwrap_or_else(|command| panic!("{bundle:?}: {command}"));
        let files = unpack(fs::File::open(&bundle).unwrap()).len();
        let mut lines = printed.lines();
        let good = lines.next().unwrap();
        assert!(good.starts_with(&format!("Good \"chancery-issuer\" signature for {IDENTITY}")), "{printed}");
        // All files but the tag manifest and its signature.
        assert_eq!(lines.filter(|line| line.ends_with(": OK")).count(), files - 2, "{printed}");
        assert_eq!(printed.lines().count(), files - 1, "{printed}");
    }
}

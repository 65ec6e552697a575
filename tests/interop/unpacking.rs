//! Whatever unpacks a bundle writes the same files, and BagIt's own tool calls them a valid bag.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::interop::corpus;
use crate::interop::recipe::laid_out;
use crate::support::stored::unpack;
use crate::support::{Office, have, text};

/// The files below a folder, by their paths in it.
type Files = BTreeMap<String, Vec<u8>>;

/// A bundle unpacked by a tool: the folder, and the top folder in it.
fn unpacked(bundle: &Path, tool: &[&str]) -> (TempDir, PathBuf) {
    let (folder, name) = laid_out(bundle);
    let zip = format!("{name}.zip");
    let output = Command::new(tool[0]).args(&tool[1..]).arg(&zip).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{tool:?} {}: {}{}", bundle.display(), text(&output.stdout), text(&output.stderr));
    fs::remove_file(folder.path().join(zip)).unwrap();
    let top = folder.path().join(name);
    (folder, top)
}

fn files_below(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files_below(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// Tools that need not be here, whatever is required of this machine.
fn present(tool: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().is_ok_and(|output| output.status.success())
}

#[test]
fn every_unpacker_writes_the_same_files() {
    let mut tools: Vec<&[&str]> = Vec::new();
    if have("unzip") {
        tools.push(&["unzip", "-q"]);
    }
    let optional: [&[&str]; 2] = [&["7z", "x"], &["bsdtar", "-x", "-f"]];
    tools.extend(optional.into_iter().filter(|tool| present(tool[0])));
    let office = Office::new();
    for bundle in corpus::all(&office) {
        let expected: Files = unpack(fs::File::open(&bundle).unwrap()).into_iter().collect();
        for tool in &tools {
            let (folder, _) = unpacked(&bundle, tool);
            let mut files = Files::new();
            files_below(folder.path(), "", &mut files);
            assert!(files == expected, "{tool:?} {bundle:?}");
        }
    }
}

#[test]
fn an_unpacked_bundle_is_a_valid_bag() {
    if !(have("unzip") && have("bagit.py")) {
        return;
    }
    let office = Office::new();
    let bags: Vec<_> = corpus::all(&office).iter().map(|bundle| unpacked(bundle, &["unzip", "-q"])).collect();
    let output = Command::new("bagit.py").arg("--validate").args(bags.iter().map(|(_, top)| top)).output().unwrap();
    let log = text(&output.stderr);
    assert!(output.status.success(), "{log}");
    assert_eq!(log.matches(" is valid").count(), bags.len(), "{log}");
    assert!(!log.contains("WARN") && !log.contains("ERROR"), "{log}");
}

//! The second implementation, written from FORMAT.md alone: it writes the same bytes and reaches the same verdicts.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chancery_core::bundle::zip::{Entry, LARGE, directory, local_header};
use serde_json::{Value, json};

use crate::interop::corpus;
use crate::support::stored::{Stored, unpack};
use crate::support::{IDENTITY, Office, SEALED_AT, have, key, text};

/// After the last bundle of the archive was sealed.
const GOLDEN_CLOCK: &str = "2026-12-01T00:00:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop")
}

fn second<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    Command::new("python3").arg("-B").arg(folder().join("second.py")).args(arguments).output().unwrap()
}

#[test]
fn the_second_implementation_finds_every_bundle_authentic() {
    if !have("python3") {
        return;
    }
    let office = Office::new();
    let bundles = corpus::all(&office);
    let line = format!("{IDENTITY} {}", key(7).public().unwrap());
    let options = ["verify", "--clock", SEALED_AT, "--key-line", &line].map(OsString::from);
    let output = second(options.into_iter().chain(bundles.iter().map(|bundle| bundle.clone().into_os_string())));
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}{}", text(&output.stderr));
    assert_eq!(report.lines().filter(|line| line.starts_with("authentic ")).count(), bundles.len(), "{report}");
}

#[test]
fn the_second_implementation_finds_the_golden_bundles_authentic() {
    if !have("python3") {
        return;
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let keys = corpus::files(&project.join("keys")).into_iter().filter(|path| corpus::ends_in(path, "pub"));
    let lines =
        keys.map(|path| format!("{} {}", path.file_stem().unwrap().display(), fs::read_to_string(&path).unwrap()));
    let options = lines.flat_map(|line| ["--key-line".to_owned(), line]).chain(["--clock".into(), GOLDEN_CLOCK.into()]);
    let years = corpus::files(&project.join("archive")).into_iter().filter(|path| path.is_dir());
    let bundles: Vec<_> = years.flat_map(|year| corpus::files(&year)).collect();
    let paths = bundles.iter().map(|path| path.display().to_string());
    let output = second(["verify".to_owned()].into_iter().chain(options).chain(paths));
    let report = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{report}{}", text(&output.stderr));
    assert_eq!(report.lines().filter(|line| line.starts_with("authentic ")).count(), bundles.len(), "{report}");
}

#[test]
fn the_second_implementation_seals_the_same_bytes() {
    if !(have("python3") && have("ssh-keygen")) {
        return;
    }
    let office = Office::new();
    for bundle in corpus::all(&office) {
        let again = sealed_again(&office, &unpack(fs::File::open(&bundle).unwrap()));
        assert!(fs::read(&bundle).unwrap() == again, "{bundle:?}");
    }
}

/// What the second implementation seals, given the documents and the values, in another order, of a bundle.
fn sealed_again(office: &Office, files: &[Stored]) -> Vec<u8> {
    let scratch = tempfile::tempdir().unwrap();
    let out = scratch.path().join("second.zip");
    let mut documents: Vec<OsString> = Vec::new();
    let top = files[0].0.split_once('/').unwrap().0;
    for (number, (name, bytes)) in files.iter().enumerate() {
        let path = name.strip_prefix(top).unwrap().trim_start_matches('/');
        let source = scratch.path().join(number.to_string());
        if path == "metadata.json" {
            fs::write(scratch.path().join("values.json"), reordered(bytes)).unwrap();
        } else if path.starts_with("data/") {
            fs::write(&source, bytes).unwrap();
            documents.insert(0, format!("{path}={}", source.display()).into());
        }
    }
    let key = office.path("keys").join(IDENTITY);
    let values = scratch.path().join("values.json");
    let output = second(
        ["seal", "--sealed-at", SEALED_AT, "--name", top]
            .map(OsString::from)
            .into_iter()
            .chain(["--key".into(), key.into(), "--values".into(), values.into(), "--out".into(), out.clone().into()])
            .chain(documents),
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    fs::read(out).unwrap()
}

/// Metadata with its keys by the alphabet and its documents the other way round.
fn reordered(metadata: &[u8]) -> String {
    let mut values: Value = serde_json::from_slice(metadata).unwrap();
    values["documents"].as_array_mut().unwrap().reverse();
    values.to_string()
}

/// Beyond 4 GiB, where the zip crate differs at one offset (10.6.3).
#[test]
fn the_second_implementation_writes_the_same_headers_beyond_4_gib() {
    if !have("python3") {
        return;
    }
    let around = [LARGE - 1, LARGE, LARGE + 1];
    // A first entry of this size puts the next header, or the directory, at the offset.
    let before = around.map(|offset| offset - 36);
    for sizes in around.iter().chain(&before).flat_map(|size| [vec![*size], vec![*size, 3], vec![*size, LARGE, 5]]) {
        let entries = laid_out(&sizes);
        assert_eq!(headers(&entries), headers_by_second(&entries), "{sizes:?}");
    }
}

fn laid_out(sizes: &[u64]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, size) in (0..).zip(sizes) {
        let offset = entries.last().map_or(0, Entry::end);
        entries.push(Entry { name: format!("a/{number:04}").into_bytes(), size: *size, crc: number, offset });
    }
    entries
}

/// All that stands in the file but the data, in hexadecimal.
fn headers(entries: &[Entry]) -> String {
    let bytes = entries.iter().flat_map(local_header).chain(directory(entries));
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

fn headers_by_second(entries: &[Entry]) -> String {
    const PROGRAM: &str = "import json, sys, second
entries = [second.Entry(name.encode(), size, crc) for name, size, crc in json.loads(sys.argv[1])]
print((b''.join(map(second.local_header, entries)) + second.after_the_data(entries)[0]).hex())";
    let entries = entries.iter().map(|entry| json!([text(&entry.name), entry.size, entry.crc]));
    let entries = Value::Array(entries.collect()).to_string();
    let output = Command::new("python3").args(["-B", "-c", PROGRAM, &entries]).current_dir(folder()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).trim().to_owned()
}

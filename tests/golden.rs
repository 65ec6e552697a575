//! The bundles in `archive/` were sealed once, by keys that are gone. Every later version must find them as they are,
//! authentic.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::Digest;
use serde_json::Value;

use crate::support::{Office, text};

/// When the reader asks: after the last of them was sealed.
const AT: &str = "2026-12-01";

/// What `GOLDEN` says of a bundle.
#[derive(Debug, PartialEq, Eq)]
struct Golden {
    digest: String,
    id: String,
}

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The list, by path in the archive.
fn listed() -> BTreeMap<String, Golden> {
    let list = fs::read_to_string(project("archive/GOLDEN")).unwrap();
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let parsed = lines.map(|line| {
        let [digest, id, path] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        (path.to_owned(), Golden { digest: digest.to_owned(), id: id.to_owned() })
    });
    parsed.collect()
}

/// Whatever is in the archive, the list aside, by path in it.
fn files() -> Vec<String> {
    let names = |folder: PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        entries.collect::<Vec<_>>()
    };
    let years = names(project("archive")).into_iter().filter(|name| name != "GOLDEN");
    let mut files: Vec<String> = years
        .flat_map(|year| names(project("archive").join(&year)).into_iter().map(move |name| format!("{year}/{name}")))
        .collect();
    files.sort();
    files
}

/// What a command says of the archive to a reader who has its trust list, as JSON, one value a line.
fn asked(command: &[&str], bundle: Option<&str>) -> Vec<Value> {
    let (archive, signers) = (project("archive"), project("keys/allowed_signers"));
    let bundle = bundle.map(|path| archive.join(path).into_os_string());
    let mut arguments: Vec<_> = command.iter().map(Into::into).collect();
    arguments.extend(["--json", "--at", AT, "--archive"].map(Into::into));
    arguments.extend([archive.into_os_string(), "--signers".into(), signers.into_os_string()]);
    let output = Office::new().run(arguments.into_iter().chain(bundle));
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_bundle_is_on_the_list_and_every_line_has_its_bundle() {
    assert_eq!(files(), listed().into_keys().collect::<Vec<_>>());
    assert!(!files().is_empty());
}

#[test]
fn no_byte_has_changed() {
    for (path, golden) in listed() {
        let bytes = fs::read(project("archive").join(&path)).unwrap();
        assert_eq!(Digest::of(&bytes).to_string(), golden.digest, "{path}");
    }
}

#[test]
fn each_is_authentic_under_its_id() {
    for (path, golden) in listed() {
        let reports = asked(&["verify"], Some(&path));
        assert_eq!(reports.len(), 1, "{path}");
        assert_eq!((&reports[0]["verdict"], &reports[0]["id"]), (&"authentic".into(), &golden.id.into()), "{path}");
    }
}

#[test]
fn the_archive_lists_them_all() {
    let mut rows: Vec<(String, String)> = asked(&["list"], None)
        .iter()
        .map(|row| {
            assert_eq!(row["verdict"], "authentic", "{row}");
            let path = row["path"].as_str().unwrap().replace('\\', "/");
            let place = path.rsplit_terminator('/').take(2).collect::<Vec<_>>();
            (format!("{}/{}", place[1], place[0]), row["id"].as_str().unwrap().to_owned())
        })
        .collect();
    rows.sort();
    let expected: Vec<_> = listed().into_iter().map(|(path, golden)| (path, golden.id)).collect();
    assert_eq!(rows, expected);
}

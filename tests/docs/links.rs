//! Links within the project: the file is there, and the heading in it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::docs::markdown::{anchors, prose};
use crate::docs::project;

/// All pages of the project, wherever they lie.
fn pages() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![project(".")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() && !["target", ".git"].iter().any(|skipped| name == *skipped) {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "md") {
                found.push(path);
            }
        }
    }
    found
}

/// What stands in the round brackets of links and pictures.
fn targets(page: &str) -> Vec<String> {
    let prose = prose(page);
    let after = prose.split("](").skip(1);
    after.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target.to_owned()).collect()
}

fn fault(page: &Path, text: &str, target: &str) -> Option<String> {
    if target.starts_with("https://") || target.starts_with("http://") {
        return None;
    }
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    let path = page.parent()?.join(file);
    let there = if file.is_empty() { Some(text.to_owned()) } else { fs::read_to_string(&path).ok() };
    let complaint = |what: &str| Some(format!("{}: {target}: {what}", page.display()));
    match (anchor, there) {
        (None, _) if file.is_empty() || path.exists() => None,
        (Some(anchor), Some(text)) if anchors(&text).iter().any(|other| other == anchor) => None,
        (Some(_), Some(_)) => complaint("no such heading"),
        _ => complaint("no such file"),
    }
}

#[test]
fn every_link_within_the_project_leads_somewhere() {
    let mut seen = 0;
    let mut faults = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for target in targets(&text) {
            seen += 1;
            faults.extend(fault(&page, &text, &target));
        }
    }
    assert!(seen > 50, "only {seen} links were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_speak_of_the_project_alone() {
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "FORMAT.md",
        "docs/archive.md",
        "docs/comparing.md",
    ] {
        let text = crate::docs::page(page);
        for elsewhere in ["../shared", "/work/", "/tmp/"] {
            assert!(!text.contains(elsewhere), "{page} speaks of {elsewhere}");
        }
    }
}

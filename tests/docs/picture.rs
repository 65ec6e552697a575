//! The picture in README.md: what `chancery verify` prints in colour, of a bundle and of a copy with one figure altered.

use std::process::{Command, Stdio};

use crate::docs::{check_written, page, project};
use crate::support::stored::{file_mut, repacked};
use crate::support::{Office, have, samples, text};

const TEXT: &str = "docs/demo.ansi";

/// The bundle and the altered copy, in an office whose key is always the same.
fn office() -> Office {
    let office = Office::new();
    let sample = samples().join("2026-03-12-harbour-agreement");
    let files = ["statement.en.txt", "metadata.yaml"].map(|name| sample.join(name).display().to_string());
    office.seal([files[0].as_str(), "--metadata", &files[1], "--out", "harbour.zip"]);
    let bundle = std::fs::read(office.path("harbour.zip")).unwrap();
    let alter = |files: &mut Vec<_>| {
        let text = file_mut(files, "/data/statement.en.txt");
        let at = text.windows(11).position(|window| window == b"140 vessels").unwrap();
        text[at] = b'9';
    };
    office.write("copy.zip", repacked(&bundle, alter));
    office
}

/// What a terminal shows.
fn shown(office: &Office) -> String {
    let mut shown = String::new();
    for file in ["harbour.zip", "copy.zip"] {
        let output = office.run(["--color", "always", "verify", file]);
        shown += &format!("\u{1b}[2m$\u{1b}[0m chancery verify {file}\n{}\n", text(&output.stdout));
    }
    format!("{}\n", shown.trim_end())
}

#[test]
fn the_picture_shows_what_the_program_prints() {
    check_written(TEXT, &shown(&office()));
    if !have("python3") {
        return;
    }
    let drawn = Command::new("python3")
        .arg(project("docs/terminal-svg.py"))
        .stdin(std::fs::File::open(project(TEXT)).unwrap())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(drawn.status.success());
    check_written("docs/demo.svg", &text(&drawn.stdout));
    assert!(page("README.md").contains("(docs/demo.svg)"));
}

//! Copies of every kind, made by other people's programs: what they say is compared, and no file takes all time and memory.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support;
use crate::support::{Office, text};

fn copies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/copies")
}

/// An office that has sealed this text as `one.zip`.
fn sealed(text: &str) -> Office {
    let office = Office::new();
    office.write("text.txt", text);
    office.done([
        "seal",
        "text.txt",
        "--title",
        "Text",
        "--issued",
        "2026-03-12",
        "--language",
        "en",
        "--out",
        "one.zip",
    ]);
    office
}

/// What comes of comparing a copy with it.
fn compared(office: &Office, copy: &str) -> Value {
    let output = office.run(["--json", "compare", "one.zip", copy]);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)))
}

#[test]
fn a_page_that_takes_a_browser_for_ever_is_given_up() {
    let office = sealed("The harbour is open.\n");
    office.write("deep.html", "<div>".repeat(400_000) + "<p>The harbour is open.");
    let line = compared(&office, "deep.html");
    assert_eq!(line["result"], "different");
    assert!(line["by_bytes"].as_str().unwrap().contains("too much time or memory"), "{line}");
}

#[test]
fn a_file_of_any_size_and_kind_is_compared_by_its_bytes() {
    let office = sealed("The harbour is open.\n");
    fs::File::create(office.path("large.txt")).unwrap().set_len(65 << 20).unwrap();
    office.write("noise.docx", b"PK\x03\x04 and nothing more");
    office.write("noise.pdf", b"%PDF-1.7 and nothing more");
    for copy in ["large.txt", "noise.docx", "noise.pdf"] {
        let line = compared(&office, copy);
        assert_eq!((line["result"].as_str(), line["by_bytes"].is_string()), (Some("different"), true), "{line}");
    }
}

#[test]
fn two_long_texts_that_differ_everywhere_are_compared() {
    let words = |seed: u64| {
        let next = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *state >> 33
        };
        let mut state = seed;
        (0..300_000).map(|_| format!("w{} ", next(&mut state) % 5_000)).collect::<String>()
    };
    let office = sealed(&words(1));
    office.write("copy.txt", words(2));
    assert_eq!(compared(&office, "copy.txt")["result"], "different");
}

#[test]
#[cfg(target_os = "linux")]
fn the_process_that_reads_a_file_has_limits_and_opens_none_itself() {
    use std::io::Write;
    use std::process::Stdio;

    let office = Office::new();
    let mut child =
        office.command().args(["take-text", "html"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It sets them before it reads.
    let limits = std::iter::repeat_with(|| fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap());
    let limits = limits.take(100_000).find(|limits| line_of(limits, "Max open files").contains(" 3 ")).unwrap();
    assert!(line_of(&limits, "Max cpu time").contains(" 10 "), "{limits}");
    assert!(line_of(&limits, "Max address space").contains(" 1073741824 "), "{limits}");
    assert!(line_of(&limits, "Max core file size").contains(" 0 "), "{limits}");
    child.stdin.take().unwrap().write_all(b"<p>The harbour is open.").unwrap();
    let said = text(&child.wait_with_output().unwrap().stdout);
    assert!(said.contains("Taken") && said.contains("The harbour is open."), "{said}");
    assert!(!text(&office.run(["--help"]).stdout).contains("take-text"));
}

#[cfg(target_os = "linux")]
fn line_of<'a>(limits: &'a str, name: &str) -> &'a str {
    limits.lines().find(|line| line.starts_with(name)).unwrap_or_default()
}

#[test]
fn copies_in_every_encoding_have_the_same_words() {
    const RUSSIAN: &str = "Министерство сообщает: соглашение вступает в силу с первого января 2031 года.\n";
    let office = sealed(RUSSIAN);
    let sixteen: Vec<u8> = RUSSIAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    office.write("marked.txt", [&[0xff, 0xfe], &sixteen[..]].concat());
    office.write("bare.txt", sixteen);
    office.write("cyrillic.txt", encoding_rs::WINDOWS_1251.encode(RUSSIAN).0);
    let page = format!("<meta charset=koi8-r><p>{RUSSIAN}");
    office.write("page.html", encoding_rs::KOI8_R.encode(&page).0);
    for (copy, encoding) in [
        ("marked.txt", "UTF-16LE"),
        ("bare.txt", "UTF-16LE"),
        ("cyrillic.txt", "windows-1251"),
        ("page.html", "KOI8-R"),
    ] {
        let line = compared(&office, copy);
        assert_eq!(
            (line["result"].as_str(), line["encoding"].as_str()),
            (Some("same-words"), Some(encoding)),
            "{line}"
        );
    }
}

#[test]
fn what_is_hidden_or_struck_out_in_a_document_is_not_said() {
    let office = sealed("We do not agree.\n");
    for (copy, expected) in [
        ("<p>We do not agree.", "same-words"),
        ("<p>We do <del>not</del> agree.", "different"),
        ("<p>We do <span hidden>not</span> agree.", "different"),
        ("<p>We do <noscript>not</noscript> agree.", "different"),
        ("<p>We do not agree.<template>At all.</template>", "same-words"),
        ("<p>We do <b>not</b> agree.<footer>2026</footer>", "same-words"),
        ("<p>We do not <del>really</del> agree.", "different"),
    ] {
        office.write("copy.html", copy);
        assert_eq!(compared(&office, "copy.html")["result"], expected, "{copy}");
    }
}

/// A copy, the document that it was made of, and how many changes there are: one has a paragraph more, for its raised and lowered
/// digits, another a table; one was printed from the source of its Markdown, without the stars.
const MADE: [(&str, &str, usize); 7] = [
    ("press-conference.typst.pdf", "2026-04-02-press-conference.en.txt", 0),
    ("archives-day.ar.typst.pdf", "scripts/archives-day.ar.txt", 0),
    ("archives-day.hi.typst.pdf", "scripts/archives-day.hi.txt", 0),
    ("archives-day.he.libreoffice.pdf", "scripts/archives-day.he.txt", 0),
    ("harbour-columns.ru.typst.pdf", "2026-03-12-harbour-agreement/statement.ru.txt", 1),
    ("harbour.python-docx.docx", "2026-03-12-harbour-agreement/statement.en.txt", 1),
    ("notice.reportlab.pdf", "2026-05-20-visa-notice.md", 4),
];

#[test]
fn documents_of_other_programs_say_what_was_sealed() {
    let office = Office::new();
    for (copy, document, changes) in MADE {
        let document = support::samples().join(document).display().to_string();
        let out = format!("{copy}.zip");
        let metadata =
            ["--title", "T", "--type", "notice", "--issued", "2026-03-12", "--language", "en", "--out", &out];
        office.done(["seal", &document].iter().chain(&metadata));
        let copy = copies().join(copy).display().to_string();
        let output = office.run(["--json", "compare", &out, &copy]);
        let line: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(line["changes"].as_array().unwrap().len(), changes, "{line}");
        assert_eq!(line["result"], if changes == 0 { "same-words" } else { "different" });
        assert_eq!(line["held"], line["words"], "{line}");
    }
}

#[test]
fn what_holds_no_words_to_read_is_said_to_hold_none() {
    let office = sealed("The harbour is open.\n");
    let scan = compared(&office, &copies().join("scan.reportlab.pdf").display().to_string());
    assert_eq!(scan["result"], "different");
    assert!(scan["by_bytes"].as_str().unwrap().contains("pictures"), "{scan}");
    let locked = compared(&office, &copies().join("locked.reportlab.pdf").display().to_string());
    assert!(locked["by_bytes"].as_str().unwrap().contains("password"), "{locked}");
}

#[test]
fn words_of_documents_that_are_no_plain_text_are_found_too() {
    let office = Office::new();
    let pdf = copies().join("press-conference.typst.pdf").display().to_string();
    office.done(["seal", &pdf, "--title", "T", "--type", "notice", "--issued", "2026-03-12", "--language", "en"]);
    let passage = "The 140 calls are spread over the whole year";
    let line: Value = serde_json::from_str(&office.done(["--json", "quote", passage])).unwrap();
    assert_eq!((line["found"].as_str(), line["speaker"].as_str()), (Some("exact"), Some("Ilva Torrend")), "{line}");
    assert!(office.done(["search", "seabirds"]).contains("2026-03-12"));
}

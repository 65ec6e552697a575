//! Bundles of every kind, sealed by the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Office, real_statements, samples, text};

/// All of them, the real ones included where they are.
pub fn all(office: &Office) -> Vec<PathBuf> {
    let mut bundles = scripts(office);
    bundles.extend(samples_with_metadata(office));
    bundles.extend([attachment(office), nothing(office), names(office), order(office), everything(office)]);
    if let Some(folder) = real_statements() {
        bundles.push(press_conference(office, &folder));
        bundles.extend(inaugural_addresses(office, &folder.join("inaugural")));
        bundles.extend(declarations(office, &folder.join("udhr")));
    }
    bundles
}

/// One statement in each of 18 languages, with its first line for a title.
fn scripts(office: &Office) -> Vec<PathBuf> {
    let texts: Vec<_> = files(&samples().join("scripts")).into_iter().filter(|path| ends_in(path, "txt")).collect();
    assert_eq!(texts.len(), 18);
    let seal = |path: PathBuf| {
        let language = path.file_stem().and_then(|stem| Path::new(stem).extension()).unwrap().to_owned();
        let title = fs::read_to_string(&path).unwrap().lines().next().unwrap().to_owned();
        let options = ["--issued", "2026-06-09", "--title", &title, "--language"].map(Into::into);
        office.seal([path.into_os_string()].into_iter().chain(options).chain([language]))
    };
    texts.into_iter().map(seal).collect()
}

fn samples_with_metadata(office: &Office) -> Vec<PathBuf> {
    let path = |name: &str| samples().join(name).into_os_string().into_string().unwrap();
    let of_communique = |name: &str| path(&format!("2026-03-12-harbour-agreement/{name}"));
    let [english, french, russian] = ["en", "fr", "ru"].map(|tag| of_communique(&format!("statement.{tag}.txt")));
    let translations = [format!("--translation=fr={french}"), format!("--translation=ru={russian}")];
    let communique =
        [english].into_iter().chain(translations).chain(["--metadata".to_owned(), of_communique("metadata.yaml")]);
    vec![
        office.seal(communique),
        office.seal([path("2026-04-02-press-conference.en.txt")]),
        office.seal([path("2026-05-20-visa-notice.md")]),
    ]
}

/// A text with an image beside it.
fn attachment(office: &Office) -> PathBuf {
    office.write("release.txt", "The picture shows the harbour.\n");
    let noise = (0..70_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    office.write("harbour.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".iter().copied().chain(noise).collect::<Vec<u8>>());
    let title = ["--title", "With a picture", "--issued", "2026-03-12", "--role", "harbour.png=attachment"];
    office.seal(["release.txt", "harbour.png"].into_iter().chain(title))
}

/// A statement of no bytes.
fn nothing(office: &Office) -> PathBuf {
    office.write("empty.txt", "");
    office.seal(["empty.txt", "--title", "Nothing to say", "--issued", "2026-03-12"])
}

/// Files whose names no bundle can have, in folders.
fn names(office: &Office) -> PathBuf {
    let table = fs::read_to_string(samples().join("scripts/names.tsv")).unwrap();
    for name in table.lines().skip(1).filter_map(|row| row.split('\t').next()) {
        office.write(&format!("names/Приложения/{name}"), name);
    }
    office.write("names/first.txt", "These are the names.\n");
    office.seal(["names", "--title", "Names", "--issued", "2026-03-12"])
}

/// Documents that a careless sealer puts in another order, and many of them.
fn order(office: &Office) -> PathBuf {
    for name in ["a-b/x", "a.txt", "a/x", "B/x", "a0/x", "a_b/x"] {
        office.write(&format!("order/{name}"), name);
    }
    for number in 0..200 {
        office.write(&format!("order/many/{number}.txt"), number.to_string());
    }
    office.seal(["order", "--title", "In order", "--issued", "2026-03-12"])
}

/// Every key of the metadata, with what has to be escaped, and unknown keys of every kind.
fn everything(office: &Office) -> PathBuf {
    let unknown = r#"{"zone": 7, "edition": -3, "draft": false, "final": true, "цех": "печать", "desks": ["b", "a", "b"],
        "titles": {"ru": "Всё", "fr": "Tout", "ar": "كل شيء"}, "language": "en",
        "publishers": [{"name": "Ministry \\ \"Office\"", "identity": "press@mfa.example"}]}"#;
    office.write("more.json", unknown);
    office.write("everything.txt", "Everything.\n");
    let replaced = format!("sha256:{}", "0f".repeat(32));
    let values = [
        ("--metadata", "more.json"),
        ("--title", "Everything: \"quoted\", back\\slashed, 1/2, and \u{1f4e2}\u{202e}"),
        ("--type", "correction"),
        ("--identifier", "MFA 2026/77 \u{2116} 5"),
        ("--issued", "2026-03-12T14:00:00Z"),
        ("--held", "2026-03-11"),
        ("--embargo", "2026-03-12T15:00:00Z"),
        ("--salt", "000102030405060708090a0b0c0d0e0f"),
        ("--speaker", "Ilva Torrend, Minister"),
        ("--speaker", "Nobody"),
        ("--place", "Aldermouth"),
        ("--subject", "b"),
        ("--subject", "a"),
        ("--summary", "All of it"),
        ("--source", "https://мид.example/новости?a=1&b=%20"),
        ("--rights", "CC0"),
        ("--replaces", &replaced),
        ("--reason", "It was not everything"),
    ];
    office.seal(["everything.txt"].into_iter().chain(values.iter().flat_map(|(option, value)| [*option, *value])))
}

fn press_conference(office: &Office, folder: &Path) -> PathBuf {
    let values = [
        ("--title", "Year-end press conference"),
        ("--type", "press-conference"),
        ("--issued", "2025-12-04"),
        ("--held", "2025-12-04"),
        ("--speaker", "A. M. Dzhioev, Minister of Foreign Affairs"),
        ("--subject", "cooperation"),
        ("--subject", "security"),
    ];
    let document = folder.join("2025-12-04-year-end-press-conference.txt").into_os_string();
    office.seal([document].into_iter().chain(values.iter().flat_map(|(option, value)| [option.into(), value.into()])))
}

/// Speeches of three centuries, each as a text and as a page.
fn inaugural_addresses(office: &Office, folder: &Path) -> Vec<PathBuf> {
    let seal = |path: PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let title = format!("Inaugural address {name}");
        let options = ["--type", "speech", "--issued", &name[..10], "--title", &title].map(Into::into);
        office.seal([path.into_os_string()].into_iter().chain(options))
    };
    files(folder).into_iter().map(seal).collect()
}

/// The declaration in all its languages: as one statement, then each alone under its own heading.
fn declarations(office: &Office, folder: &Path) -> Vec<PathBuf> {
    let files = files(folder);
    let common = ["--type=declaration", "--issued=1948-12-10"];
    let translations = files.iter().filter(|path| !path.ends_with("eng.html"));
    let translations = translations.map(|path| format!("--translation={}={}", language(path), path.display()));
    let title = "--title=Universal Declaration of Human Rights".to_owned();
    let english = folder.join("eng.html").into_os_string().into_string().unwrap();
    let together = office.seal([english, title].into_iter().chain(translations).chain(common.map(Into::into)));
    let alone = files.iter().map(|path| {
        let options = [format!("--title={}", heading(path)), format!("--language={}", language(path))];
        office.seal([path.display().to_string()].into_iter().chain(options).chain(common.map(Into::into)))
    });
    [together].into_iter().chain(alone).collect()
}

/// The tag of a language whose three letters name the file.
fn language(path: &Path) -> &'static str {
    const TAGS: [(&str, &str); 12] = [
        ("arb", "ar"),
        ("cmn_hans", "zh-Hans"),
        ("deu_1901", "de-1901"),
        ("deu_1996", "de-1996"),
        ("eng", "en"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("kat", "ka"),
        ("oss", "os"),
        ("rus", "ru"),
        ("spa", "es"),
    ];
    let code = path.file_stem().unwrap();
    TAGS.iter().find(|(file, _)| *file == code).unwrap_or_else(|| panic!("no tag for {}", path.display())).1
}

fn heading(path: &Path) -> String {
    let page = text(&fs::read(path).unwrap());
    let (heading, _) = page.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap();
    heading.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The files of a folder, by name.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// Whether the file's name has that ending.
pub fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

//! An archivist's evening and year: back files in many languages are sealed in one go, found, audited, damaged, corrected, withdrawn
//! and exported.
//!
//! 300 statements made from the project's samples; `CHANCERY_STATEMENTS=10000` asks for another number.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Office, samples, text};

/// A word of each sample that no other sample has, by language.
const WORDS: [(&str, &str); 8] = [
    ("ru", "архивов"),
    ("zh-Hans", "档案馆"),
    ("ja", "公文書館"),
    ("th", "จดหมายเหตุ"),
    ("ar", "المحفوظات"),
    ("hi", "अभिलेखागार"),
    ("es", "ARCHIVOS"),
    ("ka", "არქივები"),
];

fn count() -> usize {
    std::env::var("CHANCERY_STATEMENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(300)
}

/// Writes so many texts, each in one of the languages, and the table that names them.
fn back_files(office: &Office) {
    let mut table = String::from("documents,title,issued,language,identifier,speaker\n");
    for number in 0..count() {
        let (language, _) = WORDS[number % WORDS.len()];
        let sample = fs::read_to_string(samples().join(format!("scripts/archives-day.{language}.txt"))).unwrap();
        office.write(&format!("back/{number}.txt"), format!("{number}\n\n{sample}"));
        let (year, day) = (2016 + number % 10, 1 + number % 28);
        table += &format!(
            "{number}.txt,Back file {number},{year}-03-{day:02},{language},MFA-{number},\"Ilva Torrend, Minister\"\n"
        );
    }
    office.write("back/table.csv", table);
}

fn lines(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The bundle with this identifier: its path and id.
fn find(office: &Office, identifier: &str) -> (String, String) {
    let found = lines(&office.done(["--json", "list"])).into_iter().find(|line| line["identifier"] == identifier);
    let found = found.unwrap();
    (found["path"].as_str().unwrap().to_owned(), found["id"].as_str().unwrap().to_owned())
}

#[test]
fn ten_years_of_back_files_are_sealed_found_audited_corrected_and_exported() {
    let office = Office::new();
    back_files(&office);
    let all = count();
    let sealed = lines(&office.done(["--json", "seal", "--batch", "back/table.csv"]));
    assert_eq!(sealed.last().unwrap()["summary"]["sealed"], all);
    let again = lines(&office.done(["--json", "seal", "--batch", "back/table.csv"]));
    assert_eq!(again.last().unwrap()["summary"]["there"], all);
    assert_eq!(lines(&office.done(["--json", "list"])).len(), all);
    in_every_language(&office);
    let audit = lines(&office.done(["--json", "audit"]));
    assert_eq!(audit.last().unwrap()["summary"]["authentic"], all);
    damaged(&office);
    replaced(&office);
    exported(&office);
}

/// Each search finds the statements of its language, and no other.
fn in_every_language(office: &Office) {
    for (at, (language, word)) in WORDS.into_iter().enumerate() {
        let found = lines(&office.done(["--json", "search", word]));
        let expected = (0..count()).filter(|number| number % WORDS.len() == at).count();
        assert_eq!(found.len(), expected, "{word}");
        assert!(found.iter().all(|line| line["language"] == language), "{word}");
        let passage = found[0]["passage"].as_str().unwrap().to_lowercase();
        assert!(passage.contains(&word.to_lowercase()), "{word}: {passage}");
    }
}

/// Three are damaged, each in another way; the audit names them and no other, and they are put back.
fn damaged(office: &Office) {
    let paths = ["MFA-11", "MFA-12", "MFA-13"].map(|identifier| find(office, identifier).0);
    let whole = paths.clone().map(|path| fs::read(office.path(path)).unwrap());
    let mut rotten = whole[0].clone();
    let middle = rotten.len() / 3;
    rotten[middle] ^= 1;
    fs::write(office.path(&paths[0]), rotten).unwrap();
    fs::write(office.path(&paths[1]), &whole[1][..whole[1].len() / 2]).unwrap();
    fs::remove_file(office.path(&paths[2])).unwrap();
    let output = office.run(["audit"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    let named: Vec<&str> = said.lines().filter(|line| line.contains("archive/")).collect();
    assert_eq!(named.len(), 3, "{said}");
    for (word, path) in ["DAMAGED", "DAMAGED", "MISSING"].into_iter().zip(&paths) {
        assert!(named.iter().any(|line| line.starts_with(word) && line.contains(path.as_str())), "{path}: {said}");
    }
    paths.iter().zip(whole).for_each(|(path, bytes)| fs::write(office.path(path), bytes).unwrap());
    office.done(["audit"]);
}

/// One is corrected and one withdrawn; both stay authentic, and their histories tell.
fn replaced(office: &Office) {
    let (corrected, id) = find(office, "MFA-21");
    office.write("corrected.txt", "The right text.\n");
    office.done(["correct", &id[7..19], "corrected.txt", "--reason", "a figure was wrong"]);
    let (withdrawn, _) = find(office, "MFA-22");
    office.done(["withdraw", &withdrawn, "--reason", "it was never decided"]);
    for (path, status, event) in [(corrected, "corrected", "corrected"), (withdrawn, "withdrawn", "withdrawn")] {
        let verified = lines(&office.done(["--json", "verify", &path]));
        assert_eq!((&verified[0]["verdict"], &verified[0]["status"]), (&"authentic".into(), &status.into()), "{path}");
        let listed = lines(&office.done(["--json", "list", "--status", status]));
        assert_eq!(listed.iter().map(|line| &line["path"]).collect::<Vec<_>>(), [&Value::from(path.as_str())]);
        let history = lines(&office.done(["--json", "history", &path]));
        let events: Vec<&str> = history.iter().map(|line| line["event"].as_str().unwrap()).collect();
        assert_eq!((events.first(), events.last()), (Some(&"sealed"), Some(&event)), "{events:?}");
        assert!(events.contains(&"audited"));
    }
}

/// Everything goes into every format: the two that came last too.
fn exported(office: &Office) {
    let all = count() + 2;
    for format in ["csv", "jsonl", "premis", "jsonld", "dc", "ninjs"] {
        let to = format!("export.{format}");
        let told = lines(&office.done(["--json", "export", "--format", format, "--to", &to]));
        assert_eq!(told[0]["statements"], all, "{format}");
        assert_eq!(pieces(&office.path(&to), format), all, "{format}");
    }
}

/// How many statements an export has.
fn pieces(path: &Path, format: &str) -> usize {
    let read = || fs::read_to_string(path).unwrap();
    match format {
        "csv" => read().lines().count() - 1,
        "jsonl" => lines(&read()).len(),
        "jsonld" => serde_json::from_str::<Value>(&read()).unwrap()["@graph"].as_array().unwrap().len(),
        "premis" => read().matches(".zip</originalName>").count(),
        _ => fs::read_dir(path).unwrap().count(),
    }
}

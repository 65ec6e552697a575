//! CSV and JSON Lines, read by other people's readers.

use chancery_office::archive::export::Format;
use serde_json::Value;

use crate::exports::statements::{HOSTILE, all, exported};
use crate::exports::tools::script;
use crate::support::have;

#[test]
fn a_table_has_as_many_cells_in_every_line_and_no_formula() {
    if !have("python3") {
        return;
    }
    let document = exported(Format::Csv, &all());
    assert_eq!(script("read_csv.py", &[], &document), Ok(()), "{document}");
    let broken = document.replacen(",\"'=1+1", ",\"=1+1", 1);
    assert!(script("read_csv.py", &[], &broken).unwrap_err().contains("is a formula"), "{broken}");
    let broken = document.replacen("authentic,", "authentic", 1);
    assert!(script("read_csv.py", &[], &broken).unwrap_err().contains("21 cells"), "{broken}");
}

#[test]
fn json_lines_hold_all_of_the_metadata() {
    let statements = all();
    let document = exported(Format::JsonLines, &statements);
    assert_eq!(document.lines().count(), statements.len());
    for (line, statement) in document.lines().zip(&statements) {
        let value: Value = serde_json::from_str(line).unwrap();
        let metadata = statement.report.statement().unwrap().to_bytes();
        assert_eq!(value["metadata"], serde_json::from_slice::<Value>(&metadata).unwrap());
        for (document, seen) in value["documents"].as_array().unwrap().iter().zip(statement.report.documents()) {
            assert_eq!(document["sha256"], seen.digest().unwrap().to_string());
            assert_eq!(document["path"], seen.path().as_str());
        }
        let trusted = value["signatures"].as_array().unwrap().iter().all(|signature| signature["status"] == "trusted");
        assert!(trusted, "{line}");
    }
    let last: Value = serde_json::from_str(document.lines().last().unwrap()).unwrap();
    assert_eq!((&last["metadata"]["title"], &last["path"]), (&HOSTILE.into(), &statements[5].path.as_str().into()));
}

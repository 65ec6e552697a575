//! A table for spreadsheets: RFC 4180 in UTF-8, the columns of `chancery list --format csv` first.

use super::record::{Record, speaker_line};

/// The columns of a list of statements. Columns are added at the end, none renamed or removed.
pub const LISTED: [&str; 13] = [
    "id",
    "path",
    "verdict",
    "title",
    "type",
    "identifier",
    "issued",
    "language",
    "publishers",
    "issuers",
    "sealed_at",
    "status",
    "documents",
];
/// The columns that an export adds.
const FURTHER: [&str; 9] =
    ["speakers", "subjects", "summary", "place", "source", "rights", "replaces", "reason", "replaced_by"];
/// What stands between several values of one cell.
const BETWEEN: &str = " | ";
/// What the column `documents` says: an export hashes them, a list does not.
const HASHED: &str = "hashed";

/// The line of column names.
pub fn head() -> String {
    line(LISTED.into_iter().chain(FURTHER))
}

/// A statement as a line.
pub fn record(record: &Record<'_>) -> String {
    line(cells(record).map(spreadsheet_safe))
}

/// A spreadsheet takes a cell that begins so for a formula: a quotation mark before it keeps it a text.
pub fn spreadsheet_safe(cell: String) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell }
}

/// The wide forms too, which some spreadsheets take for the narrow ones.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

fn cells(record: &Record<'_>) -> [String; LISTED.len() + FURTHER.len()] {
    let (metadata, report) = (record.metadata, record.report);
    let publishers = metadata.publishers.iter().map(|publisher| publisher.name.to_string());
    let issuers = metadata.issuers().map(ToString::to_string);
    let speakers = metadata.speakers.iter().map(speaker_line);
    [
        record.id.to_string(),
        record.path.to_owned(),
        report.verdict().to_string(),
        metadata.title.to_string(),
        metadata.kind.to_string(),
        text(metadata.identifier.as_ref()),
        metadata.issued.to_string(),
        metadata.language.to_string(),
        many(publishers),
        many(issuers),
        text(report.sealed_at().as_ref()),
        record.status.unwrap_or_default().to_owned(),
        HASHED.to_owned(),
        many(speakers),
        many(metadata.subjects.iter().map(ToString::to_string)),
        text(metadata.summary.as_ref()),
        text(metadata.place.as_ref()),
        text(metadata.source.as_ref()),
        text(metadata.rights.as_ref()),
        text(metadata.replaces.as_ref()),
        text(metadata.reason.as_ref()),
        many(record.replaced_by().map(ToString::to_string)),
    ]
}

fn text<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn many(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(BETWEEN)
}

/// Cells as a line.
pub fn line<T: AsRef<[u8]>>(cells: impl IntoIterator<Item = T>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Nothing here can fail: it is written into memory, and every line has as many cells.
    let _ = writer.write_record(cells);
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::example::{Example, arbitrary};
    use super::*;

    #[test]
    fn a_statement_is_one_line() {
        assert_eq!(
            head(),
            "id,path,verdict,title,type,identifier,issued,language,publishers,issuers,sealed_at,status,documents,\
             speakers,subjects,summary,place,source,rights,replaces,reason,replaced_by\n"
        );
        let example = Example::new();
        let id = example.id;
        assert_eq!(
            record(&example.record()),
            format!(
                "{id},2026/harbour.zip,authentic,\"Harbour, \"\"open\"\"\",press-release,MFA-2026-031,\
                 2026-03-12T14:00:00Z,en,Ministry of Exampleland,press@mfa.example,2026-03-12T14:05:00Z,corrected,hashed,\
                 \"Ilva Torrend, Minister | Teo Harvane\",harbours | <ships> & co,'=SUM(A1),Aldermouth,\
                 https://mfa.example/a?b&c,CC0,{},'-1 day was wrong,{}\n",
                example.older, example.newer
            )
        );
    }

    #[test]
    fn a_cell_is_never_a_formula() {
        for formula in ["=1+1", "+1", "-1", "@a", "\ta", "\ra", "\u{ff1d}1"] {
            assert_eq!(spreadsheet_safe(formula.into()), format!("'{formula}"));
        }
        assert_eq!(spreadsheet_safe("Title".into()), "Title");
    }

    proptest! {
        #[test]
        fn any_strings_read_back(example in arbitrary()) {
            let record = example.record();
            let text = super::record(&record);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].iter().map(ToOwned::to_owned).collect::<Vec<_>>(), cells(&record).map(spreadsheet_safe));
        }
    }
}

//! A table of statements: CSV, or JSON Lines, a row a statement, with columns named as what is said of it.

mod row;

use std::fs::File;
use std::io::{BufRead, BufReader, Chain, Read, Seek};
use std::path::{Path, PathBuf};

use chancery_core::statement::json;
use chancery_core::statement::json::Json;

use self::row::Cell;
pub use self::row::Row;
use super::error::{ComposeError, TableFault};
use crate::error::{Error, Result};
use crate::files::open_regular;

/// The columns, as they are named in a table.
pub const COLUMNS: [&str; 22] = [
    "documents",
    "title",
    "type",
    "identifier",
    "issued",
    "held",
    "embargo",
    "publisher",
    "co-issuer",
    "speaker",
    "place",
    "language",
    "subject",
    "summary",
    "source",
    "rights",
    "replaces",
    "reason",
    "salt",
    "translation",
    "role",
    "media-type",
];
/// Longer lines are no rows.
const LONGEST_LINE: u64 = 1 << 20;

/// A file, and a line break in case that it has none at its end.
type Ended = Chain<File, &'static [u8]>;

/// A table, read row by row. A row that cannot be read keeps no other from being read.
pub enum Table {
    /// With the columns of its first row.
    Csv(Box<csv::Reader<Ended>>, Vec<&'static str>, PathBuf, u64),
    /// With the keys of each row.
    Lines(BufReader<File>, PathBuf, u64),
    /// It could not be read to its end.
    Ended,
}

impl Table {
    /// Opens a table, which is CSV unless its name ends in `.jsonl`.
    ///
    /// # Errors
    /// Where it cannot be read, or its columns are not those of a table of statements.
    pub fn open(path: &Path) -> Result<Self> {
        let file = open_regular(path)?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        match ending.as_str() {
            "jsonl" | "ndjson" => Ok(Self::Lines(BufReader::new(file), path.to_owned(), 0)),
            _ => Self::csv(file, path),
        }
    }

    fn csv(mut file: File, path: &Path) -> Result<Self> {
        let delimiter = delimiter(&mut file).map_err(|error| Error::io("read", path, error))?;
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file.chain(&b"\n"[..]));
        let head = reader.headers().map_err(|error| not_csv(path, error))?.clone();
        let name = |name: &str| column(name.trim_start_matches('\u{feff}'));
        let columns =
            head.iter().map(|found| name(found).ok_or_else(|| unknown(path, found))).collect::<Result<Vec<_>>>()?;
        if let Some(twice) =
            columns.iter().enumerate().find(|(at, column)| columns.iter().take(*at).any(|other| other == *column))
        {
            return Err(wrong(path, TableFault::ColumnTwice { column: twice.1 }));
        }
        if !columns.contains(&"documents") {
            return Err(wrong(path, TableFault::NoDocuments));
        }
        Ok(Self::Csv(Box::new(reader), columns, path.to_owned(), 1))
    }

    /// The next row's number, as a spreadsheet counts rows or an editor lines, and the row or what is wrong with it; `None` at the end.
    pub fn next_row(&mut self) -> Option<(u64, Result<Row>)> {
        match self {
            Self::Csv(reader, columns, path, number) => next_csv(reader, columns, path, number),
            Self::Lines(reader, path, number) => next_line(reader, path, number),
            Self::Ended => None,
        }
        .inspect(|(_, row)| {
            if row.as_ref().is_err_and(Error::is_io) {
                // What cannot be read now cannot be read on.
                *self = Self::Ended;
            }
        })
    }
}

fn next_csv(
    reader: &mut csv::Reader<Ended>,
    columns: &[&'static str],
    path: &Path,
    number: &mut u64,
) -> Option<(u64, Result<Row>)> {
    loop {
        let line = reader.position().line();
        let mut record = csv::StringRecord::new();
        let read = reader.read_record(&mut record);
        // Empty lines are passed over, and are rows to a spreadsheet; a cell of several lines is in one row.
        let within = record.iter().map(|cell| cell.matches('\n').count()).fold(1, usize::saturating_add) as u64;
        let empty = reader.position().line().saturating_sub(line).saturating_sub(within);
        *number = number.saturating_add(1).saturating_add(empty);
        match read {
            Ok(false) => return None,
            Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => {}
            Ok(true) => return Some((*number, csv_row(columns, &record, path))),
            Err(error) => return Some((*number, Err(not_csv(path, error)))),
        }
    }
}

fn next_line(reader: &mut BufReader<File>, path: &Path, number: &mut u64) -> Option<(u64, Result<Row>)> {
    loop {
        let mut line = Vec::new();
        *number = number.saturating_add(1);
        match reader.take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Err(error) => return Some((*number, Err(Error::io("read", path, error)))),
            Ok(0) => return None,
            Ok(count) if line.last() != Some(&b'\n') && count as u64 == LONGEST_LINE => {
                let rest = reader.skip_until(b'\n').map_err(|error| Error::io("read", path, error));
                return Some((*number, rest.and(Err(wrong(path, TableFault::LongLine)))));
            }
            Ok(_) if line.trim_ascii().is_empty() => {}
            Ok(_) => return Some((*number, json_row(&line, path))),
        }
    }
}

/// What stands between the cells: some spreadsheets write semicolons or tabs.
fn delimiter(file: &mut File) -> std::io::Result<u8> {
    let mut head = Vec::new();
    file.take(1 << 16).read_to_end(&mut head)?;
    file.rewind()?;
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    Ok([b',', b';', b'\t'].into_iter().find(|delimiter| first.contains(delimiter)).unwrap_or(b','))
}

fn not_csv(path: &Path, error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Utf8 { .. } => wrong(path, TableFault::NotUtf8),
        csv::ErrorKind::Io(error) => Error::io("read", path, error),
        _ => wrong(path, TableFault::NoTable),
    }
}

fn unknown(path: &Path, found: &str) -> Error {
    wrong(path, TableFault::UnknownColumn { found: found.to_owned() })
}

fn wrong(path: &Path, fault: TableFault) -> Error {
    ComposeError::Table { path: path.to_owned(), fault }.into()
}

/// The column of that name, in whatever case, with `_` for `-`, one or many.
fn column(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    let plural = |column: &&str| format!("{column}s") == name || (*column == "documents" && name == "document");
    COLUMNS.into_iter().find(|column| *column == name || plural(column))
}

fn csv_row(columns: &[&'static str], record: &csv::StringRecord, path: &Path) -> Result<Row> {
    if record.len() > columns.len() {
        return Err(wrong(path, TableFault::TooManyCells { cells: record.len(), columns: columns.len() }));
    }
    let cells = columns.iter().zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
    let values = cells.map(|(column, cell)| (*column, Cell::Text(cell.trim().to_owned())));
    Ok(Row { values: values.collect() })
}

fn json_row(line: &[u8], path: &Path) -> Result<Row> {
    let wrong = |problem: String| wrong(path, TableFault::NoRow { problem });
    let Json::Object(entries) = json::parse(line.trim_ascii()).map_err(wrong)? else {
        return Err(wrong("is no object".to_owned()));
    };
    let mut values = Vec::new();
    for (key, value) in entries {
        let column = column(&key).ok_or_else(|| unknown(path, &key))?;
        if values.iter().any(|(other, _)| *other == column) {
            return Err(wrong(format!("says {column} twice")));
        }
        let cell = match value {
            Json::String(text) => Some(Cell::Text(text)),
            Json::Array(items) => items.into_iter().map(text).collect::<Option<Vec<_>>>().map(Cell::List),
            _ => None,
        };
        let cell = cell.ok_or_else(|| wrong(format!("{key} is no text and no list of texts")))?;
        values.push((column, cell));
    }
    Ok(Row { values })
}

fn text(value: Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str, text: &str) -> Vec<(u64, Result<Row>)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut table = Table::open(&path).unwrap();
        std::iter::from_fn(|| table.next_row()).collect()
    }

    #[test]
    fn both_kinds_of_table_say_the_same() {
        let csv =
            "\u{feff}Documents,title,Speakers,translation\n\n\"a.txt | b.pdf\",\"A, b\",Ana | Bo,de=a.de.txt\n,x,,\n";
        let semicolons = "documents;title;speaker;translation\n;;;\na.txt | b.pdf;A, b;Ana | Bo;de=a.de.txt\n;x;;\n";
        let lines = "\n{\"documents\":[\"a.txt\",\"b.pdf\"],\"title\":\"A, b\",\"speakers\":[\"Ana\",\"Bo\"],\"translation\":\"de=a.de.txt\"}\n{\"title\":\"x\"}\n";
        for (name, text) in [("a.csv", csv), ("b.csv", semicolons), ("c.jsonl", lines)] {
            let rows = rows(name, text);
            let (documents, metadata) = rows[0].1.as_ref().unwrap().options(Path::new("in")).unwrap();
            assert_eq!(documents.documents, [PathBuf::from("in/a.txt"), PathBuf::from("in/b.pdf")], "{name}");
            assert_eq!(documents.translations[0].1, PathBuf::from("in/a.de.txt"));
            assert_eq!((metadata.title.as_deref(), metadata.speakers.len()), (Some("A, b"), 2));
            assert!(rows[1].1.as_ref().unwrap().options(Path::new("in")).is_err(), "it names no document");
            assert_eq!(rows.len(), 2);
        }
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them_however_many_are_blank() {
        let blank = "\n".repeat(100_000) + &",\n".repeat(100_000);
        let text = format!("documents,title\n{blank}a,\"two\nlines\"\n\nb,\"x\"");
        let numbers: Vec<u64> = rows("a.csv", &text).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [200_002, 200_004]);
        let lines = "\n".repeat(100_000) + "{\"documents\":\"a\"}\n\n{\"documents\":\"b\"}";
        let numbers: Vec<u64> = rows("a.jsonl", &lines).into_iter().map(|(number, _)| number).collect();
        assert_eq!(numbers, [100_001, 100_003]);
    }

    #[test]
    fn the_rest_of_a_line_that_is_too_long_is_no_row() {
        let long = "x".repeat(1 << 20);
        let found = rows("a.jsonl", &format!("{long}{{\"documents\":\"a\"}}\n{{\"documents\":\"b\"}}\n"));
        assert_eq!(
            found.iter().map(|(number, row)| (*number, row.is_ok())).collect::<Vec<_>>(),
            [(1, false), (2, true)]
        );
    }

    #[test]
    fn what_is_no_table_is_told_and_a_bad_row_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        for bad in ["title\nA\n", "documents,colour\na,red\n", "", "documents,\u{0}\n"] {
            std::fs::write(&path, bad).unwrap();
            assert!(Table::open(&path).is_err(), "{bad}");
        }
        let found = rows("a.csv", "documents,title\na,b,c\nd,e\n");
        assert!(found[0].1.is_err() && found[1].1.is_ok());
        let found =
            rows("a.jsonl", "{}}\n{\"documents\":1}\n{\"documents\":\"a\",\"documents\":\"b\"}\n{\"documents\":\"a\"}");
        assert_eq!(
            found.iter().map(|(number, row)| (*number, row.is_ok())).collect::<Vec<_>>(),
            [(1, false), (2, false), (3, false), (4, true)]
        );
    }
}

//! A table of statements: CSV, or JSON Lines, a row a statement, with columns named as the options of `seal`.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek};
use std::path::{Path, PathBuf};

use super::documents::{self, DocumentOptions};
use super::metadata::{MetadataOptions, co_issuer};
use crate::error::{Error, Result};
use crate::files::open_regular;
use crate::statement::json::{self, Json};

/// The columns, as they are named in a table.
const COLUMNS: [&str; 22] = [
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
/// What stands between several values in one cell.
const BETWEEN: &str = " | ";
/// Longer lines are no rows.
const LONGEST_LINE: u64 = 1 << 20;

/// One row: its values by column.
#[derive(Debug)]
pub struct Row {
    values: Vec<(&'static str, Vec<String>)>,
}

/// A table, read row by row. A row that cannot be read keeps no other from being read.
pub enum Table {
    /// With the columns of its first row.
    Csv(Box<csv::Reader<File>>, Vec<&'static str>, PathBuf, u64),
    /// With the keys of each row.
    Lines(BufReader<File>, PathBuf, u64),
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
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
        let head = reader.headers().map_err(|error| not_csv(path, &error))?.clone();
        let name = |name: &str| column(name.trim_start_matches('\u{feff}'));
        let columns =
            head.iter().map(|found| name(found).ok_or_else(|| unknown(path, found))).collect::<Result<Vec<_>>>()?;
        if !columns.contains(&"documents") {
            let hint = format!("name the columns in the first row: {}", COLUMNS.join(", "));
            return Err(Error::content(path, "has no column \u{201c}documents\u{201d}", hint));
        }
        Ok(Self::Csv(Box::new(reader), columns, path.to_owned(), 1))
    }

    /// The next row's number, as a spreadsheet counts rows or an editor lines, and the row or what is wrong with it; `None` at the end.
    pub fn next_row(&mut self) -> Option<(u64, Result<Row>)> {
        match self {
            Self::Csv(reader, columns, path, number) => {
                *number = number.saturating_add(1);
                let mut record = csv::StringRecord::new();
                match reader.read_record(&mut record) {
                    Ok(false) => None,
                    Ok(true) if record.iter().all(|cell| cell.trim().is_empty()) => self.next_row(),
                    Ok(true) => Some((*number, csv_row(columns, &record, path))),
                    Err(error) => Some((*number, Err(not_csv(path, &error)))),
                }
            }
            Self::Lines(reader, path, number) => {
                let mut line = Vec::new();
                *number = number.saturating_add(1);
                match reader.take(LONGEST_LINE).read_until(b'\n', &mut line) {
                    Err(error) => Some((*number, Err(Error::io("read", path.as_path(), error)))),
                    Ok(0) => None,
                    Ok(_) if line.trim_ascii().is_empty() => self.next_row(),
                    Ok(_) => Some((*number, json_row(&line, path))),
                }
            }
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

fn not_csv(path: &Path, error: &csv::Error) -> Error {
    let problem = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8 text".to_owned(),
        csv::ErrorKind::Io(error) => format!("cannot be read: {error}"),
        _ => format!("is no table: {error}"),
    };
    Error::content(path, problem, "save it as \u{201c}CSV UTF-8\u{201d}")
}

fn unknown(path: &Path, found: &str) -> Error {
    let hint = format!("the columns are {}", COLUMNS.join(", "));
    Error::content(path, format!("has the unknown column {found:?}"), hint)
}

/// The column of that name, in whatever case, with `_` for `-`, one or many.
fn column(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase().replace(['_', ' '], "-");
    let plural = |column: &&str| format!("{column}s") == name || (*column == "documents" && name == "document");
    COLUMNS.into_iter().find(|column| *column == name || plural(column))
}

fn csv_row(columns: &[&'static str], record: &csv::StringRecord, path: &Path) -> Result<Row> {
    if record.len() > columns.len() {
        let problem = format!("has {} cells where the table has {} columns", record.len(), columns.len());
        return Err(Error::content(path, problem, "put a cell that holds a comma in quotation marks"));
    }
    let cells = columns.iter().zip(record.iter()).filter(|(_, cell)| !cell.trim().is_empty());
    let values =
        cells.map(|(column, cell)| (*column, cell.split(BETWEEN).map(|value| value.trim().to_owned()).collect()));
    Ok(Row { values: values.collect() })
}

fn json_row(line: &[u8], path: &Path) -> Result<Row> {
    let wrong = |problem: String| {
        Error::content(path, problem, "a row is one object on one line, with texts or lists of texts")
    };
    let Json::Object(entries) = json::parse(line.trim_ascii()).map_err(wrong)? else {
        return Err(wrong("is no object".to_owned()));
    };
    let mut values = Vec::new();
    for (key, value) in entries {
        let column = column(&key).ok_or_else(|| unknown(path, &key))?;
        let texts = match value {
            Json::String(text) => text.split(BETWEEN).map(|value| value.trim().to_owned()).collect(),
            Json::Array(items) => items.into_iter().map(text).collect::<Option<Vec<_>>>().unwrap_or_default(),
            _ => Vec::new(),
        };
        if texts.is_empty() {
            return Err(wrong(format!("{key} is no text and no list of texts")));
        }
        values.push((column, texts));
    }
    Ok(Row { values })
}

fn text(value: Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text),
        _ => None,
    }
}

impl Row {
    /// The row as the options of `seal`. Files are named as seen from the table's folder.
    ///
    /// # Errors
    /// Where a value is none, or there are several and can be one.
    pub fn options(&self, folder: &Path) -> Result<(DocumentOptions, MetadataOptions)> {
        let wrong = |column: &str, problem: String| Error::refused(format!("{column} {problem}"), "mend the row");
        let mut documents = DocumentOptions::of(PathBuf::new());
        documents.documents = self.many("documents").iter().map(|file| folder.join(file)).collect();
        if documents.documents.is_empty() {
            return Err(wrong("documents", "names no file".to_owned()));
        }
        if self.many("documents").iter().any(|file| file == "-") {
            return Err(wrong("documents", "names standard input".to_owned()));
        }
        for value in self.many("translation") {
            let (language, file) = documents::translation(value).map_err(|fault| wrong("translation", fault))?;
            documents.translations.push((language, folder.join(file)));
        }
        for value in self.many("role") {
            let (file, role) = documents::role(value).map_err(|fault| wrong("role", fault))?;
            documents.roles.push((folder.join(file), role));
        }
        for value in self.many("media-type") {
            let (file, media_type) = documents::media_type(value).map_err(|fault| wrong("media-type", fault))?;
            documents.media_types.push((folder.join(file), media_type));
        }
        Ok((documents, self.metadata()?))
    }

    fn metadata(&self) -> Result<MetadataOptions> {
        let replaces = self.one("replaces").map(|id| {
            id.parse().map_err(|fault| Error::refused(format!("replaces {fault}"), "`chancery list --json` tells ids"))
        });
        let co_issuers = self.many("co-issuer").iter().map(|value| {
            co_issuer(value).map_err(|fault| Error::refused(format!("co-issuer {fault}"), "mend the row"))
        });
        Ok(MetadataOptions {
            metadata: None,
            title: self.one("title"),
            kind: self.one("type"),
            identifier: self.one("identifier"),
            issued: self.one("issued"),
            held: self.one("held"),
            embargo: self.one("embargo"),
            publisher: self.one("publisher"),
            co_issuers: co_issuers.collect::<Result<_>>()?,
            speakers: self.many("speaker").to_vec(),
            place: self.one("place"),
            language: self.one("language"),
            subjects: self.many("subject").to_vec(),
            summary: self.one("summary"),
            source: self.one("source"),
            rights: self.one("rights"),
            replaces: replaces.transpose()?,
            reason: self.one("reason"),
            salt: self.one("salt"),
        })
    }

    fn many(&self, column: &str) -> &[String] {
        self.values.iter().find(|(named, _)| *named == column).map_or(&[], |(_, values)| values)
    }

    /// The one value of a column; a text that holds what stands between values is one all the same.
    fn one(&self, column: &str) -> Option<String> {
        (!self.many(column).is_empty()).then(|| self.many(column).join(BETWEEN))
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

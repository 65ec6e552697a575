//! The words of the documents, indexed when somebody searches: sealing and listing do not wait for it.

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::{MediaType, Metadata, Report, Source};
use rusqlite::{TransactionBehavior, params};

use super::refresh::RefreshOptions;
use super::{Catalogue, entry, from_bytes, text, words};
use crate::archive::parallel::{portions, round};
use crate::error::{Error, Result};
use crate::opened::Opened;

/// The words of one bundle, by how much they count.
struct Words {
    title: String,
    about: String,
    text: String,
}

/// Reads the text of a document of some other kind, where it is one that has any; its bytes are fetched when they are wanted.
pub type Other<'a> = &'a (dyn Fn(&MediaType, &dyn Fn() -> Option<Vec<u8>>) -> Option<String> + Sync);

/// Texts larger than this in all are indexed up to here.
const MOST_TEXT: u64 = 16 << 20;
/// How many bundles are indexed between two moments at which all is safe: their texts are in memory.
const AT_ONCE: usize = 256;

impl Catalogue {
    /// How many bundles have words that are not indexed yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn unindexed(&self) -> Result<u64> {
        let count = self.count("SELECT count(*) FROM bundle INDEXED BY bundle_unindexed WHERE indexed = 0")?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Indexes the words of every bundle whose words are not indexed yet. What is no plain text or web page is read by `other`.
    ///
    /// # Errors
    /// What the system says.
    pub fn index(&mut self, manner: RefreshOptions<'_>, other: Other<'_>) -> Result<()> {
        loop {
            let rows = self.next_unindexed().map_err(|error| self.failed(&error))?;
            if rows.is_empty() {
                return Ok(());
            }
            let folder = self.archive.folder().to_owned();
            let size = |(_, path): &(i64, PathBuf)| fs::metadata(folder.join(path)).map_or(0, |found| found.len());
            for rows in portions(rows, size) {
                let found = round(&rows, manner.jobs, |(_, path)| words_of(&folder.join(path), other));
                let found = found.map_err(|error| Error::io("read", &folder, error))?;
                self.insert_words(&rows, &found).map_err(|error| self.failed(&error))?;
                (manner.progress)(rows.len() as u64);
            }
        }
    }

    fn next_unindexed(&self) -> rusqlite::Result<Vec<(i64, PathBuf)>> {
        let next = "SELECT bundle.key, folder.path, name FROM bundle INDEXED BY bundle_unindexed JOIN folder ON folder.key = folder \
                    WHERE indexed = 0 ORDER BY bundle.key LIMIT ?1";
        let mut rows = self.db.prepare_cached(next)?;
        let rows = rows.query_map([i64::try_from(AT_ONCE).unwrap_or(1)], |row| {
            let folder = from_bytes(row.get_ref(1)?.as_blob()?);
            Ok((row.get(0)?, folder.join(from_bytes(row.get_ref(2)?.as_blob()?))))
        })?;
        rows.collect()
    }

    fn insert_words(&mut self, rows: &[(i64, PathBuf)], found: &[Option<Words>]) -> rusqlite::Result<()> {
        let work = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for ((key, _), words) in rows.iter().zip(found) {
            // Another process may have been quicker, or the file may be gone.
            let mark = "UPDATE bundle SET indexed = 1 WHERE key = ?1 AND indexed = 0";
            let marked = work.prepare_cached(mark)?.execute([key])? > 0;
            if let Some(words) = words.as_ref().filter(|_| marked) {
                let insert = "INSERT INTO words (rowid, title, about, text) VALUES (?1, ?2, ?3, ?4)";
                work.prepare_cached(insert)?.execute(params![key, words.title, words.about, words.text])?;
            }
        }
        work.commit()
    }
}

fn words_of(path: &Path, other: Other<'_>) -> Option<Words> {
    let opened = Opened::open(path).ok()?;
    let report = entry::judge(&opened).ok()?;
    let claims = report.claims()?;
    let titles = claims.titles.values().map(ToString::to_string);
    let title = std::iter::once(claims.title.to_string()).chain(titles).collect::<Vec<_>>().join(" \u{2029} ");
    let mut text = String::new();
    for plain in texts(&opened, claims, &report, other) {
        text += &words::words(&plain);
        text.push(' ');
    }
    Some(Words { title: words::words(&title), about: words::words(&about(claims)), text })
}

/// Everything that the metadata says of the statement in words, but its title.
fn about(claims: &Metadata) -> String {
    let mut about: Vec<&str> = Vec::new();
    about.extend(claims.identifier.as_ref().map(chancery_core::statement::value::Line::as_str));
    about.extend(claims.publishers.iter().map(|publisher| publisher.name.as_str()));
    for speaker in &claims.speakers {
        about.push(speaker.name.as_str());
        about.extend(speaker.role.as_ref().map(chancery_core::statement::value::Line::as_str));
    }
    about.extend(claims.place.as_ref().map(chancery_core::statement::value::Line::as_str));
    about.extend(claims.subjects.iter().map(chancery_core::statement::value::Line::as_str));
    about.extend(claims.summary.as_ref().map(chancery_core::statement::value::Prose::as_str));
    about.extend(claims.reason.as_ref().map(chancery_core::statement::value::Prose::as_str));
    about.join("\n")
}

/// The texts of a bundle's documents, one after another, as far as they are text and fit.
fn texts(opened: &Opened, claims: &Metadata, report: &Report, other: Other<'_>) -> impl Iterator<Item = String> {
    let mut left = MOST_TEXT;
    claims.documents.iter().zip(&report.documents).filter_map(move |(document, seen)| {
        let is_text = document.media_type.is_text();
        // Of plain text a part can be read; of anything else only the whole.
        let size = if is_text { seen.entry.size.min(left) } else { seen.entry.size };
        if size == 0 || size > left {
            return None;
        }
        left = left.saturating_sub(size);
        let read = || opened.read_at(seen.entry.data_offset(), usize::try_from(size).ok()?).ok();
        if is_text { text::plain(&read()?, &document.media_type) } else { other(&document.media_type, &read) }
    })
}

//! The words of the documents, indexed when somebody searches: sealing and listing do not wait for it.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::{fs, io};

use chancery_core::bundle::Contents;
use chancery_core::statement::read::read;
use chancery_core::{Findings, Metadata, Source};
use chancery_text::TextExtractor;
use rusqlite::{TransactionBehavior, params};

use super::refresh::RefreshOptions;
use super::{Catalogue, from_bytes, text, words};
use crate::archive::parallel::{ROUND, Rounds, in_rounds, portions};
use crate::error::{Error, Result};
use crate::opened::Opened;

/// The words of one bundle, by how much they count.
struct Words {
    title: String,
    about: String,
    text: String,
}

/// Texts larger than this in all are indexed up to here.
const MOST_TEXT: u64 = 16 << 20;

impl Catalogue {
    /// How many bundles have words that are not indexed yet.
    ///
    /// # Errors
    /// What the system says.
    pub fn unindexed(&self) -> Result<u64> {
        let count = self.count("SELECT count(*) FROM bundle INDEXED BY bundle_unindexed WHERE indexed = 0")?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Indexes the words of every bundle whose words are not indexed yet. What is neither plain text nor Markdown is read by `extractor`.
    ///
    /// # Errors
    /// What the system says.
    pub fn index(&mut self, manner: RefreshOptions<'_>, extractor: &dyn TextExtractor) -> Result<()> {
        let folder = self.archive.folder().to_owned();
        let mut indexing = Indexing { catalogue: self, manner, last: 0, portions: VecDeque::new() };
        in_rounds(&mut indexing, |_| manner.jobs, |(_, path)| words_of(&folder.join(path), extractor))
    }

    fn unindexed_after(&self, key: i64) -> rusqlite::Result<Vec<(i64, PathBuf)>> {
        let next = "SELECT bundle.key, folder.path, name FROM bundle INDEXED BY bundle_unindexed JOIN folder ON folder.key = folder \
                    WHERE indexed = 0 AND bundle.key > ?1 ORDER BY bundle.key LIMIT ?2";
        let mut rows = self.db.prepare_cached(next)?;
        let rows = rows.query_map([key, i64::try_from(ROUND).unwrap_or(1)], |row| {
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

/// What there is to index, bundle after bundle.
struct Indexing<'a> {
    catalogue: &'a mut Catalogue,
    manner: RefreshOptions<'a>,
    /// The last bundle that was taken up.
    last: i64,
    /// What was taken up and is to be read: texts are in memory, so large ones go alone.
    portions: VecDeque<Vec<(i64, PathBuf)>>,
}

impl Rounds for Indexing<'_> {
    type Item = (i64, PathBuf);
    type Done = Option<Words>;
    type Error = Error;

    fn next(&mut self) -> Result<Vec<Self::Item>> {
        if self.portions.is_empty() {
            let catalogue = &self.catalogue;
            let rows = catalogue.unindexed_after(self.last).map_err(|error| catalogue.failed(&error))?;
            self.last = rows.last().map_or(self.last, |(key, _)| *key);
            let folder = catalogue.archive.folder();
            let size = |(_, path): &Self::Item| fs::metadata(folder.join(path)).map_or(0, |found| found.len());
            self.portions.extend(portions(rows, size));
        }
        Ok(self.portions.pop_front().unwrap_or_default())
    }

    fn finish(&mut self, rows: Vec<Self::Item>, found: Vec<Self::Done>) -> Result<()> {
        self.catalogue.insert_words(&rows, &found).map_err(|error| self.catalogue.failed(&error))?;
        (self.manner.progress)(rows.len() as u64);
        Ok(())
    }

    fn no_thread(&self, error: io::Error) -> Error {
        Error::io("read", self.catalogue.archive.folder(), error)
    }
}

fn words_of(path: &Path, extractor: &dyn TextExtractor) -> Option<Words> {
    let opened = Opened::open(path).ok()?;
    // What is found by its words is judged before it is shown: to judge it here too would take as long as all the rest.
    let findings = &mut Findings::default();
    let contents = Contents::read(&opened, findings).ok()??;
    let claims = &read(&contents.metadata, findings)?;
    let titles = claims.titles.values().map(ToString::to_string);
    let title = std::iter::once(claims.title.to_string()).chain(titles).collect::<Vec<_>>().join(" \u{2029} ");
    let mut text = String::new();
    for plain in texts(&opened, claims, &contents, extractor) {
        text += &words::words(&plain);
        text.push(' ');
    }
    Some(Words { title: words::words(&title), about: words::words(&about(claims)), text })
}

/// Everything that the metadata says of the statement in words, but its title.
fn about(claims: &Metadata) -> String {
    let mut about: Vec<&str> = Vec::new();
    about.extend(claims.identifier.as_ref().map(chancery_core::statement::value::SingleLine::as_str));
    about.extend(claims.publishers.iter().map(|publisher| publisher.name.as_str()));
    for speaker in &claims.speakers {
        about.push(speaker.name.as_str());
        about.extend(speaker.role.as_ref().map(chancery_core::statement::value::SingleLine::as_str));
    }
    about.extend(claims.place.as_ref().map(chancery_core::statement::value::SingleLine::as_str));
    about.extend(claims.subjects.iter().map(chancery_core::statement::value::SingleLine::as_str));
    about.extend(claims.summary.as_ref().map(chancery_core::statement::value::Prose::as_str));
    about.extend(claims.reason.as_ref().map(chancery_core::statement::value::Prose::as_str));
    about.join("\n")
}

/// The texts of a bundle's documents, one after another, as far as they are text and fit.
fn texts(
    opened: &Opened,
    claims: &Metadata,
    contents: &Contents,
    extractor: &dyn TextExtractor,
) -> impl Iterator<Item = String> {
    let mut left = MOST_TEXT;
    claims.documents.iter().zip(&contents.documents).filter_map(move |(document, (_, entry))| {
        let is_text = document.media_type.is_text();
        // Of plain text a part can be read; of anything else only the whole.
        let size = if is_text { entry.size.min(left) } else { entry.size };
        if size == 0 || size > left {
            return None;
        }
        left = left.saturating_sub(size);
        let read = || opened.read_at(entry.data_offset(), usize::try_from(size).ok()?).ok();
        text::of(&document.media_type, extractor, read)
    })
}

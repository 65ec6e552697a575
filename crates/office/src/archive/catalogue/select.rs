//! What is asked of the catalogue: which bundles, in which order.

use std::path::PathBuf;

use chancery_core::{BundleId, Digest, Identity, LanguageTag, Timestamp};
use rusqlite::{OptionalExtension, Row, ToSql, params_from_iter};

use super::entry::Value;
use super::{Catalogue, from_bytes, words};
use crate::error::Result;

/// Which statements. Where several things are asked, all of them hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Issued at this time or later.
    pub since: Option<Timestamp>,
    /// Issued before this time.
    pub before: Option<Timestamp>,
    /// Of this type.
    pub kind: Option<String>,
    /// With a document in this language, of whatever region and script.
    pub language: Option<LanguageTag>,
    /// With these words in a speaker's name.
    pub speaker: Option<String>,
    /// Signed under this identity, in whatever role.
    pub signer: Option<Identity>,
    /// With these words, as [`words::query`] understands them.
    pub words: Option<String>,
    /// Not verified by an audit since this time, and up to that one: what the event log says of the future is not heeded.
    pub unchecked: Option<(Timestamp, Timestamp)>,
    /// Only so many, drawn by lot.
    pub sample: Option<u64>,
    /// Only those that some other bundle says it replaces: whether that takes effect is for the reader to judge.
    pub replaced: bool,
    /// Also files that are no intact bundle: nobody knows what they were.
    pub broken_too: bool,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By time of issue, the newest first.
    #[default]
    Newest,
    /// By time of issue, the oldest first.
    Oldest,
    /// By time of sealing, the newest first.
    Sealed,
    /// By title.
    Title,
    /// By how well the words fit.
    Best,
    /// In the order in which they lie on the disk.
    Place,
}

impl Sort {
    fn sql(self) -> &'static str {
        match self {
            Self::Newest => "issued DESC, sealed DESC, name DESC",
            Self::Oldest => "id IS NULL, issued, sealed, name",
            Self::Sealed => "sealed DESC, issued DESC, name DESC",
            Self::Title => "id IS NULL, title COLLATE NOCASE, issued DESC, name",
            Self::Best => "bm25(words, 8.0, 4.0, 1.0), issued DESC, name DESC",
            Self::Place => "bundle.key",
        }
    }
}

/// A bundle's file, and what it held when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number in the catalogue.
    pub key: i64,
    /// Its path below the archive.
    pub path: PathBuf,
    /// The bundle's id; `None` where it is no intact bundle.
    pub id: Option<BundleId>,
}

impl Filter {
    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.sql().0.is_empty()
    }

    /// The condition as a whole, and its values in order.
    fn condition(&self) -> (String, Vec<Box<dyn ToSql>>) {
        let (conditions, values) = self.sql();
        let all = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        (if self.broken_too { format!("(id IS NULL OR {all})") } else { all }, values)
    }

    /// The conditions, and their values in order.
    fn sql(&self) -> (Vec<&'static str>, Vec<Box<dyn ToSql>>) {
        let (mut conditions, mut values): (Vec<&str>, Vec<Box<dyn ToSql>>) = (Vec::new(), Vec::new());
        let mut ask = |condition, value: Option<Box<dyn ToSql>>| {
            if let Some(value) = value {
                conditions.push(condition);
                values.push(value);
            }
        };
        ask(WORDS, boxed(self.words.clone()));
        ask("issued >= ?", boxed(self.since.map(Timestamp::unix)));
        ask("issued < ?", boxed(self.before.map(Timestamp::unix)));
        ask("bundle.kind = ?", boxed(self.kind.clone()));
        ask(LANGUAGE, boxed(self.language.as_ref().map(|language| format!("{}-", language.as_str()))));
        for word in self
            .speaker
            .iter()
            .flat_map(|speaker| words::words(speaker).split(' ').map(ToOwned::to_owned).collect::<Vec<_>>())
        {
            ask(SPEAKER, boxed(Some(format!(" {word} "))));
        }
        ask(SIGNER, boxed(self.signer.as_ref().map(ToString::to_string)));
        if let Some((since, until)) = self.unchecked {
            conditions.push(UNCHECKED);
            values.extend([since, until].map(|time| Box::new(time.unix()) as Box<dyn ToSql>));
        }
        if self.replaced {
            conditions.push(REPLACED);
        }
        (conditions, values)
    }
}

fn boxed<T: ToSql + 'static>(value: Option<T>) -> Option<Box<dyn ToSql>> {
    value.map(|value| Box::new(value) as Box<dyn ToSql>)
}

const LANGUAGE: &str =
    "EXISTS (SELECT 1 FROM value WHERE value.bundle = bundle.key AND value.kind = 0 AND instr(text || '-', ?) = 1)";
const SPEAKER: &str = "EXISTS (SELECT 1 FROM value WHERE value.bundle = bundle.key AND value.kind = 1 AND instr(' ' || text || ' ', ?) > 0)";
const SIGNER: &str = "EXISTS (SELECT 1 FROM value WHERE value.bundle = bundle.key AND value.kind = 2 AND text = ?)";
const WORDS: &str = "words MATCH ?";
const REPLACED: &str = "EXISTS (SELECT 1 FROM bundle AS later WHERE later.replaces = bundle.id)";
const UNCHECKED: &str = "NOT EXISTS (SELECT 1 FROM checked WHERE checked.id = bundle.id AND time BETWEEN ? AND ?)";
const _: () = assert!(Value::Language as i64 == 0 && Value::Speaker as i64 == 1 && Value::Signer as i64 == 2);

const FROM_WORDS: &str = "words JOIN bundle ON bundle.key = words.rowid";
const FILE: &str = "SELECT bundle.key, folder.path, name, id FROM bundle JOIN folder ON folder.key = folder";

impl Catalogue {
    /// The numbers of the bundles that are asked for, at most so many, in order.
    ///
    /// # Errors
    /// What the system says.
    pub fn select(&self, filter: &Filter, sort: Sort, most: Option<u64>) -> Result<Vec<i64>> {
        let (condition, mut values) = filter.condition();
        let (from, sort) = match (&filter.words, sort) {
            (Some(_), sort) => (FROM_WORDS, sort),
            (None, Sort::Best) => ("bundle", Sort::Newest),
            (None, sort) => ("bundle", sort),
        };
        let order = if filter.sample.is_some() { "random()" } else { sort.sql() };
        let limit = filter.sample.or(most).map_or(-1, |most| i64::try_from(most).unwrap_or(i64::MAX));
        values.push(Box::new(limit));
        let sql = format!("SELECT bundle.key FROM {from} WHERE {condition} ORDER BY {order} LIMIT ?");
        let read = || {
            let mut rows = self.db.prepare(&sql)?;
            let keys = rows.query_map(params_from_iter(values), |row| row.get(0))?;
            keys.collect::<rusqlite::Result<Vec<i64>>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// How many bundles are asked for, counted up to `most`.
    ///
    /// # Errors
    /// What the system says.
    pub fn how_many(&self, filter: &Filter, most: u64) -> Result<u64> {
        let (condition, mut values) = filter.condition();
        let is_words_alone = filter.words.is_some() && condition == WORDS;
        let from = match () {
            () if is_words_alone => "words",
            () if filter.words.is_some() => FROM_WORDS,
            () => "bundle",
        };
        values.push(Box::new(i64::try_from(most).unwrap_or(i64::MAX)));
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} WHERE {condition} LIMIT ?)");
        let count: i64 =
            self.db.query_row(&sql, params_from_iter(values), |row| row.get(0)).map_err(|error| self.failed(&error))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// The file with this number, unless it has left the catalogue meanwhile.
    ///
    /// # Errors
    /// What the system says.
    pub fn file(&self, key: i64) -> Result<Option<Found>> {
        Ok(self.files_where("bundle.key = ?1", &[&key])?.into_iter().next())
    }

    /// The files after the one with this number, at most so many, in the order of their numbers.
    ///
    /// # Errors
    /// What the system says.
    pub fn files_after(&self, key: i64, most: usize) -> Result<Vec<Found>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.files_where("bundle.key > ?1 ORDER BY bundle.key LIMIT ?2", &[&key, &most])
    }

    /// The files of bundles whose ids begin with these hexadecimal digits, by id and path.
    ///
    /// # Errors
    /// What the system says.
    pub fn by_id(&self, digits: &str) -> Result<Vec<Found>> {
        let bound = |filling: &str| format!("{digits}{}", filling.repeat(64_usize.saturating_sub(digits.len())));
        let (Ok(low), Ok(high)) = (bound("0").parse::<Digest>(), bound("f").parse::<Digest>()) else {
            return Ok(Vec::new());
        };
        self.files_where("id BETWEEN ?1 AND ?2 ORDER BY id, folder.path, name", &[low.as_bytes(), high.as_bytes()])
    }

    /// The files of bundles that say that they correct or withdraw this one.
    ///
    /// # Errors
    /// What the system says.
    pub fn replacing(&self, id: &BundleId) -> Result<Vec<Found>> {
        self.files_where("replaces = ?1 ORDER BY issued, sealed, folder.path, name", &[id.0.as_bytes()])
    }

    /// The files of bundles with the office's own reference, signed under this identity, in whatever role.
    ///
    /// # Errors
    /// What the system says.
    pub fn by_identifier(&self, identifier: &str, signer: &Identity) -> Result<Vec<Found>> {
        let condition = format!("identifier = ? AND {SIGNER}");
        self.files_where(&condition, &[&identifier, &signer.as_str()])
    }

    /// The files of bundles with exactly these documents ([`content`](super::entry::content)), signed under this identity, in
    /// whatever role.
    ///
    /// # Errors
    /// What the system says.
    pub fn by_content(&self, content: &Digest, signer: &Identity) -> Result<Vec<Found>> {
        let condition = format!("content = ? AND {SIGNER}");
        self.files_where(&condition, &[content.as_bytes(), &signer.as_str()])
    }

    /// The file at this path below the archive, where it is catalogued.
    ///
    /// # Errors
    /// What the system says.
    pub fn by_path(&self, path: &std::path::Path) -> Result<Option<Found>> {
        let folder = path.parent().unwrap_or(std::path::Path::new(""));
        let name = path.file_name().unwrap_or_default();
        let condition = "folder.path = ?1 AND name = ?2";
        let values: [&dyn ToSql; 2] = [&super::to_bytes(folder.as_os_str()), &super::to_bytes(name)];
        Ok(self.files_where(condition, &values)?.into_iter().next())
    }

    fn files_where(&self, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<Found>> {
        let read = || {
            let mut rows = self.db.prepare_cached(&format!("{FILE} WHERE {condition}"))?;
            let found = rows.query_map(values, found)?;
            found.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.failed(&error))
    }

    /// How many files are no intact bundles.
    ///
    /// # Errors
    /// What the system says.
    pub fn broken(&self) -> Result<u64> {
        Ok(u64::try_from(self.count("SELECT count(*) FROM bundle WHERE id IS NULL")?).unwrap_or_default())
    }

    /// How many files there are.
    ///
    /// # Errors
    /// What the system says.
    pub fn size(&self) -> Result<u64> {
        Ok(u64::try_from(self.count("SELECT count(*) FROM bundle")?).unwrap_or_default())
    }
}

fn found(row: &Row<'_>) -> rusqlite::Result<Found> {
    let folder = from_bytes(row.get_ref(1)?.as_blob()?);
    let path = folder.join(from_bytes(row.get_ref(2)?.as_blob()?));
    let id: Option<[u8; 32]> = row.get::<_, Option<[u8; 32]>>(3).optional()?.flatten();
    Ok(Found { key: row.get(0)?, path, id: id.map(|bytes| BundleId(Digest::from_bytes(bytes))) })
}

//! Which bundles may hold a passage: those with its words one after another, and those with most of them.

use rusqlite::{OptionalExtension, params};

use super::select::{Filter, Sort};
use super::{Catalogue, words};
use crate::error::Result;

/// How many bundles are looked at that may hold something like a passage.
const LIKELY: u64 = 12;
/// How many of a passage's words, and of its runs of words, are sought.
const RAREST: usize = 8;
const RUNS: usize = 24;
/// How long a run is, in words, and in letters of scripts that put no spaces between words.
const RUN: usize = 3;
const LETTERS: usize = 5;

impl Catalogue {
    /// What is asked of the catalogue for those that have every one of these passages, its words one after another.
    pub fn holding(passages: &[String]) -> Option<Filter> {
        let phrases = passages.iter().map(|passage| words::words(passage)).filter(|phrase| !phrase.is_empty());
        let query = phrases.map(|phrase| format!("\"{phrase}\"")).collect::<Vec<_>>().join(" ");
        (!query.is_empty()).then(|| Filter { words: Some(query), ..Filter::default() })
    }

    /// The numbers of those that are likeliest to have something like this passage: with its runs of words, and with its rarest
    /// words.
    ///
    /// # Errors
    /// What the system says.
    pub fn likely(&self, passage: &str) -> Result<Vec<i64>> {
        let folded = words::words(passage);
        let all: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut keys = Vec::new();
        for query in [runs(&all), any(&self.rarest(&all)?)].into_iter().flatten() {
            let filter = Filter { words: Some(query), ..Filter::default() };
            keys.extend(self.select(&filter, Sort::Best, Some(LIKELY))?);
        }
        keys.sort_unstable();
        keys.dedup();
        Ok(keys)
    }

    /// The words that stand in the fewest bundles.
    fn rarest<'a>(&self, all: &[&'a str]) -> Result<Vec<&'a str>> {
        let count = |word: &str| -> rusqlite::Result<i64> {
            let made = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.spread USING fts5vocab(main, words, row)";
            self.db.prepare_cached(made)?.execute([])?;
            let mut read = self.db.prepare_cached("SELECT doc FROM temp.spread WHERE term = ?1")?;
            Ok(read.query_row(params![word], |row| row.get(0)).optional()?.unwrap_or_default())
        };
        let mut counted = Vec::new();
        for word in all.iter().filter(|word| word.len() <= LONGEST_WORD) {
            let count = count(word).map_err(|error| self.failed(&error))?;
            if count > 0 && !counted.contains(&(count, *word)) {
                counted.push((count, *word));
            }
        }
        counted.sort_unstable();
        Ok(counted.into_iter().take(RAREST).map(|(_, word)| word).collect())
    }
}

/// Longer words are none.
const LONGEST_WORD: usize = 200;

/// Runs of words from all over the passage, any of them.
fn runs(all: &[&str]) -> Option<String> {
    let is_letter = |word: &&&str| word.chars().count() == 1 && !word.is_ascii();
    let letters = all.iter().filter(is_letter).count().saturating_mul(2) > all.len();
    let length = if letters { LETTERS } else { RUN };
    let runs: Vec<String> = all.windows(length.min(all.len()).max(1)).map(|run| run.join(" ")).collect();
    let step = runs.len().div_ceil(RUNS).max(1);
    any(&runs.iter().step_by(step).map(String::as_str).collect::<Vec<_>>())
}

fn any(phrases: &[&str]) -> Option<String> {
    let quoted: Vec<String> = phrases.iter().map(|phrase| format!("\"{phrase}\"")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" OR "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_passage_is_sought_as_a_phrase() {
        let filter = Catalogue::holding(&["The Sea,".to_owned(), "\u{2026}".to_owned(), "opens".to_owned()]).unwrap();
        assert_eq!(filter.words.unwrap(), "\"the sea\" \"opens\"");
        assert!(Catalogue::holding(&["!".to_owned()]).is_none());
    }

    #[test]
    fn runs_come_from_all_over_a_passage() {
        assert_eq!(runs(&["a1", "b1", "c1", "d1"]).unwrap(), "\"a1 b1 c1\" OR \"b1 c1 d1\"");
        assert_eq!(runs(&["a1"]).unwrap(), "\"a1\"");
        assert_eq!(runs(&["国", "际", "档", "案", "日", "的"]).unwrap(), "\"国 际 档 案 日\" OR \"际 档 案 日 的\"");
        assert_eq!(runs(&[]), None);
        let long = vec!["word"; 1_000];
        assert_eq!(runs(&long).unwrap().matches(" OR ").count(), 23);
    }
}

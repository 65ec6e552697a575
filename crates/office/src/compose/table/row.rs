//! One row of a table of statements.

use std::path::{Component, Path, PathBuf};

use chancery_core::statement::id::NotABundleId;

use crate::compose::documents;
use crate::compose::documents::DocumentOptions;
use crate::compose::error::ComposeError;
use crate::compose::metadata::{MetadataOptions, co_issuer};
use crate::error::Result;

/// What stands between several values in one cell.
const BETWEEN: &str = " | ";

/// One row: its values by column.
#[derive(Debug)]
pub struct Row {
    pub(super) values: Vec<(&'static str, Cell)>,
}

/// What stands in one cell.
#[derive(Debug)]
pub(super) enum Cell {
    /// A text, which may hold several values.
    Text(String),
    /// Several values.
    List(Vec<String>),
}

impl Row {
    /// What the row says of the documents and of the statement. Files are named as seen from the table's folder.
    ///
    /// # Errors
    /// Where a value is none, or there are several and can be one.
    pub fn options(&self, folder: &Path) -> Result<(DocumentOptions, MetadataOptions)> {
        let wrong = |column: &'static str, problem: String| ComposeError::Cell { column, problem };
        let is_within =
            |file: &Path| file.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let below = |file: PathBuf| {
            if is_within(&file) { Ok(folder.join(&file)) } else { Err(ComposeError::Outside { path: file }) }
        };
        let mut documents = DocumentOptions::of(PathBuf::new());
        documents.documents = self
            .many("documents")
            .into_iter()
            .map(|file| below(PathBuf::from(file)))
            .collect::<std::result::Result<_, _>>()?;
        if documents.documents.is_empty() {
            return Err(wrong("documents", "names no file".to_owned()).into());
        }
        if self.many("documents").iter().any(|file| file == "-") {
            return Err(wrong("documents", "names standard input".to_owned()).into());
        }
        for value in self.many("translation") {
            let (language, file) = documents::translation(&value).map_err(|fault| wrong("translation", fault))?;
            documents.translations.push((language, below(file)?));
        }
        for value in self.many("role") {
            let (file, role) = documents::role(&value).map_err(|fault| wrong("role", fault))?;
            documents.roles.push((below(file)?, role));
        }
        for value in self.many("media-type") {
            let (file, media_type) = documents::media_type(&value).map_err(|fault| wrong("media-type", fault))?;
            documents.media_types.push((below(file)?, media_type));
        }
        Ok((documents, self.metadata()?))
    }

    fn metadata(&self) -> Result<MetadataOptions> {
        let wrong = |column: &'static str, problem: String| ComposeError::Cell { column, problem };
        let replaces = self
            .one("replaces")?
            .map(|id| id.parse().map_err(|fault: NotABundleId| wrong("replaces", fault.to_string())));
        let co_issuers = self
            .many("co-issuer")
            .into_iter()
            .map(|value| co_issuer(&value).map_err(|problem| wrong("co-issuer", problem)));
        Ok(MetadataOptions {
            metadata: None,
            title: self.one("title")?,
            kind: self.one("type")?,
            identifier: self.one("identifier")?,
            issued: self.one("issued")?,
            held: self.one("held")?,
            embargo: self.one("embargo")?,
            publisher: self.one("publisher")?,
            co_issuers: co_issuers.collect::<std::result::Result<_, _>>()?,
            speakers: self.many("speaker"),
            place: self.one("place")?,
            language: self.one("language")?,
            subjects: self.many("subject"),
            summary: self.one("summary")?,
            source: self.one("source")?,
            rights: self.one("rights")?,
            replaces: replaces.transpose()?,
            reason: self.one("reason")?,
            salt: self.one("salt")?,
        })
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.values.iter().find(|(named, _)| *named == column).map(|(_, cell)| cell)
    }

    fn many(&self, column: &str) -> Vec<String> {
        match self.cell(column) {
            None => Vec::new(),
            Some(Cell::Text(text)) => text.split(BETWEEN).map(|value| value.trim().to_owned()).collect(),
            Some(Cell::List(values)) => values.clone(),
        }
    }

    /// The one value of a column; a text that holds what stands between values is one all the same.
    fn one(&self, column: &'static str) -> Result<Option<String>> {
        match self.cell(column) {
            None => Ok(None),
            Some(Cell::Text(text)) => Ok(Some(text.clone())),
            Some(Cell::List(values)) => match values.as_slice() {
                [value] => Ok(Some(value.clone())),
                _ => Err(ComposeError::SeveralValues { column }.into()),
            },
        }
    }
}

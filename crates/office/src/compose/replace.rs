//! A statement that takes the place of an earlier one: what it takes over, and who may seal it.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use chancery_core::statement::json;
use chancery_core::statement::json::Json;
use chancery_core::statement::path::BadName;
use chancery_core::{BundleId, Document, DocumentPath, DocumentRole, Identity, Metadata, Report, Timestamp};

use super::documents::Documents;
use super::error::ComposeError;
use super::metadata::{CoIssuer, MetadataOptions};
use crate::archive::status::Successor;
use crate::bundle::write::Source;
use crate::error::{Error, Result};

/// The statement that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its bundle's id.
    pub id: BundleId,
    /// What it says of itself.
    pub claims: Metadata,
}

impl Earlier {
    /// The statement in the bundle at `path`, by the report on it.
    ///
    /// # Errors
    /// Where it says nothing of itself.
    pub fn of(report: &Report, path: &Path) -> Result<Self> {
        let earlier = report.id().zip(report.claims().cloned()).map(|(id, claims)| Self { id, claims });
        earlier.ok_or_else(|| ComposeError::NothingSaid { path: path.to_owned() }.into())
    }

    /// Whether this identity may replace the statement: another one's correction would take no effect.
    ///
    /// # Errors
    /// Where it may not.
    pub fn check_issuer(&self, identity: &Identity) -> Result<()> {
        let issuers: Vec<Identity> = self.claims.issuers().cloned().collect();
        if issuers.contains(identity) {
            return Ok(());
        }
        Err(ComposeError::NotAnIssuer { issuers, identity: identity.clone() }.into())
    }

    /// Completes what is given for the new statement: which one it replaces, of which type it is, and who signs it too.
    pub fn complete(&self, options: &mut MetadataOptions, kind: &str, identity: &Identity) {
        options.replaces = Some(self.id);
        options.kind.get_or_insert(kind.to_owned());
        let others = self.claims.publishers.iter().filter(|publisher| publisher.identity != *identity);
        options.co_issuers.extend(others.map(|publisher| CoIssuer::of(&publisher.identity, publisher.name.as_str())));
    }

    /// What the new statement takes over.
    ///
    /// # Errors
    /// None for metadata that was read from a bundle; the types cannot say so.
    pub fn base(&self, sealed_at: Timestamp) -> Result<Vec<(String, Json)>> {
        let Json::Object(entries) = json::parse(&self.claims.to_bytes()).map_err(unexpected)? else {
            return Ok(Vec::new());
        };
        let mut base: Vec<_> = entries.into_iter().filter(|(key, _)| TAKEN_OVER.contains(&key.as_str())).collect();
        base.push(("issued".to_owned(), Json::String(sealed_at.day().to_string())));
        Ok(base)
    }

    /// A notice of what is withdrawn and why, in whatever language the reason is.
    ///
    /// # Errors
    /// What the system says.
    pub fn notice(&self, reason: &str) -> Result<Documents> {
        let text = format!("{}\n{}\n\n{reason}\n", self.claims.title, self.id);
        let failed = |error| Error::io("write", std::env::temp_dir(), error);
        let mut file: File = tempfile::tempfile().map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
        let path: DocumentPath =
            format!("data/{NOTICE}").parse().map_err(|fault: BadName| unexpected(fault.to_string()))?;
        let media_type = "text/plain; charset=utf-8".parse().map_err(unexpected)?;
        let described =
            Document { path: path.clone(), name: None, media_type, language: None, role: DocumentRole::Original };
        let sources = vec![Source::open(path, NOTICE.into(), file)?];
        Ok(Documents { sources, described: vec![described], first: 0, text: None })
    }
}

/// The statements that nothing replaces any more, at the ends of what came after one.
pub fn ends(successors: &[Successor]) -> Vec<&Successor> {
    let end = |successor: &'_ Successor| successor.later.is_empty();
    let (mut found, mut queue): (Vec<&Successor>, Vec<&Successor>) = (Vec::new(), successors.iter().rev().collect());
    while let Some(successor) = queue.pop() {
        if end(successor) {
            found.push(successor);
        }
        queue.extend(successor.later.iter().rev());
    }
    found
}

/// What a later statement takes over from an earlier one.
const TAKEN_OVER: [&str; 9] =
    ["title", "titles", "language", "publishers", "speakers", "place", "held", "subjects", "rights"];

/// The name of a notice that nobody wrote.
const NOTICE: &str = "withdrawal.txt";

fn unexpected(problem: String) -> ComposeError {
    ComposeError::Unexpected { problem }
}

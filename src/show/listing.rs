//! Rows of statements, as `list` and `search` gather them: found in the catalogue, told from the bundles themselves.

pub mod page;
pub mod table;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{Documents, Identity, Metadata, Report, SignatureStatus, Verdict, verify};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::{Filter, Found, Sort};
use chancery_office::archive::parallel::round;
use chancery_office::archive::status::Status;
use chancery_office::opened::Opened;
use serde::Serialize;

use super::verdict::known::standing_of;
use crate::archive;
use crate::context::Context;
use crate::exit::Exit;
use crate::trust_choice::{Choice, TrustOptions};

/// One bundle of the archive.
pub struct Row {
    /// Where it lies.
    pub path: PathBuf,
    /// What the judge says of it.
    pub report: Report,
    /// Whether it is corrected or withdrawn; `None` where it is not intact.
    pub status: Option<Status>,
    /// The passage, where one was sought; empty where none could be shown.
    pub passage: Option<String>,
}

/// What is gathered.
pub struct Wanted<'a> {
    /// Which statements.
    pub filter: Filter,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// In which order.
    pub sort: Sort,
    /// At most so many.
    pub most: Option<u64>,
    /// By whose trust they are judged.
    pub choice: &'a Choice,
    /// What is asked of the judge.
    pub options: &'a TrustOptions,
}

/// Bundles judged at once: some are kept waiting for no more of them than that.
const AT_ONCE: usize = 256;

/// Gives each row to `each`, in order, and what it all ends with. A file that cannot be read keeps no other from being told.
///
/// # Errors
/// What the system says of the catalogue, and what `each` says.
pub fn gather(
    context: &Context,
    catalogue: &Catalogue,
    wanted: &Wanted<'_>,
    each: &mut dyn FnMut(Row) -> Result<()>,
) -> Result<Exit> {
    let most = wanted.most.filter(|_| wanted.status.is_none() && wanted.filter.signer.is_none());
    let replaced = matches!(wanted.status, Some(Status::Corrected | Status::Withdrawn));
    let keys = catalogue.select(&Filter { replaced, ..wanted.filter.clone() }, wanted.sort, most)?;
    let (mut exit, mut left) = (Exit::Done, wanted.most.unwrap_or(u64::MAX));
    for keys in keys.chunks(AT_ONCE) {
        let found = keys.iter().filter_map(|key| catalogue.file(*key).transpose()).collect::<Result<Vec<Found>>>()?;
        let folder = catalogue.archive().folder();
        let judged = round(&found, jobs_for(found.len()), |found| judge(context, wanted, &folder.join(&found.path)));
        let judged = judged.map_err(|error| Error::io("read", folder, error))?;
        for (found, judged) in found.into_iter().zip(judged) {
            if left == 0 {
                return Ok(exit);
            }
            let report = match judged {
                Ok(report) => report,
                Err(error) => {
                    context.ui.error(&error);
                    exit = exit.worst(Exit::Failed);
                    continue;
                }
            };
            let status = status(context, catalogue, wanted, &report)?;
            let row = Row { path: folder.join(&found.path), report, status, passage: None };
            if wanted.fits(&row) {
                exit = exit.worst(Exit::of(row.report.verdict));
                left = left.saturating_sub(1);
                each(row)?;
            }
        }
    }
    Ok(exit)
}

impl Wanted<'_> {
    /// Whether a row, judged, is what was asked for: nobody is said to have signed what they have not, nor a statement to stand
    /// otherwise than it does.
    fn fits(&self, row: &Row) -> bool {
        let signed = |signer: &Identity| {
            let mut signatures = row.report.signatures.iter().filter(|signature| signature.identity == *signer);
            let is_authentic = row.report.verdict == Verdict::Authentic;
            signatures.any(|signature| !is_authentic || matches!(signature.status, SignatureStatus::Trusted(_)))
        };
        (self.status.is_none() || self.status == row.status) && self.filter.signer.as_ref().is_none_or(signed)
    }
}

/// To start a thread costs more than to judge a few bundles.
fn jobs_for(count: usize) -> std::num::NonZeroUsize {
    if count < 64 { std::num::NonZeroUsize::MIN } else { archive::jobs() }
}

fn judge(context: &Context, wanted: &Wanted<'_>, path: &Path) -> Result<Report> {
    let question = wanted.options.question(context, &wanted.choice.trust, Documents::Skip);
    verify(&Opened::open(path)?, &question).map_err(|error| Error::io("read", path, error))
}

fn status(context: &Context, catalogue: &Catalogue, wanted: &Wanted<'_>, report: &Report) -> Result<Option<Status>> {
    let Some((id, claims)) = report.id.zip(report.claims()).filter(|_| report.verdict.is_intact()) else {
        return Ok(None);
    };
    if catalogue.replacing(&id)?.is_empty() {
        return Ok(Some(Status::Current));
    }
    Ok(Some(standing_of(context, catalogue, (&id, claims), wanted.choice, wanted.options)?.status()))
}

impl Row {
    /// What the bundle says, unless it is known to be forged or could not be read.
    pub fn claims(&self) -> Option<&Metadata> {
        self.report.claims().filter(|_| self.report.verdict.is_intact())
    }

    /// The row as scripts read it.
    pub fn line(&self) -> Line {
        let claims = self.claims();
        let text = |value: fn(&Metadata) -> Option<String>| claims.and_then(value);
        Line {
            id: self.report.id.map(|id| id.to_string()),
            path: self.path.display().to_string(),
            verdict: self.report.verdict.as_str(),
            title: text(|claims| Some(claims.title.to_string())),
            kind: text(|claims| Some(claims.kind.to_string())),
            identifier: text(|claims| claims.identifier.as_ref().map(ToString::to_string)),
            issued: text(|claims| Some(claims.issued.to_string())),
            language: text(|claims| Some(claims.language.to_string())),
            publishers: claims
                .map(|claims| claims.publishers.iter().map(|publisher| publisher.name.to_string()).collect()),
            issuers: claims.map(|claims| claims.issuers().map(ToString::to_string).collect()),
            sealed_at: self.report.sealed_at.filter(|_| claims.is_some()).map(|time| time.to_string()),
            status: self.status.map(Status::as_str),
            documents: NOT_HASHED,
            passage: self.passage.clone(),
        }
    }

    /// Whether its signer is not trusted here.
    pub fn is_untrusted(&self) -> bool {
        self.report.verdict == Verdict::Untrusted
    }
}

/// What scripts are told of the documents: `verify` hashes them, `list` does not.
const NOT_HASHED: &str = "not-hashed";

/// A row as scripts read it.
#[derive(Debug, Serialize)]
pub struct Line {
    id: Option<String>,
    path: String,
    verdict: &'static str,
    title: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    identifier: Option<String>,
    issued: Option<String>,
    language: Option<String>,
    publishers: Option<Vec<String>>,
    issuers: Option<Vec<String>>,
    sealed_at: Option<String>,
    status: Option<&'static str>,
    documents: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
}

//! What the catalogue keeps of a bundle: what it says of itself, where it is intact. Whom to trust is asked anew each time.

use std::collections::BTreeSet;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::digest::Hasher;
use chancery_core::{
    BundleId, Digest, DocumentSeen, Documents, Identity, Metadata, Report, Timestamp, Trust, VerifyOptions, verify,
};

use crate::opened::Opened;

/// What a bundle says of itself.
#[derive(Debug)]
pub(super) struct Entry {
    pub id: BundleId,
    pub title: String,
    pub kind: String,
    pub language: String,
    pub identifier: Option<String>,
    pub issued: Timestamp,
    pub sealed: Timestamp,
    pub content: Digest,
    pub replaces: Option<BundleId>,
    pub values: Vec<(Value, String)>,
}

/// Of what there can be several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// The language of a document.
    Language = 0,
    /// Who speaks, as words.
    Speaker = 1,
    /// The identity of somebody who signed.
    Signer = 2,
}

/// Reads what a file says, from its signatures to its metadata; `None` where it is no intact bundle, or cannot be read.
pub(super) fn read(path: &Path) -> Option<Entry> {
    let opened = Opened::open(path).ok()?;
    let report = judge(&opened).ok().filter(|report| report.verdict().is_intact())?;
    let (claims, id) = (report.claims()?, report.id()?);
    Some(Entry {
        id,
        title: claims.title.to_string(),
        kind: claims.kind.to_string(),
        language: claims.language.to_string(),
        identifier: claims.identifier.as_ref().map(ToString::to_string),
        issued: claims.issued.start(),
        sealed: report.sealed_at()?,
        content: content(report.documents().iter().map(listed).collect::<Option<Vec<_>>>()?),
        replaces: claims.replaces,
        values: values(claims, &report),
    })
}

/// Who must have signed the bundle in a file, where that is intact.
pub fn issuers(path: &Path) -> Option<Vec<Identity>> {
    let report = judge(&Opened::open(path).ok()?).ok().filter(|report| report.verdict().is_intact())?;
    report.claims().map(|claims| claims.issuers().cloned().collect())
}

/// The digest that is the id of an intact bundle.
pub fn id(opened: &Opened) -> Option<Digest> {
    judge(opened).ok().filter(|report| report.verdict().is_intact())?.id().map(|id| id.0)
}

/// Whether a file is an intact bundle, documents and all, whoever signed it.
pub fn is_whole(path: &Path) -> bool {
    let documents = Documents::Hash { workers: NonZeroUsize::MIN, progress: &|_| () };
    let judged = Opened::open(path).ok().and_then(|opened| judge_by(&opened, documents).ok());
    judged.is_some_and(|report| report.verdict().is_intact())
}

/// Judges a bundle of which nobody is asked whether its signers are trusted, and its documents are not hashed.
pub(super) fn judge(opened: &Opened) -> io::Result<Report> {
    judge_by(opened, Documents::Skip)
}

fn judge_by(opened: &Opened, documents: Documents<'_>) -> io::Result<Report> {
    // Where nobody is trusted, no time is asked for.
    let now = Timestamp::from_unix(0).ok_or(io::ErrorKind::InvalidInput)?;
    Ok(verify(opened, &VerifyOptions::new(&Trust::Nobody, now).documents(documents))?)
}

fn listed(document: &DocumentSeen) -> Option<Digest> {
    document.listed()
}

/// The digest of a statement's documents, whatever they are called and in whatever order they stand.
pub fn content(mut documents: Vec<Digest>) -> Digest {
    documents.sort();
    let mut hasher = Hasher::default();
    for digest in documents {
        hasher.update(digest.as_bytes());
    }
    hasher.finish()
}

fn values(claims: &Metadata, report: &Report) -> Vec<(Value, String)> {
    let languages: BTreeSet<String> = std::iter::once(claims.language.to_string())
        .chain(claims.documents.iter().filter_map(|document| Some(document.language.as_ref()?.to_string())))
        .collect();
    let signers: BTreeSet<&str> = report.signatures().iter().map(|signature| signature.identity().as_str()).collect();
    let speakers = claims.speakers.iter().map(|speaker| super::words::words(speaker.name.as_str()));
    let languages = languages.into_iter().map(|language| (Value::Language, language));
    let signers = signers.into_iter().map(|signer| (Value::Signer, signer.to_owned()));
    languages.chain(speakers.map(|speaker| (Value::Speaker, speaker))).chain(signers).collect()
}

//! One row of a batch made ready, and one statement of it written: what can be done side by side.

use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::{
    BundleId, Digest, DocumentSeen, Fingerprint, Identity, Role, Signature, SignatureStatus, Source as _, Timestamp,
    Trust, VerifyOptions, verify,
};

use crate::archive::catalogue::entry::content;
use crate::archive::sealing::Signing;
use crate::archive::{Archive, sealing};
use crate::bundle::write::{Plan, Source};
use crate::compose::documents::{Documents, gather};
use crate::compose::metadata::Assembling;
use crate::compose::seal::Statement;
use crate::compose::table::Row;
use crate::defaults::Defaults;
use crate::durable::NewFile;
use crate::error::Result;
use crate::keys::signer::Signer;
use crate::opened::Opened;
use crate::outcome::Tell;

/// By what a statement is known again: the office's own reference, else its documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum KnownBy {
    /// The reference.
    Identifier(String),
    /// The digest of the documents' digests.
    Content([u8; 32]),
}

/// A row that is ready to be sealed.
pub struct Ready {
    /// Its number.
    pub row: u64,
    /// By what it is known again.
    pub known: KnownBy,
    /// What is to be sealed.
    pub statement: Statement,
    /// The bundle's name and time.
    pub info: BagInfo,
}

/// A bundle that is written and synced, and has no name yet.
pub struct Written {
    /// What was sealed.
    pub ready: Ready,
    /// The file.
    pub file: NewFile,
    /// The bundle's id.
    pub id: BundleId,
}

/// Who seals a batch, with what.
#[derive(Clone, Copy)]
pub struct Worker<'a> {
    /// Who seals.
    pub identity: &'a Identity,
    /// What the office's defaults say.
    pub defaults: &'a Defaults,
    /// Who signs.
    pub signer: &'a dyn Signer,
    /// With which key.
    pub fingerprint: Fingerprint,
    /// Whom the office itself trusts.
    pub trust: &'a Trust,
    /// As of when it judges what is there.
    pub now: Timestamp,
    /// How many threads there may be to read so many bytes.
    pub workers: fn(u64) -> NonZeroUsize,
    /// What gives what comes from standard input.
    pub input: fn() -> io::Result<File>,
}

impl Worker<'_> {
    /// Reads and describes what a row of a table in this folder names.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn prepare(
        &self,
        (number, row): (u64, &Row),
        folder: &Path,
        sealed_at: Timestamp,
        tell: Tell<'_>,
    ) -> Result<Ready> {
        let (documents, options) = row.options(folder)?;
        let documents = gather(&documents, &self.input, tell)?;
        let (defaults, identity) = (self.defaults, self.identity);
        let assembling = Assembling { options: &options, defaults, identity, sealed_at, base: &[] };
        let metadata = assembling.metadata(&documents, tell)?;
        let known = if let Some(identifier) = &metadata.identifier {
            KnownBy::Identifier(identifier.to_string())
        } else {
            KnownBy::Content(*content_of(&documents)?.as_bytes())
        };
        let statement = Statement { documents, metadata, sealed_at };
        let info = statement.info()?;
        Ok(Ready { row: number, known, statement, info })
    }

    /// Writes, signs and syncs a bundle that has no name yet.
    ///
    /// # Errors
    /// Where it cannot be sealed.
    pub fn write(&self, archive: &Archive, ready: &Ready) -> Result<(NewFile, BundleId)> {
        let Statement { metadata, documents, .. } = &ready.statement;
        let file = archive.create_one_of_many(metadata.issued)?;
        let plan = Plan { info: &ready.info, metadata, documents: &documents.sources };
        let issuer = Signing { role: Role::Issuer, identity: self.identity, signer: self.signer };
        let target = (&file, archive.folder());
        let sealed = sealing::seal(&plan, &[issuer], target, NonZeroUsize::MIN, &|_| ())?;
        file.sync()?;
        Ok((file, sealed.id))
    }

    /// The id of the bundle in a file and the digest of its documents, where that is whole and the office has issued it: with this
    /// key, or one that it trusts.
    pub fn own(&self, path: &Path) -> Option<(BundleId, Digest)> {
        // A file that cannot be read is no statement that is there.
        let opened = Opened::open(path).ok()?;
        let documents = chancery_core::Documents::Hash { workers: (self.workers)(opened.size()), progress: &|_| () };
        let question = VerifyOptions::new(self.trust, self.now).documents(documents);
        let report = verify(&opened, &question).ok()?;
        let own = |signature: &Signature| {
            let this_key = signature.status().is_good() && signature.fingerprint() == Some(self.fingerprint);
            signature.identity() == self.identity
                && (this_key || matches!(signature.status(), SignatureStatus::Trusted(_)))
        };
        let is_own = report.verdict().is_intact() && report.issuer_signatures().any(own);
        let digests = report.documents().iter().map(DocumentSeen::digest).collect::<Option<Vec<_>>>()?;
        report.id().filter(|_| is_own).map(|id| (id, content(digests)))
    }
}

/// The digest of the documents' digests.
///
/// # Errors
/// Where one cannot be read.
pub fn content_of(documents: &Documents) -> Result<Digest> {
    Ok(content(documents.sources.iter().map(Source::digest).collect::<Result<Vec<_>>>()?))
}

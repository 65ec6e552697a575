//! One row of a batch made ready, and one statement of it written: what can be done side by side.

use std::num::NonZeroUsize;
use std::path::Path;

use crate::error::Result;
use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::{BundleId, Digest, Fingerprint, Role, Signature, SignatureStatus, Timestamp};
use chancery_office::archive::Archive;
use chancery_office::archive::catalogue::entry::content;
use chancery_office::archive::events::event::Event;
use chancery_office::archive::sealing::{self, Signing};
use chancery_office::bundle::write::{Plan, Source};
use chancery_office::durable::NewFile;
use chancery_office::keys::signer::Signer;
use serde::Serialize;

use super::super::documents::{Documents, gather};
use super::super::metadata::Assembling;
use super::super::table::Row;
use super::super::{Statement, info};
use super::By;
use crate::context::Context;
use crate::show::ui::Ui;
use crate::trust_choice::{Choice, TrustOptions};
use crate::{events, input};

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

/// With what a batch is sealed.
pub struct Press<'a> {
    /// Where it runs.
    pub context: &'a Context,
    /// Who seals.
    pub by: &'a By<'a>,
    /// From where the table's files are named.
    pub folder: &'a Path,
    /// Where the bundles go.
    pub archive: Archive,
    /// Who signs.
    pub signer: &'a dyn Signer,
    /// With which key.
    pub fingerprint: Fingerprint,
    /// Whom the office itself trusts.
    pub choice: &'a Choice,
}

impl Press<'_> {
    /// Reads and describes what a row names.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn prepare(&self, number: u64, row: &Row, sealed_at: Timestamp) -> Result<Ready> {
        let context = Context { ui: self.context.ui.in_row(number), ..self.context.clone() };
        let (documents, options) = row.options(self.folder)?;
        let documents = gather(&context, &documents)?;
        let (defaults, identity) = (self.by.defaults, self.by.identity);
        let assembling = Assembling { options: &options, defaults, identity, sealed_at, base: &[] };
        let (metadata, asked) = assembling.assemble(&context, &documents)?;
        let known = if let Some(identifier) = &metadata.identifier {
            KnownBy::Identifier(identifier.to_string())
        } else {
            KnownBy::Content(*content_of(&documents)?.as_bytes())
        };
        let statement = Statement { documents, metadata, asked, sealed_at };
        let info = info(&statement)?;
        Ok(Ready { row: number, known, statement, info })
    }

    /// Writes, signs and syncs a bundle that has no name yet.
    ///
    /// # Errors
    /// Where it cannot be sealed.
    pub fn write(&self, ready: &Ready) -> Result<(NewFile, BundleId)> {
        let Statement { metadata, documents, .. } = &ready.statement;
        let file = self.archive.create_one_of_many(metadata.issued)?;
        let plan = Plan { info: &ready.info, metadata, documents: &documents.sources };
        let issuer = Signing { role: Role::Issuer, identity: self.by.identity, signer: self.signer };
        let target = (&file, self.archive.folder());
        let sealed = sealing::seal(&plan, &[issuer], target, NonZeroUsize::MIN, &|_| ())?;
        file.sync()?;
        Ok((file, sealed.id))
    }

    /// The id of the bundle in a file and the digest of its documents, where that is whole and the office has issued it: with this
    /// key, or one that it trusts.
    pub fn own(&self, path: &Path) -> Option<(BundleId, Digest)> {
        let options = TrustOptions::plain();
        let quiet = Context { ui: Ui { quiet: true, ..self.context.ui }, ..self.context.clone() };
        // A file that cannot be read is no statement that is there.
        let report =
            input::open_path(path).and_then(|input| input::judge(&quiet, &input, &self.choice.trust, &options)).ok()?;
        let own = |signature: &Signature| {
            let this_key = signature.status.is_good() && signature.fingerprint() == Some(self.fingerprint);
            signature.identity == *self.by.identity
                && (this_key || matches!(signature.status, SignatureStatus::Trusted(_)))
        };
        let is_own = report.verdict.is_intact() && report.issuer_signatures().any(own);
        let digests = report.documents.iter().map(|document| document.digest).collect::<Option<Vec<_>>>()?;
        report.id.filter(|_| is_own).map(|id| (id, content(digests)))
    }

    /// What there is to say of a bundle that has its name.
    ///
    /// # Errors
    /// What the system says.
    pub fn events(&self, at: &Context, ready: &Ready, id: BundleId, path: &Path) -> Result<Vec<Event>> {
        let below = self.archive.below(path).unwrap_or_default();
        let events = events::sealed(at, &ready.statement.metadata, id, self.by.identity.as_str())?;
        Ok(events.into_iter().map(|event| event.or_about(id, &below)).collect())
    }

    /// Tells scripts of a row; people are told at the end.
    ///
    /// # Errors
    /// Where it cannot be printed.
    pub fn tell(&self, path: &Path, row: u64, id: &str, there_already: bool) -> Result<()> {
        #[derive(Serialize)]
        struct Line<'a> {
            row: u64,
            id: &'a str,
            path: String,
            fingerprint: Option<String>,
            there_already: bool,
        }
        if !self.context.ui.json {
            return Ok(());
        }
        let fingerprint = (!there_already).then(|| self.fingerprint.to_string());
        self.context.ui.print_json(&Line { row, id, path: path.display().to_string(), fingerprint, there_already })
    }
}

/// The digest of the documents' digests.
///
/// # Errors
/// Where one cannot be read.
pub fn content_of(documents: &Documents) -> Result<Digest> {
    Ok(content(documents.sources.iter().map(Source::digest).collect::<Result<Vec<_>>>()?))
}

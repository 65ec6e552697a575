//! How a reader has bundles judged: by which trust, as of when, and what more is asked of them.

use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::digest::stream::Progress;
use chancery_core::{Documents, Report, Source, Timestamp, Trust, VerifyOptions, verify};

use crate::error::{Error, Result};
use crate::opened::Opened;

/// How a reader has one bundle after another judged.
#[derive(Debug, Clone, Copy)]
pub struct Judge<'a> {
    /// Whom the reader trusts.
    pub trust: &'a Trust,
    /// As of which time.
    pub now: Timestamp,
    /// How many trusted signers there must be, by different keys and identities.
    pub required_signers: usize,
    /// Whether the time of signing must be proven by something independent.
    pub require_proven_time: bool,
    /// How many threads may hash so many bytes.
    pub workers: fn(u64) -> NonZeroUsize,
}

impl<'a> Judge<'a> {
    /// Asks by this trust, as of this time: for one trusted signer, with the documents hashed by one thread.
    pub fn new(trust: &'a Trust, now: Timestamp) -> Self {
        Self { trust, now, required_signers: 1, require_proven_time: false, workers: |_| NonZeroUsize::MIN }
    }

    /// What is asked of one bundle.
    pub fn options<'b>(&self, documents: Documents<'b>) -> VerifyOptions<'b>
    where
        'a: 'b,
    {
        VerifyOptions::new(self.trust, self.now)
            .require(self.required_signers)
            .require_proven_time(self.require_proven_time)
            .documents(documents)
    }

    /// Judges an open bundle, documents and all. `path` names it in errors.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn whole(&self, opened: &Opened, path: &Path, progress: Progress<'_>) -> Result<Report> {
        let workers = (self.workers)(opened.size());
        self.verify(opened, path, Documents::Hash { workers, progress })
    }

    /// Judges the bundle in a file, documents and all.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn file(&self, path: &Path) -> Result<Report> {
        self.whole(&Opened::open(path)?, path, &|_| ())
    }

    /// Judges the bundle in a file from its signature to its metadata; its documents are not hashed.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn claims(&self, path: &Path) -> Result<Report> {
        self.verify(&Opened::open(path)?, path, Documents::Skip)
    }

    fn verify(&self, opened: &Opened, path: &Path, documents: Documents<'_>) -> Result<Report> {
        verify(opened, &self.options(documents)).map_err(|error| Error::io("read", path, error.into()))
    }
}

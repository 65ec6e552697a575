//! What the reader wants to know of a bundle, and on what ground.

use std::num::NonZeroUsize;

use crate::digest::stream::{Fixity, Progress};
use crate::statement::time::Timestamp;
use crate::trust::Trust;
use crate::trust::proofs::Proofs;

/// What the reader wants to know of a bundle, and on what ground.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chancery_core::{Trust, VerifyOptions};
///
/// let trust = Trust::Nobody;
/// let options = VerifyOptions::new(&trust, "2026-06-01T12:00:00Z".parse()?).require(2).require_proven_time(true);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct VerifyOptions<'a> {
    pub(crate) trust: &'a Trust,
    pub(crate) now: Timestamp,
    pub(crate) required_signers: usize,
    pub(crate) require_proven_time: bool,
    pub(crate) proofs: &'a Proofs,
    pub(crate) documents: Documents<'a>,
}

static NO_PROOFS: Proofs = Proofs::new();

impl<'a> VerifyOptions<'a> {
    /// Asks whether a bundle is authentic for a reader who trusts these, at this time.
    ///
    /// One trusted signer is enough, its own word on the time is taken, and the documents are hashed by one thread.
    #[must_use]
    pub fn new(trust: &'a Trust, now: Timestamp) -> Self {
        let documents = Documents::Hash { workers: NonZeroUsize::MIN, progress: &|_| {} };
        Self { trust, now, required_signers: 1, require_proven_time: false, proofs: &NO_PROOFS, documents }
    }

    /// Asks for so many trusted signers, by different keys and identities.
    #[must_use]
    pub fn require(self, signers: usize) -> Self {
        Self { required_signers: signers, ..self }
    }

    /// Whether something independent must prove when the bundle was signed.
    #[must_use]
    pub fn require_proven_time(self, required: bool) -> Self {
        Self { require_proven_time: required, ..self }
    }

    /// The times that are proven already. Evidence in the bundle is not checked: it adds none.
    #[must_use]
    pub fn proofs(self, proofs: &'a Proofs) -> Self {
        Self { proofs, ..self }
    }

    /// How the documents' digests are had.
    #[must_use]
    pub fn documents(self, documents: Documents<'a>) -> Self {
        Self { documents, ..self }
    }
}

/// How the documents' digests are had.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Documents<'a> {
    /// They are computed.
    Hash {
        /// By how many threads.
        workers: NonZeroUsize,
        /// Called from any thread with the number of bytes that were hashed since it was called last.
        progress: Progress<'a>,
    },
    /// They are not: the report says so. Everything else is judged.
    Skip,
    /// They are known from the pass that wrote the documents.
    Known(&'a [Fixity]),
}

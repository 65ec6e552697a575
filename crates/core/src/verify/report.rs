//! What the judge says: the verdict, and everything on which it rests.

use std::fmt;

use crate::bundle::bag::SIGNATURES;
use crate::bundle::bag_info::PayloadOxum;
use crate::bundle::evidence::SignatureFile;
use crate::bundle::zip::Entry;
use crate::digest::Digest;
use crate::finding::{Code, Findings};
use crate::signature::public_key::{Fingerprint, PublicKey};
use crate::statement::id::BundleId;
use crate::statement::identity::{Identity, Role};
use crate::statement::metadata::Metadata;
use crate::statement::path::DocumentPath;
use crate::statement::time::Timestamp;
use crate::trust::Ground;
use crate::trust::ruling::Ruling;

/// Whether a bundle is authentic: signed by identities that the reader trusts, and unchanged. Never whether it is true. The best verdict
/// is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every issuer has signed, the reader trusts their keys, and nothing was changed.
    Authentic,
    /// Nothing was changed, but the reader has no ground to trust who signed.
    Untrusted,
    /// This version cannot judge the bundle.
    NotChecked,
    /// Something was changed, forged, hidden or malformed.
    NotAuthentic,
}

impl Verdict {
    /// Whether nothing was changed, whoever signed.
    pub fn is_intact(self) -> bool {
        matches!(self, Self::Authentic | Self::Untrusted)
    }

    /// The verdict as scripts read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authentic => "authentic",
            Self::Untrusted => "untrusted",
            Self::NotChecked => "not-checked",
            Self::NotAuthentic => "not-authentic",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything that the judge says of one bundle.
#[derive(Debug, Clone)]
pub struct Report {
    /// The verdict.
    pub verdict: Verdict,
    /// The bundle's id, where there is a tagmanifest.
    pub id: Option<BundleId>,
    /// The bundle's name.
    pub name: String,
    /// When the issuers say that they sealed it.
    pub sealed_at: Option<Timestamp>,
    /// How much there is of documents.
    pub payload: PayloadOxum,
    /// The documents.
    pub documents: Vec<DocumentSeen>,
    /// The signatures, in the order of their files.
    pub signatures: Vec<Signature>,
    /// Everything found, in the order of looking.
    pub findings: Findings,
    pub(super) claims: Option<Metadata>,
}

impl Report {
    /// The report on a file of which no more could be read than the findings say.
    pub(super) fn unreadable(findings: Findings) -> Self {
        Self {
            verdict: Verdict::NotAuthentic,
            id: None,
            name: String::new(),
            sealed_at: None,
            payload: PayloadOxum::default(),
            documents: Vec::new(),
            signatures: Vec::new(),
            findings,
            claims: None,
        }
    }

    /// The statement's metadata as its issuers sealed it: only of an authentic bundle whose documents were hashed.
    pub fn statement(&self) -> Option<&Metadata> {
        let hashed = self.documents.iter().all(|document| document.digest.is_some());
        self.claims.as_ref().filter(|_| self.verdict == Verdict::Authentic && hashed)
    }

    /// What the bundle says of itself, whatever the verdict. Anybody can have written it.
    pub fn claims(&self) -> Option<&Metadata> {
        self.claims.as_ref()
    }

    /// Whether something independent proves when every issuer had signed.
    pub fn is_time_proven(&self) -> bool {
        let mut issuers = self.issuer_signatures().peekable();
        let proven = |signature: &Signature| signature.ruling.as_ref().is_some_and(Ruling::is_proven);
        issuers.peek().is_some() && issuers.all(proven)
    }

    /// Who is named as an issuer and has not signed.
    pub fn unsigned(&self) -> impl Iterator<Item = &Identity> {
        let issuers = self.claims.iter().flat_map(Metadata::issuers);
        issuers.filter(|identity| !self.issuer_signatures().any(|signature| signature.identity == **identity))
    }

    /// The signatures by which issuers sealed the bundle.
    pub fn issuer_signatures(&self) -> impl Iterator<Item = &Signature> {
        self.signatures.iter().filter(|signature| signature.role == Role::Issuer)
    }
}

/// A document as it lies in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentSeen {
    /// Its path.
    pub path: DocumentPath,
    /// Where its bytes lie.
    pub entry: Entry,
    /// Its digest as the signed manifest lists it.
    pub listed: Option<Digest>,
    /// Its digest, where it was computed.
    pub digest: Option<Digest>,
}

/// One signature, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// In which role.
    pub role: Role,
    /// By whom, as its file's name says.
    pub identity: Identity,
    /// The SHA-256 of its file: what a proof of its time is about.
    pub digest: Digest,
    /// The key that signed, where it is one that can be judged.
    pub key: Option<PublicKey>,
    /// What it is worth.
    pub status: SignatureStatus,
    /// What the table of trust decided, where it was asked.
    pub ruling: Option<Ruling>,
    /// The finding that tells of it, where there is one.
    pub finding: Option<Code>,
}

impl Signature {
    /// The signature's file.
    pub fn file(&self) -> String {
        format!("{SIGNATURES}{}", SignatureFile::Signature(self.role, self.identity.clone()))
    }

    /// The fingerprint of the key that signed.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.key.map(|key| key.fingerprint())
    }
}

/// What a signature is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureStatus {
    /// Good, by a key that the reader trusts for this identity and role.
    Trusted(Ground),
    /// Good, by a key that the reader has no ground to trust.
    Untrusted,
    /// It does not stand up.
    Bad,
    /// Of a kind that this version does not judge.
    Ignored,
}

impl SignatureStatus {
    /// Whether the mathematics is right, whoever the reader trusts.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Trusted(_) | Self::Untrusted)
    }

    /// The status as scripts read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trusted(_) => "trusted",
            Self::Untrusted => "untrusted",
            Self::Bad => "bad",
            Self::Ignored => "ignored",
        }
    }
}

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
///
/// It is not `non_exhaustive`: were there ever a fifth, every caller would have to decide what it means there.
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

/// Everything that the judge says of one bundle. Only [`verify`](crate::verify()) makes one.
///
/// Nobody can give a report another verdict, and so read a forger's metadata as a statement:
///
/// ```compile_fail,E0616
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chancery_core::{Trust, Verdict, VerifyOptions, verify};
///
/// let trust = Trust::Nobody;
/// let options = VerifyOptions::new(&trust, "2026-06-01T12:00:00Z".parse()?);
/// let mut report = verify(&b"a forged bundle"[..], &options)?;
/// report.verdict = Verdict::Authentic;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) verdict: Verdict,
    pub(super) id: Option<BundleId>,
    pub(super) name: String,
    pub(super) sealed_at: Option<Timestamp>,
    pub(super) payload: PayloadOxum,
    pub(super) documents: Vec<DocumentSeen>,
    pub(super) signatures: Vec<Signature>,
    pub(super) findings: Findings,
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

    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The bundle's id, where there is a tagmanifest.
    pub fn id(&self) -> Option<BundleId> {
        self.id
    }

    /// The bundle's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When the issuers say that they sealed it.
    pub fn sealed_at(&self) -> Option<Timestamp> {
        self.sealed_at
    }

    /// How many documents there are, and how many bytes in them.
    pub fn payload(&self) -> PayloadOxum {
        self.payload
    }

    /// The documents, in the order of their entries.
    pub fn documents(&self) -> &[DocumentSeen] {
        &self.documents
    }

    /// The signatures, in the order of their files.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Everything found, in the order of looking.
    pub fn findings(&self) -> &Findings {
        &self.findings
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
    pub(super) path: DocumentPath,
    pub(super) entry: Entry,
    pub(super) listed: Option<Digest>,
    pub(super) digest: Option<Digest>,
}

impl DocumentSeen {
    /// Its path.
    pub fn path(&self) -> &DocumentPath {
        &self.path
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.entry.size
    }

    /// Where its bytes begin in the bundle: they are stored as they are, one after the other.
    pub fn offset(&self) -> u64 {
        self.entry.data_offset()
    }

    /// Its digest as the signed manifest lists it.
    pub fn listed(&self) -> Option<Digest> {
        self.listed
    }

    /// Its digest, where it was computed.
    pub fn digest(&self) -> Option<Digest> {
        self.digest
    }
}

/// One signature, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub(super) role: Role,
    pub(super) identity: Identity,
    pub(super) digest: Digest,
    pub(super) key: Option<PublicKey>,
    pub(super) status: SignatureStatus,
    pub(super) ruling: Option<Ruling>,
    pub(super) finding: Option<Code>,
}

impl Signature {
    /// In which role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// By whom, as its file's name says.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The SHA-256 of its file: what a proof of its time is about.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The key that signed, where it is one that can be judged.
    pub fn key(&self) -> Option<PublicKey> {
        self.key
    }

    /// What it is worth.
    pub fn status(&self) -> SignatureStatus {
        self.status
    }

    /// What the table of trust decided, where it was asked.
    pub fn ruling(&self) -> Option<&Ruling> {
        self.ruling.as_ref()
    }

    /// The finding that tells of it, where there is one.
    pub fn finding(&self) -> Option<Code> {
        self.finding
    }

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

/// What a [`Report`] holds, for tests of what is made of reports. Only with the feature `testing`.
#[cfg(feature = "testing")]
#[derive(Debug)]
#[expect(missing_docs, reason = "the names are those of the report's own methods")]
pub struct ReportParts {
    pub verdict: Verdict,
    pub id: Option<BundleId>,
    pub name: String,
    pub sealed_at: Option<Timestamp>,
    pub documents: Vec<(DocumentPath, u64, Digest)>,
    pub signatures: Vec<(Role, Identity, Digest, PublicKey, SignatureStatus)>,
}

#[cfg(feature = "testing")]
impl ReportParts {
    /// The report that nobody judged.
    pub fn assemble(self) -> Report {
        let entry = |name: &DocumentPath, size| Entry { name: name.as_str().into(), size, crc: 0, offset: 0 };
        let document = |(path, size, digest)| DocumentSeen {
            entry: entry(&path, size),
            path,
            listed: Some(digest),
            digest: Some(digest),
        };
        let signature = |(role, identity, digest, key, status)| Signature {
            role,
            identity,
            digest,
            key: Some(key),
            status,
            ruling: None,
            finding: None,
        };
        let octets = self.documents.iter().fold(0_u64, |sum, (_, size, _)| sum.saturating_add(*size));
        Report {
            verdict: self.verdict,
            id: self.id,
            name: self.name,
            sealed_at: self.sealed_at,
            payload: PayloadOxum { octets, streams: self.documents.len() },
            documents: self.documents.into_iter().map(document).collect(),
            signatures: self.signatures.into_iter().map(signature).collect(),
            findings: Findings::default(),
            claims: None,
        }
    }
}

//! What can be said against a bundle, or should be known about it: findings with stable codes.

use std::cmp::Reverse;
use std::fmt;

/// How a finding bears on the verdict. The worst one decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Good to know; changes nothing.
    Note,
    /// Nothing was changed, but the reader has no ground to trust the signer.
    Untrusted,
    /// This version cannot judge the bundle.
    Unjudged,
    /// The bundle is not authentic.
    Broken,
}

macro_rules! codes {
    ($($name:ident $code:literal $weight:ident $meaning:literal,)*) => {
        /// Stable names of everything that can be found, for people and scripts. Never renamed or reused.
        ///
        /// Later versions find more. How a new one bears on the verdict, [`Code::weight`] says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $meaning, ".")] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is printed and scripted against.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How it bears on the verdict.
            pub fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight,)* }
            }

            /// What it means, in one lowercase clause without a full stop.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

codes! {
    ContainerNotZip "container.not-zip" Broken "the file is not a ZIP file, or its end is missing",
    ContainerEnd "container.end" Broken "the ZIP file's end record is not the one that its entries demand",
    ContainerDirectory "container.directory" Broken "the ZIP file's central directory cannot be read as one",
    ContainerLayout "container.layout" Broken "the entries do not lie one after the other from the first byte to the directory: something is hidden, moved or missing",
    ContainerCentral "container.central-header" Broken "an entry's header in the central directory is not the only one allowed for it",
    ContainerLocal "container.local-header" Broken "an entry's own header is not the only one allowed for it: another unzip tool could read another file",
    ContainerCrc "container.crc" Broken "the CRC-32 of an entry is wrong",
    ContainerLimit "container.limit" Broken "the bundle holds more, or larger, files than the format allows",
    NameInvalid "name.invalid" Broken "a file's name is not allowed in a bundle",
    NameCollision "name.collision" Broken "two files' names are the same on some computer, or one is the other's folder",
    NameTop "name.top" Broken "the files do not all lie in one folder named as the bundle is",
    BagMissing "bag.missing-file" Broken "a file that every bundle has is missing",
    BagUnexpected "bag.unexpected-file" Broken "a file that no bundle may have was added",
    BagOrder "bag.order" Broken "the files do not stand in the only allowed order",
    BagDeclaration "bag.declaration" Broken "bagit.txt is not the one that every bundle has",
    ManifestSyntax "manifest.syntax" Broken "a manifest is not written in the only allowed way",
    ManifestMissing "manifest.missing-file" Broken "a manifest lists a file that is not there",
    ManifestUnlisted "manifest.unlisted-file" Broken "a file is there that no manifest lists",
    DigestMismatch "digest.mismatch" Broken "a file was changed after the bundle was sealed",
    BagInfoSyntax "bag-info.syntax" Broken "bag-info.txt is not written in the only allowed way",
    BagInfoMismatch "bag-info.mismatch" Broken "bag-info.txt contradicts the metadata or the documents",
    MetadataJson "metadata.json" Broken "metadata.json is not JSON, or names a key twice, or is nested too deeply",
    MetadataKey "metadata.key" Broken "metadata.json lacks a key, or has one that is not allowed there",
    MetadataValue "metadata.value" Broken "a value in metadata.json is not allowed",
    MetadataCanonical "metadata.not-canonical" Broken "metadata.json is not written in the only allowed way",
    MetadataDocuments "metadata.documents" Broken "metadata.json does not describe exactly the documents that are there",
    SignatureSyntax "signature.syntax" Broken "a signature file is not an OpenSSH signature written in the only allowed way",
    SignatureAlgorithm "signature.algorithm" Broken "an issuer's signature is not an Ed25519 signature over SHA-512",
    SignatureNamespace "signature.namespace" Broken "a signature was made for another purpose than its file name says",
    SignatureWeakKey "signature.weak-key" Broken "the key in a signature is one under which anyone can sign",
    SignatureBad "signature.bad" Broken "a signature does not match what it is said to sign",
    SignatureUnlistedIssuer "signature.unlisted-issuer" Broken "somebody signed as an issuer whom the statement does not name",
    SignatureSameKey "signature.same-key" Broken "one key signed twice in a role, or for two identities",
    SignatureNone "signature.none" Broken "no issuer has signed",
    SignatureIncomplete "signature.incomplete" Untrusted "not every issuer of this joint statement has signed",
    SignatureOther "signature.other-algorithm" Note "a further signature uses an algorithm that this version does not judge: it proves nothing here",
    TrustUnknownKey "trust.unknown-key" Untrusted "the reader's trust list does not name this key for this identity and role",
    TrustRevoked "trust.revoked" Untrusted "the key is revoked in the reader's trust list",
    TrustWindow "trust.outside-validity" Untrusted "the statement says it was sealed at a time for which the key is not trusted",
    TrustFuture "trust.sealed-in-future" Untrusted "the statement says it was sealed later than now",
    TrustContradicted "trust.time-contradicted" Untrusted "the statement says it was sealed later than its signature is proven to have existed",
    TrustTimeClaimed "trust.time-not-proven" Untrusted "nothing independent proves when the statement was signed, and the reader asked for that",
    TrustTooFew "trust.too-few-signers" Untrusted "fewer trusted signers than the reader asked for",
    TrustRevokedLater "trust.revoked-later" Note "the key is revoked, but something independent proves that the statement was signed before it was in other hands",
    TrustProofIgnored "trust.proof-ignored" Note "a proof of time lies outside the key's validity, or after the key was in other hands: it proves nothing here",
    TrustRetired "trust.retired-key" Note "the key has been retired since; that the statement was sealed before is its signer's own word",
    TrustCosigner "trust.cosigner-not-trusted" Note "a witness's or archivist's signature is good, but the reader has no ground to trust its key: it proves nothing here",
    TrustNoNamespaces "trust.no-namespaces" Note "the trust list's line gives this key every role: a namespaces option would name them",
    EvidenceUnchecked "evidence.not-checked" Note "evidence of a kind that this version does not check: it proves nothing here",
    LaterFormat "format.later" Unjudged "the bundle was made by a later version of the format: nothing was verified",
    DocumentsNotHashed "documents.not-hashed" Note "the documents' digests were not computed this time",
    TooManyFindings "findings.too-many" Note "more was found than is listed here",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing found: its code, where, and what exactly.
///
/// `place` and `message` may hold text from the bundle: whoever shows them to a person escapes them first.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// Where: a file's path in the bundle, with the part of it after a colon.
    pub place: String,
    /// What exactly is wrong there.
    pub message: String,
}

/// Findings in the order in which they were made, at most [`Findings::MOST`] of them; the weightiest are never lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    listed: Vec<Finding>,
    worst: Option<Weight>,
}

impl Findings {
    /// How many findings are listed; one more then says that there were others.
    pub const MOST: usize = 1_000;

    /// Notes what was found. Where the list is full, the heavier finding goes before the lighter one.
    pub fn add(&mut self, code: Code, place: impl Into<String>, message: impl Into<String>) {
        self.worst = self.worst.max(Some(code.weight()));
        let finding = Finding { code, place: shortened(place.into()), message: shortened(message.into()) };
        if self.listed.len() < Self::MOST {
            self.listed.push(finding);
            return;
        }
        if self.listed.len() == Self::MOST {
            let message = format!("only {} findings are listed, the weightiest first", Self::MOST);
            self.listed.push(Finding { code: Code::TooManyFindings, place: "bundle".to_owned(), message });
        }
        self.displace(finding);
    }

    /// Puts a finding in the place of the last of the lightest, if that is lighter.
    fn displace(&mut self, finding: Finding) {
        let kept = self.listed.iter().take(Self::MOST).enumerate();
        let lightest = kept.min_by_key(|(at, there)| (there.code.weight(), Reverse(*at)));
        if let Some((at, _)) = lightest.filter(|(_, there)| there.code.weight() < finding.code.weight()) {
            self.listed.remove(at);
            self.listed.insert(Self::MOST.saturating_sub(1), finding);
        }
    }

    /// The heaviest weight of all that was found, listed or not; `Note` where nothing was.
    pub fn worst(&self) -> Weight {
        self.worst.unwrap_or(Weight::Note)
    }

    /// The finding that bears most on the verdict; of several the last.
    pub fn heaviest(&self) -> Option<&Finding> {
        self.listed.iter().max_by_key(|finding| finding.code.weight())
    }

    /// Whether the bundle is known not to be authentic.
    pub fn broken(&self) -> bool {
        self.worst() == Weight::Broken
    }

    /// Those listed, in order.
    pub fn as_slice(&self) -> &[Finding] {
        &self.listed
    }

    /// Those listed, in order.
    pub fn into_vec(self) -> Vec<Finding> {
        self.listed
    }
}

/// No text of a finding is longer than this: whoever made a bundle does not decide how much is printed.
const LONGEST: usize = 500;

fn shortened(text: String) -> String {
    if text.len() <= LONGEST {
        return text;
    }
    let end = text.floor_char_boundary(LONGEST);
    format!("{}…", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_distinct_and_well_formed() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        for code in codes {
            assert!(code.split_once('.').is_some_and(|(room, fault)| word(room) && word(fault)), "{code}");
        }
    }

    #[test]
    fn meanings_are_clauses() {
        for code in Code::ALL {
            let meaning = code.meaning();
            assert!(!meaning.ends_with('.') && !meaning.is_empty(), "{code}");
        }
    }

    #[test]
    fn findings_are_bounded_and_say_so() {
        let mut findings = Findings::default();
        for _ in 0..5_000 {
            findings.add(Code::EvidenceUnchecked, "x", "y");
        }
        assert!(!findings.broken());
        findings.add(Code::SignatureBad, "x", "y");
        assert!(findings.broken());
        assert!(findings.as_slice().iter().any(|finding| finding.code == Code::SignatureBad));
        assert_eq!(findings.as_slice().len(), Findings::MOST + 1);
        assert_eq!(findings.as_slice().last().map(|last| last.code), Some(Code::TooManyFindings));
    }
}

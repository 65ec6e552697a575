//! Who signed: each signature's mathematics, then whether the reader trusts its key for that identity, role and time.

use std::collections::{BTreeMap, BTreeSet};

use super::Question;
use super::report::{Ground, Signature, SignatureStatus};
use crate::bundle::bag_info::BagInfo;
use crate::bundle::{Contents, SignatureRead};
use crate::finding::{Code, Findings};
use crate::seal::public_key::{Judgement, PublicKey};
use crate::seal::sshsig::{self, Ed25519, Envelope};
use crate::statement::identity::{Identity, Role};
use crate::statement::metadata::Metadata;
use crate::statement::time::Timestamp;
use crate::trust::{Standing, Trust};

/// A clock may be wrong by so many seconds.
const GRACE: i64 = 300;

/// Judges every signature of a bundle.
pub(super) fn judge(
    contents: &Contents,
    claims: Option<&Metadata>,
    info: Option<&BagInfo>,
    question: &Question<'_>,
    findings: &mut Findings,
) -> Vec<Signature> {
    let hash = sshsig::hash(&contents.tagmanifest);
    let mut signatures: Vec<Signature> =
        contents.signatures.iter().map(|read| check_mathematics(read, &hash, findings)).collect();
    check_keys(&signatures, findings);
    if let Some(claims) = claims {
        check_issuers(&signatures, claims, findings);
    }
    if let Some(info) = info {
        for signature in &mut signatures {
            weigh(signature, info.sealed_at, question, findings);
        }
        check_demands(&signatures, info.sealed_at, question, findings);
    }
    signatures
}

/// Whether the signature is one, in its role, over these bytes. A good one counts as untrusted until it is weighed.
fn check_mathematics(read: &SignatureRead, hash: &[u8; 64], findings: &mut Findings) -> Signature {
    let mut signature =
        Signature { role: read.role, identity: read.identity.clone(), key: None, status: SignatureStatus::Bad };
    let mut bad = |code, message: String| findings.add(code, signature.file(), message);
    match &read.envelope {
        Err(fault) => bad(Code::SignatureSyntax, (*fault).to_owned()),
        Ok(Envelope::Other(other)) if read.role == Role::Issuer => {
            bad(Code::SignatureAlgorithm, format!("is made with {}", other.algorithm));
        }
        Ok(Envelope::Other(other)) if other.namespace != read.role.namespace() => {
            bad(Code::SignatureNamespace, wrong_namespace(&other.namespace, read.role));
        }
        Ok(Envelope::Other(other)) => {
            bad(Code::SignatureOther, format!("is made with {}", other.algorithm));
            signature.status = SignatureStatus::Ignored;
        }
        Ok(Envelope::Ed25519(signed)) => match check_ed25519(read.role, signed, hash) {
            Ok(key) => {
                signature.key = Some(key);
                signature.status = SignatureStatus::Untrusted;
            }
            Err((code, fault)) => bad(code, fault),
        },
    }
    signature
}

fn check_ed25519(role: Role, signed: &Ed25519, hash: &[u8; 64]) -> Result<PublicKey, (Code, String)> {
    if signed.namespace != role.namespace() {
        return Err((Code::SignatureNamespace, wrong_namespace(&signed.namespace, role)));
    }
    let key = PublicKey::from_bytes(&signed.key).map_err(|fault| (Code::SignatureWeakKey, fault.to_string()))?;
    match key.judge(&sshsig::bytes_to_sign(&signed.namespace, hash), &signed.signature) {
        Judgement::Good => Ok(key),
        Judgement::Bad => {
            Err((Code::SignatureBad, "does not fit tagmanifest-sha256.txt and the key that it names".to_owned()))
        }
    }
}

fn wrong_namespace(found: &str, role: Role) -> String {
    format!("is for {found:?}, not for {:?}", role.namespace())
}

/// No key stands for two identities.
fn check_keys(signatures: &[Signature], findings: &mut Findings) {
    let mut owners = BTreeMap::new();
    for signature in signatures {
        let Some(fingerprint) = signature.fingerprint() else { continue };
        let owner = owners.entry(fingerprint).or_insert(&signature.identity);
        if *owner != &signature.identity {
            let message = format!("is made with the key {fingerprint}, which also signed for {owner}");
            findings.add(Code::SignatureSameKey, signature.file(), message);
        }
    }
}

/// Those who sign as issuers are exactly those whom the metadata names.
fn check_issuers(signatures: &[Signature], claims: &Metadata, findings: &mut Findings) {
    let named: BTreeSet<&Identity> = claims.issuers().collect();
    let issuers = || signatures.iter().filter(|signature| signature.role == Role::Issuer);
    for signature in issuers().filter(|signature| !named.contains(&signature.identity)) {
        findings.add(
            Code::SignatureUnlistedIssuer,
            signature.file(),
            "is by nobody whom metadata.json names as a publisher",
        );
    }
    let signed: BTreeSet<&Identity> = issuers().map(|signature| &signature.identity).collect();
    let missing: Vec<&str> = named.difference(&signed).map(|identity| identity.as_str()).collect();
    if missing.len() == named.len() {
        findings.add(Code::SignatureNone, "signatures/", format!("no signature by {}", missing.join(", ")));
    } else if !missing.is_empty() {
        findings.add(Code::SignatureIncomplete, "signatures/", format!("not yet signed by {}", missing.join(", ")));
    }
}

/// Whether the reader trusts the key of a good signature for its identity and role, at the time that counts.
fn weigh(signature: &mut Signature, sealed_at: Timestamp, question: &Question<'_>, findings: &mut Findings) {
    let Some(key) = signature.key else { return };
    // Only issuers wrote Sealed-At; whoever signed later is judged as of today.
    let time = if signature.role == Role::Issuer { sealed_at } else { question.now };
    let standing = match question.trust {
        Trust::Key(fingerprint) if *fingerprint == key.fingerprint() => {
            signature.status = SignatureStatus::Trusted(Ground::Named);
            return;
        }
        Trust::Key(_) | Trust::Nobody => Standing::Unknown,
        Trust::List(list) => list.standing(&key, &signature.identity, signature.role, time, question.now),
    };
    let (ground, fault) = outcome(&standing, signature, time, question.trust);
    if let Some((code, message)) = fault {
        let co_signer = signature.role != Role::Issuer && ground.is_none();
        findings.add(if co_signer { Code::TrustCosigner } else { code }, signature.file(), message);
    }
    if let Some((line, every_role)) = ground {
        signature.status = SignatureStatus::Trusted(Ground::Line(line));
        if every_role {
            findings.add(Code::TrustNoNamespaces, format!("trust list: line {line}"), "names no namespaces");
        }
    }
}

/// The line on which trust rests, with whether it gives every role; and what is to be said.
type Outcome = (Option<(usize, bool)>, Option<(Code, String)>);

fn outcome(standing: &Standing, signature: &Signature, time: Timestamp, trust: &Trust) -> Outcome {
    match standing {
        Standing::Unknown => {
            let message = match trust {
                Trust::Nobody => "there is no trust list that could name this key".to_owned(),
                Trust::Key(named) => format!("is made with another key than {named}, which the reader named"),
                Trust::List(_) => format!("no line trusts this key for {} as {}", signature.identity, signature.role),
            };
            (None, Some((Code::TrustUnknownKey, message)))
        }
        Standing::OutsideWindow { line, window } => {
            let end =
                |word: &str, time: Option<Timestamp>| time.map(|time| format!(" {word} {time}")).unwrap_or_default();
            let (after, before) = (end("from", window.after), end("until", window.before));
            let message = format!("line {line} trusts this key{after}{before}, not at {time}");
            (None, Some((Code::TrustWindow, message)))
        }
        Standing::Revoked(revoked) => {
            let since = revoked.compromised_since.map_or("always".to_owned(), |since| format!("since {since}"));
            let reason = revoked.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            let message = format!("line {} of the list of revoked keys names this key, {since}{reason}", revoked.line);
            (None, Some((Code::TrustRevoked, message)))
        }
        Standing::Retired { line, every_role, retired } => {
            let message = format!("line {line} trusts this key until {retired}");
            (Some((*line, *every_role)), Some((Code::TrustRetired, message)))
        }
        Standing::Valid { line, every_role } => (Some((*line, *every_role)), None),
    }
}

/// What the reader demands of the whole: a time that can be, a time that is proven, enough signers.
fn check_demands(signatures: &[Signature], sealed_at: Timestamp, question: &Question<'_>, findings: &mut Findings) {
    if sealed_at > question.now.plus_seconds(GRACE) {
        findings.add(
            Code::TrustFuture,
            "bag-info.txt: Sealed-At",
            format!("is {sealed_at}, and now is {}", question.now),
        );
    }
    if question.require_proven_time {
        findings.add(Code::TrustTimeClaimed, "signatures/", format!("the time {sealed_at} is the issuers' own word"));
    }
    let trusted = signatures.iter().filter(|signature| matches!(signature.status, SignatureStatus::Trusted(_)));
    // A key stands for one identity, so to count identities is to count keys; one identity may have several keys.
    let signers: BTreeSet<&Identity> = trusted.map(|signature| &signature.identity).collect();
    if signers.len() < question.required_signers && question.required_signers > 1 {
        let message = format!("{} trusted, {} asked for", signers.len(), question.required_signers);
        findings.add(Code::TrustTooFew, "signatures/", message);
    }
}

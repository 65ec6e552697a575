//! Who signed: each signature's mathematics, then whether the reader trusts its key for that identity, role and time.

use std::collections::{BTreeMap, BTreeSet};

use super::options::VerifyOptions;
use super::report::{Signature, SignatureStatus};
use crate::bundle::bag_info::BagInfo;
use crate::bundle::{Contents, SignatureRead};
use crate::finding::{Code, Findings};
use crate::signature::public_key::{Judgement, PublicKey};
use crate::signature::sshsig::{self, Ed25519, Envelope};
use crate::statement::identity::{Identity, Role};
use crate::statement::metadata::Metadata;
use crate::statement::time::Timestamp;
use crate::trust::row::Row;
use crate::trust::ruling::Ruling;
use crate::trust::table::{Case, GRACE};
use crate::trust::{Grant, Ground};

/// Judges every signature of a bundle.
pub(super) fn judge(
    contents: &Contents,
    claims: Option<&Metadata>,
    info: Option<&BagInfo>,
    options: &VerifyOptions<'_>,
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
            weigh(signature, info.sealed_at, options, findings);
        }
        check_demands(&signatures, info.sealed_at, options, findings);
    }
    signatures
}

/// Whether the signature is one, in its role, over these bytes. A good one counts as untrusted until it is weighed.
fn check_mathematics(read: &SignatureRead, hash: &[u8; 64], findings: &mut Findings) -> Signature {
    let (role, identity, digest) = (read.role, read.identity.clone(), read.digest);
    let mut signature =
        Signature { role, identity, digest, key: None, status: SignatureStatus::Bad, ruling: None, finding: None };
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
fn weigh(signature: &mut Signature, sealed_at: Timestamp, options: &VerifyOptions<'_>, findings: &mut Findings) {
    let Some(key) = signature.key else { return };
    let (role, proofs) = (signature.role, options.proofs.of(&signature.digest));
    let standing = options.trust.standing(&key, &signature.identity, role);
    // Only issuers wrote Sealed-At; whoever signed later is judged as of the earliest proof, else of today.
    let later = || proofs.first().copied().unwrap_or(options.now);
    let claimed = if role == Role::Issuer { sealed_at } else { later() };
    let ruling = Case { standing: &standing, claimed, proofs, now: options.now }.decide();
    if let Some(ground) = ruling.trusted(options.require_proven_time) {
        signature.status = SignatureStatus::Trusted(ground);
    }
    signature.finding = tell(signature, &ruling, options.require_proven_time, findings);
    signature.ruling = Some(ruling);
}

/// Says of a ruling what should be known, and by which finding.
fn tell(signature: &Signature, ruling: &Ruling, require_proven: bool, findings: &mut Findings) -> Option<Code> {
    let mut reason = ruling.reason(&signature.identity, signature.role);
    let revoked = matches!(ruling.row, Row::RevokedProvenEarlier | Row::Revoked);
    if let Some(why) = ruling.revoked.as_ref().filter(|_| revoked).and_then(|revoked| revoked.reason.as_ref()) {
        reason = format!("{reason} (the list of revoked keys says: {why})");
    }
    let code = match ruling.row {
        Row::UnknownKey => Some(Code::TrustUnknownKey),
        // That an issuer's time is later than now is said once, of the bundle.
        Row::OutsideValidity if signature.role == Role::Issuer && ruling.is_in_window() => None,
        Row::OutsideValidity => Some(Code::TrustWindow),
        Row::Contradicted => Some(Code::TrustContradicted),
        Row::RevokedProvenEarlier => Some(Code::TrustRevokedLater),
        Row::Revoked => Some(Code::TrustRevoked),
        Row::RetiredClaimed | Row::ValidClaimed if require_proven => Some(Code::TrustTimeClaimed),
        Row::RetiredClaimed => Some(Code::TrustRetired),
        Row::RetiredProven | Row::ValidProven | Row::ValidClaimed => None,
    };
    let trusted = matches!(signature.status, SignatureStatus::Trusted(_));
    let co_signer = signature.role != Role::Issuer && !trusted;
    let code = code.map(|code| if co_signer { Code::TrustCosigner } else { code });
    if let Some(code) = code {
        findings.add(code, signature.file(), reason);
    }
    for proof in &ruling.ignored {
        findings.add(Code::TrustProofIgnored, signature.file(), format!("the proof of {proof} does not help"));
    }
    if let Some(Grant { ground: Ground::Line(line), every_role: true, .. }) = ruling.grant.filter(|_| trusted) {
        findings.add(Code::TrustNoNamespaces, format!("trust list: line {line}"), "names no namespaces");
    }
    code
}

/// What the reader demands of the whole: a time that can be, enough signers.
fn check_demands(signatures: &[Signature], sealed_at: Timestamp, options: &VerifyOptions<'_>, findings: &mut Findings) {
    if sealed_at > options.now.plus_seconds(GRACE) {
        findings.add(
            Code::TrustFuture,
            "bag-info.txt: Sealed-At",
            format!("is {sealed_at}, and now is {}", options.now),
        );
    }
    let trusted = signatures.iter().filter(|signature| matches!(signature.status, SignatureStatus::Trusted(_)));
    // A key stands for one identity, so to count identities is to count keys; one identity may have several keys.
    let signers: BTreeSet<&Identity> = trusted.map(|signature| &signature.identity).collect();
    if signers.len() < options.required_signers && options.required_signers > 1 {
        let message = format!("{} trusted, {} asked for", signers.len(), options.required_signers);
        findings.add(Code::TrustTooFew, "signatures/", message);
    }
}

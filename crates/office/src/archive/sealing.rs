//! A statement sealed: written, signed, and judged before anybody sees it.

use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::bundle::evidence::SignatureFile;
use chancery_core::digest::stream::Progress;
use chancery_core::{
    Code, Documents, Identity, NamedKeys, Report, Role, SignatureStatus, Trust, VerifyOptions, Weight, verify,
};

use crate::bundle::write::{Plan, Sealed, write};
use crate::compose::error::ComposeError;
use crate::durable::NewFile;
use crate::error::{Error, Result};
use crate::keys::signer::Signer;
use crate::opened::Opened;

/// Who signs, and as what.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    /// In which role.
    pub role: Role,
    /// Under which identity.
    pub identity: &'a Identity,
    /// With which key.
    pub signer: &'a dyn Signer,
}

/// Writes a bundle into a new file, has it signed and judges what was written. `target` names it in errors.
///
/// # Errors
/// What the system says, a document that changed meanwhile, and a bundle that does not come out as it should.
pub fn seal(
    plan: &Plan<'_>,
    signings: &[Signing<'_>],
    target: (&NewFile, &Path),
    workers: NonZeroUsize,
    progress: Progress<'_>,
) -> Result<Sealed> {
    let (file, folder) = target;
    let sign = |message: &[u8]| {
        let file = |signing: &Signing<'_>| {
            let name = SignatureFile::Signature(signing.role, signing.identity.clone()).to_string();
            Ok((name, signing.signer.sign(signing.role, message)?))
        };
        signings.iter().map(file).collect()
    };
    let sealed = write(plan, (file.file(), folder), &sign, workers, progress)?;
    let report = read_back(plan, &sealed, signings, target)?;
    if report.id() == Some(sealed.id) && is_as_sealed(&report, signings) {
        return Ok(sealed);
    }
    let found = report.findings().as_slice().first();
    let found = found.map(|finding| format!("{}: {}", finding.place, finding.message)).unwrap_or_default();
    Err(ComposeError::DoesNotVerify { found }.into())
}

/// Reads the headers, tag files and signatures again; the documents' digests are those of the pass that wrote them.
fn read_back(
    plan: &Plan<'_>,
    sealed: &Sealed,
    signings: &[Signing<'_>],
    (file, folder): (&NewFile, &Path),
) -> Result<Report> {
    let failed = |error| Error::io("read back in", folder, error);
    let written = file.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
    let keys = signings.iter().map(|signing| Ok(signing.signer.public()?.fingerprint())).collect::<Result<Vec<_>>>()?;
    let trust = Trust::Named(NamedKeys::new(keys));
    let options = VerifyOptions::new(&trust, plan.info.sealed_at).documents(Documents::Known(&sealed.fixities));
    verify(&written, &options).map_err(|error| failed(error.into()))
}

/// Whether all who signed are found to have signed, and nothing is amiss but issuers who have not signed yet.
fn is_as_sealed(report: &Report, signings: &[Signing<'_>]) -> bool {
    let trusted = |status| matches!(status, SignatureStatus::Trusted(_));
    let mut findings = report.findings().as_slice().iter();
    report.signatures().len() == signings.len()
        && report.signatures().iter().all(|signature| trusted(signature.status()))
        && findings.all(|finding| finding.code == Code::SignatureIncomplete || finding.code.weight() == Weight::Note)
}

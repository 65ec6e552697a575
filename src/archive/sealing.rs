//! A statement sealed: written, signed, and judged before anybody sees it.

use std::num::NonZeroUsize;
use std::path::Path;

use crate::bundle::source::Opened;
use crate::bundle::write::{Plan, Sealed, write};
use crate::digest::stream::Progress;
use crate::durable::NewFile;
use crate::error::{Error, Result};
use crate::seal::private_key::PrivateKey;
use crate::seal::public_key::PublicKey;
use crate::statement::identity::{Identity, Role};
use crate::trust::Trust;
use crate::verify::report::Verdict;
use crate::verify::{Documents, Question, verify};

/// Who seals.
pub struct Issuer<'a> {
    /// Under which identity.
    pub identity: &'a Identity,
    /// With which key.
    pub key: &'a PrivateKey,
}

/// Writes a bundle into a new file, signs it as its one issuer and judges what was written. `target` names it in errors.
///
/// # Errors
/// What the system says, a document that changed meanwhile, and a bundle that does not come out authentic.
pub fn seal(
    plan: &Plan<'_>,
    issuer: &Issuer<'_>,
    target: (&NewFile, &Path),
    workers: NonZeroUsize,
    progress: Progress<'_>,
) -> Result<Sealed> {
    let (file, folder) = target;
    let sign = |message: &[u8]| {
        let name = format!("{}.{}.sig", Role::Issuer, issuer.identity);
        vec![(name, issuer.key.sign(Role::Issuer, message))]
    };
    let sealed = write(plan, (file.file(), folder), &sign, workers, progress)?;
    let key = issuer.key.public().map_err(|fault| Error::refused(fault.to_string(), "make another key"))?;
    check(plan, &sealed, key, file, folder)?;
    Ok(sealed)
}

/// Reads the headers, tag files and signature again; the documents' digests are those of the pass that wrote them.
fn check(plan: &Plan<'_>, sealed: &Sealed, key: PublicKey, file: &NewFile, folder: &Path) -> Result<()> {
    let failed = |error| Error::io("read back in", folder, error);
    let written = file.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
    let question = Question {
        trust: &Trust::Key(key.fingerprint()),
        now: plan.info.sealed_at,
        required_signers: 1,
        require_proven_time: false,
        documents: Documents::Known(&sealed.fixities),
    };
    let report = verify(&written, &question).map_err(failed)?;
    if report.verdict == Verdict::Authentic && report.id == Some(sealed.id) {
        return Ok(());
    }
    let found = report.findings.as_slice().first();
    let found = found.map(|finding| format!("{}: {}", finding.place, finding.message)).unwrap_or_default();
    Err(Error::refused(format!("what was written does not verify ({found})"), "nothing was sealed; please report this"))
}

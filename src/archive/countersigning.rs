//! A further signature on a bundle that is there: the file is replaced at once by one that has it, or stays as it was.

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use super::sealing::Signing;
use crate::bundle::bag::SIGNATURES;
use crate::bundle::evidence::SignatureFile;
use crate::bundle::source::Opened;
use crate::bundle::zip::Entry;
use crate::bundle::{Contents, container, countersign};
use crate::digest::Digest;
use crate::digest::stream::Progress;
use crate::durable::{Lock, NewFile, folder_of};
use crate::error::{Error, Result};
use crate::finding::Findings;
use crate::seal::public_key::PublicKey;
use crate::statement::id::BundleId;
use crate::statement::time::Timestamp;
use crate::trust::proofs::Proofs;
use crate::trust::{Named, Trust};
use crate::verify::report::Report;
use crate::verify::{Documents, Question, verify};

/// Adds a signature to the bundle with this id at `path`, and judges the whole before it takes the old one's place.
///
/// # Errors
/// Where the bundle is not the one that was looked at, whoever does not sign, a bundle that does not come out as it
/// should, and what the system says.
pub fn countersign(
    path: &Path,
    id: BundleId,
    signing: &Signing<'_>,
    now: Timestamp,
    workers: NonZeroUsize,
    progress: Progress<'_>,
) -> Result<Report> {
    let failed = |error| Error::io("countersign", path, error);
    // Whoever signs may have to be asked, which takes its time: nobody else is kept waiting for that.
    let message = read(&Opened::open(path)?, path, id)?.0.tagmanifest;
    let text = signing.signer.sign(signing.role, &message)?;
    let lock = Lock::of_file(path)?;
    let opened = Opened::open(path)?;
    let bundle = read(&opened, path, id)?;
    let work = (now, workers, progress);
    let signed = signed_copy((&opened, path), &bundle, (id, signing, &text), folder_of(path), work)?;
    // Whoever knows of no lock may have put another bundle there meanwhile: that one stays.
    if !lock.is_still(path)? || read(&Opened::open(path)?, path, id)?.1 != bundle.1 {
        return Err(changed(path));
    }
    let before = std::fs::metadata(path).map_err(failed)?;
    signed.0.file().set_permissions(before.permissions()).map_err(failed)?;
    signed.0.replace(path.file_name().ok_or_else(|| changed(path))?)?;
    Ok(signed.1)
}

/// A copy of the open bundle that is called `path` in a new file in `folder`, with a further signature, judged whole; the bundle stays as it is.
///
/// # Errors
/// As [`countersign`].
pub fn countersigned_copy(
    (opened, path): (&Opened, &Path),
    id: BundleId,
    signing: &Signing<'_>,
    folder: &Path,
    work: Work<'_>,
) -> Result<(NewFile, Report)> {
    let bundle = read(opened, path, id)?;
    let text = signing.signer.sign(signing.role, &bundle.0.tagmanifest)?;
    signed_copy((opened, path), &bundle, (id, signing, &text), folder, work)
}

/// Puts a judged copy of the bundle at `path` in its place where the copy has all of it and more signatures. Says whether it had.
///
/// # Errors
/// Where either is not the bundle with this id, and what the system says.
pub fn take_over(path: &Path, id: BundleId, copy: NewFile) -> Result<bool> {
    let failed = |error| Error::io("countersign", path, error);
    let lock = Lock::of_file(path)?;
    let (_, earlier) = read(&Opened::open(path)?, path, id)?;
    let written = copy.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
    let (_, entries) = read(&written, path, id)?;
    let what = |entry: &Entry| (entry.name.clone(), entry.size, entry.crc);
    let mut later = entries.iter().map(what);
    // In order, each of the earlier ones, with others between.
    let has_all = earlier.iter().map(what).all(|entry| later.any(|other| other == entry));
    if !has_all || entries.len() <= earlier.len() {
        return Ok(false);
    }
    if !lock.is_still(path)? {
        return Err(changed(path));
    }
    let before = std::fs::metadata(path).map_err(failed)?;
    copy.file().set_permissions(before.permissions()).map_err(failed)?;
    copy.replace(path.file_name().ok_or_else(|| changed(path))?)?;
    Ok(true)
}

/// When it is, how many threads there may be, and who is told how far it is.
type Work<'a> = (Timestamp, NonZeroUsize, Progress<'a>);
/// What a bundle holds, and where.
type Bundle = (Contents, Vec<Entry>);

fn signed_copy(
    (opened, path): (&Opened, &Path),
    (contents, entries): &Bundle,
    (id, signing, text): (BundleId, &Signing<'_>, &str),
    folder: &Path,
    (now, workers, progress): Work<'_>,
) -> Result<(NewFile, Report)> {
    let failed = |error| Error::io("countersign", path, error);
    let name = SignatureFile::Signature(signing.role, signing.identity.clone()).to_string();
    let file = NewFile::create_in(folder)?;
    let added = (contents.top.as_str(), name.as_str(), text);
    countersign::with_signature(opened, entries, added, file.file(), progress).map_err(failed)?;
    let written = file.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
    let key = signing.signer.public()?;
    let report = judge(&written, &key, now, workers).map_err(failed)?;
    let full = format!("{}/{SIGNATURES}{name}", contents.top);
    if report.id != Some(id) || !is_as_signed(&report, signing, &key) || !keeps(&written, entries, &full, path)? {
        let found = report.findings.as_slice().first();
        let found = found.map(|finding| format!(" ({}: {})", finding.place, finding.message)).unwrap_or_default();
        let problem = format!("with that signature it would not verify{found}");
        return Err(Error::path(path, problem, "nothing was changed"));
    }
    Ok((file, report))
}

/// Reads the bundle, which must be the one with this id, and sound.
fn read(opened: &Opened, path: &Path, id: BundleId) -> Result<Bundle> {
    let failed = |error| Error::io("countersign", path, error);
    let mut findings = Findings::default();
    let entries = container::read(opened, &mut findings).map_err(failed)?.ok_or_else(|| changed(path))?;
    let contents = Contents::read(opened, &mut findings).map_err(failed)?.ok_or_else(|| changed(path))?;
    if findings.broken() || BundleId(Digest::of(&contents.tagmanifest)) != id {
        return Err(changed(path));
    }
    Ok((contents, entries))
}

fn changed(path: &Path) -> Error {
    Error::path(path, "was changed while it was being signed", "nothing was signed; verify it, and try again")
}

/// Judges all of what was written, on the word of the new signer alone.
fn judge(written: &Opened, key: &PublicKey, now: Timestamp, workers: NonZeroUsize) -> io::Result<Report> {
    let question = Question {
        trust: &Trust::Named(Named { keys: vec![key.fingerprint()], revoked: Vec::new() }),
        now,
        required_signers: 1,
        require_proven_time: false,
        proofs: &Proofs::default(),
        documents: Documents::Hash { workers, progress: &|_| () },
    };
    verify(written, &question)
}

/// Whether the bundle is intact and the new signature good, by the key that signed.
fn is_as_signed(report: &Report, signing: &Signing<'_>, key: &PublicKey) -> bool {
    let mut signatures = report.signatures.iter();
    report.verdict.is_intact()
        && signatures.any(|signature| {
            (signature.role, &signature.identity, signature.key) == (signing.role, signing.identity, Some(*key))
                && signature.status.is_good()
        })
}

/// Whether every earlier entry is there as it was, in its order, and one more of this name.
fn keeps(written: &Opened, earlier: &[Entry], added: &str, path: &Path) -> Result<bool> {
    let failed = |error| Error::io("countersign", path, error);
    let entries = container::read(written, &mut Findings::default()).map_err(failed)?.unwrap_or_default();
    let what = |entry: &Entry| (entry.name.clone(), entry.size, entry.crc);
    let others = entries.iter().filter(|entry| entry.name != added.as_bytes()).map(what);
    Ok(entries.len() == earlier.len().saturating_add(1) && others.eq(earlier.iter().map(what)))
}

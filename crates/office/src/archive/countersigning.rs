//! A further signature on a bundle that is there: the file is replaced at once by one that has it, or stays as it was.

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

use chancery_core::bundle::bag::SIGNATURES;
use chancery_core::bundle::evidence::SignatureFile;
use chancery_core::bundle::zip::Entry;
use chancery_core::bundle::{Contents, container};
use chancery_core::digest::stream::Progress;
use chancery_core::{
    BundleId, Digest, Documents, Findings, Identity, Metadata, NamedKeys, PublicKey, Report, Role, Signature,
    SignatureStatus, Source, Timestamp, Trust, VerifyOptions, verify,
};

use super::sealing::Signing;
use crate::bundle::countersign;
use crate::compose::error::{ComposeError, Unfit};
use crate::durable::{Lock, NewFile, folder_of};
use crate::error::{Error, Result};
use crate::keys::signer::Signer;
use crate::opened::Opened;

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
/// As [`countersign()`].
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

/// Adds to the bundle at `path` every signature that another file of the same bundle has beyond it and that is trusted, as the
/// report on that file says. Says how many there were.
///
/// # Errors
/// As [`countersign()`].
pub fn take_over(
    path: &Path,
    id: BundleId,
    (other, report): (&Opened, &Report),
    (now, workers, progress): Work<'_>,
) -> Result<usize> {
    let failed = |error| Error::io("countersign", path, error);
    let (contents, entries) = read(other, path, id)?;
    let mut count = 0_usize;
    for signature in report.signatures() {
        let name = format!("{}/{}", contents.top, signature.file()).into_bytes();
        let (_, there) = read(&Opened::open(path)?, path, id)?;
        let is_new = !there.iter().any(|entry| entry.name == name);
        let trusted = matches!(signature.status(), SignatureStatus::Trusted(_));
        let entry = entries.iter().find(|entry| entry.name == name).filter(|_| is_new && trusted);
        let Some((entry, key)) = entry.zip(signature.key()) else { continue };
        let text = String::from_utf8(bytes_of(other, entry).map_err(failed)?).map_err(|_| changed(path))?;
        let (given, identity) = (Given { key, text }, signature.identity());
        let signing = Signing { role: signature.role(), identity, signer: &given };
        countersign(path, id, &signing, now, workers, progress)?;
        count = count.saturating_add(1);
    }
    Ok(count)
}

/// A signature that was made elsewhere.
struct Given {
    key: PublicKey,
    text: String,
}

impl Signer for Given {
    fn public(&self) -> Result<PublicKey> {
        Ok(self.key)
    }

    fn sign(&self, _: Role, _: &[u8]) -> Result<String> {
        Ok(self.text.clone())
    }
}

/// The bytes of a file under `signatures/`: the container's rules keep it small.
fn bytes_of(opened: &Opened, entry: &Entry) -> io::Result<Vec<u8>> {
    opened.read_at(entry.data_offset(), usize::try_from(entry.size).map_err(|_| io::ErrorKind::OutOfMemory)?)
}

/// Whether an identity may sign the bundle in this role, and has not yet.
///
/// # Errors
/// Where it may not.
pub fn check_signer(path: &Path, report: &Report, role: Role, identity: &Identity) -> Result<()> {
    let identity = identity.clone();
    let named = || report.claims().is_some_and(|claims| claims.issuers().any(|issuer| *issuer == identity));
    if role == Role::Issuer && !named() {
        return Err(unfit(path, Unfit::NotNamed { identity }));
    }
    if report.signatures().iter().any(|signature| signature.role() == role && *signature.identity() == identity) {
        return Err(unfit(path, Unfit::Signed { identity, role }));
    }
    Ok(())
}

/// Whether nobody else has signed the bundle with this key: no key stands for two identities.
///
/// # Errors
/// Where somebody has.
pub fn check_key(path: &Path, report: &Report, identity: &Identity, key: &PublicKey) -> Result<()> {
    let mut signatures = report.signatures().iter();
    match signatures.find(|signature| signature.key() == Some(*key) && signature.identity() != identity) {
        Some(other) => Err(unfit(path, Unfit::SameKey { identity: other.identity().clone() })),
        None => Ok(()),
    }
}

/// A bundle's id and metadata, which must be there for it to be signed.
///
/// # Errors
/// Where they are not.
pub fn check_claims<'a>(path: &Path, report: &'a Report) -> Result<(BundleId, &'a Metadata)> {
    report.id().zip(report.claims()).ok_or_else(|| unfit(path, Unfit::SaysNothing))
}

/// The signatures of issuers whose keys are not trusted.
pub fn untrusted_issuers(report: &Report) -> Vec<&Signature> {
    let trusted = |signature: &&Signature| matches!(signature.status(), SignatureStatus::Trusted(_));
    report.issuer_signatures().filter(|signature| !trusted(signature)).collect()
}

fn unfit(path: &Path, unfit: Unfit) -> Error {
    ComposeError::Unfit { path: path.to_owned(), unfit }.into()
}

/// When it is, how many threads there may be, and who is told how far it is.
pub type Work<'a> = (Timestamp, NonZeroUsize, Progress<'a>);
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
    if report.id() != Some(id) || !is_as_signed(&report, signing, &key) || !keeps(&written, entries, &full, path)? {
        let found = report.findings().as_slice().first();
        let found = found.map(|finding| format!("{}: {}", finding.place, finding.message));
        return Err(ComposeError::WouldNotVerify { path: path.to_owned(), found }.into());
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
    ComposeError::BundleChanged { path: path.to_owned() }.into()
}

/// Judges all of what was written, on the word of the new signer alone.
fn judge(written: &Opened, key: &PublicKey, now: Timestamp, workers: NonZeroUsize) -> io::Result<Report> {
    let trust = Trust::Named(NamedKeys::new([key.fingerprint()]));
    let documents = Documents::Hash { workers, progress: &|_| () };
    Ok(verify(written, &VerifyOptions::new(&trust, now).documents(documents))?)
}

/// Whether the bundle is intact and the new signature good, by the key that signed.
fn is_as_signed(report: &Report, signing: &Signing<'_>, key: &PublicKey) -> bool {
    let mut signatures = report.signatures().iter();
    report.verdict().is_intact()
        && signatures.any(|signature| {
            (signature.role(), signature.identity(), signature.key()) == (signing.role, signing.identity, Some(*key))
                && signature.status().is_good()
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

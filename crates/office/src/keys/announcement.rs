//! A key announcement sealed as a statement, signed with the old key and the new one.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::trust::announcement::{Announcement, KIND, LINES, TEXT};
use chancery_core::{
    BundleId, Document, DocumentRole, Identity, Metadata, NamedKeys, PublicKey, Role, Timestamp, Trust, TrustList,
    VerifyOptions, verify,
};

use super::apply_announcement;
use super::rotation_error::RotationError;
use super::signer::Signer;
use crate::archive::catalogue::select::Filter;
use crate::archive::events::event::{Event, Kind, Outcome};
use crate::archive::sealing::{self, Signing};
use crate::archive::{Archive, Shelfmark};
use crate::bundle::write::{Plan, Source};
use crate::compose::draft::Draft;
use crate::compose::naming;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::opened::Opened;

/// A key announcement that is to be sealed.
pub struct Sealing<'a> {
    /// What it says.
    pub announcement: &'a Announcement,
    /// The office's name.
    pub publisher: &'a str,
    /// When it is sealed.
    pub sealed_at: Timestamp,
    /// The program that does it, with its version.
    pub program: &'a str,
}

impl Sealing<'_> {
    /// Seals it into the archive; gives its id and its file.
    ///
    /// # Errors
    /// What the system says, and one of the two that does not sign.
    pub fn seal(&self, office: &Office, old: &dyn Signer, new: &dyn Signer) -> Result<(BundleId, PathBuf)> {
        let Self { announcement, sealed_at, .. } = *self;
        let described = [described(LINES, DocumentRole::Attachment)?, described(TEXT, DocumentRole::Original)?];
        let documents = [held(LINES, &announcement.lines())?, held(TEXT, &announcement.text())?];
        let metadata = metadata(announcement, self.publisher, sealed_at, &described)?;
        let name = naming::bundle_name(metadata.issued, metadata.title.as_str())
            .map_err(|fault| RotationError::Name { fault: fault.to_string() })?;
        let info = BagInfo { name, sealed_at };
        let archive = Archive::at(&office.archive);
        let file = archive.create(metadata.issued)?;
        let plan = Plan { info: &info, metadata: &metadata, documents: &documents };
        let identity = &announcement.identity;
        let signings = [
            Signing { role: Role::Issuer, identity, signer: old },
            Signing { role: Role::Witness, identity, signer: new },
        ];
        let sealed = sealing::seal(&plan, &signings, (&file, &office.archive), NonZeroUsize::MIN, &|_| ())?;
        let mark = Shelfmark { issued: metadata.issued, name: &info.name, id: &sealed.id };
        let event = Event::new(Kind::Sealed, Outcome::Done, (office.now, identity.as_str(), self.program));
        Ok((sealed.id, archive.keep(file, mark, vec![event])?))
    }
}

/// Gives the files in the archive whose bundles fit a filter, the oldest statement first.
pub type FindFiles<'a> = &'a dyn Fn(&Filter) -> Result<Vec<PathBuf>>;

/// The announcement of a key that an earlier run put into the archive, with its id and its file.
///
/// # Errors
/// What the system says.
pub fn find(
    office: &Office,
    list: &TrustList,
    identity: &Identity,
    new: &PublicKey,
    files: FindFiles<'_>,
) -> Result<Option<(Announcement, BundleId, PathBuf)>> {
    if !office.archive.is_dir() {
        return Ok(None);
    }
    // Any key that the list names for the identity may have been the old one: what counts is that both have signed.
    let named = list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let trust = Trust::Named(NamedKeys::new(named.map(|rule| rule.key.fingerprint())));
    let announcements = Filter { kind: Some(KIND.to_owned()), signer: Some(identity.clone()), ..Filter::default() };
    for path in files(&announcements)? {
        match read(office, &path, &trust)? {
            Some((announced, id)) if announced.new == *new && announced.identity == *identity => {
                return Ok(Some((announced, id, path)));
            }
            _ => {}
        }
    }
    Ok(None)
}

/// What a bundle announces, by this trust; nothing where it announces nothing.
fn read(office: &Office, path: &Path, trust: &Trust) -> Result<Option<(Announcement, BundleId)>> {
    let opened = Opened::open(path)?;
    let options = VerifyOptions::new(trust, office.now);
    let report = verify(&opened, &options).map_err(|error| Error::io("read", path, error.into()))?;
    let announced = apply_announcement::read(&opened, path, &report).ok();
    Ok(announced.zip(report.id()))
}

fn metadata(
    announced: &Announcement,
    publisher: &str,
    sealed_at: Timestamp,
    documents: &[Document],
) -> Result<Metadata> {
    let refused = |problem: String| RotationError::Metadata { problem };
    let mut draft = Draft::default();
    let values = [
        ("title", format!("New key of {}", announced.identity)),
        ("type", KIND.to_owned()),
        ("issued", sealed_at.day().to_string()),
        ("language", "en".to_owned()),
    ];
    for (key, value) in values {
        draft.set_text(key, &value).map_err(|fault| refused(format!("{} {}", fault.key, fault.problem)))?;
    }
    draft.publish_as(Some(publisher), &announced.identity);
    let metadata = draft.finish(documents).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.key, fault.problem)).collect();
        refused(all.join("; "))
    })?;
    Ok(metadata)
}

fn described(name: &str, role: DocumentRole) -> std::result::Result<Document, RotationError> {
    let path = format!("data/{name}").parse().map_err(|_| RotationError::Undescribed)?;
    let media_type = "text/plain; charset=utf-8".parse().map_err(|_| RotationError::Undescribed)?;
    let language =
        (role == DocumentRole::Original).then(|| "en".parse()).transpose().map_err(|_| RotationError::Undescribed)?;
    Ok(Document { path, name: None, media_type, language, role })
}

/// A text as a document to be sealed.
fn held(name: &str, text: &str) -> Result<Source> {
    let failed = |error| Error::io("write", Path::new(name), error);
    let mut file = tempfile::tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    let path = described(name, DocumentRole::Attachment)?.path;
    Source::open(path, PathBuf::from(name), file)
}

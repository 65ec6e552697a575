//! A key announcement sealed as a statement, signed with the old key and the new one.

use std::io::Write;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::trust::announcement::{Announcement, KIND, LINES, TEXT};
use chancery_core::{
    BundleId, Document, DocumentRole, Identity, Metadata, Named, PublicKey, Role, Timestamp, Trust, TrustList,
};
use chancery_office::archive::catalogue::select::{Filter, Sort};
use chancery_office::archive::sealing::{self, Signing};
use chancery_office::archive::{Archive, Shelfmark};
use chancery_office::bundle::write::{Plan, Sealed, Source};
use chancery_office::compose::draft::Draft;
use chancery_office::compose::naming;
use chancery_office::keys::signer::Signer;

use super::handover;
use crate::archive::{Open, open};
use crate::context::Context;
use crate::trust_choice::TrustOptions;
use crate::{events, input};

/// Seals the announcement into the archive.
///
/// # Errors
/// What the system says, and whoever does not sign.
pub fn seal(
    context: &Context,
    announced: &Announcement,
    publisher: &str,
    (old, new): (&dyn Signer, &dyn Signer),
    sealed_at: Timestamp,
) -> Result<(Sealed, PathBuf)> {
    let described = [described(LINES, DocumentRole::Attachment)?, described(TEXT, DocumentRole::Original)?];
    let documents = [held(LINES, &announced.lines())?, held(TEXT, &announced.text())?];
    let metadata = metadata(announced, publisher, sealed_at, &described)?;
    let name = naming::bundle_name(metadata.issued, metadata.title.as_str())
        .map_err(|fault| Error::refused(format!("the bundle's name {fault}"), "please report this"))?;
    let info = BagInfo { name, sealed_at };
    let archive = Archive::at(&context.office.archive);
    let file = archive.create(metadata.issued)?;
    let plan = Plan { info: &info, metadata: &metadata, documents: &documents };
    let identity = &announced.identity;
    let signings =
        [Signing { role: Role::Issuer, identity, signer: old }, Signing { role: Role::Witness, identity, signer: new }];
    let sealed = sealing::seal(&plan, &signings, (&file, &context.office.archive), NonZeroUsize::MIN, &|_| ())?;
    let mark = Shelfmark { issued: metadata.issued, name: &info.name, id: &sealed.id };
    let path = archive.keep(file, mark, events::sealed(context, &metadata, sealed.id, identity.as_str())?)?;
    Ok((sealed, path))
}

/// The announcement of a key that an earlier run put into the archive, with its id and its file.
///
/// # Errors
/// What the system says.
pub fn find(
    context: &Context,
    list: &TrustList,
    identity: &Identity,
    new: &PublicKey,
) -> Result<Option<(Announcement, BundleId, PathBuf)>> {
    let archive = Archive::at(&context.office.archive);
    if !archive.folder().is_dir() {
        return Ok(None);
    }
    // Any key that the list names for the identity may have been the old one: what counts is that both have signed.
    let named = list.rules.iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let keys = named.map(|rule| rule.key.fingerprint()).collect();
    let trust = Trust::Named(Named { keys, revoked: Vec::new() });
    let Open { catalogue, .. } = open(context)?;
    let announcements = Filter { kind: Some(KIND.to_owned()), signer: Some(identity.clone()), ..Filter::default() };
    for key in catalogue.select(&announcements, Sort::Oldest, None)? {
        let Some(found) = catalogue.file(key)? else { continue };
        let path = archive.folder().join(found.path);
        let input = input::open_path(&path)?;
        let report = input::judge(context, &input, &trust, &TrustOptions::plain())?;
        match report.id.zip(handover::read(&input, &report).ok()) {
            Some((id, announced)) if announced.new == *new && announced.identity == *identity => {
                return Ok(Some((announced, id, path)));
            }
            _ => {}
        }
    }
    Ok(None)
}

fn metadata(
    announced: &Announcement,
    publisher: &str,
    sealed_at: Timestamp,
    documents: &[Document],
) -> Result<Metadata> {
    let refused = |problem: String| Error::refused(problem, "mend publisher in chancery.toml, or give --office");
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
    draft.finish(documents).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.key, fault.problem)).collect();
        refused(all.join("; "))
    })
}

fn described(name: &str, role: DocumentRole) -> Result<Document> {
    let please = || Error::refused("the announcement cannot be described", "please report this");
    let path = format!("data/{name}").parse().map_err(|_| please())?;
    let media_type = "text/plain; charset=utf-8".parse().map_err(|_| please())?;
    let language = (role == DocumentRole::Original).then(|| "en".parse()).transpose().map_err(|_| please())?;
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

//! A new key for an identity, announced under both keys.
//!
//! It goes in steps, so that its caller can ask for passphrases between them: [`Rotation::begin`], then what an earlier run left
//! ([`Rotation::announced_earlier`], [`Rotation::finish`]), else [`Rotation::plan`] and [`RotationPlan::carry_out`].

use std::path::{Path, PathBuf};

use chancery_core::statement::value::SingleLine;
use chancery_core::trust::ALLOWED_SIGNERS;
use chancery_core::trust::allowed_signers::Rule;
use chancery_core::trust::announcement::Announcement;
use chancery_core::trust::table::Case;
use chancery_core::{BundleId, Identity, PublicKey, Role, Row, Timestamp, TrustList};
use zeroize::Zeroizing;

use super::announcement::{self, FindFiles, Sealing};
use super::apply_announcement::new_list;
use super::folder::{own_folder, read_private, read_public, refuse_former};
use super::pair::{encrypted, fresh_key};
use super::private_key::{KeyFile, NoKey, PrivateKey};
use super::room::replacement;
use super::rotation_error::{LeftOver, Remedy, RotationError};
use super::signer::Signer;
use super::succession::Succession;
use crate::defaults::{CONFIG, Defaults};
use crate::durable::Lock;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::outcome::{Outcome, Warning};
use crate::trust_sources::retire::retired;
use crate::trust_sources::revocations::read_list;
use crate::trust_sources::{ListFile, change_locked};

/// An identity whose key is to be replaced, in an office's folder of keys.
#[derive(Debug)]
pub struct Rotation<'a> {
    office: &'a Office,
    identity: &'a Identity,
    folder: PathBuf,
    file: ListFile,
}

/// What a new rotation is to do.
#[derive(Debug, Clone)]
pub struct RotationOptions<'a> {
    /// When the announcement is sealed.
    pub sealed_at: Timestamp,
    /// Until when the old key is used; where that is not said, until then.
    pub until: Option<Timestamp>,
    /// The office's name; where that is not said, as its defaults have it.
    pub publisher: Option<SingleLine>,
    /// The program that does it, with its version.
    pub program: &'a str,
}

/// An announcement that is sealed.
#[derive(Debug)]
pub struct Announced {
    announcement: Announcement,
    bundle: Option<(BundleId, PathBuf)>,
}

/// A key that took the place of another.
#[derive(Debug)]
pub struct Rotated {
    /// What was announced.
    pub announcement: Announcement,
    /// The announcement's bundle; `None` where an earlier run sealed it and it is not in the archive.
    pub bundle: Option<(BundleId, PathBuf)>,
    /// What the old private key is called now.
    pub former: PathBuf,
}

impl<'a> Rotation<'a> {
    /// Reads the office's list and looks for what an earlier run left.
    ///
    /// # Errors
    /// Where the folder of keys is another's, or the list cannot be read.
    pub fn begin(office: &'a Office, identity: &'a Identity) -> Result<Self> {
        let folder = own_folder(office)?;
        refuse_former(identity)?;
        let file = read_list(office, &folder.join(ALLOWED_SIGNERS))?;
        Ok(Self { office, identity, folder, file })
    }

    fn succession(&self) -> Succession<'_> {
        Succession::in_folder(&self.folder, self.identity)
    }

    /// What an earlier run had announced before it was broken off: it is not announced again.
    ///
    /// # Errors
    /// Where its key is revoked by now, and what the system says.
    pub fn announced_earlier(&self, files: FindFiles<'_>) -> Result<Option<Announced>> {
        let (succession, list) = (self.succession(), &self.file.list);
        let Some(next) = succession.unfinished()? else { return Ok(None) };
        if list.revoked().iter().any(|revoked| revoked.key == next) {
            return Err(left_over(&succession.next(), LeftOver::Revoked));
        }
        if let Some((announcement, id, path)) = announcement::find(self.office, list, self.identity, &next, files)? {
            return Ok(Some(Announced { announcement, bundle: Some((id, path)) }));
        }
        // Its bundle is elsewhere by now: the list says what it said.
        let announcement = in_list(list, self.identity, &next, succession.current_key()?, self.office.now);
        Ok(announcement.map(|announcement| Announced { announcement, bundle: None }))
    }

    /// Changes the list, and gives the new key the old one's place.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(&self, announced: Announced) -> Result<Outcome<Rotated>> {
        let _lock = Lock::of(&self.folder)?;
        self.finish_locked(announced)
    }

    fn finish_locked(&self, Announced { announcement, bundle }: Announced) -> Result<Outcome<Rotated>> {
        let mut warnings: Vec<Warning> = Vec::new();
        change_locked(&self.file.path, |bytes| {
            let new = new_list(&self.file, &announcement, &bytes)?;
            warnings = new.warnings;
            Ok(new.value)
        })?;
        let former = self.succession().finish(announcement.until)?;
        Ok(Outcome { value: Rotated { announcement, bundle, former }, warnings })
    }

    /// Plans what is to be announced.
    ///
    /// # Errors
    /// Where the old key would end before it signs, the office's name cannot be used, and what the system says.
    pub fn plan(&'a self, options: RotationOptions<'a>) -> Result<RotationPlan<'a>> {
        let RotationOptions { sealed_at, until, publisher, program } = options;
        let until = until.unwrap_or(sealed_at);
        if until < sealed_at {
            return Err(RotationError::EndsBeforeItSigns { until, sealed_at }.into());
        }
        let publisher = publisher.map_or_else(|| self.publisher(), Ok)?;
        let unfinished = self.succession().unfinished()?;
        Ok(RotationPlan { rotation: self, sealed_at, until, publisher, program, unfinished })
    }

    fn publisher(&self) -> Result<SingleLine> {
        let publisher = Defaults::of(self.office)?.publisher.unwrap_or_else(|| self.identity.to_string());
        let wrong = |fault: &dyn std::fmt::Display| RotationError::Publisher {
            path: PathBuf::from(CONFIG),
            fault: fault.to_string(),
        };
        Ok(publisher.parse().map_err(|fault| wrong(&fault))?)
    }
}

/// A rotation that is to announce a new key.
#[derive(Debug)]
pub struct RotationPlan<'a> {
    rotation: &'a Rotation<'a>,
    sealed_at: Timestamp,
    until: Timestamp,
    publisher: SingleLine,
    program: &'a str,
    unfinished: Option<PublicKey>,
}

/// The key that takes the old one's place, with its file's text where that is not written yet.
pub struct NextKey {
    key: PrivateKey,
    text: Option<Zeroizing<String>>,
}

impl RotationPlan<'_> {
    /// The key that an earlier run made and did not announce: the rotation goes on with it.
    pub fn resumed(&self) -> Option<Warning> {
        let path = self.next_path();
        self.unfinished.map(|next| Warning::RotationResumed { next: next.fingerprint(), path })
    }

    /// Where the new private key is until it is used.
    pub fn next_path(&self) -> PathBuf {
        self.rotation.succession().next()
    }

    /// Whether the old key can announce another, and end when it is to end. To be asked before a new key is made: what is
    /// announced cannot be taken back.
    ///
    /// # Errors
    /// Where the office's own list does not trust it so.
    pub fn check_old(&self, old: &PublicKey) -> Result<()> {
        let Rotation { office, identity, file, .. } = self.rotation;
        check_standing(office, file, old, identity, self.sealed_at)?;
        check_end(file, old, identity, self.until)?;
        let bytes = std::fs::read(&file.path).map_err(|error| Error::io("read", &file.path, error))?;
        retired(file, &bytes, old, self.until).map(drop)
    }

    /// The private key file that an earlier run left, where one did.
    ///
    /// # Errors
    /// Where it has no passphrase and is to have one, or cannot be used.
    pub fn left_file(&self, needs_passphrase: bool) -> Result<Option<KeyFile>> {
        if self.unfinished.is_none() {
            return Ok(None);
        }
        let path = self.next_path();
        let file = read_private(&path)?;
        if !file.is_encrypted() && needs_passphrase {
            return Err(left_over(&path, LeftOver::WithoutPassphrase));
        }
        Ok(Some(file))
    }

    /// That the file which an earlier run left does not open.
    pub fn left_unopened(&self, fault: NoKey) -> Error {
        left_over(&self.next_path(), LeftOver::Unopened(fault))
    }

    /// The key that an earlier run left, opened.
    ///
    /// # Errors
    /// Where its public key is another one.
    pub fn left_key(&self, key: PrivateKey) -> Result<NextKey> {
        if Some(Signer::public(&key)?) != self.unfinished {
            return Err(left_over(&self.next_path(), LeftOver::NotThePair));
        }
        Ok(NextKey { key, text: None })
    }

    /// A new key, encrypted where there is a passphrase.
    ///
    /// # Errors
    /// Where the system gives no randomness.
    pub fn new_key(&self, passphrase: Option<&str>) -> Result<NextKey> {
        let key = fresh_key()?;
        let text = encrypted(self.rotation.identity, &key, passphrase)?;
        Ok(NextKey { key, text: Some(text) })
    }

    /// Seals the announcement, changes the list, and gives the new key the old one's place.
    ///
    /// # Errors
    /// As [`RotationPlan::check_old`]; what the system says, and one of the two that does not sign.
    pub fn carry_out(self, old: &dyn Signer, next: &NextKey) -> Result<Outcome<Rotated>> {
        let Rotation { office, identity, folder, .. } = self.rotation;
        let old_key = old.public()?;
        self.check_old(&old_key)?;
        let announcement = Announcement {
            identity: (*identity).clone(),
            old: old_key,
            until: self.until,
            new: Signer::public(&next.key)?,
            from: self.sealed_at,
        };
        let _lock = Lock::of(folder)?;
        check_unchanged(office, identity, &old_key)?;
        if let Some(text) = &next.text {
            self.rotation.succession().prepare(text, &format!("{} {}\n", announcement.new, self.publisher))?;
        }
        let publisher = self.publisher.as_str();
        let sealing =
            Sealing { announcement: &announcement, publisher, sealed_at: self.sealed_at, program: self.program };
        let bundle = Some(sealing.seal(office, old, &next.key)?);
        self.rotation.finish_locked(Announced { announcement, bundle })
    }
}

/// What was announced of a key, as far as the list tells.
fn in_list(
    list: &TrustList,
    identity: &Identity,
    next: &PublicKey,
    current: Option<PublicKey>,
    now: Timestamp,
) -> Option<Announcement> {
    let rules = || list.rules().iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let is_issuer = |rule: &&Rule| rule.namespaces.as_ref().is_none_or(|roles| roles.fits(Role::Issuer.namespace()));
    let from = rules().find(|rule| rule.key == *next && is_issuer(rule))?.window.after;
    // The old key is the one whose file is still in its place; else the one that ended last.
    let is_old = |key: &PublicKey| key != next && current.is_none_or(|current| current == *key);
    let ended = |rule: &Rule| Some((rule.window.before?, rule.key)).filter(|(_, key)| is_old(key));
    let (until, old) = rules().filter_map(ended).max_by_key(|(until, _)| *until).unwrap_or((now, *next));
    Some(Announcement { identity: identity.clone(), old, until, new: *next, from: from.unwrap_or(until) })
}

/// Only a key that the office's own list trusts can announce another one.
fn check_standing(
    office: &Office,
    file: &ListFile,
    key: &PublicKey,
    identity: &Identity,
    sealed_at: Timestamp,
) -> Result<()> {
    let standing = file.list.standing(key, identity, Role::Issuer);
    let ruling = Case { standing: &standing, claimed: sealed_at, proofs: &[], now: office.now }.decide();
    let remedy = match ruling.row {
        Row::ValidClaimed => return Ok(()),
        Row::UnknownKey => Remedy::Trust {
            keys: office.keys.clone(),
            public: office.public_path(identity),
            identity: identity.clone(),
        },
        _ => Remedy::Replace(replacement(office, identity)),
    };
    let (path, reason) = (file.path.clone(), ruling.reason(identity, Role::Issuer));
    Err(RotationError::CannotAnnounce { path, reason, remedy: Box::new(remedy) }.into())
}

/// What is announced of the old key's end is what the office's own list says of it.
fn check_end(file: &ListFile, key: &PublicKey, identity: &Identity, until: Timestamp) -> Result<()> {
    let grants = file.list.standing(key, identity, Role::Issuer).grants;
    let ends: Option<Vec<Timestamp>> = grants.iter().map(|grant| grant.window.before).collect();
    match ends.and_then(|ends| ends.into_iter().max()).filter(|end| *end < until) {
        None => Ok(()),
        Some(end) => Err(RotationError::EndsEarlier { path: file.path.clone(), end, until }.into()),
    }
}

/// Whether the key in the folder is still the one that was opened.
fn check_unchanged(office: &Office, identity: &Identity, old: &PublicKey) -> Result<()> {
    let path = office.public_path(identity);
    if path.exists() && read_public(&path)? != *old {
        return Err(RotationError::OldKeyChanged { path }.into());
    }
    Ok(())
}

fn left_over(path: &Path, fault: LeftOver) -> Error {
    RotationError::LeftOver { path: path.to_owned(), fault }.into()
}

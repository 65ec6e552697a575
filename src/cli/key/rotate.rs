//! `chancery key rotate`: a new key for an identity, announced under both keys.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::super::office::{self, Defaults};
use super::super::passphrase::PassphraseSource;
use super::super::signer::KeySource;
use super::super::trust_choice::moment;
use super::super::ui::{LABEL, escape, styled};
use super::super::words::shell_quoted;
use super::super::{Context, Exit};
use super::choice::roles;
use super::new::{encrypted, fresh_key};
use super::retire::{opens_later, warn_of_unusable_lines};
use super::succession::Succession;
use super::{Grant, announce, own_folder, public_path, read_private, read_public};
use crate::durable::Lock;
use crate::error::{Error, Result};
use crate::seal::private_key::PrivateKey;
use crate::seal::public_key::PublicKey;
use crate::statement::id::BundleId;
use crate::statement::identity::{Identity, Role};
use crate::statement::time::Timestamp;
use crate::statement::value::Line;
use crate::trust::allowed_signers::Rule;
use crate::trust::announcement::Announcement;
use crate::trust::table::{Case, Row};
use crate::trust::{ALLOWED_SIGNERS, TrustList, edit};

/// Make a new key for an identity, retire the old one, and announce that in a statement signed with both
///
/// Whoever trusts the old key can check the announcement and trust the new one: `chancery key follow`. For a key that
/// may have been in other hands this is not the way: use `key revoke`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Whose key
    #[arg(value_name = "IDENTITY")]
    identity: Identity,
    /// Until when the old key is used [default: the time of the announcement]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    at: Option<Timestamp>,
    /// The office's name [default: the publisher in chancery.toml]
    #[arg(long, value_name = "NAME")]
    office: Option<Line>,
    /// Do not encrypt the new private key
    #[arg(long, conflicts_with = "new_passphrase_file")]
    no_passphrase: bool,
    /// Read the new key's passphrase from the first line of a file; `CHANCERY_PASSPHRASE` is that of both keys
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    source: KeySource,
}

/// What a rotation has done.
struct Rotated {
    announced: Announcement,
    /// The announcement; `None` where an earlier run had sealed it.
    bundle: Option<(BundleId, PathBuf)>,
    former: Option<PathBuf>,
}

/// Makes the key, announces it, changes the list, and gives the new key the old one's place.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let folder = own_folder(context)?;
    let succession = Succession::in_folder(&folder, &arguments.identity);
    let list = TrustList::read(&folder.join(ALLOWED_SIGNERS))?;
    let unfinished = succession.unfinished()?;
    let rotated = match unfinished.filter(|next| list.rules.iter().any(|rule| rule.key == *next)) {
        Some(next) => finish(context, arguments, &folder, &succession, (&list, &next))?,
        None => rotate(context, arguments, &folder, &succession, &list)?,
    };
    report(context, arguments, &rotated)
}

fn rotate(
    context: &Context,
    arguments: &Arguments,
    folder: &Path,
    succession: &Succession<'_>,
    list: &TrustList,
) -> Result<Rotated> {
    let identity = &arguments.identity;
    let sealed_at = context.sealing_time(None)?;
    let until = arguments.at.unwrap_or(sealed_at);
    if until < sealed_at {
        let problem =
            format!("the old key would be retired at {until}, before it signs the announcement at {sealed_at}");
        return Err(Error::refused(problem, "leave out --at, or name a later time"));
    }
    let publisher = publisher(arguments)?;
    let old = arguments.source.open(context, identity)?;
    let old_key = old.public()?;
    check_standing(list, &old_key, identity, sealed_at, context.now)?;
    check_list(list, &old_key, until)?;
    let (new, text) = next_key(arguments, succession)?;
    let announced =
        Announcement { identity: identity.clone(), old: old_key, until, new: new_public(&new)?, from: sealed_at };
    let _lock = Lock::of(folder)?;
    check_unchanged(context, identity, &old_key)?;
    if let Some(text) = text {
        succession.prepare(&text, &format!("{} {publisher}\n", announced.new))?;
    }
    let (sealed, path) = announce::seal(context, &announced, &publisher, (old.as_ref(), &new), sealed_at)?;
    change_list(context, list, &announced)?;
    let former = succession.finish(until)?;
    Ok(Rotated { announced, bundle: Some((sealed.id, path)), former })
}

/// Finishes what an earlier run had done up to the list.
fn finish(
    context: &Context,
    arguments: &Arguments,
    folder: &Path,
    succession: &Succession<'_>,
    (list, next): (&TrustList, &PublicKey),
) -> Result<Rotated> {
    let identity = &arguments.identity;
    context.ui.note("an earlier rotation was broken off after the list was changed: it is finished now");
    let _lock = Lock::of(folder)?;
    let named = |rule: &&Rule| rule.principals.fits(identity.as_str());
    let from = list.rules.iter().find(|rule| rule.key == *next).and_then(|rule| rule.window.after);
    let before = list.rules.iter().filter(named).filter(|rule| rule.key != *next && rule.window.before.is_some());
    let last = before.max_by_key(|rule| rule.window.before);
    let (old, until) = last.map_or((*next, context.now), |rule| (rule.key, rule.window.before.unwrap_or(context.now)));
    let former = succession.finish(until)?;
    let announced = Announcement { identity: identity.clone(), old, until, new: *next, from: from.unwrap_or(until) };
    Ok(Rotated { announced, bundle: None, former })
}

fn new_public(key: &PrivateKey) -> Result<PublicKey> {
    key.public().map_err(|fault| Error::refused(fault.to_string(), "try again"))
}

fn publisher(arguments: &Arguments) -> Result<String> {
    let named = arguments.office.as_ref().map(ToString::to_string);
    let publisher = named.map_or_else(|| Defaults::read().map(|defaults| defaults.publisher), |name| Ok(Some(name)))?;
    Ok(publisher.unwrap_or_else(|| arguments.identity.to_string()))
}

/// Only a key that the office's own list trusts can announce another one.
fn check_standing(
    list: &TrustList,
    key: &PublicKey,
    identity: &Identity,
    sealed_at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    let standing = list.standing(key, identity, Role::Issuer);
    let ruling = Case { standing: &standing, claimed: sealed_at, proofs: &[], now }.decide();
    if ruling.row == Row::ValidClaimed {
        return Ok(());
    }
    let problem = format!("its key cannot announce another: {}", ruling.reason(identity, Role::Issuer));
    let hint = "make a new key with `chancery key new` under another identity, and tell readers by other ways";
    Err(Error::path(&list.path, problem, hint))
}

/// Whether the list lets the old key be retired: asked before anything is announced, which cannot be taken back.
fn check_list(list: &TrustList, old: &PublicKey, until: Timestamp) -> Result<()> {
    let opens = |rule: &&Rule| rule.key == *old && rule.window.after.is_some_and(|after| until <= after);
    list.rules.iter().find(opens).map_or(Ok(()), |rule| Err(opens_later(&list.path, rule.line, until)))
}

/// The next key: a new one with its file's text, or the one that an earlier run had written.
fn next_key(
    arguments: &Arguments,
    succession: &Succession<'_>,
) -> Result<(PrivateKey, Option<zeroize::Zeroizing<String>>)> {
    let path = succession.next();
    let passphrase = PassphraseSource { passphrase_file: arguments.new_passphrase_file.clone() };
    if succession.unfinished()?.is_some() {
        return Ok((passphrase.open(&read_private(&path)?, &path)?, None));
    }
    let key = fresh_key()?;
    let shown = path.with_file_name(arguments.identity.as_str());
    let new = if arguments.no_passphrase { None } else { Some(passphrase.new_passphrase(&shown)?) };
    let text = encrypted(&arguments.identity, &key, new.as_ref().map(|new| new.as_str()))?;
    Ok((key, Some(text)))
}

/// Whether the key in the folder is still the one that was opened.
fn check_unchanged(context: &Context, identity: &Identity, old: &PublicKey) -> Result<()> {
    let path = public_path(context, identity);
    if path.exists() && read_public(&path)? != *old {
        return Err(Error::path(
            path,
            "is not the public key of the private key that signs",
            "was it changed just now? Mend it, and try again",
        ));
    }
    Ok(())
}

/// Retires the old key in the list, and adds the new one in the old one's roles.
fn change_list(context: &Context, list: &TrustList, announced: &Announcement) -> Result<()> {
    let Announcement { identity, old, until, new, from } = announced;
    let grant = Grant { roles: roles(list, old, identity), from: Some(*from), until: None };
    let line = grant.line(context, identity, new, identity.as_str())?;
    office::change_locked(&list.path, |bytes| {
        let retired = edit::retire(&bytes, old, *until).map_err(|line| opens_later(&list.path, line, *until))?;
        warn_of_unusable_lines(context, &list.path, &retired);
        Ok(office::with_line(retired.list, &line))
    })
}

fn report(context: &Context, arguments: &Arguments, rotated: &Rotated) -> Result<Exit> {
    let Announcement { old, until, new, from, .. } = &rotated.announced;
    let identity = &arguments.identity;
    let path = rotated.bundle.as_ref().map(|(_, path)| path.display().to_string());
    if context.ui.json {
        #[derive(Serialize)]
        struct Line<'a> {
            identity: &'a str,
            fingerprint: String,
            from: String,
            replaces: String,
            until: String,
            id: Option<String>,
            path: Option<String>,
        }
        context.ui.print_json(&Line {
            identity: identity.as_str(),
            fingerprint: new.fingerprint().to_string(),
            from: from.to_string(),
            replaces: old.fingerprint().to_string(),
            until: until.to_string(),
            id: rotated.bundle.as_ref().map(|(id, _)| id.to_string()),
            path,
        })?;
        return Ok(Exit::Done);
    }
    let mut text = format!(
        "{identity} signs with a new key from {from} on\n  {}\nthe old one is used until {until}\n  {}\n",
        new.fingerprint(),
        old.fingerprint(),
    );
    if let Some(path) = path {
        text += &format!(
            "\n{}\n  {}\n\nPublish it, and the new fingerprint wherever the old one stands. Whoever trusts the old key follows it:\n  chancery key follow {}\n",
            styled(LABEL, "Announced in a bundle that both keys have signed"),
            escape(&path),
            escape(&shell_quoted(Path::new(&path).file_name().and_then(|name| name.to_str()).unwrap_or_default())),
        );
    }
    if let Some(former) = &rotated.former {
        text += &format!(
            "\nThe old private key signs nothing more after {until}. Destroy it then, with every copy:\n  shred -u {}\n",
            escape(&shell_quoted(&former.display().to_string())),
        );
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

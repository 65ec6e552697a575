//! `chancery key rotate`: a new key for an identity, announced under both keys.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::statement::value::Line;
use chancery_core::trust::allowed_signers::Rule;
use chancery_core::trust::announcement::Announcement;
use chancery_core::trust::table::Case;
use chancery_core::trust::{ALLOWED_SIGNERS, edit};
use chancery_core::{BundleId, Identity, PublicKey, Role, Row, Timestamp, TrustList};
use chancery_office::defaults::{CONFIG, Defaults};
use chancery_office::durable::Lock;
use chancery_office::keys::private_key::PrivateKey;
use chancery_office::keys::signer::Signer;
use chancery_office::trust_sources::revocations::read_list;
use chancery_office::trust_sources::{ListFile, change_locked};
use clap::Args;

use super::new::{encrypted, fresh_key};
use super::retire::opens_later;
use super::succession::{Succession, public_of};
use super::{anew, announce, handover, own_folder, read_private, read_public};
use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::format::{file_name, shell_quoted};
use crate::show::ui::{LABEL, escape, styled};
use crate::signer::{KeySource, refuse_former};
use crate::trust_choice::moment;

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

/// An announcement that is sealed.
struct Announced {
    announcement: Announcement,
    /// Its bundle; `None` where an earlier run sealed it and it is not in the archive.
    bundle: Option<(BundleId, PathBuf)>,
}

/// Makes the key, announces it, changes the list, and gives the new key the old one's place.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let folder = own_folder(context)?;
    refuse_former(&arguments.identity)?;
    let succession = Succession::in_folder(&folder, &arguments.identity);
    let file = read_list(&context.office, &folder.join(ALLOWED_SIGNERS))?;
    let (lock, announced) = match earlier(context, &arguments.identity, &succession, &file.list)? {
        Some(announced) => (Lock::of(&folder)?, announced),
        None => announce(context, arguments, &folder, &succession, &file)?,
    };
    let announcement = &announced.announcement;
    change_locked(&file.path, |bytes| handover::new_list(context, &file, announcement, &bytes))?;
    let former = succession.finish(announcement.until)?;
    drop(lock);
    report(context, arguments, &announced, &former)
}

/// What an earlier run had announced before it was broken off: it is not announced again.
fn earlier(
    context: &Context,
    identity: &Identity,
    succession: &Succession<'_>,
    list: &TrustList,
) -> Result<Option<Announced>> {
    let Some(next) = succession.unfinished()? else { return Ok(None) };
    if list.revoked.iter().any(|revoked| revoked.key == next) {
        return Err(left_over(&succession.next(), "is a key that is revoked"));
    }
    let found = announce::find(context, list, identity, &next)?;
    let announced = match found {
        Some((announcement, id, path)) => Announced { announcement, bundle: Some((id, path)) },
        // Its bundle lies elsewhere by now: the list says what it said.
        None => match in_list(identity, (&next, succession.current_key()?), list, context.office.now) {
            Some(announcement) => Announced { announcement, bundle: None },
            None => return Ok(None),
        },
    };
    context.ui.note("an earlier rotation was broken off: it is finished as it was begun, whatever the options say now");
    Ok(Some(announced))
}

/// What was announced of a key, as far as the list tells.
fn in_list(
    identity: &Identity,
    (next, current): (&PublicKey, Option<PublicKey>),
    list: &TrustList,
    now: Timestamp,
) -> Option<Announcement> {
    let rules = || list.rules.iter().filter(|rule| rule.principals.fits(identity.as_str()));
    let is_issuer = |rule: &&Rule| rule.namespaces.as_ref().is_none_or(|roles| roles.fits(Role::Issuer.namespace()));
    let from = rules().find(|rule| rule.key == *next && is_issuer(rule))?.window.after;
    // The old key is the one whose file is still in its place; else the one that ended last.
    let is_old = |key: &PublicKey| key != next && current.is_none_or(|current| current == *key);
    let ended = |rule: &Rule| Some((rule.window.before?, rule.key)).filter(|(_, key)| is_old(key));
    let (until, old) = rules().filter_map(ended).max_by_key(|(until, _)| *until).unwrap_or((now, *next));
    Some(Announcement { identity: identity.clone(), old, until, new: *next, from: from.unwrap_or(until) })
}

/// Opens the old key, makes the new one, and seals the announcement under the lock of the folder.
fn announce(
    context: &Context,
    arguments: &Arguments,
    folder: &Path,
    succession: &Succession<'_>,
    file: &ListFile,
) -> Result<(Lock, Announced)> {
    let identity = &arguments.identity;
    let sealed_at = context.sealing_time(None)?;
    let until = arguments.at.unwrap_or(sealed_at);
    if until < sealed_at {
        let problem =
            format!("the old key would be retired at {until}, before it signs the announcement at {sealed_at}");
        return Err(Error::refused(problem, "leave out --at, or name a later time"));
    }
    let publisher = publisher(context, arguments)?;
    if let Some(next) = succession.unfinished()? {
        let files = anew::quoted(&succession.next());
        context.ui.note(&format!(
            "a rotation was broken off before it announced anything, and is finished now, with the key that it made, {}: the passphrase of the key in use is asked, then the one that was chosen for the new key; if nobody knows that any more, remove {files} and {files}.pub, and rotate again",
            next.fingerprint()
        ));
    }
    let old = arguments.source.open(context, identity)?;
    let old_key = old.public()?;
    check_standing(context, file, &old_key, identity, sealed_at)?;
    check_end(file, &old_key, identity, until)?;
    // Asked before anything is announced, which cannot be taken back.
    let bytes = std::fs::read(&file.path).map_err(|error| Error::io("read", &file.path, error))?;
    edit::retire(&bytes, &old_key, until).map_err(|later| opens_later(&file.path, later))?;
    let (new, text) = next_key(arguments, succession)?;
    let announcement =
        Announcement { identity: identity.clone(), old: old_key, until, new: Signer::public(&new)?, from: sealed_at };
    let lock = Lock::of(folder)?;
    check_unchanged(context, identity, &old_key)?;
    if let Some(text) = text {
        succession.prepare(&text, &format!("{} {publisher}\n", announcement.new))?;
    }
    let (sealed, path) = announce::seal(context, &announcement, publisher.as_str(), (old.as_ref(), &new), sealed_at)?;
    Ok((lock, Announced { announcement, bundle: Some((sealed.id, path)) }))
}

fn publisher(context: &Context, arguments: &Arguments) -> Result<Line> {
    if let Some(named) = &arguments.office {
        return Ok(named.clone());
    }
    let publisher = Defaults::of(&context.office)?.publisher.unwrap_or_else(|| arguments.identity.to_string());
    let wrong =
        |fault: &dyn std::fmt::Display| Error::path(CONFIG, format!("publisher {fault}"), "mend it, or give --office");
    publisher.parse().map_err(|fault| wrong(&fault))
}

/// Only a key that the office's own list trusts can announce another one.
fn check_standing(
    context: &Context,
    file: &ListFile,
    key: &PublicKey,
    identity: &Identity,
    sealed_at: Timestamp,
) -> Result<()> {
    let standing = file.list.standing(key, identity, Role::Issuer);
    let ruling = Case { standing: &standing, claimed: sealed_at, proofs: &[], now: context.office.now }.decide();
    if ruling.row == Row::ValidClaimed {
        return Ok(());
    }
    let problem = format!("its key cannot announce another: {}", ruling.reason(identity, Role::Issuer));
    let hint = match ruling.row {
        Row::UnknownKey => {
            let (program, file) = (anew::program(context), anew::quoted(&context.office.public_path(identity)));
            format!("if the key is your own, trust it first: {program} key trust {file} {identity}")
        }
        _ => format!(
            "make a new key, and publish its fingerprint as you did the first time: {}",
            anew::commands(context, identity)
        ),
    };
    Err(Error::path(&file.path, problem, hint))
}

/// What is announced of the old key's end is what the office's own list says of it.
fn check_end(file: &ListFile, key: &PublicKey, identity: &Identity, until: Timestamp) -> Result<()> {
    let grants = file.list.standing(key, identity, Role::Issuer).grants;
    let ends: Option<Vec<Timestamp>> = grants.iter().map(|grant| grant.window.before).collect();
    match ends.and_then(|ends| ends.into_iter().max()).filter(|end| *end < until) {
        None => Ok(()),
        Some(end) => Err(Error::path(
            &file.path,
            format!("trusts the old key only until {end}, which is before {until}"),
            "name that time with --at, or an earlier one, or leave --at out; nothing was changed",
        )),
    }
}

/// The next key: a new one with its file's text, or the one that an earlier run had written.
fn next_key(
    arguments: &Arguments,
    succession: &Succession<'_>,
) -> Result<(PrivateKey, Option<zeroize::Zeroizing<String>>)> {
    let path = succession.next();
    let passphrase = PassphraseSource { passphrase_file: arguments.new_passphrase_file.clone() };
    if let Some(next) = succession.unfinished()? {
        let file = read_private(&path)?;
        if !file.is_encrypted() && !arguments.no_passphrase {
            return Err(left_over(&path, "is a new key without a passphrase, left by a rotation that was broken off"));
        }
        let key = passphrase.open(&file, &path).map_err(|error| match error {
            Error::Path { path, problem, .. } | Error::Content { path, problem, .. } => left_over(&path, &problem),
            other => other,
        })?;
        if Signer::public(&key)? != next {
            return Err(left_over(&path, "is not the private key of the public key beside it"));
        }
        return Ok((key, None));
    }
    let key = fresh_key()?;
    let shown = path.with_file_name(arguments.identity.as_str());
    let new = if arguments.no_passphrase { None } else { Some(passphrase.new_passphrase(&shown)?) };
    let text = encrypted(&arguments.identity, &key, new.as_ref().map(|new| new.as_str()))?;
    Ok((key, Some(text)))
}

fn left_over(path: &Path, problem: &str) -> Error {
    Error::path(path, problem, "remove it and its .pub file, to make a new one, unless you made it yourself just now")
}

/// Whether the key in the folder is still the one that was opened.
fn check_unchanged(context: &Context, identity: &Identity, old: &PublicKey) -> Result<()> {
    let path = context.office.public_path(identity);
    if path.exists() && read_public(&path)? != *old {
        return Err(Error::path(
            path,
            "is not the public key of the private key that signs",
            "was it changed just now? Mend it, and try again",
        ));
    }
    Ok(())
}

fn report(context: &Context, arguments: &Arguments, announced: &Announced, former: &Path) -> Result<Exit> {
    let Announcement { identity, old, until, new, from } = &announced.announcement;
    let (id, path) = announced.bundle.as_ref().map(|(id, path)| (id.to_string(), path.display().to_string())).unzip();
    if context.ui.json {
        context.ui.print_json(&handover::line(&announced.announcement, id, path))?;
        return Ok(Exit::Done);
    }
    let mut text = format!(
        "{identity} signs with a new key from {from} on\n  {}\nthe old one is used until {until}\n  {}\n",
        new.fingerprint(),
        old.fingerprint(),
    );
    if context.ui.quiet {
        text.extend(path.map(|path| format!("announced in {}\n", escape(&path))));
        return context.ui.print(&text).map(|()| Exit::Done);
    }
    text += &match path {
        Some(path) => format!(
            "\n{}\n  {}\n\nPublish it, and the new fingerprint wherever the old one stands. Whoever trusts the old key follows it:\n  chancery key follow {}\n",
            styled(LABEL, "Announced in a bundle that both keys have signed"),
            escape(&path),
            file_name(Path::new(&path)),
        ),
        None => "\nIt was announced in a bundle that is not in this archive. Publish that, and the new fingerprint.\n"
            .to_owned(),
    };
    text += &what_to_do_with_the_old_key(arguments, *until, former);
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

fn what_to_do_with_the_old_key(arguments: &Arguments, until: Timestamp, former: &Path) -> String {
    let quoted = |path: &Path| escape(&shell_quoted(&path.display().to_string()));
    let mut text = String::new();
    if former.is_file() {
        text += &format!(
            "\nThe old private key signs nothing more after {until}. Destroy it then, with every copy:\n  shred -u {}\n",
            quoted(former)
        );
    }
    if arguments.source.ssh_agent {
        text += &format!(
            "\nThe SSH agent still has the old key. Take it out:\n  ssh-add -d {}\n",
            quoted(&public_of(former))
        );
    }
    text
}

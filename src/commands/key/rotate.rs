//! `chancery key rotate`: a new key for an identity, announced under both keys.

use std::path::{Path, PathBuf};

use chancery_core::statement::value::SingleLine;
use chancery_core::trust::announcement::Announcement;
use chancery_core::{Identity, Timestamp};
use chancery_office::archive::catalogue::select::{Filter, Sort};
use chancery_office::keys::rotation::{NextKey, Rotated, Rotation, RotationOptions, RotationPlan};
use chancery_office::keys::succession::public_of;
use chancery_office::{KeyError, Outcome, Warning};
use clap::Args;

use super::replaced_line;
use crate::archive::{Open, open};
use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::error::Result;
use crate::events::PROGRAM;
use crate::exit::Exit;
use crate::options::signer::KeySource;
use crate::options::trust::moment;
use crate::show::escape::quoted;
use crate::show::format::file_name;
use crate::show::ui::{LABEL, escape, styled};
use crate::show::warnings::{say, told};

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
    office: Option<SingleLine>,
    /// Do not encrypt the new private key
    #[arg(long, conflicts_with = "new_passphrase_file")]
    no_passphrase: bool,
    /// Read the new key's passphrase from the first line of a file; `CHANCERY_PASSPHRASE` is that of both keys
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    source: KeySource,
}

/// Makes the key, announces it, changes the list, and gives the new key the old one's place.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let rotation = Rotation::begin(&context.office, &arguments.identity)?;
    let rotated = match rotation.announced_earlier(&|filter| Ok(files(context, filter)?))? {
        Some(announced) => {
            say(context.ui, &Warning::RotationFinished);
            rotation.finish(announced)?
        }
        None => announce(context, arguments, &rotation)?,
    };
    report(context, arguments, &told(context.ui, rotated))
}

/// The files in the archive that fit a filter, the oldest statement first.
fn files(context: &Context, filter: &Filter) -> Result<Vec<PathBuf>> {
    let Open { catalogue, .. } = open(context)?;
    let mut files = Vec::new();
    for key in catalogue.select(filter, Sort::Oldest, None)? {
        files.extend(catalogue.file(key)?.map(|found| context.office.archive.join(found.path)));
    }
    Ok(files)
}

/// Opens the old key, makes the new one or opens the one that an earlier run left, and announces it.
fn announce(context: &Context, arguments: &Arguments, rotation: &Rotation<'_>) -> Result<Outcome<Rotated>> {
    let plan = rotation.plan(RotationOptions {
        sealed_at: context.sealing_time(None)?,
        until: arguments.at,
        publisher: arguments.office.clone(),
        program: PROGRAM,
    })?;
    if let Some(resumed) = plan.resumed() {
        say(context.ui, &resumed);
    }
    let old = arguments.source.open(context, &arguments.identity)?;
    plan.check_old(&old.public()?)?;
    let next = next_key(arguments, &plan)?;
    Ok(plan.carry_out(old.as_ref(), &next)?)
}

/// The next key, with the passphrase that was chosen for it.
fn next_key(arguments: &Arguments, plan: &RotationPlan<'_>) -> Result<NextKey> {
    let passphrase = PassphraseSource { passphrase_file: arguments.new_passphrase_file.clone() };
    let path = plan.next_path();
    if let Some(file) = plan.left_file(!arguments.no_passphrase)? {
        let key = passphrase.open(&file, &path).map_err(|error| match error.cause() {
            Some(chancery_office::Error::Key(KeyError::Unopened { fault, .. })) => plan.left_unopened(*fault).into(),
            _ => error,
        })?;
        return Ok(plan.left_key(key)?);
    }
    let shown = path.with_file_name(arguments.identity.as_str());
    let new = if arguments.no_passphrase { None } else { Some(passphrase.new_passphrase(&shown)?) };
    Ok(plan.new_key(new.as_ref().map(|new| new.as_str()))?)
}

fn report(context: &Context, arguments: &Arguments, rotated: &Rotated) -> Result<Exit> {
    let Announcement { identity, old, until, new, from } = &rotated.announcement;
    let (id, path) = rotated.bundle.as_ref().map(|(id, path)| (id.to_string(), path.display().to_string())).unzip();
    if context.ui.json {
        context.ui.print_json(&replaced_line::line(&rotated.announcement, id, path))?;
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
    text += &what_to_do_with_the_old_key(arguments, *until, &rotated.former);
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

fn what_to_do_with_the_old_key(arguments: &Arguments, until: Timestamp, former: &Path) -> String {
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

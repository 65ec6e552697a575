//! `chancery seal`: documents and metadata to a signed bundle.

mod documents;
mod metadata;
mod summary;

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use self::documents::{DocumentOptions, Documents};
use self::metadata::MetadataOptions;
use super::key::{own_folder, private_path, read_private};
use super::office::Defaults;
use super::passphrase::PassphraseSource;
use super::trust_choice::{list_path, moment};
use super::ui::{LABEL, Progress, escape, styled};
use super::verdict::{grouped, shell_quoted};
use super::{Context, Exit, input, prompt};
use crate::archive::Archive;
use crate::archive::sealing::{self, Issuer};
use crate::bundle::bag_info::BagInfo;
use crate::bundle::write::{Plan, Sealed};
use crate::durable::{NewFile, Unpublished, make_folder};
use crate::error::{Error, Result};
use crate::seal::private_key::PrivateKey;
use crate::seal::public_key::PublicKey;
use crate::statement::identity::{Identity, Role};
use crate::statement::metadata::Metadata;
use crate::statement::naming;
use crate::statement::time::Timestamp;
use crate::trust::{Standing, TrustList};

/// Seal documents and metadata into a signed bundle
///
/// The bundle goes into the archive, or into --out FILE alone. Metadata comes from chancery.toml, YAML front matter of the
/// first document, --metadata FILE and options, later ones winning; what is missing and required is asked at a terminal.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    documents: DocumentOptions,
    #[command(flatten)]
    metadata: MetadataOptions,
    /// Whose key signs [default: the office's identity]
    #[arg(long, value_name = "IDENTITY")]
    key: Option<Identity>,
    /// The time of sealing [default: SOURCE_DATE_EPOCH, else now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    sealed_at: Option<Timestamp>,
    /// Write the bundle to this file instead of the archive
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    passphrase: PassphraseSource,
}

/// Gathers, asks, signs, writes, and says what to publish.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    own_folder(context)?;
    let defaults = Defaults::read()?;
    let identity = identity(context, arguments, &defaults)?;
    let sealed_at = sealed_at(context, arguments)?;
    let documents = documents::gather(context, &arguments.documents)?;
    let (metadata, asked) =
        metadata::assemble(context, &arguments.metadata, &defaults, &identity, &documents, sealed_at)?;
    if asked && !confirmed(&metadata)? {
        return Err(Error::refused("not sealed, as you answered", "run it again with the right values as options"));
    }
    let path = private_path(context, &identity);
    let key_file = read_private(&path).map_err(|error| no_such_key(error, &identity))?;
    let key = arguments.passphrase.open(&key_file, &path)?;
    let name = naming::bundle_name(metadata.issued, metadata.title.as_str())
        .map_err(|fault| Error::refused(format!("the bundle's name {fault}"), "choose another --title"))?;
    let info = BagInfo { name, sealed_at };
    let public = key.public().map_err(|fault| Error::refused(fault.to_string(), "make another key"))?;
    warn_if_untrusted(context, &public, &identity, sealed_at)?;
    let (sealed, path) = write(context, arguments, (&info, &metadata, &documents), &identity, &key)?;
    // From here on the bundle is there: nothing but telling so can fail.
    report(context, &sealed, &path, (&metadata, &documents), &public, &identity)
}

/// Shows whoever was asked for values what is to be sealed, and asks once more.
fn confirmed(metadata: &Metadata) -> Result<bool> {
    prompt::confirm(&format!("{}Seal this? It cannot be changed afterwards", summary::text(metadata)))
}

/// Who signs: as named, else as the office's defaults say.
fn identity(context: &Context, arguments: &Arguments, defaults: &Defaults) -> Result<Identity> {
    let named = arguments.key.clone().or_else(|| defaults.identity.clone());
    named.map_or_else(|| only_key(&context.keys_folder()), Ok)
}

/// The identity of the one key in the folder, where there is one.
fn only_key(folder: &Path) -> Result<Identity> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().to_str().map(ToOwned::to_owned));
    let identities = names.filter_map(|name| name.strip_suffix(".pub").and_then(|name| name.parse::<Identity>().ok()));
    let identities: Vec<Identity> = identities.filter(|identity| folder.join(identity.as_str()).is_file()).collect();
    match identities.as_slice() {
        [identity] => Ok(identity.clone()),
        [] => {
            let hint = "go into the office's folder, or make an office here with `chancery init`";
            Err(Error::path(folder, "there is no private key here: this folder seems to be no office", hint))
        }
        _ => Err(Error::path(folder, "has several private keys", "name one with --key IDENTITY, or in chancery.toml")),
    }
}

fn no_such_key(error: Error, identity: &Identity) -> Error {
    match error {
        Error::Io { ref path, ref source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            Error::path(path, "there is no such private key", format!("make it: chancery key new {identity}"))
        }
        other => other,
    }
}

/// When it is sealed: as the option says, else SOURCE_DATE_EPOCH, else now.
fn sealed_at(context: &Context, arguments: &Arguments) -> Result<Timestamp> {
    if let Some(time) = arguments.sealed_at {
        return Ok(time);
    }
    let Some(epoch) = &context.source_date_epoch else { return Ok(context.now) };
    let time = epoch.to_str().and_then(|text| text.parse().ok()).and_then(Timestamp::from_unix);
    time.ok_or_else(|| Error::refused("SOURCE_DATE_EPOCH is not a number of seconds", "unset it, or use --sealed-at"))
}

/// Writes the bundle where it goes, and says where that is.
fn write(
    context: &Context,
    arguments: &Arguments,
    what: (&BagInfo, &Metadata, &Documents),
    identity: &Identity,
    key: &PrivateKey,
) -> Result<(Sealed, PathBuf)> {
    let (info, metadata, documents) = what;
    let archive = Archive::at(&context.archive);
    let total = documents.size();
    let file = match &arguments.out {
        Some(out) => create_beside(out)?,
        None => archive.create(metadata.issued)?,
    };
    let target = arguments.out.as_deref().unwrap_or(&context.archive);
    let plan = Plan { info, metadata, documents: &documents.sources };
    let progress = Progress::new(context.ui, total);
    let issuer = Issuer { identity, key };
    let sealed =
        sealing::seal(&plan, &issuer, (&file, target), input::workers(total), &|bytes| progress.advance(bytes))?;
    let path = match &arguments.out {
        Some(out) => publish(file, out)?,
        None => archive.put(file, metadata.issued, &info.name, &sealed.id)?,
    };
    Ok((sealed, path))
}

fn create_beside(out: &Path) -> Result<NewFile> {
    if out.symlink_metadata().is_ok() {
        return Err(is_there(out));
    }
    let folder = out.parent().unwrap_or(Path::new("."));
    if !folder.as_os_str().is_empty() {
        make_folder(folder)?;
    }
    NewFile::create_in(folder)
}

fn publish(file: NewFile, out: &Path) -> Result<PathBuf> {
    let name = out.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| Error::path(out, "is no name for a file", "name a file that ends in .zip"))?;
    match file.publish(name) {
        Ok(_) => Ok(out.to_owned()),
        Err(Unpublished::Taken(_)) => Err(is_there(out)),
        Err(Unpublished::Failed(error)) => Err(error),
    }
}

fn is_there(out: &Path) -> Error {
    Error::path(out, "is there already", "chancery never overwrites a file: choose another name")
}

/// A bundle that the office's own list does not trust is most likely a mistake.
fn warn_if_untrusted(context: &Context, key: &PublicKey, identity: &Identity, sealed_at: Timestamp) -> Result<()> {
    let (Some(path), _) = list_path(context) else { return Ok(()) };
    if !path.exists() {
        return Ok(());
    }
    let list = TrustList::read(&path)?;
    let standing = list.standing(key, identity, Role::Issuer, sealed_at, context.now);
    if !matches!(standing, Standing::Valid { .. } | Standing::Retired { .. }) {
        let shown = path.display();
        context.ui.warn(&format!(
            "{shown} does not trust this key as an issuer at {sealed_at}: your own `verify` will say so"
        ));
    }
    Ok(())
}

fn report(
    context: &Context,
    sealed: &Sealed,
    path: &Path,
    what: (&Metadata, &Documents),
    public: &PublicKey,
    identity: &Identity,
) -> Result<Exit> {
    let fingerprint = public.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Line {
            id: String,
            path: String,
            fingerprint: String,
        }
        let path = path.display().to_string();
        context.ui.print_json(&Line { id: sealed.id.to_string(), path, fingerprint })?;
        return Ok(Exit::Done);
    }
    let (metadata, documents) = what;
    let shown = path.display().to_string();
    let bytes = documents.size();
    let count = match documents.sources.len() {
        1 => "1 document".to_owned(),
        count => format!("{} documents", grouped(count as u64)),
    };
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (label, id) = (|text: &str| styled(LABEL, text), sealed.id);
    context.ui.print(&format!(
        "Sealed {}\n{}  {count}, {} bytes, signed by {identity}\n\nPublish these three lines with the statement:\n\
         {}           {id}\n{}  {fingerprint} ({identity})\n\
         {}       chancery verify {} --fingerprint {fingerprint}   # or unzip, ssh-keygen and sha256sum: FORMAT.md 16\n",
        escape(&shown),
        summary::text(metadata),
        grouped(bytes),
        label("id"),
        label("fingerprint"),
        label("verify"),
        escape(&shell_quoted(&file)),
    ))?;
    Ok(Exit::Done)
}

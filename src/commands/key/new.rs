//! `chancery key new`: a key pair in OpenSSH's format.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::statement::value::Line;
use chancery_core::trust::{ALLOWED_SIGNERS, REVOKED_KEYS};
use chancery_core::{Identity, PublicKey};
use chancery_office::durable::{Lock, NewFile, Unpublished, make_folder};
use chancery_office::keys::private_key::{PrivateKey, Randomness};
use chancery_office::trust_sources::{change_locked, with_line};
use clap::Args;
use serde::Serialize;
use zeroize::Zeroizing;

use super::{GrantOptions, anew, own_folder};
use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::ui::{LABEL, escape, styled};
use crate::signer::is_former;

/// Make an Ed25519 key pair for an identity, and trust it from now on
///
/// The private key is IDENTITY in the folder of keys, encrypted with a passphrase and readable by you alone; the public
/// key is IDENTITY.pub. Both are OpenSSH's formats.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Who will sign, such as press@mfa.example
    #[arg(value_name = "IDENTITY")]
    pub identity: Identity,
    /// The office's name, kept as the public key's comment
    #[arg(long, value_name = "NAME")]
    pub office: Option<Line>,
    #[command(flatten)]
    pub grant: GrantOptions,
    /// Do not encrypt the private key
    #[arg(long, conflicts_with = "passphrase_file")]
    pub no_passphrase: bool,
    #[command(flatten)]
    pub passphrase: PassphraseSource,
}

/// Makes the pair and the line that trusts it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let folder = own_folder(context)?;
    let identity = &arguments.identity;
    refuse_reserved(identity)?;
    let private = context.office.private_path(identity);
    if let Some(error) = anew::taken(context, identity) {
        return Err(error);
    }
    let key = fresh_key()?;
    let public = key.public().map_err(|fault| Error::refused(fault.to_string(), "try again"))?;
    let comment = arguments.office.as_ref().map_or(identity.as_str(), Line::as_str);
    let line = arguments.grant.line(context, identity, &public, comment)?;
    let text = private_text(arguments, &key, &private)?;
    make_folder(&folder)?;
    let lock = Lock::of(&folder)?;
    write_pair(context, identity, &text, &format!("{public} {comment}\n"))?;
    change_locked(&folder.join(ALLOWED_SIGNERS), |list| Ok(with_line(list, &line)))?;
    drop(lock);
    if context.office.keys.is_none() {
        context.office.adopt(&folder)?;
    }
    report(context, identity, &public)
}

/// A private key must not lie where a list or a public key does.
fn refuse_reserved(identity: &Identity) -> Result<()> {
    let name = identity.as_str();
    if is_former(identity) || name.rsplit('.').next() == Some("pub") || [ALLOWED_SIGNERS, REVOKED_KEYS].contains(&name)
    {
        return Err(Error::refused(
            format!("{name} is the name of another file in the folder of keys"),
            "choose an identity such as press@mfa.example",
        ));
    }
    Ok(())
}

pub fn fresh_key() -> Result<PrivateKey> {
    let mut seed = Zeroizing::new([0; 32]);
    fill_random(&mut *seed)?;
    Ok(PrivateKey::from_seed(&seed))
}

fn fill_random(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|_| Error::refused("the system gives no randomness", "no key can be made here"))
}

/// The private key file's text.
fn private_text(arguments: &Arguments, key: &PrivateKey, path: &Path) -> Result<Zeroizing<String>> {
    let passphrase = if arguments.no_passphrase { None } else { Some(arguments.passphrase.new_passphrase(path)?) };
    encrypted(&arguments.identity, key, passphrase.as_ref().map(|passphrase| passphrase.as_str()))
}

/// A private key as a file's text, encrypted where there is a passphrase.
pub fn encrypted(identity: &Identity, key: &PrivateKey, passphrase: Option<&str>) -> Result<Zeroizing<String>> {
    let mut random = Randomness { salt: [0; 16], check: 0 };
    let mut check = [0; 4];
    fill_random(&mut random.salt)?;
    fill_random(&mut check)?;
    random.check = u32::from_ne_bytes(check);
    key.to_openssh(identity.as_str(), passphrase, &random)
        .map_err(|_| Error::refused("the key cannot be written", "please report this"))
}

fn write_pair(context: &Context, identity: &Identity, private: &str, public: &str) -> Result<()> {
    let folder = context.office.keys_folder();
    let private_file = NewFile::create_private_in(&folder)?;
    let public_file = NewFile::create_in(&folder)?;
    for (file, text) in [(&private_file, private), (&public_file, public)] {
        file.file().write_all(text.as_bytes()).map_err(|error| Error::io("write in", &folder, error))?;
    }
    let made = publish(private_file, identity.as_str(), &folder)?;
    publish(public_file, &format!("{identity}.pub"), &folder).inspect_err(|_| {
        // The pair is made whole or not at all.
        let _ = fs::remove_file(&made);
    })?;
    Ok(())
}

fn publish(file: NewFile, name: &str, folder: &Path) -> Result<std::path::PathBuf> {
    file.publish(name).map_err(|unpublished| match unpublished {
        Unpublished::Taken(_) => Error::path(folder.join(name), "is there already", "use another identity or folder"),
        Unpublished::Failed(error) => error,
    })
}

fn report(context: &Context, identity: &Identity, public: &PublicKey) -> Result<Exit> {
    let (private, public_file) = (context.office.private_path(identity), context.office.public_path(identity));
    let fingerprint = public.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Made<'a> {
            identity: &'a str,
            fingerprint: String,
            private: String,
            public: String,
        }
        let (private, public) = (private.display().to_string(), public_file.display().to_string());
        context.ui.print_json(&Made { identity: identity.as_str(), fingerprint, private, public })?;
        return Ok(Exit::Done);
    }
    let shown = |path: &Path| escape(&path.display().to_string());
    if context.ui.quiet {
        let (private, public) = (shown(&private), shown(&public_file));
        context.ui.print(&format!("private key {private}\npublic key  {public}\n  {fingerprint}\n"))?;
        return Ok(Exit::Done);
    }
    context.ui.print(&format!(
        "{} {}\n  keep it secret, and keep a copy in a safe place: who has it can sign as {identity}\n\
         {}  {}\n  give it to everybody\n\n\
         Publish this fingerprint where readers can find it without you: on the office's site, in print, on the telephone.\n  {fingerprint}\n",
        styled(LABEL, "private key"),
        shown(&private),
        styled(LABEL, "public key"),
        shown(&public_file),
    ))?;
    Ok(Exit::Done)
}

//! `chancery key new`: a key pair in OpenSSH's format.

use std::path::Path;

use chancery_core::statement::value::SingleLine;
use chancery_core::{Identity, PublicKey};
use chancery_office::json::KeyMadeLine;
use chancery_office::keys::pair::NewPair;
use clap::Args;

use crate::ask::passphrase::PassphraseSource;
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::options::grant::GrantOptions;
use crate::show::ui::{LABEL, escape, styled};

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
    pub office: Option<SingleLine>,
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
    let (office, identity) = (&context.office, &arguments.identity);
    let comment = arguments.office.as_ref().map_or(identity.as_str(), SingleLine::as_str);
    let pair = NewPair { identity, comment, grant: arguments.grant.grant(office.now) }.prepare(office)?;
    let shown = office.private_path(identity);
    let passphrase = if arguments.no_passphrase { None } else { Some(arguments.passphrase.new_passphrase(&shown)?) };
    let public = pair.write(office, passphrase.as_ref().map(|passphrase| passphrase.as_str()))?;
    report(context, identity, &public)
}

fn report(context: &Context, identity: &Identity, public: &PublicKey) -> Result<Exit> {
    let (private, public_file) = (context.office.private_path(identity), context.office.public_path(identity));
    let fingerprint = public.fingerprint().to_string();
    if context.ui.json {
        let (private, public) = (private.display().to_string(), public_file.display().to_string());
        context.ui.print_json(&KeyMadeLine { identity: identity.to_string(), fingerprint, private, public })?;
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

//! `chancery seal`: documents and metadata to a signed bundle.

mod batch;

use std::path::{Path, PathBuf};

use chancery_core::{Identity, Role};
use chancery_office::archive::Archive;
use chancery_office::archive::sealing::Signing;
use chancery_office::compose::documents::{self, Documents};
use chancery_office::compose::metadata::Assembling;
use chancery_office::compose::seal::{Destination, Effort, SealedBundle, Statement, seal};
use chancery_office::defaults::Defaults;
use chancery_office::keys::folder::own_folder;
use clap::Args;

use crate::ask::own_list::check_own_list;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::options::documents::DocumentOptions;
use crate::options::sealing::SealingOptions;
use crate::options::signer::SignerOptions;
use crate::show::progress::Progress;
use crate::show::sealed::Sealed;
use crate::show::warnings;
use crate::{ask, events, input, show};

/// Seal documents and metadata into a signed bundle
///
/// The bundle goes into the archive, or into --out FILE alone. Metadata comes from chancery.toml, YAML front matter of the
/// first document, --metadata FILE and options, later ones winning; what is missing and required is asked at a terminal.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    documents: DocumentOptions,
    /// Seal many statements: a table in CSV or JSON Lines, with a row a statement and columns named as these options
    #[arg(long, value_name = "TABLE", conflicts_with_all = ["documents", "out"])]
    batch: Option<PathBuf>,
    #[command(flatten)]
    sealing: SealingOptions,
    /// Write the bundle to this file instead of the archive
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Gathers, asks, signs, writes, and says what to publish.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    own_folder(&context.office)?;
    let defaults = Defaults::of(&context.office)?;
    let SealingOptions { metadata: options, signer, sealed_at } = &arguments.sealing;
    let identity = signer.identity(context, &defaults)?;
    if let Some(table) = &arguments.batch {
        let by = batch::By { identity: &identity, defaults: &defaults, options: &arguments.sealing };
        return batch::run(context, table, &by);
    }
    let sealed_at = context.sealing_time(*sealed_at)?;
    let documents = gather(context, &(&arguments.documents).into())?;
    let options = options.into();
    let assembling = Assembling { options: &options, defaults: &defaults, identity: &identity, sealed_at, base: &[] };
    let (metadata, asked) = ask::statement::metadata(context, &assembling, &documents)?;
    let statement = Statement { documents, metadata, sealed_at };
    let sealing = Sealing { statement: &statement, asked, identity: &identity, signer };
    sealing.run(context, arguments.out.as_deref())
}

/// The documents that are meant, with what is to be said of them.
///
/// # Errors
/// Where one cannot be sealed.
pub fn gather(context: &Context, options: &documents::DocumentOptions) -> Result<Documents> {
    Ok(documents::gather(options, &input::spool, &|warning| warnings::say(context.ui, &warning))?)
}

/// A statement about to be sealed.
pub struct Sealing<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// Whether anything of it had to be asked.
    pub asked: bool,
    /// Who seals it.
    pub identity: &'a Identity,
    /// With which key.
    pub signer: &'a SignerOptions,
}

impl Sealing<'_> {
    /// Asks once more where anything was asked, signs, writes, and says what to publish.
    ///
    /// # Errors
    /// Where it was not confirmed, the key does not sign, and what the system says.
    pub fn run(&self, context: &Context, out: Option<&Path>) -> Result<Exit> {
        let Self { statement, identity, .. } = *self;
        if self.asked && !ask::statement::confirm(&statement.metadata, identity)? {
            return Err(Error::refused("not sealed, as you answered", "run it again with the right values as options"));
        }
        let signer = self.signer.source.open(context, identity)?;
        let public = signer.public()?;
        let doubt = check_own_list(context, &public, identity, Role::Issuer, statement.sealed_at)?;
        let issuer = Signing { role: Role::Issuer, identity, signer: signer.as_ref() };
        let bundle = write(context, statement, issuer, out)?;
        // From here on the bundle is there: nothing but telling so can fail.
        let (bundle, fingerprint, doubt) = (&bundle, public.fingerprint(), doubt.as_ref());
        show::sealed::print(context.ui, &Sealed { statement, bundle, identity, fingerprint, doubt })?;
        Ok(Exit::Done)
    }
}

/// Writes the bundle where it goes, and says where that is.
fn write(context: &Context, statement: &Statement, issuer: Signing<'_>, out: Option<&Path>) -> Result<SealedBundle> {
    let archive = Archive::at(&context.office.archive);
    let events = |id| Ok(events::sealed(context, &statement.metadata, id, issuer.identity.as_str())?);
    let destination = match out {
        Some(out) => Destination::File(out),
        None => Destination::Archive { archive: &archive, events: &events },
    };
    let total = statement.documents.size();
    let progress = Progress::of_bytes(context.ui, total);
    let effort = Effort { workers: input::workers(total), progress: &|bytes| progress.advance(bytes) };
    Ok(seal(statement, issuer, destination, effort)?)
}

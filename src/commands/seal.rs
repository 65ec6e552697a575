//! `chancery seal`: documents and metadata to a signed bundle.

mod batch;
pub mod documents;
pub mod metadata;
pub mod summary;
mod table;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::{Identity, Metadata, PublicKey, Role, Timestamp};
use chancery_office::archive::sealing::{self, Signing};
use chancery_office::archive::{Archive, Shelfmark};
use chancery_office::bundle::write::{Plan, Sealed};
use chancery_office::compose::naming;
use chancery_office::defaults::Defaults;
use chancery_office::durable::NewFile;
use chancery_office::keys::signer::Signer;
use clap::Args;
use serde::Serialize;

use self::documents::{DocumentOptions, Documents};
use self::metadata::{Assembling, MetadataOptions};
use super::key::own_folder;
use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::format::{counted, file_name, grouped, shell_quoted, to_publish};
use crate::show::progress::Progress;
use crate::show::ui::escape;
use crate::signer::{SignerOptions, TrustWarning, check_own_list};
use crate::trust_choice::moment;
use crate::{events, input};

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

/// What is said of a statement, who seals it, and when: of `seal`, `correct` and `withdraw`.
#[derive(Debug, Args)]
pub struct SealingOptions {
    #[command(flatten)]
    pub metadata: MetadataOptions,
    #[command(flatten)]
    pub signer: SignerOptions,
    /// The time of sealing [default: SOURCE_DATE_EPOCH, else now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub sealed_at: Option<Timestamp>,
}

/// Gathers, asks, signs, writes, and says what to publish.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    own_folder(context)?;
    let defaults = Defaults::of(&context.office)?;
    let SealingOptions { metadata: options, signer, sealed_at } = &arguments.sealing;
    let identity = signer.identity(context, &defaults)?;
    if let Some(table) = &arguments.batch {
        let by = batch::By { identity: &identity, defaults: &defaults, options: &arguments.sealing };
        return batch::run(context, table, &by);
    }
    let sealed_at = context.sealing_time(*sealed_at)?;
    let documents = documents::gather(context, &arguments.documents)?;
    let assembling = Assembling { options, defaults: &defaults, identity: &identity, sealed_at, base: &[] };
    let (metadata, asked) = assembling.assemble(context, &documents)?;
    let statement = Statement { documents, metadata, asked, sealed_at };
    seal(context, &statement, (&identity, signer), arguments.out.as_deref())
}

/// A statement that is ready to be sealed.
pub struct Statement {
    /// Its documents.
    pub documents: Documents,
    /// What is said of it.
    pub metadata: Metadata,
    /// Whether any of that had to be asked.
    pub asked: bool,
    /// When it is sealed.
    pub sealed_at: Timestamp,
}

/// Asks once more where anything was asked, signs, writes, and says what to publish.
///
/// # Errors
/// Where it was not confirmed, the key does not sign, and what the system says.
pub fn seal(
    context: &Context,
    statement: &Statement,
    (identity, signer): (&Identity, &SignerOptions),
    out: Option<&Path>,
) -> Result<Exit> {
    if statement.asked && !confirmed(&statement.metadata, identity)? {
        return Err(Error::refused("not sealed, as you answered", "run it again with the right values as options"));
    }
    let signer = signer.source.open(context, identity)?;
    let public = signer.public()?;
    let doubt = check_own_list(context, &public, identity, Role::Issuer, statement.sealed_at)?;
    let (sealed, path) = write(context, statement, (identity, signer.as_ref()), out)?;
    // From here on the bundle is there: nothing but telling so can fail.
    report(context, &sealed, &path, (&statement.metadata, &statement.documents), (&public, identity, doubt.as_ref()))
}

/// Shows whoever was asked for values what is to be sealed, and asks once more.
fn confirmed(metadata: &Metadata, identity: &Identity) -> Result<bool> {
    let publishers = metadata.publishers.iter();
    let published: String = publishers
        .map(|publisher| format!("  published by {} ({})\n", escape(publisher.name.as_str()), publisher.identity))
        .collect();
    prompt::confirm(&format!(
        "{}{published}  signed by {identity}\nSeal this? It cannot be changed afterwards",
        summary::text(metadata)
    ))
}

/// The bundle's name and time.
fn info(statement: &Statement) -> Result<BagInfo> {
    let metadata = &statement.metadata;
    let name = naming::bundle_name(metadata.issued, metadata.title.as_str())
        .map_err(|fault| Error::refused(format!("the bundle's name {fault}"), "choose another --title"))?;
    Ok(BagInfo { name, sealed_at: statement.sealed_at })
}

/// Writes the bundle where it goes, and says where that is.
fn write(
    context: &Context,
    statement: &Statement,
    (identity, signer): (&Identity, &dyn Signer),
    out: Option<&Path>,
) -> Result<(Sealed, PathBuf)> {
    let Statement { documents, metadata, .. } = statement;
    let info = info(statement)?;
    let archive = Archive::at(&context.office.archive);
    let total = documents.size();
    let file = match out {
        Some(out) => NewFile::create_for(out)?,
        None => archive.create(metadata.issued)?,
    };
    let plan = Plan { info: &info, metadata, documents: &documents.sources };
    let progress = Progress::of_bytes(context.ui, total);
    let issuer = Signing { role: Role::Issuer, identity, signer };
    let target = (&file, out.unwrap_or(&context.office.archive));
    let sealed = sealing::seal(&plan, &[issuer], target, input::workers(total), &|bytes| progress.advance(bytes))?;
    let path = if let Some(out) = out {
        file.publish_at(out)?;
        out.to_owned()
    } else {
        let mark = Shelfmark { issued: metadata.issued, name: &info.name, id: &sealed.id };
        archive.keep(file, mark, events::sealed(context, metadata, sealed.id, identity.as_str())?)?
    };
    Ok((sealed, path))
}

fn report(
    context: &Context,
    sealed: &Sealed,
    path: &Path,
    what: (&Metadata, &Documents),
    (public, identity, doubt): (&PublicKey, &Identity, Option<&TrustWarning>),
) -> Result<Exit> {
    let (metadata, documents) = what;
    let others = metadata.issuers().filter(|issuer| *issuer != identity);
    let unsigned: Vec<&str> = others.map(Identity::as_str).collect();
    let fingerprint = public.fingerprint().to_string();
    if context.ui.json {
        #[derive(Serialize)]
        struct Line<'a> {
            id: String,
            path: String,
            fingerprint: String,
            /// Who must sign too before it is authentic.
            #[serde(skip_serializing_if = "Vec::is_empty")]
            unsigned: Vec<&'a str>,
        }
        let path = path.display().to_string();
        context.ui.print_json(&Line { id: sealed.id.to_string(), path, fingerprint, unsigned })?;
        return Ok(Exit::Done);
    }
    let shown = path.display().to_string();
    let bytes = documents.size();
    let count = counted(documents.sources.len() as u64, "document");
    let mut text = format!(
        "Sealed {}\n{}  {count}, {} bytes, signed by {identity}\n{}",
        escape(&shown),
        summary::text(metadata),
        grouped(bytes),
        if context.ui.quiet { "" } else { "\n" },
    );
    if context.ui.quiet {
        text += &format!("id {}\n", sealed.id);
    } else if let Some(doubt) = doubt {
        text += &not_yet(doubt, path);
    } else if let Some(first) = unsigned.first() {
        text += &format!(
            "It is a joint statement: not authentic until it is signed by {} too. Send them the file. They sign with\n  \
             chancery countersign {} --role issuer --key {first}\nWhoever signs last is told what to publish.\n",
            unsigned.join(" and "),
            file_name(path),
        );
    } else {
        text += "Publish these three lines with the statement:\n";
        text += &to_publish(path, &sealed.id, &[(identity, public.fingerprint())]);
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

/// What to do first where the office's own list does not trust the key that signed.
fn not_yet(doubt: &TrustWarning, path: &Path) -> String {
    let file = escape(&shell_quoted(&path.display().to_string()));
    let then = if doubt.keeps {
        format!("Then `chancery verify {file}` must say AUTHENTIC: it shows the id and the key to publish.")
    } else {
        format!("Then seal it again: {file} will not be authentic.")
    };
    format!("Do not publish it or send it on yet: {}.\nFirst: {}\n{then}\n", escape(&doubt.what), escape(&doubt.mend))
}

//! `chancery correct` and `chancery withdraw`: a new statement that takes the place of an earlier one, which stays where it is.

use std::path::{Path, PathBuf};

use chancery_core::Verdict;
use chancery_office::archive::status::{CORRECTION, Successor, WITHDRAWAL};
use chancery_office::compose::documents::{self, Documents};
use chancery_office::compose::metadata::{self, Assembling};
use chancery_office::compose::replace::{Earlier, ends};
use chancery_office::compose::seal::Statement;
use chancery_office::defaults::Defaults;
use chancery_office::keys::folder::own_folder;
use clap::Args;

use super::seal::{Sealing, gather};
use crate::archive::Asked;
use crate::ask::{self, prompt};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::options::documents::DocumentOptions;
use crate::options::sealing::SealingOptions;
use crate::options::trust::TrustOptions;
use crate::show::verdict::ReportView;

/// Correct a statement: seal a new one that takes its place
///
/// The first one stays authentic, and stays in the archive: from now on `verify`, `show` and `list` say that it was corrected, by
/// what and why. Title, speakers and the like are taken over from it unless the new text or options say otherwise.
#[derive(Debug, Args)]
pub struct CorrectArguments {
    /// The id of the statement in the archive, or its .zip file
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    documents: DocumentOptions,
    #[command(flatten)]
    sealing: SealingOptions,
}

/// Withdraw a statement: seal a notice that it is withdrawn
///
/// The statement stays authentic, and stays in the archive: from now on `verify`, `show` and `list` say that it was withdrawn, and
/// why. The notice is the document that is named; without one, the reason.
#[derive(Debug, Args)]
pub struct WithdrawArguments {
    /// The id of the statement in the archive, or its .zip file
    #[arg(value_name = "ID")]
    id: String,
    /// The notice [default: the title, the id and the reason]
    #[arg(value_name = "DOCUMENT")]
    notice: Option<PathBuf>,
    #[command(flatten)]
    sealing: SealingOptions,
}

/// Seals a correction.
pub fn correct(context: &Context, arguments: &CorrectArguments) -> Result<Exit> {
    let replacing = Replacing { id: &arguments.id, kind: CORRECTION, sealing: &arguments.sealing };
    replacing.run(context, &|_, _| gather(context, &(&arguments.documents).into()))
}

/// Seals a withdrawal.
pub fn withdraw(context: &Context, arguments: &WithdrawArguments) -> Result<Exit> {
    let replacing = Replacing { id: &arguments.id, kind: WITHDRAWAL, sealing: &arguments.sealing };
    replacing.run(context, &|earlier, reason| match &arguments.notice {
        Some(notice) => gather(context, &documents::DocumentOptions::of(notice.clone())),
        None => Ok(earlier.notice(reason)?),
    })
}

/// Gives the documents that replace a statement, for this reason.
type Gather<'a> = dyn Fn(&Earlier, &str) -> Result<Documents> + 'a;

/// What is replaced, and by what kind of statement.
struct Replacing<'a> {
    id: &'a str,
    kind: &'static str,
    sealing: &'a SealingOptions,
}

impl Replacing<'_> {
    fn run(&self, context: &Context, documents: &Gather<'_>) -> Result<Exit> {
        own_folder(&context.office)?;
        let SealingOptions { metadata: options, signer, sealed_at } = self.sealing;
        if options.replaces.is_some() {
            return Err(Error::refused("--replaces is said by the id already", "leave it out"));
        }
        let mut options: metadata::MetadataOptions = options.into();
        let asked_why = options.reason.is_none();
        if asked_why {
            options.reason = Some(ask_why(context)?);
        }
        let defaults = Defaults::of(&context.office)?;
        let identity = signer.identity(context, &defaults)?;
        let earlier = match self.earlier(context)? {
            Ok(earlier) => earlier,
            Err(exit) => return Ok(exit),
        };
        earlier.check_issuer(&identity)?;
        let sealed_at = context.sealing_time(*sealed_at)?;
        let documents = documents(&earlier, options.reason.as_deref().unwrap_or_default())?;
        earlier.complete(&mut options, self.kind, &identity);
        let base = earlier.base(sealed_at)?;
        let assembling =
            Assembling { options: &options, defaults: &defaults, identity: &identity, sealed_at, base: &base };
        let (metadata, asked) = ask::statement::metadata(context, &assembling, &documents)?;
        let statement = Statement { documents, metadata, sealed_at };
        let asked = asked || asked_why;
        Sealing { statement: &statement, asked, identity: &identity, signer }.run(context, None)
    }

    /// Says that it was replaced already, by what, and asks whether it is meant all the same, where there is somebody to ask.
    fn doubt(&self, context: &Context, successors: &[Successor]) -> Result<()> {
        if successors.is_empty() {
            return Ok(());
        }
        for end in ends(successors) {
            let (status, id) = (end.status.as_str(), end.id.short());
            context.ui.warn(&format!("it was {status} already, and what holds now is {id}: did you mean that one?"));
        }
        let question = format!("Seal a {} of the first one all the same", self.kind);
        if context.ui.can_ask() && !prompt::confirm(&question)? {
            return Err(Error::refused("not sealed, as you answered", "name the other statement by its id"));
        }
        Ok(())
    }

    /// Reads the statement that is replaced. Where it is not authentic that is shown, and what the program ends with.
    fn earlier(&self, context: &Context) -> Result<std::result::Result<Earlier, Exit>> {
        let (options, input) = (TrustOptions::plain(), input::open_file_or_id(context, self.id)?);
        let choice = options.choose(context)?;
        let report = input::judge(context, &input, &choice.trust, &options)?;
        if report.verdict() != Verdict::Authentic {
            ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
            context.ui.warn("nothing was sealed");
            return Ok(Err(Exit::of(report.verdict())));
        }
        let known = Asked::new(context, &choice, &options).of(&report);
        let successors = known.map(|known| known.standing.successors).unwrap_or_default();
        self.doubt(context, &successors)?;
        Ok(Ok(Earlier::of(&report, Path::new(&input.name))?))
    }
}

fn ask_why(context: &Context) -> Result<String> {
    if !context.ui.can_ask() {
        return Err(Error::refused("it needs --reason", "say why: readers are shown it beside the statement"));
    }
    prompt::ask("Why (readers are shown it beside the statement)", None)
}

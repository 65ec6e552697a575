//! `chancery correct` and `chancery withdraw`: a new statement that takes the place of an earlier one, which stays where it is.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use crate::error::{Error, Result};
use chancery_core::statement::json::{self, Json};
use chancery_core::{BundleId, Document, DocumentRole, Identity, Metadata, Timestamp, Verdict};
use chancery_office::archive::status::{CORRECTION, Successor, WITHDRAWAL};
use chancery_office::bundle::write::Source;
use chancery_office::defaults::Defaults;
use clap::Args;

use super::key::own_folder;
use super::seal::documents::{DocumentOptions, Documents, gather};
use super::seal::metadata::{Assembling, CoIssuer};
use super::seal::{SealingOptions, Statement, seal};
use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::show::verdict::ReportView;
use crate::show::verdict::known::Asked;
use crate::trust_choice::TrustOptions;

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
    replacing.run(context, &|_, _| gather(context, &arguments.documents))
}

/// Seals a withdrawal.
pub fn withdraw(context: &Context, arguments: &WithdrawArguments) -> Result<Exit> {
    let replacing = Replacing { id: &arguments.id, kind: WITHDRAWAL, sealing: &arguments.sealing };
    replacing.run(context, &|old, reason| match &arguments.notice {
        Some(notice) => gather(context, &DocumentOptions::of(notice.clone())),
        None => notice(old, reason),
    })
}

/// What is replaced, and by what kind of statement.
struct Replacing<'a> {
    id: &'a str,
    kind: &'static str,
    sealing: &'a SealingOptions,
}

/// The statement that is replaced, as far as its bundle is intact.
struct Old {
    id: BundleId,
    claims: Metadata,
}

impl Replacing<'_> {
    fn run(&self, context: &Context, documents: &dyn Fn(&Old, &str) -> Result<Documents>) -> Result<Exit> {
        own_folder(context)?;
        let SealingOptions { metadata: options, signer, sealed_at } = self.sealing;
        if options.replaces.is_some() {
            return Err(Error::refused("--replaces is said by the id already", "leave it out"));
        }
        let mut options = options.clone();
        let asked_why = options.reason.is_none();
        if asked_why {
            options.reason = Some(ask_why(context)?);
        }
        let defaults = Defaults::of(&context.office)?;
        let identity = signer.identity(context, &defaults)?;
        let old = match self.old(context)? {
            Ok(old) => old,
            Err(exit) => return Ok(exit),
        };
        check_issuer(&old, &identity)?;
        let sealed_at = context.sealing_time(*sealed_at)?;
        let documents = documents(&old, options.reason.as_deref().unwrap_or_default())?;
        options.replaces = Some(old.id);
        options.kind.get_or_insert(self.kind.to_owned());
        let others = old.claims.publishers.iter().filter(|publisher| publisher.identity != identity);
        options.co_issuers.extend(others.map(|publisher| CoIssuer::of(&publisher.identity, publisher.name.as_str())));
        let base = base(&old.claims, sealed_at)?;
        let assembling =
            Assembling { options: &options, defaults: &defaults, identity: &identity, sealed_at, base: &base };
        let (metadata, asked) = assembling.assemble(context, &documents)?;
        let statement = Statement { documents, metadata, asked: asked || asked_why, sealed_at };
        seal(context, &statement, (&identity, signer), None)
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
    fn old(&self, context: &Context) -> Result<std::result::Result<Old, Exit>> {
        let (options, input) = (TrustOptions::plain(), input::open_file_or_id(context, self.id)?);
        let choice = options.choose(context)?;
        let report = input::judge(context, &input, &choice.trust, &options)?;
        if report.verdict != Verdict::Authentic {
            ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
            context.ui.warn("nothing was sealed");
            return Ok(Err(Exit::of(report.verdict)));
        }
        let known = Asked::new(context, &choice, &options).of(&report);
        let successors = known.map(|known| known.standing.successors).unwrap_or_default();
        self.doubt(context, &successors)?;
        let old = report.id.zip(report.claims().cloned()).map(|(id, claims)| Old { id, claims });
        old.map(Ok).ok_or_else(|| Error::path(&input.name, "says nothing of itself", "name another bundle"))
    }
}

/// The statements that nothing replaces any more, at the ends of what came after one.
fn ends(successors: &[Successor]) -> Vec<&Successor> {
    let end = |successor: &'_ Successor| successor.later.is_empty();
    let (mut found, mut queue): (Vec<&Successor>, Vec<&Successor>) = (Vec::new(), successors.iter().rev().collect());
    while let Some(successor) = queue.pop() {
        if end(successor) {
            found.push(successor);
        }
        queue.extend(successor.later.iter().rev());
    }
    found
}

fn ask_why(context: &Context) -> Result<String> {
    if !context.ui.can_ask() {
        return Err(Error::refused("it needs --reason", "say why: readers are shown it beside the statement"));
    }
    prompt::ask("Why (readers are shown it beside the statement)", None)
}

/// Whether this identity may replace the statement: another one's correction would take no effect.
fn check_issuer(old: &Old, identity: &Identity) -> Result<()> {
    let issuers: Vec<&str> = old.claims.issuers().map(Identity::as_str).collect();
    if issuers.contains(&identity.as_str()) {
        return Ok(());
    }
    let problem =
        format!("the statement was issued by {}: what {identity} seals cannot correct it", issuers.join(" and "));
    Err(Error::refused(problem, "seal with the key of an issuer: --key IDENTITY"))
}

/// What a later statement takes over from an earlier one.
const TAKEN_OVER: [&str; 9] =
    ["title", "titles", "language", "publishers", "speakers", "place", "held", "subjects", "rights"];

fn base(old: &Metadata, sealed_at: Timestamp) -> Result<Vec<(String, Json)>> {
    let wrong = |problem: String| Error::refused(problem, "please report this");
    let Json::Object(entries) = json::parse(&old.to_bytes()).map_err(wrong)? else { return Ok(Vec::new()) };
    let mut base: Vec<_> = entries.into_iter().filter(|(key, _)| TAKEN_OVER.contains(&key.as_str())).collect();
    base.push(("issued".to_owned(), Json::String(sealed_at.day().to_string())));
    Ok(base)
}

/// The name of a notice that nobody wrote.
const NOTICE: &str = "withdrawal.txt";

/// A notice of what is withdrawn and why, in whatever language the reason is.
fn notice(old: &Old, reason: &str) -> Result<Documents> {
    let text = format!("{}\n{}\n\n{reason}\n", old.claims.title, old.id);
    let failed = |error| Error::io("write", std::env::temp_dir(), error);
    let mut file: File = tempfile::tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    let wrong = |problem: String| Error::refused(problem, "please report this");
    let path: chancery_core::DocumentPath = format!("data/{NOTICE}")
        .parse()
        .map_err(|fault: chancery_core::statement::path::BadName| wrong(fault.to_string()))?;
    let media_type = "text/plain; charset=utf-8".parse().map_err(wrong)?;
    let described =
        Document { path: path.clone(), name: None, media_type, language: None, role: DocumentRole::Original };
    let sources = vec![Source::open(path, NOTICE.into(), file)?];
    Ok(Documents { sources, described: vec![described], first: 0, text: None })
}

//! `chancery add`: bundles made elsewhere, taken into the archive.

use std::path::Path;

use chancery_core::{Identity, Role};
use chancery_office::archive::accession::{Accession, Answer, Done, Taken};
use chancery_office::durable::make_folder;
use chancery_office::json::AddedLine;
use chancery_office::keys::folder::own_folder;
use chancery_office::keys::signer::Signer;
use chancery_office::trust_sources::choice::Choice;
use clap::Args;

use crate::ask::own_list::check_own_list;
use crate::context::Context;
use crate::error::Result;
use crate::exit::Exit;
use crate::judging::judge_by;
use crate::options::signer::KeySource;
use crate::options::trust::TrustOptions;
use crate::show::escape::escape;
use crate::show::progress::Progress;
use crate::show::verdict::ReportView;
use crate::{archive, environment, events, input};

/// Take bundles made elsewhere into the archive, if they are authentic
///
/// Each is copied, and the copy is verified before it has its name. One that lies in the archive already is verified, and written
/// down in the event log where nothing is there of it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundles' .zip files, or - for standard input
    #[arg(required = true, value_name = "BUNDLE")]
    bundles: Vec<String>,
    /// Sign each as its archivist, under this identity
    #[arg(long, value_name = "IDENTITY")]
    countersign: Option<Identity>,
    #[command(flatten)]
    source: KeySource,
    #[command(flatten)]
    trust: TrustOptions,
}

/// Takes in each bundle; one that is not authentic keeps no other from being taken in.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let signer = arguments.countersign.as_ref().map(|identity| open(context, arguments, identity)).transpose()?;
    make_folder(&context.office.archive)?;
    let archive::Open { mut catalogue, _place } = archive::open_to_write(context)?;
    let archivist = arguments.countersign.as_ref();
    let agent = archivist.map_or_else(environment::user, ToString::to_string);
    let counting = |bytes| {
        let progress = Progress::of_bytes(context.ui, bytes);
        Box::new(move |count| progress.advance(count)) as Box<dyn Fn(u64) + Sync>
    };
    let mut accession = Accession::new(
        &mut catalogue,
        judge_by(context, &choice.trust, &arguments.trust),
        archivist.zip(signer.as_deref()),
        events::recorder(context, &agent),
        &counting,
    );
    let mut exit = Exit::Done;
    for bundle in &arguments.bundles {
        let added = add(context, &mut accession, bundle, &choice, archivist);
        exit = exit.worst(added.unwrap_or_else(|error| {
            context.ui.error(&error);
            Exit::Failed
        }));
    }
    Ok(exit)
}

fn open(context: &Context, arguments: &Arguments, identity: &Identity) -> Result<Box<dyn Signer>> {
    own_folder(&context.office)?;
    let signer = arguments.source.open(context, identity)?;
    check_own_list(context, &signer.public()?, identity, Role::Archivist, context.office.now)?;
    Ok(signer)
}

fn add(
    context: &Context,
    accession: &mut Accession<'_>,
    bundle: &str,
    choice: &Choice,
    archivist: Option<&Identity>,
) -> Result<Exit> {
    let input = input::open_file(bundle)?;
    match accession.add(&input, Some(Path::new(bundle)).filter(|_| bundle != "-"))? {
        Answer::Taken(taken) => {
            print(context, &taken, archivist)?;
            Ok(Exit::Done)
        }
        Answer::Refused(report) => {
            ReportView { file: &input.name, report: &report, choice, known: None }.print(context.ui)?;
            context.ui.warn(&format!("{bundle} was not added"));
            Ok(Exit::of(report.verdict()))
        }
    }
}

fn print(context: &Context, taken: &Taken, archivist: Option<&Identity>) -> Result<()> {
    if context.ui.json {
        let first = taken.report.issuer_signatures().next();
        let fingerprint = first.and_then(|signature| Some(signature.fingerprint()?.to_string()));
        let (id, path) = (taken.id.to_string(), taken.path.display().to_string());
        return context.ui.print_json(&AddedLine { id, path, fingerprint, there_already: taken.done != Done::Added });
    }
    let words = match taken.done {
        Done::Added => "Added",
        Done::WasThere => "There already:",
        Done::WrittenDown => "There already, and written down now:",
        Done::TookOver => "There already; its further signatures were taken over:",
    };
    let (path, title) = (escape(&taken.path.display().to_string()), escape(taken.claims.title.as_str()));
    let signed = archivist.filter(|_| taken.done == Done::Added);
    let signed = signed.map(|identity| format!(", signed by {identity} as archivist")).unwrap_or_default();
    context.ui.print(&format!("{words} {path}\n  \u{201c}{title}\u{201d}, {}{signed}\n", taken.id.short()))
}

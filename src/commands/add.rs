//! `chancery add`: bundles made elsewhere, taken into the archive.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::{BundleId, BundleName, Identity, Metadata, Report, Role, Signature, Source, Verdict};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::Found;
use chancery_office::archive::countersigning::{self, Work, countersigned_copy};
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::sealing::Signing;
use chancery_office::archive::{Archive, Shelfmark};
use chancery_office::durable::{NewFile, make_folder};
use chancery_office::keys::signer::Signer;
use chancery_office::opened::Opened;
use clap::Args;
use serde::Serialize;

use super::key::own_folder;
use crate::context::Context;
use crate::exit::Exit;
use crate::show::progress::Progress;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;
use crate::signer::{KeySource, check_own_list};
use crate::trust_choice::{Choice, TrustOptions};
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
    let mut adding = Adding {
        context,
        options: &arguments.trust,
        choice: &choice,
        archive: Archive::at(&context.office.archive),
        catalogue: &mut catalogue,
        archivist: arguments.countersign.as_ref().zip(signer.as_deref()),
        added: BTreeMap::new(),
    };
    let mut exit = Exit::Done;
    for bundle in &arguments.bundles {
        exit = exit.worst(adding.add(bundle).unwrap_or_else(|error| {
            context.ui.error(&error);
            Exit::Failed
        }));
    }
    Ok(exit)
}

fn open(context: &Context, arguments: &Arguments, identity: &Identity) -> Result<Box<dyn Signer>> {
    own_folder(context)?;
    let signer = arguments.source.open(context, identity)?;
    check_own_list(context, &signer.public()?, identity, Role::Archivist, context.office.now)?;
    Ok(signer)
}

struct Adding<'a> {
    context: &'a Context,
    options: &'a TrustOptions,
    choice: &'a Choice,
    archive: Archive,
    catalogue: &'a mut Catalogue,
    archivist: Option<(&'a Identity, &'a dyn Signer)>,
    /// What this run has added: the catalogue does not know it yet.
    added: BTreeMap<BundleId, PathBuf>,
}

/// What was done with a bundle.
enum Done {
    Added(PathBuf),
    WasThere(PathBuf),
    WrittenDown(PathBuf),
    TookOver(PathBuf),
}

impl Done {
    fn path(&self) -> &Path {
        match self {
            Self::Added(path) | Self::WasThere(path) | Self::WrittenDown(path) | Self::TookOver(path) => path,
        }
    }
}

impl Adding<'_> {
    fn add(&mut self, bundle: &str) -> Result<Exit> {
        let input = input::open_file(bundle)?;
        let report = input::judge(self.context, &input, &self.choice.trust, self.options)?;
        let Some((id, claims)) = report.id.zip(report.statement()).filter(|_| report.verdict == Verdict::Authentic)
        else {
            let shown = ReportView { file: &input.name, report: &report, choice: self.choice, known: None };
            shown.print(self.context.ui)?;
            self.context.ui.warn(&format!("{bundle} was not added"));
            return Ok(Exit::of(report.verdict));
        };
        let done = if let Some(done) = self.there(bundle, &input, (id, &report))? {
            self.sign_there(done.path(), id)?;
            done
        } else {
            let path = self.accession(&input, &report, (id, claims))?;
            self.added.insert(id, path.clone());
            Done::Added(path)
        };
        self.tell(&done, id, claims, &report)?;
        Ok(Exit::Done)
    }

    /// What there is to do with a bundle that the archive has already.
    fn there(&mut self, bundle: &str, input: &input::Input, (id, report): (BundleId, &Report)) -> Result<Option<Done>> {
        if let Some(path) = self.added.get(&id) {
            return Ok(Some(Done::WasThere(path.clone())));
        }
        let below = self.archive.below(Path::new(bundle)).filter(|_| bundle != "-").map(PathBuf::from);
        if let Some(below) = below {
            // What lies where no command looks is taken in as any other.
            if self.catalogue.by_path(&below)?.is_some() {
                return self.write_down(id, &below).map(Some);
            }
        }
        let found = self.catalogue.by_id(&id.0.to_string())?;
        if found.is_empty() {
            return Ok(None);
        }
        let below = self.whole(&found, id)?;
        let path = self.archive.folder().join(&below);
        let work: Work<'_> = (self.context.office.now, input::workers(input.opened.size()), &|_| ());
        let count = countersigning::take_over(&path, id, (&input.opened, report), work)?;
        let done = self.write_down(id, &below)?;
        if count == 0 {
            return Ok(Some(done));
        }
        let event = events::event(self.context, Kind::Countersigned, Outcome::Authentic, &self.agent());
        self.archive.record(&path, &id, vec![event; count])?;
        Ok(Some(Done::TookOver(path)))
    }

    /// The file, of those that held the bundle, that still does, whole.
    fn whole(&self, found: &[Found], id: BundleId) -> Result<PathBuf> {
        for found in found {
            let path = self.archive.folder().join(&found.path);
            let judged = input::open_path(&path)
                .and_then(|input| input::judge(self.context, &input, &self.choice.trust, self.options));
            if judged.is_ok_and(|report| report.verdict.is_intact() && report.id == Some(id)) {
                return Ok(found.path.clone());
            }
        }
        let path = found.first().map(|found| self.archive.folder().join(&found.path)).unwrap_or_default();
        Err(Error::path(path, "held this bundle, and is damaged", "move it away, and add this one again"))
    }

    /// Has a bundle that is there signed by the archivist, unless it is.
    fn sign_there(&self, path: &Path, id: BundleId) -> Result<()> {
        let Some((identity, signer)) = self.archivist else { return Ok(()) };
        let input = input::open_path(path)?;
        let report = input::judge(self.context, &input, &self.choice.trust, self.options)?;
        let is_own = |signature: &Signature| signature.role == Role::Archivist && signature.identity == *identity;
        if report.signatures.iter().any(is_own) {
            return Ok(());
        }
        let (signing, size) = (Signing { role: Role::Archivist, identity, signer }, input.opened.size());
        countersigning::countersign(path, id, &signing, self.context.office.now, input::workers(size), &|_| ())?;
        let event = events::event(self.context, Kind::Countersigned, Outcome::Done, identity.as_str());
        self.archive.record(path, &id, vec![event])
    }

    /// Writes down that a bundle lies there, unless that was done.
    fn write_down(&mut self, id: BundleId, below: &Path) -> Result<Done> {
        let path = self.archive.folder().join(below);
        let _lock = self.archive.lock()?;
        self.catalogue.take_in_log()?;
        if self.catalogue.is_recorded(&id, below)? {
            return Ok(Done::WasThere(path));
        }
        self.archive.record(&path, &id, vec![self.event()])?;
        Ok(Done::WrittenDown(path))
    }

    /// Copies the bundle, has the copy judged, and gives it its name.
    fn accession(&self, input: &input::Input, report: &Report, (id, claims): (BundleId, &Metadata)) -> Result<PathBuf> {
        let name: BundleName =
            report.name.parse().map_err(|fault| Error::path(&input.name, format!("its name {fault}"), ""))?;
        let file = match self.archivist {
            None => self.copy(input, id, claims)?,
            Some((identity, signer)) => {
                let folder = self.archive.folder_of(claims.issued)?;
                let signing = Signing { role: Role::Archivist, identity, signer };
                let progress = Progress::of_bytes(self.context.ui, input.opened.size());
                let advance = |bytes| progress.advance(bytes);
                let workers = input::workers(input.opened.size());
                let work: Work<'_> = (self.context.office.now, workers, &advance);
                countersigned_copy((&input.opened, Path::new(&input.name)), id, &signing, &folder, work)?.0
            }
        };
        let mut events = vec![self.event()];
        let signed = self.archivist.map(|_| Kind::Countersigned);
        events.extend(signed.map(|kind| events::event(self.context, kind, Outcome::Done, &self.agent())));
        events.extend(events::replaced(self.context, self.catalogue, claims, (id, &self.agent()))?);
        self.archive.keep(file, Shelfmark { issued: claims.issued, name: &name, id: &id }, events)
    }

    /// A copy without a name, which is authentic as the original was.
    fn copy(&self, input: &input::Input, id: BundleId, claims: &Metadata) -> Result<NewFile> {
        let file = self.archive.create(claims.issued)?;
        let failed = |error| Error::io("copy", &input.name, error);
        io::copy(&mut input.opened.reader(), &mut file.file()).map_err(failed)?;
        let opened = file.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
        let copy = input::Input { name: input.name.clone(), opened };
        let report = input::judge(self.context, &copy, &self.choice.trust, self.options)?;
        if report.verdict != Verdict::Authentic || report.id != Some(id) {
            return Err(Error::path(
                &input.name,
                "was changed while it was being added",
                "let nothing write to it, and try again",
            ));
        }
        Ok(file)
    }

    fn agent(&self) -> String {
        self.archivist.map_or_else(environment::user, |(identity, _)| identity.to_string())
    }

    fn event(&self) -> Event {
        events::event(self.context, Kind::Added, Outcome::Authentic, &self.agent())
    }

    fn tell(&self, done: &Done, id: BundleId, claims: &Metadata, report: &Report) -> Result<()> {
        let (path, words) = match done {
            Done::Added(path) => (path, "Added"),
            Done::WasThere(path) => (path, "There already:"),
            Done::WrittenDown(path) => (path, "There already, and written down now:"),
            Done::TookOver(path) => (path, "There already; its further signatures were taken over:"),
        };
        if self.context.ui.json {
            #[derive(Serialize)]
            struct Line {
                id: String,
                path: String,
                fingerprint: Option<String>,
                there_already: bool,
            }
            let fingerprint =
                report.issuer_signatures().next().and_then(|signature| Some(signature.fingerprint()?.to_string()));
            let there_already = !matches!(done, Done::Added(_));
            let path = path.display().to_string();
            return self.context.ui.print_json(&Line { id: id.to_string(), path, fingerprint, there_already });
        }
        let path = escape(&path.display().to_string());
        let (title, signed) =
            (escape(claims.title.as_str()), self.archivist.filter(|_| matches!(done, Done::Added(_))));
        let signed = signed.map(|(identity, _)| format!(", signed by {identity} as archivist")).unwrap_or_default();
        self.context.ui.print(&format!("{words} {path}\n  \u{201c}{title}\u{201d}, {}{signed}\n", id.short()))
    }
}

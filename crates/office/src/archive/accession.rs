//! Bundles made elsewhere, taken into an archive, if they are authentic.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use chancery_core::{BundleId, BundleName, Identity, Metadata, Report, Role, Signature, Source, Verdict};

use super::catalogue::Catalogue;
use super::catalogue::select::Found;
use super::countersigning::{self, Work, countersigned_copy};
use super::error::ArchiveError;
use super::events::event::{Event, Kind, Outcome};
use super::record::Recorder;
use super::sealing::Signing;
use super::{Archive, Shelfmark};
use crate::durable::NewFile;
use crate::error::{Error, Result};
use crate::judging::Judge;
use crate::keys::signer::Signer;
use crate::opened::{OpenBundle, Opened};

/// Takes one bundle after another into an archive.
pub struct Accession<'a> {
    /// The archive's catalogue.
    catalogue: &'a mut Catalogue,
    /// How bundles are judged.
    judge: Judge<'a>,
    /// Who signs each as its archivist, where one does.
    archivist: Option<(&'a Identity, &'a dyn Signer)>,
    /// Who takes them in, when and with which program.
    recorder: Recorder<'a>,
    /// Starts a count up to so many bytes; call what it gives with each further number of bytes.
    counting: &'a dyn Fn(u64) -> Box<dyn Fn(u64) + Sync>,
    /// What this run has added: the catalogue does not know it yet.
    added: BTreeMap<BundleId, PathBuf>,
    /// The folders in which this run has removed what killed processes left: once is enough.
    swept: BTreeSet<PathBuf>,
}

/// What came of one bundle.
#[derive(Debug)]
pub enum Answer {
    /// It is not authentic, and was not added.
    Refused(Box<Report>),
    /// It is in the archive.
    Taken(Box<Taken>),
}

/// A bundle that is in the archive.
#[derive(Debug)]
pub struct Taken {
    /// What was done with it.
    pub done: Done,
    /// Where it is.
    pub path: PathBuf,
    /// Its id.
    pub id: BundleId,
    /// What it says of itself.
    pub claims: Metadata,
    /// The verdict on the file that was given.
    pub report: Report,
}

/// What was done with a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It was added.
    Added,
    /// It was there already.
    WasThere,
    /// It was there already, and is written down now.
    WrittenDown,
    /// It was there already, and has got the further signatures of the file that was given.
    TookOver,
}

impl<'a> Accession<'a> {
    /// Begins to take bundles in. The archivist, where there is one, signs each; the recorder says who takes them in, when and with
    /// which program. `counting` starts a count up to so many bytes.
    pub fn new(
        catalogue: &'a mut Catalogue,
        judge: Judge<'a>,
        archivist: Option<(&'a Identity, &'a dyn Signer)>,
        recorder: Recorder<'a>,
        counting: &'a dyn Fn(u64) -> Box<dyn Fn(u64) + Sync>,
    ) -> Self {
        Self { catalogue, judge, archivist, recorder, counting, added: BTreeMap::new(), swept: BTreeSet::new() }
    }

    /// Takes one in. `path` is its file, where it is one that may be in the archive already.
    ///
    /// # Errors
    /// Where it cannot be read or was changed meanwhile, where the archive has a damaged one, and what the system says.
    pub fn add(&mut self, bundle: &OpenBundle, path: Option<&Path>) -> Result<Answer> {
        let report = self.judged(bundle)?;
        let authentic = report.id().zip(report.statement().cloned()).filter(|_| report.verdict() == Verdict::Authentic);
        let Some((id, claims)) = authentic else { return Ok(Answer::Refused(Box::new(report))) };
        let (done, path) = if let Some((done, there)) = self.there(path, bundle, (id, &report))? {
            self.sign_there(&there, id)?;
            (done, there)
        } else {
            let path = self.accession(bundle, &report, (id, &claims))?;
            self.added.insert(id, path.clone());
            (Done::Added, path)
        };
        Ok(Answer::Taken(Box::new(Taken { done, path, id, claims, report })))
    }

    fn archive(&self) -> &Archive {
        self.catalogue.archive()
    }

    fn judged(&self, bundle: &OpenBundle) -> Result<Report> {
        let count = (self.counting)(bundle.opened.size());
        self.judge.whole(&bundle.opened, bundle.path(), &count)
    }

    /// What there is to do with a bundle that the archive has already, and where it is.
    fn there(
        &mut self,
        path: Option<&Path>,
        bundle: &OpenBundle,
        (id, report): (BundleId, &Report),
    ) -> Result<Option<(Done, PathBuf)>> {
        if let Some(path) = self.added.get(&id) {
            return Ok(Some((Done::WasThere, path.clone())));
        }
        let below = path.and_then(|path| self.archive().below(path)).map(PathBuf::from);
        if let Some(below) = below {
            // What is where no command looks is taken in as any other.
            if self.catalogue.by_path(&below)?.is_some() {
                return self.write_down(id, &below).map(Some);
            }
        }
        let found = self.catalogue.by_id(&id.0.to_string())?;
        if found.is_empty() {
            return Ok(None);
        }
        let below = self.whole(&found, id)?;
        let path = self.archive().folder().join(&below);
        let work: Work<'_> = (self.recorder.now, self.workers(bundle), &|_| ());
        let count = countersigning::take_over(&path, id, (&bundle.opened, report), work)?;
        let done = self.write_down(id, &below)?;
        if count == 0 {
            return Ok(Some(done));
        }
        let event = self.recorder.event(Kind::Countersigned, Outcome::Authentic);
        self.archive().record(&path, &id, vec![event; count])?;
        Ok(Some((Done::TookOver, path)))
    }

    fn workers(&self, bundle: &OpenBundle) -> NonZeroUsize {
        (self.judge.workers)(bundle.opened.size())
    }

    /// The file, of those that held the bundle, that still does, whole.
    fn whole(&self, found: &[Found], id: BundleId) -> Result<PathBuf> {
        for found in found {
            let path = self.archive().folder().join(&found.path);
            let judged = OpenBundle::open(&path).and_then(|bundle| self.judged(&bundle));
            if judged.is_ok_and(|report| report.verdict().is_intact() && report.id() == Some(id)) {
                return Ok(found.path.clone());
            }
        }
        let path = found.first().map(|found| self.archive().folder().join(&found.path)).unwrap_or_default();
        Err(ArchiveError::DamagedInArchive { path }.into())
    }

    /// Has a bundle that is there signed by the archivist, unless it is.
    fn sign_there(&self, path: &Path, id: BundleId) -> Result<()> {
        let Some((identity, signer)) = self.archivist else { return Ok(()) };
        let bundle = OpenBundle::open(path)?;
        let report = self.judged(&bundle)?;
        let is_own = |signature: &Signature| signature.role() == Role::Archivist && signature.identity() == identity;
        if report.signatures().iter().any(is_own) {
            return Ok(());
        }
        let signing = Signing { role: Role::Archivist, identity, signer };
        countersigning::countersign(path, id, &signing, self.recorder.now, self.workers(&bundle), &|_| ())?;
        let event = self.recorder.event(Kind::Countersigned, Outcome::Done);
        self.archive().record(path, &id, vec![event])
    }

    /// Writes down that a bundle is there, unless that was done.
    fn write_down(&mut self, id: BundleId, below: &Path) -> Result<(Done, PathBuf)> {
        let archive = self.archive().clone();
        let path = archive.folder().join(below);
        let _lock = archive.lock()?;
        self.catalogue.take_in_log()?;
        if self.catalogue.is_recorded(&id, below)? {
            return Ok((Done::WasThere, path));
        }
        archive.record(&path, &id, vec![self.added_event()])?;
        Ok((Done::WrittenDown, path))
    }

    /// Copies the bundle, has the copy judged, and gives it its name.
    fn accession(
        &mut self,
        bundle: &OpenBundle,
        report: &Report,
        (id, claims): (BundleId, &Metadata),
    ) -> Result<PathBuf> {
        let named = report.name().parse::<BundleName>();
        let name = named.map_err(|fault| {
            let path = bundle.path().to_owned();
            ArchiveError::Name { path, fault: fault.to_string() }
        })?;
        let file = match self.archivist {
            None => self.copy(bundle, claims)?,
            Some((identity, signer)) => {
                let folder = self.archive().folder_of(claims.issued)?;
                let signing = Signing { role: Role::Archivist, identity, signer };
                let count = (self.counting)(bundle.opened.size());
                let work: Work<'_> = (self.recorder.now, self.workers(bundle), &count);
                countersigned_copy((&bundle.opened, bundle.path()), id, &signing, &folder, work)?.0
            }
        };
        self.check_copy(&file, bundle, id)?;
        let mut events = vec![self.added_event()];
        let signed = self.archivist.map(|_| Kind::Countersigned);
        events.extend(signed.map(|kind| self.recorder.event(kind, Outcome::Done)));
        events.extend(self.recorder.replaced(self.catalogue, claims, id)?);
        self.archive().keep(file, Shelfmark { issued: claims.issued, name: &name, id: &id }, events)
    }

    /// A copy without a name, which is authentic as the original was.
    fn copy(&mut self, bundle: &OpenBundle, claims: &Metadata) -> Result<NewFile> {
        let folder = self.archive().folder_of(claims.issued)?;
        let file = if self.swept.contains(&folder) {
            NewFile::create_one_of_many_in(&folder)?
        } else {
            let file = NewFile::create_in(&folder)?;
            self.swept.insert(folder);
            file
        };
        let failed = |error| Error::io("copy", &bundle.name, error);
        io::copy(&mut bundle.opened.reader(), &mut file.file()).map_err(failed)?;
        Ok(file)
    }

    /// Judges what was written by the reader's own trust, before it gets its name: the source may have changed meanwhile.
    fn check_copy(&self, file: &NewFile, bundle: &OpenBundle, id: BundleId) -> Result<()> {
        let failed = |error| Error::io("copy", &bundle.name, error);
        let opened = file.file().try_clone().and_then(Opened::from_file).map_err(failed)?;
        let report = self.judged(&OpenBundle { name: bundle.name.clone(), opened })?;
        if report.verdict() == Verdict::Authentic && report.id() == Some(id) {
            return Ok(());
        }
        Err(ArchiveError::ChangedWhileAdded { path: bundle.path().to_owned() }.into())
    }

    fn added_event(&self) -> Event {
        self.recorder.event(Kind::Added, Outcome::Authentic)
    }
}

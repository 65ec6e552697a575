//! A bundle written: each document read once, hashed and copied on its way, everything else derived.

use std::fs::File;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Mutex, mpsc};
use std::time::{Duration, SystemTime};
use std::{io, thread};

use chancery_core::bundle::bag::{BAG_INFO, BAGIT, DECLARATION, MANIFEST, METADATA, SIGNATURES, TAGMANIFEST};
use chancery_core::bundle::bag_info::{BagInfo, PayloadOxum};
use chancery_core::bundle::zip::Entry;
use chancery_core::bundle::{bag_info, manifest, zip};
use chancery_core::digest::Hasher;
use chancery_core::digest::stream::{Fixity, Progress, Stream, hash_all};
use chancery_core::{BundleId, Digest, DocumentPath, Metadata};

use crate::compose::error::ComposeError;
use crate::error::{Error, Result};
use crate::positioned::{read_exact_at, write_all_at};

/// A document to be sealed, and how its file was when it was looked at.
#[derive(Debug)]
pub struct Source {
    /// Where it goes in the bundle.
    pub path: DocumentPath,
    /// Where it came from, for errors.
    pub origin: PathBuf,
    held: Held,
    state: State,
}

/// Where a document's bytes are had from. There may be more documents than files can be open at once.
#[derive(Debug)]
enum Held {
    /// A file that has no name.
    Open(File),
    /// A file that is opened for each reading; its state tells that it is still the same.
    NamedKeys,
}

/// How much is read at once.
const PIECE: usize = 256 << 10;

/// What tells that a file was changed or replaced: size, time of change and place on the disk.
#[derive(Debug, PartialEq, Eq)]
struct State(u64, Option<SystemTime>, Option<[i128; 4]>);

impl Source {
    /// Takes the file at `origin`, as it is open in `file`, as a document.
    ///
    /// # Errors
    /// What the system says.
    pub fn named(path: DocumentPath, origin: PathBuf, file: &File) -> Result<Self> {
        let state = state(file).map_err(|error| Error::io("read", &origin, error))?;
        Ok(Self { path, origin, held: Held::NamedKeys, state })
    }

    /// Takes an open file that has no name; `origin` names it in errors.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: DocumentPath, origin: PathBuf, file: File) -> Result<Self> {
        let state = state(&file).map_err(|error| Error::io("read", &origin, error))?;
        Ok(Self { path, origin, held: Held::Open(file), state })
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.state.0
    }

    /// The SHA-256 of its bytes as they are now.
    ///
    /// # Errors
    /// What the system says, and where it changed since it was looked at.
    pub fn digest(&self) -> Result<Digest> {
        let mut hasher = Hasher::default();
        let mut piece = vec![0; usize::try_from(self.size()).map_or(PIECE, |size| size.min(PIECE))];
        let mut at = 0;
        while at < self.size() {
            let left = usize::try_from(self.size().saturating_sub(at)).unwrap_or(PIECE);
            let part = piece.get_mut(..left.min(PIECE)).unwrap_or_default();
            self.read(part, at)?;
            hasher.update(part);
            at = at.saturating_add(part.len() as u64);
        }
        Ok(hasher.finish())
    }

    fn read(&self, piece: &mut [u8], at: u64) -> Result<()> {
        let result = match &self.held {
            Held::Open(file) => read_exact_at(file, piece, at),
            Held::NamedKeys => {
                let file = File::open(&self.origin).map_err(|error| Error::io("read", &self.origin, error))?;
                self.check_state(&file)?;
                read_exact_at(&file, piece, at)
            }
        };
        result.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.changed(),
            _ => Error::io("read", &self.origin, error),
        })
    }

    /// Whether the file is still what it was.
    fn check(&self) -> Result<()> {
        match &self.held {
            Held::Open(file) => self.check_state(file),
            Held::NamedKeys => {
                let file = File::open(&self.origin).map_err(|error| Error::io("read", &self.origin, error))?;
                self.check_state(&file)
            }
        }
    }

    fn check_state(&self, file: &File) -> Result<()> {
        let now = state(file).map_err(|error| Error::io("read", &self.origin, error))?;
        if now == self.state { Ok(()) } else { Err(self.changed()) }
    }

    fn changed(&self) -> Error {
        ComposeError::Changed { path: self.origin.clone() }.into()
    }
}

fn state(file: &File) -> io::Result<State> {
    let metadata = file.metadata()?;
    #[cfg(unix)]
    let place = {
        use std::os::unix::fs::MetadataExt;
        // Whoever sets the time of change back changes the time of that.
        let (dev, ino, seconds, parts) = (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec());
        Some([i128::from(dev), i128::from(ino), i128::from(seconds), i128::from(parts)])
    };
    #[cfg(not(unix))]
    let place = None;
    Ok(State(metadata.len(), metadata.modified().ok(), place))
}

/// What is to be sealed.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The name and time.
    pub info: &'a BagInfo,
    /// The metadata, documents included.
    pub metadata: &'a Metadata,
    /// The documents, in the metadata's order.
    pub documents: &'a [Source],
}

/// Signature files: their names and texts.
pub type SignatureFiles = Vec<(String, String)>;

/// What was sealed.
#[derive(Debug)]
pub struct Sealed {
    /// The new bundle's id.
    pub id: BundleId,
    /// What was read of the documents, in their order.
    pub fixities: Vec<Fixity>,
}

/// Writes a bundle into an empty file. `sign` is given the tagmanifest and gives signature files: names and texts.
///
/// # Errors
/// What the system says of the output at `target` or of a document, a document that changed meanwhile, and whoever does not sign.
pub fn write(
    plan: &Plan<'_>,
    target: (&File, &std::path::Path),
    sign: &dyn Fn(&[u8]) -> Result<SignatureFiles>,
    workers: NonZeroUsize,
    progress: Progress<'_>,
) -> Result<Sealed> {
    let mut layout = Layout { top: plan.info.name.as_str(), file: target.0, entries: Vec::new() };
    let failed = |error| Error::io("write", target.1, error);
    layout.put(BAGIT, DECLARATION.as_bytes()).map_err(failed)?;
    layout.put(METADATA, &plan.metadata.to_bytes()).map_err(failed)?;
    let fixities = copy_documents(plan, &mut layout, workers, progress, &failed)?;
    let octets = plan.documents.iter().fold(0_u64, |sum, document| sum.saturating_add(document.size()));
    let oxum = PayloadOxum { octets, streams: plan.documents.len() };
    let bag_info = bag_info::write(plan.info, plan.metadata, oxum);
    let digests =
        plan.documents.iter().zip(&fixities).map(|(document, fixity)| (fixity.digest, document.path.as_str()));
    let payload = manifest::write(digests);
    let tags = [(BAG_INFO, bag_info.as_bytes()), (BAGIT, DECLARATION.as_bytes()), (MANIFEST, payload.as_bytes())];
    let metadata = plan.metadata.to_bytes();
    let tags = tags.into_iter().chain([(METADATA, metadata.as_slice())]);
    let tagmanifest = manifest::write(tags.map(|(name, bytes)| (Digest::of(bytes), name)));
    for (name, text) in [(BAG_INFO, &bag_info), (MANIFEST, &payload), (TAGMANIFEST, &tagmanifest)] {
        layout.put(name, text.as_bytes()).map_err(failed)?;
    }
    let mut signatures = sign(tagmanifest.as_bytes())?;
    signatures.sort();
    for (name, text) in signatures {
        layout.put(&format!("{SIGNATURES}{name}"), text.as_bytes()).map_err(failed)?;
    }
    layout.finish().map_err(failed)?;
    Ok(Sealed { id: BundleId(Digest::of(tagmanifest.as_bytes())), fixities })
}

/// The container in the making.
struct Layout<'a> {
    top: &'a str,
    file: &'a File,
    entries: Vec<Entry>,
}

impl Layout<'_> {
    fn next(&self, name: &str, size: u64, crc: u32) -> Entry {
        let offset = self.entries.last().map_or(0, Entry::end);
        Entry { name: format!("{}/{name}", self.top).into_bytes(), size, crc, offset }
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let entry = self.next(name, bytes.len() as u64, crc32fast::hash(bytes));
        let mut whole = zip::local_header(&entry);
        whole.extend_from_slice(bytes);
        write_all_at(self.file, &whole, entry.offset)?;
        self.entries.push(entry);
        Ok(())
    }

    fn finish(self) -> io::Result<()> {
        let end = self.entries.last().map_or(0, Entry::end);
        write_all_at(self.file, &zip::directory(&self.entries), end)
    }
}

fn copy_documents(
    plan: &Plan<'_>,
    layout: &mut Layout<'_>,
    workers: NonZeroUsize,
    progress: Progress<'_>,
    failed: &impl Fn(io::Error) -> Error,
) -> Result<Vec<Fixity>> {
    let first = layout.entries.len();
    for document in plan.documents {
        layout.entries.push(layout.next(document.path.as_str(), document.size(), 0));
    }
    let fault = Mutex::new(None);
    let entries = layout.entries.get_mut(first..).unwrap_or_default();
    let copies: Vec<_> = plan
        .documents
        .iter()
        .zip(entries.iter())
        .map(|(document, entry)| Copy { document, target: layout.file, offset: entry.data_offset(), fault: &fault })
        .collect();
    let work = || hash_all(&copies, workers, progress);
    let size = plan.documents.iter().map(Source::size).fold(0, u64::saturating_add);
    let copied = if size < WORTH_FLUSHING { work() } else { while_flushing(layout.file, work) };
    let fixities = copied.map_err(|error| fault.into_inner().ok().flatten().unwrap_or_else(|| failed(error)))?;
    for ((document, entry), fixity) in plan.documents.iter().zip(entries.iter_mut()).zip(&fixities) {
        document.check()?;
        entry.crc = fixity.crc;
        write_all_at(layout.file, &zip::local_header(entry), entry.offset).map_err(failed)?;
    }
    Ok(fixities)
}

/// A document on its way into the bundle.
struct Copy<'a> {
    document: &'a Source,
    target: &'a File,
    offset: u64,
    fault: &'a Mutex<Option<Error>>,
}

impl Stream for Copy<'_> {
    fn size(&self) -> u64 {
        self.document.size()
    }

    fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()> {
        self.document.read(piece, at).map_err(|error| {
            // Only the first fault is told; nothing panics while the lock is held.
            if let Ok(mut first) = self.fault.lock() {
                first.get_or_insert(error);
            }
            io::ErrorKind::Other.into()
        })
    }

    fn pass(&self, piece: &[u8], at: u64) -> io::Result<()> {
        write_all_at(self.target, piece, self.offset.saturating_add(at))
    }
}

/// Below this many bytes there is nothing to wait for.
const WORTH_FLUSHING: u64 = 4 << 20;
/// How often what was written is sent to the disk, so that the end need not wait for all of it.
const FLUSH_EVERY: Duration = Duration::from_millis(5);

fn while_flushing<T>(file: &File, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let (done, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        // The system tells a failed write-back once: whoever hears of it must pass it on.
        let flush = move || -> io::Result<()> {
            while wait.recv_timeout(FLUSH_EVERY) == Err(RecvTimeoutError::Timeout) {
                file.sync_data()?;
            }
            Ok(())
        };
        // Without the thread it is only slower.
        let flusher = thread::Builder::new().spawn_scoped(scope, flush);
        let result = work();
        drop(done);
        let flushed = flusher.map(thread::ScopedJoinHandle::join);
        match flushed {
            Ok(Ok(flushed)) => flushed.and(result),
            Ok(Err(_)) => Err(io::Error::other("the flushing thread failed")),
            Err(_) => result,
        }
    })
}

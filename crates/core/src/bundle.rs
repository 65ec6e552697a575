//! A bundle: a BagIt bag (RFC 8493) in a strict ZIP file, read as far as it can be without judging who signed it.

pub mod bag;
pub mod bag_info;
pub mod container;
pub mod evidence;
pub mod manifest;
pub mod source;
pub mod zip;

use std::io;

use self::bag::{BAG_INFO, BAGIT, Bag, MANIFEST, METADATA, SIGNATURES, TAGMANIFEST};
use self::bag_info::PayloadOxum;
use self::evidence::SignatureFile;
use self::manifest::Lines;
use self::source::Source;
use self::zip::Entry;
use crate::digest::Digest;
use crate::digest::stream::{Fixity, Stream};
use crate::finding::{Code, Findings};
use crate::signature::sshsig::{self, Envelope};
use crate::statement::identity::{Identity, Role};
use crate::statement::path::DocumentPath;

/// A bundle's files, all but the documents in memory. Nothing in it has been judged.
#[derive(Debug)]
pub struct Contents {
    /// The folder in the ZIP file.
    pub top: String,
    /// `bagit.txt`.
    pub bagit: Vec<u8>,
    /// `metadata.json`.
    pub metadata: Vec<u8>,
    /// `bag-info.txt`.
    pub bag_info: Vec<u8>,
    /// `manifest-sha256.txt`.
    pub manifest: Vec<u8>,
    /// `tagmanifest-sha256.txt`.
    pub tagmanifest: Vec<u8>,
    /// Where the documents lie.
    pub documents: Vec<(DocumentPath, Entry)>,
    /// The signature files.
    pub signatures: Vec<SignatureRead>,
    /// The names of the files under `signatures/` that are no signatures.
    pub evidence: Vec<String>,
}

impl Contents {
    /// Reads a bundle's container, names and tag files, and adds a finding for every fault.
    ///
    /// `None` where there is too little of a bundle, or too much, to read on.
    ///
    /// # Errors
    /// What the system says.
    pub fn read<S: Source + ?Sized>(source: &S, findings: &mut Findings) -> io::Result<Option<Self>> {
        let Some(entries) = container::read(source, findings)? else { return Ok(None) };
        let Some(bag) = bag::read(entries, findings) else { return Ok(None) };
        let Bag { top, bagit, metadata, documents, bag_info, manifest, tagmanifest, signatures } = bag;
        let mut load = |entry: &Entry, name: &str| load(source, entry, name, findings);
        Ok(Some(Self {
            top,
            bagit: load(&bagit, BAGIT)?,
            metadata: load(&metadata, METADATA)?,
            bag_info: load(&bag_info, BAG_INFO)?,
            manifest: load(&manifest, MANIFEST)?,
            tagmanifest: load(&tagmanifest, TAGMANIFEST)?,
            documents,
            signatures: read_signatures(&signatures, &mut load)?,
            evidence: signatures.into_iter().filter_map(|(file, _)| evidence_name(file)).collect(),
        }))
    }

    /// The number and size of the documents.
    pub fn payload(&self) -> PayloadOxum {
        let octets = self.documents.iter().fold(0_u64, |sum, (_, entry)| sum.saturating_add(entry.size));
        PayloadOxum { octets, streams: self.documents.len() }
    }

    /// The documents as streams that read from the bundle.
    pub fn streams<'a, S: Source + ?Sized>(&'a self, source: &'a S) -> Vec<DocumentStream<'a, S>> {
        self.documents.iter().map(|(_, entry)| DocumentStream { source, entry }).collect()
    }

    /// Compares what was read of the documents with the CRCs in the container.
    pub fn check_crcs(&self, fixities: &[Fixity], findings: &mut Findings) {
        for ((path, entry), fixity) in self.documents.iter().zip(fixities) {
            check_crc(entry, fixity.crc, path.as_str(), findings);
        }
    }

    /// Compares both manifests with the files: the documents with the digests given, where they are. Gives the
    /// documents' lines.
    pub fn check_manifests(&self, fixities: Option<&[Fixity]>, findings: &mut Findings) -> Lines {
        let tags =
            [(BAG_INFO, &self.bag_info), (BAGIT, &self.bagit), (MANIFEST, &self.manifest), (METADATA, &self.metadata)];
        let tags = tags.map(|(name, bytes)| (Some(Digest::of(bytes)), name));
        manifest::compare(TAGMANIFEST, &manifest::read(TAGMANIFEST, &self.tagmanifest, findings), &tags, findings);
        let digests = self.documents.iter().enumerate().map(|(at, (path, _))| {
            let digest = fixities.and_then(|fixities| fixities.get(at)).map(|fixity| fixity.digest);
            (digest, path.as_str())
        });
        let mut digests: Vec<_> = digests.collect();
        digests.sort_by_key(|(_, path)| *path);
        let lines = manifest::read(MANIFEST, &self.manifest, findings);
        manifest::compare(MANIFEST, &lines, &digests, findings);
        lines
    }
}

/// A signature file: whose it is said to be, and its envelope or what is wrong with it.
#[derive(Debug)]
pub struct SignatureRead {
    /// In which role.
    pub role: Role,
    /// By whom.
    pub identity: Identity,
    /// The SHA-256 of the file.
    pub digest: Digest,
    /// What the file holds.
    pub envelope: Result<Envelope, &'static str>,
}

/// Loads every file under `signatures/`, for its CRC, and keeps what the signatures hold.
fn read_signatures(
    files: &[(SignatureFile, Entry)],
    load: &mut impl FnMut(&Entry, &str) -> io::Result<Vec<u8>>,
) -> io::Result<Vec<SignatureRead>> {
    let mut signatures = Vec::new();
    for (file, entry) in files {
        let bytes = load(entry, &format!("{SIGNATURES}{file}"))?;
        if let SignatureFile::Signature(role, identity) = file {
            let (role, identity) = (*role, identity.clone());
            signatures.push(SignatureRead {
                role,
                identity,
                digest: Digest::of(&bytes),
                envelope: sshsig::parse(&bytes),
            });
        }
    }
    Ok(signatures)
}

fn evidence_name(file: SignatureFile) -> Option<String> {
    match file {
        SignatureFile::Evidence(name) => Some(name),
        SignatureFile::Signature(..) => None,
    }
}

fn load<S: Source + ?Sized>(source: &S, entry: &Entry, name: &str, findings: &mut Findings) -> io::Result<Vec<u8>> {
    let size = usize::try_from(entry.size).map_err(|_| io::ErrorKind::OutOfMemory)?;
    let bytes = source.read_at(entry.data_offset(), size)?;
    check_crc(entry, crc32fast::hash(&bytes), name, findings);
    Ok(bytes)
}

fn check_crc(entry: &Entry, found: u32, name: &str, findings: &mut Findings) {
    if entry.crc != found {
        findings.add(
            Code::ContainerCrc,
            name,
            format!("has the CRC-32 {found:08x}, the ZIP file says {:08x}", entry.crc),
        );
    }
}

/// A document's bytes in the bundle.
pub struct DocumentStream<'a, S: ?Sized> {
    source: &'a S,
    entry: &'a Entry,
}

impl<S: Source + ?Sized> Stream for DocumentStream<'_, S> {
    fn size(&self) -> u64 {
        self.entry.size
    }

    fn read(&self, piece: &mut [u8], at: u64) -> io::Result<()> {
        self.source.read_exact_at(piece, self.entry.data_offset().saturating_add(at))
    }
}

//! The bag in the container: which file is what, in the only order allowed, each under a name allowed for it.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::SignatureFile;
use super::zip::Entry;
use crate::finding::{Code, Findings};
use crate::statement::path::{BadName, BundleName, DocumentPath};

/// The name of BagIt's declaration.
pub const BAGIT: &str = "bagit.txt";
/// The name of the metadata.
pub const METADATA: &str = "metadata.json";
/// The name of BagIt's labels.
pub const BAG_INFO: &str = "bag-info.txt";
/// The name of the list of documents.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The name of the list of tag files: what is signed.
pub const TAGMANIFEST: &str = "tagmanifest-sha256.txt";
/// The folder of signatures and evidence.
pub const SIGNATURES: &str = "signatures/";
/// The only content of `bagit.txt` (RFC 8493, section 2.1.1).
pub const DECLARATION: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// How much of everything there may be.
pub mod most {
    /// Documents.
    pub const DOCUMENTS: usize = 10_000;
    /// Bytes in a document.
    pub const DOCUMENT: u64 = 1 << 62;
    /// Bytes in `metadata.json` and in each manifest.
    pub const TAG_FILE: u64 = 4 << 20;
    /// Bytes in `bag-info.txt`, and far more than `bagit.txt` has.
    pub const BAG_INFO: u64 = 1 << 20;
    /// Files under `signatures/`.
    pub const SIGNATURES: usize = 1_024;
    /// Bytes in each of them.
    pub const SIGNATURE: u64 = 64 << 10;
}

/// What a file is, in the order in which files stand in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Bagit,
    Metadata,
    Document(DocumentPath),
    BagInfo,
    Manifest,
    Tagmanifest,
    Signatures(String),
}

/// A bundle's files, sorted out.
#[derive(Debug)]
pub struct Bag {
    /// The folder in which all of them lie.
    pub top: String,
    /// `bagit.txt`.
    pub bagit: Entry,
    /// `metadata.json`.
    pub metadata: Entry,
    /// The documents, bytewise by path where the bundle is authentic.
    pub documents: Vec<(DocumentPath, Entry)>,
    /// `bag-info.txt`.
    pub bag_info: Entry,
    /// `manifest-sha256.txt`.
    pub manifest: Entry,
    /// `tagmanifest-sha256.txt`.
    pub tagmanifest: Entry,
    /// The files under `signatures/`.
    pub signatures: Vec<(SignatureFile, Entry)>,
}

/// Sorts the entries out; `None` where a file is missing that every bundle has, or one is too large to be read.
pub fn read(entries: Vec<Entry>, findings: &mut Findings) -> Option<Bag> {
    check_collisions(&entries, findings);
    let top = check_top(&entries, findings);
    let mut placed: Vec<(Place, Entry)> = Vec::with_capacity(entries.len());
    for entry in entries {
        match place_of(&entry.name) {
            Ok(place) => {
                if placed.last().is_some_and(|(last, _)| *last > place) {
                    findings.add(Code::BagOrder, shown(&entry), "stands after a file that must follow it");
                }
                placed.push((place, entry));
            }
            Err((code, fault)) => findings.add(code, shown(&entry), fault),
        }
    }
    let bag = sort_out(top, placed, findings)?;
    within_limits(&bag, findings).then_some(bag)
}

/// Whether two names are one on some computer, or a file is another's folder.
fn check_collisions(entries: &[Entry], findings: &mut Findings) {
    let folded: Vec<String> = entries.iter().map(|entry| shown(entry).to_ascii_lowercase()).collect();
    let mut seen = BTreeSet::new();
    for (entry, name) in entries.iter().zip(&folded) {
        if !seen.insert(name.as_str()) {
            findings.add(
                Code::NameCollision,
                shown(entry),
                "is there twice, or differs from another name only in case",
            );
        }
    }
    for (entry, name) in entries.iter().zip(&folded) {
        let mut folders = name.match_indices('/').filter_map(|(at, _)| name.get(..at)).take(16);
        if folders.any(|folder| seen.contains(folder)) {
            findings.add(Code::NameCollision, shown(entry), "lies in a folder that is a file too");
        }
    }
}

/// The folder in which the first file lies, and whether all others do.
fn check_top(entries: &[Entry], findings: &mut Findings) -> String {
    let top_of = |entry: &Entry| shown(entry).split_once('/').map(|(top, _)| top.to_owned()).unwrap_or_default();
    let top = entries.first().map(top_of).unwrap_or_default();
    if let Err(fault) = top.parse::<BundleName>() {
        findings.add(Code::NameTop, &top, format!("is no name for a bundle's folder: {fault}"));
    }
    let named: String = top.chars().take(LONGEST_SHOWN).collect();
    for entry in entries.iter().filter(|entry| top_of(entry) != top) {
        findings.add(Code::NameTop, shown(entry), format!("does not lie in the folder {named:?}"));
    }
    top
}

/// How much of a folder's name is named with every file that does not lie in it.
const LONGEST_SHOWN: usize = 100;

fn place_of(name: &[u8]) -> Result<Place, (Code, String)> {
    let name = std::str::from_utf8(name).ok().filter(|name| name.is_ascii());
    let name = name.ok_or((Code::NameInvalid, "is not ASCII".to_owned()))?;
    let (_, name) = name.split_once('/').unwrap_or(("", name));
    Ok(match name {
        BAGIT => Place::Bagit,
        METADATA => Place::Metadata,
        BAG_INFO => Place::BagInfo,
        MANIFEST => Place::Manifest,
        TAGMANIFEST => Place::Tagmanifest,
        _ => match name.strip_prefix(SIGNATURES) {
            Some(file) => Place::Signatures(file.to_owned()),
            None if name.starts_with("data/") => {
                Place::Document(name.parse().map_err(|fault: BadName| (Code::NameInvalid, fault.to_string()))?)
            }
            None => return Err((Code::BagUnexpected, "is no file that a bundle may have".to_owned())),
        },
    })
}

fn sort_out(top: String, placed: Vec<(Place, Entry)>, findings: &mut Findings) -> Option<Bag> {
    let mut documents = Vec::new();
    let mut signatures = Vec::new();
    let mut tag_files = BTreeMap::new();
    for (place, entry) in placed {
        match place {
            Place::Document(path) => documents.push((path, entry)),
            Place::Signatures(name) => signatures.push((name, entry)),
            tag_file => {
                tag_files.entry(tag_file).or_insert(entry);
            }
        }
    }
    if documents.is_empty() {
        findings.add(Code::BagMissing, "data/", "there is no document");
    }
    let mut tag_file = |place: &Place, name: &str| {
        let entry = tag_files.remove(place);
        if entry.is_none() {
            findings.add(Code::BagMissing, name, "is missing");
        }
        entry
    };
    let bagit = tag_file(&Place::Bagit, BAGIT);
    let metadata = tag_file(&Place::Metadata, METADATA);
    let bag_info = tag_file(&Place::BagInfo, BAG_INFO);
    let manifest = tag_file(&Place::Manifest, MANIFEST);
    let tagmanifest = tag_file(&Place::Tagmanifest, TAGMANIFEST);
    let signatures = name_signatures(signatures, findings);
    Some(Bag {
        top,
        bagit: bagit?,
        metadata: metadata?,
        documents,
        bag_info: bag_info?,
        manifest: manifest?,
        tagmanifest: tagmanifest?,
        signatures,
    })
}

fn name_signatures(files: Vec<(String, Entry)>, findings: &mut Findings) -> Vec<(SignatureFile, Entry)> {
    let names: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let mut sorted = Vec::with_capacity(files.len());
    for (name, entry) in files {
        match SignatureFile::parse(&name) {
            None => findings.add(
                Code::BagUnexpected,
                format!("{SIGNATURES}{name}"),
                "is no name of a signature or of evidence",
            ),
            Some((_, Some(signed))) if !names.contains(&signed) => {
                findings.add(
                    Code::BagMissing,
                    format!("{SIGNATURES}{signed}"),
                    format!("is missing, but {name} is about it"),
                );
            }
            Some((file, _)) => sorted.push((file, entry)),
        }
    }
    sorted
}

fn within_limits(bag: &Bag, findings: &mut Findings) -> bool {
    let mut good = true;
    let mut limit = |value: u64, most: u64, place: &str, what: &str| {
        if value > most {
            findings.add(Code::ContainerLimit, place, format!("has {value} {what}: at most {most} are allowed"));
            good = false;
        }
    };
    limit(bag.documents.len() as u64, most::DOCUMENTS as u64, "data/", "files");
    limit(bag.signatures.len() as u64, most::SIGNATURES as u64, SIGNATURES, "files");
    limit(bag.bagit.size, most::BAG_INFO, BAGIT, "bytes");
    limit(bag.bag_info.size, most::BAG_INFO, BAG_INFO, "bytes");
    for (entry, name) in [(&bag.metadata, METADATA), (&bag.manifest, MANIFEST), (&bag.tagmanifest, TAGMANIFEST)] {
        limit(entry.size, most::TAG_FILE, name, "bytes");
    }
    for (path, entry) in &bag.documents {
        limit(entry.size, most::DOCUMENT, path.as_str(), "bytes");
    }
    for (file, entry) in &bag.signatures {
        limit(entry.size, most::SIGNATURE, &format!("{SIGNATURES}{file}"), "bytes");
    }
    for (file, _) in bag.signatures.iter().filter(|(_, entry)| entry.size == 0) {
        findings.add(Code::ContainerLimit, format!("{SIGNATURES}{file}"), "is empty");
    }
    good
}

fn shown(entry: &Entry) -> String {
    String::from_utf8_lossy(&entry.name).into_owned()
}

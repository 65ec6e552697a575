//! Mutations that know the formats. Flipped bytes alone fail at the first checksum; these get behind it, as a forger
//! would who knows everything but the key.

use base64ct::{Base64, Encoding};
use chancery_core::bundle::bag::{BAG_INFO, BAGIT, MANIFEST, METADATA, TAGMANIFEST};
use chancery_core::bundle::zip::Entry;
use chancery_core::bundle::{container, manifest, zip};
use chancery_core::{Digest, Findings};
use libfuzzer_sys::fuzzer_mutate;

/// A file of a bundle: its name with the bundle's folder, and its bytes.
pub type File = (Vec<u8>, Vec<u8>);

/// The files in a ZIP file, where they lie one after the other.
pub fn unpack(bundle: &[u8]) -> Option<Vec<File>> {
    let entries = container::read(bundle, &mut Findings::default()).expect("bytes in memory can be read")?;
    Some(entries.into_iter().map(|entry| (entry.name.clone(), data(bundle, &entry).to_vec())).collect())
}

/// The bytes of an entry that [`container::read`] gave.
pub fn data<'a>(bundle: &'a [u8], entry: &Entry) -> &'a [u8] {
    let at = |offset: u64| usize::try_from(offset).expect("an entry lies in memory");
    &bundle[at(entry.data_offset())..at(entry.end())]
}

/// The only container for these files.
pub fn pack(files: &[File]) -> Vec<u8> {
    let (mut bundle, mut entries) = (Vec::new(), Vec::new());
    for (name, data) in files {
        let (size, offset) = (data.len() as u64, bundle.len() as u64);
        let entry = Entry { name: name.clone(), size, crc: crc32fast::hash(data), offset };
        bundle.extend(zip::local_header(&entry));
        bundle.extend(data);
        entries.push(entry);
    }
    bundle.extend(zip::directory(&entries));
    bundle
}

/// Changes a file of a bundle, or which files there are; half of the time mends the manifests too.
pub fn mutate_bundle(bytes: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let dice = |sides: usize, shift: u32| (seed >> shift) as usize % sides;
    let Some(mut files) = unpack(&bytes[..size]).filter(|files| !files.is_empty() && dice(4, 0) > 0) else {
        return fuzzer_mutate(bytes, size, most);
    };
    let (at, other) = (dice(files.len(), 2), dice(files.len(), 7));
    match dice(8, 12) {
        0..=3 => mutate_within(&mut files[at].1, 64),
        4 => mutate_within(&mut files[at].0, 8),
        5 => files.swap(at, other),
        6 => drop(files.remove(at)),
        _ => files.insert(at, files[other].clone()),
    }
    if dice(2, 16) > 0 {
        mend_manifests(&mut files);
    }
    put(bytes, most, &pack(&files)).unwrap_or_else(|| fuzzer_mutate(bytes, size, most))
}

/// Changes what is in the armor of a signature file.
pub fn mutate_signature(bytes: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let Some(mut blob) = unarmor(&bytes[..size]).filter(|_| !seed.is_multiple_of(4)) else {
        return fuzzer_mutate(bytes, size, most);
    };
    mutate_within(&mut blob, 32);
    put(bytes, most, armor(&blob).as_bytes()).unwrap_or_else(|| fuzzer_mutate(bytes, size, most))
}

/// Lets the fuzzer change some bytes, and make at most `more` of them.
fn mutate_within(bytes: &mut Vec<u8>, more: usize) {
    let size = bytes.len();
    let most = size + more;
    bytes.resize(most, 0);
    let size = fuzzer_mutate(bytes, size, most);
    bytes.truncate(size);
}

/// Puts the new input where the fuzzer wants it, if there is room.
fn put(bytes: &mut [u8], most: usize, new: &[u8]) -> Option<usize> {
    bytes.get_mut(..new.len()).filter(|_| new.len() <= most)?.copy_from_slice(new);
    Some(new.len())
}

/// Writes both manifests as the files demand: what is then wrong, only the signature tells.
fn mend_manifests(files: &mut [File]) {
    mend(files, MANIFEST, |name| name.starts_with("data/"));
    mend(files, TAGMANIFEST, |name| [BAG_INFO, BAGIT, MANIFEST, METADATA].contains(&name));
}

fn mend(files: &mut [File], list: &str, is_listed: fn(&str) -> bool) {
    let names: Vec<String> = files.iter().map(|(name, _)| below_top(name)).collect();
    let listed = names.iter().zip(files.iter()).filter(|(name, _)| is_listed(name));
    let mut lines: Vec<_> = listed.map(|(name, (_, data))| (name.as_str(), Digest::of(data))).collect();
    lines.sort_unstable();
    let text = manifest::write(lines.iter().map(|(name, digest)| (*digest, *name)));
    for (_, file) in names.iter().zip(files).filter(|(name, _)| *name == list) {
        file.1 = text.clone().into_bytes();
    }
}

fn below_top(name: &[u8]) -> String {
    String::from_utf8_lossy(name).split_once('/').map_or_else(String::new, |(_, below)| below.to_owned())
}

const HEADER: &str = "-----BEGIN SSH SIGNATURE-----\n";
const FOOTER: &str = "\n-----END SSH SIGNATURE-----\n";

fn armor(blob: &[u8]) -> String {
    let digits = Base64::encode_string(blob);
    let lines: Vec<_> = digits.as_bytes().chunks(70).map(String::from_utf8_lossy).collect();
    format!("{HEADER}{}{FOOTER}", lines.join("\n"))
}

fn unarmor(file: &[u8]) -> Option<Vec<u8>> {
    let digits = std::str::from_utf8(file).ok()?.strip_prefix(HEADER)?.strip_suffix(FOOTER)?;
    Base64::decode_vec(&digits.replace('\n', "")).ok()
}

//! The container against an independent writer and reader: the zip crate, with the options that FORMAT.md 10 amounts to.
//!
//! Beyond 4 GiB the data are zeros that are never kept: in memory as what is not there, on disk as holes.

mod sparse;

use std::io::Write;

use chancery_core::bundle::container;
use chancery_core::bundle::zip::{END, END64, Entry, LARGE, directory, local_header};
use chancery_core::{Code, Findings, Source};
use chancery_office::opened::Opened;
use proptest::prelude::*;
use sparse::{PIECE, Sparse, ZEROS};
use stored::{Stored, options, pack, unpack};
use zip::{ZipArchive, ZipWriter};

use crate::support::stored;

/// A local header without its name, where the entry is not large.
const HEADER: u64 = 30;
/// The entries of a file: names with sizes and CRCs, one after the other.
fn laid_out<'a>(files: impl IntoIterator<Item = (&'a str, u64, u32)>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (name, size, crc) in files {
        let offset = entries.last().map_or(0, Entry::end);
        entries.push(Entry { name: name.as_bytes().to_vec(), size, crc, offset });
    }
    entries
}

/// A file of these entries as chancery writes it, with zeros for data.
fn ours(entries: &[Entry]) -> Sparse {
    let mut file = Sparse::default();
    for entry in entries {
        file.put(entry.offset, &local_header(entry));
    }
    file.put(entries.last().map_or(0, Entry::end), &directory(entries));
    file
}

/// The same as the zip crate writes it.
fn theirs(entries: &[Entry]) -> Sparse {
    let mut writer = ZipWriter::new(Sparse::default());
    for entry in entries {
        writer.start_file(str::from_utf8(&entry.name).unwrap(), options(entry.size >= LARGE)).unwrap();
        let mut left = entry.size;
        while left > 0 {
            let piece = left.min(PIECE as u64);
            writer.write_all(&ZEROS[..usize::try_from(piece).unwrap()]).unwrap();
            left -= piece;
        }
    }
    writer.finish().unwrap()
}

/// Entries of zeros.
fn of_zeros(files: &[(&str, u64)]) -> Vec<Entry> {
    laid_out(files.iter().map(|(name, size)| (*name, *size, crc_of_zeros(*size))))
}

/// The CRC-32 of so many zeros, put together from shorter ones.
fn crc_of_zeros(count: u64) -> u32 {
    let whole = crc_of(&ZEROS);
    let rest = crc_of(&ZEROS[..usize::try_from(count % PIECE as u64).unwrap()]);
    let mut crc = crc32fast::Hasher::new();
    (0..count / PIECE as u64).for_each(|_| crc.combine(&whole));
    crc.combine(&rest);
    crc.finalize()
}

fn crc_of(bytes: &[u8]) -> crc32fast::Hasher {
    let mut crc = crc32fast::Hasher::new();
    crc.update(bytes);
    crc
}

/// What chancery finds in a file, and the entries where it takes it.
fn read(source: &(impl Source + ?Sized)) -> (Option<Vec<Entry>>, Vec<Code>) {
    let mut findings = Findings::default();
    let entries = container::read(source, &mut findings).unwrap();
    (entries, findings.into_vec().into_iter().map(|finding| finding.code).collect())
}

/// Whether it takes the file, with no finding, for these entries.
fn accepts(source: &(impl Source + ?Sized), entries: &[Entry]) -> bool {
    read(source) == (Some(entries.to_vec()), Vec::new())
}

/// Both write the same bytes, and each reads what the other wrote, from memory and from a file with holes.
fn agree(files: &[(&str, u64)]) {
    let entries = of_zeros(files);
    let (ours, theirs) = (ours(&entries), theirs(&entries));
    assert_eq!(ours.difference(&theirs), None, "{files:?}");
    assert_read(&ours, &entries);
}

fn assert_read(file: &Sparse, entries: &[Entry]) {
    assert!(accepts(file, entries), "{:?}", read(file));
    assert!(accepts(&Opened::from_file(file.to_file()).unwrap(), entries));
    assert_read_by_them(file, entries);
}

fn assert_read_by_them(file: &Sparse, entries: &[Entry]) {
    let mut archive = ZipArchive::new(file.clone()).unwrap();
    assert_eq!(archive.len(), entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let read = archive.by_index_raw(at).unwrap();
        let found = (read.name().as_bytes(), read.size(), read.crc32(), read.header_start(), read.data_start());
        let data = Some(entry.data_offset());
        assert_eq!(found, (entry.name.as_slice(), entry.size, entry.crc, entry.offset, data));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn small_files_are_written_alike(
        files in proptest::collection::btree_map("[a-z0-9]([a-zA-Z0-9/._-]{0,80}[a-z0-9])?", proptest::collection::vec(any::<u8>(), 0..200), 1..12)
    ) {
        let files: Vec<Stored> = files.into_iter().collect();
        let entries = laid_out(files.iter().map(|(name, bytes)| (name.as_str(), bytes.len() as u64, crc32fast::hash(bytes))));
        let mut bytes = Vec::new();
        for (entry, (_, data)) in entries.iter().zip(&files) {
            bytes.extend(local_header(entry));
            bytes.extend(data);
        }
        bytes.extend(directory(&entries));
        prop_assert_eq!(&bytes, &pack(&files));
        prop_assert!(accepts(bytes.as_slice(), &entries));
        prop_assert_eq!(unpack(std::io::Cursor::new(bytes)), files);
    }
}

#[test]
fn an_entry_is_large_from_4_gib_less_one_byte() {
    for size in [LARGE - 1, LARGE, LARGE + 1] {
        agree(&[("a/data", size), ("a/last", 3)]);
    }
}

#[test]
fn an_entry_is_far_from_4_gib_less_one_byte() {
    for offset in [LARGE - 1, LARGE, LARGE + 1] {
        agree(&[("a/data", offset - HEADER - 6), ("a/far", 3), ("a/last", 0)]);
    }
}

#[test]
fn an_entry_is_both_large_and_far() {
    agree(&[("a/data", LARGE), ("a/both", LARGE + 1), ("a/last", 3)]);
}

#[test]
fn the_directory_is_far_from_4_gib_less_one_byte() {
    for offset in [LARGE - 1, LARGE + 1] {
        agree(&[("a/data", offset - HEADER - 6)]);
    }
}

/// At exactly 0xFFFFFFFF the zip crate holds that the end record has room for the offset, FORMAT.md 10.6.3 that it is
/// the mark of an offset that stands elsewhere. Here, and nowhere else, the two differ.
#[test]
fn at_the_last_offset_of_32_bits_the_zip64_end_record_is_demanded() {
    let entries = of_zeros(&[("a/data", LARGE - HEADER - 6)]);
    let mut headers = directory(&entries);
    headers.truncate(headers.len() - END64 - END);
    let mut short = Sparse::default();
    short.put(0, &local_header(&entries[0]));
    short.put(LARGE, &[headers.as_slice(), &short_end(headers.len())].concat());
    assert_eq!(short.difference(&theirs(&entries)), None);
    assert_eq!(read(&short), (None, vec![Code::ContainerEnd]));
    assert_read(&ours(&entries), &entries);
}

/// The end record alone, of a directory of one entry and so many bytes at the last offset of 32 bits.
fn short_end(size: usize) -> Vec<u8> {
    let size = u32::try_from(size).unwrap().to_le_bytes();
    [b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &size, &[0xff; 4], &[0; 2]].concat()
}

/// A file with every ZIP64 record there is, and where its headers and records lie.
fn with_everything() -> (Sparse, Vec<u64>) {
    let entries = of_zeros(&[("a/large", LARGE), ("a/far", 3), ("a/both", LARGE + 1)]);
    let headers = entries.iter().flat_map(|entry| entry.offset..entry.data_offset());
    let end = entries.last().map_or(0, Entry::end);
    let places = headers.chain(end..end + directory(&entries).len() as u64).collect();
    (ours(&entries), places)
}

#[test]
fn every_bit_of_headers_and_records_counts() {
    let (mut file, places) = with_everything();
    assert_eq!(read(&file).1, []);
    for at in places {
        for bit in 0..8 {
            file.flip(at, 1 << bit);
            assert_ne!(read(&file).1, [], "bit {bit} of byte {at}");
            file.flip(at, 1 << bit);
        }
    }
}

#[test]
fn every_byte_of_the_end_of_a_real_file_counts() {
    let (file, places) = with_everything();
    for at in places.into_iter().rev().take(END64 + END) {
        let mut changed = file.clone();
        changed.flip(at, 1);
        assert_ne!(read(&Opened::from_file(changed.to_file()).unwrap()).1, [], "byte {at}");
    }
}

#[test]
fn zip64_where_it_is_not_needed_is_refused() {
    let mut writer = ZipWriter::new(Sparse::default());
    writer.start_file("a/data", options(true)).unwrap();
    writer.write_all(b"small").unwrap();
    let file = writer.finish().unwrap();
    assert!(read(&file).1.contains(&Code::ContainerCentral), "{:?}", read(&file));
}

#[test]
fn a_file_beyond_4_gib_that_is_cut_short_or_longer_is_refused() {
    let (file, places) = with_everything();
    let end = places.last().unwrap() + 1;
    let mut longer = file.clone();
    longer.put(end, &[0]);
    assert_ne!(read(&longer).1, []);
    let whole = file.to_file();
    for length in [end - 1, end - END as u64, LARGE, LARGE + 1, 0] {
        whole.set_len(length).unwrap();
        assert_ne!(read(&Opened::from_file(whole.try_clone().unwrap()).unwrap()).1, [], "{length} bytes");
    }
}

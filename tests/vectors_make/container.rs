//! ZIP files that hold more, less or something other than the entries in their order, and what is no ZIP file at all.
//! Nothing signed is touched.

use super::bag::{BAG_INFO, BAGIT, Bag, DOCUMENT, MANIFEST, METADATA, SIGNATURE, TAGMANIFEST};
use super::vector::Vector;
use super::zip::Edit::{self, After, Before, Move, Remove, Set};
use super::zip::Piece::{Central, Data, End, Local, Raw};
use super::zip::{Zip, u16s, u32s};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let edited = |(name, codes, comment, edits): &Row| {
        Vector::fault("container", name, codes, comment, Bag::small().zip().edited(edits).bytes())
    };
    let mut vectors: Vec<_> = EDITS.iter().map(edited).collect();
    for more in [added(), second_ends(), records(), moved(), cut(), no_zip()] {
        vectors.extend(more);
    }
    vectors
}

fn vector(name: &str, codes: &str, comment: &str, zip: &Zip) -> Vector {
    Vector::fault("container", name, codes, comment, zip.bytes())
}

/// Info-ZIP's field for a name in UTF-8: version, CRC-32 of the name in the header, `x`.
const UNICODE_PATH: &[u8] = b"\x75\x70\x06\x00\x01\x00\x00\x00\x00x";
const TIMESTAMP: &[u8] = b"\x55\x54\x05\x00\x01\x00\x00\x00\x00";
const ZIP64_SIZES: &[u8] = b"\x01\x00\x10\x00\x15\0\0\0\0\0\0\0\x15\0\0\0\0\0\0\0";
/// A record that the specification of ZIP once provided for, with three bytes of data.
const EXTRA_DATA: &[u8] = b"PK\x06\x08\x03\0\0\0abc";
const DIRECTORY_SIGNATURE: &[u8] = b"PK\x05\x05\x03\0abc";

/// The name, codes and comment of a vector, and what is done to a bundle for it.
type Row = (&'static str, &'static str, &'static str, &'static [Edit]);

#[rustfmt::skip]
const EDITS: &[Row] = &[
    ("prefix", "container.layout", "a byte stands before the first entry, and offsets count it",
        &[Before(Local(0), b"x")]),
    ("prefix-script", "container.layout", "the file is a shell script too",
        &[Before(Local(0), b"#!/bin/sh\nexit\n")]),
    ("prefix-spanning", "container.layout", "the mark of a file of several parts comes first",
        &[Before(Local(0), b"PK00")]),
    ("gap-between-entries", "container.layout", "bytes lie between two entries",
        &[Before(Local(2), b"hidden")]),
    ("gap-before-directory", "container.layout", "bytes lie between the last entry and the directory",
        &[Before(Central(0), b"hidden")]),
    ("gap-in-directory", "container.directory", "bytes lie between two headers of the directory",
        &[Before(Central(2), b"hidden")]),
    ("gap-after-directory", "container.end", "bytes lie between the directory and the end record",
        &[Before(End, b"hidden")]),
    ("suffix", "container.not-zip", "a byte follows the end record",
        &[After(End, b"x")]),
    ("suffix-line-feed", "container.not-zip", "a line feed follows the end record",
        &[After(End, b"\n")]),
    ("suffix-22", "container.not-zip", "as many bytes follow the end record as it has",
        &[After(End, b"0123456789012345678901")]),
    ("comment", "container.not-zip", "the ZIP file has a comment",
        &[Set(End, 20, &[7, 0]), After(End, b"comment")]),
    ("comment-of-entry", "container.central-header", "an entry has a comment",
        &[Set(Central(2), 32, &[7, 0]), After(Central(2), b"comment")]),
    ("extra-7075-central", "container.central-header", "the directory has a second name, in UTF-8",
        &[Set(Central(2), 30, &[10, 0]), After(Central(2), UNICODE_PATH)]),
    ("extra-7075-local", "container.layout", "the local header has a second name, in UTF-8",
        &[Set(Local(2), 28, &[10, 0]), After(Local(2), UNICODE_PATH)]),
    ("extra-7075-both", "container.layout container.central-header", "both headers have a second name, in UTF-8",
        &[Set(Local(2), 28, &[10, 0]), After(Local(2), UNICODE_PATH),
            Set(Central(2), 30, &[10, 0]), After(Central(2), UNICODE_PATH)]),
    ("extra-time", "container.layout container.central-header", "both headers have a time in seconds, as Info-ZIP's",
        &[Set(Local(2), 28, &[9, 0]), After(Local(2), TIMESTAMP),
            Set(Central(2), 30, &[9, 0]), After(Central(2), TIMESTAMP)]),
    ("zip64-local", "container.layout", "the local header has sizes of 64 bits that it does not need",
        &[Set(Local(2), 4, &[45, 0]), Set(Local(2), 18, &[0xff; 8]), Set(Local(2), 28, &[20, 0]),
            After(Local(2), ZIP64_SIZES)]),
    ("zip64-central", "container.central-header", "the directory has sizes of 64 bits that it does not need",
        &[Set(Central(2), 4, &[45, 3, 45, 0]), Set(Central(2), 20, &[0xff; 8]), Set(Central(2), 30, &[20, 0]),
            After(Central(2), ZIP64_SIZES)]),
    ("zip64-central-beside", "container.central-header", "the directory has sizes of 64 bits beside those of 32",
        &[Set(Central(2), 30, &[20, 0]), After(Central(2), ZIP64_SIZES)]),
    ("hidden-from-directory", "container.layout", "the document has no header in the directory", &[Remove(Central(2))]),
    ("extra-data-record", "container.layout", "an archive extra data record stands before the directory",
        &[Before(Central(0), EXTRA_DATA)]),
    ("directory-signature", "container.end", "a digital signature stands after the directory",
        &[Before(End, DIRECTORY_SIGNATURE)]),
    ("directory-order", "container.layout", "the directory has two entries in another order than the file",
        &[Move(Central(1), Central(0))]),
    ("file-order", "container.layout", "the file has two entries in another order than the directory",
        &[Move(Local(1), Local(0)), Move(Data(1), Local(0))]),
    ("directory-before-last", "container.end", "the last entry lies behind the directory",
        &[Move(Local(6), End), Move(Data(6), End)]),
];

/// Entries that nobody signed.
fn added() -> Vec<Vector> {
    let small = || Bag::small().zip();
    let copy = "2026-03-12-harbour/data/text.en.txt";
    let other = "The harbour is shut.\n";
    let hidden = small().with_entry("2026-03-12-harbour/data/hidden.txt", other.as_bytes());
    let overlapping = small().offset(&Local(1));
    vec![
        vector(
            "hidden-entry",
            "container.layout",
            "an entry lies before the directory that has no header there",
            &hidden.without(&Central(7)),
        ),
        vector(
            "hidden-copy",
            "container.layout",
            "a second document of the same name lies before the directory, for who reads the file from the front",
            &small().before(&Central(0), Raw(hidden_copy(copy, other))),
        ),
        vector(
            "same-name",
            "bag.order name.collision manifest.unlisted-file metadata.documents bag-info.mismatch",
            "a second document of the same name is listed in the directory",
            &small().with_entry(copy, other.as_bytes()),
        ),
        vector(
            "same-place",
            "container.layout",
            "two headers of the directory are for one place",
            &small().set(&Central(2), 42, &u32s([overlapping])),
        ),
        vector(
            "listed-twice",
            "container.layout",
            "the directory has one header twice",
            &small().before(&Central(3), Central(2)),
        ),
        vector(
            "descriptor",
            "container.layout container.central-header",
            "a data descriptor follows the data, as of a stream",
            &descriptor(),
        ),
        vector("overlap", "container.layout", "an entry begins within the data of another", &overlap()),
        vector(
            "folder-entry",
            "name.invalid",
            "there is an entry for a folder",
            &small().with_entry("2026-03-12-harbour/data/", b""),
        ),
        vector(
            "top-folder-entry",
            "bag.unexpected-file",
            "there is an entry for the top folder",
            &small().with_entry("2026-03-12-harbour/", b""),
        ),
        vector("deflated", "container.central-header container.layout", "the document is compressed", &deflated()),
    ]
}

fn hidden_copy(name: &str, data: &str) -> Vec<u8> {
    let only = Zip::new(vec![(name.into(), data.into())]);
    let end = only.offset(&Central(0));
    only.bytes()[..end].to_vec()
}

/// CRC-32 and sizes stand after the data, as they do where they were not known before.
fn descriptor() -> Zip {
    let zip = Bag::small().zip();
    let (crc, size) = (crc32fast::hash(zip.data(2)).to_le_bytes(), u32s([zip.data(2).len()]));
    let record = [&b"PK\x07\x08"[..], &crc, &size, &size].concat();
    let zip = zip.set(&Local(2), 6, &[8, 0]).set(&Local(2), 14, &[0; 12]).set(&Central(2), 8, &[8, 0]);
    zip.after(&Data(2), Raw(record))
}

/// The manifest's header leads into a document that holds such an entry.
fn overlap() -> Zip {
    let bag = Bag::small();
    let entry = hidden_copy("2026-03-12-harbour/manifest-sha256.txt", std::str::from_utf8(bag.file(MANIFEST)).unwrap());
    let zip = bag.zip().with_data(2, entry);
    let inside = zip.offset(&Data(2));
    zip.set(&Central(4), 42, &u32s([inside]))
}

/// The document as deflate would store it, with right sizes and CRC-32.
fn deflated() -> Zip {
    let zip = Bag::small().zip();
    let text = zip.data(2).to_vec();
    let block = [&[1][..], &u16s([text.len(), 0xffff - text.len()]), &text].concat();
    let (crc, size) = (crc32fast::hash(&text).to_le_bytes(), u32s([text.len()]));
    let zip = zip.with_data(2, block).set(&Local(2), 8, &[8]).set(&Central(2), 10, &[8]);
    let zip = zip.set(&Local(2), 14, &crc).set(&Central(2), 16, &crc);
    zip.set(&Local(2), 22, &size).set(&Central(2), 24, &size)
}

/// Two end records, so that who searches from the back and who searches from the front find different directories.
fn second_ends() -> Vec<Vector> {
    let small = Bag::small().zip();
    let other = Bag::small().replace(DOCUMENT, "open", "shut").signed_again(super::trust::STRANGER).bytes();
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let comment = |bytes: &[u8]| small.clone().set(&End, 20, &u16s([bytes.len()])).after(&End, Raw(bytes.to_vec()));
    let whole = small.bytes();
    vec![
        vector(
            "end-twice",
            "container.end",
            "the end record stands twice",
            &small.clone().before(&End, Raw(end_of(&small))),
        ),
        vector(
            "end-in-comment",
            "container.end",
            "the comment is the end record of an empty ZIP file",
            &comment(&empty),
        ),
        vector("bundle-in-comment", "container.end", "the comment is another bundle", &comment(&other)),
        Vector::fault(
            "container",
            "bundle-after-bundle",
            "container.end",
            "another bundle follows",
            [&whole[..], &other].concat(),
        ),
        Vector::fault(
            "container",
            "bundle-before-bundle",
            "container.end",
            "another bundle comes first, and offsets do not count it",
            [&other[..], &whole].concat(),
        ),
        vector(
            "bundle-as-prefix",
            "container.layout",
            "another bundle comes first, and offsets count it",
            &small.before(&Local(0), Raw(other)),
        ),
    ]
}

fn end_of(zip: &Zip) -> Vec<u8> {
    zip.bytes()[zip.offset(&End)..].to_vec()
}

/// Records between the directory and the end record, which no small file has.
fn records() -> Vec<Vector> {
    let small = || Bag::small().zip();
    let [start, end] = [Central(0), End].map(|piece| small().offset(&piece));
    let wide = |number: usize| (number as u64).to_le_bytes();
    let counts = [wide(7), wide(7), wide(end - start), wide(start)].concat();
    let record = [&b"PK\x06\x06"[..], &wide(44), &u16s([10, 10]), &u32s([0, 0]), &counts].concat();
    let locator = [&b"PK\x06\x07"[..], &u32s([0]), &wide(end), &u32s([1])].concat();
    let wide_end = || small().before(&End, Raw([&record[..], &locator].concat()));
    let signed = small().before(&End, Raw(DIRECTORY_SIGNATURE.to_vec()));
    vec![
        vector(
            "directory-signature-counted",
            "container.directory",
            "a digital signature stands after the directory, whose size counts it",
            &signed.set(&End, 12, &u32s([end - start + DIRECTORY_SIGNATURE.len()])),
        ),
        vector(
            "zip64-end",
            "container.end",
            "there are ZIP64 end records, and the end record relies on them",
            &wide_end().set(&End, 12, &[0xff; 8]),
        ),
        vector(
            "zip64-end-offset",
            "container.end",
            "there are ZIP64 end records, for the offset alone",
            &wide_end().set(&End, 16, &[0xff; 4]),
        ),
        vector(
            "zip64-end-beside",
            "container.end",
            "there are ZIP64 end records, which the end record does not need",
            &wide_end(),
        ),
        vector(
            "zip64-locator",
            "container.end",
            "there is a ZIP64 locator without its record",
            &small().before(&End, Raw(locator)),
        ),
    ]
}

/// Whole files in another order, in the file and in the directory.
fn moved() -> Vec<Vector> {
    let full = Bag::full;
    let swapped = |name, comment, one, other| vector(name, "bag.order", comment, &full().swapped(one, other).zip());
    vec![
        swapped("order-bagit", "metadata.json stands before bagit.txt", BAGIT, METADATA),
        swapped("order-bag-info", "bag-info.txt stands before the last document", "data/text.fr.txt", BAG_INFO),
        swapped("order-manifests", "the tag manifest stands before the manifest", MANIFEST, TAGMANIFEST),
        swapped("order-signature", "the signature stands before the tag manifest", TAGMANIFEST, SIGNATURE),
        vector(
            "order-documents",
            "bag.order metadata.documents",
            "documents are not sorted",
            &full().swapped(DOCUMENT, "data/text.fr.txt").zip(),
        ),
    ]
}

/// A bundle that ends too soon.
fn cut() -> Vec<Vector> {
    let zip = Bag::small().zip();
    let whole = zip.bytes();
    let cut = |name, comment, length: usize| {
        Vector::fault("container", name, "container.not-zip", comment, whole[..length].to_vec())
    };
    vec![
        cut("cut-last-byte", "the last byte is missing", whole.len() - 1),
        cut("cut-end-record", "the end record is missing", zip.offset(&End)),
        cut("cut-directory", "the directory and the end record are missing", zip.offset(&Central(0))),
        cut("cut-signature", "the last entry and all after it are missing", zip.offset(&Local(6))),
        cut("cut-half", "the second half is missing", whole.len() / 2),
        cut("cut-to-21", "no more than 21 bytes are left", 21),
        cut("cut-to-nothing", "no byte is left", 0),
    ]
}

/// Other files under a bundle's name.
fn no_zip() -> Vec<Vector> {
    let file = |name, codes, comment, bytes: &[u8]| Vector::fault("container", name, codes, comment, bytes.to_vec());
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let nested = Zip::new(vec![(b"bundle.zip".to_vec(), Bag::small().bytes())]);
    let missing = "name.top bag.missing-file";
    vec![
        file(
            "no-zip-text",
            "container.not-zip",
            "the file is a text",
            b"The harbour is open, and this is no ZIP file.\n",
        ),
        file(
            "no-zip-gzip",
            "container.not-zip",
            "the file begins as one of gzip's",
            &[&b"\x1f\x8b\x08"[..], &[0; 60]].concat(),
        ),
        file("no-zip-zeros", "container.not-zip", "the file holds zeros", &[0; 1_024]),
        file("no-entries", missing, "the ZIP file has no entries", &empty),
        vector("nested", &format!("{missing} bag.unexpected-file"), "the ZIP file holds a bundle", &nested),
    ]
}

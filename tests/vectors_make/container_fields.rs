//! Each field of the ZIP headers with another value than it must have. Nothing signed is touched.

use super::bag::Bag;
use super::vector::Vector;
use super::zip::Edit::{self, Set};
use super::zip::Piece::{self, Central, End, Local};

/// The vectors.
pub fn vectors() -> Vec<Vector> {
    let headers = [("local", DOCUMENT_LOCAL, LOCAL), ("central", DOCUMENT_CENTRAL, CENTRAL), ("end", END, ENDS)];
    let mut vectors: Vec<_> = headers
        .iter()
        .flat_map(|(header, piece, rows)| rows.iter().map(move |row| field(header, piece, row)))
        .collect();
    vectors.extend(BOTH.iter().map(in_both));
    vectors
}

/// The number of the document's entry.
const DOCUMENT: usize = 2;
const DOCUMENT_LOCAL: Piece = Local(DOCUMENT);
const DOCUMENT_CENTRAL: Piece = Central(DOCUMENT);
const END: Piece = End;

/// The name, codes and comment of a vector, where in the header, and what stands there.
type Field = (&'static str, &'static str, &'static str, usize, &'static [u8]);

fn field(header: &str, piece: &Piece, (name, codes, comment, at, bytes): &Field) -> Vector {
    let zip = Bag::small().zip().set(piece, *at, bytes);
    Vector::fault("container", &format!("{header}-{name}"), codes, &format!("{header} header: {comment}"), zip.bytes())
}

const L: &str = "container.local-header";

#[rustfmt::skip]
const LOCAL: &[Field] = &[
    ("signature", L, "another signature", 0, b"PK\x05\x04"),
    ("version", L, "version 2.0 is needed", 4, &[20, 0]),
    ("encrypted", L, "the flag of encryption", 6, &[1, 0]),
    ("descriptor", L, "the flag of a data descriptor", 6, &[8, 0]),
    ("utf-8", L, "the flag of a name in UTF-8", 6, &[0, 8]),
    ("deflated", L, "the method is deflate", 8, &[8, 0]),
    ("time", L, "another time", 10, &[1, 0]),
    ("date", L, "another date", 12, &[0x6c, 0x5c]),
    ("crc", L, "another CRC-32", 14, &[0, 0, 0, 0]),
    ("compressed-size", L, "another compressed size", 18, &[0, 0, 0, 0]),
    ("size", L, "another size", 22, &[1, 0, 0, 0]),
    ("sizes", L, "both sizes are smaller", 18, &[20, 0, 0, 0, 20, 0, 0, 0]),
    ("size-zip64", L, "both sizes say that ZIP64 has them",
        18, &[0xff; 8]),
    ("name-length", L, "the name is longer, into the data", 26, &[39, 0]),
    ("name-length-zero", L, "the name has no bytes", 26, &[0, 0]),
    ("extra-length", L, "the first bytes of the data are an extra field", 28, &[4, 0]),
    ("name", L, "another name than in the directory", 30, b"2026-03-12-harbour/data/text.fr"),
    ("name-case", L, "another case than in the directory", 30, b"2026-03-12-harbour/data/TEXT"),
];

const C: &str = "container.central-header";

#[rustfmt::skip]
const CENTRAL: &[Field] = &[
    ("signature", "container.directory", "another signature", 0, b"PK\x01\x03"),
    ("made-by-dos", C, "made by MS-DOS, so that attributes have another meaning", 4, &[10, 0]),
    ("made-by-version", C, "made by version 6.3", 4, &[63, 3]),
    ("version", C, "version 2.0 is needed", 6, &[20, 0]),
    ("encrypted", C, "the flag of encryption", 8, &[1, 0]),
    ("descriptor", C, "the flag of a data descriptor", 8, &[8, 0]),
    ("utf-8", C, "the flag of a name in UTF-8", 8, &[0, 8]),
    ("deflated", C, "the method is deflate", 10, &[8, 0]),
    ("time", C, "another time", 12, &[1, 0]),
    ("date", C, "another date", 14, &[0x6c, 0x5c]),
    ("crc", "container.local-header container.crc", "another CRC-32", 16, &[0, 0, 0, 0]),
    ("compressed-size", C, "another compressed size", 20, &[0, 0, 0, 0]),
    ("size", "container.central-header container.layout", "another size", 24, &[1, 0, 0, 0]),
    ("sizes-smaller", "container.layout", "both sizes are smaller", 20, &[20, 0, 0, 0, 20, 0, 0, 0]),
    ("sizes-larger", "container.layout", "both sizes are larger", 20, &[22, 0, 0, 0, 22, 0, 0, 0]),
    ("sizes-huge", "container.layout", "both sizes are 4 GiB less two bytes",
        20, &[0xfe, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]),
    ("size-zip64", "container.central-header container.layout", "both sizes say that ZIP64 has them",
        20, &[0xff; 8]),
    ("name-length", "container.directory", "the name is longer, into the next header", 28, &[36, 0]),
    ("name-length-huge", "container.directory", "the name reaches beyond the directory", 28, &[0xff, 0xff]),
    ("extra-length", "container.central-header container.directory", "the next header begins with an extra field",
        30, &[4, 0]),
    ("comment-length", "container.central-header container.directory", "the next header begins with a comment",
        32, &[4, 0]),
    ("disk", C, "the entry begins on the second disk", 34, &[1, 0]),
    ("internal-attributes", C, "the entry is a text", 36, &[1, 0]),
    ("symlink", C, "the entry is a symbolic link", 38, &[0, 0, 0xff, 0xa1]),
    ("folder", C, "the entry is a folder", 38, &[0x10, 0, 0xed, 0x41]),
    ("executable", C, "the entry is executable", 38, &[0, 0, 0xed, 0x81]),
    ("no-attributes", C, "the entry has no attributes", 38, &[0, 0, 0, 0]),
    ("offset", "container.layout", "the entry is said to begin where the first does", 42, &[0, 0, 0, 0]),
    ("offset-beyond", "container.layout", "the entry is said to begin behind the end of the file", 42, &[0, 0, 1, 0]),
    ("offset-zip64", "container.central-header container.layout", "the offset says that ZIP64 has it",
        42, &[0xff; 4]),
    ("name", "container.local-header manifest.missing-file manifest.unlisted-file metadata.documents",
        "another name than in the local header", 46, b"2026-03-12-harbour/data/text.fr"),
];

const E: &str = "container.end";

#[rustfmt::skip]
const ENDS: &[Field] = &[
    ("signature", "container.not-zip", "another signature", 0, b"PK\x05\x07"),
    ("disk", E, "it is on the second disk", 4, &[1, 0]),
    ("directory-disk", E, "the directory is on the second disk", 6, &[1, 0]),
    ("count-on-disk", E, "fewer entries on this disk", 8, &[6, 0]),
    ("count-lower", "container.directory", "fewer entries than headers in the directory", 10, &[6, 0]),
    ("count-higher", "container.directory", "more entries than headers in the directory", 10, &[8, 0]),
    ("counts-lower", "container.directory", "fewer entries, in both fields", 8, &[6, 0, 6, 0]),
    ("count-zero", E, "no entries", 10, &[0, 0]),
    ("count-limit", "container.limit", "more entries than a bundle may have", 8, &[0x16, 0x2b, 0x16, 0x2b]),
    ("count-zip64", "container.limit", "the counts say that ZIP64 has them",
        8, &[0xff; 4]),
    ("size", E, "the directory is shorter", 12, &[1, 0, 0, 0]),
    ("size-zip64", E, "the size of the directory says that ZIP64 has it",
        12, &[0xff; 4]),
    ("offset", E, "the directory begins with the file", 16, &[0, 0, 0, 0]),
    ("offset-zip64", E, "the offset of the directory says that ZIP64 has it",
        16, &[0xff; 4]),
    ("comment-length", E, "a comment is said to follow", 20, &[1, 0]),
];

/// The name, codes and comment of a vector, where in the local header, and what stands there and in the directory.
type Both = (&'static str, &'static str, &'static str, usize, &'static [u8]);

#[rustfmt::skip]
const BOTH: &[Both] = &[
    ("version", "container.local-header container.central-header", "version 2.0 is needed", 4, &[20, 0]),
    ("encrypted", "container.local-header container.central-header", "the flag of encryption", 6, &[1, 0]),
    ("utf-8", "container.local-header container.central-header", "the flag of a name in UTF-8", 6, &[0, 8]),
    ("time", "container.local-header container.central-header", "another time", 10, &[1, 0]),
    ("date", "container.local-header container.central-header", "another date", 12, &[0x6c, 0x5c]),
    ("crc", "container.crc", "another CRC-32", 14, &[0, 0, 0, 0]),
];

/// In the directory the fields from the version on stand two bytes further on.
fn in_both((name, codes, comment, at, bytes): &Both) -> Vector {
    let edits: [Edit; 2] = [Set(DOCUMENT_LOCAL, *at, bytes), Set(DOCUMENT_CENTRAL, at + 2, bytes)];
    let zip = Bag::small().zip().edited(&edits);
    Vector::fault("container", &format!("both-{name}"), codes, &format!("both headers: {comment}"), zip.bytes())
}

//! The ZIP headers that a bundle's entries demand, byte for byte (FORMAT.md; APPNOTE.TXT 4.3).
//!
//! Writing and verifying both stand on these functions: a verifier derives the only bytes allowed and compares.

/// Where an entry lies and what it holds, as the central directory says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, with the bundle's folder, as it stands in the file.
    pub name: Vec<u8>,
    /// The size of the data in bytes.
    pub size: u64,
    /// The CRC-32 of the data.
    pub crc: u32,
    /// Where the entry's local header begins.
    pub offset: u64,
}

impl Entry {
    /// Where the entry's data begins.
    pub fn data_offset(&self) -> u64 {
        self.offset.saturating_add(self.local_size())
    }

    /// Where the next entry begins.
    pub fn end(&self) -> u64 {
        self.data_offset().saturating_add(self.size)
    }

    fn local_size(&self) -> u64 {
        let extra = if self.is_large() { 20 } else { 0 };
        (self.name.len() as u64).saturating_add(30).saturating_add(extra)
    }

    fn is_large(&self) -> bool {
        self.size >= LARGE
    }

    /// The version of the ZIP format that a reader must know.
    fn version(&self) -> u16 {
        if self.is_large() { 45 } else { 10 }
    }
}

/// From here on, a 32-bit field is too small.
pub const LARGE: u64 = 0xFFFF_FFFF;
/// The length of the end record.
pub const END: usize = 22;
/// The length of the ZIP64 end record and its locator.
pub const END64: usize = 56 + 20;

pub(super) const LOCAL_MARK: u32 = 0x0403_4b50;
pub(super) const CENTRAL_MARK: u32 = 0x0201_4b50;
pub(super) const END_MARK: u32 = 0x0605_4b50;
pub(super) const END64_MARK: u32 = 0x0606_4b50;
pub(super) const LOCATOR_MARK: u32 = 0x0706_4b50;

const DATE: u16 = 0x0021;
const SYSTEM_UNIX: u16 = 0x0300;
const FILE_0644: u32 = 0o100_644 << 16;
const EXTRA_ZIP64: u16 = 0x0001;

/// The parts of a header with their lengths, so that a difference can be named.
pub const LOCAL_FIELDS: &[(&str, usize)] = &[
    ("signature", 4),
    ("version needed", 2),
    ("flags", 2),
    ("method", 2),
    ("time", 2),
    ("date", 2),
    ("CRC-32", 4),
    ("compressed size", 4),
    ("size", 4),
    ("name length", 2),
    ("extra field length", 2),
];

/// As [`LOCAL_FIELDS`], of the central header.
pub const CENTRAL_FIELDS: &[(&str, usize)] = &[
    ("signature", 4),
    ("version made by", 2),
    ("version needed", 2),
    ("flags", 2),
    ("method", 2),
    ("time", 2),
    ("date", 2),
    ("CRC-32", 4),
    ("compressed size", 4),
    ("size", 4),
    ("name length", 2),
    ("extra field length", 2),
    ("comment length", 2),
    ("disk", 2),
    ("internal attributes", 2),
    ("external attributes", 4),
    ("offset", 4),
];

/// As [`LOCAL_FIELDS`], of the end records without the ZIP64 ones.
pub const END_FIELDS: &[(&str, usize)] = &[
    ("signature", 4),
    ("disk", 2),
    ("directory's disk", 2),
    ("entries on this disk", 2),
    ("entries", 2),
    ("directory's size", 4),
    ("directory's offset", 4),
    ("comment length", 2),
];

/// An entry's local header with its name and extra field (APPNOTE 4.3.7, 4.5.3).
pub fn local_header(entry: &Entry) -> Vec<u8> {
    let size = low32(entry.size);
    let mut out = Bytes::default();
    out.u32(LOCAL_MARK).u16(entry.version()).u16(0).u16(0).u16(0).u16(DATE);
    out.u32(entry.crc).u32(size).u32(size);
    out.u16(length(&entry.name)).u16(if entry.is_large() { 20 } else { 0 });
    out.bytes(&entry.name);
    if entry.is_large() {
        out.u16(EXTRA_ZIP64).u16(16).u64(entry.size).u64(entry.size);
    }
    out.0
}

/// An entry's header in the central directory (APPNOTE 4.3.12, 4.5.3).
pub fn central_header(entry: &Entry) -> Vec<u8> {
    let size = low32(entry.size);
    let mut extra = Bytes::default();
    if entry.is_large() {
        extra.u64(entry.size).u64(entry.size);
    }
    if entry.offset >= LARGE {
        extra.u64(entry.offset);
    }
    let mut out = Bytes::default();
    out.u32(CENTRAL_MARK).u16(SYSTEM_UNIX | entry.version()).u16(entry.version());
    out.u16(0).u16(0).u16(0).u16(DATE).u32(entry.crc).u32(size).u32(size);
    let extra_length = if extra.0.is_empty() { 0 } else { length(&extra.0).saturating_add(4) };
    out.u16(length(&entry.name)).u16(extra_length).u16(0).u16(0).u16(0).u32(FILE_0644).u32(low32(entry.offset));
    out.bytes(&entry.name);
    if extra_length > 0 {
        out.u16(EXTRA_ZIP64).u16(length(&extra.0)).bytes(&extra.0);
    }
    out.0
}

/// The end of the file: the end record, with the ZIP64 ones before it where the directory lies far out
/// (APPNOTE 4.3.14 to 4.3.16).
pub fn end_records(entries: &[Entry], directory_offset: u64, directory_size: u64) -> Vec<u8> {
    let count = u16::try_from(entries.len()).unwrap_or(u16::MAX);
    let mut out = Bytes::default();
    if directory_offset >= LARGE || directory_size >= LARGE {
        let version = if entries.iter().any(Entry::is_large) { 45 } else { 10 };
        out.u32(END64_MARK).u64(44).u16(version).u16(version).u32(0).u32(0);
        out.u64(u64::from(count)).u64(u64::from(count)).u64(directory_size).u64(directory_offset);
        out.u32(LOCATOR_MARK).u32(0).u64(directory_offset.saturating_add(directory_size)).u32(1);
        out.u32(END_MARK).u16(0).u16(0).u16(count).u16(count).u32(u32::MAX).u32(u32::MAX).u16(0);
    } else {
        out.u32(END_MARK).u16(0).u16(0).u16(count).u16(count);
        out.u32(low32(directory_size)).u32(low32(directory_offset)).u16(0);
    }
    out.0
}

/// The whole directory and end of a file with these entries.
pub fn directory(entries: &[Entry]) -> Vec<u8> {
    let mut out: Vec<u8> = entries.iter().flat_map(central_header).collect();
    let size = out.len() as u64;
    out.extend(end_records(entries, entries.last().map_or(0, Entry::end), size));
    out
}

/// The value for a 32-bit field: all ones where it stands elsewhere.
fn low32(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The length of a name or extra field; both are far shorter than 64 KiB.
fn length(bytes: &[u8]) -> u16 {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX)
}

/// Little-endian fields, one after the other.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }
}

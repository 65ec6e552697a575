//! The strict container read: either the file is the only one there can be for its entries, or findings say why not.

use std::io;

use super::source::Source;
use super::zip::{
    CENTRAL_FIELDS, CENTRAL_MARK, END, END_FIELDS, END_MARK, END64, END64_MARK, Entry, LARGE, LOCAL_FIELDS, LOCAL_MARK,
    central_header, end_records, local_header,
};
use crate::finding::{Code, Findings};

/// 10,000 documents, 1,024 files under signatures/ and the five tag files.
pub const MOST_ENTRIES: usize = 11_029;
/// Longer than any allowed name, so that a bad name is found as such.
const LONGEST_NAME: u64 = 1_024;
const CENTRAL_FIXED: usize = 46;
const LONGEST_EXTRA: u64 = 28;
const FILE: &str = "ZIP file";

/// Reads the directory and checks every byte of the file that is not an entry's data.
///
/// Gives the entries where they lie one after the other without gap or overlap, so that reading each of them once
/// never reads more than the file; `None` otherwise, with findings.
///
/// # Errors
/// What the system says.
pub fn read<S: Source + ?Sized>(source: &S, findings: &mut Findings) -> io::Result<Option<Vec<Entry>>> {
    let Some(end) = read_end(source, findings)? else { return Ok(None) };
    let size = usize::try_from(end.directory_size).map_err(|_| io::ErrorKind::OutOfMemory)?;
    let directory = source.read_at(end.directory_offset, size)?;
    let Some(entries) = read_directory(&directory, end.count, findings) else { return Ok(None) };
    let sound = lies_end_to_end(&entries, end.directory_offset, findings);
    check_end(&entries, &end, findings);
    if !sound {
        return Ok(None);
    }
    check_local_headers(source, &entries, findings)?;
    Ok(Some(entries))
}

/// What the end of the file says, with its own bytes.
struct End {
    count: usize,
    directory_size: u64,
    directory_offset: u64,
    bytes: Vec<u8>,
}

fn read_end<S: Source + ?Sized>(source: &S, findings: &mut Findings) -> io::Result<Option<End>> {
    let Some(end_offset) = source.size().checked_sub(END as u64) else {
        findings.add(Code::ContainerNotZip, FILE, format!("is only {} bytes long", source.size()));
        return Ok(None);
    };
    let mut bytes = source.read_at(end_offset, END)?;
    if field32(&bytes, 0) != Some(END_MARK) {
        findings.add(Code::ContainerNotZip, FILE, no_end(source)?);
        return Ok(None);
    }
    let count = field16(&bytes, 10).map_or(0, usize::from);
    let mut directory_size = field32(&bytes, 12).map_or(0, u64::from);
    let mut directory_offset = field32(&bytes, 16).map_or(0, u64::from);
    let mut records = END as u64;
    if directory_size == LARGE || directory_offset == LARGE {
        let before = end_offset.checked_sub(END64 as u64);
        let record = before.map(|offset| source.read_at(offset, END64)).transpose()?.unwrap_or_default();
        if field32(&record, 0) != Some(END64_MARK) {
            findings.add(Code::ContainerEnd, FILE, "has no ZIP64 end record where its end record asks for one");
            return Ok(None);
        }
        directory_size = field64(&record, 40).unwrap_or(0);
        directory_offset = field64(&record, 48).unwrap_or(0);
        records = records.saturating_add(END64 as u64);
        bytes.splice(0..0, record);
    }
    let whole = directory_offset.checked_add(directory_size).and_then(|end| end.checked_add(records));
    let most =
        (count as u64).saturating_mul(LONGEST_NAME.saturating_add(CENTRAL_FIXED as u64).saturating_add(LONGEST_EXTRA));
    if count > MOST_ENTRIES {
        findings.add(Code::ContainerLimit, FILE, format!("has {count} entries: at most {MOST_ENTRIES} are allowed"));
    } else if whole != Some(source.size()) || directory_size > most {
        let message = format!(
            "says that its directory has {directory_size} bytes from byte {directory_offset}, which does not fit a file of {} bytes with {count} entries",
            source.size()
        );
        findings.add(Code::ContainerEnd, FILE, message);
    } else {
        return Ok(Some(End { count, directory_size, directory_offset, bytes }));
    }
    Ok(None)
}

/// Why the file does not end as it must, for people.
fn no_end<S: Source + ?Sized>(source: &S) -> io::Result<&'static str> {
    let start = source.read_at(0, 4)?;
    Ok(if field32(&start, 0) == Some(LOCAL_MARK) {
        "begins as a ZIP file but does not end as one: it was cut short, or something was added at its end"
    } else {
        "is not a ZIP file"
    })
}

fn read_directory(directory: &[u8], count: usize, findings: &mut Findings) -> Option<Vec<Entry>> {
    let mut entries = Vec::with_capacity(count);
    let mut rest = directory;
    for at in 0..count {
        let Some((entry, header, after)) = read_central(rest) else {
            findings.add(Code::ContainerDirectory, FILE, format!("entry {at} of the central directory is no header"));
            return None;
        };
        let expected = central_header(&entry);
        if header != expected {
            let field = difference(header, &expected, CENTRAL_FIELDS);
            findings.add(Code::ContainerCentral, shown(&entry), format!("{field} in the central directory"));
        }
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() {
        return Some(entries);
    }
    findings.add(
        Code::ContainerDirectory,
        FILE,
        format!("{} bytes follow the last entry of the central directory", rest.len()),
    );
    None
}

/// The first header of `bytes` as an entry and as it stands there, and what follows it.
fn read_central(bytes: &[u8]) -> Option<(Entry, &[u8], &[u8])> {
    if field32(bytes, 0)? != CENTRAL_MARK {
        return None;
    }
    let name_length = usize::from(field16(bytes, 28)?);
    let extra_length = usize::from(field16(bytes, 30)?);
    let comment_length = usize::from(field16(bytes, 32)?);
    let name_end = CENTRAL_FIXED.checked_add(name_length)?;
    let extra_end = name_end.checked_add(extra_length)?;
    let (header, after) = bytes.split_at_checked(extra_end.checked_add(comment_length)?)?;
    let mut extra = header.get(name_end..extra_end)?.get(4..).unwrap_or_default();
    let mut wide = |field: u32| {
        if field != u32::MAX {
            return u64::from(field);
        }
        let value = field64(extra, 0).unwrap_or(0);
        extra = extra.get(8..).unwrap_or_default();
        value
    };
    let size = wide(field32(bytes, 24)?);
    wide(field32(bytes, 20)?);
    let offset = wide(field32(bytes, 42)?);
    let name = header.get(CENTRAL_FIXED..name_end)?.to_vec();
    Some((Entry { name, size, crc: field32(bytes, 16)?, offset }, header, after))
}

/// Whether the entries fill the file from its first byte to the directory.
fn lies_end_to_end(entries: &[Entry], directory_offset: u64, findings: &mut Findings) -> bool {
    let mut expected = 0;
    let mut sound = true;
    for entry in entries {
        if entry.offset != expected {
            let message = format!("begins at byte {}, where byte {expected} is due", entry.offset);
            findings.add(Code::ContainerLayout, shown(entry), message);
            sound = false;
        }
        expected = entry.end();
    }
    if expected != directory_offset {
        let message =
            format!("the entries end at byte {expected}, the central directory begins at byte {directory_offset}");
        findings.add(Code::ContainerLayout, FILE, message);
        sound = false;
    }
    sound
}

fn check_end(entries: &[Entry], end: &End, findings: &mut Findings) {
    let expected = end_records(entries, end.directory_offset, end.directory_size);
    if expected == end.bytes {
        return;
    }
    let field = if expected.len() == END && end.bytes.len() == END {
        difference(&end.bytes, &expected, END_FIELDS)
    } else {
        "is not as the ZIP64 rules demand".to_owned()
    };
    findings.add(Code::ContainerEnd, FILE, format!("the end record {field}"));
}

fn check_local_headers<S: Source + ?Sized>(source: &S, entries: &[Entry], findings: &mut Findings) -> io::Result<()> {
    for entry in entries {
        let expected = local_header(entry);
        let header = source.read_at(entry.offset, expected.len())?;
        if header != expected {
            let field = difference(&header, &expected, LOCAL_FIELDS);
            findings.add(Code::ContainerLocal, shown(entry), format!("{field} in the entry's own header"));
        }
    }
    Ok(())
}

/// Names the first field in which two headers differ.
fn difference(found: &[u8], expected: &[u8], fields: &[(&str, usize)]) -> String {
    let at = found.iter().zip(expected).take_while(|(a, b)| a == b).count();
    let mut end = 0_usize;
    for (name, length) in fields {
        end = end.saturating_add(*length);
        if at < end {
            return format!("has another {name} than it must have");
        }
    }
    "has another name or extra field than it must have".to_owned()
}

fn shown(entry: &Entry) -> String {
    String::from_utf8_lossy(&entry.name).into_owned()
}

fn field16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

fn field32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn field64(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

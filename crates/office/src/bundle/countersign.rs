//! A bundle with one more file under `signatures/`: every earlier entry stays as it was, to the byte.

use std::fs::File;
use std::io;

use chancery_core::Source;
use chancery_core::bundle::bag::SIGNATURES;
use chancery_core::bundle::zip::{self, Entry};
use chancery_core::digest::stream::Progress;

use crate::positioned::write_all_at;

/// Writes the bundle with these entries again, with one more signature file in its place, into an empty file.
///
/// # Errors
/// What the system says.
pub fn with_signature<S: Source + ?Sized>(
    source: &S,
    entries: &[Entry],
    (top, name, text): (&str, &str, &str),
    out: &File,
    progress: Progress<'_>,
) -> io::Result<()> {
    let folder = format!("{top}/{SIGNATURES}").into_bytes();
    let full = [&folder, name.as_bytes()].concat();
    let after = |entry: &Entry| entry.name.starts_with(&folder) && entry.name > full;
    let place = entries.iter().position(after).unwrap_or(entries.len());
    let (before, after) = entries.split_at_checked(place).unwrap_or((entries, &[]));
    copy(source, before.last().map_or(0, Entry::end), out, progress)?;
    let mut written = before.to_vec();
    put(&mut written, full, text.as_bytes(), out)?;
    for entry in after {
        let size = usize::try_from(entry.size).map_err(|_| io::ErrorKind::OutOfMemory)?;
        put(&mut written, entry.name.clone(), &source.read_at(entry.data_offset(), size)?, out)?;
    }
    write_all_at(out, &zip::directory(&written), written.last().map_or(0, Entry::end))
}

/// Copies the first `count` bytes as they are.
fn copy<S: Source + ?Sized>(source: &S, count: u64, out: &File, progress: Progress<'_>) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    let mut at = 0_u64;
    while at < count {
        let size = usize::try_from(count.saturating_sub(at)).unwrap_or(PIECE).min(PIECE);
        let piece = piece.get_mut(..size).unwrap_or_default();
        source.read_exact_at(piece, at)?;
        write_all_at(out, piece, at)?;
        at = at.saturating_add(size as u64);
        progress(size as u64);
    }
    Ok(())
}

const PIECE: usize = 256 << 10;

/// Writes an entry after those that are written.
fn put(written: &mut Vec<Entry>, name: Vec<u8>, bytes: &[u8], out: &File) -> io::Result<()> {
    let offset = written.last().map_or(0, Entry::end);
    let entry = Entry { name, size: bytes.len() as u64, crc: crc32fast::hash(bytes), offset };
    let mut whole = zip::local_header(&entry);
    whole.extend_from_slice(bytes);
    write_all_at(out, &whole, offset)?;
    written.push(entry);
    Ok(())
}

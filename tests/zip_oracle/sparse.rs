//! A file in memory that is mostly zeros: only its other bytes are kept.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use chancery_core::Source;

/// How much is written at once.
pub const PIECE: usize = 1 << 20;
/// So many zeros.
pub static ZEROS: [u8; PIECE] = [0; PIECE];

/// The file, and where in it the next byte is read or written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sparse {
    bytes: BTreeMap<u64, u8>,
    length: u64,
    at: u64,
}

impl Sparse {
    /// Writes at a place.
    pub fn put(&mut self, at: u64, bytes: &[u8]) {
        self.at = at;
        self.write_all(bytes).unwrap();
    }

    /// Changes the bits of one byte.
    pub fn flip(&mut self, at: u64, bits: u8) {
        let byte = self.bytes.get(&at).copied().unwrap_or_default();
        self.put(at, &[byte ^ bits]);
    }

    /// The same as a real file with holes.
    pub fn to_file(&self) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.set_len(self.length).unwrap();
        for (at, byte) in &self.bytes {
            file.seek(SeekFrom::Start(*at)).unwrap();
            file.write_all(&[*byte]).unwrap();
        }
        file
    }

    /// Where two files first differ, with some bytes of both from there on; for people.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let bytes = self.bytes.iter().zip(&other.bytes).find(|(a, b)| a != b);
        let at = bytes.map(|((a, _), (b, _))| *a.min(b));
        let at = at.or_else(|| (self.length != other.length).then(|| self.length.min(other.length)))?;
        let shown = |file: &Self| file.bytes.range(at..).take(16).map(|(at, byte)| (*at, *byte)).collect::<Vec<_>>();
        Some(format!("at {at}: {:x?} of {}, {:x?} of {}", shown(self), self.length, shown(other), other.length))
    }
}

impl Write for Sparse {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let end = self.at + piece.len() as u64;
        let before: Vec<u64> = self.bytes.range(self.at..end).map(|(at, _)| *at).collect();
        for at in before {
            self.bytes.remove(&at);
        }
        // Comparing slices is fast; looking at each of many zeros is not.
        if ZEROS.get(..piece.len()) != Some(piece) {
            let bytes = (self.at..).zip(piece.iter().copied());
            self.bytes.extend(bytes.filter(|(_, byte)| *byte != 0));
        }
        self.at = end;
        self.length = self.length.max(end);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Sparse {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap();
        let count = buffer.len().min(left);
        self.read_exact_at(&mut buffer[..count], self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Sparse {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => self.length.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?,
            SeekFrom::Current(by) => self.at.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?,
        };
        Ok(self.at)
    }
}

impl Source for Sparse {
    fn size(&self) -> u64 {
        self.length
    }

    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64).filter(|end| *end <= self.length);
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.fill(0);
        for (at, byte) in self.bytes.range(offset..end) {
            buffer[usize::try_from(at - offset).unwrap()] = *byte;
        }
        Ok(())
    }
}

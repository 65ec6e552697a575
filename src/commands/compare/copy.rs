//! The copy that is compared: its bytes, and its text where it has any.

use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};
use chancery_core::digest::Hasher;
use chancery_core::{Digest, Source};
use chancery_office::opened::Opened;
use chancery_text::charset::Said;
use chancery_text::kind::{Kind, Taken};
use chancery_text::{Piece, Unreadable};

use crate::ask::paste;
use crate::commands::text_worker;
use crate::context::Context;
use crate::input::{STANDARD_INPUT, open_path};

/// A copy from anywhere.
pub struct Copy {
    /// What it is called.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub digest: Digest,
    /// What it seems to be.
    pub kind: Kind,
    /// Its text, or why there is none.
    pub taken: std::result::Result<Taken, Unreadable>,
}

impl Copy {
    /// Reads a file, or standard input for `-`.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(context: &Context, argument: &str) -> Result<Self> {
        if argument == "-" {
            let bytes = paste::read(context, text_worker::LARGEST)?;
            if bytes.len() as u64 > text_worker::LARGEST {
                return Err(Error::refused("standard input is too large to be compared", "name a file"));
            }
            return Self::of(STANDARD_INPUT.to_owned(), "", &bytes);
        }
        let path = Path::new(argument);
        let input = open_path(path)?;
        let failed = |error| Error::io("read", path, error);
        if input.opened.size() > text_worker::LARGEST {
            let digest = digest(&input.opened).map_err(failed)?;
            let taken = Err(Unreadable::TooLarge);
            return Ok(Self { name: input.name, digest, kind: Kind::Plain, taken });
        }
        let bytes =
            input.opened.read_at(0, usize::try_from(input.opened.size()).unwrap_or_default()).map_err(failed)?;
        Self::of(input.name, argument, &bytes)
    }

    fn of(name: String, file: &str, bytes: &[u8]) -> Result<Self> {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::path(name, "is empty", "there is nothing to compare"));
        }
        let kind = Kind::of_file(bytes, file);
        let taken = text_worker::take(kind, bytes, Said::Nothing)?.and_then(seen);
        Ok(Self { name, digest: Digest::of(bytes), kind, taken })
    }
}

/// A text of which a reader sees something: a scanned page has none, whatever was written invisibly over it.
fn seen(taken: Taken) -> std::result::Result<Taken, Unreadable> {
    let is_seen =
        |piece: &Piece| piece.around.is_none_or(|around| around.what.is_seen()) && !piece.text.trim().is_empty();
    if taken.reading.pieces.iter().any(is_seen) { Ok(taken) } else { Err(Unreadable::NoText) }
}

fn digest(opened: &Opened) -> std::io::Result<Digest> {
    let mut hasher = Hasher::default();
    let mut reader = opened.reader();
    let mut piece = vec![0; 256 << 10];
    loop {
        match reader.read(&mut piece)? {
            0 => return Ok(hasher.finish()),
            count => hasher.update(piece.get(..count).unwrap_or_default()),
        }
    }
}

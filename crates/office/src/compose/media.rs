//! The media type of a document, from its bytes; only which kind of text it is comes from its name.

use std::fs::File;
use std::io::{self, Read, Seek};

use chancery_core::MediaType;
use file_format::FileFormat;

/// The type of a document could not be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

const OCTETS: &str = "application/octet-stream";

/// Detects the media type of an open file called `name`. Leaves the file's position anywhere.
///
/// # Errors
/// What the system says; inside, [`Unknown`] where it is text of an encoding that cannot be told.
pub fn detect(file: &mut File, name: &str) -> io::Result<Result<MediaType, Unknown>> {
    file.rewind()?;
    let encoding = encoding(file)?;
    file.rewind()?;
    let by_bytes = FileFormat::from_reader(&mut *file)?;
    Ok(decide(encoding, by_bytes, name))
}

/// How a file's bytes can be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16,
    /// Perhaps text, in an older encoding.
    Other,
    Binary,
}

fn decide(encoding: Encoding, by_bytes: FileFormat, name: &str) -> Result<MediaType, Unknown> {
    let by_name = mime_guess::from_path(name).first_raw().unwrap_or(OCTETS);
    let known = by_bytes.media_type();
    let told = !matches!(by_bytes, FileFormat::ArbitraryBinaryData | FileFormat::PlainText | FileFormat::Empty);
    let charset = match encoding {
        Encoding::Utf8 => Some("utf-8"),
        Encoding::Utf16 => Some("utf-16"),
        Encoding::Other | Encoding::Binary => None,
    };
    let essence = match charset {
        Some(_) if by_name.starts_with("text/") => by_name,
        _ if told => known,
        Some(_) => "text/plain",
        None if encoding == Encoding::Binary && !by_name.starts_with("text/") => by_name,
        None if encoding == Encoding::Binary => OCTETS,
        None => return Err(Unknown),
    };
    let text = if essence.starts_with("text/") {
        format!("{essence}; charset={}", charset.ok_or(Unknown)?)
    } else {
        essence.to_owned()
    };
    text.to_ascii_lowercase().parse().or_else(|_| OCTETS.parse()).map_err(|_: String| Unknown)
}

/// Reads the file as far as it is needed to tell.
fn encoding(file: &mut File) -> io::Result<Encoding> {
    let mut piece = vec![0; 64 << 10];
    let mut held = 0;
    let mut first = true;
    loop {
        let space = piece.get_mut(held..).unwrap_or_default();
        let count = file.read(space)?;
        let filled = held.saturating_add(count);
        let bytes = piece.get(..filled).unwrap_or_default();
        if first && (bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])) {
            return Ok(Encoding::Utf16);
        }
        first = false;
        if bytes.contains(&0) {
            return Ok(Encoding::Binary);
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => held = 0,
            Err(error) if error.error_len().is_none() && count > 0 => {
                piece.copy_within(error.valid_up_to()..filled, 0);
                held = filled.saturating_sub(error.valid_up_to());
            }
            Err(_) => return Ok(if has_controls(bytes) { Encoding::Binary } else { Encoding::Other }),
        }
        if count == 0 {
            return Ok(Encoding::Utf8);
        }
    }
}

/// Whether the bytes hold what no text in any single-byte encoding holds.
fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| matches!(byte, 0..=8 | 14..=31) && *byte != 0x1b)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn detected(bytes: &[u8], name: &str) -> Result<String, Unknown> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        detect(&mut file, name).unwrap().map(|media| media.to_string())
    }

    #[test]
    fn texts_are_told_by_their_bytes_and_their_kind_by_name() {
        assert_eq!(detected("Текст".as_bytes(), "a.txt").unwrap(), "text/plain; charset=utf-8");
        assert_eq!(detected(b"# T", "a.md").unwrap(), "text/markdown; charset=utf-8");
        assert_eq!(detected(b"<p>T", "a.htm").unwrap(), "text/html; charset=utf-8");
        assert_eq!(detected(b"T", "a").unwrap(), "text/plain; charset=utf-8");
        assert_eq!(detected(b"", "a.txt").unwrap(), "text/plain; charset=utf-8");
        assert_eq!(detected(b"\xff\xfeT\0", "a.txt").unwrap(), "text/plain; charset=utf-16");
        assert_eq!(detected("я".repeat(100_000).as_bytes(), "a.txt").unwrap(), "text/plain; charset=utf-8");
    }

    #[test]
    fn an_older_encoding_is_not_guessed() {
        assert_eq!(detected(b"\xcf\xf0\xe8\xe2\xe5\xf2", "a.txt"), Err(Unknown));
    }

    #[test]
    fn the_rest_is_told_by_its_bytes_whatever_its_name() {
        assert_eq!(detected(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\0", "a.txt").unwrap(), "application/pdf");
        assert_eq!(detected(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a").unwrap(), "image/png");
        assert_eq!(detected(b"\0\x01\x02\x03", "a.txt").unwrap(), OCTETS);
    }
}

//! A public key in a line of a list, read byte by byte as OpenSSH reads it.

use crate::signature::public_key::{NotAPublicKey, PublicKey};

/// The part of a line that OpenSSH reads, from its first byte other than a blank: a NUL ends it, and so does CR LF.
pub(super) fn visible(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    line.split(|byte| *byte == 0).next().unwrap_or_default()
}

/// The type and the base64 of the key with which a text begins, as `ssh-ed25519 AAAA…`, and the comment after it.
///
/// # Errors
/// Where there are no two words.
pub(super) fn words(text: &[u8]) -> Result<(String, &[u8]), NotAPublicKey> {
    let mut words = text.get(blanks(text)..).unwrap_or_default().splitn(2, |byte| is_blank(*byte));
    let (kind, rest) = words.next().zip(words.next()).ok_or(NotAPublicKey::Syntax)?;
    let rest = rest.get(blanks(rest)..).unwrap_or_default();
    let end = rest.iter().position(|byte| is_blank(*byte)).unwrap_or(rest.len());
    let (blob, comment) = rest.split_at_checked(end).unwrap_or((rest, b""));
    // White space in the base64 is passed over; in the type it is part of an unknown name.
    let passed_over = |byte: &&u8| !matches!(byte, b'\r' | 0x0b | 0x0c);
    let blob: Vec<u8> = blob.iter().filter(passed_over).copied().collect();
    let (kind, blob) = (String::from_utf8_lossy(kind), String::from_utf8_lossy(&blob));
    if kind.contains(|letter: char| letter.is_ascii_whitespace()) {
        return Err(NotAPublicKey::Syntax);
    }
    Ok((format!("{kind} {blob}"), comment))
}

/// The key with which a text begins.
///
/// # Errors
/// Where it is none that can be used.
pub(super) fn key(text: &[u8]) -> Result<PublicKey, NotAPublicKey> {
    words(text)?.0.parse()
}

/// Whether a byte stands between words.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// How many blanks there are at the beginning.
pub(super) fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_blank(**byte)).count()
}

//! The plain text of a document, for the search: nothing that is shown as the statement itself comes from here.

use chancery_core::MediaType;
use chancery_text::{DocumentKind, Piece, TextExtractor, What, charset_of};
use encoding_rs::Encoding;

/// The text of a document, where it is of a kind that is indexed: of plain text and Markdown as it is written, of anything else as
/// `extractor` gives it. The bytes are read when they are wanted.
pub fn of(media_type: &MediaType, extractor: &dyn TextExtractor, read: impl Fn() -> Option<Vec<u8>>) -> Option<String> {
    match DocumentKind::of_media_type(media_type.as_str())? {
        DocumentKind::Plain | DocumentKind::Markdown => plain(&read()?, media_type),
        kind => extracted(kind, &read()?, media_type, extractor),
    }
}

/// The text of plain text or Markdown, as it is written.
pub fn plain(bytes: &[u8], media_type: &MediaType) -> Option<String> {
    if !media_type.is_text() {
        return None;
    }
    let label = media_type.as_str().split("; charset=").nth(1)?;
    let (text, _, _) = Encoding::for_label(label.as_bytes())?.decode(bytes);
    Some(text.into_owned())
}

/// The text of a web page, a Word document or a PDF file.
fn extracted(
    kind: DocumentKind,
    bytes: &[u8],
    media_type: &MediaType,
    extractor: &dyn TextExtractor,
) -> Option<String> {
    let reading = extractor.extract(kind, bytes, charset_of(media_type.as_str())).ok()?.reading;
    let pieces = reading.pieces.into_iter().filter(is_found);
    let text: String = pieces.map(|piece| piece.text + "\n").collect();
    // A word that is broken at the end of a line is found whole too.
    Some(if reading.breaks_words { format!("{text}\n{}", text.replace("-\n", "")) } else { text })
}

/// What a document hides, or shows only where it cannot be shown itself, is not found.
fn is_found(piece: &Piece) -> bool {
    !matches!(piece.around.map(|around| around.what), Some(What::Hidden | What::Noscript | What::Fallback))
}

#[cfg(test)]
mod tests {
    use chancery_text::InProcess;

    use super::*;

    fn text(bytes: &[u8], media_type: &str) -> Option<String> {
        let found = of(&media_type.parse().unwrap(), &InProcess, || Some(bytes.to_vec()))?;
        Some(found.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn text_is_read_in_its_charset() {
        assert_eq!(text(b"\xcf\xf0\xe8", "text/plain; charset=windows-1251").unwrap(), "При");
        assert_eq!(text("\u{feff}а".as_bytes(), "text/plain; charset=utf-8").unwrap(), "а");
        assert_eq!(text(b"\xff\xfea\0", "text/plain; charset=utf-16le").unwrap(), "a");
        assert_eq!(text(b"a", "text/plain; charset=unheard-of"), None);
        assert_eq!(text(b"a", "application/pdf"), None);
    }

    #[test]
    fn markup_is_left_out() {
        let page = b"<html><head><title>T</title><style>p{}</style><script>var a='<p>no</p>'</script></head>\
            <body><p><b>o</b>n<i>e</i><br>two &amp; thr&eacute;e</p><!-- not this --></body>";
        assert_eq!(text(page, "text/html; charset=utf-8").unwrap(), "T one two & thrée");
    }
}

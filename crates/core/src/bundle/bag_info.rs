//! `bag-info.txt` (RFC 8493, section 2.2.2): what BagIt tools and people read, derived from the metadata to the byte.

use crate::finding::{Code, Findings};
use crate::statement::metadata::{FORMAT, Metadata};
use crate::statement::path::BundleName;
use crate::statement::time::Timestamp;

const FILE: &str = "bag-info.txt";

/// What `bag-info.txt` says that the metadata does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BagInfo {
    /// The bundle's name.
    pub name: BundleName,
    /// When the issuers say that they sealed it.
    pub sealed_at: Timestamp,
}

/// The number and total size of the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PayloadOxum {
    /// Bytes in all.
    pub octets: u64,
    /// How many documents.
    pub streams: usize,
}

/// Writes `bag-info.txt`.
pub fn write(info: &BagInfo, metadata: &Metadata, payload: PayloadOxum) -> String {
    let PayloadOxum { octets, streams } = payload;
    let mut lines = Vec::new();
    lines.extend(metadata.publishers.iter().map(|publisher| format!("Source-Organization: {}", publisher.name)));
    lines.push(format!("External-Description: {}", metadata.title));
    lines.extend(metadata.identifier.iter().map(|identifier| format!("External-Identifier: {identifier}")));
    lines.push(format!("Bagging-Date: {}", info.sealed_at.day()));
    lines.push(format!("Payload-Oxum: {octets}.{streams}"));
    lines.push(format!("Bundle-Format: {FORMAT}"));
    lines.push(format!("Bundle-Name: {}", info.name));
    lines.extend(metadata.issuers().map(|identity| format!("Issuer: {identity}")));
    lines.push(format!("Sealed-At: {}", info.sealed_at));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The later format that the file names, if it names one and nothing else.
pub fn later_format(bytes: &[u8]) -> Option<&str> {
    let value = only_value(std::str::from_utf8(bytes).ok()?, "Bundle-Format")?;
    let number = value.strip_prefix("chancery/")?;
    let plain =
        (1..=9).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
    (plain && value != FORMAT).then_some(value)
}

/// Reads the two values that stand nowhere else.
pub fn read(bytes: &[u8], findings: &mut Findings) -> Option<BagInfo> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.add(Code::BagInfoSyntax, FILE, "is not UTF-8 text");
        return None;
    };
    if only_value(text, "Bundle-Format") != Some(FORMAT) {
        findings.add(Code::BagInfoSyntax, FILE, format!("has no single line `Bundle-Format: {FORMAT}`"));
    }
    let name = only_value(text, "Bundle-Name").and_then(|value| value.parse().ok());
    if name.is_none() {
        findings.add(Code::BagInfoSyntax, FILE, "has no single line `Bundle-Name:` with a bundle's name");
    }
    let sealed_at = only_value(text, "Sealed-At").and_then(|value| value.parse().ok());
    if sealed_at.is_none() {
        findings.add(
            Code::BagInfoSyntax,
            FILE,
            "has no single line `Sealed-At:` with a time such as 2025-12-07T09:00:00Z",
        );
    }
    Some(BagInfo { name: name?, sealed_at: sealed_at? })
}

/// Compares the file with the only one that its values, the metadata and the documents allow.
pub fn check(bytes: &[u8], info: &BagInfo, metadata: &Metadata, payload: PayloadOxum, findings: &mut Findings) {
    let expected = write(info, metadata, payload);
    if expected.as_bytes() == bytes {
        return;
    }
    let found = String::from_utf8_lossy(bytes);
    let (found, expected): (Vec<&str>, Vec<&str>) = (found.split('\n').collect(), expected.split('\n').collect());
    let at = found.iter().zip(&expected).take_while(|(found, expected)| found == expected).count();
    let line = |lines: &[&str]| lines.get(at).map_or("the end of the file".to_owned(), |line| format!("{line:?}"));
    let same = found.get(at).zip(expected.get(at)).is_some_and(|(found, expected)| label(found) == label(expected));
    let code = if same { Code::BagInfoMismatch } else { Code::BagInfoSyntax };
    let place = format!("{FILE}: line {}", at.saturating_add(1));
    findings.add(code, place, format!("is {}, where {} is due", line(&found), line(&expected)));
}

fn label(line: &str) -> &str {
    line.split(": ").next().unwrap_or_default()
}

/// The value of a label that stands on exactly one line.
fn only_value<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut values = text.split('\n').filter_map(|line| line.strip_prefix(label)?.strip_prefix(": "));
    values.next().filter(|_| values.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Bundle-Format: chancery/1\nBundle-Name: 2026-a\nSealed-At: 2026-03-12T14:05:00Z\n";

    #[test]
    fn the_two_values_that_stand_nowhere_else_are_read() {
        let mut findings = Findings::default();
        let info = read(TEXT.as_bytes(), &mut findings).unwrap();
        assert_eq!((info.name.as_str(), info.sealed_at.to_string().as_str()), ("2026-a", "2026-03-12T14:05:00Z"));
        assert_eq!(findings, Findings::default());
    }

    #[test]
    fn a_value_that_stands_twice_or_not_at_all_is_none() {
        for (line, other) in [
            ("2026-a", "A"),
            ("Sealed-At", "sealed-at"),
            ("14:05:00Z", "14:05Z"),
            ("Bundle-Name", "Bundle-Name: b\nBundle-Name"),
        ] {
            assert!(read(TEXT.replace(line, other).as_bytes(), &mut Findings::default()).is_none(), "{line}");
        }
        assert!(read(b"\xff", &mut Findings::default()).is_none());
    }

    #[test]
    fn a_later_format_is_one_that_only_the_number_tells() {
        let format = |value: &str| later_format(TEXT.replace("chancery/1", value).as_bytes()).is_some();
        assert!(format("chancery/2") && format("chancery/123456789"));
        for value in [
            "chancery/1",
            "chancery/0",
            "chancery/02",
            "chancery/x",
            "chancery/",
            "other/2",
            "chancery/1234567890",
            "chancery/2 ",
        ] {
            assert!(!format(value), "{value}");
        }
        assert!(later_format(format!("{TEXT}Bundle-Format: chancery/2\n").as_bytes()).is_none());
    }
}

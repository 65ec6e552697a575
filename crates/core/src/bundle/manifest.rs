//! Manifests (RFC 8493, section 2.1.3): 64 lowercase hexadecimal digits, two spaces, a path, LF; sorted bytewise by path.

use crate::digest::Digest;
use crate::finding::{Code, Findings};

/// A manifest's lines: digest and path.
pub type Lines = Vec<(Digest, String)>;

/// Writes a manifest; the lines must be sorted bytewise by path.
pub fn write<'a>(lines: impl IntoIterator<Item = (Digest, &'a str)>) -> String {
    lines.into_iter().flat_map(|(digest, path)| [digest.to_string(), format!("  {path}\n")]).collect()
}

/// Reads a manifest; every line that is not as [`write()`] writes it is a finding.
pub fn read(file: &str, bytes: &[u8], findings: &mut Findings) -> Lines {
    let Ok(text) = std::str::from_utf8(bytes) else {
        findings.add(Code::ManifestSyntax, file, "is not UTF-8 text");
        return Lines::new();
    };
    if !text.ends_with('\n') {
        findings.add(Code::ManifestSyntax, file, "does not end with a line break");
    }
    let mut lines = Lines::new();
    for (at, line) in text.split_terminator('\n').enumerate() {
        let place = || format!("{file}: line {}", at.saturating_add(1));
        let Some((digest, path)) = parse_line(line) else {
            findings.add(
                Code::ManifestSyntax,
                place(),
                "is not 64 lowercase hexadecimal digits, two spaces and a path",
            );
            continue;
        };
        if lines.last().is_some_and(|(_, last): &(Digest, String)| last.as_str() >= path) {
            findings.add(Code::ManifestSyntax, place(), "is not sorted bytewise by path, each path once");
        }
        lines.push((digest, path.to_owned()));
    }
    lines
}

fn parse_line(line: &str) -> Option<(Digest, &str)> {
    let (digest, rest) = line.split_at_checked(64)?;
    let path = rest.strip_prefix("  ")?;
    let plain = !path.is_empty() && path.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some((digest.parse().ok()?, path))
}

/// Compares a manifest with the files that are there, both sorted by path: each file is listed once, with its digest.
pub fn compare(file: &str, lines: &Lines, there: &[(Option<Digest>, &str)], findings: &mut Findings) {
    let mut there = there.iter().peekable();
    for (digest, path) in lines {
        while let Some((_, unlisted)) = there.next_if(|(_, name)| *name < path.as_str()) {
            findings.add(Code::ManifestUnlisted, *unlisted, format!("is not listed in {file}"));
        }
        match there.next_if(|(_, name)| name == path) {
            Some((Some(found), _)) if found != digest => {
                findings.add(Code::DigestMismatch, path, format!("has the SHA-256 {found}, {file} says {digest}"));
            }
            Some(_) => {}
            None => findings.add(Code::ManifestMissing, path, format!("is listed in {file} but not there")),
        }
    }
    for (_, unlisted) in there {
        findings.add(Code::ManifestUnlisted, *unlisted, format!("is not listed in {file}"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        let mut findings = Findings::default();
        read("m", text.as_bytes(), &mut findings);
        findings.into_vec().into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_manifest_reads_back_as_written() {
        let lines = vec![(Digest::of(b"1"), "data/a".to_owned()), (Digest::of(b"2"), "data/b".to_owned())];
        let text = write(lines.iter().map(|(digest, path)| (*digest, path.as_str())));
        let mut findings = Findings::default();
        assert_eq!(read("m", text.as_bytes(), &mut findings), lines);
        assert_eq!(findings, Findings::default());
    }

    #[test]
    fn every_other_way_to_write_one_is_found() {
        let hex = Digest::of(b"1").to_string();
        for text in [
            format!("{hex}  a"),
            format!("{hex} a\n"),
            format!("{hex} *a\n"),
            format!("{hex}   a\n"),
            format!("{hex}  \n"),
            format!("{}  a\n", hex.to_uppercase()),
            format!("{hex}  a\r\n"),
            format!("\n{hex}  a\n"),
            format!("{hex}  a\n\n"),
            format!("\u{feff}{hex}  a\n"),
            format!("{hex}  b\n{hex}  a\n"),
            format!("{hex}  a\n{hex}  a\n"),
            format!("{hex}  a b\n"),
            format!("{hex}  é\n"),
            String::new(),
        ] {
            assert!(codes(&text).contains(&Code::ManifestSyntax), "{text:?}");
        }
    }

    #[test]
    fn files_and_lines_are_compared_both_ways() {
        let digest = Digest::of(b"1");
        let lines = vec![(digest, "b".to_owned()), (digest, "d".to_owned()), (digest, "e".to_owned())];
        let there =
            [(Some(digest), "a"), (Some(Digest::of(b"2")), "b"), (Some(digest), "c"), (None, "e"), (Some(digest), "f")];
        let mut findings = Findings::default();
        compare("m", &lines, &there, &mut findings);
        let found: Vec<_> = findings.as_slice().iter().map(|finding| (finding.code, finding.place.as_str())).collect();
        let expected = [
            (Code::ManifestUnlisted, "a"),
            (Code::DigestMismatch, "b"),
            (Code::ManifestUnlisted, "c"),
            (Code::ManifestMissing, "d"),
            (Code::ManifestUnlisted, "f"),
        ];
        assert_eq!(found, expected);
    }

    proptest! {
        #[test]
        fn what_is_read_without_findings_is_written_again(text in "([0-9a-f]{64}  [!-~]{1,9}\n){0,4}|\\PC*") {
            let mut findings = Findings::default();
            let lines = read("m", text.as_bytes(), &mut findings);
            if findings.as_slice().is_empty() {
                prop_assert_eq!(write(lines.iter().map(|(digest, path)| (*digest, path.as_str()))), text);
            }
        }
    }
}

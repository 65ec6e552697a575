//! A vector's file: what is expected of a bundle, then the bundle itself.
//!
//! ```text
//! expect: not-authentic
//! code: container.layout
//! comment: …
//!
//! PK…
//! ```

use chancery_core::{Code, Verdict};

const VERDICTS: [Verdict; 4] = [Verdict::Authentic, Verdict::Untrusted, Verdict::NotChecked, Verdict::NotAuthentic];

/// A bundle and what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vector {
    /// Its folder and file name below `tests/vectors/`.
    pub name: String,
    /// The verdict.
    pub expect: Verdict,
    /// The codes of all that is found: these and no others.
    pub codes: Vec<Code>,
    /// What is special about it.
    pub comment: String,
    /// The file that is judged.
    pub body: Vec<u8>,
}

impl Vector {
    /// A vector; the codes are separated by spaces.
    pub fn new(name: String, expect: Verdict, codes: &str, comment: &str, body: Vec<u8>) -> Self {
        let mut codes: Vec<Code> = codes.split_whitespace().map(code).collect();
        codes.sort_unstable();
        Self { name, expect, codes, comment: comment.to_owned(), body }
    }

    /// A vector that is not authentic.
    pub fn fault(folder: &str, name: &str, codes: &str, comment: &str, body: Vec<u8>) -> Self {
        Self::new(format!("{folder}/{name}"), Verdict::NotAuthentic, codes, comment, body)
    }

    /// Reads a vector's file.
    pub fn parse(name: &str, file: &[u8]) -> Self {
        let end = file.windows(2).position(|pair| pair == b"\n\n").unwrap_or_else(|| panic!("{name} has no header"));
        let header = std::str::from_utf8(&file[..end]).unwrap();
        let (mut verdicts, mut codes, mut comments) = (Vec::new(), String::new(), Vec::new());
        for line in header.lines() {
            match line.split_once(": ") {
                Some(("expect", value)) => verdicts.push(verdict(value)),
                Some(("code", value)) => codes += &format!("{value} "),
                Some(("comment", value)) => comments.push(value),
                _ => panic!("{name} has the header line {line:?}"),
            }
        }
        let ([expect], [comment]) = (&verdicts[..], &comments[..]) else { panic!("{name}: {header}") };
        Self::new(name.to_owned(), *expect, &codes, comment, file[end + 2..].to_vec())
    }

    /// The vector's file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let codes: String = self.codes.iter().map(|code| format!("code: {code}\n")).collect();
        let mut file = format!("expect: {}\n{codes}comment: {}\n\n", self.expect, self.comment).into_bytes();
        file.extend_from_slice(&self.body);
        file
    }
}

fn verdict(word: &str) -> Verdict {
    VERDICTS.into_iter().find(|verdict| verdict.as_str() == word).unwrap_or_else(|| panic!("no verdict {word}"))
}

fn code(word: &str) -> Code {
    *Code::ALL.iter().find(|code| code.as_str() == word).unwrap_or_else(|| panic!("no code {word}"))
}

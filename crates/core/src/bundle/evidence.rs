//! The names of files under `signatures/`: signatures, and evidence about them (FORMAT.md).

use std::fmt;

use crate::statement::identity::{Identity, Role};
use crate::statement::path::is_device;

const LONGEST: usize = 200;

/// What a file under `signatures/` is, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignatureFile {
    /// A signature in this role by this identity.
    Signature(Role, Identity),
    /// Something that this version does not judge: a time-stamp, a log's proof, a signature of another algorithm.
    Evidence(String),
}

impl SignatureFile {
    /// Reads a name, without `signatures/`. Evidence on a signature comes with the name of that signature's file.
    pub fn parse(name: &str) -> Option<(Self, Option<String>)> {
        if name.len() > LONGEST {
            return None;
        }
        if let Some((role, identity)) = name.strip_suffix(".sig").and_then(role_and_identity) {
            return Some((Self::Signature(role, identity), None));
        }
        let evidence = Self::Evidence(name.to_owned());
        if name.strip_suffix(".tlog-proof").is_some_and(|stem| is_word(stem, 32) && !is_device(stem)) {
            return Some((evidence, None));
        }
        let (stem, algorithm) = name.rsplit_once(".sig-").unwrap_or_default();
        if is_word(algorithm, 32) && role_and_identity(stem).is_some() {
            return Some((evidence, None));
        }
        let (rest, kind) = name.rsplit_once('.')?;
        let (signed, number) = rest.rsplit_once('.')?;
        let (role, identity) = signed.strip_suffix(".sig").and_then(role_and_identity)?;
        (is_word(kind, 16) && kind != "sig" && is_count(number))
            .then(|| (evidence, Some(Self::Signature(role, identity).to_string())))
    }
}

impl fmt::Display for SignatureFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(role, identity) => write!(f, "{role}.{identity}.sig"),
            Self::Evidence(name) => f.write_str(name),
        }
    }
}

fn role_and_identity(stem: &str) -> Option<(Role, Identity)> {
    let (role, identity) = stem.split_once('.')?;
    Some((role.parse().ok()?, identity.parse().ok()?))
}

fn is_word(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_count(text: &str) -> bool {
    (1..=6).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_named_after_role_and_identity() {
        let (file, on) = SignatureFile::parse("issuer.press@mfa.example.sig").unwrap();
        assert_eq!(file, SignatureFile::Signature(Role::Issuer, "press@mfa.example".parse().unwrap()));
        assert_eq!((file.to_string().as_str(), on), ("issuer.press@mfa.example.sig", None));
        let (file, _) = SignatureFile::parse("witness.a.sig.1.sig").unwrap();
        assert_eq!(file, SignatureFile::Signature(Role::Witness, "a.sig.1".parse().unwrap()));
    }

    #[test]
    fn evidence_names_what_it_is_about() {
        for (name, on) in [
            ("issuer.press@mfa.example.sig.1.tsr", Some("issuer.press@mfa.example.sig")),
            ("archivist.a.sig.999999.x-y", Some("archivist.a.sig")),
            ("log.tlog-proof", None),
            ("issuer.a.sig-mldsa44", None),
        ] {
            let (file, about) = SignatureFile::parse(name).unwrap();
            assert_eq!((file, about.as_deref()), (SignatureFile::Evidence(name.into()), on), "{name}");
        }
    }

    #[test]
    fn nothing_else_may_lie_there() {
        for name in [
            "",
            "x",
            "issuer.sig",
            "editor.a.sig",
            "Issuer.a.sig",
            "issuer.A.sig",
            "issuer..sig",
            "issuer.a.sig.0.tsr",
            "issuer.a.sig.01.tsr",
            "issuer.a.sig.1.TSR",
            "issuer.a.sig.1.",
            "issuer.a.sig.1.aaaaaaaaaaaaaaaaa",
            "issuer.a.sig.1000000.tsr",
            ".tlog-proof",
            "con.tlog-proof",
            "log/x.tlog-proof",
            "LOG.tlog-proof",
            "issuer.a.sig-",
            "issuer.a.sig-X",
            "1.tsr",
            "a.1.tsr",
            "issuer.a.sig/b",
            &format!("issuer.{}.sig", "a".repeat(101)),
            &format!("witness.{}.sig.1.sig", "a".repeat(96)),
        ] {
            assert_eq!(SignatureFile::parse(name), None, "{name}");
        }
    }
}

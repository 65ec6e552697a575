//! A bag as files, built up in layers: documents and metadata, manifest, tag manifest, signatures. A change in one
//! layer is followed by all above it, so that digests and signature are right and only the change can give it away.

use chancery_core::bundle::bag::DECLARATION;
use chancery_core::bundle::manifest;
use chancery_core::{Digest, Role};

use super::zip::Zip;
use crate::support::{IDENTITY, key};

pub const BAGIT: &str = "bagit.txt";
pub const METADATA: &str = "metadata.json";
pub const BAG_INFO: &str = "bag-info.txt";
pub const MANIFEST: &str = "manifest-sha256.txt";
pub const TAGMANIFEST: &str = "tagmanifest-sha256.txt";
/// The issuer's signature.
pub const SIGNATURE: &str = "signatures/issuer.press@mfa.example.sig";
/// The first document of [`Bag::full`] and the only one of [`Bag::small`].
pub const DOCUMENT: &str = "data/text.en.txt";

/// A bag's files by their paths, in the order of FORMAT.md 10.2, with who signs it.
#[derive(Debug, Clone)]
pub struct Bag {
    pub top: String,
    pub files: Vec<(String, Vec<u8>)>,
    signers: Vec<(Role, String, u8)>,
}

impl Bag {
    /// One with nothing that can be left out.
    pub fn small() -> Self {
        Self::new(SMALL_METADATA, SMALL_BAG_INFO, &[(DOCUMENT, "The harbour is open.\n")])
    }

    /// A joint statement of press@mfa.example, who has signed, and legal@mfa.example, who has not.
    pub fn joint() -> Self {
        let second = "press@mfa.example\"\n    },\n    {\n      \
            \"name\": \"Legal Department\",\n      \"identity\": \"legal@mfa.example\"";
        let organization = "Source-Organization: Ministry of Foreign Affairs\n";
        Self::small()
            .replace(METADATA, "press@mfa.example\"", second)
            .replace(BAG_INFO, organization, &format!("{organization}Source-Organization: Legal Department\n"))
            .replace(BAG_INFO, "Issuer: press@mfa.example\n", "Issuer: press@mfa.example\nIssuer: legal@mfa.example\n")
    }

    /// One with every field there is.
    pub fn full() -> Self {
        let documents = [(DOCUMENT, "We keep talking.\n"), ("data/text.fr.txt", "Nous continuons à parler.\n")];
        Self::new(FULL_METADATA, FULL_BAG_INFO, &documents)
    }

    fn new(metadata: &str, bag_info: &str, documents: &[(&str, &str)]) -> Self {
        let file = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let mut files = vec![file(BAGIT, DECLARATION), file(METADATA, metadata)];
        files.extend(documents.iter().map(|(path, text)| file(path, text)));
        files.extend([file(BAG_INFO, bag_info), file(MANIFEST, ""), file(TAGMANIFEST, "")]);
        let bag = Self { top: "2026-03-12-harbour".to_owned(), files, signers: Vec::new() };
        bag.seal().signed(Role::Issuer, IDENTITY, 7)
    }

    /// With a signature by the key with this seed.
    pub fn signed(mut self, role: Role, identity: &str, seed: u8) -> Self {
        let signer = (role, identity.to_owned(), seed);
        self.sign(&signer);
        self.signers.push(signer);
        self
    }

    /// Without the signature of the issuer.
    pub fn unsigned(mut self) -> Self {
        self.signers.clear();
        self.without(SIGNATURE)
    }

    /// With the signature by another key.
    pub fn signed_again(self, seed: u8) -> Self {
        self.unsigned().signed(Role::Issuer, IDENTITY, seed)
    }

    /// With a text of a file replaced, which stands there once, and everything above done again.
    pub fn replace(self, path: &str, from: &str, to: &str) -> Self {
        self.replace_bytes(path, from, to.as_bytes())
    }

    /// As [`Bag::replace`], by what need not be text.
    pub fn replace_bytes(self, path: &str, from: &str, to: &[u8]) -> Self {
        self.change(path, |bytes| {
            let mut places = bytes.windows(from.len()).enumerate().filter(|(_, window)| *window == from.as_bytes());
            let (at, _) = places.next().unwrap_or_else(|| panic!("no {from:?} in {path}"));
            assert!(places.next().is_none(), "{from:?} stands twice in {path}");
            [&bytes[..at], to, &bytes[at + from.len()..]].concat()
        })
    }

    /// With a file changed and everything above done again.
    pub fn change(mut self, path: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Self {
        self.tamper_with(path, change);
        match path {
            MANIFEST => self.seal_tags(),
            TAGMANIFEST => self.seal_signatures(),
            _ if path.starts_with("signatures/") => self,
            _ if path.starts_with("data/") => self.seal(),
            _ => self.seal_tags(),
        }
    }

    /// With a file changed, and nothing else: what someone can do who has no key.
    pub fn tampered(mut self, path: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Self {
        self.tamper_with(path, change);
        self
    }

    fn tamper_with(&mut self, path: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) {
        let file = self.files.iter_mut().find(|(name, _)| name == path);
        let (_, bytes) = file.unwrap_or_else(|| panic!("no {path}"));
        *bytes = change(bytes);
    }

    /// With a document under another name, everywhere.
    pub fn renamed(mut self, from: &str, to: &str) -> Self {
        let at = self.place(from);
        to.clone_into(&mut self.files[at].0);
        self.replace(METADATA, &format!("{from:?}"), &serde_json::to_string(to).unwrap()).seal()
    }

    /// With the folder and `Bundle-Name` under another name.
    pub fn under(mut self, top: &str) -> Self {
        let line = |name: &str| format!("Bundle-Name: {name}\n");
        self = self.replace(BAG_INFO, &line("2026-03-12-harbour"), &line(top));
        top.clone_into(&mut self.top);
        self
    }

    /// With a file more, at this place, and nothing else done for it.
    pub fn with_file(mut self, place: usize, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(place, (path.to_owned(), bytes.into()));
        self
    }

    /// With a file more in `signatures/`, in its place.
    pub fn with_evidence(mut self, name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.put(&format!("signatures/{name}"), bytes.into());
        self
    }

    /// Without a file, and nothing else done for it.
    pub fn without(mut self, path: &str) -> Self {
        self.files.remove(self.place(path));
        self
    }

    /// With two files in each other's place.
    pub fn swapped(mut self, one: &str, other: &str) -> Self {
        let (one, other) = (self.place(one), self.place(other));
        self.files.swap(one, other);
        self
    }

    /// With both manifests and all signatures done again.
    pub fn seal(mut self) -> Self {
        let mut documents: Vec<_> = self.files.iter().filter(|(path, _)| path.starts_with("data/")).collect();
        documents.sort();
        let lines = manifest::write(documents.into_iter().map(|(path, bytes)| (Digest::of(bytes), path.as_str())));
        self.put(MANIFEST, lines.into());
        self.seal_tags()
    }

    fn seal_tags(mut self) -> Self {
        let tags = [BAG_INFO, BAGIT, MANIFEST, METADATA];
        let lines = manifest::write(tags.map(|path| (Digest::of(self.file(path)), path)));
        self.put(TAGMANIFEST, lines.into());
        self.seal_signatures()
    }

    fn seal_signatures(mut self) -> Self {
        for signer in self.signers.clone() {
            self.sign(&signer);
        }
        self
    }

    fn sign(&mut self, (role, identity, seed): &(Role, String, u8)) {
        let text = key(*seed).sign(*role, self.file(TAGMANIFEST));
        self.put(&format!("signatures/{role}.{identity}.sig"), text.into());
    }

    /// The bytes of a file.
    pub fn file(&self, path: &str) -> &[u8] {
        &self.files[self.place(path)].1
    }

    /// Puts a file in its place: over the one that is there, or among those under `signatures/`.
    fn put(&mut self, path: &str, bytes: Vec<u8>) {
        let after_tags = |other: &str| other.starts_with("signatures/");
        if let Some((_, old)) = self.files.iter_mut().find(|(other, _)| other == path) {
            *old = bytes;
            return;
        }
        let at = self.files.iter().take_while(|(other, _)| !after_tags(other) || other.as_str() < path).count();
        self.files.insert(at, (path.to_owned(), bytes));
    }

    fn place(&self, path: &str) -> usize {
        self.files.iter().position(|(other, _)| other == path).unwrap_or_else(|| panic!("no {path}"))
    }

    /// The container.
    pub fn zip(&self) -> Zip {
        let named = |(path, bytes): &(String, Vec<u8>)| (format!("{}/{path}", self.top).into_bytes(), bytes.clone());
        Zip::new(self.files.iter().map(named).collect())
    }

    /// The bundle.
    pub fn bytes(&self) -> Vec<u8> {
        self.zip().bytes()
    }
}

const SMALL_METADATA: &str = r#"{
  "format": "chancery/1",
  "title": "The harbour is open",
  "type": "notice",
  "issued": "2026-03-12",
  "publishers": [
    {
      "name": "Ministry of Foreign Affairs",
      "identity": "press@mfa.example"
    }
  ],
  "language": "en",
  "documents": [
    {
      "path": "data/text.en.txt",
      "media_type": "text/plain; charset=utf-8",
      "role": "original"
    }
  ]
}
"#;

const SMALL_BAG_INFO: &str = "\
Source-Organization: Ministry of Foreign Affairs
External-Description: The harbour is open
Bagging-Date: 2026-03-12
Payload-Oxum: 21.1
Bundle-Format: chancery/1
Bundle-Name: 2026-03-12-harbour
Issuer: press@mfa.example
Sealed-At: 2026-03-12T14:05:00Z
";

const FULL_METADATA: &str = r#"{
  "format": "chancery/1",
  "title": "On the word \"peace\"",
  "titles": {
    "fr": "Sur le mot « paix »",
    "ru": "О слове «мир»"
  },
  "type": "speech",
  "identifier": "MFA/2026/17",
  "issued": "2026-03-12",
  "held": "2026-03-11T10:00:00Z",
  "embargo": "2026-03-12T06:00:00Z",
  "publishers": [
    {
      "name": "Ministry of Foreign Affairs",
      "identity": "press@mfa.example"
    }
  ],
  "speakers": [
    {
      "name": "A. N. Example",
      "role": "Minister of Foreign Affairs"
    },
    {
      "name": "B. Example"
    }
  ],
  "place": "Exampleville",
  "language": "en-GB",
  "subjects": [
    "diplomacy",
    "peace"
  ],
  "summary": "The minister speaks of a word, and of \\ in it.",
  "source": "https://mfa.example/news/17?a=b#c",
  "rights": "May be quoted freely.",
  "replaces": "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
  "reason": "A date was wrong.",
  "salt": "0123456789abcdef0123456789abcdef",
  "documents": [
    {
      "path": "data/text.en.txt",
      "name": "Speech (English).txt",
      "media_type": "text/plain; charset=utf-8",
      "language": "en",
      "role": "original"
    },
    {
      "path": "data/text.fr.txt",
      "media_type": "text/markdown; charset=utf-8",
      "language": "fr",
      "role": "translation"
    }
  ],
  "x-audience": "all",
  "x-final": true,
  "x-pages": -77,
  "x-tags": [
    "a",
    "b"
  ]
}
"#;

const FULL_BAG_INFO: &str = "\
Source-Organization: Ministry of Foreign Affairs
External-Description: On the word \"peace\"
External-Identifier: MFA/2026/17
Bagging-Date: 2026-03-12
Payload-Oxum: 44.2
Bundle-Format: chancery/1
Bundle-Name: 2026-03-12-harbour
Issuer: press@mfa.example
Sealed-At: 2026-03-12T14:05:00Z
";

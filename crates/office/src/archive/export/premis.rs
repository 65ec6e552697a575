//! PREMIS 3: the bundle and its documents as objects, what happened to them as events, who did it as agents.
//!
//! The bundle is a file, the ZIP file that the archive keeps; so are its documents, which are parts of it. The schema wants all
//! objects of a file before all events, and these before all agents. A publisher's name is that publisher's own claim.

mod agents;
mod events;
mod objects;

use chancery_core::{Signature, SignatureStatus};

pub use self::agents::Agents;
pub use self::events::events;
pub use self::objects::objects;
use super::record::Record;
use super::xml::Xml;

/// What a file ends with.
pub const TAIL: &str = "</premis>\n";

const ROOT: &str = "premis";
const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns", "http://www.loc.gov/premis/v3"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsi:schemaLocation", "http://www.loc.gov/premis/v3 https://www.loc.gov/standards/premis/v3/premis-v3-0.xsd"),
    ("version", "3.0"),
];

/// What a file begins with.
pub fn head() -> String {
    let mut xml = Xml::document();
    xml.begin(ROOT, &NAMESPACES);
    xml.finish()
}

/// A statement that is alone in its file: objects, events, agents.
pub fn record(record: &Record<'_>) -> String {
    let mut agents = Agents::default();
    agents.add(record);
    objects(record) + &events(record) + &agents.to_xml()
}

/// What kind of thing an identifier is of: the type that stands before its value.
mod kind {
    /// A bundle: its id, which names all that was signed.
    pub const BUNDLE: &str = "chancery bundle id";
    /// A document: the bundle's id and the path in the bundle.
    pub const DOCUMENT: &str = "chancery bundle id and path";
    /// An event: the bundle's id, and what tells it from others.
    pub const EVENT: &str = "chancery event";
    /// Who signs.
    pub const IDENTITY: &str = "chancery identity";
    /// The key with which an identity signs.
    pub const KEY: &str = "OpenSSH key fingerprint";
    /// Who ran the program, as the event log says.
    pub const NAME: &str = "name in the event log";
    /// A program and its version.
    pub const PROGRAM: &str = "program";
}

/// The signatures that the reader trusts.
fn trusted<'a>(record: &Record<'a>) -> impl Iterator<Item = &'a Signature> {
    let signatures = record.report.signatures().iter();
    signatures.filter(|signature| matches!(signature.status(), SignatureStatus::Trusted(_)))
}

/// Writes an identifier: `name` is that of its element, such as `objectIdentifier`; a linking one has an element for the role.
fn identifier(xml: &mut Xml, name: &str, (kind, value): (&str, &str), role: Option<(&str, &str)>) {
    xml.element(name, &[], |xml| {
        xml.text(&format!("{name}Type"), kind);
        xml.text(&format!("{name}Value"), value);
        if let Some((element, role)) = role {
            xml.text(element, role);
        }
    });
}

#[cfg(test)]
mod tests;

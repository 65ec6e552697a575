//! Relationships (ISO/IEC 29500-2, clause 8): which part belongs to which, and as what.

use super::markup::{Event, Markup};
use crate::Unreadable;

/// A part that belongs to another.
#[derive(Debug, PartialEq, Eq)]
pub struct Relation {
    /// As what.
    pub kind: DocumentKind,
    /// The part's name.
    pub target: String,
}

/// As what a part belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The document itself, to its package.
    Document,
    /// Its styles.
    Styles,
    /// Its footnotes.
    Footnotes,
    /// Its endnotes.
    Endnotes,
    /// A header of its pages.
    Header,
    /// A footer of its pages.
    Footer,
    /// Comments on it.
    Comments,
    /// The texts of a diagram in it.
    Diagram,
    /// A chart in it.
    Chart,
}

/// Reads relationships of a part in a folder; those to what is outside of the package, or holds no text, are left out.
pub fn read(xml: &str, folder: &str) -> Result<Vec<Relation>, Unreadable> {
    let mut relations = Vec::new();
    let mut markup = Markup::new(xml);
    while let Some(event) = markup.next()? {
        let Event::Start(element) = event else { continue };
        let outside = element.attribute("TargetMode") == Some("External");
        let kind = element.attribute("Type").and_then(kind).filter(|_| !outside);
        if let (Some(kind), Some(target)) = (kind, element.attribute("Target")) {
            relations.push(Relation { kind, target: resolved(folder, target) });
        }
    }
    Ok(relations)
}

/// Where the names of types begin, in strict and in transitional documents, and those of Microsoft's own.
const TYPES: [&str; 3] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.microsoft.com/office/2014/relationships/",
];

/// What a part is, by the name of its type. What Word does not know is no part of a document.
fn kind(name: &str) -> Option<DocumentKind> {
    Some(match TYPES.iter().find_map(|begin| name.strip_prefix(begin))? {
        "officeDocument" => DocumentKind::Document,
        "styles" => DocumentKind::Styles,
        "footnotes" => DocumentKind::Footnotes,
        "endnotes" => DocumentKind::Endnotes,
        "header" => DocumentKind::Header,
        "footer" => DocumentKind::Footer,
        "comments" => DocumentKind::Comments,
        "diagramData" => DocumentKind::Diagram,
        "chart" | "chartEx" => DocumentKind::Chart,
        _ => return None,
    })
}

fn resolved(folder: &str, target: &str) -> String {
    let base = if target.starts_with('/') { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

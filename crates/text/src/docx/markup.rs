//! XML, read with its names understood: elements of bounded depth and their letters; no document type, so no entities but XML's own.

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event as XmlEvent};
use quick_xml::name::{QName, ResolveResult};

use crate::Unreadable;

const DEEPEST: usize = 512;
/// Attributes of one element: each is compared to all before it.
const MOST_ATTRIBUTES: usize = 512;

/// What comes next in a part.
pub enum Event {
    /// An element begins.
    Start(Element),
    /// The element that began last ends.
    End,
    /// Letters.
    Letters(String),
}

/// An element, as it begins.
#[derive(Debug)]
pub struct Element {
    /// Whose name it has.
    pub family: Family,
    /// Its name.
    pub name: String,
    attributes: Vec<Attribute>,
}

#[derive(Debug)]
struct Attribute {
    family: Option<Family>,
    name: String,
    value: String,
}

/// A vocabulary of names: a namespace, or the strict and the transitional one together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `WordprocessingML`.
    Word,
    /// Office Math.
    Math,
    /// `DrawingML`.
    Drawing,
    /// Where drawings stand on the page.
    Placing,
    /// Charts, old and new.
    Chart,
    /// VML, the drawings of before 2010.
    Vml,
    /// Markup compatibility.
    Compatibility,
    /// `xml:`.
    Xml,
    /// Any other.
    Other,
}

impl Element {
    /// The value of an attribute that has no namespace or that of the element.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let ours = |attribute: &&Attribute| attribute.family.is_none_or(|family| family == self.family);
        self.attributes.iter().filter(ours).find(|attribute| attribute.name == name).map(|found| found.value.as_str())
    }

    /// Whether white space counts inside, if the element says so.
    pub fn preserves_space(&self) -> Option<bool> {
        let space = |attribute: &&Attribute| attribute.family == Some(Family::Xml) && attribute.name == "space";
        self.attributes.iter().find(space).map(|found| found.value == "preserve")
    }

    /// Whether a property is switched on.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val"), Some("0" | "false" | "off"))
    }
}

/// The events of a part.
pub struct Markup<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
}

impl<'a> Markup<'a> {
    /// Begins to read.
    pub fn new(xml: &'a str) -> Self {
        let mut reader = NsReader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next event; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Event>, Unreadable> {
        loop {
            let event = self.reader.read_event().map_err(damaged)?;
            return Ok(Some(match event {
                XmlEvent::Start(start) => self.start(&start)?,
                XmlEvent::End(_) => self.end()?,
                XmlEvent::Text(text) => Event::Letters(text.xml10_content().into_owned()),
                XmlEvent::CData(text) => Event::Letters(text.xml10_content().into_owned()),
                XmlEvent::GeneralRef(name) => Event::Letters(letter(&name)?),
                XmlEvent::Eof if self.depth == 0 => return Ok(None),
                XmlEvent::Decl(declaration) => {
                    check_encoding(&declaration)?;
                    continue;
                }
                XmlEvent::Comment(_) | XmlEvent::PI(_) => continue,
                XmlEvent::DocType(_) | XmlEvent::Empty(_) | XmlEvent::Eof => return Err(Unreadable::Damaged),
            }));
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<Event, Unreadable> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return Err(Unreadable::TooLarge);
        }
        self.element(start).map(Event::Start)
    }

    fn end(&mut self) -> Result<Event, Unreadable> {
        self.depth = self.depth.checked_sub(1).ok_or(Unreadable::Damaged)?;
        Ok(Event::End)
    }

    fn element(&self, start: &BytesStart<'_>) -> Result<Element, Unreadable> {
        let (namespace, name) = self.reader.resolver().resolve_element(start.name());
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(damaged)?;
            if attributes.len() >= MOST_ATTRIBUTES {
                return Err(Unreadable::TooLarge);
            }
            let (namespace, name) = self.reader.resolver().resolve_attribute(attribute.key);
            attributes.push(Attribute {
                family: attribute.key.prefix().map(|_| family(&namespace)),
                name: name.into_inner().to_owned(),
                value: attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).map_err(damaged)?.into_owned(),
            });
        }
        Ok(Element { family: family(&namespace), name: name.into_inner().to_owned(), attributes })
    }

    /// Whether the namespaces of all these prefixes are ones whose elements may hold what Word shows.
    pub fn understands(&self, prefixes: &str) -> bool {
        prefixes.split_ascii_whitespace().all(|prefix| {
            let name = format!("{prefix}:x");
            let (namespace, _) = self.reader.resolver().resolve_element(QName(&name));
            matches!(namespace, ResolveResult::Bound(name) if KNOWN.contains(&name.into_inner()))
        })
    }
}

/// The namespaces of which every Word since 2010 knows the elements that documents choose between.
const KNOWN: [&str; 8] = [
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
];

fn family(namespace: &ResolveResult<'_>) -> Family {
    let ResolveResult::Bound(name) = namespace else { return Family::Other };
    match name.into_inner() {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Family::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Family::Math,
        "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => {
            Family::Drawing
        }
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
        | "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing"
        | "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" => Family::Placing,
        "http://schemas.openxmlformats.org/drawingml/2006/chart"
        | "http://purl.oclc.org/ooxml/drawingml/chart"
        | "http://schemas.microsoft.com/office/drawing/2014/chartex" => Family::Chart,
        "urn:schemas-microsoft-com:vml" => Family::Vml,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Family::Compatibility,
        "http://www.w3.org/XML/1998/namespace" => Family::Xml,
        _ => Family::Other,
    }
}

/// The part was decoded as UTF-8 or UTF-16: it may not say that it is something else.
fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), Unreadable> {
    let Some(encoding) = declaration.encoding() else { return Ok(()) };
    let encoding = encoding.map_err(|_| Unreadable::Damaged)?.to_ascii_lowercase();
    let known = encoding.starts_with("utf-8") || encoding.starts_with("utf-16") || encoding == "us-ascii";
    if known { Ok(()) } else { Err(Unreadable::Damaged) }
}

fn letter(name: &BytesRef<'_>) -> Result<String, Unreadable> {
    if let Some(letter) = name.resolve_char_ref().map_err(damaged)? {
        return Ok(letter.to_string());
    }
    resolve_predefined_entity(name).map(str::to_owned).ok_or(Unreadable::Damaged)
}

fn damaged<E>(_: E) -> Unreadable {
    Unreadable::Damaged
}

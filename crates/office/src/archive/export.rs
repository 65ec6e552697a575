//! Statements in the formats of others: tables, catalogues, preservation systems, newsrooms, search engines.
//!
//! An export says what the issuers sealed, and that it was verified. It never says that a statement is true. A publisher's
//! name is what that publisher says of itself: what is proven is the identity beside it.

pub mod csv;
pub mod dublin_core;
#[cfg(test)]
mod example;
pub mod json_ld;
pub mod jsonl;
pub mod ninjs;
pub mod premis;
mod record;
pub mod run;
pub mod stream;
mod xml;

pub use self::record::{CURRENT, Record, WITHDRAWN};

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for spreadsheets: RFC 4180, in UTF-8.
    Csv,
    /// Everything, one JSON object a line.
    JsonLines,
    /// Dublin Core's fifteen elements, in the container of OAI-PMH.
    DublinCore,
    /// PREMIS 3, for preservation systems.
    Premis,
    /// IPTC ninjs 3.1, for newsrooms.
    Ninjs,
    /// schema.org in JSON-LD, for search engines and linked data.
    JsonLd,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Csv, Self::JsonLines, Self::DublinCore, Self::Premis, Self::Ninjs, Self::JsonLd];

    /// The format's name, as it is typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::DublinCore => "dc",
            Self::Premis => "premis",
            Self::Ninjs => "ninjs",
            Self::JsonLd => "jsonld",
        }
    }

    /// How the names of its files end, without the dot before it.
    pub fn file_name_ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::DublinCore => "dc.xml",
            Self::Premis => "premis.xml",
            Self::Ninjs => "ninjs.json",
            Self::JsonLd => "jsonld",
        }
    }

    /// Whether one file holds all statements; else each has its own, since the schema is of one record.
    pub fn one_file(self) -> bool {
        !matches!(self, Self::DublinCore | Self::Ninjs)
    }

    /// What a file begins with.
    pub fn head(self) -> String {
        match self {
            Self::Csv => csv::head(),
            Self::Premis => premis::head(),
            Self::JsonLd => json_ld::HEAD.to_owned(),
            Self::JsonLines | Self::DublinCore | Self::Ninjs => String::new(),
        }
    }

    /// A statement, with what separates it from the one before it.
    ///
    /// PREMIS has all objects before all events: a file of several statements is written by [`stream::Export`] alone.
    pub fn record(self, record: &Record<'_>, first: bool) -> String {
        match self {
            Self::Csv => csv::record(record),
            Self::JsonLines => jsonl::record(record),
            Self::DublinCore => dublin_core::record(record),
            Self::Premis => premis::record(record),
            Self::Ninjs => ninjs::record(record),
            Self::JsonLd => json_ld::record(record, first),
        }
    }

    /// What a file ends with.
    pub fn tail(self) -> &'static str {
        match self {
            Self::Premis => premis::TAIL,
            Self::JsonLd => json_ld::TAIL,
            Self::Csv | Self::JsonLines | Self::DublinCore | Self::Ninjs => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::example::Example;
    use super::*;

    #[test]
    fn a_file_of_one_statement_is_head_record_and_tail() {
        let example = Example::new();
        for format in Format::ALL {
            let file = format.head() + &format.record(&example.record(), true) + format.tail();
            assert!(file.ends_with('\n') && !file.ends_with("\n\n"), "{}: {file}", format.as_str());
        }
    }

    #[test]
    fn no_export_calls_a_statement_true_or_verified_as_a_fact() {
        let example = Example::new();
        for format in Format::ALL {
            let file = format.head() + &format.record(&example.record(), true) + format.tail();
            let words = file.split(|letter: char| !letter.is_alphanumeric());
            let bad = words.filter(|word| ["true", "truth", "factual", "ClaimReview"].contains(word)).count();
            assert_eq!(bad, 0, "{file}");
        }
    }
}

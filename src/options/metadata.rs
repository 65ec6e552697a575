//! What is said of a statement on the command line.

use std::path::PathBuf;

use chancery_core::BundleId;
use chancery_office::compose::metadata;
use chancery_office::compose::metadata::{CoIssuer, co_issuer};
use clap::Args;

/// The values that options give.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct MetadataOptions {
    /// Read metadata from a JSON, YAML or TOML file, or from what `chancery --json show` printed
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
    /// The title
    #[arg(long)]
    pub title: Option<String>,
    /// What it is: press-release, press-conference, speech, interview, communique, notice, …
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// The office's own reference
    #[arg(long)]
    pub identifier: Option<String>,
    /// When it was published, such as 2026-03-12 or 2026-03-12T14:00:00Z
    #[arg(long, value_name = "TIME")]
    pub issued: Option<String>,
    /// When the event itself took place
    #[arg(long, value_name = "TIME")]
    pub held: Option<String>,
    /// The time before which it must not be published
    #[arg(long, value_name = "TIME")]
    pub embargo: Option<String>,
    /// The publisher's name
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// A further issuer of a joint statement, who signs with `chancery countersign --role issuer` (again for each)
    #[arg(long = "co-issuer", value_name = "IDENTITY[, NAME]", value_parser = co_issuer)]
    pub co_issuers: Vec<CoIssuer>,
    /// Who speaks (again for each)
    #[arg(long = "speaker", value_name = "NAME, ROLE")]
    pub speakers: Vec<String>,
    /// Where
    #[arg(long)]
    pub place: Option<String>,
    /// The language of the statement, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// What it is about (again for each)
    #[arg(long = "subject", value_name = "SUBJECT")]
    pub subjects: Vec<String>,
    /// In a few sentences
    #[arg(long)]
    pub summary: Option<String>,
    /// Where it was published
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// What may be done with it
    #[arg(long)]
    pub rights: Option<String>,
    /// The id of the bundle that this one corrects or withdraws
    #[arg(long, value_name = "ID")]
    pub replaces: Option<BundleId>,
    /// Why it does
    #[arg(long)]
    pub reason: Option<String>,
    /// 32 hexadecimal digits instead of random ones, for an embargoed statement
    #[arg(long, value_name = "HEX")]
    pub salt: Option<String>,
}

impl From<&MetadataOptions> for metadata::MetadataOptions {
    fn from(options: &MetadataOptions) -> Self {
        let MetadataOptions {
            metadata,
            title,
            kind,
            identifier,
            issued,
            held,
            embargo,
            publisher,
            co_issuers,
            speakers,
            place,
            language,
            subjects,
            summary,
            source,
            rights,
            replaces,
            reason,
            salt,
        } = options.clone();
        Self {
            metadata,
            title,
            kind,
            identifier,
            issued,
            held,
            embargo,
            publisher,
            co_issuers,
            speakers,
            place,
            language,
            subjects,
            summary,
            source,
            rights,
            replaces,
            reason,
            salt,
        }
    }
}

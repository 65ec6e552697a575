//! Which documents there are, as it is said on the command line.

use std::path::PathBuf;

use chancery_core::{DocumentRole, LanguageTag, MediaType};
use chancery_office::compose::documents;
use chancery_office::compose::documents::{media_type, role, translation};
use clap::Args;

/// Which documents, and what is said of each.
#[derive(Debug, Args)]
pub struct DocumentOptions {
    /// The documents: the statement first; a folder brings its files; - is standard input
    #[arg(value_name = "DOCUMENT")]
    pub documents: Vec<PathBuf>,
    /// The file name of what comes from standard input [default: statement.txt]
    #[arg(long, value_name = "FILE NAME")]
    pub name: Option<String>,
    /// A translation of the statement: its language and file
    #[arg(long = "translation", value_name = "LANG=FILE", value_parser = translation)]
    pub translations: Vec<(LanguageTag, PathBuf)>,
    /// What a document is: original, translation, unofficial-translation, rendition, recording, attachment
    #[arg(long = "role", value_name = "FILE=ROLE", value_parser = role)]
    pub roles: Vec<(PathBuf, DocumentRole)>,
    /// A document's media type, where it is not detected rightly
    #[arg(long = "media-type", value_name = "FILE=TYPE", value_parser = media_type)]
    pub media_types: Vec<(PathBuf, MediaType)>,
}

impl From<&DocumentOptions> for documents::DocumentOptions {
    fn from(options: &DocumentOptions) -> Self {
        Self {
            documents: options.documents.clone(),
            name: options.name.clone(),
            translations: options.translations.clone(),
            roles: options.roles.clone(),
            media_types: options.media_types.clone(),
        }
    }
}

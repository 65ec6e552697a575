//! Which statements of the archive are meant: the options that `list`, `search`, `audit` and `export` share.

use chancery_core::{Identity, LanguageTag, When};
use chancery_office::archive::about;
use chancery_office::archive::catalogue::select::Filter;
use chancery_office::archive::status::Status;
use chancery_office::compose::proposal::registered;
use clap::{Args, ValueEnum};

/// What is asked of a statement; all of it must hold.
#[derive(Debug, Clone, Default, Args)]
pub struct FilterOptions {
    #[command(flatten)]
    pub about: About,
    /// Current, corrected or withdrawn
    #[arg(long, value_enum)]
    pub status: Option<WantedStatus>,
}

/// What the catalogue can tell of a statement.
#[derive(Debug, Clone, Default, Args)]
pub struct About {
    /// Issued on this day or later
    #[arg(long, value_name = "TIME")]
    pub since: Option<When>,
    /// Issued on this day or earlier
    #[arg(long, value_name = "TIME")]
    pub until: Option<When>,
    /// Of this type
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// With a document in this language
    #[arg(long, value_name = "TAG", value_parser = registered)]
    pub language: Option<LanguageTag>,
    /// With these words in a speaker's name
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Signed under this identity
    #[arg(long, value_name = "IDENTITY")]
    pub signer: Option<Identity>,
}

/// How a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WantedStatus {
    /// Nothing replaces it.
    Current,
    /// It was corrected.
    Corrected,
    /// It was withdrawn.
    Withdrawn,
}

impl About {
    /// What is asked, as the library takes it.
    pub fn about(&self) -> about::About {
        about::About {
            since: self.since,
            until: self.until,
            kind: self.kind.clone(),
            language: self.language.clone(),
            speaker: self.speaker.clone(),
            signer: self.signer.clone(),
        }
    }
}

impl FilterOptions {
    /// What the catalogue is asked; the status it cannot tell.
    pub fn filter(&self) -> Filter {
        self.about.about().filter()
    }

    /// The status that is asked for.
    pub fn status(&self) -> Option<Status> {
        self.status.map(|wanted| match wanted {
            WantedStatus::Current => Status::Current,
            WantedStatus::Corrected => Status::Corrected,
            WantedStatus::Withdrawn => Status::Withdrawn,
        })
    }
}

//! Whom to trust, and what to ask for.

use std::path::PathBuf;

use chancery_core::{Fingerprint, Timestamp, When};
use chancery_office::trust_sources::choice::Choice;
use clap::Args;

use crate::context::Context;
use crate::error::Result;
use crate::show::warnings::told;

/// Whom to trust, and what to ask for.
#[derive(Debug, Args)]
pub struct TrustOptions {
    /// Trust whom this OpenSSH allowed_signers file names
    #[arg(long, value_name = "FILE", conflicts_with = "fingerprints")]
    pub signers: Option<PathBuf>,
    /// Trust the key with this fingerprint, got from elsewhere, whatever identity it claims (again for each issuer of a joint statement)
    #[arg(long = "fingerprint", value_name = "SHA256:…")]
    pub fingerprints: Vec<Fingerprint>,
    /// Judge as of this time instead of now
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub at: Option<Timestamp>,
    /// Ask for so many trusted signers, by different keys and identities
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = count)]
    pub require: usize,
    /// Ask for independent proof of when it was signed
    #[arg(long)]
    pub require_proven_time: bool,
}

/// A number of signers.
fn count(text: &str) -> std::result::Result<usize, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "is not a number from 1 on".to_owned())
}

/// A day or a moment as a moment: of a day, its first.
pub fn moment(text: &str) -> std::result::Result<Timestamp, String> {
    text.parse::<When>().map(When::start).map_err(|fault| fault.to_string())
}

impl TrustOptions {
    /// To ask for nothing but what everybody asks for, now.
    pub fn plain() -> Self {
        Self { signers: None, fingerprints: Vec::new(), at: None, require: 1, require_proven_time: false }
    }

    /// Finds and reads the list.
    ///
    /// # Errors
    /// Where the list that was named, or an adopted one, cannot be read.
    pub fn choose(&self, context: &Context) -> Result<Choice> {
        let outcome = Choice::of(&context.office, self.signers.as_deref(), &self.fingerprints)?;
        Ok(told(context.ui, outcome))
    }
}

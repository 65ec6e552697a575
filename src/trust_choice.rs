//! Which trust list a verdict rests on. A folder that somebody sent may bring `keys/` of its own: it is not used.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::error::{Error, Result};
use chancery_core::trust::REVOKED_KEYS;
use chancery_core::{Documents, Fingerprint, Named, Proofs, Timestamp, Trust, VerifyOptions, When};
use chancery_office::trust_sources::ListFile;
use chancery_office::trust_sources::revocations::{read_list, revocations};
use clap::Args;

use crate::commands::key::list_to_change;
use crate::context::Context;

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

/// Evidence is not judged yet.
static NO_PROOFS: LazyLock<Proofs> = LazyLock::new(Proofs::default);

/// Whom the reader trusts, with words for it.
#[derive(Debug)]
pub struct Choice {
    /// Whom.
    pub trust: Trust,
    /// The list, in words.
    pub words: String,
    /// A folder of keys that was found and not used.
    pub passed_over: Option<PathBuf>,
}

impl TrustOptions {
    /// To ask for nothing but what everybody asks for, now.
    pub fn plain() -> Self {
        Self { signers: None, fingerprints: Vec::new(), at: None, require: 1, require_proven_time: false }
    }

    /// What the judge is asked, by this trust.
    pub fn question<'a>(&self, context: &Context, trust: &'a Trust, documents: Documents<'a>) -> VerifyOptions<'a> {
        VerifyOptions {
            trust,
            now: self.at.unwrap_or(context.office.now),
            required_signers: self.require,
            require_proven_time: self.require_proven_time,
            proofs: &NO_PROOFS,
            documents,
        }
    }

    /// Finds and reads the list.
    ///
    /// # Errors
    /// Where the list that was named, or an adopted one, cannot be read.
    pub fn choose(&self, context: &Context) -> Result<Choice> {
        if !self.fingerprints.is_empty() {
            return named_keys(context, &self.fingerprints);
        }
        let (path, passed_over) = match &self.signers {
            Some(path) => (Some(path.clone()), None),
            None => context.office.list_path(),
        };
        let Some(path) = path else {
            return Ok(Choice { trust: Trust::Nobody, words: "no trust list".to_owned(), passed_over });
        };
        let file = read_list(&context.office, &path).map_err(|error| no_list(error, &path))?;
        warn_of_unusable(context, &file);
        Ok(Choice { trust: Trust::List(file.list), words: path.display().to_string(), passed_over })
    }
}

/// How many lines are named; a file with more of them is something else.
const NAMED: usize = 5;

/// Names the lines of a list that cannot be used.
pub fn warn_of_unusable(context: &Context, file: &ListFile) {
    for line in file.list.unusable.iter().take(NAMED) {
        context.ui.warn(&format!("{}: line {} cannot be used: it {}", file.path.display(), line.line, line.why));
    }
    if let Some(more) = file.list.unusable.len().checked_sub(NAMED).filter(|more| *more > 0) {
        context
            .ui
            .warn(&format!("{}: {more} more lines cannot be used: is it really a trust list?", file.path.display()));
    }
}

/// Trusts some keys, but none that the reader's own list of revoked keys names: that always counts.
fn named_keys(context: &Context, fingerprints: &[Fingerprint]) -> Result<Choice> {
    // The list may not be there yet, and the revocations beside it all the same.
    let path = list_to_change(context).unwrap_or_default();
    let named = Named { keys: fingerprints.to_vec(), revoked: revocations(&context.office, &path)? };
    let mut words = match fingerprints {
        [_] => "the key whose fingerprint you gave".to_owned(),
        _ => "the keys whose fingerprints you gave".to_owned(),
    };
    if named.revoked.iter().any(|revoked| fingerprints.contains(&revoked.key.fingerprint())) {
        words += &format!(", and {}", path.with_file_name(REVOKED_KEYS).display());
    }
    Ok(Choice { trust: Trust::Named(named), words, passed_over: None })
}

fn no_list(error: Error, path: &Path) -> Error {
    match error {
        error if error.is_not_found() => Error::path(
            path,
            "there is no such trust list",
            "name one with --signers FILE, or a key with --fingerprint SHA256:…",
        ),
        other => other,
    }
}

/// Says of a folder of keys here that it is passed over for another list: most likely it is a copy of the user's own office.
///
/// # Errors
/// Where there is no other list either.
pub fn warn_of_passed_over(context: &Context, instead: &Path) -> Result<()> {
    let Some(folder) = context.office.list_path().1 else { return Ok(()) };
    let shown = folder.display().to_string();
    let hint = format!("if it is your own, adopt it with `chancery init`, or name it: --keys {shown}");
    if !instead.is_file() {
        return Err(Error::path(folder, "has a trust list that is not yours yet, so it is not used", hint));
    }
    context
        .ui
        .note(&format!("{shown} has a trust list that is not yours yet, so {} is used; {hint}", instead.display()));
    Ok(())
}

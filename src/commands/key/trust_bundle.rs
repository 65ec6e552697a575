//! `chancery key trust BUNDLE`: a reader's first contact with an office, by way of a bundle that it signed.

use std::path::Path;

use anstyle::AnsiColor;
use chancery_core::{Fingerprint, Identity, PublicKey, Report, Timestamp, Trust, When};
use chancery_office::TrustError;
use chancery_office::keys::randomart;
use chancery_office::trust_sources::choice::Choice;
use chancery_office::trust_sources::conflict::TrustConflict;
use chancery_office::trust_sources::grant::KeyGrant;

use super::trusted_line;
use crate::ask::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input;
use crate::options::grant::GrantOptions;
use crate::options::trust::TrustOptions;
use crate::show::conflict;
use crate::show::ui::{escape, styled};
use crate::show::verdict::ReportView;

/// The bundle whose key is to be trusted, and what the reader knows of it from elsewhere.
pub struct Wanted<'a> {
    /// The bundle.
    pub file: &'a Path,
    /// Whose key.
    pub identity: Option<&'a Identity>,
    /// The key.
    pub fingerprint: Option<Fingerprint>,
    /// For what and when.
    pub grant: &'a GrantOptions,
}

/// Whether the file is no public key but a bundle.
pub fn is_bundle(path: &Path) -> bool {
    use std::io::Read;
    let mut first = [0; 2];
    let opened = chancery_office::files::open_regular(path);
    opened.is_ok_and(|mut file| file.read_exact(&mut first).is_ok()) && first == *b"PK"
}

/// Shows who signed, and trusts each issuer's key on a yes, or where the reader named its fingerprint.
pub fn run(context: &Context, wanted: &Wanted<'_>) -> Result<Exit> {
    let input = input::open_path(wanted.file)?;
    let report = input::judge(context, &input, &Trust::Nobody, &TrustOptions::plain())?;
    if !report.verdict().is_intact() {
        let choice = Choice::nobody();
        ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
        context.ui.warn("no key was trusted");
        return Ok(Exit::of(report.verdict()));
    }
    // From the day on which this bundle says it was sealed, so that it is among what is trusted.
    let sealed_at = report.sealed_at().map(|time| time.day().start());
    let grant = wanted.grant.grant(sealed_at.unwrap_or(context.office.now));
    let keys = wanted.keys(&report)?;
    let mut trusted = 0_usize;
    for (identity, key) in &keys {
        if wanted.is_key_wanted(context, &report, identity, key, &grant)? {
            let granted = grant.add(&context.office, identity, key)?;
            trusted_line::print(context, identity, key.fingerprint(), grant.from, &granted)?;
            trusted = trusted.saturating_add(1);
        }
    }
    if trusted == 0 {
        return Err(Error::refused("no key was trusted, as you answered", "the list is as it was"));
    }
    Ok(Exit::Done)
}

impl Wanted<'_> {
    /// The issuers' keys, or that of the identity that was named.
    fn keys(&self, report: &Report) -> Result<Vec<(Identity, PublicKey)>> {
        let named = |identity: &Identity| self.identity.is_none_or(|named| named == identity);
        let signatures = report.issuer_signatures().filter(|signature| named(signature.identity()));
        let keys: Vec<_> =
            signatures.filter_map(|signature| Some((signature.identity().clone(), signature.key()?))).collect();
        match self.identity {
            Some(identity) if keys.is_empty() => {
                Err(TrustError::DidNotSign { path: self.file.to_owned(), identity: identity.clone() }.into())
            }
            _ => Ok(keys),
        }
    }

    /// Whether the reader named this key, or says yes to it.
    fn is_key_wanted(
        &self,
        context: &Context,
        report: &Report,
        identity: &Identity,
        key: &PublicKey,
        grant: &KeyGrant,
    ) -> Result<bool> {
        let fingerprint = key.fingerprint();
        let conflict = TrustConflict::before(&context.office, identity, key, grant)?;
        let conflict = conflict.as_ref().map(conflict::words);
        match self.fingerprint {
            Some(named) if named == fingerprint => {
                if let Some(conflict) = conflict {
                    context.ui.warn(&conflict);
                }
                return Ok(true);
            }
            Some(named) => {
                let (path, identity) = (self.file.to_owned(), identity.clone());
                return Err(TrustError::SignedWithAnother { path, identity, fingerprint, named }.into());
            }
            None => {}
        }
        if !prompt::can_ask() || context.ui.json {
            let hint = "get the office's fingerprint elsewhere, and say both: IDENTITY --fingerprint SHA256:…";
            return Err(Error::refused("there is nobody to ask whether this key is to be trusted", hint));
        }
        // The question names the time only where the reader or the bundle does.
        let from = Some(grant.from).filter(|_| self.grant.from.is_some() || report.sealed_at().is_some());
        prompt::confirm(&question(report, identity, &fingerprint, from, conflict.as_deref()))
    }
}

fn question(
    report: &Report,
    identity: &Identity,
    fingerprint: &Fingerprint,
    from: Option<Timestamp>,
    conflict: Option<&str>,
) -> String {
    let title = report.claims().map(|claims| shortened(claims.title.as_str())).unwrap_or_default();
    let from = from.map(|from| format!(" from {} on", When::Moment(from).day())).unwrap_or_default();
    let careful = AnsiColor::Yellow.on_default().bold();
    let conflict = conflict.map(|words| format!("{} {}.\n\n", styled(careful, "Be careful:"), escape(words)));
    // The title stands alone: it may be written to look like a part of the question.
    format!(
        "The file says that it is by {identity}, and calls itself:\n\n    {}\n\nWhoever holds this key signed it:\n\n{}\n{}\
         Compare the fingerprint or the picture with what the office publishes elsewhere: on its own web site, in a\n\
         printed gazette, by telephone. Never compare it with anything that came with this file.\n\
         Is it the same, and is the key to be trusted for {identity}{from}?",
        escape(&title),
        picture(fingerprint),
        conflict.unwrap_or_default(),
    )
}

/// A title on one line of a terminal: whoever wrote it shall not fill the screen.
fn shortened(title: &str) -> String {
    const LONGEST: usize = 60;
    let words: Vec<&str> = title.split(|letter: char| letter.is_whitespace() || letter == '\u{2800}').collect();
    let words = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if words.chars().count() <= LONGEST { words } else { words.chars().take(LONGEST).chain(['…']).collect() }
}

/// A fingerprint with its picture, set in.
pub fn picture(fingerprint: &Fingerprint) -> String {
    let lines = randomart::picture(fingerprint).into_iter();
    std::iter::once(fingerprint.to_string()).chain(lines).map(|line| format!("    {line}\n")).collect()
}

//! `chancery key trust BUNDLE`: a reader's first contact with an office, by way of a bundle that it signed.

use std::path::Path;

use crate::error::{Error, Result};
use anstyle::AnsiColor;
use chancery_core::{Fingerprint, Identity, PublicKey, Report, Timestamp, Trust, When};
use chancery_office::keys::randomart;

use super::known;
use super::trust::{Arguments, add};
use crate::ask::prompt;
use crate::context::Context;
use crate::exit::Exit;
use crate::input;
use crate::show::ui::{escape, styled};
use crate::show::verdict::ReportView;
use crate::trust_choice::{Choice, TrustOptions};

/// Whether the file is no public key but a bundle.
pub fn is_bundle(path: &Path) -> bool {
    use std::io::Read;
    let mut first = [0; 2];
    let opened = chancery_office::files::open_regular(path);
    opened.is_ok_and(|mut file| file.read_exact(&mut first).is_ok()) && first == *b"PK"
}

/// Shows who signed, and trusts each issuer's key on a yes, or where the reader named its fingerprint.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let input = input::open_path(&arguments.file)?;
    let report = input::judge(context, &input, &Trust::Nobody, &TrustOptions::plain())?;
    if !report.verdict.is_intact() {
        let choice = Choice { trust: Trust::Nobody, words: "no trust list".to_owned(), passed_over: None };
        ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
        context.ui.warn("no key was trusted");
        return Ok(Exit::of(report.verdict));
    }
    // From the day on which this bundle says it was sealed, so that it is among what is trusted.
    let from = arguments.grant.from.or(report.sealed_at.map(|time| time.day().start()));
    let keys = wanted(arguments, &report)?;
    let mut trusted = 0_usize;
    for (identity, key) in &keys {
        if is_wanted(context, arguments, &report, (identity, key), from)? {
            add(context, arguments, (identity, key), from)?;
            trusted = trusted.saturating_add(1);
        }
    }
    if trusted == 0 {
        return Err(Error::refused("no key was trusted, as you answered", "the list is as it was"));
    }
    Ok(Exit::Done)
}

/// The issuers' keys, or that of the identity that was named.
fn wanted(arguments: &Arguments, report: &Report) -> Result<Vec<(Identity, PublicKey)>> {
    let named = |identity: &Identity| arguments.identity.as_ref().is_none_or(|named| named == identity);
    let signatures = report.issuer_signatures().filter(|signature| named(&signature.identity));
    let keys: Vec<_> = signatures.filter_map(|signature| Some((signature.identity.clone(), signature.key?))).collect();
    match &arguments.identity {
        Some(identity) if keys.is_empty() => {
            let problem = format!("{identity} did not sign this bundle as an issuer");
            Err(Error::path(&arguments.file, problem, "leave the identity out to be shown who did"))
        }
        _ => Ok(keys),
    }
}

/// Whether the reader named this key, or says yes to it.
fn is_wanted(
    context: &Context,
    arguments: &Arguments,
    report: &Report,
    (identity, key): (&Identity, &PublicKey),
    from: Option<Timestamp>,
) -> Result<bool> {
    let fingerprint = key.fingerprint();
    let known = known::before(context, arguments, (identity, key), from)?;
    match arguments.fingerprint {
        Some(named) if named == fingerprint => {
            if let Some(known) = known {
                context.ui.warn(&known);
            }
            return Ok(true);
        }
        Some(named) => {
            let problem =
                format!("is signed by {identity} with the key {fingerprint}, not with {named}, which you named");
            let hint = "no key was trusted; ask the office which key is its own";
            return Err(Error::path(&arguments.file, problem, hint));
        }
        None => {}
    }
    if !prompt::can_ask() || context.ui.json {
        let hint = "get the office's fingerprint elsewhere, and say both: IDENTITY --fingerprint SHA256:…";
        return Err(Error::refused("there is nobody to ask whether this key is to be trusted", hint));
    }
    let title = report.claims().map(|claims| shortened(claims.title.as_str())).unwrap_or_default();
    let from = from.map(|from| format!(" from {} on", When::Moment(from).day())).unwrap_or_default();
    let careful = AnsiColor::Yellow.on_default().bold();
    let known =
        known.map(|known| format!("{} {}.\n\n", styled(careful, "Be careful:"), escape(&known))).unwrap_or_default();
    // The title stands alone: it may be written to look like a part of the question.
    prompt::confirm(&format!(
        "The file says that it is by {identity}, and calls itself:\n\n    {}\n\nWhoever holds this key signed it:\n\n{}\n{known}\
         Compare the fingerprint or the picture with what the office publishes elsewhere: on its own web site, in a\n\
         printed gazette, by telephone. Never compare it with anything that came with this file.\n\
         Is it the same, and is the key to be trusted for {identity}{from}?",
        escape(&title),
        picture(&fingerprint),
    ))
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

//! A statement that was sealed: what it is, and what to publish.

use std::path::Path;

use chancery_core::{Fingerprint, Identity};
use chancery_office::compose::seal::{SealedBundle, Statement};
use chancery_office::json::SealedLine;
use chancery_office::keys::preflight::TrustWarning;

use super::format::{counted, file_name, grouped, shell_quoted, to_publish};
use super::summary;
use super::ui::{Ui, escape};
use crate::error::Result;
use crate::hints::trust::{remedy, untrusted};

/// What was sealed, by whom, and what its signer's own list says of that.
pub struct Sealed<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// The bundle.
    pub bundle: &'a SealedBundle,
    /// Who signed.
    pub identity: &'a Identity,
    /// With which key.
    pub fingerprint: Fingerprint,
    /// Where the signer's own list does not trust that key: what it says.
    pub doubt: Option<&'a TrustWarning>,
}

/// Says what was sealed, and what to publish or to do first.
///
/// # Errors
/// Where it cannot be printed.
pub fn print(ui: Ui, sealed: &Sealed<'_>) -> Result<()> {
    let Sealed { statement: Statement { metadata, documents, .. }, bundle, identity, .. } = *sealed;
    let path = bundle.path.as_path();
    let others = metadata.issuers().filter(|issuer| *issuer != identity);
    let unsigned: Vec<&str> = others.map(Identity::as_str).collect();
    if ui.json {
        let unsigned = unsigned.into_iter().map(ToOwned::to_owned).collect();
        let (path, fingerprint) = (path.display().to_string(), sealed.fingerprint.to_string());
        return ui.print_json(&SealedLine { id: bundle.id.to_string(), path, fingerprint, unsigned });
    }
    let shown = path.display().to_string();
    let bytes = documents.size();
    let count = counted(documents.sources.len() as u64, "document");
    let mut text = format!(
        "Sealed {}\n{}  {count}, {} bytes, signed by {identity}\n{}",
        escape(&shown),
        summary::text(metadata),
        grouped(bytes),
        if ui.quiet { "" } else { "\n" },
    );
    if ui.quiet {
        text += &format!("id {}\n", bundle.id);
    } else if let Some(doubt) = sealed.doubt {
        text += &not_yet(doubt, path);
    } else if let Some(first) = unsigned.first() {
        text += &format!(
            "It is a joint statement: not authentic until it is signed by {} too. Send them the file. They sign with\n  \
             chancery countersign {} --role issuer --key {first}\nWhoever signs last is told what to publish.\n",
            unsigned.join(" and "),
            file_name(path),
        );
    } else {
        text += "Publish these three lines with the statement:\n";
        text += &to_publish(path, &bundle.id, &[(identity, sealed.fingerprint)]);
    }
    ui.print(&text)
}

/// What to do first where the office's own list does not trust the key that signed.
fn not_yet(doubt: &TrustWarning, path: &Path) -> String {
    let file = escape(&shell_quoted(&path.display().to_string()));
    let then = if doubt.keeps {
        format!("Then `chancery verify {file}` must say AUTHENTIC: it shows the id and the key to publish.")
    } else {
        format!("Then seal it again: {file} will not be authentic.")
    };
    format!(
        "Do not publish it or send it on yet: {}.\nFirst: {}\n{then}\n",
        escape(&untrusted(doubt)),
        escape(&remedy(doubt))
    )
}

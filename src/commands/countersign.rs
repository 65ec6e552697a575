//! `chancery countersign`: a further signature on a bundle.

use std::path::{Path, PathBuf};

use chancery_core::{BundleId, Identity, PublicKey, Report, Role, Source};
use chancery_office::archive::events::event::{Kind, Outcome};
use chancery_office::archive::sealing::Signing;
use chancery_office::archive::{Archive, countersigning};
use chancery_office::defaults::Defaults;
use chancery_office::json::CountersignedLine;
use chancery_office::keys::folder::own_folder;
use chancery_office::keys::preflight::TrustWarning;
use chancery_office::trust_sources::true_path;
use clap::Args;

use crate::ask::own_list::check_own_list;
use crate::ask::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hints::trust::remedy;
use crate::options::signer::SignerOptions;
use crate::options::trust::TrustOptions;
use crate::show::format::to_publish;
use crate::show::progress::Progress;
use crate::show::summary;
use crate::show::ui::escape;
use crate::show::verdict::ReportView;
use crate::{archive, events, input};

/// Add a signature to a bundle: a co-issuer's, a witness's or an archivist's
///
/// The bundle is verified first, and what is being signed is shown. Its id stays, and so does everything that was in it.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The bundle's .zip file, or its id in the archive
    #[arg(value_name = "BUNDLE")]
    bundle: String,
    /// As what: issuer (of a joint statement), witness or archivist
    #[arg(long)]
    role: Role,
    #[command(flatten)]
    signer: SignerOptions,
}

/// Verifies, shows, signs and says who has not signed yet.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    own_folder(&context.office)?;
    let identity = arguments.signer.identity(context, &Defaults::of(&context.office)?)?;
    let path = find(context, &arguments.bundle)?;
    let input = input::open_path(&path)?;
    let choice = TrustOptions::plain().choose(context)?;
    let report = input::judge(context, &input, &choice.trust, &TrustOptions::plain())?;
    if !report.verdict().is_intact() {
        ReportView { file: &input.name, report: &report, choice: &choice, known: None }.print(context.ui)?;
        context.ui.warn("nothing was signed");
        return Ok(Exit::of(report.verdict()));
    }
    let role = arguments.role;
    let (id, claims) = countersigning::check_claims(&path, &report)?;
    countersigning::check_signer(&path, &report, role, &identity)?;
    print_what(context, &report, &path, role, &identity);
    let doubted = doubted(context, &report, role)?;
    let signer = arguments.signer.source.open(context, &identity)?;
    let public = signer.public()?;
    countersigning::check_key(&path, &report, &identity, &public)?;
    let doubt = check_own_list(context, &public, &identity, role, report.sealed_at().unwrap_or(context.office.now))?;
    let size = input.opened.size();
    let progress = Progress::of_bytes(context.ui, size);
    let signing = Signing { role, identity: &identity, signer: signer.as_ref() };
    let advance = |bytes| progress.advance(bytes);
    let signed = countersigning::countersign(
        &true_path(&path),
        id,
        &signing,
        context.office.now,
        input::workers(size),
        &advance,
    )?;
    write_down(context, &path, id, &identity);
    let title = claims.title.to_string();
    report_done(context, &path, (&title, id, &doubted), &signed, (role, &identity, &public), doubt.as_ref())
}

/// Writes down in the archive's event log that a bundle in it was signed. The signature is there, whether or not that can be.
fn write_down(context: &Context, path: &Path, id: BundleId, identity: &Identity) {
    let archive = Archive::at(&context.office.archive);
    if archive.below(path).is_some() {
        let event = events::event(context, Kind::Countersigned, Outcome::Done, identity.as_str());
        if let Err(error) = archive.record(path, &id, vec![event]) {
            context.ui.warn(&error.to_string());
        }
    }
}

/// The file of a bundle, which must be one: it is to be changed.
fn find(context: &Context, bundle: &str) -> Result<PathBuf> {
    if bundle == "-" {
        return Err(Error::refused("standard input cannot be signed", "save it as a file first, and name that"));
    }
    if input::is_id(bundle) && !Path::new(bundle).exists() {
        return archive::find(context, bundle);
    }
    Ok(PathBuf::from(bundle))
}

/// Shows what is about to be signed, before a passphrase is asked.
fn print_what(context: &Context, report: &Report, path: &Path, role: Role, identity: &Identity) {
    let Some(claims) = report.claims() else { return };
    let shown = escape(&path.display().to_string());
    context.ui.say(&format!("{shown} is to be signed by {identity} as {role}:\n{}", summary::text(claims)));
    let missing: Vec<&str> = report.unsigned().map(Identity::as_str).collect();
    if role != Role::Issuer && !missing.is_empty() {
        context.ui.warn(&format!("it is not authentic yet: {} has not signed", missing.join(" and ")));
    }
}

/// The issuers whose keys the signer's own list does not trust: whoever signs beside them ought to know, and is asked where
/// there is somebody to ask.
fn doubted(context: &Context, report: &Report, role: Role) -> Result<Vec<String>> {
    let doubted = countersigning::untrusted_issuers(report);
    for signature in &doubted {
        let (identity, key) =
            (signature.identity(), signature.fingerprint().map(|key| key.to_string()).unwrap_or_default());
        context.ui.warn(&match role {
            Role::Issuer => format!("{identity} is said to have signed with the key {key}, which your list does not trust: compare it with what they publish, before you sign beside them"),
            _ => format!("{identity} is said to have signed with the key {key}, which your list does not trust: your signature says that you have seen the bundle, not that it is authentic"),
        });
    }
    if !doubted.is_empty() && context.ui.can_ask() && !prompt::confirm("Sign it all the same?")? {
        return Err(Error::refused("not signed, as you answered", "ask them for their key by another way"));
    }
    Ok(doubted.iter().map(|signature| signature.identity().to_string()).collect())
}

/// What comes before the statement is published.
fn first_of_all(doubted: &[String], doubt: Option<&TrustWarning>) -> String {
    let compare = format!("compare the key of {} with what they publish", doubted.join(" and "));
    let compare = Some(compare).filter(|_| !doubted.is_empty());
    let mend = doubt.map(|doubt| format!("see to your own key: {}", escape(&remedy(doubt))));
    let first: Vec<String> = compare.into_iter().chain(mend).collect();
    if first.is_empty() {
        return "Publish these lines with the statement".to_owned();
    }
    format!("Do not publish it yet. First {}.\nThen publish these lines with the statement", first.join(", and "))
}

fn report_done(
    context: &Context,
    path: &Path,
    (title, id, doubted): (&str, BundleId, &[String]),
    report: &Report,
    (role, identity, key): (Role, &Identity, &PublicKey),
    doubt: Option<&TrustWarning>,
) -> Result<Exit> {
    let missing: Vec<String> = report.unsigned().map(ToString::to_string).collect();
    if context.ui.json {
        let (path, fingerprint) = (path.display().to_string(), key.fingerprint().to_string());
        let (role, identity) = (role.as_str(), identity.to_string());
        context.ui.print_json(&CountersignedLine {
            id: id.to_string(),
            path,
            fingerprint,
            role,
            identity,
            unsigned: missing,
        })?;
        return Ok(Exit::Done);
    }
    let shown = escape(&path.display().to_string());
    let mut text = format!(
        "Signed \u{201c}{}\u{201d}\n  {shown}\n  as {role}, by {identity}, with the key {}\n",
        escape(title),
        key.fingerprint()
    );
    if context.ui.quiet {
        // The result alone.
    } else if !missing.is_empty() {
        text +=
            &format!("\nIt is a joint statement: not authentic until it is signed by {} too\n", missing.join(" and "));
    } else if role == Role::Issuer {
        let keys = report.issuer_signatures();
        let keys: Vec<_> =
            keys.filter_map(|signature| Some((signature.identity(), signature.fingerprint()?))).collect();
        text +=
            &format!("\nEvery issuer has signed. {}:\n{}", first_of_all(doubted, doubt), to_publish(path, &id, &keys));
    }
    context.ui.print(&text)?;
    Ok(Exit::Done)
}

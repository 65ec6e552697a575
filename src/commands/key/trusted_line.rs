//! That a list trusts a key now.

use chancery_core::{Fingerprint, Identity, Timestamp};
use chancery_office::json::KeyTrustedLine;
use chancery_office::trust_sources::grant::Granted;

use crate::context::Context;
use crate::error::Result;
use crate::show::ui::escape;

/// Says that the list trusts it, from a time on.
///
/// # Errors
/// What the system says.
pub fn print(
    context: &Context,
    identity: &Identity,
    fingerprint: Fingerprint,
    from: Timestamp,
    granted: &Granted,
) -> Result<()> {
    let path = granted.path.display().to_string();
    if context.ui.json {
        let fingerprint = fingerprint.to_string();
        return context.ui.print_json(&KeyTrustedLine { identity: identity.to_string(), fingerprint, path });
    }
    let list = escape(&path);
    context.ui.print(&format!("{list} trusts {identity} from {from} on, with the key\n  {fingerprint}\n"))
}

/// What to do where nobody has named the fingerprint or was asked about it.
///
/// # Errors
/// What the system says.
pub fn advise(context: &Context, granted: &Granted) -> Result<()> {
    let Some(line) = granted.line.filter(|_| !context.ui.json) else { return Ok(()) };
    let list = escape(&granted.path.display().to_string());
    context.ui.advise(&format!(
        "Compare that with what the office publishes on its own site, in print or on the telephone. If it is another,\n\
         take line {line} out of {list} again.\n"
    ))
}

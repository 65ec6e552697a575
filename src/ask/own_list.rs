//! Whether a key that the signer's own list does not trust is to sign all the same.

use chancery_core::{Identity, PublicKey, Role, Timestamp};
use chancery_office::keys::preflight::{self, TrustWarning};

use super::prompt;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::hints::trust::{remedy, untrusted};

/// Refuses a key that the signer's own list revokes. One that it does not trust is most likely a mistake: that is said, and asked
/// about where there is somebody to ask.
///
/// # Errors
/// Where the key is revoked, the answer is no, or the list is there and cannot be read.
pub fn check_own_list(
    context: &Context,
    key: &PublicKey,
    identity: &Identity,
    role: Role,
    sealed_at: Timestamp,
) -> Result<Option<TrustWarning>> {
    let Some(warning) = preflight::check(&context.office, key, identity, role, sealed_at)? else { return Ok(None) };
    let remedy = remedy(&warning);
    context.ui.warn(&format!("{}: your own `verify` will say so; {remedy}", untrusted(&warning)));
    if context.ui.can_ask() && !prompt::confirm("Sign with it all the same?")? {
        return Err(Error::refused("not signed, as you answered", remedy));
    }
    Ok(Some(warning))
}

//! Which of an identity's keys is meant.

use chancery_core::trust::allowed_signers::Rule;
use chancery_core::{Fingerprint, Identity, PublicKey, TrustList};
use chancery_office::keys::select::KeySelector;
use chancery_office::trust_sources::error::{ListChange, ListNeed};
use chancery_office::trust_sources::{ListFile, own};
use clap::Args;

use crate::context::Context;
use crate::error::Result;
use crate::show::warnings::told;

/// An identity, and which of its keys.
#[derive(Debug, Args)]
pub struct KeyChoice {
    /// Whose key
    #[arg(value_name = "IDENTITY")]
    pub identity: Identity,
    /// Which of its keys, where it has several
    #[arg(long, value_name = "SHA256:…")]
    pub fingerprint: Option<Fingerprint>,
}

impl KeyChoice {
    /// The list to change, and the one key in it that is meant, of those that `counts` says could be changed.
    ///
    /// # Errors
    /// Where there is no list, or none or several are meant.
    pub fn find(
        &self,
        context: &Context,
        change: ListChange,
        counts: impl Fn(&TrustList, &Rule) -> bool,
    ) -> Result<(ListFile, PublicKey)> {
        let office = &context.office;
        let selector = KeySelector { identity: self.identity.clone(), fingerprint: self.fingerprint };
        selector.check()?;
        told(context.ui, own::passed_over(office, &own::to_change(office)?)?);
        let file = own::read_to_change(office, ListNeed::Change)?;
        let key = selector.find(office, &file, change, counts)?;
        Ok((file, key))
    }
}

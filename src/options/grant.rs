//! For what and when a key is trusted.

use chancery_core::{Role, Timestamp};
use chancery_office::trust_sources::grant::KeyGrant;
use clap::Args;

use super::trust::moment;

/// For what and when a key is trusted.
#[derive(Debug, Clone, Args)]
pub struct GrantOptions {
    /// The roles in which it may sign: issuer, witness, archivist [default: issuer]
    #[arg(long = "role", value_name = "ROLE")]
    pub roles: Vec<Role>,
    /// Trust it from this time on [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub from: Option<Timestamp>,
    /// Trust it until this time
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub until: Option<Timestamp>,
}

impl GrantOptions {
    /// The grant, from a time on where none is given.
    pub fn grant(&self, from: Timestamp) -> KeyGrant {
        let roles = if self.roles.is_empty() { vec![Role::Issuer] } else { self.roles.clone() };
        KeyGrant { roles, from: self.from.unwrap_or(from), until: self.until }
    }
}

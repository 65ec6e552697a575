//! Whom the reader trusts, for what, from when to when. Nothing in a bundle can add to it.

pub mod allowed_signers;
pub mod pattern;
pub mod revoked_keys;
pub mod window;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use self::allowed_signers::{Rule, Unusable};
use self::revoked_keys::Revoked;
use self::window::Window;
use crate::error::{Error, Result};
use crate::seal::public_key::{Fingerprint, PublicKey};
use crate::statement::identity::{Identity, Role};
use crate::statement::time::Timestamp;

/// The name of the trust list in a folder of keys.
pub const ALLOWED_SIGNERS: &str = "allowed_signers";
/// The name of the list of revoked keys beside it.
pub const REVOKED_KEYS: &str = "revoked_keys";

/// Whom the reader trusts.
#[derive(Debug, Clone)]
pub enum Trust {
    /// Nobody: the reader has no list.
    Nobody,
    /// One key, for this question, whatever identity it claims.
    Key(Fingerprint),
    /// Those whom a list names.
    List(TrustList),
}

/// A trust list, read.
#[derive(Debug, Clone, Default)]
pub struct TrustList {
    /// The file, as the reader named it.
    pub path: PathBuf,
    /// Its usable lines.
    pub rules: Vec<Rule>,
    /// Its other lines.
    pub unusable: Vec<Unusable>,
    /// The keys that are revoked.
    pub revoked: Vec<Revoked>,
}

/// Lists larger than this are not read.
const LONGEST_LIST: u64 = 16 << 20;

impl TrustList {
    /// Reads a list, and `revoked_keys` beside it where there is one.
    ///
    /// # Errors
    /// Where the list cannot be read, or a list of revoked keys is there and cannot be understood whole.
    pub fn read(path: &Path) -> Result<Self> {
        let (rules, unusable) = allowed_signers::read(&read_bounded(path)?);
        let beside = path.with_file_name(REVOKED_KEYS);
        let revoked = match read_bounded(&beside) {
            Ok(bytes) => revoked_keys::read(&bytes).map_err(|fault| {
                Error::content(&beside, fault, "mend that line: a list of revoked keys must be understood whole")
            })?,
            Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), rules, unusable, revoked })
    }

    /// How a key stands that sealed something for `identity` in `role` at `time`, when asked at `now`.
    pub fn standing(
        &self,
        key: &PublicKey,
        identity: &Identity,
        role: Role,
        time: Timestamp,
        now: Timestamp,
    ) -> Standing {
        let fits = |rule: &&Rule| {
            rule.key == *key
                && rule.principals.fits(identity.as_str())
                && rule.namespaces.as_ref().is_none_or(|namespaces| namespaces.fits(role.namespace()))
        };
        let rules: Vec<&Rule> = self.rules.iter().filter(fits).collect();
        let open = rules.iter().filter(|rule| rule.window.contains(time));
        // Of several lines for one key, the one that is open for longest counts.
        let Some(rule) =
            open.max_by_key(|rule| (!rule.window.closed_by(now), rule.window.before.is_none(), rule.window.before))
        else {
            return match rules.first() {
                Some(rule) => Standing::OutsideWindow { line: rule.line, window: rule.window },
                None => Standing::Unknown,
            };
        };
        if let Some(revoked) = self.revoked.iter().find(|revoked| revoked.key == *key) {
            return Standing::Revoked(Box::new(revoked.clone()));
        }
        let (line, every_role) = (rule.line, rule.namespaces.is_none());
        match rule.window.before.filter(|_| rule.window.closed_by(now)) {
            Some(retired) => Standing::Retired { line, every_role, retired },
            None => Standing::Valid { line, every_role },
        }
    }
}

/// How a key stands in a trust list for an identity, a role and a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The list does not name it for them.
    Unknown,
    /// It does, but for another time.
    OutsideWindow {
        /// The line that names it.
        line: usize,
        /// The time for which it is trusted.
        window: Window,
    },
    /// It is revoked.
    Revoked(Box<Revoked>),
    /// It was trusted at that time and has been retired since.
    Retired {
        /// The line that names it.
        line: usize,
        /// Whether that line gives it every role.
        every_role: bool,
        /// When it was retired.
        retired: Timestamp,
    },
    /// It is trusted.
    Valid {
        /// The line that names it.
        line: usize,
        /// Whether that line gives it every role.
        every_role: bool,
    },
}

fn read_bounded(path: &Path) -> Result<Vec<u8>> {
    let failed = |error| Error::io("read", path, error);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(LONGEST_LIST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LONGEST_LIST {
        return Err(Error::path(path, "is larger than 16 MiB", "is it really a trust list?"));
    }
    Ok(bytes)
}

//! Whom the reader trusts, for what, from when to when. Nothing in a bundle can add to it.

pub mod allowed_signers;
pub mod pattern;
pub mod revoked_keys;
pub mod window;

use std::fs;
use std::path::{Path, PathBuf};

use self::allowed_signers::{Rule, Unusable};
use self::revoked_keys::Revoked;
use self::window::Window;
use crate::error::{Error, Result};
use crate::files::{is_missing, read_bounded};
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
const LONGEST_LIST: u64 = 1 << 20;

impl TrustList {
    /// Reads a list, and `revoked_keys` beside it where there is one.
    ///
    /// # Errors
    /// Where the list cannot be read, or a list of revoked keys is there and cannot be understood whole.
    pub fn read(path: &Path) -> Result<Self> {
        let (rules, unusable) = allowed_signers::read(&read_bounded(path, LONGEST_LIST)?);
        Ok(Self { path: path.to_owned(), rules, unusable, revoked: Self::read_revoked_beside(path)? })
    }

    /// Reads the list of revoked keys beside a trust list, whether or not the trust list is there.
    ///
    /// # Errors
    /// Where it is there and cannot be understood whole.
    pub fn read_revoked_beside(path: &Path) -> Result<Vec<Revoked>> {
        let mut revoked = read_revoked(&path.with_file_name(REVOKED_KEYS))?;
        // Where the list is a link, what lies beside the file that it leads to counts too.
        if let Some(real) = fs::canonicalize(path).ok().filter(|real| real.parent() != path.parent()) {
            revoked.extend(read_revoked(&real.with_file_name(REVOKED_KEYS))?);
        }
        Ok(revoked)
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
        // The key's window is the union of its lines: one that is open by now makes it no retired key.
        let retired = rules.iter().all(|rule| rule.window.closed_by(now));
        match rule.window.before.filter(|_| retired) {
            Some(retired) => Standing::Retired { line, every_role, retired },
            None => Standing::Valid { line, every_role },
        }
    }
}

/// Reads a list of revoked keys; none where nothing is there.
fn read_revoked(path: &Path) -> Result<Vec<Revoked>> {
    let hint = "mend that line: a list of revoked keys must be understood whole";
    match read_bounded(path, LONGEST_LIST) {
        Ok(bytes) => revoked_keys::read(&bytes).map_err(|fault| Error::content(path, fault, hint)),
        Err(error) if is_missing(path, &error) => Ok(Vec::new()),
        Err(error) => Err(error),
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

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// How the key stands for press@mfa.example as an issuer, sealed in mid-2026 and asked in 2030.
    fn standing(lines: &[&str], revoked: &[&str]) -> Standing {
        let lines: String = lines.iter().map(|line| line.replace("KEY", KEY) + "\n").collect();
        let revoked: String = revoked.iter().map(|line| line.replace("KEY", KEY) + "\n").collect();
        let list = TrustList {
            rules: allowed_signers::read(lines.as_bytes()).0,
            revoked: revoked_keys::read(revoked.as_bytes()).unwrap(),
            ..TrustList::default()
        };
        let (key, identity) = (KEY.parse().unwrap(), "press@mfa.example".parse().unwrap());
        list.standing(&key, &identity, Role::Issuer, time("2026-07-01T00:00:00Z"), time("2030-01-01T00:00:00Z"))
    }

    #[test]
    fn a_key_is_trusted_for_its_identity_role_and_time() {
        assert_eq!(standing(&["press@mfa.example KEY"], &[]), Standing::Valid { line: 1, every_role: true });
        let issuer = "press@mfa.example namespaces=\"chancery-issuer\",valid-after=\"20260101Z\" KEY";
        assert_eq!(standing(&["# x", issuer], &[]), Standing::Valid { line: 2, every_role: false });
    }

    #[test]
    fn it_is_unknown_for_anything_else() {
        for line in [
            "legal@mfa.example KEY",
            "press@mfa.example namespaces=\"chancery-witness\" KEY",
            "!press@mfa.example,* KEY",
            "",
        ] {
            assert_eq!(standing(&[line], &[]), Standing::Unknown, "{line}");
        }
    }

    #[test]
    fn outside_its_window_it_is_not_trusted() {
        for window in ["valid-after=\"20270101Z\"", "valid-before=\"20260101Z\""] {
            let line = format!("press@mfa.example {window} KEY");
            assert!(matches!(standing(&[&line], &[]), Standing::OutsideWindow { line: 1, .. }), "{window}");
        }
    }

    #[test]
    fn a_retired_key_is_told_from_a_valid_one_and_several_lines_are_a_union() {
        let retired = "press@mfa.example valid-before=\"20270101Z\" KEY";
        assert!(matches!(standing(&[retired], &[]), Standing::Retired { line: 1, .. }));
        assert_eq!(standing(&[retired, "press@mfa.example KEY"], &[]), Standing::Valid { line: 2, every_role: true });
        let renewed = standing(&[retired, "press@mfa.example valid-after=\"20270102Z\" KEY"], &[]);
        assert_eq!(renewed, Standing::Valid { line: 1, every_role: true });
        let early = "press@mfa.example valid-before=\"20250101Z\" KEY";
        assert!(matches!(standing(&[early, retired], &[]), Standing::Retired { line: 2, .. }));
    }

    #[test]
    fn revocation_goes_before_everything() {
        assert!(matches!(
            standing(&["press@mfa.example KEY"], &["KEY compromised-since=20290101Z"]),
            Standing::Revoked(_)
        ));
    }

    #[test]
    fn a_list_that_cannot_be_read_whole_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(ALLOWED_SIGNERS);
        assert!(TrustList::read(&path).is_err(), "missing");
        fs::write(&path, format!("press@mfa.example {KEY}\n")).unwrap();
        assert!(TrustList::read(&path).unwrap().revoked.is_empty());
        fs::write(folder.path().join(REVOKED_KEYS), "garbage\n").unwrap();
        assert!(TrustList::read(&path).is_err(), "garbage");
    }
}

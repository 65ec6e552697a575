//! Whether a statement is still current, as far as an archive knows: corrections and withdrawals, followed to their ends.
//!
//! A later bundle takes effect only where it is authentic itself and its issuers include all of the earlier one's
//! (FORMAT.md 6.10). The earlier one stays authentic, and stays where it is.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chancery_core::{BundleId, Identity, Metadata, Report, Verdict, When};

use super::catalogue::Catalogue;
use crate::error::Result;

/// How a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing that takes effect replaces it.
    Current,
    /// It was corrected.
    Corrected,
    /// It was withdrawn.
    Withdrawn,
}

impl Status {
    /// The status as scripts read it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// How a statement stands once this one has replaced it.
    pub fn after(later: &Metadata) -> Self {
        if later.kind.as_str() == WITHDRAWAL { Self::Withdrawn } else { Self::Corrected }
    }
}

/// Whether all issuers of an earlier statement are issuers of the later one: only then does it take effect (FORMAT.md 6.10).
pub fn is_by_issuers_of(later: &Metadata, earlier: &[Identity]) -> bool {
    earlier.iter().all(|issuer| later.issuers().any(|other| other == issuer))
}

/// A bundle that takes effect on an earlier one, and those that take effect on it.
#[derive(Debug, Clone)]
pub struct Successor {
    /// What it does to the earlier one.
    pub status: Status,
    /// Its id.
    pub id: BundleId,
    /// Where it lies.
    pub path: PathBuf,
    /// When it was issued.
    pub issued: When,
    /// Why it corrects or withdraws.
    pub reason: Option<String>,
    /// What came after it.
    pub later: Vec<Successor>,
}

/// Everything that an archive knows of what came after a statement.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// What takes effect on it, by time of issue; several where the office corrected it twice.
    pub successors: Vec<Successor>,
    /// Files that say that they replace it and take no effect, and why not.
    pub without_effect: Vec<(PathBuf, &'static str)>,
}

impl Standing {
    /// How the statement stands: withdrawn where anything withdraws it, else corrected where anything corrects it.
    pub fn status(&self) -> Status {
        self.successors.iter().map(|successor| successor.status).max().unwrap_or(Status::Current)
    }
}

/// Longer chains are nobody's corrections.
const LONGEST_CHAIN: usize = 100;

/// Follows what replaces a statement. `judge` says what a file is worth to the reader, its documents hashed.
///
/// # Errors
/// What the system says. A file that cannot be read takes no effect.
pub fn standing(
    catalogue: &Catalogue,
    statement: (&BundleId, &Metadata),
    judge: &dyn Fn(&Path) -> Result<Report>,
) -> Result<Standing> {
    let issuers: Vec<Identity> = statement.1.issuers().cloned().collect();
    follow(catalogue, (statement.0, &issuers), judge, &mut BTreeSet::from([*statement.0]), LONGEST_CHAIN)
}

fn follow(
    catalogue: &Catalogue,
    (id, issuers): (&BundleId, &[Identity]),
    judge: &dyn Fn(&Path) -> Result<Report>,
    seen: &mut BTreeSet<BundleId>,
    left: usize,
) -> Result<Standing> {
    let mut standing = Standing::default();
    for found in catalogue.replacing(id)? {
        let path = catalogue.archive().folder().join(&found.path);
        match effect(id, issuers, judge(&path).ok()) {
            Err(why) => standing.without_effect.push((path, why)),
            // The same bundle may lie in several files; and no chain goes round, whatever a broken catalogue says.
            Ok((later, _)) if !seen.insert(later) => {}
            Ok((later, claims)) => {
                let issuers: Vec<Identity> = claims.issuers().cloned().collect();
                let after = match left {
                    0 => Standing::default(),
                    _ => follow(catalogue, (&later, &issuers), judge, seen, left.saturating_sub(1))?,
                };
                standing.successors.push(Successor {
                    status: Status::after(&claims),
                    id: later,
                    path,
                    issued: claims.issued,
                    reason: claims.reason.as_ref().map(ToString::to_string),
                    later: after.successors,
                });
            }
        }
    }
    Ok(standing)
}

/// The type of a statement that withdraws another.
pub const WITHDRAWAL: &str = "withdrawal";
/// The type of a statement that corrects another.
pub const CORRECTION: &str = "correction";

/// The later bundle's id and metadata, where it takes effect on the earlier one.
fn effect(
    id: &BundleId,
    issuers: &[Identity],
    report: Option<Report>,
) -> std::result::Result<(BundleId, Metadata), &'static str> {
    let report = report.ok_or("cannot be read")?;
    match report.verdict() {
        Verdict::Authentic => {}
        Verdict::Untrusted => return Err("its signer is not trusted here"),
        Verdict::NotChecked => return Err("this version cannot check it"),
        Verdict::NotAuthentic => return Err("it is not authentic"),
    }
    let (claims, later) = report.statement().cloned().zip(report.id()).ok_or("its documents were not checked")?;
    if claims.replaces != Some(*id) {
        return Err("it does not replace this statement");
    }
    if !is_by_issuers_of(&claims, issuers) {
        return Err("its issuers are not those of this statement");
    }
    Ok((later, claims))
}

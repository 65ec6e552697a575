//! Where a bundle lies in an archive: `<year>/<name>.zip`, for people to find with no program.

use crate::statement::id::BundleId;
use crate::statement::path::BundleName;
use crate::statement::time::When;

/// The ending of bundles' names.
pub const ENDING: &str = "zip";

/// The folder of a bundle, by the year of its statement.
pub fn folder(issued: When) -> String {
    format!("{:04}", issued.year())
}

/// The names under which a bundle can lie there, the first that is free: the bundle's own, or with its short id.
pub fn names(name: &BundleName, id: &BundleId) -> [String; 2] {
    [format!("{name}.{ENDING}"), format!("{name}-{}.{ENDING}", id.short())]
}

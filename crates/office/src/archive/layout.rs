//! Where a bundle lies in an archive: `<year>/<name>.zip`, for people to find with no program.

use chancery_core::{BundleId, BundleName, When};

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

#[cfg(test)]
mod tests {
    use chancery_core::Digest;

    use super::*;

    #[test]
    fn a_bundle_lies_in_the_year_of_its_statement() {
        assert_eq!(folder("0987-03-12".parse().unwrap()), "0987");
        let id = BundleId(Digest::of(b"abc"));
        let names = names(&"2026-a".parse().unwrap(), &id);
        assert_eq!(names, ["2026-a.zip", "2026-a-ba7816bf8f01.zip"]);
    }
}

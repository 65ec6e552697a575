//! Makes the vectors. What is expected of each is written by hand beside it, never asked of chancery.

pub mod bag;
mod bag_files;
mod bag_info;
mod container;
mod container_fields;
mod good;
mod later;
mod manifest;
mod metadata;
mod metadata_bytes;
mod metadata_nested;
mod names;
mod signature_files;
mod signatures;
mod sshsig;
mod trust;
pub mod vector;
pub mod zip;

use std::collections::BTreeMap;

use bag::Bag;
use chancery_core::trust::{ALLOWED_SIGNERS, REVOKED_KEYS};
use vector::Vector;

/// A fault that is one text for another: the vector's name, its codes, its comment, the text that stands in a file
/// once, and what stands there instead.
type Replacement = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// The faults in a file of a bag, all above the file done again.
fn replaced(folder: &str, bag: &Bag, path: &str, rows: &[Replacement]) -> Vec<Vector> {
    let vector = |(name, codes, comment, from, to): &Replacement| {
        Vector::fault(folder, name, codes, comment, bag.clone().replace(path, from, to).bytes())
    };
    rows.iter().map(vector).collect()
}

/// The names and contents of everything that lies below `tests/vectors/`, other than what is about the folder itself.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    files.insert(ALLOWED_SIGNERS.to_owned(), trust::allowed_signers().into_bytes());
    files.insert(REVOKED_KEYS.to_owned(), trust::revoked_keys().into_bytes());
    for vector in vectors() {
        let twice = files.insert(vector.name.clone(), vector.to_bytes());
        assert_eq!(twice, None, "two vectors have the name {}", vector.name);
    }
    files
}

fn vectors() -> impl Iterator<Item = Vector> {
    let folders = [
        good::vectors(),
        trust::vectors(),
        later::vectors(),
        container_fields::vectors(),
        container::vectors(),
        names::vectors(),
        bag_files::vectors(),
        manifest::vectors(),
        bag_info::vectors(),
        metadata::vectors(),
        metadata_nested::vectors(),
        metadata_bytes::vectors(),
        signature_files::vectors(),
        signatures::vectors(),
    ];
    folders.into_iter().flatten()
}

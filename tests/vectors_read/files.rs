//! Whether the files are those that the code makes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{folder, vectors};
use crate::vectors_make;

/// What lies in the folder and is about the folder itself.
const ABOUT: [&str; 2] = [".gitattributes", "README.md"];

/// The names of all files of the folder, but for those that are about it.
pub fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(&folder(), "", &mut names);
    names.retain(|name| !ABOUT.contains(&name.as_str()));
    names
}

fn collect(folder: &Path, prefix: &str, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), names);
        } else {
            names.insert(name);
        }
    }
}

#[test]
fn vectors_are_current() {
    let made = vectors_make::files();
    if std::env::var("CHANCERY_WRITE_VECTORS").as_deref() == Ok("1") {
        names()
            .iter()
            .filter(|name| !made.contains_key(*name))
            .for_each(|name| fs::remove_file(folder().join(name)).unwrap());
        for (name, bytes) in &made {
            let path = folder().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
    let wanted: BTreeSet<_> = made.keys().cloned().collect();
    assert_eq!(names(), wanted, "write them with CHANCERY_WRITE_VECTORS=1");
    let stale = |(name, bytes): &(&String, &Vec<u8>)| fs::read(folder().join(name)).unwrap() != **bytes;
    let stale: Vec<_> = made.iter().filter(stale).map(|(name, _)| name).collect();
    assert!(stale.is_empty(), "write them with CHANCERY_WRITE_VECTORS=1: {stale:?}");
}

#[test]
fn a_vector_reads_back_as_written() {
    for vector in vectors() {
        assert_eq!(vector.to_bytes(), fs::read(folder().join(&vector.name)).unwrap(), "{}", vector.name);
    }
}

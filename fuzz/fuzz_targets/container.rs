//! A container that is accepted is the only one that there is for its files, and its names stand in the only order.
#![no_main]

use chancery_core::Findings;
use chancery_core::bundle::{Contents, container};
use chancery_fuzz::{data, mutate_bundle, pack};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| { mutate_bundle(bytes, size, most, seed) });

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::default();
    let entries = container::read(bytes, &mut findings).expect("bytes in memory can be read");
    let contents = Contents::read(bytes, &mut findings).expect("bytes in memory can be read");
    let Some((entries, contents)) = entries.zip(contents).filter(|_| findings == Findings::default()) else { return };
    // The documents' checksums are looked at with the documents: see the target `bundle`.
    if entries.iter().all(|entry| entry.crc == crc32fast::hash(data(bytes, entry))) {
        let files: Vec<_> = entries.iter().map(|entry| (entry.name.clone(), data(bytes, entry).to_vec())).collect();
        assert_eq!(pack(&files), bytes);
    }
    assert!(contents.documents.is_sorted_by(|(a, _), (b, _)| a < b));
    assert_eq!(contents.documents.len() + contents.signatures.len() + contents.evidence.len() + 5, entries.len());
});

//! A container that is accepted is the only one there is for its entries.
#![no_main]

use chancery::bundle::container;
use chancery::bundle::zip::{directory, local_header};
use chancery::finding::Findings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::default();
    let entries = container::read(bytes, &mut findings).expect("bytes in memory can be read");
    let Some(entries) = entries.filter(|_| findings.as_slice().is_empty()) else { return };
    let mut written = Vec::new();
    for entry in &entries {
        written.extend(local_header(entry));
        let start = usize::try_from(entry.data_offset()).expect("it lies in memory");
        written.extend(&bytes[start..][..usize::try_from(entry.size).expect("it fits in memory")]);
    }
    written.extend(directory(&entries));
    assert_eq!(written, bytes);
});

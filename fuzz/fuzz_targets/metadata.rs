//! Metadata and bag-info without findings are written again as they were.
#![no_main]

use chancery::bundle::bag_info::{self, PayloadOxum};
use chancery::finding::Findings;
use chancery::statement::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::default();
    let Some(metadata) = read::read(bytes, &mut findings) else { return };
    if findings.as_slice().is_empty() {
        assert_eq!(metadata.to_bytes(), bytes);
    }
    let info = b"Bundle-Format: chancery/1\nBundle-Name: a\nSealed-At: 2026-03-12T14:05:00Z\n";
    let mut findings = Findings::default();
    let info = bag_info::read(info, &mut findings).expect("a name and a time");
    let oxum = PayloadOxum { octets: 1, streams: 1 };
    let text = bag_info::write(&info, &metadata, oxum);
    bag_info::check(text.as_bytes(), &info, &metadata, oxum, &mut findings);
    assert_eq!(findings, Findings::default());
});

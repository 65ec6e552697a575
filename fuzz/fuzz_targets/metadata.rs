//! Metadata that is accepted is written again as it was, and adds no line to bag-info.txt.
#![no_main]

use chancery_core::bundle::bag_info;
use chancery_core::bundle::bag_info::{BagInfo, PayloadOxum};
use chancery_core::statement::read;
use chancery_core::{Code, Findings, Metadata};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (metadata, findings) = read(bytes);
    assert_eq!(read(bytes), (metadata.clone(), findings.clone()), "the same bytes are read otherwise");
    let Some(metadata) = metadata else { return };
    if findings.as_slice().iter().all(|finding| finding.code == Code::MetadataCanonical) {
        let written = metadata.to_bytes();
        assert_eq!(written == bytes, findings == Findings::default());
        assert_eq!(read(&written), (Some(metadata.clone()), Findings::default()));
    }
    check_bag_info(&metadata);
});

fn read(bytes: &[u8]) -> (Option<Metadata>, Findings) {
    let mut findings = Findings::default();
    (read::read(bytes, &mut findings), findings)
}

fn check_bag_info(metadata: &Metadata) {
    let (name, sealed_at) = ("a".parse().expect("a name"), "2026-03-12T14:05:00Z".parse().expect("a time"));
    let (info, payload) = (BagInfo { name, sealed_at }, PayloadOxum { octets: 1, streams: 1 });
    let text = bag_info::write(&info, metadata, payload);
    let mut findings = Findings::default();
    assert_eq!(bag_info::read(text.as_bytes(), &mut findings).as_ref(), Some(&info));
    assert_eq!(bag_info::later_format(text.as_bytes()), None);
    bag_info::check(text.as_bytes(), &info, metadata, payload, &mut findings);
    assert_eq!(findings, Findings::default());
}

//! A manifest without findings is written again as it was.
#![no_main]

use chancery::bundle::manifest;
use chancery::finding::Findings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::default();
    let lines = manifest::read("manifest", bytes, &mut findings);
    if findings.as_slice().is_empty() {
        let written = manifest::write(lines.iter().map(|(digest, path)| (*digest, path.as_str())));
        assert_eq!(written.as_bytes(), bytes);
    }
    manifest::compare("manifest", &lines, &[(None, "bag-info.txt"), (None, "data/a")], &mut findings);
});

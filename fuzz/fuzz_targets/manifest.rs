//! A manifest without findings is written again as it was, and tells when a file is gone.
#![no_main]

use chancery_core::Findings;
use chancery_core::bundle::manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::default();
    let lines = manifest::read("manifest", bytes, &mut findings);
    if findings != Findings::default() {
        return;
    }
    let written = manifest::write(lines.iter().map(|(digest, path)| (*digest, path.as_str())));
    assert_eq!(written.as_bytes(), bytes);
    let there: Vec<_> = lines.iter().map(|(digest, path)| (Some(*digest), path.as_str())).collect();
    manifest::compare("manifest", &lines, &there, &mut findings);
    assert_eq!(findings, Findings::default(), "exactly the files that are listed are there");
    manifest::compare("manifest", &lines, there.get(1..).unwrap_or_default(), &mut findings);
    assert_eq!(findings.as_slice().len(), there.len().min(1), "one file is gone");
});

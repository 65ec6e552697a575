//! Only what was sealed is authentic. The seeds were sealed with keys that were thrown away, so whatever else is
//! authentic under those keys is a forgery; evidence and strangers' signatures may be added (FORMAT.md).
#![no_main]

use std::num::NonZeroUsize;
use std::sync::LazyLock;

use chancery_core::{
    Documents, Finding, Proofs, Report, SignatureStatus, Trust, TrustList, Verdict, VerifyOptions, Weight, verify,
};
use chancery_fuzz::{File, mutate_bundle, pack, unpack};
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

const SEALED: [&[u8]; 3] = [
    include_bytes!("../seeds/bundle/sealed.zip"),
    include_bytes!("../seeds/bundle/joint.zip"),
    include_bytes!("../seeds/bundle/witnessed.zip"),
];
const SIGNERS: &[u8] = include_bytes!("../seeds/trust_list/signers");
const HASH: Documents<'_> = Documents::Hash { workers: NonZeroUsize::MIN, progress: &|_| () };

static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let trust = Trust::List(TrustList::parse(SIGNERS, None).expect("no list of revoked keys"));
    assert!(SEALED.iter().all(|sealed| judge(sealed, &trust, HASH).verdict() == Verdict::Authentic));
    trust
});

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| { mutate_bundle(bytes, size, most, seed) });

fuzz_target!(|bytes: &[u8]| {
    let report = judge(bytes, &TRUST, HASH);
    let stranger = judge(bytes, &Trust::Nobody, HASH);
    assert_ne!(stranger.verdict(), Verdict::Authentic, "nobody is trusted");
    assert!(faults(&stranger).eq(faults(&report)), "what was changed depends on who asks, or on chance");
    if report.verdict() == Verdict::Authentic {
        assert!(SEALED.iter().any(|sealed| is_what_was_sealed(bytes, &report, sealed)), "a forgery");
    }
    let unread = judge(bytes, &TRUST, Documents::Skip);
    if unread.verdict() == Verdict::Authentic {
        assert!(SEALED.iter().any(|sealed| judge(sealed, &TRUST, HASH).id() == unread.id()), "a forgery");
    }
});

fn judge(bundle: &[u8], trust: &Trust, documents: Documents<'_>) -> Report {
    let now = "2026-11-24T00:00:00Z".parse().expect("a time");
    let proofs = &Proofs::default();
    let question = VerifyOptions::new(trust, now).proofs(proofs).documents(documents);
    verify(bundle, &question).expect("bytes in memory can be read")
}

fn faults(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings().as_slice().iter().filter(|finding| finding.code.weight() == Weight::Broken)
}

/// Whether all that is sealed, and every signature that was believed, is as in `sealed`, in the only container.
fn is_what_was_sealed(bundle: &[u8], report: &Report, sealed: &[u8]) -> bool {
    let (found, sealed) = (files(bundle), files(sealed));
    let is_added = |name: &[u8]| String::from_utf8_lossy(name).contains("/signatures/");
    let covered = |files: &[File]| files.iter().filter(|(name, _)| !is_added(name)).cloned().collect::<Vec<_>>();
    let believed = report.signatures().iter().filter(|one| matches!(one.status(), SignatureStatus::Trusted(_)));
    let believed: Vec<_> = believed.map(|one| format!("{}/{}", report.name(), one.file()).into_bytes()).collect();
    pack(&found) == bundle
        && covered(&found) == covered(&sealed)
        && found.iter().filter(|(name, _)| believed.contains(name)).all(|file| sealed.contains(file))
}

fn files(bundle: &[u8]) -> Vec<File> {
    unpack(bundle).expect("an authentic bundle has files")
}

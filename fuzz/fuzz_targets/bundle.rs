//! Nothing but the seed, which was sealed with a key that is thrown away, is authentic under that key.
#![no_main]

use std::num::NonZeroUsize;

use chancery::trust::allowed_signers;
use chancery::trust::{Trust, TrustList};
use chancery::verify::report::Verdict;
use chancery::verify::{Documents, Question, verify};
use libfuzzer_sys::fuzz_target;

const SEED: &[u8] = include_bytes!("../seeds/bundle/sealed.zip");
const SIGNERS: &[u8] = include_bytes!("../seeds/trust_list/sealed");

fuzz_target!(|bytes: &[u8]| {
    let trust = Trust::List(TrustList { rules: allowed_signers::read(SIGNERS).0, ..TrustList::default() });
    let question = Question {
        trust: &trust,
        now: "2026-11-24T00:00:00Z".parse().expect("a time"),
        required_signers: 1,
        require_proven_time: false,
        documents: Documents::Hash { workers: NonZeroUsize::MIN, progress: &|_| () },
    };
    let report = verify(bytes, &question).expect("bytes in memory can be read");
    // Evidence may be added to the seed without changing what it is; its id then stays the same.
    if report.verdict == Verdict::Authentic && bytes != SEED {
        let seed = verify(SEED, &question).expect("bytes in memory can be read");
        assert_eq!(report.id, seed.id);
        assert!(bytes.len() > SEED.len());
    }
});

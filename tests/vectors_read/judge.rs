//! What the library says of each vector.

use std::collections::BTreeSet;

use chancery_core::{Code, Trust};

use super::{judged, list, vectors};
use crate::vectors_make::vector::Vector;

/// Codes that no bundle alone brings about.
const OF_THE_READER: &[(Code, &str)] = &[
    (Code::TrustTimeClaimed, "the reader must ask for proven times"),
    (Code::TrustContradicted, "the reader must bring a proof of time"),
    (Code::TrustRevokedLater, "the reader must bring a proof of time"),
    (Code::TrustProofIgnored, "the reader must bring a proof of time"),
    (Code::TrustTooFew, "the reader must ask for more signers than one"),
    (Code::DocumentsNotHashed, "the reader must ask not to have documents hashed"),
];

#[test]
fn every_vector_is_judged_as_it_says() {
    let trust = Trust::List(list());
    let faults: Vec<_> = vectors().iter().filter_map(|vector| fault(vector, &trust)).collect();
    assert!(faults.is_empty(), "{}", faults.concat());
}

/// What is said of a vector, where that is not what is expected: all codes found, and no others.
fn fault(vector: &Vector, trust: &Trust) -> Option<String> {
    let report = judged(&vector.body, trust);
    let found: BTreeSet<Code> = report.findings().as_slice().iter().map(|finding| finding.code).collect();
    let expected: BTreeSet<Code> = vector.codes.iter().copied().collect();
    let wrong = || {
        let list = |codes: &BTreeSet<Code>| codes.iter().map(|code| format!(" {code}")).collect::<String>();
        format!(
            "\n{}: {}{}\n    where {}{} is due: {:?}\n",
            vector.name,
            report.verdict(),
            list(&found),
            vector.expect,
            list(&expected),
            report.findings().as_slice()
        )
    };
    (report.verdict() != vector.expect || found != expected).then(wrong)
}

#[test]
fn every_code_has_a_vector() {
    let covered: BTreeSet<Code> = vectors().into_iter().flat_map(|vector| vector.codes).collect();
    for code in Code::ALL {
        let of_the_reader = OF_THE_READER.iter().any(|(other, _)| other == code);
        assert!(covered.contains(code) != of_the_reader, "{code}");
    }
}

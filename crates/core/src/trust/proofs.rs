//! When signatures existed by the word of something independent: a time-stamp, a witnessed log, a notary's register.

use std::collections::BTreeMap;

use crate::digest::Digest;
use crate::statement::time::Timestamp;

/// Times by which signature files are proven to have existed. Whoever adds one has judged the proof.
#[derive(Debug, Clone, Default)]
pub struct Proofs(BTreeMap<Digest, Vec<Timestamp>>);

impl Proofs {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds that the signature file with this SHA-256 existed by then.
    pub fn add(&mut self, signature: Digest, by: Timestamp) {
        let times = self.0.entry(signature).or_default();
        times.push(by);
        times.sort();
    }

    /// The times proven of the signature file with this SHA-256, the earliest first.
    pub fn of(&self, signature: &Digest) -> &[Timestamp] {
        self.0.get(signature).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_proof_comes_first() {
        let (mut proofs, signature) = (Proofs::default(), Digest::of(b"signature"));
        let [early, late] = ["2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"].map(|time| time.parse().unwrap());
        proofs.add(signature, late);
        proofs.add(signature, early);
        assert_eq!(proofs.of(&signature), [early, late]);
        assert_eq!(proofs.of(&Digest::of(b"another")), []);
    }
}

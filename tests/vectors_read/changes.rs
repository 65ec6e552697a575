//! Every small change to a bundle: no byte of it can be another, go or come without being noticed.

use std::num::NonZeroUsize;
use std::thread;

use chancery_core::{Trust, Verdict};

use super::{judged, list};
use crate::vectors_make::bag::Bag;

/// A bundle with nothing that can be left out, in a folder with the shortest name.
fn bundle() -> Vec<u8> {
    Bag::small().under("0").bytes()
}

/// Runs the check on every position, shared out among threads.
fn at_every_position(positions: usize, check: impl Fn(usize, &Trust) + Sync) {
    let trust = Trust::List(list());
    let threads = thread::available_parallelism().map_or(2, NonZeroUsize::get);
    thread::scope(|scope| {
        for first in 0..threads {
            let (check, trust) = (&check, &trust);
            scope.spawn(move || (first..positions).step_by(threads).for_each(|at| check(at, trust)));
        }
    });
}

fn is_noticed(bundle: &[u8], trust: &Trust) -> bool {
    judged(bundle, trust).verdict() == Verdict::NotAuthentic
}

#[test]
fn the_bundle_itself_is_authentic() {
    assert_eq!(judged(&bundle(), &Trust::List(list())).verdict(), Verdict::Authentic);
}

#[test]
fn no_byte_can_be_another() {
    let bundle = bundle();
    at_every_position(bundle.len(), |at, trust| {
        let mut changed = bundle.clone();
        for difference in 1..=u8::MAX {
            changed[at] = bundle[at] ^ difference;
            assert!(is_noticed(&changed, trust), "byte {at} is {}", changed[at]);
        }
    });
}

#[test]
fn no_byte_can_go() {
    let bundle = bundle();
    at_every_position(bundle.len(), |at, trust| {
        assert!(is_noticed(&[&bundle[..at], &bundle[at + 1..]].concat(), trust), "byte {at} is gone");
        assert!(is_noticed(&bundle[..at], trust), "only {at} bytes are left");
        assert!(is_noticed(&bundle[at + 1..], trust), "the first {} bytes are gone", at + 1);
    });
}

#[test]
fn no_byte_can_come() {
    let bundle = bundle();
    at_every_position(bundle.len() + 1, |at, trust| {
        let before = at.saturating_sub(1);
        for byte in [0, b'\n', b' ', 0xff, bundle[before]] {
            let longer = [&bundle[..at], &[byte], &bundle[at..]].concat();
            assert!(is_noticed(&longer, trust), "{byte} stands before byte {at}");
        }
    });
}

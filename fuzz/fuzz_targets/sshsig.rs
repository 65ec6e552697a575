//! A signature file that is accepted is written again as it was, and no key has signed what nobody signed.
#![no_main]

use chancery_core::PublicKey;
use chancery_core::signature::public_key::Judgement;
use chancery_core::signature::sshsig;
use chancery_core::signature::sshsig::Envelope;
use chancery_fuzz::mutate_signature;
use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_mutator!(|bytes: &mut [u8], size: usize, most: usize, seed: u32| { mutate_signature(bytes, size, most, seed) });

fuzz_target!(|bytes: &[u8]| {
    let Ok(Envelope::Ed25519(signed)) = sshsig::parse(bytes) else { return };
    assert_eq!(sshsig::write(&signed).as_bytes(), bytes);
    let Ok(key) = PublicKey::from_bytes(&signed.key) else { return };
    assert_eq!(key.as_bytes(), &signed.key);
    assert_eq!(key.to_string().parse(), Ok(key));
    let message = sshsig::signed_bytes(&signed.namespace, b"nobody signed this");
    assert_eq!(key.judge(&message, &signed.signature), Judgement::Bad, "a forgery");
});

//! A signature file that is accepted is written again as it was.
#![no_main]

use chancery::bundle::evidence::SignatureFile;
use chancery::seal::public_key::PublicKey;
use chancery::seal::sshsig::{self, Envelope};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(Envelope::Ed25519(signed)) = sshsig::parse(bytes) {
        assert_eq!(sshsig::write(&signed).as_bytes(), bytes);
        if let Ok(key) = PublicKey::from_bytes(&signed.key) {
            assert_eq!(key.to_string().parse(), Ok(key));
            let _ = key.judge(b"text", &signed.signature);
        }
    }
    let Ok(name) = std::str::from_utf8(bytes) else { return };
    if let Some((file, _)) = SignatureFile::parse(name) {
        assert_eq!(file.to_string(), name);
    }
});

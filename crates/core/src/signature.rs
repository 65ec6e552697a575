//! A signature and bytes to good or not: Ed25519 keys as OpenSSH writes them, in SSHSIG envelopes.

pub mod public_key;
pub mod sshsig;
pub mod wire;

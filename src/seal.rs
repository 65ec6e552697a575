//! Bytes and a key to a signature; a signature and bytes to good or not.

#[cfg(feature = "seal")]
pub mod private_key;
pub mod public_key;
pub mod sshsig;
pub mod wire;

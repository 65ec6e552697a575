//! Bytes and a key to a signature; a signature and bytes to good or not.

#[cfg(feature = "seal")]
pub mod agent;
#[cfg(feature = "seal")]
pub mod private_key;
pub mod public_key;
#[cfg(feature = "seal")]
pub mod randomart;
#[cfg(feature = "seal")]
pub mod signer;
pub mod sshsig;
pub mod wire;

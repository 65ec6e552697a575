//! Whoever signs: private keys in files, keys that an agent keeps.

pub mod agent;
pub mod error;
pub mod private_key;
pub mod randomart;
pub mod signer;

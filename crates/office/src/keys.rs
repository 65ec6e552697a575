//! Those who sign: private keys in files, keys that an agent keeps, and how one key takes the place of another.

pub mod agent;
pub mod agent_error;
pub mod announcement;
pub mod apply_announcement;
pub mod error;
pub mod folder;
pub mod follow;
pub mod pair;
pub mod preflight;
pub mod private_key;
pub mod randomart;
pub mod replacement;
pub mod room;
pub mod rotation;
pub mod rotation_error;
pub mod select;
pub mod signer;
pub mod signing_key;
pub mod state;
pub mod succession;

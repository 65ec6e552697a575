//! Keys, trust lists and offices.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

/// `init`: an office that was made.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OfficeMadeLine {
    /// The files and folders that were made.
    pub made: Vec<String>,
}

/// `key new`: a pair that was made.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyMadeLine {
    /// Who signs with it.
    pub identity: String,
    /// Its fingerprint, as ssh-keygen prints it.
    pub fingerprint: String,
    /// The private key's file.
    pub private: String,
    /// The public key's file.
    pub public: String,
}

/// `key list`: a line of the trust list.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// The identities that it names.
    pub identity: String,
    /// The roles in which the key may sign; null for every role.
    pub roles: Option<Vec<String>>,
    /// From when on the key is trusted.
    pub from: Option<String>,
    /// Until when the key is trusted.
    pub until: Option<String>,
    /// The key's fingerprint.
    pub fingerprint: String,
    /// What the key is worth now.
    pub state: &'static str,
}

/// `key show`: an identity's key.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyShownLine {
    /// Who signs with it.
    pub identity: String,
    /// Its fingerprint, where the public key is there.
    pub fingerprint: Option<String>,
    /// The public key, as in a `.pub` file.
    pub public: Option<String>,
    /// The state of the private key.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["encrypted", "unencrypted", "none", "unusable"])))]
    pub private: &'static str,
    /// The lines of the trust list that name the identity.
    pub trusted: Vec<KeyLine>,
}

/// `key trust`: a key that is trusted now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyTrustedLine {
    /// Who signs with it.
    pub identity: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The list that trusts it.
    pub path: String,
}

/// `key protect`: a key whose passphrase was set, changed or removed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyProtectedLine {
    /// Who signs with it.
    pub identity: String,
    /// Whether a passphrase protects it now.
    pub encrypted: bool,
}

/// `key retire`: a key that is used no longer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyRetiredLine {
    /// Who signed with it.
    pub identity: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The list that was changed.
    pub path: String,
    /// Until when the list trusts it.
    pub until: String,
    /// The numbers of the lines that were changed.
    pub lines: Vec<usize>,
}

/// `key revoke`: a key that may be in other hands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyRevokedLine {
    /// Who signed with it.
    pub identity: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// The list of revoked keys.
    pub path: String,
    /// Since when it may be in other hands, or `always`.
    pub compromised_since: String,
    /// The line for other readers' lists.
    pub line: String,
}

/// `key rotate` and `key follow`: a key that takes the place of another.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct KeyReplacedLine {
    /// Who signs with it.
    pub identity: String,
    /// The new key's fingerprint.
    pub fingerprint: String,
    /// From when on the new key is used.
    pub from: String,
    /// The old key's fingerprint.
    pub replaces: String,
    /// Until when the old key was used.
    pub until: String,
    /// The announcement's id, where it was made here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The file that was made or changed.
    pub path: Option<String>,
}

//! What to do about failures with keys and those who sign.

use chancery_office::KeyError;
use chancery_office::keys::agent_error::AgentError;
use chancery_office::keys::private_key::NoKey;
use chancery_office::keys::replacement::Replacement;

use super::commands::{program, replace};
use super::rotation;
use crate::show::escape::shell_quoted;

/// What to do; empty where there is nothing to say.
pub fn hint(error: &KeyError) -> String {
    let hint = match error {
        KeyError::Shared { path } => {
            return format!("make it yours alone: chmod 600 {}", shell_quoted(&path.display().to_string()));
        }
        KeyError::NoPrivateKey { identity, .. } => {
            return format!("make it: chancery key new {identity}; or, where an agent keeps it, say --ssh-agent");
        }
        KeyError::PrivateKeyMissing { replacement, .. } | KeyError::PublicKeyAlone { replacement, .. } => {
            return missing(replacement);
        }
        KeyError::NotInUse { replacement, .. } => {
            return format!("your list does not trust that key now; to go on with a new one: {}", replace(replacement));
        }
        KeyError::InUse { identity, keys, .. } => {
            let program = program(keys.as_deref());
            return format!(
                "`{program} key rotate {identity}` puts a new key in its place and announces it; `{program} key revoke` is for one that may be in other hands; for somebody else, choose another identity"
            );
        }
        KeyError::FormerName { owner, .. } => {
            return format!(
                "say {owner}: its key in use signs; a former key is named with --fingerprint, to retire or revoke it"
            );
        }
        KeyError::Agent(error) => return agent(error),
        KeyError::Rotation(error) => return rotation::hint(error),
        KeyError::Unopened { fault, .. } => unopened(*fault),
        other => plain(other),
    };
    hint.to_owned()
}

/// Hints that are always the same.
fn plain(error: &KeyError) -> &'static str {
    match error {
        KeyError::NotPublic { .. } | KeyError::BadPublic { .. } => {
            "name an OpenSSH public key file, such as press@mfa.example.pub"
        }
        KeyError::Foreign { .. } => "if it is your own, adopt it with `chancery init`, or name it with --keys",
        KeyError::NotAdopted { .. } => {
            "nothing was changed; if they are your own, run `chancery init` again and answer y, else work in another folder"
        }
        KeyError::NothingToProtect { .. } | KeyError::Unknown { .. } => {
            "`chancery key list` names whom the trust list names"
        }
        KeyError::PairTaken { .. } => "use another identity or folder",
        KeyError::ReservedName { .. } => "choose an identity such as press@mfa.example",
        KeyError::NoRandomness => "no key can be made here",
        KeyError::NoMark | KeyError::WeakNewKey { .. } => "try again",
        KeyError::WeakKey { .. } => "make another key",
        KeyError::Unwritable => "please report this",
        KeyError::ChangedMeanwhile { .. } => "nothing was changed; try again",
        KeyError::NoKeyToSign { .. } => "go into the office's folder, or make an office here with `chancery init`",
        KeyError::SeveralKeys { .. } => "name one with --key IDENTITY, or in chancery.toml",
        _ => "",
    }
}

fn missing(replacement: &Replacement) -> String {
    format!(
        "put it back from a copy, or say --ssh-agent where an agent keeps it; if it is lost, go on with a new key: {}",
        replace(replacement)
    )
}

fn unopened(fault: NoKey) -> &'static str {
    match fault {
        NoKey::Passphrase => "try again; the key itself is unharmed",
        NoKey::Rounds => "encrypt it anew with `ssh-keygen -p -a 100 -f FILE`",
        NoKey::Algorithm => "make one with `chancery key new` or `ssh-keygen -t ed25519`",
        NoKey::Syntax => "is it the right file? `chancery key list` names the keys",
    }
}

fn agent(error: &AgentError) -> String {
    let hint = match error {
        AgentError::Silent { .. } | AgentError::BrokenOff { .. } => "`ssh-add -l` asks whether it still runs",
        AgentError::Missing { .. } => "start one: eval \"$(ssh-agent)\"",
        AgentError::NoAgent { .. } => "check SSH_AUTH_SOCK",
        AgentError::Refuses { .. } => "`ssh-add -l` lists its keys; did it ask, and was it denied?",
        AgentError::BadSignature { .. } => "nothing was signed; is it the agent that you think?",
        AgentError::NoPublicKey { identity, .. } => {
            return format!(
                "put its public key there: `ssh-add -L` prints the agent's keys; or trust it for {identity}"
            );
        }
        AgentError::NotThere { .. } => "add it with `ssh-add`, or plug in what holds it",
        AgentError::Several { .. } => "put the one to use there",
        _ => "",
    };
    hint.to_owned()
}

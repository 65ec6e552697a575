//! Signing by an SSH agent (draft-ietf-sshm-ssh-agent): the private key stays with the agent, perhaps in hardware.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chancery_core::signature::public_key::{ED25519, Judgement, blob_bytes};
use chancery_core::signature::sshsig::{self, Ed25519};
use chancery_core::signature::wire::{Reader, put_string};
use chancery_core::{PublicKey, Role};

use super::agent_error::AgentError;
use super::signer::Signer;
use crate::error::{Error, Result};

/// An agent, by the socket on which it listens.
#[derive(Debug, Clone)]
pub struct Agent {
    socket: PathBuf,
}

/// A key that an agent keeps.
#[derive(Debug, Clone)]
pub struct AgentKey {
    agent: Agent,
    key: PublicKey,
}

const FAILURE: u8 = 5;
const REQUEST_IDENTITIES: u8 = 11;
const IDENTITIES_ANSWER: u8 = 12;
const SIGN_REQUEST: u8 = 13;
const SIGN_RESPONSE: u8 = 14;

/// How long an agent may take to say which keys it has.
const PATIENCE: Duration = Duration::from_secs(10);
/// No reply is longer, as in OpenSSH.
const LONGEST_REPLY: u32 = 256 << 10;
/// An agent has no more keys, as in OpenSSH.
const MOST_KEYS: u32 = 2_048;

impl Agent {
    /// The agent that listens on a socket.
    pub fn at(socket: impl Into<PathBuf>) -> Self {
        Self { socket: socket.into() }
    }

    /// Its Ed25519 keys; those of other kinds are passed over.
    ///
    /// # Errors
    /// Where nobody listens there, or what answers is no agent.
    pub fn keys(&self) -> Result<Vec<PublicKey>> {
        let answer = self.ask(&[REQUEST_IDENTITIES], Some(PATIENCE))?;
        read_keys(&answer).ok_or_else(|| self.nonsense())
    }

    /// The key, to sign with.
    #[must_use]
    pub fn key(&self, key: PublicKey) -> AgentKey {
        AgentKey { agent: self.clone(), key }
    }

    /// Asks, and waits so long for each part of the answer: to sign, somebody may have to be asked first.
    fn ask(&self, request: &[u8], patience: Option<Duration>) -> Result<Vec<u8>> {
        let path = self.socket.clone();
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::InvalidData => self.nonsense(),
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => AgentError::Silent { path: path.clone() }.into(),
            io::ErrorKind::UnexpectedEof => AgentError::BrokenOff { path: path.clone() }.into(),
            _ => AgentError::Missing { path: path.clone() }.into(),
        };
        exchange(&mut connect(&self.socket, patience).map_err(failed)?, request).map_err(failed)
    }

    fn nonsense(&self) -> Error {
        AgentError::NoAgent { path: self.socket.clone() }.into()
    }
}

impl Signer for AgentKey {
    fn public(&self) -> Result<PublicKey> {
        Ok(self.key)
    }

    /// Has the agent sign, and believes nothing: the signature must verify, strictly.
    fn sign(&self, role: Role, message: &[u8]) -> Result<String> {
        let namespace = role.namespace();
        let bytes = sshsig::signed_bytes(namespace, message);
        let mut request = vec![SIGN_REQUEST];
        put_string(&mut request, &self.key.to_blob());
        put_string(&mut request, &bytes);
        request.extend_from_slice(&0_u32.to_be_bytes());
        let answer = self.agent.ask(&request, None)?;
        if answer.first() == Some(&FAILURE) {
            let (path, fingerprint) = (self.agent.socket.clone(), self.key.fingerprint());
            return Err(AgentError::Refuses { path, fingerprint }.into());
        }
        let signature = read_signature(&answer).ok_or_else(|| self.agent.nonsense())?;
        if self.key.judge(&bytes, &signature) != Judgement::Good {
            return Err(AgentError::BadSignature { path: self.agent.socket.clone() }.into());
        }
        Ok(sshsig::write(&Ed25519 { key: *self.key.as_bytes(), namespace: namespace.to_owned(), signature }))
    }
}

#[cfg(unix)]
fn connect(socket: &Path, patience: Option<Duration>) -> io::Result<std::os::unix::net::UnixStream> {
    let stream = std::os::unix::net::UnixStream::connect(socket)?;
    stream.set_read_timeout(patience)?;
    Ok(stream)
}

#[cfg(not(unix))]
fn connect(pipe: &Path, _: Option<Duration>) -> io::Result<std::fs::File> {
    std::fs::File::options().read(true).write(true).open(pipe)
}

/// Sends one message and gives the answer: its type and what follows.
fn exchange(stream: &mut (impl Read + Write), request: &[u8]) -> io::Result<Vec<u8>> {
    let mut message = Vec::new();
    put_string(&mut message, request);
    stream.write_all(&message)?;
    stream.flush()?;
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if !(1..=LONGEST_REPLY).contains(&length) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut answer = vec![0; usize::try_from(length).unwrap_or_default()];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

fn read_keys(answer: &[u8]) -> Option<Vec<PublicKey>> {
    let mut reader = Reader::new(answer);
    (reader.take(1)? == [IDENTITIES_ANSWER]).then_some(())?;
    let count = reader.number().filter(|count| *count <= MOST_KEYS)?;
    let mut keys = Vec::new();
    for _ in 0..count {
        let (blob, _comment) = (reader.string()?, reader.string()?);
        keys.extend(blob_bytes(blob).and_then(|bytes| PublicKey::from_bytes(&bytes).ok()));
    }
    reader.is_empty().then_some(keys)
}

fn read_signature(answer: &[u8]) -> Option<[u8; 64]> {
    let mut reader = Reader::new(answer);
    (reader.take(1)? == [SIGN_RESPONSE]).then_some(())?;
    let mut signature = Reader::new(reader.string()?);
    (signature.text()? == ED25519 && reader.is_empty()).then_some(())?;
    let bytes = signature.string()?.try_into().ok()?;
    signature.is_empty().then_some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    use super::*;
    use crate::keys::private_key::PrivateKey;

    /// What an agent answers, and what it was asked.
    struct Line {
        answer: io::Cursor<Vec<u8>>,
        asked: Vec<u8>,
    }

    impl Read for Line {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.answer.read(buffer)
        }
    }

    impl Write for Line {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.asked.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn answered(bytes: &[u8]) -> io::Result<Vec<u8>> {
        exchange(&mut Line { answer: io::Cursor::new(bytes.to_vec()), asked: Vec::new() }, &[REQUEST_IDENTITIES])
    }

    fn public() -> PublicKey {
        PrivateKey::from_seed(&Zeroizing::new([5; 32])).public().unwrap()
    }

    fn identities(blobs: &[Vec<u8>]) -> Vec<u8> {
        let mut answer = vec![IDENTITIES_ANSWER];
        answer.extend_from_slice(&u32::try_from(blobs.len()).unwrap().to_be_bytes());
        for blob in blobs {
            put_string(&mut answer, blob);
            put_string(&mut answer, b"comment");
        }
        answer
    }

    #[test]
    fn a_message_has_its_length_before_it() {
        let mut line = Line { answer: io::Cursor::new(vec![0, 0, 0, 1, FAILURE]), asked: Vec::new() };
        assert_eq!(exchange(&mut line, &[REQUEST_IDENTITIES]).unwrap(), [FAILURE]);
        assert_eq!(line.asked, [0, 0, 0, 1, REQUEST_IDENTITIES]);
    }

    #[test]
    fn no_reply_is_too_long_or_cut_short() {
        for answer in [&[0, 0, 0, 0][..], &[0, 4, 0, 1, 12], &[255, 255, 255, 255], &[0, 0, 0, 2, 12], &[0, 0], &[]] {
            assert!(answered(answer).is_err(), "{answer:?}");
        }
    }

    #[test]
    fn keys_of_other_kinds_are_passed_over() {
        let mut rsa = Vec::new();
        put_string(&mut rsa, b"ssh-rsa");
        put_string(&mut rsa, &[1; 200]);
        let mut weak = Vec::new();
        put_string(&mut weak, ED25519.as_bytes());
        put_string(&mut weak, &[0; 32]);
        assert_eq!(read_keys(&identities(&[rsa, weak, public().to_blob()])), Some(vec![public()]));
        assert_eq!(read_keys(&identities(&[])), Some(Vec::new()));
        for nonsense in [&[FAILURE][..], &[IDENTITIES_ANSWER], &[IDENTITIES_ANSWER, 255, 255, 255, 255]] {
            assert_eq!(read_keys(nonsense), None);
        }
        assert_eq!(read_keys(&[identities(&[]), vec![0]].concat()), None, "bytes left over");
    }

    #[test]
    fn only_an_ed25519_signature_is_one() {
        let response = |algorithm: &[u8], bytes: &[u8]| {
            let mut signature = Vec::new();
            put_string(&mut signature, algorithm);
            put_string(&mut signature, bytes);
            let mut answer = vec![SIGN_RESPONSE];
            put_string(&mut answer, &signature);
            answer
        };
        assert_eq!(read_signature(&response(b"ssh-ed25519", &[9; 64])), Some([9; 64]));
        assert_eq!(read_signature(&response(b"ssh-ed25519", &[9; 63])), None);
        assert_eq!(read_signature(&response(b"ssh-rsa", &[9; 64])), None);
        assert_eq!(read_signature(&[FAILURE]), None);
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = answered(&bytes);
            let _ = read_keys(&bytes);
            let _ = read_signature(&bytes);
        }
    }
}

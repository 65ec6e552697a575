//! SSH agents: the real one signs byte for byte what the key file does, and one that is hostile or broken gets no bundle.
#![cfg(unix)]

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use chancery_core::signature::public_key::ED25519;
use chancery_core::signature::wire::{Reader, put_string};
use chancery_office::keys::randomart;
use ed25519_dalek::{Signer, SigningKey};

use crate::support::{IDENTITY, Office, SEALED_AT, have, key, real_statements, samples, text};

const SOCKET: &str = "SSH_AUTH_SOCK";

/// The real agent of an office's user; it ends with the test.
struct Agent<'a> {
    office: &'a Office,
    process: Child,
}

impl<'a> Agent<'a> {
    /// Starts one that asks this program for leave, where a key is to be asked for.
    fn start(office: &'a Office, asking: &str) -> Self {
        let socket = office.path("agent");
        let mut command = Command::new("ssh-agent");
        command.arg("-D").arg("-a").arg(&socket).env("SSH_ASKPASS", asking).env("SSH_ASKPASS_REQUIRE", "force");
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let agent = Self { office, process };
        let began = Instant::now();
        while UnixStream::connect(&socket).is_err() {
            assert!(began.elapsed() < Duration::from_secs(20), "ssh-agent does not listen");
            thread::sleep(Duration::from_millis(5));
        }
        agent
    }

    /// Gives it a private key file of the folder of keys.
    fn add(&self, options: &[&str], file: &str) {
        let mut command = Command::new("ssh-add");
        command.arg("-q").args(options).arg(self.office.path("keys").join(file));
        let output = command.env(SOCKET, self.office.path("agent")).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
}

impl Drop for Agent<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn tools_are_here() -> bool {
    ["ssh-keygen", "ssh-agent", "ssh-add"].iter().all(|tool| have(tool))
}

/// Seals a document, whatever it is, with further options.
fn seal(office: &Office, document: &Path, options: &[&str]) -> Output {
    let mut command = office.command();
    command.env(SOCKET, office.path("agent")).arg("seal").arg(document);
    let metadata = ["--title", "Statement", "--type", "notice", "--issued", "2026-03-12", "--language", "en"];
    command.args(metadata).args(["--publisher", "Ministry", "--sealed-at", SEALED_AT]).args(options).output().unwrap()
}

#[track_caller]
fn assert_sealed(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stderr));
}

/// The samples, and the real statement that is most like what an office seals, where it is.
fn documents() -> Vec<PathBuf> {
    let listed = fs::read_dir(samples()).unwrap().map(|entry| entry.unwrap().path());
    let real = real_statements().map(|folder| folder.join("2025-12-04-year-end-press-conference.txt"));
    listed.chain(real).collect()
}

#[test]
fn the_agent_signs_byte_for_byte_as_the_key_file_does() {
    if !tools_are_here() {
        return;
    }
    let office = Office::new();
    let agent = Agent::start(&office, "false");
    agent.add(&[], IDENTITY);
    let documents = documents();
    assert!(documents.len() > 6, "{documents:?}");
    for document in &documents {
        assert_sealed(&seal(&office, document, &["--out", "by-file.zip"]));
        assert_sealed(&seal(&office, document, &["--ssh-agent", "--out", "by-agent.zip"]));
        let bundles = ["by-file.zip", "by-agent.zip"].map(|name| fs::read(office.path(name)).unwrap());
        assert!(bundles[0] == bundles[1], "{}", document.display());
        for name in ["by-file.zip", "by-agent.zip"] {
            fs::remove_file(office.path(name)).unwrap();
        }
    }
}

#[test]
fn a_key_that_only_the_agent_and_the_trust_list_know_signs() {
    if !tools_are_here() {
        return;
    }
    let office = Office::new();
    office.add_key("legal@mfa.example", 8);
    let agent = Agent::start(&office, "false");
    // The agent has the keys of others too, one of them of another kind.
    let ecdsa = office.path("keys/ecdsa");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ecdsa", "-N", "", "-f"]).arg(&ecdsa).status().unwrap();
    assert!(made.success());
    for file in ["ecdsa", "legal@mfa.example", IDENTITY] {
        agent.add(&[], file);
    }
    for name in
        ["ecdsa", "ecdsa.pub", IDENTITY, &format!("{IDENTITY}.pub"), "legal@mfa.example", "legal@mfa.example.pub"]
    {
        fs::remove_file(office.path("keys").join(name)).unwrap();
    }
    let document = office.write("text.txt", "The harbour is open.\n");
    for (identity, seed) in [(IDENTITY, 7), ("legal@mfa.example", 8)] {
        let out = format!("{identity}.zip");
        assert_sealed(&seal(&office, &document, &["--ssh-agent", "--key", identity, "--out", &out]));
        let verified = office.done(["--quiet", "verify", &out]);
        assert!(verified.contains(&key(seed).public().unwrap().fingerprint().to_string()), "{verified}");
    }
    // Of two keys that the list names for one identity, both in the agent, none is guessed.
    let second = key(8).public().unwrap();
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    office.write("keys/allowed_signers", format!("{list}{IDENTITY} {second}\n"));
    assert_refused(&office, "the SSH agent has several keys of press@mfa.example");
    // The public key file says which.
    office.write(&format!("keys/{IDENTITY}.pub"), format!("{}\n", key(7).public().unwrap()));
    assert_sealed(&seal(&office, &document, &["--ssh-agent", "--out", "one.zip"]));
}

#[test]
fn a_key_for_which_leave_is_not_given_signs_nothing() {
    if !tools_are_here() {
        return;
    }
    let office = Office::new();
    for (asking, sealed) in [("false", false), ("true", true)] {
        let agent = Agent::start(&office, asking);
        agent.add(&["-c"], IDENTITY);
        if sealed {
            assert_sealed(&seal(&office, &office.write("text.txt", "x"), &["--ssh-agent", "--out", "one.zip"]));
        } else {
            assert_refused(&office, "the SSH agent does not sign with the key SHA256:");
        }
        drop(agent);
        let _ = fs::remove_file(office.path("agent"));
    }
}

/// That nothing is sealed, neither into the archive nor to a file, and why; and that no file is left behind.
#[track_caller]
fn assert_refused(office: &Office, why: &str) {
    let document = office.write("text.txt", "The harbour is open.\n");
    fs::create_dir_all(office.path("out")).unwrap();
    for out in [&[][..], &["--out", "out/one.zip"]] {
        let output = seal(office, &document, &[&["--ssh-agent"], out].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.starts_with("error: ") && said.contains(why), "{why}: {said}");
        assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    }
    let left = ["archive", "archive/2026", "out"].map(|folder| fs::read_dir(office.path(folder)));
    let names = left.into_iter().flatten().flatten().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = names.filter(|name| name != "2026").collect();
    assert!(names.is_empty(), "{why}: {names:?}");
}

/// The types of an agent's messages (draft-ietf-sshm-ssh-agent, section 6.1).
const REQUEST_IDENTITIES: u8 = 11;
const IDENTITIES_ANSWER: u8 = 12;
const SIGN_RESPONSE: u8 = 14;

/// Listens as an agent would. What `answer` makes of a request, without its length, is sent as it is.
fn impostor(office: &Office, answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) {
    let socket = office.path("agent");
    let _ = fs::remove_file(&socket);
    let listener = UnixListener::bind(&socket).unwrap();
    // It listens for as long as the tests run.
    thread::spawn(move || {
        for stream in listener.incoming() {
            // Whoever hangs up before the end has seen enough.
            let _ = converse(stream.unwrap(), &answer);
        }
    });
}

fn converse(mut stream: UnixStream, answer: impl Fn(&[u8]) -> Vec<u8>) -> std::io::Result<()> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let mut request = vec![0; u32::from_be_bytes(length) as usize];
    stream.read_exact(&mut request)?;
    stream.write_all(&answer(&request))
}

/// A message with its length.
fn message(content: &[u8]) -> Vec<u8> {
    let mut message = Vec::new();
    put_string(&mut message, content);
    message
}

/// The answer of an agent that has one key.
fn has(blob: &[u8]) -> Vec<u8> {
    let mut content = vec![IDENTITIES_ANSWER, 0, 0, 0, 1];
    put_string(&mut content, blob);
    put_string(&mut content, b"the office's key");
    message(&content)
}

/// The answer of an agent that has the office's key.
fn has_the_key() -> Vec<u8> {
    has(&key(7).public().unwrap().to_blob())
}

/// The answer to a request to sign: what the key with this seed signs, with some change.
fn signs(request: &[u8], seed: u8, change: impl Fn(&mut [u8; 64])) -> Vec<u8> {
    let mut reader = Reader::new(request);
    let (_type, _key, bytes) = (reader.take(1).unwrap(), reader.string().unwrap(), reader.string().unwrap());
    let mut signature = SigningKey::from_bytes(&[seed; 32]).sign(bytes).to_bytes();
    change(&mut signature);
    let (mut inner, mut content) = (Vec::new(), vec![SIGN_RESPONSE]);
    put_string(&mut inner, ED25519.as_bytes());
    put_string(&mut inner, &signature);
    put_string(&mut content, &inner);
    message(&content)
}

#[test]
fn an_agent_that_speaks_as_one_signs() {
    let office = Office::new();
    impostor(&office, |request| match request[0] {
        REQUEST_IDENTITIES => has_the_key(),
        _ => signs(request, 7, |_| {}),
    });
    assert_sealed(&seal(&office, &office.write("text.txt", "x"), &["--ssh-agent", "--out", "one.zip"]));
    office.done(["verify", "one.zip"]);
}

/// What cannot be an answer, and what is said of it.
fn no_answers() -> [(Vec<u8>, &'static str); 8] {
    let nonsense = "what answers there is no SSH agent";
    let too_long = (256_u32 << 10) + 1;
    let whole = has_the_key();
    [
        ([&too_long.to_be_bytes()[..], &vec![IDENTITIES_ANSWER; too_long as usize]].concat(), nonsense),
        (vec![0, 0, 0, 0], nonsense),
        (vec![0xff; 4], nonsense),
        ([&[0xff; 4][..], &vec![IDENTITIES_ANSWER; 1 << 20]].concat(), nonsense),
        (message(b"HTTP/1.1 400 Bad Request"), nonsense),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec(), nonsense),
        (whole[..whole.len() - 1].to_vec(), "SSH agent"),
        (Vec::new(), "SSH agent"),
    ]
}

#[test]
fn what_cannot_be_an_answer_seals_nothing() {
    for (answer, why) in no_answers() {
        let office = Office::new();
        let first = answer.clone();
        impostor(&office, move |_| first.clone());
        assert_refused(&office, why);
        // The same where it comes instead of the signature.
        impostor(&office, move |request| match request[0] {
            REQUEST_IDENTITIES => has_the_key(),
            _ => answer.clone(),
        });
        assert_refused(&office, why);
    }
}

#[test]
fn a_signature_that_is_not_the_keys_own_seals_nothing() {
    for (seed, bit) in [(8, None), (7, Some((0, 1))), (7, Some((31, 0x80))), (7, Some((32, 1))), (7, Some((63, 0x10)))]
    {
        let office = Office::new();
        let change = move |signature: &mut [u8; 64]| {
            if let Some((at, bit)) = bit {
                let byte: usize = at;
                signature[byte] ^= bit;
            }
        };
        impostor(&office, move |request| match request[0] {
            REQUEST_IDENTITIES => has_the_key(),
            _ => signs(request, seed, change),
        });
        assert_refused(&office, "the SSH agent gave a signature that does not verify");
    }
}

#[test]
fn an_agent_with_a_key_of_another_kind_or_of_another_office_seals_nothing() {
    let mut ecdsa = Vec::new();
    for field in [&b"ecdsa-sha2-nistp256"[..], b"nistp256", &[4; 65]] {
        put_string(&mut ecdsa, field);
    }
    for blob in [ecdsa, key(8).public().unwrap().to_blob()] {
        let office = Office::new();
        impostor(&office, move |_| has(&blob));
        assert_refused(&office, "the SSH agent does not have the key of press@mfa.example, SHA256:");
    }
}

#[test]
fn a_picture_is_that_of_ssh_keygen() {
    if !have("ssh-keygen") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key.pub");
    for seed in 0..12 {
        let public = key(seed).public().unwrap();
        fs::write(&path, format!("{public}\n")).unwrap();
        let output = Command::new("ssh-keygen").arg("-lvf").arg(&path).output().unwrap();
        let printed = text(&output.stdout);
        let theirs: Vec<&str> = printed.lines().skip(1).collect();
        assert_eq!(randomart::picture(&public.fingerprint()), theirs, "{public}");
    }
}

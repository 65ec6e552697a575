//! What is left of a private key in the process's memory once it has gone. The only test here: others would bring keys of their own.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::os::unix::fs::FileExt;

use chancery_core::Role;
use chancery_office::keys::private_key::{KeyFile, PrivateKey, Randomness};
use zeroize::Zeroizing;

/// The secret is kept nowhere but under this.
const MASK: u8 = 0x5a;
const SECRET: [u8; 32] = *b"never in memory in the clear, 32";
const PASSPHRASE: &str = "a long passphrase";

/// Where it stands in what can be written, but for the stack of this thread: what a function leaves there nobody can wipe without
/// unsafe code, and the next call writes over it.
fn found() -> Vec<String> {
    let here = 0_u8;
    let here = &raw const here as u64;
    let memory = File::open("/proc/self/mem").unwrap();
    let mut found = Vec::new();
    for line in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let (range, rights) = line.split_once(' ').unwrap();
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
        if !rights.starts_with("rw") || (from..to).contains(&here) {
            continue;
        }
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(to - from).unwrap()]);
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        let is_secret = |window: &[u8]| window.iter().zip(SECRET).all(|(byte, masked)| *byte ^ MASK == masked);
        found.extend(bytes.windows(SECRET.len()).filter(|window| is_secret(window)).map(|_| line.to_owned()));
    }
    found
}

fn secret() -> Zeroizing<[u8; 32]> {
    let mut secret = Zeroizing::new([0; 32]);
    secret.iter_mut().zip(SECRET).for_each(|(byte, masked)| *byte = masked ^ MASK);
    secret
}

#[test]
fn nothing_of_a_key_is_left_once_it_has_gone() {
    let random = Randomness { salt: [7; 16], check: 7 };
    let files = [Some(PASSPHRASE), None]
        .map(|passphrase| PrivateKey::from_seed(&secret()).to_openssh("a key", passphrase, &random).unwrap());
    for file in &files {
        let key = Box::new(KeyFile::parse(file.as_bytes()).unwrap().open(PASSPHRASE).unwrap());
        assert!(!found().is_empty(), "it is looked for where it is");
        assert!(key.sign(Role::Issuer, b"message").contains("SSH SIGNATURE"));
        drop(key);
        assert_eq!(found(), Vec::<String>::new());
    }
}

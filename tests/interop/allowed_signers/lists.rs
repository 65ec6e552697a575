//! Lists made at random from the pieces of the grammar, sound ones and broken ones. Everything but the keys of
//! [`Keys::make`] is the same on every machine.

use std::fs;
use std::process::Command;

use super::SEEDS;
use crate::support::key;

/// A small source of numbers that repeats itself (`SplitMix64`).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// True once in so many times.
    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// One of several.
pub fn pick<T: Copy>(random: &mut Random, choices: &[T]) -> T {
    choices[random.below(choices.len())]
}

/// The public keys that lists name, without comments: what follows a key's type, and the type.
pub struct Keys {
    /// Those that sign.
    owners: Vec<String>,
    /// Those of other types, which ssh-keygen made.
    others: Vec<String>,
    /// A certificate of each owner's key.
    certificates: Vec<String>,
}

impl Keys {
    /// Has ssh-keygen make those of other types.
    pub fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let output = Command::new("ssh-keygen").arg("-q").args(arguments).current_dir(folder.path()).output();
            assert!(output.unwrap().status.success(), "{arguments:?}");
        };
        let public = |name: &str| {
            let line = fs::read_to_string(folder.path().join(name)).unwrap();
            line.split(' ').take(2).collect::<Vec<_>>().join(" ").trim().to_owned()
        };
        for (kind, bits) in [("rsa", "2048"), ("ecdsa", "256"), ("ecdsa", "521")] {
            run(&["-t", kind, "-b", bits, "-N", "", "-f", &format!("{kind}{bits}")]);
        }
        let owners: Vec<_> = SEEDS.iter().map(|seed| key(*seed).public().unwrap().to_string()).collect();
        let certify = |(at, owner): (usize, &String)| {
            fs::write(folder.path().join(format!("{at}.pub")), owner).unwrap();
            run(&["-s", "ecdsa256", "-I", "certificate", "-n", "press@mfa.example", &format!("{at}.pub")]);
            public(&format!("{at}-cert.pub"))
        };
        let certificates = owners.iter().enumerate().map(certify).collect();
        let others = ["rsa2048.pub", "ecdsa256.pub", "ecdsa521.pub"].map(public).to_vec();
        Self { owners, others, certificates }
    }
}

/// A trust list.
pub fn list(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let mut list = Vec::new();
    let ending: &[u8] = if random.one_in(8) { b"\r\n" } else { b"\n" };
    if random.one_in(12) {
        list.extend_from_slice("\u{feff}".as_bytes());
    }
    for _ in 0..=random.below(12) {
        list.extend(line(random, keys));
        list.extend_from_slice(ending);
    }
    if random.one_in(4) {
        list.truncate(list.len() - ending.len());
    }
    list
}

fn line(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let mut line = match random.below(24) {
        0 => pick(random, &[&b"# press@mfa.example"[..], b"#", b" \t# x", b"# \xe9t\xe9", b"#\0"]).to_vec(),
        1 => pick(random, &[&b""[..], b" ", b"\t", b" \t ", b"\0", b" \0x"]).to_vec(),
        2 => pick(random, &[&b"press"[..], b"press@mfa.example", b"\"press@mfa.example\"", b"*", b"\xff"]).to_vec(),
        _ => entry(random, keys),
    };
    // A byte too many, anywhere. None of them makes a time local.
    if random.one_in(16) {
        let at = random.below(line.len() + 1);
        line.insert(at, pick(random, b" \t\"\\,!=#*?\0\x0b\x0c\xe9"));
    }
    line
}

fn entry(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let indent = if random.one_in(8) { pick(random, &[" ", "\t", "  \t"]) } else { "" };
    let mut line = indent.as_bytes().to_vec();
    line.extend(principals(random));
    line.extend_from_slice(gap(random));
    if random.one_in(2) {
        line.extend(options(random));
        line.extend_from_slice(gap(random));
    }
    line.extend(public_key(random, keys));
    line.extend_from_slice(comment(random));
    line
}

/// What stands between two words.
fn gap(random: &mut Random) -> &'static [u8] {
    if random.one_in(8) { pick(random, &[&b"\t"[..], b"  ", b" \t ", b"\t\t"]) } else { b" " }
}

fn comment(random: &mut Random) -> &'static [u8] {
    match random.below(3) {
        0 => pick(
            random,
            &[&b" office"[..], b"  two words", b"\t# x", b" \xe9t\xe9", b" \"", b" \0 ssh-rsa", b"\0", b" "],
        ),
        _ => b"",
    }
}

fn principals(random: &mut Random) -> Vec<u8> {
    let mut patterns = Vec::new();
    for _ in 0..=random.below(3) {
        patterns.push(pattern(random));
    }
    let word = patterns.join(&b","[..]);
    let middle = random.below(word.len() + 1);
    let (front, back) = word.split_at(middle);
    match random.below(16) {
        0 | 1 => [b"\"", &word[..], b"\""].concat(),
        2 => [front, b"\"", back, b"\""].concat(),
        3 => [b"\"", front, b"\"", back].concat(),
        4 => [b"\"a b,", &word[..], b"\""].concat(),
        5 if random.one_in(2) => [front, b"\"", back].concat(),
        6 if random.one_in(2) => [b"\"", front, b"\\\"", back, b"\""].concat(),
        _ => word,
    }
}

fn pattern(random: &mut Random) -> Vec<u8> {
    const GOOD: [&[u8]; 8] = [
        b"press@mfa.example",
        b"legal@mfa.example",
        b"press",
        b"*",
        b"*@mfa.example",
        b"p?ess*",
        b"*e*l*",
        b"????????*",
    ];
    const ODD: [&[u8]; 16] = [
        b"",
        b"!",
        b"!!press",
        b"!press",
        b"!legal@mfa.example",
        b"!*@mfa.example",
        b"!?*",
        b"!x*",
        b"PRESS@mfa.example",
        b"press@mfa.exampl?",
        b"press@mfa.example?",
        b"**",
        b"#press",
        b"ssh-ed25519",
        b"\xe9*",
        b"pr\xc3\xa9ss",
    ];
    match random.below(24) {
        0 => long(random),
        1..=4 => pick(random, &ODD).to_vec(),
        _ => pick(random, &GOOD).to_vec(),
    }
}

/// A pattern of about as many bytes as OpenSSH reads.
fn long(random: &mut Random) -> Vec<u8> {
    let length = pick(random, &[400, 1_021, 1_022, 1_023, 1_024]);
    let mut pattern = vec![pick(random, b"x*\xe9"); 1];
    pattern.resize(length, pick(random, b"x\xe9"));
    let negated: &[u8] = if random.one_in(3) { b"!" } else { b"" };
    [negated, &pattern].concat()
}

fn options(random: &mut Random) -> Vec<u8> {
    let mut options = Vec::new();
    for _ in 0..pick(random, &[1, 1, 1, 2, 2, 3]) {
        let mut option = option(random);
        if random.one_in(6) {
            option = mixed_case(random, &option);
        }
        options.push(option);
    }
    let comma = if random.one_in(16) { pick(random, &[",,", ", ", " ,", ",,,", "", "="]) } else { "," };
    let front = if random.one_in(16) { pick(random, &[",", ",,", "="]) } else { "" };
    let back = if random.one_in(16) { pick(random, &[",", ",,", "=", "\""]) } else { "" };
    format!("{front}{}{back}", options.join(comma)).into_bytes()
}

/// The option with some letters of its name in the other case.
fn mixed_case(random: &mut Random, option: &str) -> String {
    let (name, value) = option.split_at(option.find('=').unwrap_or(option.len()));
    let name = name.chars().map(|letter| if random.one_in(2) { letter.to_ascii_uppercase() } else { letter });
    name.collect::<String>() + value
}

fn option(random: &mut Random) -> String {
    match random.below(16) {
        0..=6 => format!("namespaces={}", value(random, namespaces)),
        7..=10 => format!("valid-after={}", value(random, time_before)),
        11..=14 => format!("valid-before={}", value(random, time_after)),
        _ => pick(
            random,
            &[
                "cert-authority",
                "cert-authority=\"x\"",
                "no-touch-required",
                "namespace=\"*\"",
                "namespaces",
                "valid-after",
                "valid-before=",
                "x=\"a,b\"",
                "\"\"",
                "\\\"",
                "",
            ],
        )
        .to_owned(),
    }
}

/// A quoted value, or nearly.
fn value(random: &mut Random, inner: fn(&mut Random) -> String) -> String {
    let inner = inner(random);
    match random.below(60) {
        0 => inner,
        1 => format!("\"{inner}"),
        2 => format!("'{inner}'"),
        3 => format!("\"{inner}\\\""),
        4 => format!("\"{inner}\"x"),
        5 => format!("\\\"{inner}\\\""),
        _ => format!("\"{inner}\""),
    }
}

fn namespaces(random: &mut Random) -> String {
    const GOOD: [&str; 8] = [
        "chancery-issuer",
        "chancery-*",
        "*",
        "chancery-issuer,chancery-witness",
        "chancery-??????*",
        "*-archivist,chancery-issuer",
        "chancery-witness,chancery-archivist",
        "git,chancery-*",
    ];
    const ODD: [&str; 13] = [
        "",
        ",",
        "chancery-issuer,",
        ",,chancery-witness",
        "!chancery-witness,*",
        "*,!chancery-issuer",
        "!*",
        "Chancery-Issuer",
        "a b,chancery-issuer",
        "\\\"x\\\",chancery-*",
        "x\\\\,*",
        "*,\0",
        "git",
    ];
    match random.below(16) {
        0 => format!("*,{}", "x".repeat(pick(random, &[1_022, 1_023]))),
        1..=4 => pick(random, &ODD).to_owned(),
        _ => pick(random, &GOOD).to_owned(),
    }
}

/// When a window begins.
fn time_before(random: &mut Random) -> String {
    const GOOD: [&str; 6] =
        ["20200101Z", "20240229235960Z", "202501010930z", "20250101093015Z", "20260230UTC", "19700101000001Z"];
    match random.below(16) {
        // As the end of a window, OpenSSH since 10.4 takes a time before 1970 for one that never comes.
        0 => pick(random, &["19691231235959Z", "19600101Z", "0000 101Z"]).to_owned(),
        1 | 2 => odd_time(random),
        _ => pick(random, &GOOD).to_owned(),
    }
}

/// When a window ends.
fn time_after(random: &mut Random) -> String {
    const GOOD: [&str; 6] =
        ["20200101Z", "202607010000Z", "20260701000001z", "20371231Z", "2026 230utc", "99991231235959Z"];
    if random.one_in(6) { odd_time(random) } else { pick(random, &GOOD).to_owned() }
}

/// A time that only some readers take for one. None is local: see the differences.
fn odd_time(random: &mut Random) -> String {
    const ODD: [&str; 31] = [
        "",
        "Z",
        "UTC",
        "2025Z",
        "202501Z",
        "2025010109Z",
        "2025010109301Z",
        "2025-01-01Z",
        "2025-1-1Z",
        "20250101T093015Z",
        "20250101ZZ",
        "20250101UTCZ",
        "20250101Utc",
        "20250101 Z",
        " 20250101Z",
        "20251301Z",
        "20250001Z",
        "20250100Z",
        "20250132Z",
        "20250431Z",
        "20250101240000Z",
        "202501010960Z",
        "20250101093061Z",
        "20250101093062Z",
        "2025 1 1Z",
        "2025 1 1 9 3 5Z",
        "20251 1 Z",
        "2025  01Z",
        "+0250101Z",
        "99991231235960Z",
        "19700101Z",
    ];
    pick(random, &ODD).to_owned()
}

/// A key as it stands in a line, or what is nearly one.
fn public_key(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let owner = &keys.owners[random.below(keys.owners.len())];
    let base64 = owner.split_once(' ').unwrap().1;
    let (front, back) = base64.split_at(random.below(base64.len()));
    match random.below(60) {
        0 | 1 => keys.others[random.below(keys.others.len())].clone(),
        2 => keys.certificates[random.below(keys.certificates.len())].clone(),
        3 => format!("ssh-ed25519\t {base64}"),
        4 => format!("ssh-ed25519 {front}{}{back}", pick(random, &["\r", "\u{b}", "\u{c}\r", "=", "-", "\u{a0}", " "])),
        5 => format!("ssh-ed25519 {front}"),
        6 => format!("ssh-ed25519 {base64}{}", pick(random, &["=", "AAAA", "\r\r", "#x", "\""])),
        7 => format!(
            "{} {base64}",
            pick(random, &["ssh-rsa", "ED25519", "SSH-ED25519", "ssh-ed25519-cert-v01@openssh.com"])
        ),
        8 => format!("{}{base64}", pick(random, &["", "ssh-ed25519", "ssh-ed25519\r", "ssh-ed25519\u{c}"])),
        _ => owner.clone(),
    }
    .into_bytes()
}

/// A list of revoked keys, which may be no such list.
pub fn revoked(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let mut list = Vec::new();
    for _ in 0..random.below(4) {
        list.extend(revoked_line(random, keys));
        list.push(b'\n');
    }
    if random.one_in(4) {
        list.pop();
    }
    list
}

fn revoked_line(random: &mut Random, keys: &Keys) -> Vec<u8> {
    let owner = keys.owners[random.below(keys.owners.len())].clone();
    let base64 = owner.split_once(' ').unwrap().1;
    let other = &keys.others[random.below(keys.others.len())];
    let line = match random.below(24) {
        0..=2 => pick(random, &["", " ", "\t", "# keys", "  # indented", "#"]).into(),
        3 => format!("{owner} laptop stolen"),
        4 => format!("{owner} compromised-since=20260301Z reason=laptop stolen"),
        5 => format!(" \t{owner}"),
        6 => owner.replace(' ', "\t \t"),
        7 => owner,
        8..=15 => other.clone(),
        16..=18 => format!("{other} an older key"),
        19 => keys.certificates[random.below(keys.certificates.len())].clone(),
        20 => format!("press@mfa.example {owner}"),
        21 => format!("{} {base64}", pick(random, &["ssh-rsa", "SSH-ED25519", "ed25519"])),
        22 => pick(random, &["garbage", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAA", "\u{feff}# x", "\""]).into(),
        _ => other[..other.len() - 8].to_owned(),
    };
    // Nothing in a date that only we read, and no CR: see the differences.
    let spare = line.contains("compromised-since");
    let mut line = line.into_bytes();
    if !spare && random.one_in(12) {
        let anywhere = random.below(line.len() + 1);
        let at = pick(random, &[0, anywhere, line.len()]);
        line.insert(at, pick(random, b" \t\"#=\0\x0b\x0c\xe9"));
    }
    line
}

//! What is asked before a key is trusted, followed or replaced, and before anything is signed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chancery_core::PublicKey;
use chancery_office::keys::randomart;

use crate::prompts::need_terminal;
use crate::prompts::terminal::Terminal;
use crate::support::{IDENTITY, Office, have, text};

const FIRST: &str = "correct horse battery";
const SECOND: &str = "staple and more";
/// How a question about trust is answered, with the exit code that follows.
const ANSWERS: [(&str, i32); 5] = [("n", 2), ("", 2), ("perhaps", 2), ("y", 0), ("YES", 0)];
const TRUST: &str = "CHANCERY_KEYS=reader chancery key trust one.zip";

/// An office with a sealed bundle of this title, and a folder for a reader's list.
fn office_with(title: &str) -> Office {
    let office = Office::new();
    office.write("text.txt", "The harbour is open.\n");
    office.seal(["text.txt", "--title", title, "--issued", "2026-03-12", "--out", "one.zip"]);
    fs::create_dir(office.path("reader")).unwrap();
    office
}

/// An office whose reader trusts its old key, and has its announcement of a new one.
fn announced() -> Office {
    let office = office_with("Harbour");
    let public = format!("keys/{IDENTITY}.pub");
    office.done(["--keys", "reader", "key", "trust", &public, IDENTITY, "--from", "2020-01-01"]);
    let told = office.done(["--json", "key", "rotate", IDENTITY, "--no-passphrase"]);
    let line: serde_json::Value = serde_json::from_str(&told).unwrap();
    fs::copy(office.path(line["path"].as_str().unwrap()), office.path("new-key.zip")).unwrap();
    office
}

/// An office whose key has the first passphrase.
fn protected() -> Office {
    let office = Office::new();
    office.write("passphrase", FIRST);
    office.done(["key", "protect", IDENTITY, "--new-passphrase-file", "passphrase"]);
    office
}

/// The files below some folders of an office, with what is in them.
fn files(office: &Office, folders: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| office.path(folder)).collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let content = fs::read(&path).unwrap();
                found.insert(path, content);
            }
        }
    }
    found
}

/// A public key's fingerprint and picture, as ssh-keygen shows them where it is there.
fn shown(public: &Path) -> Vec<String> {
    let key: PublicKey = fs::read_to_string(public).unwrap().trim().parse().unwrap();
    let fingerprint = key.fingerprint();
    let ours: Vec<String> = [fingerprint.to_string()].into_iter().chain(randomart::picture(&fingerprint)).collect();
    if have("ssh-keygen") {
        let output = Command::new("ssh-keygen").arg("-lvf").arg(public).output().unwrap();
        let printed = text(&output.stdout);
        let (first, picture) = printed.split_once('\n').unwrap();
        assert_eq!(first.split(' ').nth(1), Some(ours[0].as_str()));
        assert_eq!(picture.lines().collect::<Vec<_>>(), ours[1..]);
    }
    ours
}

#[test]
fn a_key_that_signed_a_bundle_is_trusted_on_a_yes_to_its_picture() {
    need_terminal!();
    let office = office_with("Harbour");
    let picture = shown(&office.path(format!("keys/{IDENTITY}.pub")));
    for (answer, code) in ANSWERS {
        fs::write(office.path("reader/allowed_signers"), "# whom I trust\n").unwrap();
        let mut terminal = Terminal::start(&office, TRUST);
        terminal.shows(&format!("The file says that it is by {IDENTITY}, and calls itself:\r\n\r\n    Harbour\r\n"));
        for line in &picture {
            terminal.shows(&format!("    {line}\r\n"));
        }
        terminal.shows("Never compare it with anything that came with this file.");
        terminal.answer(&format!("is the key to be trusted for {IDENTITY} from 2026-03-12 on? [y/N]: "), answer);
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(code), "{answer}: {said}");
        assert_eq!(said.contains("no key was trusted, as you answered"), code == 2, "{answer}: {said}");
        let list = fs::read_to_string(office.path("reader/allowed_signers")).unwrap();
        let (first, added) = list.split_once('\n').unwrap();
        assert_eq!((first, added.is_empty()), ("# whom I trust", code == 2), "{answer}: {list}");
        let verified = office.run(["--keys", "reader", "verify", "one.zip"]);
        assert_eq!(verified.status.code(), Some(if code == 0 { 0 } else { 3 }), "{answer}");
    }
}

/// Another key of an identity that the list names may be a forger's: that stands in the question.
#[test]
fn another_key_of_a_known_identity_is_no_first_contact() {
    need_terminal!();
    let office = office_with("Harbour");
    office.add_key("legal@mfa.example", 8);
    let other = fs::read_to_string(office.path("keys/legal@mfa.example.pub")).unwrap();
    let other = other.replace("legal", "press");
    fs::write(office.path("reader/allowed_signers"), format!("{IDENTITY} {other}")).unwrap();
    let fingerprint = &shown(&office.path("keys/legal@mfa.example.pub"))[0];
    for line in [TRUST, "CHANCERY_KEYS=reader chancery key trust keys/press@mfa.example.pub press@mfa.example"] {
        let mut terminal = Terminal::start(&office, line);
        terminal.shows(&format!("your list names another key for {IDENTITY} already: {fingerprint} (line 1, in use)"));
        terminal.shows("This one may be a forgery, or a new key");
        terminal.answer("[y/N]: ", "");
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(2), "{line}: {said}");
        assert!(said.contains("no key was trusted, as you answered"), "{said}");
    }
    let public = fs::read_to_string(office.path(format!("keys/{IDENTITY}.pub"))).unwrap();
    fs::write(office.path("reader/allowed_signers"), format!("{IDENTITY} valid-before=\"20260101Z\" {public}"))
        .unwrap();
    let mut terminal = Terminal::start(&office, TRUST);
    terminal
        .shows("line 1 as every role until 2026-01-01T00:00:00Z: to trust it from 2026-03-12T00:00:00Z on widens that");
    terminal.answer("[y/N]: ", "");
    assert_eq!(terminal.end().0, Some(2));
}

#[test]
fn whoever_goes_away_trusts_and_follows_nobody() {
    need_terminal!();
    let office = announced();
    fs::copy(office.path("reader/allowed_signers"), office.path("list")).unwrap();
    for (line, key, code) in [
        (TRUST, "\u{3}", 130),
        (TRUST, "\u{4}", 2),
        ("CHANCERY_KEYS=reader chancery key follow new-key.zip", "\u{3}", 130),
        ("CHANCERY_KEYS=reader chancery key follow new-key.zip", "\u{4}", 2),
    ] {
        let mut terminal = Terminal::start(&office, line);
        terminal.shows("[y/N]: ");
        terminal.press(key);
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(code), "{line}: {said}");
        assert_eq!(fs::read(office.path("reader/allowed_signers")).unwrap(), fs::read(office.path("list")).unwrap());
    }
}

#[test]
fn a_new_key_is_followed_on_a_yes_to_its_picture() {
    need_terminal!();
    let office = announced();
    let picture = shown(&office.path(format!("keys/{IDENTITY}.pub")));
    let before = fs::read(office.path("reader/allowed_signers")).unwrap();
    for (answer, code) in ANSWERS {
        fs::write(office.path("reader/allowed_signers"), &before).unwrap();
        let mut terminal = Terminal::start(&office, "CHANCERY_KEYS=reader chancery key follow new-key.zip");
        terminal.shows(&format!("The holder of the key that you trust for {IDENTITY} announces a new one"));
        for line in &picture {
            terminal.shows(&format!("    {line}\r\n"));
        }
        terminal.shows("If the old key was stolen, a thief could announce this too");
        terminal.answer(&format!("Trust the new key for {IDENTITY}, and the old one only until "), answer);
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(code), "{answer}: {said}");
        assert_eq!(said.contains("not followed, as you answered"), code == 2, "{answer}: {said}");
        let changed = fs::read(office.path("reader/allowed_signers")).unwrap() != before;
        assert_eq!(changed, code == 0, "{answer}");
    }
}

/// What turns the direction of a line around, and what looks like the end of the question, are shown as what they are.
#[test]
fn a_title_that_attacks_the_terminal_is_quoted_as_what_it_is() {
    need_terminal!();
    let office = office_with("Harbour \u{202e}nepo si\u{2066}\u{200f} trusted already [y/N]: y");
    let mut terminal = Terminal::start(&office, TRUST);
    terminal.shows("    Harbour \\u{202e}nepo si\\u{2066}\\u{200f} trusted already [y/N]: y\r\n");
    terminal.answer("from 2026-03-12 on? [y/N]: ", "n");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(2), "{said}");
    assert!(!said.contains(['\u{202e}', '\u{2066}', '\u{200f}']), "{said}");
    assert!(!office.path("reader/allowed_signers").exists());
}

#[test]
fn a_rotation_asks_for_the_old_passphrase_and_twice_for_the_new() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, &format!("chancery key rotate {IDENTITY}"));
    terminal.answer("Passphrase for keys/press@mfa.example: ", FIRST);
    terminal.answer("New passphrase for keys/press@mfa.example: ", SECOND);
    terminal.answer("The same again: ", SECOND);
    terminal.shows("signs with a new key from");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("horse") && !said.contains("staple"), "{said}");
    assert_eq!(said.matches("assphrase for").count(), 2, "{said}");
    office.write("new", SECOND);
    office.done(["key", "protect", IDENTITY, "--passphrase-file", "new", "--no-passphrase"]);
}

/// A rotation that was broken off before it announced anything: whoever finishes it is told so before any passphrase is asked.
#[test]
fn a_rotation_that_was_broken_off_says_so_before_it_asks() {
    need_terminal!();
    let office = protected();
    office.write("new", SECOND);
    office.done(["--keys", "made", "key", "new", IDENTITY, "--passphrase-file", "new"]);
    for ending in ["", ".pub"] {
        let made = office.path(format!("made/{IDENTITY}{ending}"));
        fs::copy(made, office.path(format!("keys/.next-{IDENTITY}{ending}"))).unwrap();
    }
    let line = format!("chancery key rotate {IDENTITY}");
    let mut terminal = Terminal::start(&office, &line);
    terminal.shows("a rotation was broken off before it announced anything, and is finished now");
    terminal.shows("remove keys/.next-press@mfa.example and keys/.next-press@mfa.example.pub, and rotate again");
    terminal.answer("Passphrase for keys/press@mfa.example: ", FIRST);
    for _ in 0..3 {
        terminal.answer("for keys/.next-press@mfa.example: ", "forgotten");
    }
    terminal.shows("the passphrase is wrong");
    terminal.shows("remove it and its .pub file, to make a new one");
    assert_eq!(terminal.end().0, Some(2));
    let mut terminal = Terminal::start(&office, &line);
    terminal.answer("Passphrase for keys/press@mfa.example: ", FIRST);
    terminal.answer("Passphrase for keys/.next-press@mfa.example: ", SECOND);
    terminal.shows("signs with a new key from");
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn a_rotation_whose_passphrase_is_not_given_changes_nothing() {
    need_terminal!();
    let office = protected();
    let before = files(&office, &["keys", "archive"]);
    // What is typed at each question, and what is said at the end.
    let broken_off: [(&[&str], &str); 6] = [
        (&["wrong\n", "wrong\n", "wrong\n"], "the passphrase is wrong"),
        (&["\u{3}"], "broken off"),
        (&["correct horse battery\n", "staple and more\n", "staple and less\n"], "the two passphrases differ"),
        (&["correct horse battery\n", "\n", "\n"], "the passphrase is empty"),
        (&["correct horse battery\n", "\u{3}"], "broken off"),
        (&["correct horse battery\n", "staple and more\n", "\u{3}"], "broken off"),
    ];
    for (typed, why) in broken_off {
        let mut terminal = Terminal::start(&office, &format!("chancery key rotate {IDENTITY}"));
        for keys in typed {
            terminal.shows(": ");
            terminal.press(keys);
        }
        terminal.shows(why);
        let (code, said) = terminal.end();
        assert_eq!(code, Some(2), "{said}");
        assert!(files(&office, &["keys", "archive"]) == before, "{typed:?}: {said}");
    }
}

#[test]
fn a_co_issuer_without_a_name_is_asked_for_one() {
    need_terminal!();
    let office = office_with("Harbour");
    let seal = "chancery seal text.txt --title Pact --issued 2026-03-12 --sealed-at 2026-03-12 --out pact.zip";
    let mut terminal = Terminal::start(&office, &format!("{seal} --co-issuer press@trade.example"));
    terminal.answer("The name of press@trade.example, who is to sign too: ", "");
    terminal.answer("The name of press@trade.example, who is to sign too: ", "Ministry of Trade");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "y");
    terminal.shows("not authentic until it is signed by press@trade.example too");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    let shown = office.run(["--json", "show", "pact.zip"]);
    let line: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(line["metadata"]["publishers"][1]["name"], "Ministry of Trade");
}

/// A joint statement whose first issuer the second one's list does not trust, or trusts not as that, or neither.
#[test]
fn whoever_countersigns_what_the_own_list_doubts_is_asked() {
    need_terminal!();
    let office = office_with("Harbour");
    office.add_key("press@trade.example", 8);
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    office.seal([
        "text.txt",
        "--title",
        "Pact",
        "--issued",
        "2026-03-12",
        "--co-issuer",
        "press@trade.example, Trade",
        "--out",
        "pact.zip",
    ]);
    let before = fs::read(office.path("pact.zip")).unwrap();
    let (first, second) = list.split_once('\n').unwrap();
    for (list, why, question) in [
        (second.to_owned(), "press@mfa.example is said to have signed with the key", "Sign it all the same? [y/N]: "),
        (format!("{first}\n"), "if it is to sign as issuer, trust it so", "Sign with it all the same? [y/N]: "),
    ] {
        office.write("keys/allowed_signers", list);
        for (answer, code) in [("", 2), ("n", 2), ("y", 0)] {
            office.write("pact.zip", &before);
            let line = "chancery countersign pact.zip --role issuer --key press@trade.example";
            let mut terminal = Terminal::start(&office, line);
            terminal.shows(why);
            terminal.answer(question, answer);
            let (ended, said) = terminal.end();
            assert_eq!(ended, Some(code), "{answer}: {said}");
            assert_eq!(fs::read(office.path("pact.zip")).unwrap() == before, code == 2, "{answer}");
            assert_eq!(said.contains("Do not publish it yet. First "), code == 0, "{said}");
            assert_eq!(said.contains("chancery verify pact.zip --fingerprint"), code == 0, "{said}");
        }
    }
}

#[test]
fn whoever_countersigns_sees_what_before_the_passphrase_is_asked() {
    need_terminal!();
    let office = office_with("Harbour");
    office.add_key("notary@archive.example", 9);
    office.write("passphrase", FIRST);
    office.done(["key", "protect", "notary@archive.example", "--new-passphrase-file", "passphrase"]);
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    fs::write(
        office.path("keys/allowed_signers"),
        list.replace(
            "issuer\",valid-after=\"20200101Z\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP0X",
            "witness\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP0X",
        ),
    )
    .unwrap();
    let before = fs::read(office.path("one.zip")).unwrap();
    for (keys, code) in [("\u{3}", 2), ("correct horse battery\n", 0)] {
        let line = "chancery countersign one.zip --role witness --key notary@archive.example";
        let mut terminal = Terminal::start(&office, line);
        terminal.shows("one.zip is to be signed by notary@archive.example as witness:");
        terminal.shows("\u{201c}Harbour\u{201d}");
        terminal.shows("press-release, issued 2026-03-12, in en");
        terminal.shows("text.txt: original in en");
        terminal.shows("Passphrase for keys/notary@archive.example: ");
        terminal.press(keys);
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(code), "{said}");
        assert_eq!(fs::read(office.path("one.zip")).unwrap() == before, code == 2, "{said}");
    }
}

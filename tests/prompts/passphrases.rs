//! Passphrases: asked for without an echo, twice where they are new.

use std::fs;

use crate::prompts::need_terminal;
use crate::prompts::terminal::Terminal;
use crate::support::{IDENTITY, Office};

const FIRST: &str = "correct horse battery";
const SECOND: &str = "staple-ünd-more";

#[track_caller]
fn assert_secret(said: &str) {
    assert!(!said.contains("horse") && !said.contains("staple"), "{said}");
}

/// What became of the private key of an identity.
fn private(office: &Office, identity: &str) -> String {
    let line: serde_json::Value = serde_json::from_str(&office.done(["--json", "key", "show", identity])).unwrap();
    line["private"].as_str().unwrap().to_owned()
}

/// An office whose key has the first passphrase.
fn protected() -> Office {
    let office = Office::new();
    office.write("passphrase", FIRST);
    office.write("text.txt", "The harbour is open.\n");
    office.done(["key", "protect", IDENTITY, "--new-passphrase-file", "passphrase"]);
    office
}

const SEAL: &str = "chancery seal text.txt --title Harbour --issued 2026-03-12 --sealed-at 2026-03-12 --out one.zip";

#[test]
fn a_new_key_asks_for_its_passphrase_twice() {
    need_terminal!();
    let office = Office::new();
    let mut terminal = Terminal::start(&office, "chancery key new legal@mfa.example");
    terminal.answer("New passphrase for keys/legal@mfa.example: ", FIRST);
    terminal.answer("The same again: ", FIRST);
    terminal.shows("SHA256:");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert_secret(&said);
    assert_eq!(private(&office, "legal@mfa.example"), "encrypted");
    office.write("right", FIRST);
    office.done(["key", "protect", "legal@mfa.example", "--passphrase-file", "right", "--no-passphrase"]);
}

#[test]
fn two_that_differ_and_none_at_all_make_no_key() {
    need_terminal!();
    let office = Office::new();
    for (again, why) in [(SECOND, "the two passphrases differ"), ("", "the passphrase is empty")] {
        let mut terminal = Terminal::start(&office, "chancery key new legal@mfa.example");
        terminal.answer("New passphrase", if again.is_empty() { "" } else { FIRST });
        terminal.answer("The same again: ", again);
        terminal.shows(why);
        let (code, said) = terminal.end();
        assert_eq!(code, Some(2), "{said}");
        assert_secret(&said);
    }
    // What is said to have changed nothing has made no folder either.
    let mut terminal = Terminal::start(&office, "mkdir new && cd new && chancery key new legal@mfa.example");
    terminal.answer("New passphrase", FIRST);
    terminal.answer("The same again: ", SECOND);
    terminal.shows("nothing was changed");
    assert_eq!(terminal.end().0, Some(2));
    assert!(!office.path("new/keys").exists());
    let names = fs::read_dir(office.path("keys")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(!names.into_iter().any(|name| name.contains("legal")));
}

#[test]
fn a_wrong_passphrase_may_be_mended_twice() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, SEAL);
    terminal.answer("Passphrase for keys/press@mfa.example: ", SECOND);
    terminal.answer("That is not the passphrase. Again, for keys/press@mfa.example: ", "");
    terminal.answer("That is not the passphrase. Again, for keys/press@mfa.example: ", FIRST);
    terminal.shows("Sealed one.zip");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert_secret(&said);
}

#[test]
fn after_three_wrong_ones_nothing_is_sealed() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, SEAL);
    terminal.answer("Passphrase for", SECOND);
    terminal.answer("That is not the passphrase.", SECOND);
    terminal.answer("That is not the passphrase.", SECOND);
    terminal.shows("the passphrase is wrong");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(2), "{said}");
    assert_secret(&said);
    assert!(!office.path("one.zip").exists());
}

#[test]
fn it_is_asked_at_the_terminal_though_the_document_comes_from_a_pipe() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, &format!("cat text.txt | {}", SEAL.replace("text.txt", "-")));
    terminal.answer("Passphrase for", FIRST);
    terminal.shows("Sealed one.zip");
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn protect_asks_for_the_old_one_and_twice_for_the_new() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, &format!("chancery key protect {IDENTITY}"));
    terminal.answer("Passphrase for keys/press@mfa.example: ", FIRST);
    terminal.answer("New passphrase for keys/press@mfa.example: ", SECOND);
    terminal.answer("The same again: ", SECOND);
    terminal.shows("has its new passphrase");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert_secret(&said);
    office.write("new", format!("{SECOND}\nthe second line is no part of it\n"));
    office.done(["key", "protect", IDENTITY, "--passphrase-file", "new", "--no-passphrase"]);
}

#[test]
fn whoever_gives_none_seals_nothing() {
    need_terminal!();
    let office = protected();
    for key in ["\u{3}", "\u{4}"] {
        let mut terminal = Terminal::start(&office, SEAL);
        terminal.shows("Passphrase for");
        terminal.press(key);
        let (code, said) = terminal.end();
        assert!(code.is_some_and(|code| code != 0), "{said}");
        assert!(!office.path("one.zip").exists());
    }
}

#[test]
fn whoever_breaks_off_has_the_echo_back() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, &format!("trap : INT; {SEAL}; stty -a"));
    terminal.shows("Passphrase for");
    terminal.press("\u{3}");
    let (_, said) = terminal.end();
    assert!(said.contains(" echo ") && said.contains(" icanon"), "{said}");
}

#[test]
fn whoever_ends_the_input_is_not_told_that_there_is_no_terminal() {
    need_terminal!();
    let office = protected();
    let mut terminal = Terminal::start(&office, SEAL);
    terminal.shows("Passphrase for");
    terminal.press("\u{4}");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(2), "{said}");
    assert!(!said.contains("there is no terminal"), "{said}");
}

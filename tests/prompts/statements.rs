//! What `seal` asks where it is not told.

use std::fs;

use crate::prompts::need_terminal;
use crate::prompts::terminal::Terminal;
use crate::support::{Office, SEALED_AT};

const FRENCH: &str = "Le port de Quillhaven est ouvert\n\nLe ministère des Affaires étrangères annonce que le port est ouvert \
    à tous les navires des deux pays depuis ce matin.\n";

/// An office that says nothing of its statements but who signs them.
fn office() -> Office {
    let office = Office::new();
    office.write("chancery.toml", "identity = \"press@mfa.example\"\n");
    office.write("text.txt", FRENCH);
    office
}

fn sealing(office: &Office, more: &str) -> Terminal {
    Terminal::start(office, &format!("chancery seal --sealed-at {SEALED_AT} --out one.zip {more}"))
}

fn metadata(office: &Office) -> serde_json::Value {
    let line: serde_json::Value = serde_json::from_str(&office.done(["--json", "show", "one.zip"])).unwrap();
    line["metadata"].clone()
}

#[test]
fn a_plain_text_is_sealed_with_what_is_proposed() {
    need_terminal!();
    let office = office();
    let mut terminal = sealing(&office, "text.txt --issued 2026-03-12");
    terminal.answer("Title [Le port de Quillhaven est ouvert]: ", "");
    terminal.answer("Type [press-release]: ", "");
    terminal.answer("The publisher's name: ", "Ministry");
    terminal.answer("Language of the text [fr]: ", "");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "y");
    terminal.shows("Sealed one.zip");
    assert_eq!(terminal.end().0, Some(0));
    let metadata = metadata(&office);
    let expected = ["Le port de Quillhaven est ouvert", "press-release", "fr"];
    assert_eq!(["title", "type", "language"].map(|key| metadata[key].as_str().unwrap()), expected);
    assert_eq!(metadata["publishers"][0]["name"], "Ministry");
}

#[test]
fn answers_go_before_proposals_and_what_cannot_be_is_asked_again() {
    need_terminal!();
    let office = office();
    let mut terminal = sealing(&office, "text.txt --type notice");
    terminal.answer("Title [", "Ouverture du port");
    terminal.answer("Published on (year-month-day, such as 2026-03-12) [20", "the day before");
    terminal.shows("warning:");
    terminal.shows("the answer \"the day before\" is not a time");
    terminal.answer("Published on", " 2026-03-12 ");
    terminal.answer("The publisher's name: ", "");
    terminal.answer("The publisher's name: ", "Ministère");
    terminal.answer("Language of the text [fr]: ", "french");
    terminal.shows("is not in the registry of language tags");
    terminal.answer("Language of the text [fr]: ", "FR-ch");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "y");
    terminal.shows("Sealed one.zip");
    assert_eq!(terminal.end().0, Some(0));
    let metadata = metadata(&office);
    let expected = ["Ouverture du port", "2026-03-12", "fr-CH"];
    assert_eq!(["title", "issued", "language"].map(|key| metadata[key].as_str().unwrap()), expected);
}

#[test]
fn nothing_is_proposed_from_a_text_that_has_front_matter() {
    need_terminal!();
    let office = office();
    office.write("text.md", format!("---\ntype: notice\nissued: 2026-03-12\nlanguage: fr\n---\n{FRENCH}"));
    let mut terminal = sealing(&office, "text.md --publisher Ministry");
    terminal.answer("Title: ", "Le port");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "y");
    terminal.shows("Sealed one.zip");
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn a_title_that_attacks_the_terminal_is_proposed_as_what_it_is() {
    need_terminal!();
    let office = office();
    office.write("text.txt", "The \u{202e}harbour\u{1b}[2J\u{200b}\nThe harbour is open.\n");
    let mut terminal = sealing(&office, "text.txt --type notice --issued 2026-03-12 --publisher M --language en");
    terminal.answer("Title [The \\u{202e}harbour[2J\\u{200b}]: ", "Harbour");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "y");
    terminal.shows("Sealed one.zip");
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn whoever_was_asked_sees_what_is_sealed_and_can_say_no() {
    need_terminal!();
    let office = office();
    let mut terminal = sealing(&office, "text.txt --type notice --issued 2026-03-12 --publisher M --language fr");
    terminal.answer("Title [", "Port");
    terminal.shows("notice, issued 2026-03-12, in fr");
    terminal.shows("text.txt: original in fr");
    terminal.shows("published by M (press@mfa.example)");
    terminal.shows("signed by press@mfa.example");
    terminal.answer("Seal this? It cannot be changed afterwards [y/N]: ", "");
    terminal.shows("not sealed, as you answered");
    assert_eq!(terminal.end().0, Some(2));
    assert!(!office.path("one.zip").exists());
}

/// A key that is not trusted as an issuer then is most likely the wrong one.
#[test]
fn a_key_that_the_own_list_does_not_trust_seals_on_a_yes_alone() {
    need_terminal!();
    let office = office();
    let list = fs::read_to_string(office.path("keys/allowed_signers")).unwrap();
    for (other, mend) in [
        (list.replace("issuer", "witness"), "if it is to sign as issuer, trust it so: chancery key trust"),
        (list.replace("valid-after=\"20200101Z\"", "valid-before=\"20260101Z\""), "its time is over"),
        (list.replace("2020", "2027"), "trust it from then on: chancery key trust"),
    ] {
        office.write("keys/allowed_signers", other);
        for (answer, code) in [("", 2), ("n", 2), ("y", 0)] {
            let mut terminal =
                sealing(&office, "text.txt --title T --type notice --issued 2026-03-12 --publisher M --language fr");
            terminal.shows("does not trust this key as issuer at 2026-03-12T14:05:00Z");
            terminal.shows(mend);
            terminal.answer("Sign with it all the same? [y/N]: ", answer);
            let (ended, said) = terminal.end();
            assert_eq!(ended, Some(code), "{answer}: {said}");
            assert_eq!(office.path("one.zip").exists(), code == 0, "{answer}");
            assert!(!said.contains("Publish these"), "{said}");
        }
        fs::remove_file(office.path("one.zip")).unwrap();
    }
}

#[test]
fn whoever_goes_away_seals_nothing() {
    need_terminal!();
    let office = office();
    for (key, code) in [("\u{4}", Some(2)), ("\u{3}", Some(130))] {
        let mut terminal = sealing(&office, "text.txt");
        terminal.shows("Title [");
        terminal.press(key);
        let (ended, said) = terminal.end();
        assert_eq!(ended, code, "{said}");
        assert!(key == "\u{3}" || said.contains("nothing was answered"), "{said}");
    }
    assert!(fs::read_dir(office.path("archive")).unwrap().next().is_none() && !office.path("one.zip").exists());
}

#[test]
fn nobody_is_asked_where_the_answer_could_not_be_seen_or_would_be_in_the_way() {
    need_terminal!();
    let office = office();
    for line in ["--json seal text.txt", "seal text.txt < /dev/null", "seal text.txt 2>&1 | cat", "seal - < text.txt"] {
        let (_, said) = Terminal::start(&office, &format!("chancery {line}")).end();
        assert!(said.contains("the statement needs --title, "), "{line}: {said}");
    }
}

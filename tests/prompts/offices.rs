//! What `init` asks.

use std::fs;

use crate::prompts::need_terminal;
use crate::prompts::terminal::Terminal;
use crate::support::{IDENTITY, Office};

#[test]
fn a_new_office_is_asked_about_itself() {
    need_terminal!();
    let office = Office::new();
    let mut terminal = Terminal::start(&office, "mkdir new && cd new && chancery init --type notice");
    terminal.answer(
        "The publisher's name, such as Ministry of Foreign Affairs of Exampleland (- for none) [-]: ",
        "Justice",
    );
    terminal.answer("The identity that signs, such as press@mfa.example (- for none) [-]: ", "justice@gov.example");
    terminal.answer("The language of most statements, such as en (- for none) [-]: ", "");
    terminal.shows("chancery key new justice@gov.example");
    assert_eq!(terminal.end().0, Some(0));
    let written = fs::read_to_string(office.path("new/chancery.toml")).unwrap();
    for line in [
        "publisher = \"Justice\"\n",
        "identity = \"justice@gov.example\"\n",
        "# language = \"\"\n",
        "type = \"notice\"\n",
    ] {
        assert!(written.contains(line), "{written}");
    }
}

/// A folder with a trust list that somebody sent.
fn sent() -> Office {
    let office = Office::new();
    let key = fs::read_to_string(office.path(format!("keys/{IDENTITY}.pub"))).unwrap();
    office.write("sent/keys/allowed_signers", format!("{IDENTITY} {key}"));
    office.write("sent/chancery.toml", "");
    office
}

#[test]
fn a_list_from_elsewhere_is_adopted_on_a_yes() {
    need_terminal!();
    for (answer, code, made) in
        [("n", 2, false), ("", 2, false), ("perhaps", 2, false), ("y", 0, true), ("YES", 0, true)]
    {
        let office = sent();
        let mut terminal = Terminal::start(&office, "cd sent && chancery init");
        terminal.answer("Is this office your own, and its trust list to be trusted? [y/N]: ", answer);
        let (ended, said) = terminal.end();
        assert_eq!(ended, Some(code), "{answer}: {said}");
        // These may be the only copies of the office's own keys: nobody is told to remove them.
        assert!(!said.contains("remove"), "{said}");
        assert_eq!(
            said.contains("nothing was changed; if they are your own, run `chancery init` again"),
            !made,
            "{said}"
        );
        assert_eq!(office.path("sent/archive").exists(), made, "{answer}");
    }
}

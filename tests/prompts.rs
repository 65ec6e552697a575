//! Questions at a real terminal: what is proposed, what is asked, and what is not echoed.
#![cfg(target_os = "linux")]

mod offices;
mod passphrases;
mod pastes;
mod statements;
mod terminal;
mod trusting;

use terminal::Terminal;

use crate::support::Office;

/// Ends the test where there is no terminal to be had.
macro_rules! need_terminal {
    () => {
        if !crate::support::have("script") {
            return;
        }
    };
}
pub(crate) use need_terminal;

fn sealed(office: &Office) {
    office.write("text.txt", "The harbour is open.\n");
    office.seal([
        "text.txt",
        "--title",
        "Harbour ".repeat(20).trim_end(),
        "--issued",
        "2026-03-12",
        "--out",
        "one.zip",
    ]);
}

#[test]
fn a_terminal_has_colour_unless_it_is_forbidden() {
    need_terminal!();
    let office = Office::new();
    sealed(&office);
    for (command, coloured) in [
        ("chancery verify one.zip", true),
        ("NO_COLOR=1 chancery verify one.zip", false),
        ("TERM=dumb chancery verify one.zip", false),
        ("chancery --color never verify one.zip", false),
        ("chancery verify one.zip | cat", false),
        ("chancery --json verify one.zip", false),
        ("chancery verify missing.zip", true),
    ] {
        let (_, said) = Terminal::start(&office, command).end();
        assert_eq!(said.contains("\u{1b}["), coloured, "{command}: {said}");
    }
}

#[test]
fn a_list_is_as_wide_as_the_terminal() {
    need_terminal!();
    let office = Office::new();
    sealed(&office);
    std::fs::rename(office.path("one.zip"), office.path("archive/one.zip")).unwrap();
    for columns in [60, 80, 132] {
        let (_, said) =
            Terminal::start(&office, &format!("stty rows 24 cols {columns} && chancery --quiet --color never list"))
                .end();
        let widest = said.lines().map(|line| line.chars().count()).max();
        // Two columns are left for a mark behind the id.
        assert!((columns - 3..=columns).contains(&widest.unwrap()), "{said}");
    }
}

//! What is pasted at the terminal, however long its lines are.

use crate::prompts::need_terminal;
use crate::prompts::terminal::Terminal;
use crate::support::Office;

/// A paragraph on one line, longer than a terminal keeps of a line by itself.
fn paragraph() -> String {
    "Соглашение вступает в силу с первого января. ".repeat(120)
}

fn sealed(text: &str) -> Office {
    let office = Office::new();
    office.write("text.txt", format!("{text}\n"));
    office.done([
        "seal",
        "text.txt",
        "--title",
        "Harbour",
        "--issued",
        "2026-03-12",
        "--language",
        "ru",
        "--out",
        "one.zip",
    ]);
    office
}

/// Pastes a text as a person does, piece by piece as the terminal takes it.
fn paste(terminal: &mut Terminal, text: &str) {
    terminal.shows("paste the text here; then press Enter and Ctrl-D");
    for piece in text.chars().collect::<Vec<_>>().chunks(500) {
        terminal.press(&piece.iter().collect::<String>());
    }
}

#[test]
fn a_paste_with_a_long_line_takes_one_command() {
    need_terminal!();
    let text = paragraph();
    let office = sealed(&text);
    let mut terminal = Terminal::start(&office, "chancery compare one.zip -");
    paste(&mut terminal, &format!("{text}\n\u{4}"));
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("SAME BYTES"), "{said}");
}

#[test]
fn a_quote_is_pasted_likewise_and_a_letter_can_be_taken_back() {
    need_terminal!();
    let office = sealed("The harbour is open.");
    let mut terminal = Terminal::start(&office, "chancery quote - one.zip");
    paste(&mut terminal, "harbour is open\u{436}\u{7f}\n\u{4}");
    let (code, said) = terminal.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("FOUND"), "{said}");
}

#[test]
fn a_paste_can_be_broken_off_and_the_terminal_is_as_it_was() {
    need_terminal!();
    let office = sealed("The harbour is open.");
    let mut terminal = Terminal::start(&office, "chancery compare one.zip -; stty -a | tr '\\n' ' '");
    paste(&mut terminal, "harbour\u{3}");
    let (_, said) = terminal.end();
    assert!(said.contains("broken off") && said.contains(" icanon") && said.contains(" isig"), "{said}");
}

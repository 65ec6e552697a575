//! A screen that takes offence.

use crate::support::{Office, text};

/// Runs a command with colour, since without it the controls would be taken out on their way, and gives all that it says.
///
/// # Panics
/// Where that holds anything but colours that a terminal would obey, or that hides.
#[track_caller]
pub fn see(office: &Office, arguments: &[&str]) -> String {
    let mut command = office.command();
    command.env("CLICOLOR_FORCE", "1").args(["--color", "always"]).args(arguments);
    let output = command.output().unwrap();
    let said = text(&output.stdout) + &text(&output.stderr);
    let plain = without_colours(&said);
    let texts = arguments.contains(&"--text");
    if let Some(bad) = plain.chars().find(|letter| is_bad(*letter) && !(texts && *letter == '\t')) {
        panic!("{arguments:?} says U+{:04X}: {said:?}", u32::from(bad));
    }
    plain
}

/// Takes out `ESC [ digits m`, and nothing else.
fn without_colours(said: &str) -> String {
    let mut parts = said.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ';').strip_prefix('m');
        plain += &rest.map_or_else(|| format!("\u{1b}[{part}"), ToOwned::to_owned);
    }
    plain
}

/// Controls (Cc) but for the line feed, Unicode's `Bidi_Control`, line separators, and what cannot be seen.
fn is_bad(letter: char) -> bool {
    let bidi = ['\u{61c}', '\u{200e}', '\u{200f}'].contains(&letter)
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter);
    let hidden = ['\u{ad}', '\u{180e}', '\u{200b}', '\u{2028}', '\u{2029}', '\u{feff}'].contains(&letter)
        || ('\u{e0000}'..='\u{e007f}').contains(&letter);
    (letter.is_control() && letter != '\n') || bidi || hidden
}

#[test]
fn the_screen_knows_what_is_bad() {
    assert!(
        crate::hostile_terminal::CONTROLS
            .chars()
            .all(|letter| is_bad(letter) != (letter.is_ascii_graphic() || letter == '\n'))
    );
    assert_eq!(crate::hostile_terminal::ALLOWED.chars().filter(|letter| !is_bad(*letter)).collect::<String>(), "cd");
    assert_eq!(without_colours("\u{1b}[1;31ma\u{1b}[0m\u{1b}[2J"), "a\u{1b}[2J");
}

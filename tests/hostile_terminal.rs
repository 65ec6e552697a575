//! Text that attacks the terminal on which it is shown: from bundles, lists, settings and the command line. Whatever is
//! said of it, nothing of it reaches the screen but what can be seen.

mod forgeries;
mod lists;
mod screen;
#[cfg(unix)]
mod words;

use std::fs;

use screen::see;

use crate::support::Office;

/// What no value in a bundle may hold: it names the window, clears the screen, and goes back over what was written.
const CONTROLS: &str = "a\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}2J\u{85}\r\u{8}\u{7f}\nb";

/// What every value in a bundle may hold: it turns the text round, and hides.
const ALLOWED: &str = "c\u{202e}\u{2066}\u{200f}\u{61c}\u{200b}\u{feff}\u{ad}\u{180e}\u{e0041}d";

/// [`ALLOWED`], as it must be shown.
const SHOWN: &str = "c\\u{202e}\\u{2066}\\u{200f}\\u{61c}\\u{200b}\\u{feff}\\u{ad}\\u{180e}\\u{e0041}d";

/// An authentic bundle with everything that is allowed wherever it is.
fn sealed(office: &Office) -> std::path::PathBuf {
    office.write(&format!("{ALLOWED}.txt"), format!("{CONTROLS}\t{ALLOWED}"));
    let metadata = serde_json::json!({
        "titles": {"fr": ALLOWED},
        "publishers": [{"name": ALLOWED, "identity": crate::support::IDENTITY}],
        "speakers": [{"name": ALLOWED, "role": ALLOWED}],
        "subjects": [ALLOWED],
        (ALLOWED): ALLOWED,
        "unknown": [ALLOWED],
    });
    office.write("metadata.json", metadata.to_string());
    let text = format!("{ALLOWED}.txt");
    let media_type = format!("{text}=text/plain; charset=utf-8");
    let fixed = ["--issued", "2026-03-12", "--metadata", "metadata.json", "--media-type", &media_type];
    let mut arguments = vec!["seal", &text, "--sealed-at", crate::support::SEALED_AT];
    arguments.extend(fixed);
    for option in ["--title", "--type", "--identifier", "--place", "--summary", "--rights"] {
        arguments.extend([option, ALLOWED]);
    }
    let replaces = format!("sha256:{}", "0".repeat(64));
    arguments.extend(["--replaces", &replaces, "--reason", ALLOWED]);
    let said = see(office, &arguments);
    assert!(said.contains(&format!("{SHOWN}.txt is called c-d.txt in the bundle")), "{said}");
    let mut bundles = fs::read_dir(office.path("archive/2026")).unwrap();
    bundles.next().unwrap().unwrap().path()
}

#[test]
fn what_an_authentic_bundle_holds_is_shown_and_does_nothing() {
    let office = Office::new();
    let bundle = sealed(&office);
    let bundle = bundle.to_str().unwrap();
    for command in [
        &["verify", bundle][..],
        &["--quiet", "verify", bundle],
        &["show", bundle],
        &["show", bundle, "--text"],
        &["extract", bundle, "--to", "out"],
        &["list"],
        &["verify", bundle, "--fingerprint", "SHA256:RFGPmv0HqTEFgFwzM49kDpWeoM4LSFeh+oNnj0R89WQ"],
    ] {
        let said = see(&office, command);
        assert!(said.contains("\\u{202e}"), "{command:?}: {said}");
    }
    let said = see(&office, &["show", bundle]);
    assert!(said.matches(SHOWN).count() >= 15, "{said}");
    assert_eq!(fs::read_to_string(office.path("out/c-d.txt")).unwrap(), format!("{CONTROLS}\t{ALLOWED}"));
}

#[test]
fn what_a_copy_or_a_quote_holds_is_shown_and_does_nothing() {
    let office = Office::new();
    let bundle = sealed(&office).display().to_string();
    let hostile = format!("first {CONTROLS} second {ALLOWED} <script>alert(1)</script> third");
    office.write("copy.txt", &hostile);
    office.write(
        "copy.html",
        format!("<nav>{hostile}</nav><p>{hostile}<bdo dir=rtl>x</bdo></p><title>{hostile}</title>"),
    );
    office.write(&format!("{ALLOWED}.md"), &hostile);
    for copy in ["copy.txt", "copy.html", &format!("{ALLOWED}.md")] {
        let said = see(&office, &["compare", &bundle, copy, "--all", "--html", &format!("{ALLOWED}{copy}.page")]);
        assert!(said.contains("DIFFERENT"), "{said}");
        see(&office, &["--json", "compare", &bundle, copy]);
        see(&office, &["--color", "always", "compare", &bundle, copy, "--document", ALLOWED]);
        let page = fs::read_to_string(office.path(format!("{ALLOWED}{copy}.page"))).unwrap();
        let is_seen = |letter: char| {
            letter == '\n' || !(letter.is_control() || ALLOWED[1..].contains(letter) && !letter.is_ascii())
        };
        assert!(page.chars().all(is_seen) && !page.contains("<script"), "{page}");
    }
    for passage in [&hostile, ALLOWED, "c"] {
        see(&office, &["quote", passage]);
        see(&office, &["quote", passage, &bundle]);
        see(&office, &["--json", "quote", passage]);
    }
}

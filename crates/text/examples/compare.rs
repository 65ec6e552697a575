//! Compares a copy with a text, word by word.
//!
//! `cargo run -p chancery-text --example compare` compares two texts that are built in, and
//! `cargo run -p chancery-text --example compare -- SEALED COPY` two files.

use std::error::Error;
use std::{env, fs};

use chancery_text::{Charset, DocumentKind, InProcess, Reading, TextExtractor, compare};

const SEALED: &str = "The harbour opens on 1 May. Both sides use the inner basin. All fees are waived.";
const COPY: &str = "<h1>Harbour</h1><p>The harbour opens on <b>2 May</b>. Both sides use the inner basin.</p>";

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = env::args().skip(1).collect();
    let (sealed, copy) = match files.as_slice() {
        [sealed, copy] => (read(sealed, &fs::read(sealed)?)?, read(copy, &fs::read(copy)?)?),
        _ => (read("sealed.txt", SEALED.as_bytes())?, read("copy.html", COPY.as_bytes())?),
    };
    let comparison = compare(&sealed, &copy);
    println!("{} of {} words", comparison.held, comparison.words);
    // Every stretch in which they differ, in the words of both.
    for hunk in &comparison.changes {
        let (was, is) = (comparison.sealed.words(hunk.sealed.clone()), comparison.copy.words(hunk.copy.clone()));
        println!("  sealed \u{201c}{was}\u{201d}, copy \u{201c}{is}\u{201d}");
    }
    println!("{}", if comparison.is_same() { "SAME WORDS" } else { "DIFFERENT" });
    Ok(())
}

/// The text of a file of any kind. A program that reads files from anywhere runs this in a process with limits.
fn read(name: &str, bytes: &[u8]) -> Result<Reading, chancery_text::Error> {
    let kind = DocumentKind::of_file(bytes, name);
    Ok(InProcess.extract(kind, bytes, Charset::Unsaid)?.reading)
}

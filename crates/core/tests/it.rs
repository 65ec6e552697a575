//! The judge through the crate's public face, without the program: fast enough to run once for every mutant.
//!
//! The vectors, and what is expected of the table of trust, are those of the whole project: `tests/` at its root.

mod announcement;
mod report;
mod support;
mod trust;
mod vectors;
#[allow(dead_code, reason = "other tests need the rest")]
mod vectors_make;

#[path = "../../../tests/trust_table.rs"]
mod trust_table;

#[allow(dead_code, reason = "its `main` is for `cargo run --example verify`")]
#[path = "../examples/verify.rs"]
mod example;

#[test]
fn the_example_finds_the_archive_authentic() {
    let bundle = include_bytes!("../../../archive/2026/2026-10-01-an-embassy-opens-in-velloway.zip");
    let signers = include_bytes!("../../../keys/allowed_signers");
    let said = |bundle: &[u8]| example::report_on(bundle, signers, "2026-12-01T00:00:00Z".parse().unwrap()).unwrap();
    assert_eq!(
        said(bundle),
        "2026-10-01-an-embassy-opens-in-velloway: authentic\n\
         An Embassy Opens in Velloway\n\
         issuer press@mfa.example: trusted\n"
    );
    let said = said(&bundle[1..]);
    assert!(said.contains(": not-authentic\n") && !said.contains("An Embassy"), "{said}");
}

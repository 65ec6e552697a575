//! Links the program at a fixed address where that makes it start sooner.

use std::env;

/// A program that the system may load anywhere has 65,000 addresses written into it at each start: that is half the time of a
/// verification of a small bundle. The program's own code is safe Rust. `SQLite`, which is C, opens only the catalogue that this
/// program wrote into its user's own cache.
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    let is_static =
        env::var("CARGO_CFG_TARGET_FEATURE").is_ok_and(|features| features.split(',').any(|one| one == "crt-static"));
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && !is_static {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}

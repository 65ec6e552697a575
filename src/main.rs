//! The program: turns what the command line says into an exit code.
fn main() {}

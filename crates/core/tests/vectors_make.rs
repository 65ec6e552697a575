//! What the tests here need of the project's `tests/vectors_make`.

#[path = "../../../tests/vectors_make/bag.rs"]
pub mod bag;
#[path = "../../../tests/vectors_make/vector.rs"]
pub mod vector;
#[path = "../../../tests/vectors_make/zip.rs"]
pub mod zip;

//! Two stories of keys, told at the command line by an office, its readers and a thief: of a key that is changed in peace,
//! and of one that is stolen.
//!
//! Everybody has a folder and settings of their own, and what goes from one to the other is a file. At every step
//! `ssh-keygen -Y verify` is asked with the same lists, where it is there.
#![cfg(unix)]

mod compromise;
mod people;
mod rotation;

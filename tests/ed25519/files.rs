//! The vectors of others, where a variable names their file: they are not part of this project.

use std::fs;

use serde_json::Value;

use crate::ed25519::is_good;

/// The vectors in the file that the variable names.
fn named_by(variable: &str) -> Vec<Value> {
    let Some(path) = std::env::var_os(variable) else {
        eprintln!("skipped: {variable} names no file");
        return Vec::new();
    };
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn text<'a>(vector: &'a Value, key: &str) -> &'a str {
    vector[key].as_str().unwrap()
}

fn bytes(digits: &str) -> Vec<u8> {
    let digit = |digit: u8| u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap();
    digits.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

fn verifies(key: &str, message: &[u8], signature: &str) -> bool {
    is_good(&bytes(key).try_into().unwrap(), message, &bytes(signature).try_into().unwrap())
}

#[test]
fn cctv_is_answered_as_its_flags_say() {
    let vectors = named_by("CHANCERY_CCTV");
    let mut good = 0;
    for vector in &vectors {
        // Only a component of small order is no fault (FORMAT.md 8.5). No flags are written as null.
        let flags = vector["flags"].as_array().map(Vec::as_slice).unwrap_or_default();
        let harmless = flags.iter().all(|flag| flag.as_str().unwrap().starts_with("low_order_component_"));
        let verifies = verifies(text(vector, "key"), text(vector, "msg").as_bytes(), text(vector, "sig"));
        assert_eq!(verifies, harmless, "{vector}");
        good += usize::from(verifies);
    }
    assert!(vectors.is_empty() || (vectors.len(), good) == (914, 43), "{good} of {}", vectors.len());
}

#[test]
fn speccheck_has_one_good_case() {
    let cases = named_by("CHANCERY_SPECCHECK");
    let good = |case: &&Value| verifies(text(case, "pub_key"), &bytes(text(case, "message")), text(case, "signature"));
    let good: Vec<usize> = (0..cases.len()).filter(|at| good(&&cases[*at])).collect();
    assert!(cases.is_empty() || (cases.len() == 12 && good == [3]), "{good:?} of {}", cases.len());
}

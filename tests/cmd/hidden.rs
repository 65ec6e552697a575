//! What differs from run to run, and is written as a word in brackets: the time, new keys, the office's folder.

use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use chancery_core::{PublicKey, Timestamp};

use crate::support::Office;

/// What to hide in a session.
pub struct Hidden {
    /// The files of the new keys, whether or not they are there yet.
    pub public_keys: Vec<PathBuf>,
    folder: String,
    began: i64,
}

impl Hidden {
    /// Hides the times from now on.
    pub fn now(office: &Office) -> Self {
        let folder = fs::canonicalize(office.path("")).unwrap().display().to_string();
        Self { public_keys: Vec::new(), folder, began: now() }
    }

    /// The text with words in brackets for what differs.
    pub fn hide(&self, text: &str) -> String {
        let mut text = text.replace(&self.folder, "[OFFICE]");
        text = text.replace(concat!(" ", env!("CARGO_PKG_VERSION")), " [VERSION]");
        for time in (self.began..=now()).filter_map(Timestamp::from_unix) {
            text = text.replace(&time.to_string(), "[NOW]").replace(&time.compact(), "[NOW]");
            text = text.replace(&format!(".until-{}", &time.compact()[..8]), ".until-[TODAY]");
            text = text.replace(&format!("{}.jsonl", &time.compact()[..4]), "[YEAR].jsonl");
        }
        for key in self.public_keys.iter().filter_map(|path| fs::read_to_string(path).ok()) {
            let key: PublicKey = key.trim().parse().unwrap();
            text = text.replace(&key.fingerprint().to_string(), "[FINGERPRINT]").replace(&key.to_string(), "[KEY]");
        }
        text
    }
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

//! OpenSSH's picture of a fingerprint: two pictures are told apart at a glance, where 43 letters are not.

use chancery_core::Fingerprint;

/// The picture that `ssh-keygen -lv` prints for an Ed25519 key, line by line.
pub fn picture(fingerprint: &Fingerprint) -> Vec<String> {
    let picture = ssh_key::Fingerprint::Sha256(*fingerprint.as_bytes()).to_randomart("[ED25519 256]");
    picture.lines().map(ToOwned::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_frame() {
        let picture = picture(&Fingerprint::of_blob(b"key"));
        assert_eq!(picture.len(), 11);
        assert_eq!(picture[0], "+--[ED25519 256]--+");
        assert_eq!(picture[10], "+----[SHA256]-----+");
        assert!(picture.iter().all(|line| line.len() == 19 && line.is_ascii()));
    }
}

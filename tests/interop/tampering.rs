//! Forgeries that the stock-tool recipe must catch, each at the step that is there for it. Chancery catches all.

use std::io::Cursor;
use std::path::PathBuf;

use crate::interop::recipe::{follow, signers, tools_are_here};
use crate::support::stored::{Stored, file_mut, repacked, top};
use crate::support::{IDENTITY, Office, key};

/// An office with a sealed bundle, and room for forgeries.
struct Scene {
    office: Office,
    bundle: Vec<u8>,
}

impl Scene {
    fn new() -> Option<Self> {
        if !tools_are_here() {
            return None;
        }
        let office = Office::new();
        office.write("text.txt", "The harbour is open.\n");
        let bundle = office.seal(["text.txt", "--title", "Harbour", "--issued", "2026-03-12"]);
        let bundle = std::fs::read(bundle).unwrap();
        Some(Self { office, bundle })
    }

    fn forged(&self, bytes: &[u8]) -> PathBuf {
        self.office.write("forged.zip", bytes)
    }

    /// Fails if the recipe does not fail at this step, or chancery takes the bundle.
    fn fails(&self, bytes: &[u8], step: &str) {
        let forged = self.forged(bytes);
        let failed = follow(&forged, &signers(&self.office)).expect_err("the recipe caught nothing");
        assert!(failed.starts_with(step), "{failed}");
        let verdict = self.office.run(["verify".as_ref(), forged.as_os_str()]);
        assert_eq!(verdict.status.code(), Some(1), "{step}");
    }

    fn changed(&self, change: impl FnOnce(&mut Vec<Stored>)) -> Vec<u8> {
        repacked(&self.bundle, change)
    }
}

#[test]
fn an_honest_bundle_packed_again_is_the_same_and_passes() {
    let Some(scene) = Scene::new() else { return };
    let again = scene.changed(|_| ());
    assert_eq!(again, scene.bundle);
    assert!(follow(&scene.forged(&again), &signers(&scene.office)).is_ok());
}

#[test]
fn a_byte_changed_in_the_file_fails_to_unzip() {
    let Some(scene) = Scene::new() else { return };
    let mut bytes = scene.bundle.clone();
    let at = bytes.windows(4).position(|window| window == b"open").unwrap();
    bytes[at] = b'O';
    scene.fails(&bytes, "unzip ");
}

#[test]
fn a_changed_document_fails_at_its_digest() {
    let Some(scene) = Scene::new() else { return };
    scene.fails(&scene.changed(|files| file_mut(files, "/data/text.txt")[0] ^= 1), "sha256sum ");
}

#[test]
fn changed_tag_files_fail_at_their_digests() {
    let Some(scene) = Scene::new() else { return };
    for name in ["/bagit.txt", "/bag-info.txt", "/metadata.json", "/manifest-sha256.txt"] {
        scene.fails(&scene.changed(|files| file_mut(files, name).push(b'\n')), "sha256sum ");
    }
}

#[test]
fn a_changed_tag_manifest_or_signature_fails_at_the_signature() {
    let Some(scene) = Scene::new() else { return };
    scene.fails(&scene.changed(|files| file_mut(files, "/tagmanifest-sha256.txt")[0] ^= 1), "ssh-keygen ");
    scene.fails(&scene.changed(|files| file_mut(files, ".sig")[200] ^= 1), "ssh-keygen ");
    scene.fails(&scene.changed(|files| files.retain(|(name, _)| !name.contains(".sig"))), "ssh-keygen ");
}

#[test]
fn an_added_file_is_found_by_the_listing() {
    let Some(scene) = Scene::new() else { return };
    for name in ["data/added.txt", "added.txt", ".hidden", "manifest-md5.txt"] {
        let name = format!("{}/{name}", top(Cursor::new(&scene.bundle)));
        scene.fails(&scene.changed(|files| files.push((name, b"added\n".to_vec()))), "diff ");
    }
}

#[test]
fn a_file_beside_the_top_folder_is_found_at_once() {
    let Some(scene) = Scene::new() else { return };
    for name in ["allowed_signers", ".hidden", "other/data/text.txt"] {
        scene.fails(&scene.changed(|files| files.push((name.to_owned(), b"added\n".to_vec()))), "test ");
    }
}

#[test]
fn a_missing_document_fails_at_its_digest() {
    let Some(scene) = Scene::new() else { return };
    scene.fails(&scene.changed(|files| files.retain(|(name, _)| !name.contains("/data/"))), "sha256sum ");
}

#[test]
fn a_key_that_the_list_does_not_have_fails_at_the_signature() {
    let Some(scene) = Scene::new() else { return };
    let other = key(8).public().unwrap();
    for line in [
        format!("{IDENTITY} namespaces=\"chancery-issuer\" {other}"),
        format!("legal@mfa.example {}", key(7).public().unwrap()),
        format!("{IDENTITY} namespaces=\"chancery-witness\" {}", key(7).public().unwrap()),
        format!("{IDENTITY} valid-after=\"20270101Z\" {}", key(7).public().unwrap()),
        format!("{IDENTITY} valid-before=\"20260101Z\" {}", key(7).public().unwrap()),
    ] {
        let list = scene.office.write("list", line + "\n");
        let failed = follow(&scene.forged(&scene.bundle), &list).expect_err("the recipe trusts a stranger");
        assert!(failed.starts_with("ssh-keygen "), "{failed}");
        let bundle = scene.office.path("forged.zip");
        let arguments = ["verify".as_ref(), bundle.as_os_str(), "--signers".as_ref(), list.as_os_str()];
        assert_eq!(scene.office.run(arguments).status.code(), Some(3));
    }
}

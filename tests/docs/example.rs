//! The complete example of FORMAT.md 14, made again by both implementations, and verified as section 16 says.

use std::fs;
use std::num::NonZeroUsize;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use chancery_core::bundle::bag_info::BagInfo;
use chancery_core::statement::read;
use chancery_core::{Digest, Findings, Role};
use chancery_office::archive::sealing::{Signing, seal};
use chancery_office::bundle::write::{Plan, Source};
use chancery_office::durable::NewFile;
use chancery_office::keys::private_key::{PrivateKey, Randomness};
use zeroize::Zeroizing;

use crate::docs::markdown::{indented_after, rows_after, section};
use crate::docs::scratch::Scratch;
use crate::docs::{page, project};
use crate::support::stored::{file_mut, repacked, unpack};
use crate::support::{have, text};

const NAME: &str = "2025-12-05-year-end-press-conference";
const SEALED_AT: &str = "2025-12-07T09:00:00Z";
/// RFC 8032, section 7.1, TEST 1.
const SECRET: &str = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

fn secret_key() -> PrivateKey {
    let mut seed = Zeroizing::new([0; 32]);
    for (at, byte) in seed.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&SECRET[2 * at..2 * at + 2], 16).unwrap();
    }
    PrivateKey::from_seed(&seed)
}

/// The texts of the example: FORMAT.md 14.
fn example() -> String {
    section(&page("FORMAT.md"), "## 14 A complete example").to_owned()
}

/// The two documents, which stand in one block.
fn documents(example: &str) -> [String; 2] {
    let block = indented_after(example, "The documents,");
    let (english, french) = block.split_once("\n\n").unwrap();
    [format!("{english}\n"), french.to_owned()]
}

/// What the page says of the bundle.
fn said(example: &str, what: &str) -> String {
    let rows = rows_after(example, "The bundle:");
    let row = rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("no row {what}"));
    row[1].trim_matches('`').to_owned()
}

/// Writes the documents, the values and the key where a sealer finds them.
fn write_parts(folder: &Path) {
    let example = example();
    for (language, text) in ["en", "fr"].into_iter().zip(documents(&example)) {
        fs::write(folder.join(format!("statement.{language}.txt")), text).unwrap();
    }
    fs::write(folder.join("metadata.json"), indented_after(&example, "`metadata.json`, 1,083")).unwrap();
    let random = Randomness { salt: [0; 16], check: 1 };
    let key = secret_key().to_openssh("TEST 1", None, &random).unwrap();
    fs::write(folder.join("key"), key.as_bytes()).unwrap();
    fs::set_permissions(folder.join("key"), fs::Permissions::from_mode(0o600)).unwrap();
}

/// Seals the example with chancery.
fn sealed(folder: &Path) -> Vec<u8> {
    write_parts(folder);
    let bytes = fs::read(folder.join("metadata.json")).unwrap();
    let mut findings = Findings::default();
    let metadata = read::read(&bytes, &mut findings).unwrap();
    assert!(findings.as_slice().is_empty(), "{:?}", findings.as_slice());
    let source = |language: &str| {
        let name = format!("statement.{language}.txt");
        let origin = folder.join(&name);
        let file = fs::File::open(&origin).unwrap();
        Source::named(format!("data/{name}").parse().unwrap(), origin, &file).unwrap()
    };
    let documents = ["en", "fr"].map(source);
    let info = BagInfo { name: NAME.parse().unwrap(), sealed_at: SEALED_AT.parse().unwrap() };
    let plan = Plan { info: &info, metadata: &metadata, documents: &documents };
    let (identity, key) = ("press@mfa.example".parse().unwrap(), secret_key());
    let issuer = Signing { role: Role::Issuer, identity: &identity, signer: &key };
    let file = NewFile::create_in(folder).unwrap();
    let sealed = seal(&plan, &[issuer], (&file, folder), NonZeroUsize::MIN, &|_| {}).unwrap();
    assert_eq!(sealed.id.to_string(), said(&example(), "id"));
    fs::read(file.publish(&format!("{NAME}.zip")).unwrap()).unwrap()
}

#[test]
fn the_example_is_what_chancery_seals() {
    let (scratch, example) = (Scratch::new(), example());
    let bundle = sealed(&scratch.path("."));
    assert_eq!(format!("{} bytes", bundle.len()), said(&example, "size of the ZIP file").replace(',', ""));
    assert_eq!(Digest::of(&bundle).to_string(), said(&example, "SHA-256 of the ZIP file"));
    let files = unpack(std::io::Cursor::new(&bundle));
    assert_eq!(files.len().to_string(), said(&example, "entries"));
    assert_eq!(NAME, said(&example, "name"));
    let id = said(&example, "id");
    assert_eq!(id["sha256:".len()..][..12], said(&example, "short form"));
}

#[test]
fn the_example_shows_every_file_of_the_bundle() {
    let (scratch, example) = (Scratch::new(), example());
    let mut files = unpack(std::io::Cursor::new(sealed(&scratch.path("."))));
    for (name, phrase) in [
        ("/metadata.json", "`metadata.json`, "),
        ("/bag-info.txt", "`bag-info.txt`, "),
        ("/manifest-sha256.txt", "`manifest-sha256.txt`, "),
        ("/tagmanifest-sha256.txt", "`tagmanifest-sha256.txt`, "),
        (".sig", "`signatures/issuer.press@mfa.example.sig`, "),
    ] {
        let bytes = file_mut(&mut files, name);
        assert_eq!(text(bytes), indented_after(&example, phrase), "{name}");
        let size = format!("{phrase}{} bytes:", bytes.len()).replace(',', "");
        assert!(example.replace(',', "").contains(&size), "the page does not say {size:?}");
    }
    let public = secret_key().public().unwrap();
    let shown = format!("{public}\n{}\n", public.fingerprint());
    assert_eq!(indented_after(&example, "The public key, and its fingerprint:"), shown);
}

#[test]
fn the_example_is_what_the_second_implementation_seals() {
    if !(have("python3") && have("ssh-keygen")) {
        return;
    }
    let (first, second) = (Scratch::new(), Scratch::new());
    write_parts(&second.path("."));
    let documents = ["en", "fr"].map(|language| format!("data/statement.{language}.txt=statement.{language}.txt"));
    let output = Command::new("python3")
        .arg("-B")
        .arg(project("tests/interop/second.py"))
        .args(["seal", "--key", "key", "--values", "metadata.json", "--sealed-at", SEALED_AT, "--name", NAME])
        .args(["--out", "second.zip"])
        .args(documents)
        .current_dir(second.path("."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(fs::read(second.path("second.zip")).unwrap() == sealed(&first.path(".")));
}

/// The folder in which section 16 begins: the bundle and the reader's list.
fn reader(scratch: &Scratch, folder: &str, bundle: &[u8]) {
    let line = format!(
        "press@mfa.example namespaces=\"chancery-issuer\",valid-after=\"20250101Z\" {}\n",
        secret_key().public().unwrap()
    );
    scratch.write(&format!("{folder}/{NAME}.zip"), bundle);
    scratch.write(&format!("{folder}/allowed_signers"), line);
}

#[test]
fn the_stock_tools_of_section_16_take_the_example_and_no_forgery() {
    if !["unzip", "ssh-keygen", "sha256sum"].into_iter().all(have) {
        return;
    }
    let scratch = Scratch::new();
    let bundle = sealed(&scratch.path("."));
    let section = section(&page("FORMAT.md"), "## 16 Verifying with stock tools").to_owned();
    let script = format!("set -e\n{}", indented_after(&section, "The bundle is unpacked into a folder of its own"));
    reader(&scratch, "honest", &bundle);
    let output = scratch.shell("honest", &script);
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{printed}{}", text(&output.stderr));
    assert!(printed.starts_with("Good \"chancery-issuer\" signature for press@mfa.example"), "{printed}");
    assert_eq!(printed.lines().filter(|line| line.ends_with(": OK")).count(), 6, "{printed}");
    for (folder, change) in FORGERIES {
        reader(&scratch, folder, &repacked(&bundle, change));
        let output = scratch.shell(folder, &script);
        assert!(!output.status.success(), "{folder}: {}", text(&output.stdout));
    }
}

/// What a forger does, by name.
type Forgery = (&'static str, fn(&mut Vec<crate::support::stored::Stored>));

const FORGERIES: &[Forgery] = &[
    ("changed", |files| file_mut(files, "/data/statement.en.txt")[0] = b'g'),
    ("added", |files| files.push((format!("{NAME}/data/more.txt"), b"more\n".to_vec()))),
    ("beside", |files| files.push(("allowed_signers".to_owned(), b"# mine\n".to_vec()))),
    ("removed", |files| files.retain(|(name, _)| !name.ends_with(".fr.txt"))),
    ("signed", |files| file_mut(files, ".sig")[60] ^= 1),
];

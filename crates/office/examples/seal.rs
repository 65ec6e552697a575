//! An office that seals: a key, a statement, a signed bundle in an archive.
//!
//! `cargo run -p chancery-office --example seal FOLDER` makes it in a folder that is not there yet.

use std::error::Error;
use std::path::Path;
use std::{env, fs, io};

use chancery_core::{Identity, Role, Timestamp};
use chancery_office::{
    Archive, Assembling, Defaults, Destination, DocumentOptions, Effort, KeyGrant, MetadataOptions, NewPair, Office,
    Recorder, SealedBundle, Signing, Statement, gather, open_key, read_key, seal,
};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("name a folder for the office")?;
    // A real program asks the clock.
    let bundle = office_that_seals(Path::new(&folder), "2026-03-12T14:05:00Z".parse()?)?;
    println!("sealed {} as {}", bundle.path.display(), bundle.id);
    Ok(())
}

/// Makes an office with a key in a folder, and seals one statement.
///
/// # Errors
/// Where the folder is there already, and what the system says.
pub fn office_that_seals(folder: &Path, now: Timestamp) -> Result<SealedBundle, Box<dyn Error>> {
    fs::create_dir(folder)?;
    // The office's folder of keys is named, so it is this program's own.
    let mut office = Office::at(folder, now);
    office.keys = Some(folder.join("keys"));
    fs::create_dir(office.keys_folder())?;

    // A key, trusted from now on. A real one has a passphrase.
    let identity: Identity = "press@mfa.example".parse()?;
    let grant = KeyGrant { roles: vec![Role::Issuer], from: now, until: None };
    NewPair { identity: &identity, comment: "Press Office", grant }.prepare(&office)?.write(&office, None)?;
    let path = office.private_path(&identity);
    let key = open_key(&read_key(&path)?, &path, "")?;

    // A statement: its document, and what is said of it.
    let text = folder.join("statement.txt");
    fs::write(&text, "Exampleland and the Sample Isles have signed an agreement on Quillhaven harbour.\n")?;
    let no_input = || Err(io::Error::from(io::ErrorKind::Unsupported));
    let documents = gather(&DocumentOptions::of(text), &no_input, &|warning| eprintln!("{warning:?}"))?;
    let options = MetadataOptions {
        title: Some("Harbour agreement signed".to_owned()),
        kind: Some("press-release".to_owned()),
        issued: Some("2026-03-12".to_owned()),
        publisher: Some("Ministry of Foreign Affairs of Exampleland".to_owned()),
        language: Some("en".to_owned()),
        ..MetadataOptions::default()
    };
    let defaults = Defaults::default();
    let assembling =
        Assembling { options: &options, defaults: &defaults, identity: &identity, sealed_at: now, base: &[] };
    // What is missing and required comes back as data: here nothing is.
    let metadata = assembling.metadata(&documents, &|warning| eprintln!("{warning:?}"))?;
    let statement = Statement { documents, metadata, sealed_at: now };

    // The bundle is written, signed and judged before it gets its name; the archive's event log says that it is there.
    let archive = Archive::at(&office.archive);
    let recorder = Recorder { now, agent: identity.as_str(), program: "example 1.0.0" };
    let events = |_id| Ok(vec![recorder.sealed()]);
    let destination = Destination::Archive { archive: &archive, events: &events };
    let signing = Signing { role: Role::Issuer, identity: &identity, signer: &key };
    Ok(seal(&statement, signing, destination, Effort::default())?)
}

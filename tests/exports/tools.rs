//! Other people's validators, run without the network.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::exports::statements::write;
use crate::support::{have, text};

/// What a validator says: nothing where the document is valid.
pub type Refusal = Result<(), String>;

/// Whether a python that has these modules is here.
pub fn have_python(modules: &str) -> bool {
    have("python3") && {
        let found = python("-c", &[format!("import {modules}")]).status.success();
        assert!(
            found || std::env::var("CHANCERY_REQUIRE_INTEROP").as_deref() != Ok("1"),
            "{modules} are needed and missing"
        );
        if !found {
            eprintln!("skipped: python3 has not all of {modules}");
        }
        found
    }
}

/// Asks xmllint whether an XML document is valid against a schema that lies in `tests/schemas`.
pub fn xmllint(schema: &str, document: &str) -> Refusal {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "document.xml", document);
    let mut command = Command::new("xmllint");
    command.current_dir(schemas()).env("XML_CATALOG_FILES", "catalog.xml");
    outcome(&command.args(["--nonet", "--noout", "--schema", schema]).arg(file).output().unwrap())
}

/// Asks a script that lies beside this file about a document. `options` stand before the document's path.
pub fn script(name: &str, options: &[&Path], document: &str) -> Refusal {
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "document", document);
    let path = here().join("tests/exports").join(name).into_os_string().into_string().unwrap();
    let arguments = options.iter().map(|option| option.display().to_string());
    outcome(&python(&path, &arguments.chain([file.display().to_string()]).collect::<Vec<_>>()))
}

/// A schema that cannot be kept with the project, where it is: see `tests/schemas/README.md`.
pub fn schema(name: &str) -> Option<PathBuf> {
    let elsewhere = std::env::var_os("CHANCERY_SCHEMAS").map(PathBuf::from);
    let folders = [Some(schemas()), elsewhere, Some(here().join("../shared/schemas"))];
    let found = folders.into_iter().flatten().map(|folder| folder.join(name)).find(|path| path.is_file());
    if found.is_none() {
        eprintln!("skipped: {name} is not on this machine; tests/schemas/README.md says where to get it");
    }
    found
}

fn python(script: &str, arguments: &[String]) -> Output {
    Command::new("python3").args(["-B", script]).args(arguments).output().unwrap()
}

fn outcome(output: &Output) -> Refusal {
    if output.status.success() { Ok(()) } else { Err(text(&output.stdout) + &text(&output.stderr)) }
}

fn schemas() -> PathBuf {
    here().join("tests/schemas")
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//! A catalogue that is garbage: made again without being asked, and never believed.

use std::fs;
use std::os::unix::fs::{FileExt, symlink};
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::archive::{answers, audit, counts, ends, json, lines, office_with, sealed};
use crate::support::{Office, text};

/// An office with statements, and a catalogue that knows all their words.
fn indexed() -> (Office, Vec<Vec<String>>) {
    let (office, _) = office_with(6);
    ends(&office, 0, &["list"]);
    let right = answers(&office);
    assert_eq!(right.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6, 6, 1]);
    (office, right)
}

/// Where the one catalogue lies.
fn catalogue(office: &Office) -> PathBuf {
    let files = fs::read_dir(office.path(".cache/chancery")).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "sqlite")).last().unwrap()
}

/// Bytes that look like nothing, the same ones each time.
fn garbage(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    std::iter::repeat_with(next).take(length).collect()
}

/// That one run at most fails, clearly, and tells nothing wrong in JSON before it does; then all is right.
#[track_caller]
fn assert_mended(office: &Office, right: &[Vec<String>], what: &str) {
    for (asked, right) in [(&["list"][..], &right[0]), (&["search", "ministry", "--sort", "newest"], &right[2])] {
        let output = office.run([&["--json"], asked].concat());
        let said = format!("{what}: {}{}", text(&output.stdout), text(&output.stderr));
        let rows = lines(&output.stdout);
        match output.status.code() {
            Some(0) => assert_eq!(rows.len(), right.len(), "{said}"),
            Some(2) => assert!(rows.iter().any(|row| row["error"]["message"].is_string()), "{said}"),
            _ => panic!("{said}"),
        }
        let again = ends(office, 0, &[&["--json"], asked].concat());
        assert_eq!(lines(&again.stdout).len(), right.len(), "{what}: the next run");
    }
    assert!(answers(office) == right, "{what}: {:?} instead of {right:?}", answers(office));
    let (_, summary) = audit(office, 0, &[]);
    assert_eq!(counts(&summary), [6, 6, 0, 0, 0, 0, 0], "{what}");
}

#[test]
fn a_catalogue_that_was_deleted_is_made_again() {
    let (office, right) = indexed();
    fs::remove_file(catalogue(&office)).unwrap();
    assert_eq!(answers(&office), right);
    fs::remove_dir_all(office.path(".cache")).unwrap();
    assert_eq!(answers(&office), right);
    ends(&office, 0, &["reindex"]);
    assert_eq!(answers(&office), right);
}

#[test]
fn a_catalogue_of_garbage_is_made_again() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    let whole = fs::read(&path).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let without_head = [&garbage(100)[..], &whole[100..]].concat();
    let headed = [&whole[..100], &garbage(whole.len() - 100)[..]].concat();
    for (what, content) in [
        ("random bytes", garbage(20_000)),
        ("no bytes", Vec::new()),
        ("one byte", vec![0]),
        ("a text", b"no database\n".to_vec()),
        ("the first page", whole[..4_096].to_vec()),
        ("a half", half),
        ("a cut page", whole[..whole.len() - 1_000].to_vec()),
        ("another head", without_head),
        ("a head and garbage", headed),
        ("zeros", vec![0; whole.len()]),
    ] {
        fs::write(&path, content).unwrap();
        assert_mended(&office, &right, what);
    }
}

#[test]
fn a_catalogue_with_pages_of_garbage_is_made_again() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    let whole = fs::read(&path).unwrap();
    let pages = whole.len() / 4_096;
    assert!(pages > 10, "{pages}");
    for page in 0..pages {
        for (what, harm) in [("garbage", garbage(4_096)), ("zeros", vec![0; 4_096])] {
            fs::write(&path, &whole).unwrap();
            let file = fs::File::options().write(true).open(&path).unwrap();
            file.write_all_at(&harm, page as u64 * 4_096).unwrap();
            assert_mended_quickly(&office, &right, &format!("{what} on page {page} of {pages}"));
        }
    }
}

/// As [`assert_mended`], by few commands.
#[track_caller]
fn assert_mended_quickly(office: &Office, right: &[Vec<String>], what: &str) {
    for (asked, right) in
        [(&["--json", "search", "ministry", "--sort", "newest"][..], &right[2]), (&["--json", "list"], &right[0])]
    {
        let output = office.run(asked);
        let wrong = output.status.code() == Some(0) && lines(&output.stdout).len() != right.len();
        assert!(!wrong && [Some(0), Some(2)].contains(&output.status.code()), "{what}: {}", text(&output.stdout));
        if output.status.code() == Some(2) {
            let again = ends(office, 0, asked);
            assert_eq!(lines(&again.stdout).len(), right.len(), "{what}: the next run");
        }
    }
}

#[test]
fn a_catalogue_with_holes_at_odd_places_is_made_again() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    let whole = fs::read(&path).unwrap();
    for at in (1_000..whole.len() - 600).step_by(7_001) {
        fs::write(&path, &whole).unwrap();
        fs::File::options().write(true).open(&path).unwrap().write_all_at(&garbage(600), at as u64).unwrap();
        let output = office.run(["--json", "list"]);
        assert!([Some(0), Some(2)].contains(&output.status.code()), "{at}: {}", text(&output.stderr));
        ends(&office, 0, &["reindex"]);
        assert_eq!(answers(&office), right, "{at}");
    }
}

#[test]
fn another_database_is_not_taken_for_a_catalogue() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    let foreign = "CREATE TABLE bundle (key INTEGER PRIMARY KEY); CREATE TABLE folder (key, path, stamp);";
    for (what, sql) in [
        ("other tables", "CREATE TABLE customer (name TEXT); INSERT INTO customer VALUES ('x');".to_owned()),
        ("tables of the same names", format!("{foreign} PRAGMA user_version = 1;")),
        ("no tables", "PRAGMA user_version = 1;".to_owned()),
        ("another version", format!("{foreign} PRAGMA user_version = 999;")),
    ] {
        fs::remove_file(&path).unwrap();
        Connection::open(&path).unwrap().execute_batch(&sql).unwrap();
        assert_mended(&office, &right, what);
    }
}

#[test]
fn a_folder_in_the_place_of_the_catalogue_keeps_nobody_from_reading() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_mended(&office, &right, "a folder");
}

#[test]
fn a_link_in_the_place_of_the_catalogue_is_not_followed() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    let elsewhere = office.write("elsewhere", "the notes of somebody else");
    for target in [&elsewhere, Path::new("nowhere"), &path] {
        let _ = fs::remove_file(&path);
        symlink(target, &path).unwrap();
        assert_mended(&office, &right, &format!("a link to {target:?}"));
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "the notes of somebody else");
    }
}

#[test]
fn garbage_beside_the_catalogue_is_not_believed() {
    let (office, right) = indexed();
    let path = catalogue(&office);
    for ending in ["-wal", "-shm", "-journal"] {
        let mut name = path.clone().into_os_string();
        name.push(ending);
        fs::write(&name, garbage(9_000)).unwrap();
        assert_mended(&office, &right, &format!("garbage in {ending}"));
    }
}

/// Whatever is written in a catalogue, no verdict and no title is taken from there.
#[test]
fn a_catalogue_that_lies_is_told_from_the_bundles() {
    let (office, right) = indexed();
    let lies = "UPDATE bundle SET title = 'A lie', kind = 'lie'; UPDATE folder SET stamp = '';";
    Connection::open(catalogue(&office)).unwrap().execute_batch(lies).unwrap();
    let listed = json(&office, 0, &["list"]);
    assert!(listed.iter().all(|row| row["title"] != "A lie" && row["type"] == "press-release"), "{listed:?}");
    ends(&office, 0, &["reindex"]);
    assert_eq!(answers(&office), right);
}

/// No bundle can replace itself, nor one that replaces it: its id would have to be known before it is made. A catalogue can say so.
#[test]
fn a_circle_of_corrections_ends_and_takes_no_effect() {
    let office = Office::new();
    office.write("text.txt", "We open an embassy.\n");
    office.write("mended.txt", "We open two embassies.\n");
    let first = sealed(&office, &["seal", "text.txt", "--title", "Embassy", "--issued", "2026-03-12"]);
    let second = sealed(&office, &["correct", &first.id, "mended.txt", "--reason", "There are two"]);
    ends(&office, 0, &["list"]);
    // What corrects the first is found where the catalogue still says that it does.
    let lies = [
        ("id", ["current", "current"]),
        ("(SELECT id FROM bundle AS other WHERE other.key != bundle.key)", ["corrected", "current"]),
    ];
    for (lie, statuses) in lies {
        let lies = format!("UPDATE bundle SET replaces = {lie}");
        assert_eq!(Connection::open(catalogue(&office)).unwrap().execute(&lies, []).unwrap(), 2);
        for (kept, status) in [&first, &second].into_iter().zip(statuses) {
            let path = kept.path.to_str().unwrap();
            let row = json(&office, 0, &["list"]).into_iter().find(|row| row["id"] == *kept.id).unwrap();
            assert_eq!(row["status"], status, "{lie}: {path}");
            for asked in [["verify", path], ["show", path]] {
                assert_eq!(json(&office, 0, &asked)[0]["status"], status, "{lie}: {asked:?}");
            }
        }
    }
}

#[test]
fn a_cache_that_is_a_file_or_a_link_keeps_nobody_from_reading() {
    let (office, right) = indexed();
    fs::remove_dir_all(office.path(".cache")).unwrap();
    office.write(".cache", "no folder");
    assert_eq!(answers(&office), right);
    fs::remove_file(office.path(".cache")).unwrap();
    symlink("nowhere", office.path(".cache")).unwrap();
    assert_eq!(answers(&office), right);
}

/// A catalogue that its reader may not write, as where it was restored from a backup of root's.
#[test]
fn a_catalogue_that_cannot_be_written_keeps_nobody_from_reading() {
    let (office, _) = indexed();
    crate::archive::users::own_all(&office);
    let path = catalogue(&office);
    for mode in [0o444, 0o000] {
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        for asked in [&["--json", "list"][..], &["--json", "search", "ministry"]] {
            let Some(mut command) = crate::archive::users::command(&office) else { return };
            let first = command.args(asked).output().unwrap();
            assert!([Some(0), Some(2)].contains(&first.status.code()), "{mode:o}: {}", text(&first.stderr));
            let second = crate::archive::users::command(&office).unwrap().args(asked).output().unwrap();
            assert_eq!(second.status.code(), Some(0), "{mode:o} {asked:?}: {}", text(&second.stdout));
            assert_eq!(lines(&second.stdout).len(), 6, "{mode:o} {asked:?}");
        }
    }
}

//! How fast, and in how much memory, against public tools in the same run: `cargo bench --locked`.
//!
//! Each figure is the median of at least seven interleaved pairs, as a ratio to the public tool: absolute times differ
//! from machine to machine and from minute to minute, ratios of neighbours hardly do. Nothing here asserts a time.
//! `cargo bench --locked -- 10` adds the memory of a bundle of 10 GiB.

mod tools;

use std::fs;
use std::path::Path;

use tools::{Tool, have, median_ratio, peak_memory, random_file};

const GIB: u64 = 1 << 30;
const PAIRS: usize = 9;
/// A small bundle is verified so many times for one figure: a process takes about a millisecond.
const REPEATS: usize = 200;

fn main() {
    let folder = tempfile::Builder::new().prefix("chancery-bench").tempdir_in(target()).expect("a folder for the data");
    let office = folder.path();
    make_office(office);
    println!("{:<58} {:>8} {:>8}", "", "median", "goal");
    large(office);
    small(office);
    archive(office);
    memory(office, GIB);
    if std::env::args().any(|argument| argument == "10") {
        memory(office, 10 * GIB);
    }
}

/// On the disk where the build is, not in a folder that is memory.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn make_office(office: &Path) {
    let key =
        Tool::chancery(office).with(["key", "new", "press@mfa.example", "--no-passphrase", "--from", "2020-01-01"]);
    key.run();
    random_file(&office.join("recording.bin"), GIB);
    fs::write(office.join("text.txt"), include_str!("../samples/2026-03-12-harbour-agreement/statement.en.txt"))
        .expect("a text");
}

fn seal(office: &Path, document: &str, out: &str) -> Tool {
    let metadata =
        ["--title", "T", "--type", "notice", "--issued", "2026-03-12", "--language", "en", "--publisher", "P"];
    Tool::chancery(office)
        .with(["--quiet", "seal", document, "--key", "press@mfa.example", "--out", out])
        .with(metadata)
}

fn verify(office: &Path, bundle: &str) -> Tool {
    Tool::chancery(office).with(["--quiet", "verify", bundle])
}

/// 1 GiB that cannot be compressed, in the page cache.
fn large(office: &Path) {
    let copy = Tool::new(office, "sh").with(["-c", "cp recording.bin copy.bin && sync copy.bin"]);
    let sealing = seal(office, "recording.bin", "large.zip");
    let ratio = median_ratio(PAIRS, || sealing.fresh("large.zip").time(), || copy.fresh("copy.bin").time());
    row("seal 1 GiB with fsync, to cp and fsync", ratio, "1.40");
    let verifying = verify(office, "large.zip");
    let openssl = Tool::new(office, "openssl").with(["dgst", "-sha256", "large.zip"]);
    let ratio = median_ratio(PAIRS, || verifying.time(), || openssl.time());
    row("verify 1 GiB, to openssl dgst -sha256 of the same file", ratio, "0.95");
    fs::remove_file(office.join("large.zip")).expect("the bundle goes");
    several(office);
}

/// The same amount in eight documents, hashed in parallel.
fn several(office: &Path) {
    fs::create_dir(office.join("parts")).expect("a folder");
    for part in 0..8 {
        random_file(&office.join(format!("parts/{part}.bin")), GIB / 8);
    }
    seal(office, "parts", "several.zip").run();
    let verifying = verify(office, "several.zip");
    let openssl = Tool::new(office, "openssl").with(["dgst", "-sha256", "several.zip"]);
    let ratio = median_ratio(PAIRS, || verifying.time(), || openssl.time());
    row("verify 1 GiB in 8 documents, to openssl dgst -sha256", ratio, "-");
    fs::remove_file(office.join("several.zip")).expect("the bundle goes");
    fs::remove_dir_all(office.join("parts")).expect("the parts go");
}

/// One small text, whole processes.
fn small(office: &Path) {
    if !have("minisign") {
        println!("minisign is not on this machine: the small bundle is not measured");
        return;
    }
    seal(office, "text.txt", "small.zip").run();
    Tool::new(office, "minisign").with(["-G", "-W", "-f", "-p", "m.pub", "-s", "m.key"]).run();
    Tool::new(office, "minisign").with(["-S", "-s", "m.key", "-m", "text.txt"]).run();
    let minisign = Tool::new(office, "minisign").with(["-V", "-q", "-p", "m.pub", "-m", "text.txt"]);
    let verifying = verify(office, "small.zip");
    let ratio = median_ratio(PAIRS, || verifying.time_of(REPEATS), || minisign.time_of(REPEATS));
    row("verify one small bundle, to minisign -V of the same text", ratio, "1.50");
    let version = Tool::chancery(office).with(["--version"]);
    let ratio = median_ratio(PAIRS, || version.time_of(REPEATS), || minisign.time_of(REPEATS));
    row("--version, to minisign -V of a small text", ratio, "1.50");
}

/// How many small statements an archive is filled with.
const STATEMENTS: usize = 2_000;
/// About so many bytes each.
const SIZE: usize = 15_000;

/// Many small statements: sealed in one go, verified in one go, found in a moment.
fn archive(office: &Path) {
    let text = include_str!("../samples/2026-03-12-harbour-agreement/statement.en.txt");
    fs::create_dir(office.join("texts")).expect("a folder");
    let mut table = String::from("documents,title,issued,language,publisher,type\n");
    for number in 0..STATEMENTS {
        let long = format!("Statement {number}\n\n{}", text.repeat(SIZE.div_ceil(text.len())));
        fs::write(office.join(format!("texts/{number}.txt")), long).expect("a text");
        table += &format!("texts/{number}.txt,Statement {number},20{}-03-12,en,P,notice\n", 10 + number % 16);
    }
    fs::write(office.join("table.csv"), table).expect("a table");
    // New names each time: what was deleted a moment ago makes a file system slow.
    let run = std::cell::Cell::new(0);
    let next = || {
        run.set(run.get() + 1);
        run.get()
    };
    let batch = |run: usize| {
        Tool::chancery(office)
            .with(["--quiet", "seal", "--key", "press@mfa.example", "--batch", "table.csv"])
            .with(["--archive", &format!("archive-{run}")])
    };
    let copy = |run: usize| {
        let each = format!(
            "mkdir copy-{run} && cd texts && for f in *; do dd if=$f of=../copy-{run}/$f conv=fsync status=none; done"
        );
        Tool::new(office, "sh").with(["-c", &each])
    };
    let ratio = median_ratio(PAIRS, || batch(next()).time(), || copy(next()).time());
    row("seal 2,000 statements of 15 kB, to dd conv=fsync of each", ratio, "-");
    let audit = Tool::chancery(office).with(["--quiet", "audit", "--archive", "archive-1"]);
    let openssl = Tool::new(office, "sh").with(["-c", "openssl dgst -sha256 archive-1/*/*.zip"]);
    let ratio = median_ratio(PAIRS, || audit.time(), || openssl.time());
    row("audit 2,000 bundles, to openssl dgst -sha256 of them", ratio, "-");
    listed(office, &openssl);
    let search = Tool::chancery(office).with(["--quiet", "search", "harbour", "--archive", "archive-1"]);
    let grep = Tool::new(office, "sh").with(["-c", "grep -rl harbour texts"]);
    let ratio = median_ratio(PAIRS, || search.time(), || grep.time());
    row("search 2,000 statements, to grep -rl in their texts", ratio, "-");
    let passage = "Statement 1007";
    let quote = Tool::chancery(office).with(["--quiet", "quote", passage, "--archive", "archive-1"]);
    let grep = Tool::new(office, "sh").with(["-c", &format!("grep -rlF '{passage}' texts")]);
    let ratio = median_ratio(PAIRS, || quote.time(), || grep.time());
    row("quote from 2,000 statements, to grep -rlF in their texts", ratio, "-");
    compare(office);
}

/// All statements listed for scripts, and their catalogue made again with all their words.
fn listed(office: &Path, openssl: &Tool) {
    let list = Tool::chancery(office).with(["--json", "--quiet", "list", "--archive", "archive-1"]);
    let ratio = median_ratio(PAIRS, || list.time(), || openssl.time());
    row("--json list of 2,000 bundles, to openssl dgst -sha256", ratio, "-");
    let reindex = Tool::chancery(office).with(["--quiet", "reindex", "--archive", "archive-1"]);
    let ratio = median_ratio(PAIRS, || reindex.time(), || openssl.time());
    row("reindex 2,000 bundles, to openssl dgst -sha256", ratio, "-");
}

/// A copy in which one word in a hundred was changed.
fn compare(office: &Path) {
    if !have("git") {
        println!("git is not on this machine: compare is not measured");
        return;
    }
    let text = fs::read_to_string(office.join("texts/0.txt")).expect("a text").repeat(20);
    let words: Vec<&str> = text.split(' ').collect();
    let changed = words.iter().enumerate().map(|(at, word)| if at % 100 == 99 { "changed" } else { word });
    fs::write(office.join("copy.txt"), changed.collect::<Vec<_>>().join(" ")).expect("a copy");
    fs::write(office.join("whole.txt"), &text).expect("a text");
    seal(office, "whole.txt", "whole.zip").run();
    // Both say by their exit code that there is a difference.
    let different = |command: &str| Tool::new(office, "sh").with(["-c", &format!("{command}; test $? -eq 1")]);
    let compare = different(concat!(env!("CARGO_BIN_EXE_chancery"), " --quiet compare whole.zip copy.txt --all"));
    let git = different("git diff --no-index --word-diff whole.txt copy.txt");
    let ratio = median_ratio(PAIRS, || compare.time(), || git.time());
    row("compare a text of 300 kB word by word, to git diff --word-diff", ratio, "-");
}

fn memory(office: &Path, size: u64) {
    if !have("/usr/bin/time") {
        println!("/usr/bin/time is not on this machine: memory is not measured");
        return;
    }
    random_file(&office.join("recording.bin"), size);
    let gib = size / GIB;
    let sealing = peak_memory(&seal(office, "recording.bin", "memory.zip"));
    println!("{:<58} {sealing:>4} MiB {:>8}", format!("memory of sealing {gib} GiB"), "24 MiB");
    let verifying = peak_memory(&verify(office, "memory.zip"));
    println!("{:<58} {verifying:>4} MiB {:>8}", format!("memory of verifying {gib} GiB"), "24 MiB");
    fs::remove_file(office.join("memory.zip")).expect("the bundle goes");
}

fn row(what: &str, ratio: f64, goal: &str) {
    println!("{what:<58} {ratio:>8.2} {goal:>8}");
}

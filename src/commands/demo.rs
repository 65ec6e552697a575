//! `chancery demo`: the whole story on sample statements, with the very commands that it prints.

mod samples;

use std::fs;
use std::path::{Path, PathBuf};

use chancery_core::bundle::container;
use chancery_core::bundle::zip::{self, Entry};
use chancery_core::{Findings, Source, When};
use chancery_office::archive::catalogue::select::{Filter, Sort};
use chancery_office::durable::make_folder;
use chancery_office::office::KEYS;
use chancery_office::opened::Opened;
use clap::Args;

use self::samples::SAMPLES;
use crate::archive::{Open, open};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::format::shell_quoted;
use crate::show::ui::{FAINT, LABEL, escape, styled};

/// Tell the whole story on sample statements: key, seal, verify, list, a tampered copy caught
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder to make for it
    #[arg(value_name = "DIR", default_value = "chancery-demo")]
    folder: PathBuf,
}

/// What a forger changes in the demonstration.
const FIGURE: &str = "up to 140 vessels";
const FORGED: &str = "up to 940 vessels";
const COPY: &str = "copy-from-a-web-site.zip";
const PAGE: &str = "page-of-a-web-site.html";
/// What an article quotes, with other quotation marks and something left out.
const QUOTED: &str =
    "the renewed quay will be 180 metres longer \u{2026} the limit for the busy months can be reviewed";

/// Makes a throwaway office and does everything once.
pub fn run(context: &Context, arguments: &Arguments, run: RunWords) -> Result<Exit> {
    let folder = &arguments.folder;
    if folder.symlink_metadata().is_ok() {
        let hint = format!("name another folder, or remove it: rm -r {}", shell_quoted(&folder.display().to_string()));
        return Err(Error::path(folder, "is there already", hint));
    }
    unpack(folder)?;
    std::env::set_current_dir(folder).map_err(|error| Error::io("work in", folder, error))?;
    let mut context = Context { source_date_epoch: None, ..context.clone() };
    context.office.keys = Some(PathBuf::from(KEYS));
    context.office.archive = PathBuf::from("archive");
    let story = Story { context, run };
    story.tell(folder)?;
    Ok(Exit::Done)
}

/// Writes the samples as an office's drafts.
fn unpack(folder: &Path) -> Result<()> {
    let drafts = folder.join("drafts");
    make_folder(&drafts)?;
    for (name, text) in SAMPLES {
        let path = drafts.join(name);
        fs::write(&path, text).map_err(|error| Error::io("write", path, error))?;
    }
    Ok(())
}

/// Runs a command that is given in words.
pub type RunWords = fn(&Context, &[&str]) -> Result<Exit>;

struct Story {
    context: Context,
    run: RunWords,
}

impl Story {
    fn tell(&self, folder: &Path) -> Result<()> {
        self.say("An office makes a folder for its statements, and a key. (A real key has a passphrase.)")?;
        self.command_line(&format!("cd {}; export CHANCERY_KEYS=keys", shell_quoted(&folder.display().to_string())))?;
        let publisher = "Ministry of Foreign Affairs of Exampleland";
        self.does(
            &["init", "--publisher", publisher, "--identity", "press@mfa.example", "--language", "en"],
            Exit::Done,
        )?;
        self.does(&["key", "new", "press@mfa.example", "--office", publisher, "--no-passphrase"], Exit::Done)?;
        self.say(
            "It seals a communiqué in three languages, a transcript, a notice, and a text with no metadata of its own.",
        )?;
        let communique = ["seal", "drafts/statement.en.txt", "--translation", "fr=drafts/statement.fr.txt"];
        let more = ["--translation", "ru=drafts/statement.ru.txt", "--metadata", "drafts/metadata.yaml"];
        self.does(&[&communique[..], &more].concat(), Exit::Done)?;
        self.does(&["seal", "drafts/press-conference.txt"], Exit::Done)?;
        self.does(&["seal", "drafts/visa-notice.md"], Exit::Done)?;
        let options = ["--title", "Statement of 1 June 2026", "--type", "press-release", "--issued", "2026-06-01"];
        self.does(&[&["seal", "drafts/statement.txt"][..], &options].concat(), Exit::Done)?;
        self.does(&["list"], Exit::Done)?;
        let bundle = self.communique()?;
        let path = bundle.display().to_string();
        self.say("A journalist verifies the communiqué.")?;
        self.does(&["verify", &path], Exit::Done)?;
        self.say(&format!("Somebody alters one figure in a copy, \u{201c}{FIGURE}\u{201d} to \u{201c}{FORGED}\u{201d}, and mends the ZIP file's checksums. Any unzip tool takes it."))?;
        fs::write(COPY, forge(&bundle)?).map_err(|error| Error::io("write", COPY, error))?;
        self.does(&["verify", COPY], Exit::NotAuthentic)?;
        self.say("A web page has the text alone, in another form, and with that figure. Is it what was said? Word by word, it is not.")?;
        fs::write(PAGE, forged_page()).map_err(|error| Error::io("write", PAGE, error))?;
        self.does(&["compare", &path, PAGE], Exit::NotAuthentic)?;
        self.say("An article quotes the minister. Is that passage in any statement, and who says it?")?;
        self.does(&["quote", QUOTED], Exit::Done)?;
        self.say("Nobody needs chancery for this. With stock tools, in the folder made here:")?;
        self.print_around(&stock_tools(&bundle, folder)?)
    }

    /// Runs a command in this process, after printing it as it would be typed.
    fn does(&self, words: &[&str], expected: Exit) -> Result<()> {
        let typed: Vec<String> = words.iter().map(|word| shell_quoted(word)).collect();
        self.command_line(&format!("chancery {}", typed.join(" ")))?;
        let exit = (self.run)(&self.context, words)?;
        self.print_around("\n")?;
        if exit == expected {
            return Ok(());
        }
        Err(Error::refused("the demonstration did not go as it must", "please report this"))
    }

    /// What is told around the results.
    fn print_around(&self, text: &str) -> Result<()> {
        if self.context.ui.json || self.context.ui.quiet { Ok(()) } else { self.context.ui.print(text) }
    }

    fn say(&self, text: &str) -> Result<()> {
        self.print_around(&format!("{}\n\n", styled(LABEL, &escape(text))))
    }

    fn command_line(&self, text: &str) -> Result<()> {
        self.print_around(&format!("{} {}\n", styled(FAINT, "$"), escape(text)))
    }

    /// The bundle of the communiqué.
    fn communique(&self) -> Result<PathBuf> {
        let Open { catalogue, .. } = open(&self.context)?;
        let day: When = "2026-03-12".parse().map_err(|_| Error::refused("that is no day", "please report this"))?;
        let issued = Filter { since: Some(day.start()), ..Filter::default() };
        let found = catalogue.select(&issued, Sort::Oldest, Some(1))?.into_iter().next();
        let found = found.map(|key| catalogue.file(key)).transpose()?.flatten();
        found
            .map(|found| catalogue.archive().folder().join(found.path))
            .ok_or_else(|| Error::refused("the communiqué is not in the archive", "please report this"))
    }
}

/// The communiqué as a page of a web site, with that figure.
fn forged_page() -> String {
    let text = SAMPLES.iter().find(|(name, _)| *name == "statement.en.txt").map(|(_, text)| *text).unwrap_or_default();
    let text = text.replace(FIGURE, FORGED).replace(['\u{201c}', '\u{201d}'], "&quot;");
    let paragraphs = text.split("\n\n").map(|paragraph| format!("<p>{}</p>\n", paragraph.trim()));
    format!(
        "<!doctype html>\n<meta charset=utf-8>\n<title>News</title>\n<nav>Home News</nav>\n{}",
        paragraphs.collect::<String>()
    )
}

/// The bundle with one figure altered, and every checksum of the ZIP file right.
fn forge(bundle: &Path) -> Result<Vec<u8>> {
    let missing = || Error::refused("the figure is not in the sample", "please report this");
    let failed = |error| Error::io("read", bundle, error);
    let mut bytes = fs::read(bundle).map_err(failed)?;
    let entries = container::read(bytes.as_slice(), &mut Findings::default()).map_err(failed)?.ok_or_else(missing)?;
    let at = bytes.windows(FIGURE.len()).position(|window| window == FIGURE.as_bytes()).ok_or_else(missing)?;
    bytes.get_mut(at..at.saturating_add(FORGED.len())).ok_or_else(missing)?.copy_from_slice(FORGED.as_bytes());
    let mut mended = Vec::new();
    let mut listed: Vec<Entry> = Vec::new();
    for entry in entries {
        let data = bytes
            .as_slice()
            .read_at(entry.data_offset(), usize::try_from(entry.size).unwrap_or_default())
            .map_err(failed)?;
        let entry = Entry { crc: crc32fast::hash(&data), ..entry };
        mended.extend(zip::local_header(&entry));
        mended.extend(data);
        listed.push(entry);
    }
    mended.extend(zip::directory(&listed));
    Ok(mended)
}

/// How the communiqué is verified with unzip, ssh-keygen and sha256sum.
fn stock_tools(bundle: &Path, folder: &Path) -> Result<String> {
    let failed = |error| Error::io("read", bundle, error);
    let opened = Opened::open(bundle)?;
    let contents = chancery_core::bundle::Contents::read(&opened, &mut Findings::default()).map_err(failed)?;
    let info = contents
        .and_then(|contents| chancery_core::bundle::bag_info::read(&contents.bag_info, &mut Findings::default()));
    let info = info.ok_or_else(|| Error::refused("the communiqué cannot be read", "please report this"))?;
    let (name, time) = (info.name, info.sealed_at.compact());
    Ok(format!(
        "  cd {}
  mkdir check && unzip -q {} -d check && cd check/{name}
  ssh-keygen -Y verify -f ../../keys/allowed_signers -I press@mfa.example -n chancery-issuer \\
      -Overify-time={time} \\
      -s signatures/issuer.press@mfa.example.sig < tagmanifest-sha256.txt
  sha256sum --quiet --strict -c tagmanifest-sha256.txt manifest-sha256.txt
  {{ echo tagmanifest-sha256.txt; cut -c67- tagmanifest-sha256.txt manifest-sha256.txt; }} | LC_ALL=C sort > ../listed
  find . ! -type d ! -path './signatures/*' | cut -c3- | LC_ALL=C sort | diff ../listed - && echo 'nothing was added'

The same with {COPY} ends at sha256sum: data/statement.en.txt: FAILED.
",
        escape(&shell_quoted(&folder.display().to_string())),
        shell_quoted(&bundle.display().to_string()),
    ))
}

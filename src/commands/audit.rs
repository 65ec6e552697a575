//! `chancery audit`: is everything in the archive still there, and still what was sealed?

mod report;

use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use crate::error::{Error, Result};
use chancery_core::{BundleId, Timestamp, When};
use chancery_office::archive::audit::{self, Tally, broken_off, check};
use chancery_office::archive::catalogue::Catalogue;
use chancery_office::archive::catalogue::select::{Filter, Found, Sort};
use chancery_office::archive::events::EventLog;
use chancery_office::archive::events::event::{Event, Kind, Outcome};
use chancery_office::archive::id_of;
use chancery_office::archive::parallel::{ROUND, portions};
use clap::Args;

use self::report::{AuditPrinter, exit};
use crate::archive::{Open, jobs, open_to_write, refresh_surely, several};
use crate::context::Context;
use crate::exit::Exit;
use crate::filter::About;
use crate::show::format::grouped;
use crate::show::progress::Progress;
use crate::show::ui::Ui;
use crate::trust_choice::{Choice, TrustOptions};
use crate::{environment, events, input};

/// Verify the archive's bundles again, every byte of them
///
/// Tells apart what is damaged, what is missing (the event log names it and no file holds it), what is not trusted by the list that
/// is used, and what is unlisted (a file that the event log does not name). What is found is added to the event log.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The ids of single bundles; all of them otherwise
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    about: About,
    /// Only so many, drawn by lot
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    sample: Option<u64>,
    /// Only those that no audit has verified since then: a day, or a number of days such as 30d
    #[arg(long, value_name = "TIME", value_parser = age)]
    older_than: Option<Age>,
    /// How many bundles are verified at once [default: two for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Go on with the last audit that was broken off
    #[arg(long, conflicts_with = "ids")]
    resume: bool,
    #[command(flatten)]
    trust: TrustOptions,
}

/// A time, or how long ago that was.
#[derive(Debug, Clone, Copy)]
enum Age {
    Since(Timestamp),
    Days(i64),
}

fn age(text: &str) -> std::result::Result<Age, String> {
    const WANTED: &str = "is no day such as 2026-03-12 and no number of days such as 30d";
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()) {
        return Ok(Age::Days(i64::from(days)));
    }
    text.parse::<When>().map(|when| Age::Since(when.start())).map_err(|_| WANTED.to_owned())
}

impl Arguments {
    /// What is audited, in words: an audit that was broken off is gone on with by one of the same.
    fn selection(&self) -> String {
        let About { since, until, kind, language, speaker, signer } = &self.about;
        let parts = [
            (!self.ids.is_empty()).then(|| format!("ids {}", self.ids.join(" "))),
            since.map(|since| format!("since {since}")),
            until.map(|until| format!("until {until}")),
            kind.as_ref().map(|kind| format!("type {kind}")),
            language.as_ref().map(|language| format!("language {language}")),
            speaker.as_ref().map(|speaker| format!("speaker {speaker}")),
            signer.as_ref().map(|signer| format!("signer {signer}")),
            self.sample.map(|sample| format!("sample {sample}")),
            self.older_than.map(|age| match age {
                Age::Since(time) => format!("not verified since {time}"),
                Age::Days(days) => format!("not verified for {days} days"),
            }),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "all".to_owned() } else { parts.join(", ") }
    }
}

/// Verifies, writes down and reports.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Exit> {
    let choice = arguments.trust.choose(context)?;
    let Open { mut catalogue, _place } = open_to_write(context)?;
    // Nothing that was noted before is taken for granted.
    catalogue.forget_log()?;
    let faults = refresh_surely(context, &mut catalogue, true)?;
    if !catalogue.keeps_log()? && catalogue.size()? > 0 {
        context.ui.warn("the event log names no bundle: what is missing cannot be told");
    }
    let selection = arguments.selection();
    let resumed = if arguments.resume { broken_off(&catalogue, &selection)? } else { None };
    if arguments.resume && resumed.is_none() {
        context.ui.note("no audit was broken off of what is asked for: this one begins anew");
    }
    let named = named(&catalogue, &arguments.ids)?;
    let quiet = Context { ui: Ui { quiet: true, ..context.ui }, ..context.clone() };
    let mut audit = Audit {
        context,
        quiet: &quiet,
        arguments,
        choice: &choice,
        log: Log::begin(context, &catalogue, resumed, selection),
        tally: Tally::default(),
        printer: AuditPrinter::new(context, &choice, &arguments.trust),
    };
    let clock = Instant::now();
    audit.files(&catalogue, named, resumed)?;
    if audit.is_of_all() {
        // What was found to hold another bundle is looked at again, so that the one that it held can be missed.
        let missing = missing(&quiet, &mut catalogue)?;
        audit.print_missing(&catalogue, &missing)?;
    }
    audit.log.end(&audit.tally);
    audit.tally.unreadable = audit.tally.unreadable.saturating_add(faults);
    audit.printer.rest()?;
    audit.printer.summary(&audit.tally, clock.elapsed())?;
    Ok(exit(&audit.tally))
}

struct Audit<'a> {
    context: &'a Context,
    arguments: &'a Arguments,
    /// The same, for what is done side by side.
    quiet: &'a Context,
    choice: &'a Choice,
    log: Log,
    tally: Tally,
    printer: AuditPrinter<'a>,
}

impl Audit<'_> {
    /// Whether every bundle is asked for: only then can one be missed.
    fn is_of_all(&self) -> bool {
        self.arguments.ids.is_empty() && self.filter(None).is_empty() && self.arguments.sample.is_none()
    }

    fn filter(&self, resumed: Option<Timestamp>) -> Filter {
        const DAY: i64 = 24 * 60 * 60;
        let since = self.arguments.older_than.map(|age| match age {
            Age::Since(time) => time,
            Age::Days(days) => self.context.office.now.plus_seconds(days.saturating_mul(-DAY)),
        });
        Filter {
            unchecked: since.max(resumed).map(|since| (since, self.context.office.now)),
            sample: self.arguments.sample,
            broken_too: true,
            ..self.arguments.about.filter()
        }
    }

    fn files(&mut self, catalogue: &Catalogue, named: Vec<Found>, resumed: Option<Timestamp>) -> Result<()> {
        let filter = self.filter(resumed);
        if !self.arguments.ids.is_empty() {
            let counted = Progress::of(self.context.ui, named.len() as u64, "bundles");
            return self.round(catalogue, named, &counted);
        }
        if filter.is_empty() && filter.sample.is_none() {
            let counted = Progress::of(self.context.ui, catalogue.size()?, "bundles");
            let mut last = 0;
            loop {
                let files = catalogue.files_after(last, ROUND)?;
                let Some(found) = files.last() else { return Ok(()) };
                last = found.key;
                self.round(catalogue, files, &counted)?;
            }
        }
        let keys = catalogue.select(&filter, Sort::Place, None)?;
        self.print_passed_over(catalogue, &filter, keys.len())?;
        let counted = Progress::of(self.context.ui, keys.len() as u64, "bundles");
        for keys in keys.chunks(ROUND) {
            let files = keys.iter().filter_map(|key| catalogue.file(*key).transpose()).collect::<Result<Vec<_>>>()?;
            self.round(catalogue, files, &counted)?;
        }
        Ok(())
    }

    /// Says how many are not verified again, since the event log says that they were.
    fn print_passed_over(&self, catalogue: &Catalogue, filter: &Filter, taken: usize) -> Result<()> {
        let Some((since, _)) = filter.unchecked.filter(|_| filter.sample.is_none()) else { return Ok(()) };
        let all = catalogue.how_many(&Filter { unchecked: None, ..filter.clone() }, u64::MAX)?;
        let passed_over = all.saturating_sub(taken as u64);
        if passed_over > 0 {
            let count = grouped(passed_over);
            self.context
                .ui
                .note(&format!("{count} are passed over: the event log says that they were authentic since {since}"));
        }
        Ok(())
    }

    fn round(&mut self, catalogue: &Catalogue, files: Vec<Found>, counted: &Progress) -> Result<()> {
        let folder = catalogue.archive().folder();
        let size = |found: &Found| std::fs::metadata(folder.join(&found.path)).map_or(0, |there| there.len());
        for files in portions(files, size) {
            let count = files.len() as u64;
            self.portion(catalogue, files)?;
            counted.advance(count);
        }
        Ok(())
    }

    fn portion(&mut self, catalogue: &Catalogue, files: Vec<Found>) -> Result<()> {
        let twice = NonZeroUsize::MIN.saturating_add(1);
        let jobs = self.arguments.jobs.unwrap_or(jobs().saturating_mul(twice));
        let (quiet, trust, options) = (self.quiet, &self.choice.trust, &self.arguments.trust);
        let judge = |path: &Path| input::judge(quiet, &input::open_path(path)?, trust, options);
        let checked = check(catalogue, files, jobs, &judge)?;
        self.log.append(&audit::events(&checked, &self.log.blank));
        for checked in checked {
            self.tally.add(&checked);
            if checked.is_another() {
                catalogue.doubt(checked.found.key)?;
            }
            self.printer.tell(catalogue, &checked)?;
        }
        Ok(())
    }

    /// Tells of what the event log names and no file holds.
    fn print_missing(&mut self, catalogue: &Catalogue, missing: &[(BundleId, String)]) -> Result<()> {
        for missing in missing.chunks(ROUND) {
            let event = |(id, path): &(BundleId, String)| Event {
                outcome: Outcome::Missing,
                ids: vec![*id],
                path: Some(path.clone()),
                ..self.log.blank.clone()
            };
            let events: Vec<Event> = missing.iter().map(event).collect();
            self.log.append(&events);
            for (id, path) in missing {
                self.tally.missing = self.tally.missing.saturating_add(1);
                self.printer.missing(catalogue, id, path)?;
            }
        }
        Ok(())
    }
}

/// What the event log names and no file holds. Nobody is waited for, unless something seems to be missing: then it is looked for
/// once more while nobody puts a file in its place.
fn missing(context: &Context, catalogue: &mut Catalogue) -> Result<Vec<(BundleId, String)>> {
    refresh_surely(context, catalogue, false)?;
    let seem_missing = seem_missing(catalogue)?;
    if seem_missing.is_empty() {
        return Ok(seem_missing);
    }
    // An archive that cannot be written has no lock, and nobody who writes.
    let _lock = catalogue.archive().lock().ok();
    refresh_surely(context, catalogue, false)?;
    self::seem_missing(catalogue)
}

fn seem_missing(catalogue: &Catalogue) -> Result<Vec<(BundleId, String)>> {
    let folder = catalogue.archive().folder();
    let mut missing = Vec::new();
    catalogue.missing(&mut |id, path| {
        // A file that cannot be read as a bundle any more is damaged, and was told as that; nor is missed what is there after all.
        let is_damaged = catalogue.by_path(Path::new(&path))?.is_some_and(|there| there.id.is_none());
        let is_there = || id_of(&folder.join(&path)).is_ok_and(|found| found == Some(id));
        if !is_damaged && !is_there() {
            missing.push((id, path));
        }
        Ok(())
    })?;
    Ok(missing)
}

/// The files of the bundles that were named.
fn named(catalogue: &Catalogue, ids: &[String]) -> Result<Vec<Found>> {
    let mut files = Vec::new();
    for id in ids {
        if !input::is_id(id) {
            return Err(Error::refused(format!("{id:?} is no bundle's id"), "`chancery list` shows the ids"));
        }
        let found = catalogue.by_id(id.strip_prefix("sha256:").unwrap_or(id))?;
        if found.is_empty() {
            let problem = format!("has no bundle with the id {id}");
            let error = Error::path(
                catalogue.archive().folder(),
                problem,
                "`chancery audit` without ids tells what is missing",
            );
            return Err(error);
        }
        if let Some([first, other]) = found
            .first()
            .zip(found.iter().find(|other| Some(other.id) != found.first().map(|first| first.id)))
            .map(|(first, other)| [first, other])
        {
            return Err(several(catalogue.archive().folder(), id, [first, other]));
        }
        files.extend(found);
    }
    Ok(files)
}

/// Where what is found is written down, as long as that can be.
struct Log {
    /// An event of this audit.
    blank: Event,
    events: Option<EventLog>,
    ui: Ui,
}

impl Log {
    fn begin(context: &Context, catalogue: &Catalogue, resumed: Option<Timestamp>, selection: String) -> Self {
        let blank = events::event(context, Kind::Audited, Outcome::Authentic, &environment::user());
        let blank = Event { audit: Some(resumed.unwrap_or(context.office.now)), ..blank };
        let mut log = Self { blank, events: Some(catalogue.events()), ui: context.ui };
        if resumed.is_none() {
            let (event, outcome) = (Kind::AuditBegun, Outcome::Done);
            log.append(&[Event { event, outcome, note: Some(selection), ..log.blank.clone() }]);
        }
        log
    }

    /// An archive that cannot be written is audited all the same.
    fn append(&mut self, events: &[Event]) {
        // An audit takes its time: each event has its own.
        let time = crate::context::now().unwrap_or(self.blank.time);
        let events: Vec<Event> = events.iter().map(|event| Event { time, ..event.clone() }).collect();
        if let Some(Err(error)) = self.events.as_ref().map(|log| log.append(&events)) {
            self.ui.warn(&format!("what is found cannot be written down: {error}"));
            self.events = None;
        }
    }

    fn end(&mut self, tally: &Tally) {
        let note = format!(
            "checked {}, authentic {}, damaged {}, untrusted {}, missing {}, unlisted {}, unreadable {}",
            tally.checked,
            tally.authentic,
            tally.damaged,
            tally.untrusted,
            tally.missing,
            tally.unlisted,
            tally.unreadable
        );
        let outcome = tally.outcome();
        self.append(&[Event { event: Kind::AuditEnded, outcome, note: Some(note), ..self.blank.clone() }]);
    }
}

//! The metadata of a statement: defaults, front matter, a file, options, and questions at a terminal; later ones win.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use chancery_core::bundle::bag::most;
use chancery_core::statement::identity::NotAnIdentity;
use chancery_core::statement::json::{self, Json};
use chancery_core::statement::value::Kind;
use chancery_core::{BundleId, Identity, Metadata, Timestamp};
use chancery_office::compose::draft::{Draft, Fault};
use chancery_office::compose::{formats, proposal};
use chancery_office::defaults::Defaults;
use chancery_office::files::read_text;
use chancery_text::front_matter;
use clap::Args;

use super::documents::Documents;
use crate::ask::prompt;
use crate::context::Context;

/// The values that options give.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args)]
pub struct MetadataOptions {
    /// Read metadata from a JSON, YAML or TOML file, or from what `chancery --json show` printed
    #[arg(long, value_name = "FILE")]
    pub metadata: Option<PathBuf>,
    /// The title
    #[arg(long)]
    pub title: Option<String>,
    /// What it is: press-release, press-conference, speech, interview, communique, notice, …
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// The office's own reference
    #[arg(long)]
    pub identifier: Option<String>,
    /// When it was published, such as 2026-03-12 or 2026-03-12T14:00:00Z
    #[arg(long, value_name = "TIME")]
    pub issued: Option<String>,
    /// When the event itself took place
    #[arg(long, value_name = "TIME")]
    pub held: Option<String>,
    /// The time before which it must not be published
    #[arg(long, value_name = "TIME")]
    pub embargo: Option<String>,
    /// The publisher's name
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// A further issuer of a joint statement, who signs with `chancery countersign --role issuer` (again for each)
    #[arg(long = "co-issuer", value_name = "IDENTITY[, NAME]", value_parser = co_issuer)]
    pub co_issuers: Vec<CoIssuer>,
    /// Who speaks (again for each)
    #[arg(long = "speaker", value_name = "NAME, ROLE")]
    pub speakers: Vec<String>,
    /// Where
    #[arg(long)]
    pub place: Option<String>,
    /// The language of the statement, such as en
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// What it is about (again for each)
    #[arg(long = "subject", value_name = "SUBJECT")]
    pub subjects: Vec<String>,
    /// In a few sentences
    #[arg(long)]
    pub summary: Option<String>,
    /// Where it was published
    #[arg(long, value_name = "URL")]
    pub source: Option<String>,
    /// What may be done with it
    #[arg(long)]
    pub rights: Option<String>,
    /// The id of the bundle that this one corrects or withdraws
    #[arg(long, value_name = "ID")]
    pub replaces: Option<BundleId>,
    /// Why it does
    #[arg(long)]
    pub reason: Option<String>,
    /// 32 hexadecimal digits instead of random ones, for an embargoed statement
    #[arg(long, value_name = "HEX")]
    pub salt: Option<String>,
}

/// A further issuer, and its name where the metadata does not say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoIssuer {
    identity: Identity,
    name: Option<String>,
}

impl CoIssuer {
    /// An issuer whose name is known.
    pub fn of(identity: &Identity, name: &str) -> Self {
        Self { identity: identity.clone(), name: Some(name.to_owned()) }
    }
}

/// An identity, and perhaps a name.
///
/// # Errors
/// What is wrong with it.
pub fn co_issuer(text: &str) -> std::result::Result<CoIssuer, String> {
    let (identity, name) = text.split_once(',').map_or((text, None), |(identity, name)| (identity, Some(name.trim())));
    let identity = identity.trim().parse().map_err(|fault: NotAnIdentity| fault.to_string())?;
    Ok(CoIssuer { identity, name: name.filter(|name| !name.is_empty()).map(ToOwned::to_owned) })
}

/// What metadata is put together from, beside the documents.
pub struct Assembling<'a> {
    /// What options say.
    pub options: &'a MetadataOptions,
    /// What the office's defaults say.
    pub defaults: &'a Defaults,
    /// Who seals.
    pub identity: &'a Identity,
    /// When.
    pub sealed_at: Timestamp,
    /// What is known beforehand: of the statement that this one corrects. All but the defaults override it.
    pub base: &'a [(String, Json)],
}

impl Assembling<'_> {
    /// Puts the metadata together, and says whether anything had to be asked.
    ///
    /// # Errors
    /// Everything that is wrong; what is missing and required, where there is nobody to ask.
    pub fn assemble(&self, context: &Context, documents: &Documents) -> Result<(Metadata, bool)> {
        let Self { options, defaults, identity, sealed_at, .. } = *self;
        let mut draft = Draft::default();
        let own = [("language", &defaults.language), ("type", &defaults.kind)];
        own.into_iter()
            .try_for_each(|(key, value)| set(&mut draft, &format!("chancery.toml: {key}"), key, value.as_deref()))?;
        let wrong = |fault: Fault| Error::refused(format!("{} {}", fault.key, fault.problem), "give it as an option");
        self.base.iter().try_for_each(|(key, value)| draft.set(key, value.clone()).map_err(wrong))?;
        layer_documents(context, &mut draft, documents)?;
        layer_metadata_file(&mut draft, options)?;
        layer_options(&mut draft, options)?;
        if options.publisher.is_some() {
            draft.remove("publishers");
        }
        draft.publish_as(options.publisher.as_deref().or(defaults.publisher.as_deref()), identity);
        let marked = documents.text.as_deref().and_then(front_matter::split).is_some();
        let mut asked = ask_for_missing(context, &mut draft, identity, documents, marked)?;
        asked |= name_co_issuers(context, &mut draft, &options.co_issuers)?;
        if draft.has("embargo") && !draft.has("salt") {
            set(&mut draft, "--salt", "salt", Some(&random_salt()?))?;
        }
        let metadata = finish(draft, documents)?;
        check_size(&metadata)?;
        check_issuers(&metadata, identity, &options.co_issuers)?;
        check(context, &metadata, sealed_at)?;
        Ok((metadata, asked))
    }
}

/// What the front matter of the first document says.
fn layer_documents(context: &Context, draft: &mut Draft, documents: &Documents) -> Result<()> {
    let text = documents.text.as_deref();
    match text.and_then(front_matter::split) {
        Some((front_matter, _)) => layer_front_matter(context, draft, front_matter, documents)?,
        None if text.is_some_and(front_matter::begins) => {
            context.ui.warn("the text begins with --- but no second --- ends front matter: it is sealed as text");
        }
        None => {}
    }
    Ok(())
}

fn layer_metadata_file(draft: &mut Draft, options: &MetadataOptions) -> Result<()> {
    let Some(path) = &options.metadata else { return Ok(()) };
    let fault = |fault: Fault| Error::path(path, format!("{} {}", fault.key, fault.problem), "mend it and seal again");
    draft.layer(as_sealed(read_file(path)?)).map_err(fault)
}

/// The metadata in what `chancery --json show` prints of a bundle, but for the documents, which are named anew; else all of it.
fn as_sealed(values: Json) -> Json {
    let Json::Object(entries) = &values else { return values };
    let metadata = entries.iter().find(|(key, _)| key == "metadata").map(|(_, value)| value);
    match (metadata, entries.iter().any(|(key, _)| key == "verdict")) {
        (Some(Json::Object(sealed)), true) => {
            Json::Object(sealed.iter().filter(|(key, _)| key != "documents").cloned().collect())
        }
        _ => values,
    }
}

fn set(draft: &mut Draft, source: &str, key: &str, value: Option<&str>) -> Result<()> {
    let wrong = |fault: Fault| Error::refused(format!("{source} {}", fault.problem), "mend it and seal again");
    value.map_or(Ok(()), |value| draft.set_text(key, value).map_err(wrong))
}

fn layer_front_matter(context: &Context, draft: &mut Draft, text: &str, documents: &Documents) -> Result<()> {
    let origin = documents.sources.get(documents.first).map(|source| source.origin.clone()).unwrap_or_default();
    let wrong = |problem: String| {
        Error::path(&origin, format!("front matter: {problem}"), "mend the lines between the two ---")
    };
    let mut values = formats::yaml(text).map_err(wrong)?;
    if let Json::Object(entries) = &mut values {
        let before = entries.len();
        // A text that somebody else wrote must not replace a statement.
        entries.retain(|(key, _)| !matches!(key.as_str(), "replaces" | "reason"));
        if entries.len() < before {
            context.ui.warn("replaces and reason in front matter are not heeded: give them as options");
        }
    }
    if values == Json::Null {
        return Ok(());
    }
    draft.layer(values).map_err(|fault| wrong(format!("{} {}", fault.key, fault.problem)))
}

const LONGEST_FILE: u64 = 4 << 20;

fn read_file(path: &Path) -> Result<Json> {
    let text = read_text(path, LONGEST_FILE)?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let values = match ending.as_str() {
        "json" => json::parse(text.as_bytes()),
        "yaml" | "yml" => formats::yaml(&text),
        "toml" => formats::toml(&text),
        _ => Err("is not called .json, .yaml or .toml".to_owned()),
    };
    values.map_err(|problem| Error::path(path, problem, "mend it and seal again"))
}

fn layer_options(draft: &mut Draft, options: &MetadataOptions) -> Result<()> {
    let replaces = options.replaces.map(|id| id.to_string());
    let texts = [
        ("title", &options.title),
        ("type", &options.kind),
        ("identifier", &options.identifier),
        ("issued", &options.issued),
        ("held", &options.held),
        ("embargo", &options.embargo),
        ("place", &options.place),
        ("language", &options.language),
        ("summary", &options.summary),
        ("source", &options.source),
        ("rights", &options.rights),
        ("replaces", &replaces),
        ("reason", &options.reason),
        ("salt", &options.salt),
    ];
    texts.into_iter().try_for_each(|(key, value)| set(draft, &format!("--{key}"), key, value.as_deref()))?;
    for (key, values) in [("speakers", &options.speakers), ("subjects", &options.subjects)] {
        if !values.is_empty() {
            let items = values.iter().map(|value| Json::String(value.clone())).collect();
            let wrong = |fault: Fault| Error::refused(format!("{} {}", fault.key, fault.problem), "mend the option");
            draft.set(key, Json::Array(items)).map_err(wrong)?;
        }
    }
    Ok(())
}

/// Asks for what is required and missing, with proposals from the text; where there is nobody to ask, names the options. Says whether it asked.
fn ask_for_missing(
    context: &Context,
    draft: &mut Draft,
    identity: &Identity,
    documents: &Documents,
    marked: bool,
) -> Result<bool> {
    let missing = draft.missing();
    if missing.is_empty() {
        return Ok(false);
    }
    if !context.ui.can_ask() {
        let options: Vec<&str> = missing.iter().map(|(_, option)| *option).collect();
        let problem = format!("the statement needs {}", options.join(", "));
        return Err(Error::refused(
            problem,
            "give them as options, in front matter, in --metadata FILE or in chancery.toml",
        ));
    }
    let text = documents.text.as_deref().filter(|_| !marked);
    for (key, _) in missing {
        let (question, proposal) = match key {
            "title" => ("Title", text.and_then(proposal::title)),
            "language" => ("Language of the text", text.and_then(proposal::language).map(|tag| tag.to_string())),
            "issued" => {
                ("Published on (year-month-day, such as 2026-03-12)", Some(context.office.now.day().to_string()))
            }
            "type" => ("Type", Some("press-release".to_owned())),
            _ => ("The publisher's name", None),
        };
        loop {
            let answer = prompt::ask(question, proposal.as_deref())?;
            if key == "publishers" {
                draft.publish_as(Some(&answer), identity);
                break;
            }
            match draft.set_text(key, &answer) {
                Ok(()) => break,
                Err(fault) => context.ui.warn(&format!("the answer {}", fault.problem)),
            }
        }
    }
    Ok(true)
}

/// Adds those who are to sign too, and says whether anything had to be asked.
fn name_co_issuers(context: &Context, draft: &mut Draft, co_issuers: &[CoIssuer]) -> Result<bool> {
    let mut asked = false;
    for CoIssuer { identity, name } in co_issuers {
        if draft.publishes(identity) {
            continue;
        }
        let name = match name {
            Some(name) => name.clone(),
            None if context.ui.can_ask() => {
                asked = true;
                prompt::ask(&format!("The name of {identity}, who is to sign too"), None)?
            }
            None => {
                let hint = format!("say it: --co-issuer '{identity}, NAME', or in publishers in --metadata FILE");
                return Err(Error::refused(format!("the statement needs the name of {identity}"), hint));
            }
        };
        draft.publish_with(&name, identity);
    }
    Ok(asked)
}

/// Whether those whom the metadata names are exactly those who were said to sign.
fn check_issuers(metadata: &Metadata, identity: &Identity, co_issuers: &[CoIssuer]) -> Result<()> {
    let is_meant = |named: &&Identity| *named == identity || co_issuers.iter().any(|other| other.identity == **named);
    let issuers: Vec<&Identity> = metadata.issuers().collect();
    let names: Vec<&str> = issuers.iter().map(|identity| identity.as_str()).collect();
    if !issuers.contains(&identity) {
        let problem = format!("the metadata names {} as publisher, but {identity} would sign", names.join(" and "));
        return Err(Error::refused(problem, "name the key with --key, or mend publishers in the metadata"));
    }
    let Some(other) = issuers.iter().find(|named| !is_meant(named)) else { return Ok(()) };
    let problem =
        format!("the metadata names {} as publishers, so {other} would have to sign too", names.join(" and "));
    Err(Error::refused(problem, format!("for a joint statement say --co-issuer {other}; else mend publishers")))
}

fn random_salt() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Error::refused("the system gives no randomness", "give --salt"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Makes metadata of the draft; the original is in the statement's language.
fn finish(draft: Draft, documents: &Documents) -> Result<Metadata> {
    let language = draft.text("language").and_then(|text| text.parse().ok());
    let mut described = documents.described.clone();
    if let Some(original) = described.get_mut(documents.first) {
        original.language = original.language.take().or(language);
    }
    draft.finish(&described).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.key, fault.problem)).collect();
        Error::refused(all.join("; "), "mend the values named; options override all others")
    })
}

/// Whether the metadata fits into a bundle.
fn check_size(metadata: &Metadata) -> Result<()> {
    let size = metadata.to_bytes().len() as u64;
    if size <= most::TAG_FILE {
        return Ok(());
    }
    let problem = format!("the metadata has {size} bytes: at most {} are allowed", most::TAG_FILE);
    Err(Error::refused(problem, "shorten it, or seal fewer documents at once"))
}

/// What only a sealer asks: it would be too late to ask it of a sealed bundle.
fn check(context: &Context, metadata: &Metadata, sealed_at: Timestamp) -> Result<()> {
    const DAY: i64 = 24 * 60 * 60;
    const YEAR: i64 = 366 * DAY;
    if metadata.issued.start() > sealed_at.plus_seconds(YEAR) {
        let problem = format!("issued is {}, more than a year after the sealing at {sealed_at}", metadata.issued);
        return Err(Error::refused(problem, "mend --issued"));
    }
    if metadata.issued.start() > sealed_at.plus_seconds(DAY) {
        context.ui.warn(&format!(
            "issued on {}, after the sealing: is that meant? (an embargo has --embargo)",
            metadata.issued
        ));
    }
    if let Some(held) = metadata.held.filter(|held| held.day().start() > metadata.issued.day().start()) {
        context.ui.warn(&format!("issued on {}, before the event was held on {held}", metadata.issued));
    }
    let kind = metadata.kind.as_str();
    if matches!(kind, "correction" | "withdrawal") && metadata.replaces.is_none() {
        context.ui.warn(&format!("a {kind} that names no bundle in --replaces is found by nobody"));
    }
    if !Kind::KNOWN.contains(&kind) {
        context.ui.note(&format!("{kind} is the office's own word; known types are {}", Kind::KNOWN.join(", ")));
    }
    Ok(())
}

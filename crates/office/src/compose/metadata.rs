//! The metadata of a statement: defaults, front matter, a file, options, and answers to questions; later ones win.

mod checks;
mod layers;
mod options;

use chancery_core::statement::json::Json;
use chancery_core::{Identity, Metadata, Timestamp};
use chancery_text::front_matter;

use self::checks::{check, check_issuers, check_size};
pub use self::options::{CoIssuer, MetadataOptions, co_issuer};
use super::documents::Documents;
use super::draft::{Draft, Fault};
use super::error::ComposeError;
use super::proposal;
use crate::defaults::Defaults;
use crate::error::Result;
use crate::outcome::Tell;

/// What metadata is put together from, beside the documents.
#[derive(Debug, Clone, Copy)]
pub struct Assembling<'a> {
    /// What is given for this statement.
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

impl<'a> Assembling<'a> {
    /// Puts together what the documents and the layers say. What is missing then can be asked for.
    ///
    /// # Errors
    /// Values that cannot be used.
    pub fn assemble(&self, documents: &'a Documents, tell: Tell<'_>) -> Result<Assembly<'a>> {
        let Self { options, defaults, identity, base, .. } = *self;
        let mut draft = Draft::default();
        layers::defaults(&mut draft, defaults)?;
        for (key, value) in base {
            draft.set(key, value.clone()).map_err(|fault| ComposeError::TakenOver { fault })?;
        }
        layers::documents(&mut draft, documents, tell)?;
        layers::metadata_file(&mut draft, options)?;
        layers::options(&mut draft, options)?;
        if options.publisher.is_some() {
            draft.remove("publishers");
        }
        draft.publish_as(options.publisher.as_deref().or(defaults.publisher.as_deref()), identity);
        Ok(Assembly { from: *self, documents, draft, names: Vec::new() })
    }

    /// The metadata, where nothing has to be asked.
    ///
    /// # Errors
    /// Everything that is wrong, and what is missing.
    pub fn metadata(&self, documents: &'a Documents, tell: Tell<'_>) -> Result<Metadata> {
        self.assemble(documents, tell)?.finish(tell)
    }
}

/// Metadata that is put together, and may want answers.
#[derive(Debug)]
pub struct Assembly<'a> {
    from: Assembling<'a>,
    documents: &'a Documents,
    draft: Draft,
    /// The names of further issuers, as they were answered.
    names: Vec<(Identity, String)>,
}

/// Something that a statement needs and nothing says.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Missing {
    /// The value with this key.
    Value(&'static str),
    /// The name of a further issuer.
    NameOf(Identity),
}

impl Assembly<'_> {
    /// What is missing first of all; `None` where nothing is.
    pub fn missing(&self) -> Option<Missing> {
        let value = self.draft.missing().first().copied().map(Missing::Value);
        value.or_else(|| self.nameless().cloned().map(Missing::NameOf))
    }

    /// What a missing value could be, by the text and the day: proposed to a person, never taken unasked.
    pub fn proposal(&self, key: &str, now: Timestamp) -> Option<String> {
        let text = self.documents.text.as_deref().filter(|text| front_matter::split(text).is_none());
        match key {
            "title" => text.and_then(proposal::title),
            "language" => text.and_then(proposal::language).map(|tag| tag.to_string()),
            "issued" => Some(now.day().to_string()),
            "type" => Some("press-release".to_owned()),
            _ => None,
        }
    }

    /// Takes in an answer.
    ///
    /// # Errors
    /// Where it cannot be used: it is as if it had not been given.
    pub fn answer(&mut self, missing: &Missing, answer: &str) -> std::result::Result<(), Fault> {
        match missing {
            Missing::Value("publishers") => self.draft.publish_as(Some(answer), self.from.identity),
            Missing::Value(key) => self.draft.set_text(key, answer)?,
            Missing::NameOf(identity) => self.names.push((identity.clone(), answer.to_owned())),
        }
        Ok(())
    }

    /// Makes metadata of it.
    ///
    /// # Errors
    /// Everything that is wrong, and what is still missing.
    pub fn finish(mut self, tell: Tell<'_>) -> Result<Metadata> {
        let Assembling { options, identity, sealed_at, .. } = self.from;
        let fields = self.draft.missing();
        if !fields.is_empty() {
            return Err(ComposeError::Missing { fields }.into());
        }
        self.name_co_issuers()?;
        if self.draft.has("embargo") && !self.draft.has("salt") {
            self.draft.set_text("salt", &random_salt()?).map_err(|fault| ComposeError::Given { fault })?;
        }
        let metadata = finish(self.draft, self.documents)?;
        check_size(&metadata)?;
        check_issuers(&metadata, identity, &options.co_issuers)?;
        check(&metadata, sealed_at, tell)?;
        Ok(metadata)
    }

    /// The first further issuer who has no name yet.
    fn nameless(&self) -> Option<&Identity> {
        let others = &self.from.options.co_issuers;
        // Of one who is given twice, the first counts.
        let first = |identity: &Identity| others.iter().find(|other| other.identity == *identity);
        let nameless = |identity: &&Identity| {
            first(identity).is_some_and(|other| self.name_of(other).is_none()) && !self.draft.publishes(identity)
        };
        others.iter().map(|other| &other.identity).find(nameless)
    }

    fn name_of<'a>(&'a self, other: &'a CoIssuer) -> Option<&'a str> {
        let answered = || self.names.iter().find(|(identity, _)| *identity == other.identity).map(|(_, name)| name);
        other.name.as_ref().or_else(answered).map(String::as_str)
    }

    /// Adds those who are to sign too.
    fn name_co_issuers(&mut self) -> Result<()> {
        for other in &self.from.options.co_issuers {
            if self.draft.publishes(&other.identity) {
                continue;
            }
            let name = self.name_of(other).map(ToOwned::to_owned);
            let nameless = || ComposeError::NamelessIssuer { identity: other.identity.clone() };
            self.draft.publish_with(&name.ok_or_else(nameless)?, &other.identity);
        }
        Ok(())
    }
}

fn random_salt() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| ComposeError::NoRandomness)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Makes metadata of the draft; the original is in the statement's language.
fn finish(draft: Draft, documents: &Documents) -> Result<Metadata> {
    let language = draft.text("language").and_then(|text| text.parse().ok());
    let mut described = documents.described.clone();
    if let Some(original) = described.get_mut(documents.first) {
        original.language = original.language.take().or(language);
    }
    draft.finish(&described).map_err(|faults| ComposeError::Values { faults }.into())
}

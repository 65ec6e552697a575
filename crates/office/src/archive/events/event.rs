//! One event: a line of JSON, with the words of PREMIS 3 for what it was.

use chancery_core::{BundleId, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The word as it stands in the log.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// What happened.
    Kind {
        /// A statement was sealed into the archive.
        Sealed "sealed",
        /// A bundle made elsewhere was taken in.
        Added "added",
        /// A further signature was added to a bundle.
        Countersigned "countersigned",
        /// A later statement corrects this one.
        Corrected "corrected",
        /// A later statement withdraws this one.
        Withdrawn "withdrawn",
        /// An audit began.
        AuditBegun "audit-begun",
        /// Bundles were verified again.
        Audited "audited",
        /// An audit came to its end.
        AuditEnded "audit-ended",
    }
}

words! {
    /// With what outcome.
    Outcome {
        /// It was done.
        Done "done",
        /// Found authentic.
        Authentic "authentic",
        /// Found intact, by a signer who is not trusted by the list that was used.
        Untrusted "untrusted",
        /// Found changed, forged or malformed.
        Damaged "damaged",
        /// Not found at all.
        Missing "missing",
        /// Could not be read, or not by this version.
        NotChecked "not-checked",
    }
}

impl Kind {
    /// The event type as PREMIS writes it: a term of <https://id.loc.gov/vocabulary/preservation/eventType>.
    pub fn premis(self) -> &'static str {
        match self {
            Self::Sealed | Self::Countersigned => "digital signature generation",
            Self::Added => "accession",
            Self::Corrected | Self::Withdrawn => "metadata modification",
            Self::AuditBegun | Self::Audited | Self::AuditEnded => "fixity check",
        }
    }
}

/// One event. Keys may be added in later versions, none renamed or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub time: Timestamp,
    /// What happened.
    pub event: Kind,
    /// With what outcome.
    pub outcome: Outcome,
    /// To which bundles; one, but for audits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<BundleId>,
    /// Where the bundle lies, below the archive; of an audit, the last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The bundle that corrects or withdraws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<BundleId>,
    /// Why, or what was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which audit it belongs to: the moment at which that began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audit: Option<Timestamp>,
    /// Who did it: the identity that signed, else who ran the program.
    pub agent: String,
    /// With which program and version.
    pub program: String,
}

impl Event {
    /// An event, with when it was, who did it and with which program.
    pub fn new(event: Kind, outcome: Outcome, (time, agent, program): (Timestamp, &str, &str)) -> Self {
        let (agent, program) = (agent.to_owned(), program.to_owned());
        Self { time, event, outcome, ids: Vec::new(), path: None, by: None, note: None, audit: None, agent, program }
    }

    /// The same, about a bundle and where it lies.
    #[must_use]
    pub fn about(mut self, id: BundleId, path: &str) -> Self {
        self.ids = vec![id];
        self.path = Some(path.to_owned());
        self
    }

    /// The same, about a bundle and where it lies, unless it is about another one.
    #[must_use]
    pub fn or_about(self, id: BundleId, path: &str) -> Self {
        if self.ids.is_empty() { self.about(id, path) } else { self }
    }

    /// The event as a line of the log.
    pub(super) fn to_line(&self) -> String {
        // Nothing here can fail to be written.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The event on a line, where it is one.
    pub(super) fn from_line(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}

#[cfg(test)]
mod tests {
    use chancery_core::Digest;

    use super::*;

    #[test]
    fn an_event_reads_back_as_written() {
        let id = BundleId(Digest::of(b"abc"));
        let time: Timestamp = "2026-03-12T14:05:00Z".parse().unwrap();
        let mut event = Event::new(Kind::Corrected, Outcome::Done, (time, "press@mfa.example", "chancery 1.0.0"))
            .about(id, "2026/a.zip");
        event.by = Some(id);
        event.note = Some("a date was wrong\n".to_owned());
        let line = event.to_line();
        assert_eq!(
            line,
            format!(
                "{{\"time\":\"2026-03-12T14:05:00Z\",\"event\":\"corrected\",\"outcome\":\"done\",\"ids\":[\"{id}\"],\"path\":\"2026/a.zip\",\
                 \"by\":\"{id}\",\"note\":\"a date was wrong\\n\",\"agent\":\"press@mfa.example\",\"program\":\"chancery 1.0.0\"}}\n"
            )
        );
        assert_eq!(Event::from_line(line.as_bytes()), Some(event));
    }

    #[test]
    fn what_is_no_event_is_none() {
        for line in ["", "{}", "garbage", "{\"time\":\"now\"}", "\u{0}"] {
            assert_eq!(Event::from_line(line.as_bytes()), None, "{line:?}");
        }
    }
}

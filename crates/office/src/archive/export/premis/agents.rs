//! Agents: who signed, who did what the log tells, and with which program.

use std::collections::{BTreeMap, BTreeSet};

use chancery_core::Identity;

use super::super::record::Record;
use super::super::xml::Xml;
use super::{identifier, kind, trusted};

/// The agents of some records, each once.
#[derive(Debug, Default)]
pub struct Agents(BTreeMap<(&'static str, String), Described>);

/// What is known of an agent.
#[derive(Debug, Default)]
struct Described {
    /// What it says that it is called.
    names: BTreeSet<String>,
    /// With which keys it signs.
    fingerprints: BTreeSet<String>,
    /// Whether it publishes statements.
    publishes: bool,
}

impl Agents {
    /// Takes in a record's agents.
    pub fn add(&mut self, record: &Record<'_>) {
        self.agent(kind::PROGRAM, record.program);
        for publisher in &record.metadata.publishers {
            let agent = self.agent(kind::IDENTITY, publisher.identity.as_str());
            agent.names.insert(publisher.name.to_string());
            agent.publishes = true;
        }
        // Anybody can add a signature in the name of another: only one that is trusted says which key an identity has.
        for signature in trusted(record) {
            let agent = self.agent(kind::IDENTITY, signature.identity().as_str());
            agent.fingerprints.extend(signature.fingerprint().map(|fingerprint| fingerprint.to_string()));
        }
        for event in record.events {
            self.agent(agent_kind(&event.agent), &event.agent);
            self.agent(kind::PROGRAM, &event.program);
        }
    }

    /// All agents, or nothing where there are none.
    pub fn to_xml(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let mut xml = Xml::piece();
        for ((kind, value), described) in &self.0 {
            xml.element("agent", &[], |xml| {
                identifier(xml, "agentIdentifier", (kind, value), None);
                if *kind == kind::PROGRAM { program(xml, value) } else { described.write(xml) }
            });
        }
        xml.finish()
    }

    fn agent(&mut self, kind: &'static str, value: &str) -> &mut Described {
        self.0.entry((kind, value.to_owned())).or_default()
    }
}

impl Described {
    fn write(&self, xml: &mut Xml) {
        for fingerprint in &self.fingerprints {
            identifier(xml, "agentIdentifier", (kind::KEY, fingerprint), None);
        }
        for name in &self.names {
            xml.text("agentName", name);
        }
        if self.publishes {
            xml.text("agentType", "organization");
            xml.text("agentNote", "the name is what the agent says of itself; what was checked is its key");
        }
    }
}

/// Whether an agent of the log is an identity, or a name.
pub(super) fn agent_kind(agent: &str) -> &'static str {
    if agent.parse::<Identity>().is_ok() { kind::IDENTITY } else { kind::NAME }
}

fn program(xml: &mut Xml, program: &str) {
    let (name, version) = program.rsplit_once(' ').unwrap_or((program, ""));
    xml.text("agentName", name);
    xml.text("agentType", "software");
    if !version.is_empty() {
        xml.text("agentVersion", version);
    }
}

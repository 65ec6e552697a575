//! Dublin Core and PREMIS, judged by their XML schemas.

use chancery_office::archive::export::Format;

use crate::exports::statements::{all, exported};
use crate::exports::tools::xmllint;
use crate::support::have;

const DUBLIN_CORE: &str = "oai_dc.xsd";
const PREMIS: &str = "premis-v3-0.xsd";

#[test]
fn dublin_core_is_valid() {
    if !have("xmllint") {
        return;
    }
    for statement in all() {
        let document = Format::DublinCore.record(&statement.record(), true);
        assert_eq!(xmllint(DUBLIN_CORE, &document), Ok(()), "{document}");
        let broken = document.replacen("dc:type>", "dc:kind>", 2);
        assert!(xmllint(DUBLIN_CORE, &broken).unwrap_err().contains("dc/elements/1.1/}kind"), "{broken}");
    }
}

#[test]
fn premis_of_many_statements_is_valid() {
    if !have("xmllint") {
        return;
    }
    let document = exported(Format::Premis, &all());
    assert_eq!(xmllint(PREMIS, &document), Ok(()), "{document}");
    // As it would be if each statement were written whole.
    let records: String = all().iter().map(|statement| Format::Premis.record(&statement.record(), false)).collect();
    let broken = Format::Premis.head() + &records + Format::Premis.tail();
    assert!(xmllint(PREMIS, &broken).unwrap_err().contains("element object: Schemas validity error"));
    let broken = document.replacen("<size>", "<size>about ", 1);
    assert!(xmllint(PREMIS, &broken).unwrap_err().contains("'xs:long'"));
}

#[test]
fn premis_of_one_statement_is_valid() {
    if !have("xmllint") {
        return;
    }
    for statement in all() {
        let record = Format::Premis.record(&statement.record(), true);
        let document = Format::Premis.head() + &record + Format::Premis.tail();
        assert_eq!(xmllint(PREMIS, &document), Ok(()), "{document}");
    }
}

#[test]
fn what_premis_links_to_is_there() {
    let document = exported(Format::Premis, &all());
    let values = |element: &str| -> Vec<String> {
        let (from, to) = (format!("<{element}>"), format!("</{element}>"));
        let after = document.split(&from).skip(1).map(|rest| rest.split(&to).next().unwrap().to_owned());
        after.collect()
    };
    let (objects, agents) = (values("objectIdentifierValue"), values("agentIdentifierValue"));
    for linked in values("linkingObjectIdentifierValue").iter().chain(&values("relatedObjectIdentifierValue")) {
        assert!(objects.contains(linked), "there is no object {linked}");
    }
    for linked in values("linkingAgentIdentifierValue") {
        assert!(agents.contains(&linked), "there is no agent {linked}");
    }
    let mut events = values("eventIdentifierValue");
    let count = events.len();
    events.sort();
    events.dedup();
    assert_eq!((events.len(), count), (count, 2 * 6 + 11 + 1));
}

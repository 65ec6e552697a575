use chancery_core::{PublicKey, SignatureStatus};
use proptest::prelude::*;

use super::super::example::{Example, arbitrary, xml_texts};
use super::{Agents, TAIL, events, head, objects, record};

const OTHER_KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIOjT5XzE95CBRLR3jjg/jM/QYIHD1hWJx9L4SDRV1SN";

/// The piece of `xml` that begins at `from`, with what is between it and the end of the element `name`.
fn piece<'a>(xml: &'a str, from: &str, name: &str) -> &'a str {
    let begin = xml.find(from).unwrap_or_else(|| panic!("{from} is not in {xml}"));
    let end = xml[begin..].find(&format!("</{name}>")).unwrap();
    &xml[begin..begin + end]
}

#[test]
fn a_document_is_a_file_with_its_digest_size_and_format() {
    let example = Example::smallest();
    let (id, digest) = (example.id, example.digest);
    let written = objects(&example.record());
    let document = written.split("</object>\n").nth(1).unwrap();
    assert_eq!(
        document,
        format!(
            r#"<object xsi:type="file">
  <objectIdentifier>
    <objectIdentifierType>chancery bundle id and path</objectIdentifierType>
    <objectIdentifierValue>{id}/data/harbour.txt</objectIdentifierValue>
  </objectIdentifier>
  <objectCharacteristics>
    <compositionLevel>0</compositionLevel>
    <fixity>
      <messageDigestAlgorithm>SHA-256</messageDigestAlgorithm>
      <messageDigest>{digest}</messageDigest>
      <messageDigestOriginator>chancery 0.1.0</messageDigestOriginator>
    </fixity>
    <size>21</size>
    <format>
      <formatDesignation>
        <formatName authority="IANA" authorityURI="https://www.iana.org/assignments/media-types">text/plain; charset=utf-8</formatName>
      </formatDesignation>
    </format>
  </objectCharacteristics>
  <originalName>harbour.txt</originalName>
  <storage>
    <contentLocation>
      <contentLocationType>path in the bundle</contentLocationType>
      <contentLocationValue>data/harbour.txt</contentLocationValue>
    </contentLocation>
  </storage>
  <relationship>
    <relationshipType>structural</relationshipType>
    <relationshipSubType>is part of</relationshipSubType>
    <relatedObjectIdentifier>
      <relatedObjectIdentifierType>chancery bundle id</relatedObjectIdentifierType>
      <relatedObjectIdentifierValue>{id}</relatedObjectIdentifierValue>
    </relatedObjectIdentifier>
  </relationship>
"#
        )
    );
}

#[test]
fn the_bundle_says_who_signed_it_and_what_it_replaces() {
    let example = Example::new();
    let written = objects(&example.record());
    let signature = xml_texts(&format!(
        "{}</a>",
        piece(&written, "<signatureInformation>", "signatureInformation").replacen("<signatureInformation>", "<a>", 1)
    ));
    let expected = [
        "press@mfa.example",
        "ssh-ed25519",
        "role: issuer",
        "file: signatures/issuer.press@mfa.example.sig",
        &format!("SHA-256 of the file: {}", example.digest),
        "status: trusted",
        &example.fingerprint(),
    ];
    assert_eq!(signature, expected);
    assert!(written.contains("<size>4711</size>") && written.contains("<originalName>harbour.zip</originalName>"));
    assert!(written.contains("<originalName>Picture 1.png</originalName>"));
    for (subtype, id) in [("replaces", example.older), ("is replaced by", example.newer)] {
        let from = format!("<relationshipSubType>{subtype}<");
        assert!(piece(&written, &from, "relationship").contains(&id.to_string()), "{written}");
    }
}

#[test]
fn events_are_those_of_the_export_and_those_of_the_log() {
    let example = Example::new();
    let written = events(&example.record());
    let kinds: Vec<&str> = written.lines().filter_map(|line| line.trim().strip_prefix("<eventType ")).collect();
    let ends = ["fixity check", "digital signature validation", "metadata modification", "fixity check"];
    assert_eq!(kinds.len(), ends.len());
    for (kind, end) in kinds.iter().zip(ends) {
        assert!(kind.ends_with(&format!(">{end}</eventType>")), "{kind}");
    }
    let signatures = format!(
        "<eventOutcomeDetailNote>issuer press@mfa.example, key {}: trusted</eventOutcomeDetailNote>",
        example.fingerprint()
    );
    let newer = format!("<linkingObjectIdentifierValue>{}</linkingObjectIdentifierValue>", example.newer);
    for text in [
        &signatures,
        &newer,
        "<eventOutcomeDetailNote>documents: 2, bytes: 70021; all unchanged</eventOutcomeDetailNote>",
        "<eventDetail>corrected: done</eventDetail>",
        "<eventOutcomeDetailNote>a &lt;date&gt;\u{fffd} was wrong</eventOutcomeDetailNote>",
        "<linkingAgentIdentifierType>name in the event log</linkingAgentIdentifierType>",
        "<linkingAgentIdentifierValue>Night &amp; Day</linkingAgentIdentifierValue>",
    ] {
        assert!(written.contains(text), "{text} is not in {written}");
    }
}

#[test]
fn every_event_has_an_identifier_of_its_own() {
    let example = Example::new();
    let written = events(&example.record());
    let mut ids: Vec<&str> = written.lines().filter(|line| line.contains("<eventIdentifierValue>")).collect();
    assert_eq!(ids.len(), 4);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
}

#[test]
fn agents_are_the_signers_with_their_keys_and_the_programs() {
    let example = Example::new();
    let mut agents = Agents::default();
    agents.add(&example.record());
    agents.add(&example.record());
    let texts = xml_texts(&format!("<agents>{}</agents>", agents.to_xml()));
    let fingerprint = example.fingerprint();
    let expected = [
        "chancery identity",
        "press@mfa.example",
        "OpenSSH key fingerprint",
        &fingerprint,
        "Ministry of Exampleland",
        "organization",
        "the name is what the agent says of itself; what was checked is its key",
        "name in the event log",
        "Night & Day",
        "program",
        "chancery 0.1.0",
        "chancery",
        "software",
        "0.1.0",
        "program",
        "chancery 0.2.0",
        "chancery",
        "software",
        "0.2.0",
    ];
    assert_eq!(texts, expected);
}

#[test]
fn an_identity_has_no_key_that_the_reader_does_not_trust() {
    let mut example = Example::smallest();
    let forged: PublicKey = OTHER_KEY.parse().unwrap();
    let fingerprint = forged.fingerprint().to_string();
    example.sign_as_witness(forged, SignatureStatus::Untrusted);
    let mut agents = Agents::default();
    agents.add(&example.record());
    assert!(!agents.to_xml().contains(&fingerprint));
    let written = events(&example.record());
    assert_eq!(written.matches("<linkingAgentRole>signer<").count(), 1);
    assert!(written.contains(&format!("witness press@mfa.example, key {fingerprint}: untrusted")), "{written}");
}

proptest! {
    #[test]
    fn any_strings_are_well_formed(example in arbitrary()) {
        xml_texts(&(head() + &record(&example.record()) + TAIL));
    }
}

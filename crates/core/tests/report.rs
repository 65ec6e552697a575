//! All that a report says, of bundles made here.

use std::num::NonZeroUsize;

use chancery_core::digest::stream::Fixity;
use chancery_core::{
    Code, Digest, Documents, Error, Ground, Identity, NamedKeys, Proofs, Report, Role, Row, Signature, SignatureStatus,
    Timestamp, Trust, TrustList, Verdict, VerifyOptions, verify,
};

use crate::support::{IDENTITY, SEALED_AT, key};
use crate::vectors_make::bag::{BAG_INFO, Bag, DOCUMENT, METADATA, SIGNATURE, TAGMANIFEST};

const NOW: &str = "2026-06-01T12:00:00Z";

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn list() -> Trust {
    let signers = format!("{IDENTITY} namespaces=\"chancery-issuer\" {}\n", key(7).public().unwrap());
    Trust::List(TrustList::parse(signers.as_bytes(), None).unwrap())
}

fn judged(bag: &Bag, trust: &Trust) -> Report {
    verify(&bag.bytes()[..], &VerifyOptions::new(trust, time(NOW))).unwrap()
}

fn by_nobody(documents: Documents<'_>) -> VerifyOptions<'_> {
    VerifyOptions::new(&Trust::Nobody, time(NOW)).documents(documents)
}

/// The codes, places and messages of all that is found.
fn said(report: &Report) -> Vec<(Code, String, String)> {
    report.findings().as_slice().iter().map(|it| (it.code, it.place.clone(), it.message.clone())).collect()
}

#[test]
fn a_report_says_what_is_in_the_bundle() {
    let bag = Bag::full();
    let (bytes, report) = (bag.bytes(), judged(&bag, &list()));
    assert_eq!((report.verdict(), report.name()), (Verdict::Authentic, "2026-03-12-harbour"));
    assert_eq!(report.id().map(|id| id.0), Some(Digest::of(bag.file(TAGMANIFEST))));
    assert_eq!(report.sealed_at(), Some(time(SEALED_AT)));
    assert_eq!((report.payload().octets, report.payload().streams), (44, 2));
    assert_eq!(said(&report), []);
    let [first, second] = report.documents() else { panic!("{:?}", report.documents()) };
    for (seen, path, text) in
        [(first, DOCUMENT, "We keep talking.\n"), (second, "data/text.fr.txt", "Nous continuons à parler.\n")]
    {
        let digest = Some(Digest::of(text.as_bytes()));
        assert_eq!((seen.path().as_str(), seen.listed(), seen.digest()), (path, digest, digest));
        assert_eq!(seen.size(), text.len() as u64);
        assert_eq!(&bytes[usize::try_from(seen.offset()).unwrap()..][..text.len()], text.as_bytes());
    }
    assert_eq!(report.statement(), report.claims());
    assert_eq!(report.statement().unwrap().title.as_str(), "On the word \"peace\"");
    assert_eq!(report.unsigned().count(), 0);
}

#[test]
fn a_report_says_who_signed() {
    let bag = Bag::small().signed(Role::Witness, "legal@mfa.example", 8);
    let report = judged(&bag, &list());
    let [issuer, witness] = report.signatures() else { panic!("{:?}", report.signatures()) };
    assert_eq!(
        (issuer.role(), issuer.identity().as_str(), issuer.file().as_str()),
        (Role::Issuer, IDENTITY, SIGNATURE)
    );
    assert_eq!(issuer.digest(), Digest::of(bag.file(SIGNATURE)));
    assert_eq!((issuer.key(), issuer.status()), (key(7).public().ok(), SignatureStatus::Trusted(Ground::Line(1))));
    assert_eq!(issuer.fingerprint(), issuer.key().map(|key| key.fingerprint()));
    assert!(issuer.status().is_good() && witness.status().is_good());
    assert_eq!((issuer.ruling().unwrap().row, issuer.finding()), (Row::ValidClaimed, None));
    assert_eq!((witness.role(), witness.identity().as_str()), (Role::Witness, "legal@mfa.example"));
    assert_eq!((witness.status(), witness.finding()), (SignatureStatus::Untrusted, Some(Code::TrustCosigner)));
    assert_eq!((issuer.status().as_str(), witness.status().as_str()), ("trusted", "untrusted"));
    let issuers: Vec<_> = report.issuer_signatures().map(Signature::file).collect();
    assert_eq!(issuers, [SIGNATURE]);
    assert!(!report.is_time_proven());
}

#[test]
fn every_status_has_its_word() {
    let words = [SignatureStatus::Bad, SignatureStatus::Ignored].map(|status| (status.as_str(), status.is_good()));
    assert_eq!(words, [("bad", false), ("ignored", false)]);
    let verdicts = [Verdict::Authentic, Verdict::Untrusted, Verdict::NotChecked, Verdict::NotAuthentic];
    let words = verdicts.map(|verdict| (verdict.to_string(), verdict.is_intact()));
    let expected = [("authentic", true), ("untrusted", true), ("not-checked", false), ("not-authentic", false)];
    assert_eq!(words, expected.map(|(word, intact)| (word.to_owned(), intact)));
}

#[test]
fn a_time_is_proven_where_it_is_of_every_issuer() {
    let bag = Bag::joint().signed(Role::Issuer, "legal@mfa.example", 8);
    let files = [SIGNATURE, "signatures/issuer.legal@mfa.example.sig"];
    let fingerprints = [7, 8].map(|seed| key(seed).public().unwrap().fingerprint());
    let trust = Trust::Named(NamedKeys::new(fingerprints));
    let proven = |files: &[&str]| {
        let mut proofs = Proofs::default();
        for file in files {
            proofs.add(Digest::of(bag.file(file)), time("2026-04-01T00:00:00Z"));
        }
        let options = VerifyOptions::new(&trust, time(NOW)).proofs(&proofs);
        let loose = verify(&bag.bytes()[..], &options).unwrap();
        assert_eq!(loose.verdict(), Verdict::Authentic);
        let strict = verify(&bag.bytes()[..], &options.require_proven_time(true)).unwrap();
        assert_eq!(strict.verdict() == Verdict::Authentic, loose.is_time_proven());
        loose.is_time_proven()
    };
    assert!(proven(&files) && !proven(&files[..1]) && !proven(&[]));
    // No issuer has signed: nothing is proven.
    assert!(!judged(&Bag::small().unsigned(), &trust).is_time_proven());
}

#[test]
fn who_has_not_signed_is_named() {
    let report = judged(&Bag::joint(), &list());
    assert_eq!(report.unsigned().map(Identity::as_str).collect::<Vec<_>>(), ["legal@mfa.example"]);
    assert_eq!(report.verdict(), Verdict::Untrusted);
    assert!(report.statement().is_none() && report.claims().is_some());
}

#[test]
fn documents_that_were_not_hashed_make_no_statement() {
    let bag = Bag::small();
    let trust = list();
    let skipped = verify(&bag.bytes()[..], &VerifyOptions::new(&trust, time(NOW)).documents(Documents::Skip)).unwrap();
    assert_eq!(skipped.verdict(), Verdict::Authentic);
    assert!(skipped.statement().is_none() && skipped.claims().is_some());
    assert_eq!(skipped.documents()[0].digest(), None);
    assert_eq!(skipped.documents()[0].listed(), Some(Digest::of(bag.file(DOCUMENT))));
    let text = bag.file(DOCUMENT);
    let right = Fixity { digest: Digest::of(text), crc: crc32fast::hash(text) };
    let wrong = Fixity { digest: Digest::of(b""), crc: 0 };
    let known = |fixities: &[Fixity]| verify(&bag.bytes()[..], &by_nobody(Documents::Known(fixities)));
    assert_eq!(known(&[right]).unwrap().verdict(), Verdict::Untrusted);
    let codes: Vec<_> = said(&known(&[wrong]).unwrap()).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, [Code::ContainerCrc, Code::DigestMismatch, Code::TrustUnknownKey]);
    assert!(matches!(known(&[]), Err(Error::OtherDocuments { known: 0, there: 1 })));
    assert!(matches!(known(&[right, right]), Err(Error::OtherDocuments { known: 2, there: 1 })));
    let hashed = std::sync::atomic::AtomicU64::new(0);
    let progress = |bytes| {
        hashed.fetch_add(bytes, std::sync::atomic::Ordering::Relaxed);
    };
    let workers = NonZeroUsize::new(2).unwrap();
    verify(&bag.bytes()[..], &by_nobody(Documents::Hash { workers, progress: &progress })).unwrap();
    assert_eq!(hashed.into_inner(), 21);
}

#[test]
fn enough_signers_are_counted_by_identity() {
    let bag = Bag::small().signed(Role::Witness, "legal@mfa.example", 8);
    let trust = Trust::Named(NamedKeys::new([7, 8].map(|seed| key(seed).public().unwrap().fingerprint())));
    let required = |signers| {
        let report = verify(&bag.bytes()[..], &VerifyOptions::new(&trust, time(NOW)).require(signers)).unwrap();
        (report.verdict(), said(&report).into_iter().map(|(_, _, message)| message).collect::<Vec<_>>())
    };
    for signers in [0, 1, 2] {
        assert_eq!(required(signers), (Verdict::Authentic, vec![]));
    }
    assert_eq!(required(3), (Verdict::Untrusted, vec!["2 trusted, 3 asked for".to_owned()]));
}

#[test]
fn a_statement_sealed_later_than_now_is_untrusted() {
    let at = |now: &str| verify(&Bag::small().bytes()[..], &VerifyOptions::new(&list(), time(now))).unwrap();
    assert_eq!(at("2026-03-12T14:00:00Z").verdict(), Verdict::Authentic);
    let early = at("2026-03-12T13:59:59Z");
    let message = "is 2026-03-12T14:05:00Z, and now is 2026-03-12T13:59:59Z".to_owned();
    assert_eq!(said(&early), [(Code::TrustFuture, "bag-info.txt: Sealed-At".to_owned(), message)]);
}

#[test]
fn a_later_format_is_not_judged() {
    let later = Bag::small().replace(BAG_INFO, "chancery/1", "chancery/2");
    let report = judged(&later, &list());
    assert_eq!((report.verdict(), report.signatures().len()), (Verdict::NotChecked, 0));
    let broken = later.tampered(METADATA, |bytes| [bytes, b" "].concat());
    assert_eq!(judged(&broken, &list()).verdict(), Verdict::NotAuthentic);
}

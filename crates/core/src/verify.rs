//! The only judge: a bundle and the reader's trust to a verdict, with everything that was found.

pub mod announcement;
pub mod error;
pub mod options;
pub mod report;
mod signers;

use self::error::Error;
use self::options::{Documents, VerifyOptions};
use self::report::{DocumentSeen, Report, Verdict};
use crate::bundle::Contents;
use crate::bundle::bag::{BAG_INFO, BAGIT, DECLARATION};
use crate::bundle::bag_info::{self, BagInfo};
use crate::bundle::manifest::Lines;
use crate::bundle::source::Source;
use crate::digest::Digest;
use crate::digest::stream::{Fixity, hash_all};
use crate::finding::{Code, Findings, Weight};
use crate::statement::id::BundleId;
use crate::statement::metadata::Metadata;
use crate::statement::read;

/// Judges a bundle. Whatever is wrong with it is in the report.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chancery_core::{Code, Trust, Verdict, VerifyOptions, verify};
///
/// let options = VerifyOptions::new(&Trust::Nobody, "2026-06-01T12:00:00Z".parse()?);
/// let report = verify(&b"no bundle"[..], &options)?;
/// assert_eq!(report.verdict(), Verdict::NotAuthentic);
/// assert_eq!(report.findings().heaviest().map(|finding| finding.code), Some(Code::ContainerNotZip));
/// assert!(report.statement().is_none());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`Error`] where the bundle could not be read, or not as the options demand: nothing is known of it then.
pub fn verify<S: Source + ?Sized>(source: &S, options: &VerifyOptions<'_>) -> Result<Report, Error> {
    let mut findings = Findings::default();
    let contents = Contents::read(source, &mut findings)?;
    let Some(contents) = contents else { return Ok(Report::unreadable(findings)) };
    let fixities = fixities(source, &contents, options.documents, &mut findings)?;
    let lines = contents.check_manifests(fixities.as_deref(), &mut findings);
    let mut report = match bag_info::later_format(&contents.bag_info) {
        Some(later) => {
            if !findings.broken() {
                findings.add(Code::LaterFormat, BAG_INFO, format!("names the format {later}"));
            }
            Report::unreadable(Findings::default())
        }
        None => judge(&contents, options, &mut findings),
    };
    report.id = Some(BundleId(Digest::of(&contents.tagmanifest)));
    report.payload = contents.payload();
    report.documents = documents_seen(&contents, fixities.as_deref(), &lines);
    report.verdict = verdict(&findings);
    report.findings = findings;
    Ok(report)
}

fn fixities<S: Source + ?Sized>(
    source: &S,
    contents: &Contents,
    documents: Documents<'_>,
    findings: &mut Findings,
) -> Result<Option<Vec<Fixity>>, Error> {
    let fixities = match documents {
        Documents::Hash { workers, progress } => hash_all(&contents.streams(source), workers, progress)?,
        Documents::Known(fixities) if fixities.len() == contents.documents.len() => fixities.to_vec(),
        Documents::Known(fixities) => {
            return Err(Error::OtherDocuments { known: fixities.len(), there: contents.documents.len() });
        }
        Documents::Skip => {
            findings.add(Code::DocumentsNotHashed, "data/", "only their names, sizes and the signature were checked");
            return Ok(None);
        }
    };
    contents.check_crcs(&fixities, findings);
    Ok(Some(fixities))
}

/// Judges everything that format 1 says.
fn judge(contents: &Contents, options: &VerifyOptions<'_>, findings: &mut Findings) -> Report {
    if contents.bagit != DECLARATION.as_bytes() {
        findings.add(Code::BagDeclaration, BAGIT, "is not the declaration of BagIt 1.0 in UTF-8");
    }
    let info = bag_info::read(&contents.bag_info, findings);
    let claims = read::read(&contents.metadata, findings);
    if let Some((info, claims)) = info.as_ref().zip(claims.as_ref()) {
        bag_info::check(&contents.bag_info, info, claims, contents.payload(), findings);
    }
    if let Some(info) = info.as_ref().filter(|info| info.name.as_str() != contents.top) {
        let message = format!("names the bundle {:?}, but its folder is {:?}", info.name.as_str(), contents.top);
        findings.add(Code::NameTop, BAG_INFO, message);
    }
    if let Some(claims) = &claims {
        check_documents(contents, claims, findings);
    }
    for name in &contents.evidence {
        findings.add(Code::EvidenceUnchecked, format!("signatures/{name}"), "was not checked");
    }
    let signatures = signers::judge(contents, claims.as_ref(), info.as_ref(), options, findings);
    report(contents, info, claims, signatures)
}

fn report(
    contents: &Contents,
    info: Option<BagInfo>,
    claims: Option<Metadata>,
    signatures: Vec<report::Signature>,
) -> Report {
    let mut report = Report::unreadable(Findings::default());
    report.sealed_at = info.as_ref().map(|info| info.sealed_at);
    report.name = info.map_or_else(|| contents.top.clone(), |info| info.name.to_string());
    report.claims = claims;
    report.signatures = signatures;
    report
}

/// Whether the metadata describes exactly the documents that are there.
fn check_documents(contents: &Contents, claims: &Metadata, findings: &mut Findings) {
    let described: Vec<_> = claims.documents.iter().map(|document| document.path.as_str()).collect();
    let there: Vec<_> = contents.documents.iter().map(|(path, _)| path.as_str()).collect();
    if described != there {
        let at = there.iter().zip(&described).take_while(|(a, b)| a == b).count();
        let shown = |paths: &[&str]| paths.get(at).map_or("nothing".to_owned(), |path| (*path).to_owned());
        let message = format!("describes {} where the bundle has {}", shown(&described), shown(&there));
        findings.add(Code::MetadataDocuments, "metadata.json: documents", message);
    }
}

/// Where the documents lie, with their digests as the manifest lists them and, where they were computed, as they are.
fn documents_seen(contents: &Contents, fixities: Option<&[Fixity]>, lines: &Lines) -> Vec<DocumentSeen> {
    // A manifest that is not sorted is a finding: then some are not found here, and nothing rests on them.
    let listed = |path: &str| {
        let at = lines.binary_search_by(|(_, listed)| listed.as_str().cmp(path)).ok()?;
        lines.get(at).map(|(digest, _)| *digest)
    };
    contents
        .documents
        .iter()
        .enumerate()
        .map(|(at, (path, entry))| DocumentSeen {
            path: path.clone(),
            entry: entry.clone(),
            listed: listed(path.as_str()),
            digest: fixities.and_then(|fixities| fixities.get(at)).map(|fixity| fixity.digest),
        })
        .collect()
}

fn verdict(findings: &Findings) -> Verdict {
    match findings.worst() {
        Weight::Note => Verdict::Authentic,
        Weight::Untrusted => Verdict::Untrusted,
        Weight::Unjudged => Verdict::NotChecked,
        Weight::Broken => Verdict::NotAuthentic,
    }
}

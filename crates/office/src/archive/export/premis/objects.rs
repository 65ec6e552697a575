//! Objects: the bundle's file, and each document in it.

use chancery_core::signature::public_key::ED25519;
use chancery_core::{BundleId, Signature};

use super::super::record::{Part, Record};
use super::super::xml::{Attributes, Xml};
use super::{identifier, kind};

const FILE: [(&str, &str); 1] = [("xsi:type", "file")];
const KEY_INFO: &str = "ds:KeyInfo";
const KEY_NAMESPACE: [(&str, &str); 1] = [("xmlns:ds", "http://www.w3.org/2000/09/xmldsig#")];
const MEDIA_TYPES: [(&str, &str); 2] =
    [("authority", "IANA"), ("authorityURI", "https://www.iana.org/assignments/media-types")];

/// A statement's objects: the bundle first, then its documents.
pub fn objects(record: &Record<'_>) -> String {
    let mut xml = Xml::piece();
    bundle(&mut xml, record);
    for part in record.parts() {
        document(&mut xml, record, &part);
    }
    xml.finish()
}

/// The identifier of a document.
pub(super) fn document_id(id: &BundleId, part: &Part<'_>) -> String {
    format!("{id}/{}", part.document.path)
}

fn bundle(xml: &mut Xml, record: &Record<'_>) {
    xml.element("object", &FILE, |xml| {
        identifier(xml, "objectIdentifier", (kind::BUNDLE, &record.id.to_string()), None);
        xml.element("objectCharacteristics", &[], |xml| {
            xml.text("compositionLevel", "0");
            xml.text("size", &record.size.to_string());
            format(xml, "application/zip");
        });
        xml.text("originalName", &format!("{}.zip", record.report.name()));
        location(xml, "path in the archive", record.path);
        for signature in record.report.signatures() {
            xml.element("signatureInformation", &[], |xml| signature_information(xml, signature));
        }
        if let Some(id) = &record.metadata.replaces {
            related(xml, ("replacement", "replaces"), id);
        }
        for id in record.replaced_by() {
            related(xml, ("replacement", "is replaced by"), id);
        }
    });
}

fn document(xml: &mut Xml, record: &Record<'_>, part: &Part<'_>) {
    let document = part.document;
    xml.element("object", &FILE, |xml| {
        identifier(xml, "objectIdentifier", (kind::DOCUMENT, &document_id(&record.id, part)), None);
        xml.element("objectCharacteristics", &[], |xml| {
            xml.text("compositionLevel", "0");
            if let Some(digest) = part.digest {
                xml.element("fixity", &[], |xml| {
                    xml.text("messageDigestAlgorithm", "SHA-256");
                    xml.text("messageDigest", &digest.to_string());
                    xml.text("messageDigestOriginator", record.program);
                });
            }
            xml.text("size", &part.size.to_string());
            format(xml, document.media_type.as_str());
        });
        let name = document.name.as_ref().map_or(document.path.below(), |name| name.as_str());
        xml.text("originalName", name);
        location(xml, "path in the bundle", document.path.as_str());
        related(xml, ("structural", "is part of"), &record.id);
    });
}

fn format(xml: &mut Xml, media_type: &str) {
    xml.element("format", &[], |xml| {
        xml.element("formatDesignation", &[], |xml| xml.text_with("formatName", &MEDIA_TYPES, media_type));
    });
}

fn location(xml: &mut Xml, kind: &str, path: &str) {
    xml.element("storage", &[], |xml| {
        xml.element("contentLocation", &[], |xml| {
            xml.text("contentLocationType", kind);
            xml.text("contentLocationValue", path);
        });
    });
}

fn related(xml: &mut Xml, (relation, subtype): (&str, &str), id: &BundleId) {
    xml.element("relationship", &[], |xml| {
        xml.text("relationshipType", relation);
        xml.text("relationshipSubType", subtype);
        identifier(xml, "relatedObjectIdentifier", (kind::BUNDLE, &id.to_string()), None);
    });
}

/// PREMIS's own `signature` wants the value of the signature in it. That lies in the bundle; what is known of it is said in
/// the extension, in elements of PREMIS.
fn signature_information(xml: &mut Xml, signature: &Signature) {
    xml.element("signatureInformationExtension", NONE, |xml| {
        xml.text("signer", signature.identity().as_str());
        xml.text("signatureMethod", ED25519);
        xml.text("signatureProperties", &format!("role: {}", signature.role()));
        xml.text("signatureProperties", &format!("file: {}", signature.file()));
        xml.text("signatureProperties", &format!("SHA-256 of the file: {}", signature.digest()));
        xml.text("signatureProperties", &format!("status: {}", signature.status().as_str()));
        if let Some(fingerprint) = signature.fingerprint() {
            xml.element("keyInformation", NONE, |xml| {
                xml.element(KEY_INFO, &KEY_NAMESPACE, |xml| xml.text("ds:KeyName", &fingerprint.to_string()));
            });
        }
    });
}

const NONE: &Attributes<'_> = &[];

//! A consent record as JSON-LD, in the words of the W3C Data Privacy Vocabulary (DPV 2.3).
//!
//! The shape is that of the DPV community group's guide to ISO/IEC TS 27560:2023. The context stands in
//! the document itself, so that reading it fetches nothing. What DPV has no word for is named in the
//! project's own namespace, whose page is docs/RECEIPT.md.

use serde_json::{Value, json};

/// The `schema` of a consent record: it names the set of members. A change of meaning gets a new one.
pub const RECORD_SCHEMA: &str = "samtycke-consent-record/2";

/// The media type of [`json_ld`]'s document (W3C JSON-LD 1.1).
pub const JSON_LD: &str = "application/ld+json";

/// Where the GDPR applies, by ISO 3166-1 alpha-2: the Union, its member states and the three EEA
/// states that took the regulation over. DPV's locations have the same names.
pub const JURISDICTIONS: [&str; 31] = [
    "EU", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// What the profiles of the guide demand and a tenant's settings may not have said yet.
const DEMANDED: [&str; 11] = [
    "/controller/id",
    "/controller/name",
    "/controller/contact",
    "/controller/address",
    "/subject/candidate_id",
    "/notice/text_version_id",
    "/notice/language",
    "/purposes/0/key",
    "/recipients",
    "/storage",
    "/jurisdiction",
];

/// The payload is something else than a consent record of [`RECORD_SCHEMA`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("its schema is {found:?}; only {RECORD_SCHEMA:?} has a JSON-LD form")]
pub struct NotAConsentRecord {
    found: String,
}

/// A receipt's payload as a JSON-LD document.
///
/// # Errors
/// When the payload is no consent record, such as an erasure certificate's.
pub fn json_ld(record: &Value) -> Result<Value, NotAConsentRecord> {
    if record["schema"] != RECORD_SCHEMA {
        let found = text(&record["schema"]).to_owned();
        return Err(NotAConsentRecord { found });
    }
    Ok(without_gaps(receipt(record)))
}

/// The receipt is a wrapper around the record, whose id it shares.
fn receipt(record: &Value) -> Value {
    json!({
        "@context": context(),
        "@id": format!("urn:uuid:{}#receipt", text(&record["consent_id"])),
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": standards(record, "dpv-27560:receipt-eu-gdpr"),
        "dct:identifier": record["consent_id"],
        "dpv:hasIdentifier": record["consent_id"],
        "dct:created": moment(&record["recorded_at"]),
        "dct:publisher": given(&record["iss"], |iss| json!({ "@id": iss })),
        "dpv:hasRecordOfActivity": consent_record(record),
    })
}

fn context() -> Value {
    json!({
        "dpv": "https://w3id.org/dpv#",
        "dpv-27560": "https://w3id.org/dpv/schema/dpv-27560#",
        "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
        "legal-eu": "https://w3id.org/dpv/legal/eu#",
        "loc": "https://w3id.org/dpv/loc#",
        "pd": "https://w3id.org/dpv/pd#",
        "dct": "http://purl.org/dc/terms/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "samtycke": "https://github.com/samtycke/samtycke/blob/main/docs/RECEIPT.md#",
    })
}

fn consent_record(record: &Value) -> Value {
    json!({
        "@id": urn(&record["consent_id"]),
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": standards(record, "dpv-27560:record-eu-gdpr"),
        "dct:identifier": record["consent_id"],
        "dpv:hasIdentifier": record["consent_id"],
        "samtycke:salt": record["salt"],
        "dpv:hasDataSubject": data_subject(&record["subject"]),
        "dpv:hasDataController": data_controller(&record["controller"]),
        "dpv:hasAuthority": given(&record["controller"]["authority"], |authority| json!({
            "@type": "dpv:DataProtectionAuthority",
            "dct:description": authority,
        })),
        "dpv:hasJurisdiction": given(&record["jurisdiction"], jurisdiction),
        "dpv:hasApplicableLaw": { "@id": "legal-eu:law-GDPR" },
        "dpv:hasLegalBasis": given(&record["consent_type"], consent_type),
        "dpv:hasNotice": given(&record["notice"], notice),
        "dpv:hasProcess": process(record),
        "dpv:hasConsentStatus": event(record),
        "dpv:hasConsentControl": given(&record["withdrawal"], |method| json!({
            "@type": "dpv:WithdrawConsent",
            "dpv:isExercisedAt": method,
        })),
        "dpv:hasRight": each(&record["rights"], |article| right(&record["controller"], article)),
    })
}

/// The project's own schema always; the guide's profile only when all it demands is there.
fn standards(record: &Value, profile: &str) -> Value {
    let own = json!({ "@type": "dct:Standard", "dct:identifier": record["schema"] });
    let is_complete = DEMANDED.iter().all(|member| {
        let value = record.pointer(member).unwrap_or(&Value::Null);
        !text(value).trim().is_empty()
    });
    if is_complete {
        json!([own, { "@id": profile }])
    } else {
        own
    }
}

fn data_subject(subject: &Value) -> Value {
    json!({
        "@id": urn(&subject["candidate_id"]),
        "@type": "dpv:DataSubject",
        "dct:identifier": subject["candidate_id"],
        "schema:name": subject["name"],
        "schema:email": subject["email"],
    })
}

fn data_controller(controller: &Value) -> Value {
    json!({
        "@id": urn(&controller["id"]),
        "@type": "dpv:DataController",
        "dpv:hasIdentifier": controller["id"],
        "dpv:hasName": controller["name"],
        "dpv:hasAddress": controller["address"],
        "dpv:hasContact": controller["contact"],
    })
}

/// A complaint goes to the authority, everything else to the controller.
fn right(controller: &Value, article: &Value) -> Value {
    let at = match text(article) {
        "GDPR Art. 77" => &controller["authority"],
        _ => &controller["contact"],
    };
    json!({ "@type": ["dpv:DataSubjectRight", gdpr(article)], "dpv:isExercisedAt": at })
}

fn jurisdiction(code: &Value) -> Value {
    if JURISDICTIONS.contains(&text(code)) {
        json!({ "@id": format!("loc:{}", text(code)) })
    } else {
        json!({ "@type": "dpv:Location", "dct:identifier": code })
    }
}

fn consent_type(word: &Value) -> Value {
    match text(word) {
        "expressed" => json!({ "@id": "dpv:ExpressedConsent" }),
        other => json!({ "@type": "dpv:Consent", "dct:identifier": other }),
    }
}

/// A node of its own for each receipt: when a version was shown belongs to the receipt, not to the version.
fn notice(notice: &Value) -> Value {
    json!({
        "@type": "dpv:ConsentNotice",
        "dct:identifier": notice["text_version_id"],
        "samtycke:version": notice["version"],
        "dct:language": notice["language"],
        "dct:title": given(&notice["title"], |title| in_language(notice, title)),
        "dct:date": moment(&notice["served_at"]),
        "spdx:checksum": given(&notice["shown_sha256"], checksum),
        "dct:hasPart": given(&notice["body_sha256"], |hash| json!({
            "dct:format": "text/html",
            "spdx:checksum": checksum(hash),
        })),
    })
}

fn checksum(sha256: &Value) -> Value {
    json!({
        "@type": "spdx:Checksum",
        "spdx:algorithm": { "@id": "spdx:checksumAlgorithm_sha256" },
        "spdx:checksumValue": { "@type": "xsd:hexBinary", "@value": sha256 },
    })
}

/// What the purposes have in common, and in it one process for each purpose.
fn process(record: &Value) -> Value {
    let source = match text(&record["collection"]["source"]) {
        "web" => "dpv:DataSubjectDataSource",
        _ => "dpv:DataControllerDataSource",
    };
    json!({
        "@type": "dpv:Process",
        "dpv:hasPersonalData": each(&record["personal_data"], personal_data),
        "dpv:hasDataSource": given(&record["collection"]["source"], |word| json!({
            "@type": source,
            "dct:identifier": word,
        })),
        "dpv:hasRecipient": given(&record["recipients"], |words| json!({
            "@type": "dpv:Recipient",
            "dct:description": words,
        })),
        "dpv:hasStorageCondition": storage(record),
        "dpv:hasProcess": each(&record["purposes"], |purpose| purpose_process(record, purpose)),
    })
}

fn personal_data(kind: &Value) -> Value {
    let broader = match text(kind) {
        "name" => "pd:Name",
        "email" => "pd:EmailAddress",
        "phone" => "pd:TelephoneNumber",
        "external_id" => "pd:UID",
        _ => "dpv:PersonalData",
    };
    json!({ "@type": "dpv:PersonalData", "dct:identifier": kind, "skos:broader": { "@id": broader } })
}

fn storage(record: &Value) -> Value {
    let retention = &record["retention"];
    json!([
        given(&record["storage"], |place| json!({
            "@type": "dpv:StorageLocation",
            "dpv:hasLocation": { "@type": "dpv:Location", "dct:description": place },
        })),
        given(&retention["until"], |end| json!({
            "@type": "dpv:StorageDuration",
            "dpv:hasDuration": until(end),
        })),
        given(&retention["words"], |words| json!({
            "@type": "dpv:StorageDeletion",
            "dct:description": words,
            "dpv:hasDuration": given(&retention["answer_days"], |days| json!({
                "@type": "dpv:TemporalDuration",
                "rdf:value": { "@type": "xsd:duration", "@value": format!("P{days}D") },
            })),
        })),
    ])
}

fn purpose_process(record: &Value, purpose: &Value) -> Value {
    json!({
        "@type": "dpv:Process",
        "dpv:hasPurpose": {
            "@type": "dpv:Purpose",
            "dct:identifier": purpose["key"],
            "dct:title": given(&purpose["label"], |label| in_language(&record["notice"], label)),
        },
        "dpv:hasLegalBasis": given(&purpose["lawful_basis"], |article| json!({ "@id": gdpr(article) })),
        "dpv:hasConsentStatus": {
            "@type": decision(record, purpose),
            "dpv:hasDuration": given(&purpose["valid_until"], until),
        },
    })
}

/// A box left unticked in the widget takes nothing back: whoever types an address may not be its owner.
fn decision(record: &Value, purpose: &Value) -> &'static str {
    let state = text(&record["state"]);
    match (state, purpose["granted"] == true) {
        ("given" | "renewed", false) if record["collection"]["method"] == "widget" => {
            "dpv:ConsentRequestDeferred"
        }
        ("given" | "renewed", false) => "dpv:ConsentRefused",
        _ => status(state),
    }
}

fn status(state: &str) -> &'static str {
    match state {
        "requested" => "dpv:ConsentRequested",
        "given" => "dpv:ConsentGiven",
        "renewed" => "dpv:RenewedConsentGiven",
        "refused" => "dpv:ConsentRefused",
        "withdrawn" => "dpv:ConsentWithdrawn",
        "expired" => "dpv:ConsentExpired",
        "invalidated" => "dpv:ConsentInvalidated",
        _ => "dpv:ConsentUnknown",
    }
}

/// Who brought it about, when and how. What staff write down was given earlier than it was recorded.
fn event(record: &Value) -> Value {
    let collection = &record["collection"];
    let at = match &collection["given_on"] {
        Value::Null => &record["recorded_at"],
        given_on => given_on,
    };
    let by = match text(&record["expressed_by"]) {
        "subject" => urn(&record["subject"]["candidate_id"]),
        _ => urn(&record["controller"]["id"]),
    };
    json!({
        "@type": status(text(&record["state"])),
        "dpv:isIndicatedAtTime": moment(at),
        "dpv:isIndicatedBy": { "@id": by },
        "dpv:hasIndicationMethod": {
            "dct:identifier": collection["method"],
            "samtycke:identity": collection["identity"],
            "schema:url": collection["page_url"],
            "samtycke:widget_version": collection["widget_version"],
            "samtycke:recorded_by": collection["recorded_by"],
            "dct:description": collection["note"],
        },
    })
}

fn until(end: &Value) -> Value {
    json!({ "@type": "dpv:UntilTimeDuration", "rdf:value": moment(end) })
}

/// `GDPR Art. 6(1)(a)` is `eu-gdpr:A6-1-a`.
fn gdpr(article: &Value) -> String {
    let number = text(article).trim_start_matches("GDPR Art. ");
    format!("eu-gdpr:A{}", number.replace('(', "-").replace(')', ""))
}

/// What the consent text says is in its language. What the settings say may be in another.
fn in_language(notice: &Value, words: &Value) -> Value {
    match &notice["language"] {
        Value::Null => words.clone(),
        language => json!({ "@value": words, "@language": language }),
    }
}

fn moment(at: &Value) -> Value {
    given(at, |at| json!({ "@type": "xsd:dateTime", "@value": at }))
}

fn urn(id: &Value) -> Value {
    given(id, |id| json!(format!("urn:uuid:{}", text(id))))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Nothing where nothing stands.
fn given(value: &Value, make: impl FnOnce(&Value) -> Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::String(words) if words.trim().is_empty() => Value::Null,
        value => make(value),
    }
}

fn each(values: &Value, make: impl Fn(&Value) -> Value) -> Value {
    let values = values.as_array().map(Vec::as_slice).unwrap_or_default();
    values.iter().map(make).collect()
}

/// Leaves out members that have no value, and lists that have no items.
fn without_gaps(value: Value) -> Value {
    let is_gap = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, without_gaps(value)))
            .filter(|(_, value)| !is_gap(value))
            .collect(),
        Value::Array(items) => items
            .into_iter()
            .map(without_gaps)
            .filter(|item| !is_gap(item))
            .collect(),
        value => value,
    }
}

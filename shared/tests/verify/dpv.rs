//! The JSON-LD form of a record: nothing is left out, and every word is one DPV has.

use samtycke_shared::receipt::{JURISDICTIONS, RECORD_SCHEMA, json_ld};
use serde_json::{Value, json};

/// The terms of DPV 2.3 that may occur, looked up in the vocabularies of w3c/dpv at commit f01a55c3:
/// `2.3/dpv/dpv.csv`, `2.3/pd/pd.csv`, `2.3/legal/eu/legal-eu.csv`, `2.3/legal/eu/gdpr/eu-gdpr.csv` and
/// `schema/dpv-27560.ttl`. (`eu-gdpr:GDPR`, which the guide's examples use, is in none of them.)
const TERMS: [&str; 66] = [
    "dpv:ConsentExpired",
    "dpv:ConsentGiven",
    "dpv:ConsentInvalidated",
    "dpv:ConsentNotice",
    "dpv:ConsentReceipt",
    "dpv:ConsentRecord",
    "dpv:ConsentRefused",
    "dpv:ConsentRequestDeferred",
    "dpv:ConsentRequested",
    "dpv:ConsentWithdrawn",
    "dpv:DataController",
    "dpv:DataControllerDataSource",
    "dpv:DataProtectionAuthority",
    "dpv:DataSubject",
    "dpv:DataSubjectDataSource",
    "dpv:DataSubjectRight",
    "dpv:ExpressedConsent",
    "dpv:Location",
    "dpv:PersonalData",
    "dpv:Process",
    "dpv:Purpose",
    "dpv:Recipient",
    "dpv:RenewedConsentGiven",
    "dpv:StorageDeletion",
    "dpv:StorageDuration",
    "dpv:StorageLocation",
    "dpv:TemporalDuration",
    "dpv:UntilTimeDuration",
    "dpv:WithdrawConsent",
    "dpv:hasAddress",
    "dpv:hasApplicableLaw",
    "dpv:hasAuthority",
    "dpv:hasConsentControl",
    "dpv:hasConsentStatus",
    "dpv:hasContact",
    "dpv:hasDataController",
    "dpv:hasDataSource",
    "dpv:hasDataSubject",
    "dpv:hasDuration",
    "dpv:hasIdentifier",
    "dpv:hasIndicationMethod",
    "dpv:hasJurisdiction",
    "dpv:hasLegalBasis",
    "dpv:hasLocation",
    "dpv:hasName",
    "dpv:hasNotice",
    "dpv:hasPersonalData",
    "dpv:hasProcess",
    "dpv:hasPurpose",
    "dpv:hasRecipient",
    "dpv:hasRecordOfActivity",
    "dpv:hasRight",
    "dpv:hasStorageCondition",
    "dpv:isExercisedAt",
    "dpv:isIndicatedAtTime",
    "dpv:isIndicatedBy",
    "dpv-27560:receipt-eu-gdpr",
    "dpv-27560:record-eu-gdpr",
    "legal-eu:law-GDPR",
    "pd:EmailAddress",
    "pd:Name",
    "pd:TelephoneNumber",
    "pd:UID",
    "eu-gdpr:A6-1-a",
    "eu-gdpr:A7-3",
    "eu-gdpr:A15",
];

/// More of the same, of which the records have one for each right and place (`2.3/loc/loc.csv`).
const RIGHTS: [&str; 5] = [
    "eu-gdpr:A16",
    "eu-gdpr:A17",
    "eu-gdpr:A18",
    "eu-gdpr:A20",
    "eu-gdpr:A77",
];
const PLACES: [&str; 31] = [
    "loc:AT", "loc:BE", "loc:BG", "loc:CY", "loc:CZ", "loc:DE", "loc:DK", "loc:EE", "loc:ES",
    "loc:EU", "loc:FI", "loc:FR", "loc:GR", "loc:HR", "loc:HU", "loc:IE", "loc:IS", "loc:IT",
    "loc:LI", "loc:LT", "loc:LU", "loc:LV", "loc:MT", "loc:NL", "loc:NO", "loc:PL", "loc:PT",
    "loc:RO", "loc:SE", "loc:SI", "loc:SK",
];

/// A record with every member there is. No server writes all of them together.
fn record() -> Value {
    json!({
        "schema": RECORD_SCHEMA,
        "consent_id": "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e77",
        "iss": "https://samtycke.example",
        "salt": "AAECAwQFBgcICQoLDA0ODw",
        "state": "given",
        "consent_type": "expressed",
        "recorded_at": "2027-01-15T08:00:00.25Z",
        "expressed_by": "subject",
        "collection": {
            "method": "widget",
            "source": "web",
            "identity": "unverified",
            "page_url": "https://jobb.exempel.example/jobb/1",
            "widget_version": "0.1.0",
            "recorded_by": "staff:019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e78",
            "note": "Underskrivet på mässan",
            "given_on": "2027-01-14T00:00:00Z",
        },
        "controller": {
            "id": "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e79",
            "name": "Exempel Bageri AB",
            "contact": "dataskydd@bageri.example",
            "address": "Exempelgatan 1, 123 45 Exempelstad",
            "authority": "Integritetsskyddsmyndigheten (IMY), imy.se",
        },
        "subject": {
            "candidate_id": "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e7a",
            "email": "asa@exempel.example",
            "name": "Åsa Exempelsson 🌱",
        },
        "notice": {
            "text_version_id": "019ab8c2-6f10-7c3e-9d41-2b8f5a1c0e7b",
            "version": 3,
            "language": "sv",
            "title": "Får vi spara dina uppgifter?",
            "body_sha256": "b0".repeat(32),
            "shown_sha256": "50".repeat(32),
            "served_at": "2027-01-15T07:58:00Z",
        },
        "purposes": [
            {
                "key": "future_jobs",
                "label": "Kontakta mig om framtida jobb",
                "lawful_basis": "GDPR Art. 6(1)(a)",
                "granted": true,
                "valid_until": "2029-01-15T08:00:00.25Z",
            },
            {
                "key": "share_with_group",
                "label": "Dela med koncernen",
                "lawful_basis": "GDPR Art. 6(1)(a)",
                "granted": false,
            },
        ],
        "personal_data": ["email", "name", "phone", "external_id"],
        "recipients": "leverantören av rekryteringssystemet",
        "storage": "Sverige, Exempel Drift AB",
        "retention": {
            "until": "2029-01-15T08:00:00.26Z",
            "answer_days": 30,
            "words": "Vi sparar uppgifterna så länge ett samtycke gäller.",
        },
        "jurisdiction": "SE",
        "rights": [
            "GDPR Art. 7(3)", "GDPR Art. 15", "GDPR Art. 16", "GDPR Art. 17", "GDPR Art. 18",
            "GDPR Art. 20", "GDPR Art. 77",
        ],
        "withdrawal": "Länken i våra mejl.",
    })
}

fn changed(pointer: &str, value: Value) -> Value {
    let mut record = record();
    *record.pointer_mut(pointer).expect("a member of the record") = value;
    record
}

fn described(record: &Value) -> Value {
    json_ld(record).expect("a consent record")
}

/// The consent record inside the receipt.
fn inner(record: &Value) -> Value {
    described(record)["dpv:hasRecordOfActivity"].clone()
}

/// Every value that is no object or list, by its place.
fn leaves(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| leaves(value, &format!("{place}/{name}"), found)),
        Value::Array(items) => (items.iter().enumerate())
            .for_each(|(position, value)| leaves(value, &format!("{place}/{position}"), found)),
        _ => found.push(place.to_owned()),
    }
}

/// Names of members and texts: everywhere a compact IRI can stand.
fn words<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            found.push(name);
            words(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| words(item, found)),
        Value::String(text) => found.push(text),
        _ => {}
    }
}

/// The compact IRIs of DPV and its extensions in a document.
fn dpv_terms(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let members = document.as_object().expect("an object");
    for (name, value) in members.iter().filter(|(name, _)| *name != "@context") {
        found.push(name.as_str());
        words(value, &mut found);
    }
    let prefixes = ["dpv:", "dpv-27560:", "eu-gdpr:", "legal-eu:", "loc:", "pd:"];
    let is_term = |word: &&str| prefixes.iter().any(|prefix| word.starts_with(prefix));
    found
        .into_iter()
        .filter(is_term)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_member_is_mapped() {
    let whole = described(&record());
    let mut places = Vec::new();
    leaves(&record(), "", &mut places);
    assert!(places.len() > 50, "{places:?}");
    for place in places {
        let other = match record().pointer(&place).expect("a member") {
            Value::Bool(is) => json!(!is),
            Value::Number(number) => json!(number.as_i64().expect("an integer") + 1),
            text => json!(format!("{}x", text.as_str().expect("a text"))),
        };
        let changed = json_ld(&changed(&place, other));
        assert_ne!(changed, Ok(whole.clone()), "{place} is not mapped");
    }
}

#[test]
fn every_word_is_one_that_the_vocabulary_has() {
    let mut seen = dpv_terms(&described(&record()));
    let states = [
        "requested",
        "given",
        "renewed",
        "refused",
        "withdrawn",
        "expired",
        "invalidated",
    ];
    for state in states {
        for (method, source) in [("widget", "web"), ("link", "staff")] {
            let mut record = changed("/state", json!(state));
            record["collection"]["method"] = json!(method);
            record["collection"]["source"] = json!(source);
            seen.extend(dpv_terms(&described(&record)));
        }
    }
    for code in JURISDICTIONS {
        seen.extend(dpv_terms(&described(&changed(
            "/jurisdiction",
            json!(code),
        ))));
    }
    let known = || TERMS.iter().chain(&RIGHTS).chain(&PLACES);
    for term in &seen {
        assert!(known().any(|known| known == term), "{term} is not in DPV");
    }
    for term in known() {
        assert!(seen.iter().any(|seen| seen == term), "{term} is not used");
    }
}

#[test]
fn every_prefix_is_in_the_document_itself() {
    let document = described(&record());
    let context = document["@context"]
        .as_object()
        .expect("no address to fetch");
    assert_eq!(context["dpv"], "https://w3id.org/dpv#");
    let mut found = Vec::new();
    words(&document["dpv:hasRecordOfActivity"], &mut found);
    let names = found.iter().filter_map(|word| word.split_once(':'));
    for (prefix, _) in
        names.filter(|(prefix, rest)| !rest.starts_with([' ', '/']) && *prefix != "urn")
    {
        let is_time =
            prefix.starts_with("2027-") || prefix.starts_with("2029-") || prefix == "staff";
        assert!(
            is_time || context.contains_key(prefix),
            "{prefix}: is not explained"
        );
    }
}

#[test]
fn each_state_and_each_box_has_its_status() {
    let status = |record: &Value| inner(record)["dpv:hasConsentStatus"]["@type"].clone();
    let boxes = |record: &Value| {
        let purposes = inner(record)["dpv:hasProcess"]["dpv:hasProcess"].clone();
        [0, 1].map(|position: usize| purposes[position]["dpv:hasConsentStatus"]["@type"].clone())
    };
    let given = record();
    assert_eq!(status(&given), "dpv:ConsentGiven");
    // Leaving a box unticked in the widget takes nothing back.
    assert_eq!(
        boxes(&given),
        ["dpv:ConsentGiven", "dpv:ConsentRequestDeferred"]
    );
    let mut renewed = changed("/state", json!("renewed"));
    renewed["collection"]["method"] = json!("link");
    assert_eq!(status(&renewed), "dpv:RenewedConsentGiven");
    assert_eq!(
        boxes(&renewed),
        ["dpv:RenewedConsentGiven", "dpv:ConsentRefused"]
    );
    let withdrawn = changed("/state", json!("withdrawn"));
    assert_eq!(status(&withdrawn), "dpv:ConsentWithdrawn");
    assert_eq!(
        boxes(&withdrawn),
        ["dpv:ConsentWithdrawn", "dpv:ConsentWithdrawn"]
    );
}

#[test]
fn a_complaint_goes_to_the_authority_and_all_else_to_the_controller() {
    let record = record();
    let rights = inner(&record)["dpv:hasRight"].clone();
    for right in rights.as_array().expect("rights") {
        let to = match right["@type"][1].as_str() {
            Some("eu-gdpr:A77") => "authority",
            _ => "contact",
        };
        assert_eq!(right["dpv:isExercisedAt"], record["controller"][to]);
    }
}

/// An incomplete receipt must not be said to fulfil the guide's profile.
#[test]
fn the_profile_is_claimed_only_when_all_it_demands_is_there() {
    let claims = |record: &Value| {
        let document = described(record);
        let profile = [
            (&document, "dpv-27560:receipt-eu-gdpr"),
            (
                &document["dpv:hasRecordOfActivity"],
                "dpv-27560:record-eu-gdpr",
            ),
        ];
        profile.map(|(node, profile)| node["dct:conformsTo"].to_string().contains(profile))
    };
    assert_eq!(claims(&record()), [true, true]);
    let own = described(&changed("/storage", json!("")))["dct:conformsTo"].clone();
    assert_eq!(own["dct:identifier"], RECORD_SCHEMA);
    for (place, nothing) in [
        ("/storage", json!(" ")),
        ("/controller/address", Value::Null),
        ("/notice", Value::Null),
        ("/purposes", json!([])),
    ] {
        assert_eq!(claims(&changed(place, nothing)), [false, false], "{place}");
    }
}

#[test]
fn what_is_not_there_leaves_no_gap() {
    let mut bare = json!({ "schema": RECORD_SCHEMA, "state": "invalidated", "purposes": [] });
    let document = described(&bare).to_string();
    assert!(
        !document.contains("null") && !document.contains("[]"),
        "{document}"
    );
    bare["jurisdiction"] = json!("GB");
    let place = inner(&bare)["dpv:hasJurisdiction"].clone();
    assert_eq!(
        place,
        json!({ "@type": "dpv:Location", "dct:identifier": "GB" })
    );
}

#[test]
fn other_documents_have_no_such_form() {
    for schema in [
        json!("samtycke-consent-record/1"),
        json!("samtycke-erasure-certificate/1"),
        Value::Null,
    ] {
        let refused = json_ld(&changed("/schema", schema)).expect_err("refused");
        assert!(refused.to_string().contains(RECORD_SCHEMA), "{refused}");
    }
}

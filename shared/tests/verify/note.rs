//! Signed notes and checkpoints, and the same through `signed_note` and `tlog_tiles`.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use samtycke_shared::proof::note::{Note, sign};
use samtycke_shared::proof::{Checkpoint, ProofError, VerifierKey};
use samtycke_shared::receipt::SigningKey;
use signed_note::{Note as TheirNote, StandardSigner, StandardVerifier, VerifierList};

use crate::support::{Log, ORIGIN, log_key};

const VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const NOTE: &str = "This is an example message.\n\n— example.com/foo \
    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

fn vkey() -> VerifierKey {
    VerifierKey::new(ORIGIN, log_key().verifying_key()).expect("a name")
}

fn open(signed: &str) -> Result<Checkpoint, ProofError> {
    Checkpoint::open(signed, &[vkey()]).map(|(checkpoint, _)| checkpoint)
}

#[test]
fn the_example_of_the_specification_verifies() {
    let key = VerifierKey::from_str(VKEY).expect("a vkey");
    assert_eq!(key.name(), "example.com/foo");
    assert_eq!(key.to_string(), VKEY);
    let note = Note::parse(NOTE).expect("a note");
    assert_eq!(note.text, "This is an example message.\n");
    assert_eq!(note.verify(&[vkey(), key.clone()]), Ok(vec![&key]));
    assert_eq!(note.verify(&[vkey()]), Err(ProofError::UnknownKey));
}

#[test]
fn a_vkey_has_one_spelling() {
    let spellings = [
        VKEY.replace("530d903a", "530d903b"),
        VKEY.replace("530d903a", "530D903A"),
        VKEY.replace("530d903a", "+530d903a"),
        VKEY.replace("example", "Example"),
        VKEY.replace("example.com/foo", ""),
        VKEY.replace("example.com/foo", "example com"),
        format!("{VKEY}A"),
        format!("{VKEY}\n"),
        "example.com/foo+530d903a".to_owned(),
        String::new(),
    ];
    for spelling in spellings {
        assert!(VerifierKey::from_str(&spelling).is_err(), "{spelling}");
    }
    let later_algorithm = VKEY.replace("+Aek", "+Buk");
    assert_eq!(
        VerifierKey::from_str(&later_algorithm),
        Err(ProofError::UnknownKey)
    );
}

#[test]
fn signed_note_reads_ours() {
    let checkpoint = Log::with_receipt_at(1, 5).checkpoint();
    let theirs = TheirNote::from_bytes(checkpoint.as_bytes()).expect("a note");
    let verifier = StandardVerifier::new(&vkey().to_string()).expect("a vkey");
    let known = VerifierList::new(vec![Box::new(verifier)]);
    let (verified, unknown) = theirs.verify(&known).expect("verifies");
    assert_eq!((verified.len(), unknown.len()), (1, 0));
    let body = tlog_tiles::Checkpoint::from_bytes(theirs.text()).expect("a checkpoint");
    let ours = open(&checkpoint).expect("ours verifies");
    assert_eq!((body.origin(), body.size()), (ORIGIN, ours.size));
    assert_eq!(body.hash().0, ours.root);
}

#[test]
fn we_read_what_signed_note_wrote() {
    let key = SigningKey::from_bytes(&[7; 32]);
    let verifier = VerifierKey::new("their.example/log", key.verifying_key()).expect("a name");
    let mut theirs = TheirNote::new(b"their.example/log\nof bread\n", &[]).expect("a note");
    let signer = StandardSigner::new(&skey(&verifier, &key)).expect("a signer");
    theirs.add_sigs(&[&signer]).expect("signs");
    let text = String::from_utf8(theirs.to_bytes()).expect("UTF-8");
    let note = Note::parse(&text).expect("a note");
    assert_eq!(
        note.verify(std::slice::from_ref(&verifier)),
        Ok(vec![&verifier])
    );
    let again = sign(note.text, "their.example/log", &key).expect("signs");
    assert_eq!(again, text);
}

/// The private form of the Go implementation, which `signed_note` shares.
fn skey(verifier: &VerifierKey, key: &SigningKey) -> String {
    let vkey = verifier.to_string();
    let (named, _) = vkey.rsplit_once('+').expect("three parts");
    let typed = [&[1], key.as_bytes().as_slice()].concat();
    format!("PRIVATE+KEY+{named}+{}", STANDARD.encode(typed))
}

#[test]
fn signatures_by_others_are_passed_over() {
    let checkpoint = Log::with_receipt_at(1, 5).checkpoint();
    let witness = SigningKey::from_bytes(&[5; 32]);
    let (text, _) = checkpoint.split_once("\n\n").expect("a note");
    let by_witness = sign(&format!("{text}\n"), "witness.example", &witness).expect("signs");
    let (_, line) = by_witness.split_once("\n\n").expect("a note");
    let post_quantum = format!("— {ORIGIN} {}\n", STANDARD.encode([9; 2424]));
    let mut crowd = format!("{checkpoint}{post_quantum}");
    (0..16).for_each(|_| crowd.push_str(line));
    assert_eq!(open(&crowd), open(&checkpoint));
    (0..64).for_each(|_| crowd.push_str(line));
    assert_eq!(open(&crowd), Err(ProofError::Malformed));
}

#[test]
fn one_wrong_signature_by_a_known_key_spoils_the_note() {
    let checkpoint = Log::with_receipt_at(1, 5).checkpoint();
    let other = Log::with_receipt_at(1, 6).checkpoint();
    let (_, wrong) = other.split_once("\n\n").expect("a note");
    assert_eq!(
        open(&format!("{checkpoint}{wrong}")),
        Err(ProofError::Signature)
    );
}

/// A key known under another name, such as a witness, must not speak for the log.
#[test]
fn only_the_log_signs_its_checkpoints() {
    let witness = SigningKey::from_bytes(&[5; 32]);
    let keys = [VerifierKey::new("witness.example", witness.verifying_key()).expect("a name")];
    let text = Checkpoint::new(ORIGIN, 1, [3; 32]).to_string();
    let signed = sign(&text, "witness.example", &witness).expect("signs");
    assert_eq!(
        Checkpoint::open(&signed, &keys),
        Err(ProofError::UnknownKey)
    );
}

#[test]
fn an_impostor_under_the_log_s_name_is_unknown() {
    let impostor = SigningKey::from_bytes(&[5; 32]);
    let signed = Checkpoint::new(ORIGIN, 1, [3; 32])
        .sign(&impostor)
        .expect("signs");
    assert_eq!(open(&signed), Err(ProofError::UnknownKey));
}

#[test]
fn a_note_follows_its_format() {
    let good = Log::with_receipt_at(1, 5).checkpoint();
    let bad = [
        good.replace("\n\n", "\n"),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        good.replace("— ", "- "),
        good.replace("— ", "—"),
        good.replace("=\n", "\n"),
        good.replace('\n', "\r\n"),
        good.replacen("exempel", "ex\tempel", 1),
        good.replace("— log", "— lo g"),
        good.replace("— log", "— lo+g"),
        "\n\n".to_owned(),
        String::new(),
    ];
    for note in bad {
        assert_eq!(
            Note::parse(&note).map(drop),
            Err(ProofError::Malformed),
            "{note}"
        );
    }
}

#[test]
fn a_checkpoint_follows_its_format() {
    let good = Checkpoint::new(ORIGIN, 20, [3; 32]).to_string();
    assert_eq!(
        Checkpoint::parse(&good),
        Ok(Checkpoint::new(ORIGIN, 20, [3; 32]))
    );
    let bad = [
        good.replace("\n20\n", "\n020\n"),
        good.replace("\n20\n", "\n+20\n"),
        good.replace("\n20\n", "\n-20\n"),
        good.replace("\n20\n", "\n\n"),
        good.replace("\n20\n", "\n18446744073709551616\n"),
        good.replace(ORIGIN, ""),
        good.replace('=', ""),
        good.trim_end().to_owned(),
        format!("{good}\n"),
        format!("{good}extension"),
        format!("{good}extension\n\nmore\n"),
        format!("{ORIGIN}\n0\n"),
        String::new(),
    ];
    for text in bad {
        assert_eq!(
            Checkpoint::parse(&text),
            Err(ProofError::Malformed),
            "{text}"
        );
    }
    let extended = Checkpoint::parse(&format!("{good}one\ntwo\n")).expect("extensions are allowed");
    assert_eq!(extended.extensions, ["one", "two"]);
    assert_eq!(extended.to_string(), format!("{good}one\ntwo\n"));
}

#[test]
fn a_name_that_cannot_stand_in_a_note_is_refused() {
    for origin in ["", "two words", "a+b", "a\nb", "a\u{a0}b", "a\u{7}b"] {
        let signed = Checkpoint::new(origin, 1, [3; 32]).sign(&log_key());
        assert_eq!(signed, Err(ProofError::Malformed), "{origin:?}");
    }
    assert_eq!(
        sign("no newline", ORIGIN, &log_key()),
        Err(ProofError::Malformed)
    );
}

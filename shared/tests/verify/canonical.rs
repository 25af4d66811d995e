//! RFC 8785, and what we refuse to sign on top of it.

use proptest::prelude::*;
use samtycke_shared::receipt::{CanonicalError, canonical};
use serde_json::{Value, json};

fn text(value: &impl serde::Serialize) -> String {
    String::from_utf8(canonical(value).expect("canonical")).expect("UTF-8")
}

/// RFC 8785 section 3.2.3.
#[test]
fn sorts_by_utf16_code_units() {
    let value = json!({
        "\u{20ac}": "Euro Sign",
        "\r": "Carriage Return",
        "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\u{1f600}": "Emoji: Grinning Face",
        "\u{80}": "Control",
        "\u{f6}": "Latin Small Letter O With Diaeresis",
    });
    assert_eq!(
        text(&value),
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
         \"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\
         \"\u{1f600}\":\"Emoji: Grinning Face\",\
         \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
}

/// RFC 8785 section 3.2.2, without its numbers.
#[test]
fn escapes_only_what_must_be() {
    let value: Value = serde_json::from_str(
        r#"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
    )
    .expect("JSON");
    assert_eq!(
        text(&value),
        "{\"literals\":[null,true,false],\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
    );
}

/// RFC 8785 section 3.2.2 whole: the library knows fractions, even if we do not sign them.
#[test]
fn the_sample_with_numbers() {
    let sample = r#"{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"#;
    assert_eq!(
        serde_json_canonicalizer::pipe(sample).expect("JSON"),
        "{\"literals\":[null,true,false],\
         \"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
         \"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
    );
    let value: Value = serde_json::from_str(sample).expect("JSON");
    assert!(matches!(
        canonical(&value),
        Err(CanonicalError::NotAnInteger(_))
    ));
}

#[test]
fn integers_are_signed_up_to_two_to_the_53_only() {
    const LIMIT: i64 = (1 << 53) - 1;
    assert_eq!(
        text(&[-LIMIT, 0, LIMIT]),
        "[-9007199254740991,0,9007199254740991]"
    );
    for beyond in [LIMIT + 1, -LIMIT - 1, i64::MAX, i64::MIN] {
        assert!(matches!(
            canonical(&beyond),
            Err(CanonicalError::IntegerTooLarge(_))
        ));
    }
    assert!(canonical(&u64::MAX).is_err());
}

#[test]
fn no_float_is_signed_at_any_depth() {
    for float in [0.5, 1.0, -0.0, 1e300] {
        assert!(canonical(&float).is_err(), "{float}");
        assert!(canonical(&[Some(vec![float])]).is_err(), "{float} inside");
    }
}

/// Any value without fractions. The names are full of what sorts differently in UTF-8 and UTF-16.
fn any_value() -> impl Strategy<Value = Value> {
    const LIMIT: i64 = (1 << 53) - 1;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-LIMIT..=LIMIT).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let name = proptest::collection::vec(
        prop_oneof![
            any::<char>(),
            proptest::char::range('\u{0}', '\u{7f}'),
            proptest::char::range('\u{e000}', '\u{ffff}'),
            proptest::char::range('\u{10000}', '\u{10fff}'),
        ],
        0..4,
    );
    leaf.prop_recursive(4, 64, 8, move |inner| {
        let name = name.clone().prop_map(String::from_iter);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::btree_map(name, inner, 0..8)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn serde_json_canonicalizer_agrees(value in any_value()) {
        let theirs = serde_json_canonicalizer::to_vec(&value).expect("canonical");
        prop_assert_eq!(canonical(&value).expect("canonical"), theirs);
    }
}

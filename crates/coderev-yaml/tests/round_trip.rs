//! Arbitrary values come back as themselves.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::Value;

/// Text of any characters, and text of characters that have a meaning in YAML, which the first strategy rarely
/// generates.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[-?:,#&*!|>'\"%@`=~<.+_ \n\t0-9a-fnoxyNOY\\[\\]{}\\\\é\u{85}]{0,12}",
        "[ a-c\n]{0,12}"
    ]
}

/// Floats are finite, because the crate refuses all others. `PartialEq` compares them.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |float| float.is_finite()).prop_map(Value::from),
        (-100_i32..100).prop_map(|whole| Value::from(f64::from(whole))),
        text().prop_map(Value::from),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            btree_map(text(), inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_comes_back(value in value()) {
        let text = coderev_yaml::to_string(&value).unwrap();
        prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{text:?}");
        prop_assert!(text.lines().all(|line| !line.ends_with(' ')), "{text:?}");
        let back: Value = serde_yaml::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error} in:\n{text}")))?;
        prop_assert_eq!(back, value, "written as:\n{}", text);
    }

    #[test]
    fn documents_come_back(values in vec(value(), 1..4)) {
        use serde::Deserialize;

        let text = coderev_yaml::documents(&values).unwrap();
        let back: Vec<Value> =
            serde_yaml::Deserializer::from_str(&text).map(|document| Value::deserialize(document).unwrap()).collect();
        prop_assert_eq!(back, values, "written as:\n{}", text);
    }
}

//! Every hostile string is read as itself, as a document, a value, a key and an item.

mod corpus;

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[track_caller]
fn assert_comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = coderev_yaml::to_string(value).unwrap();
    let back: T = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    assert_eq!(&back, value, "written as:\n{text}");
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "does not end in one LF: {text:?}");
    assert!(text.lines().all(|line| !line.ends_with(' ')), "a line ends in a space: {text:?}");
}

/// The text does not give the type of `value`, so a reader that read a string as a number would report it here.
#[track_caller]
fn assert_value_comes_back(value: &Value) {
    assert_comes_back(value);
}

#[test]
fn the_corpus_is_large() {
    let strings = corpus::strings();
    assert!(strings.len() > 20_000, "{} strings", strings.len());
    assert!(strings.iter().any(String::is_empty));
}

#[test]
fn as_documents() {
    for string in corpus::strings() {
        assert_value_comes_back(&Value::from(string));
    }
}

#[test]
fn as_values_of_small_mappings() {
    for string in corpus::strings() {
        assert_value_comes_back(&json!({ "spec": { "a": string, "b": [string, 1] } }));
    }
}

#[test]
fn as_keys_of_small_mappings() {
    for string in corpus::strings() {
        let list = BTreeMap::from([(string.clone(), vec![string.clone()])]);
        let map = BTreeMap::from([(string.clone(), BTreeMap::from([(string.clone(), list.clone())]))]);
        assert_comes_back(&vec![vec![map]]);
        assert_comes_back(&list);
    }
}

#[test]
fn as_arguments_of_a_pod() {
    let args = corpus::strings();
    assert_value_comes_back(&json!({
        "kind": "Pod",
        "spec": { "containers": [{ "name": "c", "args": args, "image": "i" }], "restartPolicy": "Never" },
    }));
}

#[test]
fn as_data_of_a_config_map() {
    let strings = corpus::strings();
    let data: BTreeMap<&str, &str> = strings.iter().map(|string| (string.as_str(), string.as_str())).collect();
    assert_value_comes_back(&json!({ "data": data, "kind": "ConfigMap" }));
}

#[test]
fn as_a_stream_of_documents() {
    use serde::Deserialize;

    let strings = corpus::strings();
    let text = coderev_yaml::documents(&strings).unwrap();
    let back: Vec<Value> =
        serde_yaml::Deserializer::from_str(&text).map(|document| Value::deserialize(document).unwrap()).collect();
    assert_eq!(back.len(), strings.len());
    for (back, string) in back.iter().zip(&strings) {
        assert_eq!(back, string);
    }
}

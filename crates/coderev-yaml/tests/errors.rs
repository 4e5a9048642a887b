//! Values that cannot be written, and the path in the error.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::json;

#[derive(Serialize)]
struct Pod<T> {
    spec: Spec<T>,
}

#[derive(Serialize)]
struct Spec<T> {
    containers: Vec<T>,
}

#[derive(Serialize)]
enum Payload<T> {
    One(T),
    Two(u8, T),
    Named { value: T },
}

/// A value whose `Serialize` implementation fails.
struct Refuses;

impl Serialize for Refuses {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("refused by its type"))
    }
}

struct Bytes;

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(b"raw")
    }
}

#[track_caller]
fn assert_error<T: Serialize + ?Sized>(value: &T, message: &str) {
    let error = coderev_yaml::to_string(value).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(error.source().is_none());
}

#[test]
fn values_without_a_form_in_kubernetes_are_refused() {
    assert_error(&f64::NAN, "the float NaN has no form that Kubernetes reads");
    assert_error(&f32::INFINITY, "the float inf has no form that Kubernetes reads");
    assert_error(&f64::NEG_INFINITY, "the float -inf has no form that Kubernetes reads");
    assert_error(&Bytes, "bytes have no form that Kubernetes reads; write them as base64 text");
    assert_error(&Refuses, "refused by its type");
}

#[test]
fn the_error_has_the_path() {
    assert_error(&Pod { spec: Spec { containers: vec![Refuses] } }, "spec.containers[0]: refused by its type");
    let labels = BTreeMap::from([("team", Refuses)]);
    assert_error(&[[labels]], "[0][0].team: refused by its type");
    let keys = BTreeMap::from([("a", BTreeMap::from([("app.io/x", BTreeMap::from([("a \"b\"", Refuses)]))]))]);
    assert_error(&keys, r#"a["app.io/x"]["a \"b\""]: refused by its type"#);
    let long = "k".repeat(200);
    assert_error(&BTreeMap::from([(&long, Refuses)]), &format!("[\"{long}\"]: refused by its type"));
    assert_error(&BTreeMap::from([("no", Refuses)]), "[\"no\"]: refused by its type");
}

#[test]
fn the_error_has_the_path_inside_a_variant() {
    assert_error(&[Payload::One([Refuses])], "[0].One[0]: refused by its type");
    assert_error(&Payload::Two(1, Refuses), "Two[1]: refused by its type");
    assert_error(&Payload::Named { value: Refuses }, "Named.value: refused by its type");
}

#[test]
fn keys_must_be_strings() {
    for (message, result) in [
        ("an integer", coderev_yaml::to_string(&BTreeMap::from([(1, "a")]))),
        ("a boolean", coderev_yaml::to_string(&BTreeMap::from([(true, "a")]))),
        ("null", coderev_yaml::to_string(&BTreeMap::from([((), "a")]))),
        ("null", coderev_yaml::to_string(&BTreeMap::from([(None::<&str>, "a")]))),
        ("a list", coderev_yaml::to_string(&BTreeMap::from([(["a"], "a")]))),
        ("a mapping", coderev_yaml::to_string(&BTreeMap::from([(BTreeMap::from([("a", 1)]), "a")]))),
    ] {
        assert_eq!(result.unwrap_err().to_string(), format!("a key must be a string, not {message}"));
    }
    let inner = BTreeMap::from([("labels", BTreeMap::from([(7_u128, "a")]))]);
    assert_error(&inner, "labels: a key must be a string, not an integer");
    assert_eq!(coderev_yaml::to_string(&BTreeMap::from([(Some("a"), 1)])).unwrap(), "a: 1\n");
}

#[test]
fn a_failure_leaves_the_text_unchanged() {
    let mut text = String::from("kept\n");
    coderev_yaml::append(&mut text, &(json!({ "a": "b\n\n" }), Refuses)).unwrap_err();
    assert_eq!(text, "kept\n");
    let mut bytes = Vec::new();
    coderev_yaml::to_writer(&mut bytes, &("a", Refuses)).unwrap_err();
    assert!(bytes.is_empty());
}

struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("no room"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_writer_that_fails_is_the_source() {
    let error = coderev_yaml::to_writer(Full, "a").unwrap_err();
    assert_eq!(error.to_string(), "the text cannot be written: no room");
    assert_eq!(error.source().unwrap().to_string(), "no room");
}

#[test]
fn a_duplicate_key_is_refused() {
    #[derive(Serialize)]
    struct Inner {
        a: u8,
    }
    #[derive(Serialize)]
    struct Outer {
        a: u8,
        b: u8,
        #[serde(flatten)]
        inner: Inner,
    }
    let outer = Outer { a: 1, b: 2, inner: Inner { a: 2 } };
    assert_eq!(coderev_yaml::to_string(&outer).unwrap_err().to_string(), "duplicate key `a`");
    let below = BTreeMap::from([("spec", outer)]);
    assert_eq!(coderev_yaml::to_string(&below).unwrap_err().to_string(), "spec: duplicate key `a`");
}

#[test]
fn integers_of_more_than_64_bits_are_refused() {
    for (value, text) in
        [(i128::from(i64::MIN), "-9223372036854775808\n"), (i128::from(u64::MAX), "18446744073709551615\n")]
    {
        assert_eq!(coderev_yaml::to_string(&value).unwrap(), text);
    }
    let message = |error: coderev_yaml::Error| error.to_string();
    for value in [i128::from(i64::MIN) - 1, i128::from(u64::MAX) + 1] {
        let error = message(coderev_yaml::to_string(&value).unwrap_err());
        assert_eq!(error, format!("the integer {value} has more than 64 bits, and readers would round it"));
    }
    let error = message(coderev_yaml::to_string(&[u128::MAX]).unwrap_err());
    assert!(error.starts_with("[0]: the integer 3402"), "{error}");
}

//! Texts as kubectl reads them. The expected values are the output of `sigs.k8s.io/yaml` v1.6.0 behind the document
//! reader of `k8s.io/apimachinery` v0.36.3.
use coderev_yaml::{KubectlDocument, read, read_as_kubectl};
use serde_json::{Value, json};

#[track_caller]
fn one(text: &str) -> KubectlDocument {
    let mut all = read_as_kubectl(text.as_bytes());
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The value of kubectl, and the places that are ambiguous.
#[track_caller]
fn check(text: &str, expected: &Value, ambiguous: &[&str]) {
    let read = one(text);
    assert_eq!(read.document.value, *expected, "{text}");
    let places: Vec<_> = read.ambiguities.iter().map(|it| &*it.pointer).collect();
    assert_eq!(places, ambiguous, "{text}");
}

#[test]
fn an_ambiguous_scalar_has_the_value_of_kubectl() {
    for (scalar, value) in [
        ("0400", json!(256)),
        ("no", json!(false)),
        ("y", json!(true)),
        ("On", json!(true)),
        ("2024-01-01T00:00:00Z", json!("2024-01-01T00:00:00Z")),
        ("2024-01-01", json!("2024-01-01")),
        ("=", json!("=")),
        ("12:30:00", json!("12:30:00")),
        ("1_000", json!(1000)),
        ("0o10", json!(8)),
        ("1e3", json!(1000)),
        ("._5", json!("._5")),
        ("!Ref web", json!("web")),
    ] {
        check(&format!("a: {scalar}\n"), &json!({ "a": value }), &["/a"]);
        assert!(read(format!("a: {scalar}\n").as_bytes()).is_err(), "{scalar} is ambiguous");
    }
    check("a: 80.0\nb: 1.5\nc: .5\n", &json!({"a": 80, "b": 1.5, "c": 0.5}), &[]);
}

#[test]
fn keys_that_are_not_text_are_converted() {
    check("8080: a\ntrue: b\nno: c\n", &json!({"8080": "a", "true": "b", "false": "c"}), &["/8080", "/true", "/false"]);
    check("a: 1\na: 2\n", &json!({"a": 2}), &["/a"]);
    assert!(read_as_kubectl(b"~: a\n")[0].is_err());
    assert!(read_as_kubectl(b"a: .inf\n")[0].is_err());
}

#[test]
fn a_merge_key_is_merged_and_later_fields_win() {
    let text = "base: &base {a: 1, b: 0400}\none:\n  <<: *base\n  a: 2\ntwo:\n  a: 2\n  <<: [*base, {c: 3, a: 4}]\n";
    let expected = json!({"base": {"a": 1, "b": 256}, "one": {"a": 2, "b": 256}, "two": {"a": 1, "b": 256, "c": 3}});
    let read = one(text);
    assert_eq!(read.document.value, expected);
    let places: Vec<_> = read.ambiguities.iter().map(|it| &*it.pointer).collect();
    assert!(places.contains(&"/base/b") && places.contains(&"/one/<<"), "{places:?}");
}

#[test]
fn an_alias_repeats_the_ambiguous_places_of_its_anchor() {
    check("a: &x {b: no}\nc: *x\n", &json!({"a": {"b": false}, "c": {"b": false}}), &["/a/b", "/c/b"]);
}

#[test]
fn brackets_and_quotes_may_continue_at_any_indentation() {
    let read = one("spec:\n  args: [\n  a,\n  b\n]\n  text: \"x\n  y \\\"\nz\"\n  last: 'a\n\n b'\n");
    assert_eq!(read.document.value, json!({"spec": {"args": ["a", "b"], "text": "x y \" z", "last": "a\nb"}}));
    let at = read.positions.value("/spec/last").expect("a position");
    assert_eq!((at.line, at.column), (9, 9));
    let at = read.positions.value("/spec/args/1").expect("a position");
    assert_eq!((at.line, at.column), (4, 3), "as in the text");
}

#[test]
fn each_document_is_read_on_its_own() {
    let all = read_as_kubectl(b"a: 1\n--- # {{\n{{ if .a }}\nb: 1\n---\n\nc: 010\n");
    assert_eq!(all.len(), 3);
    assert_eq!(all[1].as_ref().expect_err("a template").line(), 3);
    let last = all[2].as_ref().expect("a document");
    assert_eq!((last.document.line, last.ambiguities[0].at.line), (7, 7));
    assert_eq!(last.positions.key("/c").map(|at| at.line), Some(7));
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let text = "a: größer\n";
    let wide = |unit: fn(u16) -> [u8; 2], mark: u16| {
        std::iter::once(mark).chain(text.encode_utf16()).flat_map(unit).collect::<Vec<u8>>()
    };
    for bytes in [wide(u16::to_le_bytes, 0xfeff), wide(u16::to_be_bytes, 0xfeff)] {
        let read = read_as_kubectl(&bytes).remove(0).expect("UTF-16");
        assert_eq!(read.document.value, json!({"a": "größer"}));
    }
    assert!(read_as_kubectl(b"\xff\xfe\x00\xd8")[0].is_err(), "half of a pair");
    assert!(read_as_kubectl(b"a: \xff\n")[0].is_err(), "no UTF-8");
}

#[test]
fn characters_that_hide_lines_are_refused() {
    let error = read_as_kubectl("# a\u{2028}b: 1\n".as_bytes()).remove(0).expect_err("a hidden line");
    assert!(error.reason().contains("U+2028"), "{error}");
}

#[test]
fn a_text_with_many_faults_ends_soon() {
    let text = format!("a: [\n{}]\n", "x: [\n".repeat(20_000));
    let start = std::time::Instant::now();
    let _ = read_as_kubectl(text.as_bytes());
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

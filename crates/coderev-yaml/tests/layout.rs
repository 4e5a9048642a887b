//! The layout of the text: columns, quotes, blocks and line breaks.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

#[track_caller]
fn assert_text<T: Serialize + ?Sized>(value: &T, text: &str) {
    assert_eq!(coderev_yaml::to_string(value).unwrap(), text);
}

#[derive(Serialize)]
struct Pod {
    spec: Spec,
    #[serde(rename = "apiVersion")]
    version: &'static str,
}

#[derive(Serialize)]
struct Spec {
    containers: Vec<Container>,
    #[serde(rename = "on")]
    word: Option<bool>,
}

#[derive(Serialize)]
struct Container {
    name: &'static str,
    args: Vec<&'static str>,
    env: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
enum Volume {
    EmptyDir,
    Claim(&'static str),
    Pair(u8, u8),
    Mount { path: &'static str, modes: Vec<u8> },
    Nothing {},
}

#[derive(Serialize)]
struct Marker;

#[derive(Serialize)]
struct Quantity(&'static str);

#[test]
fn fields_keep_their_order_and_dashes_their_keys_column() {
    let container = Container { name: "web", args: vec!["--port=80", "a: b"], env: BTreeMap::from([("A", "1")]) };
    let bare = Container { name: "bare", args: vec![], env: BTreeMap::new() };
    assert_text(
        &Pod { spec: Spec { containers: vec![container, bare], word: None }, version: "v1" },
        r#"spec:
  containers:
  - name: web
    args:
    - --port=80
    - "a: b"
    env:
      A: "1"
  - name: bare
    args: []
    env: {}
  "on": null
apiVersion: v1
"#,
    );
}

#[test]
fn lists_in_lists_and_mappings_in_lists() {
    assert_text(&json!([[1, [2, 3]], [[]], [{}], []]), "- - 1\n  - - 2\n    - 3\n- - []\n- - {}\n- []\n");
    assert_text(
        &json!([[{ "a": [1], "b": 2 }], { "c": { "d": [[3]] } }]),
        "- - a:\n    - 1\n    b: 2\n- c:\n    d:\n    - - 3\n",
    );
}

#[test]
fn empty_collections_and_nothing() {
    assert_text(&json!({}), "{}\n");
    assert_text(&json!([]), "[]\n");
    assert_text(&json!({ "a": {}, "b": [], "c": null, "d": "" }), "a: {}\nb: []\nc: null\nd: \"\"\n");
    assert_text(&(), "null\n");
    assert_text(&Marker, "null\n");
    assert_text(&None::<u8>, "null\n");
    assert_text(&Some(Quantity("2Gi")), "2Gi\n");
}

#[test]
fn numbers_are_numbers_in_every_reader() {
    assert_text(&(1.0, -0.0, 0.1_f32, 1e16, -1.5e300), "- 1.0\n- -0.0\n- 0.1\n- 1.0e+16\n- -1.5e+300\n");
    assert_text(&(5e-324, 1e-7), "- 5.0e-324\n- 1.0e-7\n");
    let (least, most) = (i128::from(i64::MIN), u128::from(u64::MAX));
    assert_text(&(least, most), &format!("- {least}\n- {most}\n"));
    assert_text(&(i64::MIN, u64::MAX, -1_i8, true), "- -9223372036854775808\n- 18446744073709551615\n- -1\n- true\n");
}

#[test]
fn strings_are_quoted_only_where_they_must_be() {
    for plain in [
        "web",
        "gcr.io/a/b:v2.4.1",
        "250m",
        "512Mi",
        "25%",
        "v1",
        "/metrics",
        "$(HOST)",
        "it's",
        "a b",
        "a, b",
        "a#b",
        "C:\\dir",
        "-c",
        "--port=80",
        "--set=a:b",
        "app.kubernetes.io/name",
        "yesterday",
        "nullable",
        "1.2.3-rc1",
    ] {
        assert_text(plain, &format!("{plain}\n"));
    }
    for quoted in [
        "y",
        "No",
        "ON",
        "null",
        "~",
        "012",
        "1_000",
        "0o17",
        "0x1f",
        "1e3",
        "12:34",
        "2001-01-01",
        ".5",
        "+1",
        "-1",
        "-",
        "-.inf",
        "-y",
        "-inf",
        "=",
        "<<",
        "a: b",
        "a:",
        "a #b",
        "#a",
        " a",
        "a ",
        "a  b",
        "*a",
        "&a",
        "!a",
        "{a",
        "[a",
        "|",
        ">",
        "%a",
        "@a",
        "é",
    ] {
        assert_text(quoted, &format!("\"{quoted}\"\n"));
    }
}

#[test]
fn every_escape_exists_in_json_and_both_versions_of_yaml() {
    assert_text("\" \\ \t \r", "\"\\\" \\\\ \\t \\r\"\n");
    assert_text(
        "\0\u{1b}\u{7f}\u{85}\u{2028}\u{feff}\u{ffff}",
        "\"\\u0000\\u001b\\u007f\\u0085\\u2028\\ufeff\\uffff\"\n",
    );
    assert_text("日本 😀 é\u{7}é", "\"日本 😀 é\\u0007é\"\n");
    assert_text(&'\n', "\"\\n\"\n");
}

#[test]
fn texts_of_several_lines_are_blocks() {
    assert_text("a\nb", "|-\n  a\n  b\n");
    assert_text("a\n", "|\n  a\n");
    let data = json!({ "data": { "x": "# one\n\n  two: é\n\tthree\n", "y": ["a\nb", "c\n\n"], "z": 1 } });
    assert_text(
        &data,
        "data:\n  x: |\n    # one\n\n      two: é\n    \tthree\n  \"y\":\n  - |-\n    a\n    b\n  - |+\n    c\n\n  z: 1\n",
    );
}

#[test]
fn texts_that_do_not_fit_a_block_are_quoted() {
    for text in
        ["\n", " a\nb", "\ta\nb", "\na\n", "a \nb\n", "a\t\nb\n", "a\n \nb", "a\r\nb\r\n", "a\u{7}\nb", "a\u{85}\nb"]
    {
        let written = coderev_yaml::to_string(text).unwrap();
        assert!(written.starts_with('"') && written.lines().count() == 1, "{text:?} is written as {written:?}");
    }
}

#[test]
fn a_document_never_ends_in_an_empty_line() {
    assert_text(&json!({ "a": ["b\n\n\n"] }), "a:\n- \"b\\n\\n\\n\"\n");
    assert_text(&json!({ "a": "b\n\n", "c": "d" }), "a: |+\n  b\n\nc: d\n");
    assert_text(&json!(["a\n\n", "b\n\n"]), "- |+\n  a\n\n- \"b\\n\\n\"\n");
}

#[test]
fn keys_are_quoted_as_values_are_and_are_never_blocks() {
    let keys = ["012", "a b", "a\nb", "no", "plain.example/key", "é"];
    let map: BTreeMap<&str, u8> = keys.into_iter().zip(1..).collect();
    assert_text(&map, "\"012\": 1\n\"a\\nb\": 3\na b: 2\n\"no\": 4\nplain.example/key: 5\n\"é\": 6\n");
    assert_text(&BTreeMap::from([('y', 1), ('z', 2)]), "\"y\": 1\nz: 2\n");
}

#[test]
fn long_keys_are_explicit() {
    let (short, long) = ("k".repeat(128), "k".repeat(129));
    let map = BTreeMap::from([(short.as_str(), json!([1])), (long.as_str(), json!({ "a": [1] }))]);
    assert_text(&[map], &format!("- {short}:\n  - 1\n  ? \"{long}\"\n  :\n    a:\n    - 1\n"));
}

#[test]
fn variants_are_written_as_in_json() {
    let volumes = [
        Volume::EmptyDir,
        Volume::Claim("data"),
        Volume::Pair(1, 2),
        Volume::Mount { path: "/tmp", modes: vec![6, 4] },
        Volume::Nothing {},
    ];
    let text = "- EmptyDir\n- Claim: data\n- Pair:\n  - 1\n  - 2\n- Mount:\n    path: /tmp\n    modes:\n    - 6\n    - 4\n- Nothing: {}\n";
    assert_text(&volumes, text);
    let back: Value = serde_yaml::from_str(text).unwrap();
    assert_eq!(back, serde_json::to_value(&volumes).unwrap());
}

#[test]
fn documents_have_a_separator_between_them() {
    assert_eq!(coderev_yaml::documents::<u8>(&[]).unwrap(), "");
    assert_eq!(coderev_yaml::documents(&[json!({ "a": 1 })]).unwrap(), "a: 1\n");
    assert_eq!(
        coderev_yaml::documents(&[json!({ "a": 1 }), json!([]), json!("b\n\n")]).unwrap(),
        "a: 1\n---\n[]\n---\n\"b\\n\\n\"\n"
    );
}

#[test]
fn a_document_is_appended_to_existing_text() {
    let mut text = String::from("# kept\n\n");
    coderev_yaml::append(&mut text, &json!({ "a": [1] })).unwrap();
    coderev_yaml::append(&mut text, "b").unwrap();
    assert_eq!(text, "# kept\n\na:\n- 1\nb\n");
}

#[test]
fn deep_values_keep_their_columns() {
    let mut value = json!("end");
    let mut text = String::from("end\n");
    for depth in (0..60).rev() {
        value = json!({ "k": value });
        text = format!("{}k:{}{text}", "  ".repeat(depth), if depth == 59 { " " } else { "\n" });
    }
    assert_text(&value, &text);
}

//! Which texts are read, which are refused and where, and that hostile texts take bounded time and memory.

mod corpus;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[track_caller]
fn one(text: &str) -> Value {
    let documents = coderev_yaml::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error} in:\n{text}"));
    assert_eq!(documents.len(), 1, "{text}");
    documents.into_iter().next().unwrap().value
}

#[track_caller]
fn refused(text: impl AsRef<[u8]>, message: &str) {
    let error = coderev_yaml::read(text.as_ref()).expect_err("refused");
    assert_eq!(error.to_string(), message);
}

#[test]
fn values() {
    let text = "a: 1\nb: [x, 'y z', \"t\\n\", null, ~, true, -7, 1.5]\nc:\n- d: |\n    text\n  e: !!str 12\n";
    let value =
        json!({ "a": 1, "b": ["x", "y z", "t\n", null, null, true, -7, 1.5], "c": [{ "d": "text\n", "e": "12" }] });
    assert_eq!(one(text), value);
    assert_eq!(one("18446744073709551615"), json!(u64::MAX));
    assert_eq!(one("0x1F"), json!(31));
    assert_eq!(one("a: &x {b: 1}\nc: *x\n"), json!({ "a": { "b": 1 }, "c": { "b": 1 } }));
    assert_eq!(one("yEs"), json!("yEs"));
    for text in ["1.2.3", "10.0.0.1", "22:99", "v1", "a=b", "-", "--", "1-2", "2001-12", "nan", "a: b:c"] {
        coderev_yaml::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn documents_and_their_lines() {
    let lines = |text: &str| -> Vec<usize> {
        coderev_yaml::read(text.as_bytes()).unwrap().iter().map(|document| document.line).collect()
    };
    assert_eq!(lines(""), [0_usize; 0]);
    assert_eq!(lines("# nothing\n"), [0_usize; 0]);
    assert_eq!(lines("a: 1\n---\nb: 1\n---\n\n# c\nc: 1\n...\n"), [1, 3, 7]);
    assert_eq!(lines("{\"a\": 1}\n{\"b\": 2}\n\n[3]"), [1, 2, 4]);
    assert_eq!(lines("\u{feff}a: 1\n"), [1]);
    assert_eq!(coderev_yaml::read(b"---\n---\na\n").unwrap()[0].value, Value::Null);
}

#[test]
fn json_as_programs_write_it() {
    assert_eq!(one("{\"a\": \"\\ud83d\\ude00\\/\",\n\t\"b\": 1e3}"), json!({ "a": "😀/", "b": 1000.0 }));
    refused("{\"a\": {\n \"b\": 1, \"b\": 2}}", "line 2, column 12: duplicate key `b`");
    assert_eq!(one("{a: b, c: [d]}"), json!({ "a": "b", "c": ["d"] }));
}

#[test]
fn scalars_that_the_versions_read_differently_are_refused() {
    for (text, reason) in [
        ("no", "a boolean in YAML 1.1 but a string in YAML 1.2"),
        ("YES", "a boolean in YAML 1.1 but a string in YAML 1.2"),
        ("On", "a boolean in YAML 1.1 but a string in YAML 1.2"),
        ("y", "a boolean in YAML 1.1 but a string in YAML 1.2"),
        ("1_000", "an integer in YAML 1.1 but a string in YAML 1.2"),
        ("0b11", "an integer in YAML 1.1 but a string in YAML 1.2"),
        ("010", "8 in YAML 1.1 but 10 in YAML 1.2"),
        ("0o10", "a string in YAML 1.1 but an integer in YAML 1.2"),
        ("08", "a string in YAML 1.1 but an integer in YAML 1.2"),
        ("12:30:00", "a base-60 number in YAML 1.1 but a string in YAML 1.2"),
        ("1e3", "a string in YAML 1.1 but a float in YAML 1.2"),
        ("1.5e3", "a string in YAML 1.1 but a float in YAML 1.2"),
        ("2001-12-14", "a date in YAML 1.1 but a string in YAML 1.2"),
        ("2001-12-14T21:59:43Z", "a date in YAML 1.1 but a string in YAML 1.2"),
        ("=", "a default value in YAML 1.1 but a string in YAML 1.2"),
    ] {
        refused(format!("a:\n- {text}\n"), &format!("line 2, column 3: `{text}` is {reason}: put it in quotes"));
        assert_eq!(one(&format!("a: '{text}'")), json!({ "a": text }));
        assert_eq!(one(&format!("a: !!str {text}")), json!({ "a": text }));
    }
    let merge = "line 2, column 5: `<<` is a merge in YAML 1.1 but a string in YAML 1.2: write the keys out";
    refused("a: &a {b: 1}\nc: {<<: *a}\n", merge);
}

#[test]
fn values_without_a_form_in_json_are_refused() {
    refused("a: .nan", "line 1, column 4: `.nan` is a float that has no form that Kubernetes reads");
    refused("- -.inf", "line 1, column 3: `-.inf` is a float that has no form that Kubernetes reads");
    let huge =
        "line 1, column 1: `18446744073709551616` is an integer of more than 64 bits: put it in quotes if it is text";
    refused("18446744073709551616", huge);
    refused("a: !secret b", "line 1, column 4: the tag `!secret` has no meaning in JSON");
    refused("a: !!binary aGk=", "line 1, column 4: the tag `!!binary` has no meaning in JSON");
    refused("1: a", "line 1, column 1: a key must be a string, not a number");
    refused("? [a]\n: b", "line 1, column 3: a key must be a string, not a list");
    refused("a: 1\nb:\n  c: 1\n  c: 2\n", "line 4, column 3: duplicate key `c`");
    refused(b"a: b\n\xc3\xa9: \xff\n", "line 2, column 4: the text is not UTF-8");
}

#[test]
fn a_syntax_error_has_a_position() {
    for text in ["a: [1, 2", "a: b: c", "\"", "a:\n\t- b", "- a\nb: c", "a: *b", "{\"a\": 1, }}"] {
        let error = coderev_yaml::read(text.as_bytes()).expect_err(text);
        assert!(error.line() >= 1 && error.column() >= 1 && !error.reason().is_empty(), "{text}: {error}");
    }
}

#[test]
fn hostile_texts_are_refused_in_time() {
    let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        let alias = format!("*a{}, ", level - 1).repeat(9);
        laughs.push_str(&format!("a{level}: &a{level} [{alias}]\n"));
    }
    let copies = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(100_000));
    let mut chain = String::from("a0: &a0 []\n");
    for level in 1..1000 {
        chain.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    for (name, text) in [
        ("laughs", laughs),
        ("copies", copies),
        ("chain", chain),
        ("cycle", "a: &a [*a]\n".into()),
        ("cycle of a mapping", "&a {b: &c {d: *a}}\n".into()),
        ("flow lists", "[".repeat(10 << 20)),
        ("flow mappings", "{a: ".repeat(1 << 20)),
        ("flow lists below a key", format!("a: {}", "[".repeat(1 << 20))),
        ("block lists", "- ".repeat(5 << 20)),
        ("questions", "? ".repeat(1 << 20)),
        ("steps", (0..2000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect()),
        ("anchors", "&a ".repeat(1 << 20)),
        ("tags", "!a ".repeat(1 << 20)),
    ] {
        let start = Instant::now();
        let error = coderev_yaml::read(text.as_bytes()).expect_err(name);
        assert!(error.line() >= 1, "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
}

#[test]
fn large_texts_are_read_in_time() {
    for (name, text) in [
        ("list", format!("a: [{}]", "1, ".repeat(1 << 20))),
        ("block list", "- a\n".repeat(1 << 20)),
        ("scalar", "a ".repeat(2 << 20)),
        ("quoted", format!("\"{}\"", "a\\n".repeat(1 << 20))),
        ("literal", format!("|\n{}", " a\n".repeat(1 << 20))),
        ("comment", "# a\n".repeat(1 << 20)),
        ("documents", "--- a\n".repeat(1 << 18)),
        ("json", format!("[{}1]", "1,".repeat(1 << 20))),
        ("json documents", "{}\n".repeat(1 << 20)),
    ] {
        let start = Instant::now();
        coderev_yaml::read(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
}

/// This reader accepts every text that the writer writes, and reads the same value.
#[test]
fn written_texts_are_read() {
    for string in corpus::strings() {
        let value = json!({ "spec": { "a": string, "b": [string, 1] } });
        let text = coderev_yaml::to_string(&value).unwrap();
        assert_eq!(one(&text), value, "written as:\n{text}");
    }
}

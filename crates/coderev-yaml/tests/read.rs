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
    refused("{\"a\": {\n \"b\": 1, \"b\": 2}}", "line 2, column 10: duplicate key `b`");
    assert_eq!(one("[-0, 1E2, 0.5, -7, 18446744073709551615]"), json!([0, 100.0, 0.5, -7, u64::MAX]));
    // Not JSON, but YAML.
    assert_eq!(one("{\"a\": [1, ], \"b\": c}"), json!({ "a": [1], "b": "c" }));
    let huge = "is an integer of more than 64 bits: put it in quotes if it is text";
    refused("{\"a\": 100000000000000000000}", &format!("line 1, column 7: `100000000000000000000` {huge}"));
    refused("a: 100000000000000000000", &format!("line 1, column 4: `100000000000000000000` {huge}"));
    assert_eq!(one("{a: b, c: [d]}"), json!({ "a": "b", "c": ["d"] }));
}

/// The advice for a scalar that kubectl reads as a number, and for all others.
fn remedy(number: &str) -> String {
    match number {
        "" => "put it in quotes".into(),
        number => format!("write `{number}`, the number that kubectl reads, or put it in quotes if it is text"),
    }
}

#[test]
fn scalars_that_the_versions_read_differently_are_refused() {
    for (text, reason, number) in [
        ("no", "a boolean in YAML 1.1 but a string in YAML 1.2", ""),
        ("YES", "a boolean in YAML 1.1 but a string in YAML 1.2", ""),
        ("On", "a boolean in YAML 1.1 but a string in YAML 1.2", ""),
        ("y", "a boolean in YAML 1.1 but a string in YAML 1.2", ""),
        ("1_000", "an integer in YAML 1.1 but a string in YAML 1.2", "1000"),
        ("0b11", "an integer in YAML 1.1 but a string in YAML 1.2", "3"),
        ("010", "8 in YAML 1.1 but 10 in YAML 1.2", "8"),
        ("0644", "420 in YAML 1.1 but 644 in YAML 1.2", "420"),
        ("-010", "-8 in YAML 1.1 but -10 in YAML 1.2", "-8"),
        ("0o644", "a string in YAML 1.1 but an integer in YAML 1.2", "420"),
        ("0o10", "a string in YAML 1.1 but an integer in YAML 1.2", "8"),
        ("08", "a string in YAML 1.1 but an integer in YAML 1.2", "8"),
        ("12:30:00", "a base-60 number in YAML 1.1 but a string in YAML 1.2", ""),
        ("1e3", "a string in YAML 1.1 but a float in YAML 1.2", "1000"),
        ("1.5e3", "a string in YAML 1.1 but a float in YAML 1.2", "1500"),
        ("2001-12-14", "a date in YAML 1.1 but a string in YAML 1.2", ""),
        ("2001-12-14T21:59:43Z", "a date in YAML 1.1 but a string in YAML 1.2", ""),
        ("=", "a default value in YAML 1.1 but a string in YAML 1.2", ""),
    ] {
        refused(format!("a:\n- {text}\n"), &format!("line 2, column 3: `{text}` is {reason}: {}", remedy(number)));
        assert_eq!(one(&format!("a: '{text}'")), json!({ "a": text }));
        assert_eq!(one(&format!("a: !!str {text}")), json!({ "a": text }));
    }
    let merge = "line 2, column 5: `<<` is a merge in YAML 1.1 but a string in YAML 1.2: write the keys out";
    refused("a: &a {b: 1}\nc: {<<: *a}\n", merge);
}

/// Each was read by kubectl 1.35, PyYAML 6 and `yaml` 2.8 of JavaScript.
#[test]
fn scalars_that_one_common_reader_takes_for_another_type_are_refused() {
    for (text, reason, number) in [
        ("0_8", "`0_8` is a float to kubectl but a string in YAML 1.2", "8"),
        ("0_19", "`0_19` is a float to kubectl but a string in YAML 1.2", "19"),
        ("+_1", "`+_1` is an integer to kubectl but a string in YAML 1.2", "1"),
        ("1_e9", "`1_e9` is a float to kubectl but a string in YAML 1.2", "1000000000"),
        ("9E8_", "`9E8_` is a float to kubectl but a string in YAML 1.2", "900000000"),
        ("+0o0", "`+0o0` is an integer to kubectl but a string in YAML 1.2", "0"),
        ("-0o7", "`-0o7` is an integer to kubectl but a string in YAML 1.2", "-7"),
        ("0O7", "`0O7` is an integer to kubectl but a string in YAML 1.2", "7"),
        ("0B1", "`0B1` is an integer to kubectl but a string in YAML 1.2", "1"),
        ("0X1f", "`0X1f` is an integer to kubectl but a string in YAML 1.2", "31"),
        ("-.5", "PyYAML does not read `-.5` as a float", "-0.5"),
        ("+.10", "PyYAML does not read `+.10` as a float", "0.1"),
        ("0b_", "PyYAML does not read `0b_` as a string", ""),
        ("-0x_", "PyYAML does not read `-0x_` as a string", ""),
        ("e19", "`yaml` of JavaScript does not read `e19` as a string", ""),
        ("-E7", "`yaml` of JavaScript does not read `-E7` as a string", ""),
        (".e1", "`yaml` of JavaScript does not read `.e1` as a string", ""),
    ] {
        refused(format!("a: {text}\n"), &format!("line 1, column 4: {reason}: {}", remedy(number)));
        assert_eq!(one(&format!("a: '{text}'")), json!({ "a": text }));
        let written = coderev_yaml::to_string(&json!({ "a": text })).unwrap();
        assert_eq!(written, format!("a: \"{text}\"\n"));
    }
    for text in ["_1", "1.e", "e", "e1x", "0xg", "+", ".", "..", "1_a", "infinity", "0x1p3", "-a"] {
        assert_eq!(one(text), json!(text));
    }
    assert_eq!(one("[.5, 5., +1.5, -0, +1, -7, 0x1F, 1.5e+3]"), json!([0.5, 5.0, 1.5, 0, 1, -7, 31, 1500.0]));
}

#[test]
fn line_breaks_of_one_version_and_control_characters_are_refused() {
    let smuggled = "spec:\n  # nothing comes in\u{2028}  ingress: [{}]\n";
    let reason = "is a line break in YAML 1.1 and not in YAML 1.2: write it as `\\u2028` in double quotes";
    refused(smuggled, &format!("line 2, column 21: U+2028 {reason}"));
    for text in ["a: x\u{2029}y", "a: 'x\u{85}y'", "? x\u{2028}y\n: 1", "{\"a\": \"x\u{85}\"}", "a: |\n  x\u{2028}y\n"]
    {
        let error = coderev_yaml::read(text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains("is a line break in YAML 1.1"), "{error}");
    }
    for hidden in
        ['\u{0}', '\u{1}', '\u{b}', '\u{1b}', '\u{7f}', '\u{80}', '\u{9f}', '\u{fffe}', '\u{ffff}', '\u{feff}']
    {
        for text in [format!("a: \"x{hidden}\"\n"), format!("# {hidden}\na: 1\n"), format!("{{\"a\": \"{hidden}\"}}")] {
            let error = coderev_yaml::read(text.as_bytes()).expect_err(&text);
            assert!(error.reason().starts_with(&format!("U+{:04X} is ", u32::from(hidden))), "{error}");
        }
    }
    assert_eq!(one("a: \"\\u2028\\N\\L\\x1b\\0\"\n"), json!({ "a": "\u{2028}\u{85}\u{2028}\u{1b}\0" }));
    assert_eq!(one("a: \tx\u{ad}\u{200b}\u{fffd}😀\r\n"), json!({ "a": "x\u{ad}\u{200b}\u{fffd}😀" }));
    refused(
        "\u{feff}\u{feff}a: 1\n",
        "line 1, column 1: U+FEFF is not a character of a text: write it as `\\ufeff` in double quotes",
    );
}

#[test]
fn verbatim_tags_are_read_as_the_short_ones() {
    assert_eq!(one("a: !<tag:yaml.org,2002:str> 12\nb: !<tag:yaml.org,2002:int> 12\n"), json!({ "a": "12", "b": 12 }));
    assert_eq!(one("a: !<tag:yaml.org,2002:seq> [1]\nb: !<tag:yaml.org,2002:map> {}\n"), json!({ "a": [1], "b": {} }));
    refused(
        "a: !<tag:acme.dev,2002:str> b",
        "line 1, column 4: the tag `tag:acme.dev,2002:str` has no meaning in JSON",
    );
}

#[test]
fn directives_are_refused() {
    for (text, line, name) in [
        ("%YAML 1.2\n---\na: 1\n", 1, "%YAML"),
        ("# c\n%YAML 1.1\n---\na\n", 2, "%YAML"),
        ("a: 1\n...\n%TAG !e! tag:e.com,2000:\n---\nb: 1\n", 3, "%TAG"),
        ("a: 1\r\n...\r\n%FOO\r\n---\r\nb: 1\r\n", 3, "%FOO"),
    ] {
        refused(text, &format!("line {line}, column 1: kubectl refuses the directive `{name}`: remove the line"));
    }
    assert_eq!(one("a: |\n %x\n"), json!({ "a": "%x\n" }));
    assert_eq!(coderev_yaml::read(b"a: |\n %x\n---\na: \"%b\"\n").unwrap().len(), 2);
}

/// kubectl adds the line break; PyYAML and the library in kustomize and Helm do not.
#[test]
fn a_block_without_a_line_break_at_the_end_of_the_text_is_refused() {
    let reason = "readers disagree about the end of this block, because the text ends without a line break: add the line break, or begin the block with `|-`";
    for text in ["a: |\n  x", "a: |+\n  x", "a: >\n  x", "a:\n- |\n  x\n\n  y"] {
        let error = coderev_yaml::read(text.as_bytes()).expect_err(text);
        assert_eq!(error.reason(), reason);
    }
    assert_eq!(one("a: |-\n  x"), json!({ "a": "x" }));
    assert!(coderev_yaml::read(b"a: |\n  x\n   ").is_err());
    assert_eq!(one("a: |\n  x\n  "), json!({ "a": "x\n" }));
    assert_eq!(one("a: |\n  x\n# c"), json!({ "a": "x\n" }));
    assert_eq!(one("a: |\n  x\nb: z"), json!({ "a": "x\n", "b": "z" }));
    assert_eq!(one("a: z"), json!({ "a": "z" }));
}

/// Each was given to kubectl 1.36 and PyYAML 6, with and without libyaml. kubectl refuses it, or reads another value.
#[test]
fn a_layout_that_kubectl_refuses_or_reads_differently_is_refused() {
    let tab = "kubectl refuses a tab before the text of a line: write spaces";
    let name = "kubectl refuses the name of this anchor: use letters, digits, `-` and `_`";
    let tag = "kubectl refuses a tag without a space after it: add the space";
    let anchor = "kubectl refuses an anchor without a space after it: add the space";
    let mark = |mark: &str| format!("kubectl refuses this `{mark}` in brackets: put the text in quotes");
    let colon = "readers disagree about a colon before a bracket or a comma: write a space after the colon, or put the text in quotes";
    let separator = "kubectl refuses text after `---` at the start of a line: begin a new line after `---`";
    let document = "kubectl does not read this document: write the line `---` before it";
    let end = "kubectl refuses `...` without a document before it: remove the line";
    for (text, line, column, reason) in [
        ("\ta: b", 1, 1, tab),
        ("\t\na: b\n", 1, 1, tab),
        ("a:\n \tb: c\n", 2, 2, tab),
        ("a:\n  b: c\n\t\n  d: e\n", 3, 1, tab),
        ("a: b\n\t# c\n", 2, 1, tab),
        ("a: b\n  \tc\n", 2, 3, tab),
        ("-\ta\n", 1, 2, tab),
        ("a: |\n \tb\n", 2, 2, tab),
        ("a: &x |\n \tb\n", 2, 2, tab),
        ("é: |\n\n \tb\n", 3, 2, tab),
        ("a: &x: b", 1, 4, name),
        ("&a: b", 1, 1, name),
        ("a: &x? \n- b\n", 1, 4, name),
        ("a: &é b", 1, 4, name),
        ("a: &x.y b\nc: *x.y\n", 1, 4, name),
        ("a: &x[b]", 1, 6, anchor),
        ("[!!str,b]", 1, 7, tag),
        ("{!!str}", 1, 7, tag),
        ("[:b]", 1, 2, &mark(":")),
        ("[?]", 1, 2, &mark("?")),
        ("{?a: b}", 1, 2, &mark("?")),
        ("a: [http://x?y=z]\n", 1, 13, &mark("?")),
        ("[|\n a]", 1, 2, &mark("|")),
        ("{ # c\n |a}", 2, 2, &mark("|")),
        ("{a:}", 1, 3, colon),
        ("{a: b, c:, d: e}", 1, 9, colon),
        ("[a:]", 1, 3, colon),
        ("{a\n: b, c: d}", 2, 1, "kubectl refuses a key and its colon on two lines: write them on one line"),
        ("--- a\n", 1, 1, separator),
        ("a: b\n--- {c: d}\n", 2, 1, separator),
        ("---a: b\n", 1, 1, separator),
        ("a: b\n---#c\n", 2, 1, separator),
        ("a: b\r---\rc: d\n", 1, 6, "kubectl does not split the text here: end the line before `---` with LF"),
        ("a: b\r\r\nc: d\n", 1, 5, "readers disagree about the line break CR CR LF: write LF"),
        ("a: b\n...\nc: d\n", 3, 1, document),
        ("[]\n\"b\"\n", 2, 1, "did not find expected <document start>"),
        ("...\n", 1, 1, end),
        ("# c\n...\na: b\n", 2, 1, end),
        ("a: b\n---\n...\n", 3, 1, end),
        ("|\na: b\n", 2, 1, "kubectl does not read a block that begins in the first column: indent its lines"),
        ("a: \"b\\/c\"", 1, 6, "kubectl refuses the escape `\\/` in YAML: write `/`"),
        ("[\"\\/\"]", 1, 3, "kubectl refuses the escape `\\/` in YAML: write `/`"),
        ("a: &x b\nc: &x d\n", 2, 4, "PyYAML refuses a second anchor of the same name: give it another name"),
        ("a: ! 1\n", 1, 4, "the tag `!` marks text in YAML 1.2, but PyYAML ignores it: use quotes instead"),
    ] {
        refused(text, &format!("line {line}, column {column}: {reason}"));
    }
    let long = format!("{{{}: a}}", "k".repeat(1025));
    refused(long, "line 1, column 1027: kubectl refuses a key of more than 1024 characters in brackets");
}

/// Each is the same value to kubectl and PyYAML with libyaml.
#[test]
fn a_layout_that_common_readers_agree_about_is_read() {
    for (text, value) in [
        ("a: b\t# c\n", json!({ "a": "b" })),
        ("a: b\tc\n", json!({ "a": "b\tc" })),
        ("{\n\tb: c,\n\td: [e]}\n", json!({ "b": "c", "d": ["e"] })),
        ("a: |\n  b\n  \tc\n  \t\n", json!({ "a": "b\n\tc\n\t\n" })),
        ("a: |2\n  \tb\n", json!({ "a": "\tb\n" })),
        ("a: 'b\n \tc'\n", json!({ "a": "b c" })),
        ("a: &x_1-y # c\n  b\nc: [*x_1-y,*x_1-y]\n", json!({ "a": "b", "c": ["b", "b"] })),
        ("a: !!str # &c\n  1\n", json!({ "a": "1" })),
        ("a: &x |\n  &b\nc: |\n  !d\n", json!({ "a": "&b\n", "c": "!d\n" })),
        ("a: b?\nc: ?d\ne: :f\n", json!({ "a": "b?", "c": "?d", "e": ":f" })),
        ("{\"a\":b, 'c':[], d: e:f}", json!({ "a": "b", "c": [], "d": "e:f" })),
        ("a: b\n... # c\n...\n# d\n", json!({ "a": "b" })),
        ("--- # c\r\na: ---\r\n", json!({ "a": "---" })),
        ("a: \"b\\\\/\"\n", json!({ "a": "b\\/" })),
    ] {
        assert_eq!(one(text), value, "{text}");
    }
    assert_eq!(coderev_yaml::read(b"a: &x b\n---\t# c\na: &x b\n...\n---\nc: d\n").unwrap().len(), 3);
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
        ("small mappings", format!("a: &a [{}]\nb: [{}]\n", "{\"\": 1}, ".repeat(1000), "*a, ".repeat(60))),
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
        ("documents", "---\na\n".repeat(1 << 18)),
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

//! The position of each field.
use coderev_yaml::read_with_positions;

/// The positions of the value and of its key, as `line:column`.
fn at(text: &str, pointer: &str) -> Option<(String, String)> {
    let documents = read_with_positions(text.as_bytes()).expect("the text is valid");
    let (_, positions) = documents.last().expect("a document");
    let shown = |at: coderev_yaml::Position| format!("{}:{}", at.line, at.column);
    Some((shown(positions.value(pointer)?), shown(positions.key(pointer)?)))
}
fn check(text: &str, pointer: &str, value: &str, key: &str) {
    assert_eq!(at(text, pointer), Some((value.into(), key.into())), "{pointer} in\n{text}");
}

const POD: &str = "\
# two documents
kind: Service
---
kind: Pod
metadata:
  name: é
  labels: {a/b: one, 'c~d': two}
spec:
  containers:
  - name: web
    image: web:1
  - {name: log, args: [a, \"b\"]}
";

#[test]
fn fields_and_items_of_yaml() {
    check(POD, "", "4:1", "4:1");
    check(POD, "/kind", "4:7", "4:1");
    check(POD, "/metadata/name", "6:9", "6:3");
    check(POD, "/metadata/labels/a~1b", "7:17", "7:12");
    check(POD, "/metadata/labels/c~0d", "7:29", "7:22");
    check(POD, "/spec", "9:3", "8:1");
    // The parser reports the position of the first item for a list that is not indented.
    check(POD, "/spec/containers", "10:5", "9:3");
    check(POD, "/spec/containers/0", "10:5", "10:5");
    check(POD, "/spec/containers/0/image", "11:12", "11:5");
    check(POD, "/spec/containers/1/args/1", "12:27", "12:27");
}

#[test]
fn a_pointer_to_no_field_has_no_position() {
    for pointer in ["/metadata/namespace", "/kind/below", "/spec/containers/2", "/spec/containers/name", "kind"] {
        assert_eq!(at(POD, pointer), None, "{pointer}");
    }
}

#[test]
fn an_alias_is_where_it_is_used() {
    let text = "a: &x {b: 1}\nc: *x\n";
    check(text, "/a/b", "1:11", "1:8");
    check(text, "/c", "2:4", "2:1");
    assert_eq!(at(text, "/c/b"), None);
}

#[test]
fn fields_and_items_of_json() {
    let text = "{\"a\": 1}\n{\n\t\"é\\u0041\": [true, {\"b\\\"\": \"x\\\\\"}],\n  \"c\": -1.5e3\n}\n";
    check(text, "", "2:1", "2:1");
    check(text, "/éA", "3:13", "3:2");
    check(text, "/éA/0", "3:14", "3:14");
    check(text, "/éA/1/b\"", "3:28", "3:21");
    check(text, "/c", "4:8", "4:3");
}

#[test]
fn reading_with_positions_reads_the_same() {
    for text in [POD, "", "# nothing\n", "---\n1\n---\n[a, {b: c}]\n", "[1, {}]", "- a: [x]\n  b: {c: z}\n- null\n"] {
        let plain = coderev_yaml::read(text.as_bytes()).expect("the text is valid");
        let with: Vec<_> = read_with_positions(text.as_bytes()).expect("the text is valid");
        assert_eq!(with.into_iter().map(|(document, _)| document).collect::<Vec<_>>(), plain, "{text}");
    }
}

#[test]
fn documents_of_a_json_stream() {
    check("{\"é\": 1} {\"a\": 2}", "/a", "1:16", "1:11");
    check("{\"é\": 1}\n  {\"é\":\n 2} {\"a\": 2}", "/a", "3:11", "3:6");
}

/// The time grows with the length of the text, not with its square: this would take hours.
#[test]
fn a_json_stream_of_many_documents() {
    for between in ["", "\n"] {
        let text = ["{\"a\": 1}"; 300_000].join(between);
        let documents = read_with_positions(text.as_bytes()).expect("the text is valid");
        let (_, positions) = documents.last().expect("a document");
        let expected = if between.is_empty() { (1, 299_999 * 8 + 7) } else { (300_000, 7) };
        assert_eq!(positions.value("/a").map(|at| (at.line, at.column)), Some(expected));
    }
}

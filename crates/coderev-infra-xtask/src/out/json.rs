//! JSON for programs: one object with the version of the format as its first field.
use super::terminal::is_control;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::fmt::Write;

/// The version of all JSON outputs. It increases when a field is removed, renamed or changes its meaning. A new field
/// does not change it.
const VERSION: u32 = 1;

/// The text of a JSON output with these fields.
pub(crate) fn document(fields: &[(&str, Value)]) -> String {
    escaped(&serde_json::to_string_pretty(&Document(fields)).expect("JSON values serialize")) + "\n"
}

/// The same output with a list as its first field, part by part: the list may be larger than memory.
pub(crate) fn document_of(
    name: &str,
    items: impl Iterator<Item = Value>,
    fields: &[(&str, Value)],
) -> impl Iterator<Item = String> {
    // The list takes the place of a field with no items.
    let all: Vec<(&str, Value)> =
        std::iter::once((name, Value::Array(Vec::new()))).chain(fields.iter().cloned()).collect();
    let frame = document(&all);
    let (start, end) = frame.split_once("[]").expect("the first list is empty");
    let (start, end) = (format!("{start}["), end.to_owned());
    let mut is_first = true;
    let mut is_empty = true;
    let mut items = items.map(move |mut item| {
        item.sort_all_objects();
        let text = escaped(&serde_json::to_string_pretty(&item).expect("JSON values serialize"));
        let comma = if std::mem::take(&mut is_first) { "" } else { "," };
        format!("{comma}\n    {}", text.replace('\n', "\n    "))
    });
    let mut end = Some(end);
    let rest = std::iter::from_fn(move || match items.next() {
        Some(item) => {
            is_empty = false;
            Some(item)
        }
        None => end.take().map(|end| if is_empty { format!("]{end}") } else { format!("\n  ]{end}") }),
    });
    std::iter::once(start).chain(rest)
}

/// Outside of strings the only control characters are line breaks. In strings serde_json escapes only ASCII.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && is_control(c) {
            write!(shown, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
        } else {
            shown.push(c);
        }
    }
    shown
}

struct Document<'a>(&'a [(&'a str, Value)]);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len() + 1))?;
        map.serialize_entry("version", &VERSION)?;
        for (name, value) in self.0 {
            // The order does not depend on the feature `preserve_order` of `serde_json`, which any crate can turn on.
            let mut value = value.clone();
            value.sort_all_objects();
            map.serialize_entry(name, &value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{document, document_of};
    use serde_json::json;

    #[test]
    fn control_characters_are_escaped() {
        let text = document(&[("a", "\u{1b}\u{7f}\u{9b}\u{2028}ö".into())]);
        assert!(text.contains(r#""\u001b\u007f\u009b\u2028ö""#), "{text}");
    }

    #[test]
    fn the_version_comes_first() {
        assert_eq!(document(&[("a", 2.into())]), "{\n  \"version\": 1,\n  \"a\": 2\n}\n");
    }

    #[test]
    fn a_list_in_parts_is_the_same_text() {
        for items in [vec![], vec![json!({"b": ["\u{9b}"], "a": {}})], vec![json!(1), json!({"a": []}), json!("[]")]] {
            let fields = [("more", json!([1]))];
            let parts: String = document_of("items", items.clone().into_iter(), &fields).collect();
            assert_eq!(parts, document(&[("items", items.into()), fields[0].clone()]));
        }
    }
}

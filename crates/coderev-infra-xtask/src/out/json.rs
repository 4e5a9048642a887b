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
    let text = serde_json::to_string_pretty(&Document(fields)).expect("JSON values serialize");
    // Outside of strings the only control characters are line breaks. In strings serde_json escapes only ASCII.
    let mut shown = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if c != '\n' && is_control(c) {
            write!(shown, "\\u{:04x}", u32::from(c)).expect("writing to a String cannot fail");
        } else {
            shown.push(c);
        }
    }
    shown + "\n"
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
    use super::document;

    #[test]
    fn control_characters_are_escaped() {
        let text = document(&[("a", "\u{1b}\u{7f}\u{9b}\u{2028}ö".into())]);
        assert!(text.contains(r#""\u001b\u007f\u009b\u2028ö""#), "{text}");
    }

    #[test]
    fn the_version_comes_first() {
        assert_eq!(document(&[("a", 2.into())]), "{\n  \"version\": 1,\n  \"a\": 2\n}\n");
    }
}

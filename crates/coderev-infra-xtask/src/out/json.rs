//! JSON for programs: one object with the version of the format as its first field.
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

/// The version of all JSON outputs. It increases when a field is removed, renamed or changes its meaning. A new field
/// does not change it.
const VERSION: u32 = 1;

/// The text of a JSON output with these fields.
pub(crate) fn document(fields: &[(&str, Value)]) -> String {
    let text = serde_json::to_string_pretty(&Document(fields)).expect("JSON values serialize");
    format!("{text}\n")
}

struct Document<'a>(&'a [(&'a str, Value)]);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len() + 1))?;
        map.serialize_entry("version", &VERSION)?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn the_version_comes_first() {
        assert_eq!(document(&[("a", 2.into())]), "{\n  \"version\": 1,\n  \"a\": 2\n}\n");
    }
}

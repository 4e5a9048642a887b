//! All texts of a value, each with its path.
mod map;
mod node;
mod path;

use node::Node;
pub use path::Text;
use path::{Path, Step};
use serde::Serialize;

/// Calls `visit` with every text of `value` as it is serialized, in that order: each string, and each key of a map.
/// The names of the fields of a type are not visited.
///
/// ```
/// use coderev_objects::visit_texts;
/// use serde_json::json;
///
/// let mut found = Vec::new();
/// let value = json!({"data": {"a/b": "x"}, "args": ["run", 7]});
/// visit_texts(&value, &mut |text| found.push((text.pointer(), text.value().to_owned())));
/// assert!(found.contains(&("/data/a~1b".to_owned(), "x".to_owned())));
/// assert!(found.contains(&("/args/0".to_owned(), "run".to_owned())));
/// ```
pub fn visit_texts<T: Serialize + ?Sized>(value: &T, visit: &mut dyn FnMut(Text<'_>)) {
    let root = Path { parent: None, step: Step::Root };
    // A type whose serialization fails has no texts after the failure; rendering reports the failure.
    let _: Result<(), std::fmt::Error> = value.serialize(Node { path: &root, visit });
}

#[cfg(test)]
mod tests {
    use super::visit_texts;
    use crate::decode;
    use serde_json::{Value, json};

    /// The pointer and the value of each text; keys have a colon.
    fn texts(value: &impl serde::Serialize) -> Vec<String> {
        let mut found = Vec::new();
        visit_texts(value, &mut |text| {
            let mark = if text.is_key() { ":" } else { "=" };
            found.push(format!("{} {mark} {}", text.pointer(), text.value()));
        });
        found
    }
    #[test]
    fn strings_and_keys_are_visited_with_their_pointers() {
        let value = json!({"a": {"b/c": ["x", {"d~e": "y"}, 1, true, null]}});
        let expected = ["/a : a", "/a/b~1c : b/c", "/a/b~1c/0 = x", "/a/b~1c/1/d~0e : d~e", "/a/b~1c/1/d~0e = y"];
        assert_eq!(texts(&value), expected);
    }
    #[test]
    fn a_typed_object_has_the_pointers_of_its_manifest() {
        let pod = json!({
            "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "labels": {"app": "web"}},
            "spec": {
                "containers": [{"name": "web", "image": "web:1", "env": [{"name": "A", "value": "b"}],
                    "livenessProbe": {"httpGet": {"port": 80, "httpHeaders": [{"name": "Authorization", "value": "x"}]}}}],
                "ephemeralContainers": [{"name": "debug", "args": ["--now"]}],
            },
        });
        let typed = decode(pod.clone()).expect("a Pod");
        let found = texts(&typed);
        for line in [
            "/metadata/labels/app : app",
            "/metadata/labels/app = web",
            "/spec/containers/0/env/0/value = b",
            "/spec/containers/0/livenessProbe/httpGet/httpHeaders/0/name = Authorization",
            "/spec/ephemeralContainers/0/args/0 = --now",
        ] {
            assert!(found.iter().any(|it| it == line), "{line} is in {found:#?}");
        }
        for text in found.iter().filter(|it| it.contains(" = ")) {
            let (pointer, value) = text.split_once(" = ").expect("a text");
            assert_eq!(pod.pointer(pointer), Some(&Value::from(value)), "{pointer}");
        }
    }
    #[test]
    fn bytes_are_visited_as_they_are_written() {
        let map =
            json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "binaryData": {"k": "aGk="}});
        let found = texts(&decode(map).expect("a ConfigMap"));
        assert!(found.contains(&"/binaryData/k = aGk=".to_owned()), "{found:#?}");
    }
    #[test]
    fn enums_and_tuples_are_visited() {
        #[derive(serde::Serialize)]
        enum Choice {
            One,
            Two(&'static str),
            Three { name: &'static str },
            Four(&'static str, char),
        }
        let all = (Choice::One, Choice::Two("two"), Choice::Three { name: "three" }, Some(Choice::Four("four", 'c')));
        let expected = ["/0 = One", "/1/Two = two", "/2/Three/name = three", "/3/Four/0 = four", "/3/Four/1 = c"];
        assert_eq!(texts(&all), expected);
    }
    #[test]
    fn texts_of_one_map_or_list_have_the_same_parent() {
        let value = json!([{"name": "a", "value": "b"}, {"value": "c"}]);
        let mut parents = Vec::new();
        visit_texts(&value, &mut |text| {
            if !text.is_key() {
                parents.push(text.parent_pointer());
            }
        });
        assert_eq!(parents, ["/0", "/0", "/1"]);
    }
}

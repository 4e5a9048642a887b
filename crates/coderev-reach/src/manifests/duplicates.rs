//! Duplicate objects, as in a base and in its overlay.

use std::collections::BTreeMap;

use coderev_objects::{Document, Origin};
use serde_json::Value;

/// The first object of each name, and its fields that decide.
#[derive(Clone, Debug, Default)]
pub(super) struct Duplicates {
    seen: BTreeMap<Key, First>,
    alike: usize,
}

/// The group and kind, the namespace and the name.
type Key = (String, String, String);

#[derive(Clone, Debug)]
struct First {
    origin: Origin,
    decisive: Value,
    is_complete: bool,
}

/// A duplicate of an earlier object.
pub(super) struct Repeated {
    pub(super) first: Origin,
    pub(super) differs: bool,
}

impl Duplicates {
    /// Whether the document is a patch: it has fields of a patch, or an earlier document of this object is complete and
    /// this one is not.
    pub(super) fn is_patch(&self, document: &Document) -> bool {
        let known = || self.seen.get(&key(document)).is_some_and(|it| it.is_complete);
        serde_json::to_string(document).is_ok_and(|it| it.contains("\"$patch\":")) || !is_complete(document) && known()
    }

    /// Notes an object. Some if it is a duplicate.
    pub(super) fn add(&mut self, document: &Document, mut decisive: Value) -> Option<Repeated> {
        // An object without a name gets another one each time.
        if document.source().name().is_empty() {
            return None;
        }
        // Two versions of a group are one object.
        decisive.as_object_mut().map(|it| it.remove("apiVersion"));
        let is_complete = is_complete(document);
        let one = First { origin: document.origin().clone(), decisive, is_complete };
        let key = key(document);
        match self.seen.get(&key) {
            // The earlier one was a patch.
            Some(first) if is_complete && !first.is_complete => {
                self.seen.insert(key, one);
                None
            }
            Some(first) => {
                let differs = without_namespace(&first.decisive) != without_namespace(&one.decisive);
                self.alike += usize::from(!differs);
                Some(Repeated { first: first.origin.clone(), differs })
            }
            None => {
                self.seen.insert(key, one);
                None
            }
        }
    }

    /// The number of duplicates with the same fields that decide.
    pub(super) fn alike(&self) -> usize {
        self.alike
    }
}

fn key(document: &Document) -> Key {
    let source = document.source();
    let group = source.api_version().split_once('/').map_or("", |(group, _)| group);
    let namespace = if source.namespace().is_empty() { "default" } else { source.namespace() };
    (format!("{group}/{}", source.kind()), namespace.to_owned(), source.name().to_owned())
}

/// Whether a workload or a Service has what the API server requires. A patch has a part of it.
fn is_complete(document: &Document) -> bool {
    let Ok(value) = serde_json::to_value(document) else { return true };
    match document.source().kind() {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => {
            let has_image = |it: &Value| it["image"].is_string();
            let containers = value.pointer("/spec/template/spec/containers").and_then(Value::as_array);
            value.pointer("/spec/selector").is_some() && containers.is_some_and(|all| all.iter().any(has_image))
        }
        "Service" => value.pointer("/spec/ports").is_some() || value.pointer("/spec/externalName").is_some(),
        _ => true,
    }
}

/// The namespace is part of the key, where no namespace is `default`.
fn without_namespace(decisive: &Value) -> Value {
    let mut value = decisive.clone();
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("namespace");
    }
    value
}

//! Objects that are there twice, as in a base and in its overlay.

use std::collections::BTreeMap;

use coderev_objects::{Document, Origin};
use serde_json::Value;

/// The first object of each name, and its fields that decide.
#[derive(Clone, Debug, Default)]
pub(super) struct Duplicates {
    seen: BTreeMap<(String, String, String), (Origin, Value)>,
    alike: usize,
}

/// An object that was there before.
pub(super) struct Repeated {
    pub(super) first: Origin,
    pub(super) differs: bool,
}

impl Duplicates {
    /// Notes an object. Some if it was there before.
    pub(super) fn add(&mut self, document: &Document, mut decisive: Value) -> Option<Repeated> {
        let source = document.source();
        // An object without a name gets another one each time.
        if source.name().is_empty() {
            return None;
        }
        let group = source.api_version().split_once('/').map_or("", |(group, _)| group);
        // Two versions of a group are one object.
        decisive.as_object_mut().map(|it| it.remove("apiVersion"));
        let namespace = if source.namespace().is_empty() { "default" } else { source.namespace() };
        let key = (format!("{group}/{}", source.kind()), namespace.to_owned(), source.name().to_owned());
        let Some((first, earlier)) = self.seen.get(&key) else {
            self.seen.insert(key, (document.origin().clone(), decisive));
            return None;
        };
        let differs = without_namespace(earlier) != without_namespace(&decisive);
        self.alike += usize::from(!differs);
        Some(Repeated { first: first.clone(), differs })
    }

    /// The number of objects that were there before, with the same fields that decide.
    pub(super) fn alike(&self) -> usize {
        self.alike
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

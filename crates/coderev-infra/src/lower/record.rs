//! Where the values of fields come from.
use crate::model::Place;
use coderev_objects::Object;
use std::collections::BTreeMap;

/// Where the value of a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// A setter or a patch, with its line.
    Setter(Place),
    /// The spec of a tier, with the changes of the namespace. The name of the tier.
    Tier(String),
    /// A contribution of a preset or of another addon.
    Preset {
        /// The name of the addon. Empty for a function.
        addon: String,
        /// The line that adds it to the platform.
        at: Place,
    },
    /// The default of the library.
    Default,
}

/// Kind, namespace and name.
type ObjectKey = (String, String, String);

/// The sources of fields, by object and JSON pointer.
#[derive(Debug, Default)]
pub(crate) struct Record {
    objects: BTreeMap<ObjectKey, BTreeMap<String, Source>>,
}
impl Record {
    /// Records the source of a field and of everything below it.
    pub(super) fn set(&mut self, object: &Object, pointer: String, source: Source) {
        let fields = self.forget_below(object, &pointer);
        fields.insert(pointer, source);
    }
    /// Drops the sources of a field and of everything below it, and returns the sources of the object.
    pub(super) fn forget_below(&mut self, object: &Object, pointer: &str) -> &mut BTreeMap<String, Source> {
        let key = (object.kind().to_owned(), object.namespace().to_owned(), object.name().to_owned());
        let fields = self.objects.entry(key).or_default();
        fields.retain(|field, _| {
            !field.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        fields
    }
    /// The source of a field. Without one it is the source of the closest field around it.
    #[cfg_attr(not(test), expect(dead_code, reason = "the task `why` will read it"))]
    pub(crate) fn source(&self, kind: &str, namespace: &str, name: &str, pointer: &str) -> Option<&Source> {
        let fields = self.objects.get(&(kind.to_owned(), namespace.to_owned(), name.to_owned()))?;
        let mut pointer = pointer;
        loop {
            if let Some(source) = fields.get(pointer) {
                return Some(source);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

#[cfg(test)]
mod tests;

//! Reads a text as kubectl reads it.
use crate::{Document, is_cluster_scoped, unfold};
use coderev_yaml::{Ambiguity, KubectlDocument, ReadError, read_as_kubectl};
use serde_json::{Map, Value};
use std::sync::Arc;

/// An object that was read as kubectl reads it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Manifest {
    /// The object. Without `kind` it is not a Kubernetes object.
    pub document: Document,
    /// The fields that other readers of YAML read as other values, by JSON pointers into the object.
    pub ambiguities: Vec<Ambiguity>,
}

/// Reads texts as kubectl reads them.
///
/// ```
/// use coderev_objects::ManifestReader;
///
/// let text = b"apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n---\n{{ .Values.extra }}\n";
/// let read = ManifestReader::new().namespace("shop").read("web.yaml", text);
/// let web = read[0].as_ref().map_err(Clone::clone)?;
/// assert_eq!(web.document.object().namespace(), "shop");
/// assert!(read[1].is_err(), "a template is not YAML, and does not hide the other documents");
/// # Ok::<(), coderev_objects::ReadError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManifestReader {
    namespace: String,
}

impl ManifestReader {
    /// A reader that leaves objects without a namespace as they are.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// The namespace of objects that have none, as with `kubectl apply -n`.
    #[must_use]
    pub fn namespace(self, namespace: impl Into<String>) -> Self {
        Self { namespace: namespace.into(), ..self }
    }
    /// Reads the objects of a text, and the errors of the documents that cannot be read. Lists are unfolded, also JSON
    /// arrays of objects; empty documents are skipped. `file` is the file name in the origins.
    #[must_use]
    pub fn read(&self, file: &str, text: &[u8]) -> Vec<Result<Manifest, ReadError>> {
        let file: Arc<str> = file.into();
        let mut all = Vec::new();
        for read in read_as_kubectl(text) {
            match read {
                Ok(document) if document.document.value.is_null() => {}
                Ok(document) => all.extend(self.objects(&file, document).into_iter().map(Ok)),
                Err(error) => all.push(Err(error)),
            }
        }
        all
    }

    fn objects(&self, file: &Arc<str>, read: KubectlDocument) -> Vec<Manifest> {
        let positions = Arc::new(read.positions);
        let one = |(pointer, mut value): (String, Value)| {
            self.fill_namespace(&mut value);
            let below = |it: &Ambiguity| {
                let rest = it.pointer.strip_prefix(&*pointer).filter(|rest| rest.is_empty() || rest.starts_with('/'));
                rest.map(|rest| {
                    let mut own = it.clone();
                    own.pointer = rest.to_owned();
                    own
                })
            };
            let ambiguities = read.ambiguities.iter().filter_map(below).collect();
            Manifest { document: Document::from_text(value, pointer, file, &positions), ambiguities }
        };
        let listed = match read.document.value {
            // The items of a list, as `jq .items` prints them.
            Value::Array(items) if items.iter().any(|it| it.get("kind").is_some()) => {
                let numbered = items.into_iter().enumerate();
                numbered.map(|(at, item)| (format!("/{at}"), item)).collect()
            }
            value => vec![(String::new(), value)],
        };
        let mut all = Vec::new();
        for (outer, value) in listed {
            match unfold(value.clone()) {
                Ok(values) => {
                    all.extend(values.into_iter().map(|(pointer, value)| one((outer.clone() + &pointer, value))))
                }
                Err(error) => {
                    let mut manifest = one((outer, value));
                    manifest.document = manifest.document.with_error(error);
                    all.push(manifest);
                }
            }
        }
        all
    }

    fn fill_namespace(&self, value: &mut Value) {
        let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        if self.namespace.is_empty() || text("kind").is_empty() || is_cluster_scoped(text("apiVersion"), text("kind")) {
            return;
        }
        let Some(fields) = value.as_object_mut() else { return };
        let metadata = fields.entry("metadata").or_insert_with(|| Map::new().into());
        let Some(metadata) = metadata.as_object_mut() else { return };
        let own = metadata.entry("namespace").or_insert(Value::Null);
        if own.is_null() || own == "" {
            *own = self.namespace.as_str().into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, ManifestReader};

    fn read(reader: &ManifestReader, text: &str) -> Vec<Manifest> {
        reader.read("a.yaml", text.as_bytes()).into_iter().map(|it| it.expect("it is read")).collect()
    }

    #[test]
    fn lists_and_arrays_are_unfolded_with_positions() {
        let text = "[\n {\"kind\": \"Pod\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"a\"}},\n {\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [\n  {\"metadata\": {\"name\": \"b\"}}]}]";
        let all = read(&ManifestReader::new(), text);
        let places: Vec<_> = all.iter().map(|it| (it.document.object().name(), it.document.origin().line())).collect();
        assert_eq!(places, [("a", 2), ("b", 4)]);
        assert_eq!(all[1].document.object().kind(), "Pod");
    }

    #[test]
    fn an_ambiguous_field_of_an_item_belongs_to_the_item() {
        let text = "kind: List\napiVersion: v1\nitems:\n- kind: Pod\n  apiVersion: v1\n- kind: Secret\n  apiVersion: v1\n  defaultMode: 0400\n";
        let all = read(&ManifestReader::new(), text);
        assert!(all[0].ambiguities.is_empty());
        assert_eq!(all[1].ambiguities[0].pointer, "/defaultMode");
        assert_eq!(all[1].ambiguities[0].at.line, 8);
    }

    #[test]
    fn a_namespace_is_filled_in_for_objects_that_have_none() {
        let text = "kind: Pod\napiVersion: v1\n---\nkind: Pod\napiVersion: v1\nmetadata: {namespace: own}\n---\nkind: Namespace\napiVersion: v1\nmetadata: {name: a}\n";
        let all = read(&ManifestReader::new().namespace("shop"), text);
        let own: Vec<_> = all.iter().map(|it| it.document.object().namespace()).collect();
        assert_eq!(own, ["shop", "own", ""]);
    }

    #[test]
    fn what_is_no_object_has_no_kind() {
        for text in ["a: 1\n", "- 1\n", "text\n"] {
            assert_eq!(read(&ManifestReader::new(), text)[0].document.source().kind(), "", "{text}");
        }
    }
}

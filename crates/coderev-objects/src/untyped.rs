//! Objects of kinds without a type.
use crate::template::PodTemplate;
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// An object whose kind has no variant in [`Object`](crate::Object).
#[derive(Clone, Debug)]
pub struct Untyped {
    api_version: String,
    kind: String,
    metadata: ObjectMeta,
    fields: Map<String, Value>,
    /// The pod template and its JSON pointer.
    template: Option<(Box<PodTemplateSpec>, &'static str)>,
}

impl Untyped {
    pub(crate) fn new(api_version: String, kind: String, metadata: ObjectMeta, fields: Map<String, Value>) -> Self {
        let template = template(&fields);
        Self { api_version, kind, metadata, fields, template }
    }
    /// The `apiVersion`: `example.com/v1`.
    #[must_use]
    pub fn api_version(&self) -> &str {
        &self.api_version
    }
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }
    /// The metadata.
    #[must_use]
    pub const fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }
    pub(crate) const fn metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
    /// All fields except `apiVersion`, `kind` and `metadata`.
    #[must_use]
    pub const fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }
    pub(crate) fn template(&self) -> Option<PodTemplate<'_>> {
        let (template, pointer) = self.template.as_ref()?;
        PodTemplate::new(template, pointer)
    }
}

impl Serialize for Untyped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("apiVersion", &self.api_version)?;
        map.serialize_entry("kind", &self.kind)?;
        map.serialize_entry("metadata", &self.metadata)?;
        for (key, value) in &self.fields {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// The JSON pointers of the pod template in kinds of Kubernetes and of operators.
const TEMPLATES: [&str; 4] =
    ["/spec/template", "/spec/jobTemplate/spec/template", "/spec/jobTargetRef/template", "/template"];

/// The pod template at the first pointer of [`TEMPLATES`] that has containers.
fn template(fields: &Map<String, Value>) -> Option<(Box<PodTemplateSpec>, &'static str)> {
    TEMPLATES.into_iter().find_map(|pointer| {
        let mut steps = pointer[1..].split('/');
        let first = fields.get(steps.next()?)?;
        let value = steps.try_fold(first, |value, step| value.get(step))?;
        value.pointer("/spec/containers")?.as_array()?;
        let template = serde_json::from_value(value.clone()).ok()?;
        Some((Box::new(template), pointer))
    })
}

//! Converts values to objects.
mod error;
mod known;
mod legacy;
mod list;
mod reader;

use crate::crd::Written;
use crate::kinds::{Kind, Support, is_built_in};
use crate::untyped::Untyped;
use crate::{Object, fields, kinds};
pub use error::DecodeError;
use k8s_openapi::Resource;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub(crate) use legacy::view_of_older_version;
pub use list::unfold;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// How a field that the type does not have is treated.
#[derive(Clone, Copy)]
pub(crate) enum Unknown {
    Refused,
    Ignored,
}

/// Converts a value to an object. No part of the value is lost: the object serializes to the same fields.
///
/// ```
/// use coderev_objects::{DecodeError, decode};
/// use serde_json::json;
///
/// let pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": {"contaners": []}});
/// assert!(matches!(decode(pod), Err(DecodeError::WrongType { .. } | DecodeError::UnknownField { .. })));
/// ```
///
/// # Errors
///
/// When a value does not have the type of its field, or when a kind with known fields does not have a field.
pub fn decode(mut value: Value) -> Result<Object, DecodeError> {
    // A crate of the build may turn on the feature `preserve_order` of `serde_json`. The order of fields does not depend on it.
    value.sort_all_objects();
    let (api_version, kind) = named(&value);
    let support = supported(&api_version, &kind).map(|kind| kind.support);
    match support {
        Some(Support::Typed(decode)) if is_built_in(&api_version) => return decode(&value, Unknown::Refused),
        Some(Support::Checked(check)) => check(&value)?,
        _ => {
            if let Some(error) = fields::tree(&api_version, &kind).and_then(|kind| known::errors(kind, &value).next()) {
                return Err(error);
            }
        }
    }
    match support {
        Some(Support::Typed(decode)) => custom(decode(&value, Unknown::Ignored)?, api_version, value),
        _ => untyped(api_version, kind, value),
    }
}

/// Every reason why a value does not match its kind. The list is empty if [`decode`] accepts the value.
///
/// ```
/// use coderev_objects::decode_errors;
/// use serde_json::json;
///
/// let map = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "dat": {}, "immutable": "yes"});
/// assert_eq!(decode_errors(&map).len(), 2);
/// ```
#[must_use]
pub fn decode_errors(value: &Value) -> Vec<DecodeError> {
    decode(value.clone()).err().map(|first| all_errors(value, first)).unwrap_or_default()
}
/// All errors of a value. `first` is the error of [`decode`].
pub(crate) fn all_errors(value: &Value, first: DecodeError) -> Vec<DecodeError> {
    let (api_version, kind) = named(value);
    let fields = fields::tree(&api_version, &kind);
    let all: Vec<_> = fields.map(|kind| known::errors(kind, value).collect()).unwrap_or_default();
    if all.is_empty() { vec![first] } else { all }
}

/// A view of a value for rules, which ignores unknown fields. None where the types do not match.
pub(crate) fn view(value: &Value) -> Option<Object> {
    let (api_version, kind) = named(value);
    match supported(&api_version, &kind).map(|kind| kind.support) {
        Some(Support::Typed(decode)) => decode(value, Unknown::Ignored).ok(),
        _ => None,
    }
}

/// The object without a type. Any content is accepted.
pub(crate) fn as_written(mut value: Value) -> Object {
    value.sort_all_objects();
    let (api_version, kind) = named(&value);
    let mut fields = match value {
        Value::Object(fields) => fields,
        other => Map::from_iter([("value".to_owned(), other)]),
    };
    let metadata = fields.remove("metadata").unwrap_or_default();
    let metadata = reader::read::<ObjectMeta>(&metadata, "metadata", Unknown::Ignored);
    let metadata = metadata.unwrap_or_default();
    Object::Raw(Box::new(untyped_of(api_version, kind, metadata, fields)))
}

fn named(value: &Value) -> (String, String) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    (text("apiVersion"), text("kind"))
}

/// The line of the table with a type that has the fields of this version.
fn supported(api_version: &str, kind: &str) -> Option<&'static Kind> {
    Kind::find(api_version, kind).filter(|kind| kind.has_version(api_version))
}

fn custom(mut object: Object, api_version: String, value: Value) -> Result<Object, DecodeError> {
    let Value::Object(mut fields) = value else { return Err(no_object()) };
    // The metadata is decoded strictly, as for all kinds.
    let metadata = fields.remove("metadata").unwrap_or_else(|| Map::new().into());
    *object.metadata_mut() = reader::read::<ObjectMeta>(&metadata, "metadata", Unknown::Refused)?;
    fields.remove("apiVersion");
    fields.remove("kind");
    object.keep_written(Written { api_version, fields });
    Ok(object)
}

fn untyped(api_version: String, kind: String, value: Value) -> Result<Object, DecodeError> {
    let Value::Object(mut fields) = value else { return Err(no_object()) };
    let metadata = fields.remove("metadata").unwrap_or_else(|| Map::new().into());
    let metadata = reader::read::<ObjectMeta>(&metadata, "metadata", Unknown::Refused)?;
    Ok(Object::Raw(Box::new(untyped_of(api_version, kind, metadata, fields))))
}

fn untyped_of(api_version: String, kind: String, metadata: ObjectMeta, mut fields: Map<String, Value>) -> Untyped {
    fields.remove("apiVersion");
    fields.remove("kind");
    Untyped::new(api_version, kind, metadata, fields)
}

fn no_object() -> DecodeError {
    DecodeError::WrongType { path: String::new(), reason: "the value is not an object".into() }
}

/// Reads a value as a type of the table.
pub(crate) fn decode_as<K: DeserializeOwned>(value: &Value, unknown: Unknown) -> Result<K, DecodeError> {
    reader::read(value, "", unknown)
}

/// Reads a value as a type of the table and ignores its version.
pub(crate) fn decode_as_version<K: DeserializeOwned + Resource>(value: &Value) -> Result<K, DecodeError> {
    let mut value = value.clone();
    let Some(fields) = value.as_object_mut() else { return Err(no_object()) };
    fields.insert("apiVersion".into(), K::API_VERSION.into());
    fields.insert("kind".into(), K::KIND.into());
    reader::read(&value, "", Unknown::Ignored)
}

/// Whether the fields of this kind are known, so that an unknown field is an error.
#[must_use]
pub fn has_known_fields(api_version: &str, kind: &str) -> bool {
    let is_read = match supported(api_version, kind).map(|kind| kind.support) {
        Some(Support::Typed(_)) => kinds::is_built_in(api_version),
        Some(Support::Checked(_)) => true,
        Some(Support::Known) | None => false,
    };
    is_read || fields::tree(api_version, kind).is_some()
}

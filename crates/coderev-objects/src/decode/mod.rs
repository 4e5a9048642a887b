//! From values to objects, strictly: a field that the kind does not have is an error.
mod error;
mod reader;

use crate::crd::fields;
use crate::kinds::{Kind, Support, is_built_in};
use crate::untyped::Untyped;
use crate::{Object, kinds};
pub use error::DecodeError;
use k8s_openapi::Resource;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What happens to a field that the type does not have.
#[derive(Clone, Copy)]
pub(crate) enum Unknown {
    Refused,
    Ignored,
}

/// The object that a value stands for.
///
/// # Errors
///
/// When a value has another type than its field, or when a field is unknown to a kind whose fields are known.
pub fn decode(value: Value) -> Result<Object, DecodeError> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    match supported(&api_version, &kind).map(|kind| kind.support) {
        Some(Support::Typed(decode)) if is_built_in(&api_version) => return decode(&value),
        Some(Support::Checked(check)) => check(&value)?,
        _ => {
            let unknown = fields::of(&api_version, &kind).and_then(|tree| tree.stranger(&value));
            if let Some((path, known)) = unknown {
                return Err(DecodeError::UnknownField { path, known });
            }
        }
    }
    untyped(api_version, kind, value)
}

/// The line of the table whose type has the fields of this version.
fn supported(api_version: &str, kind: &str) -> Option<&'static Kind> {
    Kind::find(api_version, kind).filter(|kind| kind.has_version(api_version))
}

fn untyped(api_version: String, kind: String, value: Value) -> Result<Object, DecodeError> {
    let Value::Object(mut fields) = value else {
        return Err(DecodeError::WrongType { path: String::new(), reason: "it is no object".into() });
    };
    let metadata = fields.remove("metadata").unwrap_or_else(|| Map::new().into());
    let metadata = reader::read::<ObjectMeta>(&metadata, "metadata", Unknown::Refused)?;
    fields.remove("apiVersion");
    fields.remove("kind");
    Ok(Object::Raw(Box::new(Untyped::new(api_version, kind, metadata, fields))))
}

/// Reads a value as a type of the table. The types of custom resources have only some of the fields.
pub(crate) fn decode_as<K: DeserializeOwned + Resource>(value: &Value) -> Result<K, DecodeError> {
    let unknown = if kinds::is_built_in(K::API_VERSION) { Unknown::Refused } else { Unknown::Ignored };
    reader::read(value, "", unknown)
}

/// Whether the fields of a kind are known, so that an unknown field is an error.
#[must_use]
pub fn has_known_fields(api_version: &str, kind: &str) -> bool {
    let is_read = match supported(api_version, kind).map(|kind| kind.support) {
        Some(Support::Typed(_)) => is_built_in(api_version),
        Some(Support::Checked(_)) => true,
        _ => false,
    };
    is_read || fields::of(api_version, kind).is_some()
}

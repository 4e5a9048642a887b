//! Custom resources: one module for each operator, with the fields that this project sets or reads.
//!
//! The structs are plain data, like the structs of `k8s-openapi`: public fields and [`Default`]. End each literal with
//! `..Default::default()`, because a later minor version may add a field. The structs are not `#[non_exhaustive]`,
//! because that attribute forbids such literals in other crates.
//!
//! ```
//! use coderev_objects::crd::keda::{ScaleTarget, ScaledObject, ScaledObjectSpec};
//! use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
//!
//! let metadata = ObjectMeta { name: Some("web".into()), namespace: Some("shop".into()), ..Default::default() };
//! let scale_target_ref = ScaleTarget { name: "web".into(), ..Default::default() };
//! let spec = ScaledObjectSpec { scale_target_ref, max_replica_count: 9, ..Default::default() };
//! let object = coderev_objects::Object::from(ScaledObject::new(metadata, spec));
//! assert_eq!((object.kind(), object.name()), ("ScaledObject", "web"));
//! ```
//!
//! In an object that was read, an absent field has its default. A field that the struct does not have is only in
//! [`Object::written_fields`](crate::Object::written_fields). Such an object is written as it was read, with its
//! metadata: a change to its `spec` has no effect.
#![allow(missing_docs, reason = "the definitions of the operators document their fields")]

use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A constant, or text that was read.
pub type Text = std::borrow::Cow<'static, str>;

/// The value from which a custom resource was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) api_version: String,
    /// All fields except `apiVersion`, `kind` and `metadata`.
    pub(crate) fields: serde_json::Map<String, serde_json::Value>,
}

/// Declares a custom resource: its group, version, path segment and scope, then its kind and the type of its spec.
macro_rules! resource {
    ($group:literal, $version:literal, $plural:literal, $scope:ident; $(#[$doc:meta])* $kind:ident, $spec:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(default)]
        pub struct $kind {
            pub metadata: ObjectMeta,
            pub spec: $spec,
            #[serde(skip)]
            pub(crate) written: Option<Box<crate::crd::Written>>,
        }
        impl $kind {
            pub const fn new(metadata: ObjectMeta, spec: $spec) -> Self {
                Self { metadata, spec, written: None }
            }
        }
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::{SerializeMap, SerializeStruct};
                if let Some(written) = &self.written {
                    let mut map = serializer.serialize_map(None)?;
                    map.serialize_entry("apiVersion", &written.api_version)?;
                    map.serialize_entry("kind", stringify!($kind))?;
                    map.serialize_entry("metadata", &self.metadata)?;
                    for (key, value) in &written.fields {
                        map.serialize_entry(key, value)?;
                    }
                    return map.end();
                }
                let mut fields = serializer.serialize_struct(stringify!($kind), 4)?;
                fields.serialize_field("apiVersion", <Self as k8s_openapi::Resource>::API_VERSION)?;
                fields.serialize_field("kind", stringify!($kind))?;
                fields.serialize_field("metadata", &self.metadata)?;
                fields.serialize_field("spec", &self.spec)?;
                fields.end()
            }
        }
        impl k8s_openapi::Resource for $kind {
            const API_VERSION: &'static str = concat!($group, "/", $version);
            const GROUP: &'static str = $group;
            const KIND: &'static str = stringify!($kind);
            const VERSION: &'static str = $version;
            const URL_PATH_SEGMENT: &'static str = $plural;
            type Scope = k8s_openapi::$scope;
        }
        impl k8s_openapi::Metadata for $kind {
            type Ty = ObjectMeta;
            fn metadata(&self) -> &ObjectMeta {
                &self.metadata
            }
            fn metadata_mut(&mut self) -> &mut ObjectMeta {
                &mut self.metadata
            }
        }
    };
}

/// A quantity. A manifest may write it as a number.
fn quantity<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Quantity::deserialize(deserializer).map(|quantity| quantity.0)
}
/// Quantities by name.
fn quantities<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Text, String>, D::Error> {
    let map = BTreeMap::<Text, Quantity>::deserialize(deserializer)?;
    Ok(map.into_iter().map(|(name, quantity)| (name, quantity.0)).collect())
}

pub mod cert_manager;
pub mod cilium;
pub mod envoy_gateway;
pub mod external_secrets;
pub mod gateway_api;
pub mod istio;
pub mod keda;

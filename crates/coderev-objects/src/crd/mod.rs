//! Custom resources: one module for each operator, with the fields that this project sets or reads.
//!
//! The structs are plain data, like those of `k8s-openapi`: public fields and [`Default`]. Write them with
//! `..Default::default()`, since a later version may add a field. When an object is read, a field that its struct does
//! not have is ignored, and an absent field has its default. The [value as written](crate::Object) keeps both.
#![allow(missing_docs, reason = "the definitions of the operators document their fields")]

/// A constant or text that was read.
pub type Text = std::borrow::Cow<'static, str>;

/// Declares a custom resource: its group, version, path segment and scope, then its kind and the type of its spec.
macro_rules! resource {
    ($group:literal, $version:literal, $plural:literal, $scope:ident; $(#[$doc:meta])* $kind:ident, $spec:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
        #[serde(default)]
        pub struct $kind {
            pub metadata: ObjectMeta,
            pub spec: $spec,
        }
        impl $kind {
            pub const fn new(metadata: ObjectMeta, spec: $spec) -> Self {
                Self { metadata, spec }
            }
        }
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;
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

pub mod cert_manager;
pub mod cilium;
pub mod envoy_gateway;
pub mod external_secrets;
pub(crate) mod fields;
pub mod gateway_api;
pub mod istio;
pub mod keda;

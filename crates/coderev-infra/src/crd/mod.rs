//! Custom resources that this library writes, with the fields that it sets: one file for each operator.

/// Declares a custom resource: its version, its kind and its spec.
macro_rules! resource {
    ($version:literal; $(#[$doc:meta])* $kind:ident, $spec:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $kind {
            api_version: &'static str,
            kind: &'static str,
            pub(crate) metadata: ObjectMeta,
            pub(crate) spec: $spec,
        }
        impl $kind {
            pub(crate) const fn new(metadata: ObjectMeta, spec: $spec) -> Self {
                Self { api_version: $version, kind: stringify!($kind), metadata, spec }
            }
        }
    };
}

mod cert_manager;
pub(crate) mod cilium;
pub(crate) mod envoy_gateway;
mod external_secrets;
pub(crate) mod fields;
pub(crate) mod gateway_api;
pub(crate) mod istio;
pub(crate) mod keda;
pub(crate) use cert_manager::*;
pub(crate) use external_secrets::*;

//! Custom resources, from `coderev-objects`.
pub(crate) use coderev_objects::crd::cert_manager::*;
pub(crate) use coderev_objects::crd::external_secrets::*;
pub(crate) use coderev_objects::crd::{cilium, envoy_gateway, gateway_api, istio, keda};

//! Custom resources that this library writes, with the fields that it sets: one file for each operator.
mod cert_manager;
pub(crate) mod envoy_gateway;
pub(crate) mod external_secrets;
pub(crate) mod gateway_api;
pub(crate) mod keda;
pub(crate) use cert_manager::*;

//! Custom resources that this library writes, with the fields that it sets: one file for each operator.
mod cert_manager;
mod external_secrets;
pub(crate) mod fields;
pub(crate) use cert_manager::*;
pub(crate) use external_secrets::*;

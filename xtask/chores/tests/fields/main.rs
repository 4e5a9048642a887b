//! Compares the fields in `coderev-objects` with the types of `k8s-openapi` and with the golden folders.
mod decoded;
mod golden;
mod planted;
mod probe;
mod sample;
mod typed;

//! The fields that `coderev-objects` knows, against the types of `k8s-openapi` and against the golden folders.
mod decoded;
mod golden;
mod planted;
mod probe;
mod sample;
mod typed;

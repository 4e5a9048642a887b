//! Chores of this repository that are written in Rust. A package of their own, beside the commands: whoever edits a platform and runs it again
//! waits for none of them.
pub mod conformance;
pub mod crd_fields;
pub mod rule_docs;

//! A Kubernetes platform as one Rust value.
mod check;
mod crd;
mod finding;
mod lower;
mod manifest;
pub mod prelude;
pub mod presets;
mod render;
mod synth;
mod words;

pub use finding::{Finding, Severity};
pub use presets::{Exp, Quarantine, Shared, Stable, infrastructure, monitoring};
pub use synth::{File, Synthesis, synth};
pub use words::*;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

//! A Kubernetes platform as one Rust value.
mod finding;
mod synth;
pub use finding::{Finding, Severity};
pub use synth::{File, Synthesis, synth};
/// Everything that runs on one cluster, as one value.
#[derive(Clone, Debug, Default)]
pub struct Platform(());
impl Platform {
    /// What tells several platforms of one program apart.
    pub fn name_said(&self) -> Option<&str> { None }
}

//! Kubernetes objects as data, from any source.
pub mod fields;
mod nearest;

pub use nearest::nearest;

//! Quantities of Kubernetes as numbers, from `coderev-objects`.
pub(crate) use coderev_objects::quantity::bytes;

/// The number that a quantity stands for; NaN where the text is no quantity.
pub(crate) fn value(text: &str) -> f64 {
    coderev_objects::quantity::parse(text).unwrap_or(f64::NAN)
}

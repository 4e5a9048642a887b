//! Floats, in the one notation that every reader reads as a float.

use crate::error::Error;
use crate::node::Node;

/// Writes a finite float from its shortest digits, whose exponent always has a sign.
///
/// YAML 1.1 also requires a decimal point in a float: `1e+16` must be written `1.0e+16`.
pub(crate) fn write_float(node: Node<'_>, digits: &str) {
    match digits.split_once('e') {
        Some((mantissa, exponent)) if !mantissa.contains('.') => node.write(&format!("{mantissa}.0e{exponent}")),
        _ => node.write(digits),
    }
}

/// The error for a float that is not finite.
#[cold]
pub(crate) fn not_finite(float: f64) -> Error {
    Error::new(format!("the float {float} has no form that Kubernetes reads"))
}

//! Numbers, in the one notation that every reader takes for a number of that kind.

use crate::error::Error;
use crate::node::Node;

/// Writes a finite float from its shortest digits.
///
/// YAML 1.1 takes a float for one only with a point in it and a sign on its exponent: `1e16` must be `1.0e+16`.
pub(crate) fn write_float(node: Node<'_>, digits: &str) {
    let Some((mantissa, exponent)) = digits.split_once('e') else { return node.write(digits) };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
    node.write(&format!("{mantissa}{point}e{sign}{exponent}"));
}

/// The error for a float that is not finite.
#[cold]
pub(crate) fn not_finite(float: f64) -> Error {
    Error::new(format!("the float {float} has no form that Kubernetes reads"))
}

//! Floats, in the one notation that every reader reads as a float, and numbers given as text.

use std::fmt::Display;

use serde::Serializer;

use crate::error::Error;
use crate::node::Node;

/// The name of the struct as which `serde_json` serializes a number if some crate of the build turns on its feature
/// `arbitrary_precision`. The text must not depend on that.
pub(crate) const TOKEN: &str = "$serde_json::private::Number";

/// Writes a number of JSON.
pub(crate) fn write_digits(node: Node<'_>, digits: &str) -> Result<(), Error> {
    if digits.contains(['.', 'e', 'E']) {
        let value: f64 = digits.parse().map_err(|_| Error::new(format!("`{digits}` is not a number")))?;
        return node.serialize_f64(value);
    }
    match digits.parse::<i128>() {
        Ok(value) => node.serialize_i128(value),
        Err(_) => Err(too_large(digits)),
    }
}

/// The error for an integer of more than 64 bits.
#[cold]
pub(crate) fn too_large(integer: impl Display) -> Error {
    Error::new(format!("the integer {integer} has more than 64 bits, and readers would round it"))
}

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

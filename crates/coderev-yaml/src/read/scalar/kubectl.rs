//! The type of a plain scalar to kubectl, whose reader in Go follows parts of both versions:
//! <https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/goyaml.v2/resolve.go>.
use super::{Meaning, is_all, is_float, signed};

/// `new` is the type in YAML 1.2, which is also the type to kubectl for everything but numbers.
pub(super) fn meaning(text: &str, new: &Meaning) -> Meaning {
    let is_decimal = !text.starts_with('0') && is_all(text, |byte| byte.is_ascii_digit());
    if is_decimal || !matches!(new, Meaning::Integer(_) | Meaning::Huge | Meaning::Float(_) | Meaning::Text) {
        return new.clone();
    }
    // The infinities and NaN are keywords.
    if let Meaning::Float(value) = new
        && !value.is_finite()
    {
        return new.clone();
    }
    match text.as_bytes() {
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => number(&text.replace('_', "")),
        _ => Meaning::Text,
    }
}

/// A number without underscores.
pub(super) fn number(text: &str) -> Meaning {
    let (sign, size) = signed(text);
    let radix = |digits: &str, radix| {
        let size =
            i128::from_str_radix(digits, radix).ok().filter(|_| is_all(digits, |byte| byte.is_ascii_alphanumeric()));
        let value = size.map(|size| sign * size);
        value.filter(|it| i64::try_from(*it).is_ok() || u64::try_from(*it).is_ok()).map(Meaning::Integer)
    };
    let integer = match size.as_bytes() {
        [b'0', b'x' | b'X', ..] => radix(&size[2..], 16),
        [b'0', b'o' | b'O', ..] => radix(&size[2..], 8),
        [b'0', b'b' | b'B', ..] => radix(&size[2..], 2),
        [b'0', _, ..] => radix(&size[1..], 8),
        _ => radix(size, 10),
    };
    integer.unwrap_or_else(|| {
        let is_exponent = |exponent: &str| is_all(signed(exponent).1, |byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|it: &f64| it.is_finite() && is_float(size, is_exponent));
        value.map_or(Meaning::Text, Meaning::Float)
    })
}

//! The forms of names, labels and CIDR blocks that the API server accepts.
//!
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go>,
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go>.

use core::net::IpAddr;

/// Why a text cannot be the name of a port. None for a valid name.
pub(crate) fn port_fault(name: &str) -> Option<&'static str> {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some("it is a number in quotes: remove the quotes, because no port has a number as its name");
    }
    if name.is_empty() || !name.bytes().all(is_allowed) {
        return Some("a port name has lowercase letters, digits and `-`");
    }
    if name.len() > 15 {
        return Some("a port name has at most 15 characters");
    }
    if !name.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Some("a port name has at least one letter");
    }
    (name.contains("--") || name.starts_with('-') || name.ends_with('-'))
        .then_some("a port name neither starts nor ends with `-`, and has no `--`")
}

/// Why a text cannot be the value of a label. None for a valid value.
pub(crate) fn value_fault(value: &str) -> Option<&'static str> {
    (!value.is_empty() && !is_name(value)).then_some(
        "the value of a label has at most 63 letters, digits, `-`, `_` and `.`, and starts and ends with a letter or digit",
    )
}

/// Why a text cannot be the key of a label. None for a valid key.
pub(crate) fn key_fault(key: &str) -> Option<&'static str> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if !is_name(name) {
        return Some(
            "the key of a label has at most 63 letters, digits, `-`, `_` and `.`, and starts and ends with a letter or digit",
        );
    }
    prefix.filter(|it| !is_subdomain(it)).map(|_| "the prefix of a label key is a DNS name in lowercase")
}

/// Whether a text can be the name of an object.
pub(crate) fn is_subdomain(name: &str) -> bool {
    name.len() <= 253 && name.split('.').all(is_lowercase)
}

/// Whether a text can be the name of a namespace.
pub(crate) fn is_label(name: &str) -> bool {
    name.len() <= 63 && is_lowercase(name)
}

/// Why the server refuses the spelling of a CIDR block that has a meaning. None for the accepted spelling.
pub(crate) fn cidr_fault(text: &str) -> Option<String> {
    let (address, length) = text.split_once('/')?;
    let bits: u32 = length.parse().ok()?;
    if length.len() > 1 && length.starts_with('0') {
        return Some(format!("write the prefix length `{bits}` without zeros before it"));
    }
    let (number, width) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) if address.to_ipv4_mapped().is_some() => {
            return Some("it is an IPv4 block in the form of IPv6: write it as IPv4".into());
        }
        IpAddr::V6(address) => (u128::from(address), 128),
    };
    let free = u32::checked_sub(width, bits)?;
    let mask = 1_u128.checked_shl(free).map_or(u128::MAX, |it| it - 1);
    let start = number & !mask;
    let start = match u32::try_from(start) {
        Ok(start) if width == 32 => IpAddr::V4(start.into()),
        _ => IpAddr::V6(start.into()),
    };
    (number & mask != 0).then(|| format!("the address has bits after the prefix: write `{start}/{bits}`"))
}

fn is_name(text: &str) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

fn is_lowercase(text: &str) -> bool {
    let is_end = |byte: Option<&u8>| byte.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let bytes = text.as_bytes();
    is_end(bytes.first())
        && is_end(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

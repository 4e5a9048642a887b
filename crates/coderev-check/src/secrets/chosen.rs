//! Values that a person chose as a password.
use super::alphabet::ALPHA;
use super::terms::{contains_any, is_name};

/// Whether a person can have chosen the value as a password: letters with digits or symbols, and not a name.
pub(super) fn is_chosen(value: &str, minimum: usize) -> bool {
    const SYMBOLS: &[u8] = b"!@#$%^&*?+~=";
    let is_mixed = value.bytes().any(|byte| byte.is_ascii_digit() || SYMBOLS.contains(&byte));
    value.len() >= minimum
        && is_mixed
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !is_algorithm(value)
        && !is_amount(value)
        && !is_name(value)
}
/// `sha256`, `scram-sha-256`, `oauth2`: names of algorithms contain digits.
fn is_algorithm(value: &str) -> bool {
    const PARTS: &[&str] = &[
        "sha1", "sha2", "sha3", "sha5", "sha-", "md5", "base64", "oauth2", "argon2", "pbkdf2", "utf-8", "utf8",
        "ed25519", "aes-", "aes2", "hs256",
    ];
    value.len() <= 24
        && (contains_any(value, PARTS)
            || ["RS", "ES", "PS", "HS"].iter().any(|it| value.len() == 5 && value.starts_with(it)))
}
/// `15m`, `1h30m`, `512Mi`, `12chars`.
pub(super) fn is_amount(value: &str) -> bool {
    let units = [
        "ns", "us", "ms", "s", "m", "h", "d", "w", "y", "min", "sec", "k", "M", "G", "T", "Ki", "Mi", "Gi", "KB", "MB",
        "GB", "kb", "mb", "b", "B", "x", "bit", "bits", "bytes", "chars",
    ];
    let mut rest = value;
    let mut is_one = false;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let letters = ALPHA.run(&rest.as_bytes()[digits..]);
        if digits == 0 || letters == 0 || !units.contains(&&rest[digits..digits + letters]) {
            return false;
        }
        rest = &rest[digits + letters..];
        is_one = true;
    }
    is_one
}

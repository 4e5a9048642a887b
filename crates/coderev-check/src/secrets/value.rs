//! Whether a value looks like a secret, a name, or another harmless value.
use super::alphabet::{BASE64, BEARER, UUID};
use super::chosen::is_amount;
use super::placeholder::{is_identifier, is_placeholder, is_placeholder_body, is_reference};
use super::terms::{is_name, is_wordy};

/// Whether the body of a token is random: not a placeholder and not a name.
pub(super) fn is_random_body(body: &str) -> bool {
    let is_phrase = !body.bytes().any(|byte| byte.is_ascii_uppercase()) && is_wordy(body);
    distinct(body) >= 6 && !has_run(body, body.len() / 4) && !is_placeholder_body(body) && !is_phrase
}
/// Whether the value is random: long, with characters of several classes, and not a name.
pub(super) fn is_random(value: &str, minimum: usize) -> bool {
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let classes =
        [u8::is_ascii_digit, u8::is_ascii_lowercase, u8::is_ascii_uppercase].into_iter().filter(|it| has(*it));
    value.len() >= minimum
        && value.bytes().all(|byte| byte.is_ascii_graphic())
        && classes.count() >= 2
        && distinct(value) >= 8.min(value.len() / 2)
        && !has_run(value, value.len() / 4)
        && !is_placeholder(value)
        && !is_wordy(value)
        && !is_name(value)
}
/// Whether the value cannot be a secret: a number, a reference, a path, a URL, a placeholder, a digest, a public key or
/// a structure.
pub(super) fn is_harmless(value: &str) -> bool {
    let value = value.trim();
    let begins = |starts: &[&str]| starts.iter().any(|start| value.starts_with(start));
    value.is_empty()
        || is_number(value)
        || is_amount(value)
        || is_reference(value)
        || value.contains("://")
        || is_path(value)
        || is_placeholder(value)
        || value.contains(char::is_whitespace)
        || is_email(value)
        // The cipher text of a SealedSecret.
        || (value.len() >= 200 && value.starts_with("Ag") && BASE64.contains_all(value))
        || begins(&[
            "sha256:",
            "sha512:",
            "sha256-",
            "sha384-",
            "sha512-",
            "arn:",
            "urn:",
            "did:",
            "-----BEGIN ",
            "ENC[",
            "$ANSIBLE",
            // Public tokens: Mapbox, Stripe.
            "pk.eyJ",
            "pk_live_",
            "pk_test_",
        ])
}
fn is_number(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b',' | b':' | b'_' | b'/' | b'%'))
}
/// A password of digits: `73519482`.
pub(super) fn is_pin(value: &str) -> bool {
    (6..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) && distinct(value) >= 3
}
fn is_path(value: &str) -> bool {
    let bytes = value.as_bytes();
    let is_windows = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\';
    // Base64 and passwords may begin with a slash.
    let is_short = value.len() < 32 && value.matches('/').count() >= 2;
    let is_absolute = value.starts_with('/') && (is_short || value.contains('.') || is_wordy(value));
    let files = [".pem", ".key", ".crt", ".txt", ".json", ".yaml", ".yml", ".toml", ".env", ".jks", ".p12", ".pub"];
    is_windows
        || is_absolute
        || value.starts_with("./")
        || value.starts_with("../")
        || value.starts_with("~/")
        || files.iter().any(|end| value.ends_with(end))
}
fn is_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(user, host)| {
        host.contains('.')
            && is_identifier(host)
            && host.bytes().all(|it| !it.is_ascii_uppercase())
            && is_wordy(user)
            && is_wordy(host)
    })
}

fn distinct(text: &str) -> usize {
    let mut seen = [false; 256];
    text.bytes().for_each(|byte| seen[usize::from(byte)] = true);
    seen.iter().filter(|it| **it).count()
}
/// Whether one character is repeated `count` times, and at least 6 times.
fn has_run(text: &str, count: usize) -> bool {
    let count = count.max(6);
    text.as_bytes().chunk_by(|a, b| a == b).any(|run| run.len() >= count)
}
/// Whether the whole text is a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    let dashes = [8, 13, 18, 23];
    text.len() == 36
        && UUID.contains_all(text)
        && text.bytes().enumerate().all(|(at, byte)| (byte == b'-') == dashes.contains(&at))
}
/// Whether the text has only characters of base64 or of a bearer token.
pub(super) fn is_encoded(text: &str) -> bool {
    BASE64.contains_all(text) || BEARER.contains_all(text)
}

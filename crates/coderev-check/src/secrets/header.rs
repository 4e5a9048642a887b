//! The credentials of an `Authorization` header.
use super::{base64, placeholder, value};

/// `Basic dXNlcjpodW50ZXIyMg==`, which is `user:password` in base64.
pub(super) fn is_basic(rest: &str, length: usize) -> bool {
    is_user_and_password(&rest[..length])
}
/// Whether the text is `user:password` in base64.
pub(super) fn is_user_and_password(encoded: &str) -> bool {
    let plain = base64::decode_text(encoded);
    let pair =
        plain.as_deref().filter(|text| !text.contains(char::is_whitespace)).and_then(|text| text.split_once(':'));
    pair.is_some_and(|(user, password)| {
        !password.is_empty() && !placeholder::is_placeholder(password) && !user.contains('"')
    })
}
/// `Bearer 0a1b2c..`: a token of any maker.
pub(super) fn is_bearer(rest: &str, length: usize) -> bool {
    let token = rest[..length].trim_end_matches(['.', ',']);
    value::is_random(token, 16) && !token.contains('/') || (token.len() >= 32 && value::is_random(token, 32))
}
/// Whether the value of an `Authorization` header has credentials of any scheme: `token 0a1b2c..`.
pub(super) fn has_credentials(value: &str) -> bool {
    let line = value.split(['\n', '"', '\'']).find(|part| !part.trim().is_empty()).unwrap_or_default();
    let mut words = line.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    let credentials = second.unwrap_or(first);
    words.next().is_none() && !value::is_harmless(credentials) && value::is_random(credentials, 16)
}

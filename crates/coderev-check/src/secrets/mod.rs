//! Detects secrets in texts, by their form and by the names that they are assigned to.
//!
//! [`table`] has one row for each token with a prefix. [`shape`] has the other forms. [`scan`] reads each text once,
//! because all texts of all objects are searched.
mod alphabet;
mod assignment;
mod base64;
mod chosen;
mod command;
mod der;
mod file;
mod header;
mod key;
mod mask;
mod name;
mod pair;
mod placeholder;
mod scan;
mod shape;
mod table;
mod terms;
#[cfg(test)]
mod tests;
mod token;
mod url;
mod value;

pub(crate) use mask::masked;
use scan::BY_NAME;

/// The kind of secret in `text`, if it contains one: "a URL with a password". Base64 is decoded.
pub(crate) fn in_text(text: &str) -> Option<&'static str> {
    scan::scan(text)
        .or_else(|| if text.len() < 16 { None } else { shape::with_signature(text).or_else(|| in_base64(text)) })
}
#[cfg(test)]
pub(crate) use base64::tests::encode as encoded;

/// The start of `text`, of at most about `length` bytes: a limit for the text after a mark, so that the time of a scan is
/// linear.
fn head(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}
/// The end of `text`, of at most about `length` bytes.
fn tail(text: &str, length: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(length))..]
}
/// The kind of secret in a text that is base64, as in `binaryData`. Bytes that are not text are skipped.
pub(crate) fn in_base64(text: &str) -> Option<&'static str> {
    let plain = base64::decode_text(text)?;
    scan::scan(&plain).or_else(|| scan::scan(&base64::decode_text(plain.trim())?))
}
/// The kind of secret in the value of a field or a flag.
pub(crate) fn in_field(name: &str, text: &str) -> Option<&'static str> {
    in_text(text).or_else(|| assignment::field_has_secret(name, text).then_some(BY_NAME))
}
/// The kind of secret in the argument after an option of one letter: `["-p", "hunter22xyz"]`.
pub(crate) fn in_argument(option: &str, text: &str) -> Option<&'static str> {
    command::is_password_of(option, text).then_some(BY_NAME)
}
/// The kind of secret in an image reference, which has no scheme: `user:hunter22@registry.acme.dev/web:v1`.
pub(crate) fn in_image(text: &str) -> Option<&'static str> {
    in_text(text).or_else(|| url::is_image_login(text).then_some("a login with a password"))
}
/// Whether a name announces a secret, so that the value under it is read.
pub(crate) fn is_name(name: &str) -> bool {
    name::grade(name).is_some()
}
/// Whether the value of a Secret is a placeholder: it is empty, or only references.
pub(crate) fn is_reference(text: &str) -> bool {
    text.trim().is_empty() || placeholder::is_all_references(text.trim())
}
/// The text that `text` encodes in base64.
pub(crate) fn decoded(text: &str) -> Option<String> {
    base64::decode_text(text)
}
/// The kind of secret in a text that is in no object, if it contains one: "a URL with a password". `name` is the name of
/// the text, such as a key: with `password`, any text that looks like a password is a secret.
///
/// ```
/// use coderev_check::find_secret;
///
/// assert_eq!(find_secret("context", "https://admin:hunter22@10.0.0.1:6443"), Some("a URL with a password"));
/// assert_eq!(find_secret("context", "admin@production"), None);
/// ```
#[must_use]
pub fn find_secret(name: &str, text: &str) -> Option<&'static str> {
    in_named(name, text)
}
/// The kind of secret in a file, by its text and its name: `password.txt`.
pub(crate) fn in_file(name: &str, text: &str) -> Option<&'static str> {
    let name = [".txt", ".conf", ".secret"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    in_named(name, text.trim())
}
/// The kind of secret in a file in base64.
pub(crate) fn in_binary_file(name: &str, text: &str) -> Option<&'static str> {
    in_base64(text).or_else(|| in_file(name, &base64::decode_text(text)?))
}
/// The kind of secret in the value of a variable, or under the key of a ConfigMap.
pub(crate) fn in_named(name: &str, text: &str) -> Option<&'static str> {
    in_text(text).or_else(|| assignment::names_secret(name, text).then_some(BY_NAME))
}

//! Passwords in files of known formats.
use super::chosen::is_chosen;
use super::{head, placeholder, value};

/// A `machine` of a netrc file with a password.
pub(super) fn is_netrc(rest: &str, _: usize) -> bool {
    has_netrc_password(head(rest, 1024).split_whitespace().skip(1))
}
/// The login of all other machines; `rest` follows `default login `.
pub(super) fn is_netrc_default(rest: &str, _: usize) -> bool {
    has_netrc_password(head(rest, 1024).split_whitespace().skip(1))
}
fn has_netrc_password<'a>(mut tokens: impl Iterator<Item = &'a str>) -> bool {
    while let (Some(key @ ("login" | "account" | "password")), Some(value)) = (tokens.next(), tokens.next()) {
        if key == "password" {
            return !value::is_harmless(value);
        }
    }
    false
}
/// An argument that is a password: `requirepass hunter22`.
pub(super) fn is_password(rest: &str, length: usize) -> bool {
    let text = &rest[..length];
    !value::is_harmless(text) && (is_chosen(text, 6) || value::is_random(text, 10))
}
/// An argument that is a password, at the end of its line: `password hunter22`.
pub(super) fn is_last_password(rest: &str, length: usize) -> bool {
    let after = rest[length..].trim_start_matches([' ', '"', '\'', ';', '\r']);
    let begins = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    begins && (after.is_empty() || after.starts_with('\n')) && is_password(rest, length)
}
/// Whether the `$` at `at` begins the hash of a password: the entire value, or a part of an entry of an htpasswd file or a shadow file: `user:$apr1$..`.
pub(super) fn is_password_entry(text: &str, at: usize) -> bool {
    const HASHES: [&str; 10] = ["$apr1$", "$7$", "$2y$", "$2a$", "$2b$", "$1$", "$5$", "$6$", "$y$", "$argon2"];
    let before = &text[..at];
    let has_user = before.strip_suffix(':').is_some_and(|user| user.ends_with(|c: char| c.is_ascii_graphic()));
    let stands_alone = before.is_empty() || before.ends_with([' ', '"', '\'', '=']);
    let hash = head(&text[at..], 512).split([' ', '\n', '"', '\'', ':', '\\']).next().unwrap_or_default();
    let is_long = hash.len() >= if has_user { 28 } else { 50 };
    let is_hash = HASHES.iter().any(|start| hash.starts_with(start)) && !placeholder::is_placeholder(&hash[3..]);
    (has_user || stands_alone) && is_long && is_hash
}
/// Whether the `:` at `at` is the first one of a line of a `.pgpass` file: `host:5432:database:user:password`.
pub(super) fn is_pgpass(text: &str, at: usize) -> bool {
    let line = head(&text[at + 1..], 512).split('\n').next().unwrap_or_default();
    let fields: Vec<&str> = line.split(':').collect();
    let [port, database, user, password] = fields[..] else { return false };
    let is_port = port == "*" || (port.len() >= 4 && port.bytes().all(|byte| byte.is_ascii_digit()));
    let is_name = |name: &str| {
        name == "*" || name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    is_port && is_name(database) && is_name(user) && !value::is_harmless(password) && is_chosen(password, 6)
}

//! Passwords in files of known formats.
use super::{head, value};

/// A `machine` of a netrc file with a password.
pub(super) fn is_netrc(rest: &str, _: usize) -> bool {
    let mut words = head(rest, 1024).split_whitespace().skip(1);
    while let (Some(key @ ("login" | "account" | "password")), Some(value)) = (words.next(), words.next()) {
        if key == "password" {
            return !value::is_harmless(value);
        }
    }
    false
}
/// A word that is a password: `requirepass hunter22`.
pub(super) fn is_password(rest: &str, length: usize) -> bool {
    !value::is_harmless(&rest[..length]) && value::is_chosen(&rest[..length], 6)
}
/// Whether the `$` at `at` begins the hash of an entry of an htpasswd file or a shadow file: `user:$apr1$..`.
pub(super) fn is_password_entry(text: &str, at: usize) -> bool {
    const HASHES: [&str; 9] = ["$apr1$", "$2y$", "$2a$", "$2b$", "$1$", "$5$", "$6$", "$y$", "$7$"];
    let Some(user) = text[..at].strip_suffix(':') else { return false };
    let has_user = user.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let hash = head(&text[at..], 512).split([' ', '\n', '"', '\'', ',', ':', '\\']).next().unwrap_or_default();
    has_user
        && hash.len() >= 28
        && HASHES.iter().any(|start| hash.starts_with(start))
        && !value::is_placeholder(&hash[4..])
}

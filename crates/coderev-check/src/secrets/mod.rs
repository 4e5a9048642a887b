//! Detects secrets in texts, by their form.
use std::borrow::Cow;

/// The kind of secret in `text`, if it contains one: "a URL with a password".
pub(crate) fn in_text(text: &str) -> Option<&'static str> {
    if text.len() >= SHORTEST_KEY && private_key(text) {
        Some("a private key")
    } else if text.contains(':') && password(text) {
        Some("a URL with a password")
    } else {
        token(text)
    }
}
/// Whether the name of a variable refers to a secret, and `text` can be a secret: it is not empty, a path, or a
/// reference to another variable.
pub(crate) fn is_named_so(name: &str, text: &str) -> bool {
    const NAMES: [&str; 6] = ["PASSWORD", "PASSWD", "SECRET", "API_KEY", "PRIVATE_KEY", "TOKEN"];
    let can_be_one = !text.is_empty() && !text.starts_with('/') && !text.contains("$(");
    if !can_be_one {
        return false;
    }
    // Almost all names are in upper case already.
    let name = if name.bytes().any(|c| !c.is_ascii() || c.is_ascii_lowercase()) {
        Cow::Owned(name.to_uppercase())
    } else {
        Cow::Borrowed(name)
    };
    NAMES.iter().any(|end| name.ends_with(end))
}

/// The length of `-----BEGIN PRIVATE KEY-----`.
const SHORTEST_KEY: usize = 27;

/// The kind of token, its prefix, the characters that follow, and their minimum number.
type Token = (&'static str, &'static str, fn(u8) -> bool, usize);
const TOKENS: [Token; 18] = [
    ("an AWS key", "AKIA", upper, 16),
    ("an AWS key", "ASIA", upper, 16),
    ("a GitHub token", "ghp_", letter, 20),
    ("a GitHub token", "gho_", letter, 20),
    ("a GitHub token", "ghs_", letter, 20),
    ("a GitHub token", "github_pat_", identifier_char, 20),
    ("a GitLab token", "glpat-", identifier_char, 20),
    ("a Slack token", "xoxa-", identifier_char, 10),
    ("a Slack token", "xoxb-", identifier_char, 10),
    ("a Slack token", "xoxp-", identifier_char, 10),
    ("a Slack token", "xoxr-", identifier_char, 10),
    ("a Slack token", "xoxs-", identifier_char, 10),
    ("a Stripe key", "sk_live_", letter, 10),
    ("a Stripe key", "rk_live_", letter, 10),
    ("an API key", "sk-", letter, 13),
    ("an API key", "sk-ant-", identifier_char, 13),
    ("an API key", "sk-live-", identifier_char, 8),
    ("an API key", "sk-proj-", identifier_char, 13),
];
fn upper(c: u8) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}
fn letter(c: u8) -> bool {
    c.is_ascii_alphanumeric()
}
fn identifier_char(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c == b'-'
}
/// A token at the start of an identifier. Reads each text only once, since all texts are searched.
fn token(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    (0..bytes.len()).filter(|at| begins_a_prefix(bytes[*at])).filter(begins).find_map(|at| {
        let is_here = |(_, prefix, is_letter, minimum): &&Token| {
            bytes[at..]
                .strip_prefix(prefix.as_bytes())
                .is_some_and(|rest| rest.iter().take_while(|c| is_letter(**c)).count() >= *minimum)
        };
        TOKENS.iter().find(is_here).map(|(what, ..)| *what)
    })
}

/// Whether a prefix of [`TOKENS`] begins with this byte. Few identifiers do, so few are compared with all prefixes.
const fn begins_a_prefix(byte: u8) -> bool {
    matches!(byte, b'A' | b'g' | b'x' | b's' | b'r')
}

/// `-----BEGIN RSA PRIVATE KEY-----`, and PGP's `PRIVATE KEY BLOCK`.
fn private_key(text: &str) -> bool {
    let titles = text.split("-----BEGIN ").skip(1).filter_map(|rest| rest.split_once("-----"));
    titles.into_iter().any(|(title, _)| title.trim_end_matches(" BLOCK").ends_with("PRIVATE KEY"))
}

/// `scheme://user:password@host`, anywhere in the text.
fn password(text: &str) -> bool {
    text.match_indices("://").any(|(at, sign)| {
        let has_scheme = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[at + sign.len()..];
        let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '\\');
        let authority = rest.split(ends).next().unwrap_or_default();
        let user = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'));
        has_scheme && user.is_some_and(|(_, password)| !is_placeholder(password))
    })
}
/// `$(PASSWORD)`, `${PASSWORD}`, `$PASSWORD`, `{{ .password }}`, `<password>`, `%s` and `***` are placeholders for a
/// password.
fn is_placeholder(password: &str) -> bool {
    let is_blank = password.bytes().all(|c| matches!(c, b'*' | b'x' | b'X' | b'.'));
    is_blank
        || password.starts_with(['$', '<', '{', '['])
        || ["$(", "${", "{{"].iter().any(|opens| password.contains(opens))
        || matches!(password, "%s" | "%v")
}

#[cfg(test)]
mod tests {
    use super::{TOKENS, begins_a_prefix, in_text};

    #[test]
    fn the_first_byte_of_each_prefix_is_searched() {
        assert!(TOKENS.iter().all(|(_, prefix, ..)| begins_a_prefix(prefix.as_bytes()[0])));
    }

    #[test]
    fn secrets_of_all_forms_are_found() {
        for (text, what) in [
            ("postgres://shop:hunter22@db:5432/shop", "a URL with a password"),
            ("redis://:hunter22@cache", "a URL with a password"),
            ("a=1\nurl: 'https://user:p@ss@acme.dev/'", "a URL with a password"),
            ("http://web/ https://user:hunter22@acme.dev", "a URL with a password"),
            ("-----BEGIN PRIVATE KEY-----\nMII", "a private key"),
            ("key: |\n  -----BEGIN EC PRIVATE KEY-----", "a private key"),
            (
                "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----",
                "a private key",
            ),
            ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"),
            ("aws_access_key_id=AKIAIOSFODNN7ABCDEFG", "an AWS key"),
            ("--token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "a GitHub token"),
            ("xoxb-012345678901-abcdef", "a Slack token"),
            ("sk_live_0123456789abcdef", "a Stripe key"),
            ("sk-0123456789abcdef", "an API key"),
            ("--key sk-live-0123456789abcdef", "an API key"),
        ] {
            assert_eq!(in_text(text), Some(what), "{text}");
        }
    }
    #[test]
    fn other_texts_are_not_secrets() {
        for text in [
            "postgres://shop:$(PASSWORD)@db/shop",
            "postgres://shop:${PASSWORD}@db/shop",
            "postgres://shop:$PASSWORD@db/shop",
            "postgres://shop:{{ .Values.password }}@db/shop",
            "postgres://shop:{{.password}}@db/shop",
            "postgres://shop:<password>@db/shop",
            "postgres://shop:%s@db/shop",
            "postgres://shop:***@db/shop",
            "postgres://shop:@db/shop",
            "postgres://shop@db/shop",
            "http://web:8000/@scope/package",
            "http://web:8000?mail=a@b",
            "http://web:8000 a@b",
            "://a:b@c",
            "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----",
            "AKIA",
            "MAKIA0123456789ABCDEF",
            "ghp_token",
            "task_live_0123456789abcdef",
            "sk-shop-of-the-north-west",
            "task-0123456789abcdef",
            "",
        ] {
            assert_eq!(in_text(text), None, "{text}");
        }
    }
}

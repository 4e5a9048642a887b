//! What a secret looks like.

/// What secret `text` holds, if one: "an address with a password".
pub(super) fn secret(text: &str) -> Option<&'static str> {
    if text.len() >= SHORTEST_KEY && private_key(text) {
        Some("a private key")
    } else if text.contains(':') && password(text) {
        Some("an address with a password")
    } else {
        token(text)
    }
}
/// `-----BEGIN PRIVATE KEY-----`.
const SHORTEST_KEY: usize = 27;

/// Whose token, how it begins, of what it is then made, and of how much at least.
type Token = (&'static str, &'static str, fn(u8) -> bool, usize);
const TOKENS: [Token; 14] = [
    ("a key of AWS", "AKIA", upper, 16),
    ("a key of AWS", "ASIA", upper, 16),
    ("a token of GitHub", "ghp_", letter, 20),
    ("a token of GitHub", "gho_", letter, 20),
    ("a token of GitHub", "ghs_", letter, 20),
    ("a token of GitHub", "github_pat_", word, 20),
    ("a token of GitLab", "glpat-", word, 20),
    ("a token of Slack", "xoxa-", word, 10),
    ("a token of Slack", "xoxb-", word, 10),
    ("a token of Slack", "xoxp-", word, 10),
    ("a token of Slack", "xoxr-", word, 10),
    ("a token of Slack", "xoxs-", word, 10),
    ("a key of Stripe", "sk_live_", letter, 10),
    ("a key of Stripe", "rk_live_", letter, 10),
];
fn upper(c: u8) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}
fn letter(c: u8) -> bool {
    c.is_ascii_alphanumeric()
}
fn word(c: u8) -> bool {
    c.is_ascii_alphanumeric() || c == b'_' || c == b'-'
}
/// A token that begins where a word does; each text of a platform is looked at, so it is looked at once.
fn token(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| *at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
    (0..bytes.len()).filter(begins).find_map(|at| {
        let is_here = |(_, begins, is_letter, least): &&Token| {
            bytes[at..]
                .strip_prefix(begins.as_bytes())
                .is_some_and(|rest| rest.iter().take_while(|c| is_letter(**c)).count() >= *least)
        };
        TOKENS.iter().find(is_here).map(|(what, ..)| *what)
    })
}

/// `-----BEGIN RSA PRIVATE KEY-----`, and PGP's `PRIVATE KEY BLOCK`.
fn private_key(text: &str) -> bool {
    let titles = text.split("-----BEGIN ").skip(1).filter_map(|rest| rest.split_once("-----"));
    titles.into_iter().any(|(title, _)| title.trim_end_matches(" BLOCK").ends_with("PRIVATE KEY"))
}

/// `scheme://user:password@host`, wherever it stands.
fn password(text: &str) -> bool {
    text.match_indices("://").any(|(at, sign)| {
        let has_scheme = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = &text[at + sign.len()..];
        let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '\\');
        let authority = rest.split(ends).next().unwrap_or_default();
        let user = authority.rsplit_once('@').and_then(|(user, _)| user.split_once(':'));
        has_scheme && user.is_some_and(|(_, password)| !stands_for_another(password))
    })
}
/// `$(PASSWORD)`, `${PASSWORD}`, `$PASSWORD`, `{{ .password }}`, `<password>`, `%s` and `***` are no password, but where one belongs.
fn stands_for_another(password: &str) -> bool {
    let is_blank = password.bytes().all(|c| matches!(c, b'*' | b'x' | b'X' | b'.'));
    is_blank
        || password.starts_with(['$', '<', '{', '['])
        || ["$(", "${", "{{"].iter().any(|opens| password.contains(opens))
        || matches!(password, "%s" | "%v")
}

#[cfg(test)]
mod tests {
    use super::secret;

    #[test]
    fn secrets_of_all_sorts_are_seen() {
        for (text, what) in [
            ("postgres://shop:hunter22@db:5432/shop", "an address with a password"),
            ("redis://:hunter22@cache", "an address with a password"),
            ("a=1\nurl: 'https://user:p@ss@acme.dev/'", "an address with a password"),
            ("http://web/ https://user:hunter22@acme.dev", "an address with a password"),
            ("-----BEGIN PRIVATE KEY-----\nMII", "a private key"),
            ("key: |\n  -----BEGIN EC PRIVATE KEY-----", "a private key"),
            (
                "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n-----BEGIN RSA PRIVATE KEY-----",
                "a private key",
            ),
            ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"),
            ("aws_access_key_id=AKIAIOSFODNN7ABCDEFG", "a key of AWS"),
            ("--token=ghp_0123456789abcdefghijABCDEFGHIJ012345", "a token of GitHub"),
            ("xoxb-012345678901-abcdef", "a token of Slack"),
            ("sk_live_0123456789abcdef", "a key of Stripe"),
        ] {
            assert_eq!(secret(text), Some(what), "{text}");
        }
    }
    #[test]
    fn what_is_no_secret_is_none() {
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
            "",
        ] {
            assert_eq!(secret(text), None, "{text}");
        }
    }
}

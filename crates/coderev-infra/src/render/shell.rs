//! Text of a user in commands and on lines of the output.
use std::borrow::Cow;

/// The text as one argument in a POSIX shell: unchanged if it needs no quotes, else in single quotes.
///
/// An argument is on one line: see [`one_line`].
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    let is_plain =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | '%' | '+' | ',' | '=');
    if !text.is_empty() && text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", one_line(text).replace('\'', r"'\''")))
}

/// The text without line breaks and other control characters: each is written as its escape in Rust, such as `\n`.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if is_hidden(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::{one_line, quoted};

    #[test]
    fn an_argument_is_quoted_only_if_a_shell_would_change_it() {
        for plain in
            ["acme-production", "arn:aws:eks:eu-west-1:1234:cluster/acme", "gke_acme_europe-west1_a", "tls.crt"]
        {
            assert_eq!(quoted(plain), plain);
        }
        for (text, argument) in [
            ("", "''"),
            ("prod; touch pwned", "'prod; touch pwned'"),
            ("$(touch pwned)", "'$(touch pwned)'"),
            ("it's", r"'it'\''s'"),
            ("a\nb", r"'a\nb'"),
            ("~", "'~'"),
            ("a*", "'a*'"),
        ] {
            assert_eq!(quoted(text), argument);
        }
    }
    #[test]
    fn a_line_has_no_control_characters() {
        assert_eq!(one_line("a\u{1b}[2J\r\nb\u{9b}"), r"a\u{1b}[2J\r\nb\u{9b}");
        assert_eq!(one_line("größer"), "größer");
    }
}

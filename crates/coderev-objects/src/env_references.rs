//! References to environment variables in a text.

/// The names in `$(NAME)`, as Kubernetes reads them: `third_party/forked/golang/expansion/expand.go`. `$$` is one
/// dollar sign, so `$$(NAME)` is a text. A text that cannot be the name of a variable is left out.
///
/// ```
/// let text = "http://$(HOST):$(PORT)/$$(PATH)";
/// assert_eq!(coderev_objects::env_references(text).collect::<Vec<_>>(), ["HOST", "PORT"]);
/// ```
pub fn env_references(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('$')?;
            let after = &rest[at + 1..];
            let Some(inner) = after.strip_prefix('(') else {
                // `$$` is an escape; another character has no meaning.
                rest = after.strip_prefix('$').unwrap_or(after);
                continue;
            };
            let Some(end) = inner.find(')') else {
                rest = inner;
                continue;
            };
            rest = &inner[end + 1..];
            if is_name(&inner[..end]) {
                return Some(&inner[..end]);
            }
        }
    })
}

/// The names that the API server accepts and that a shell can use.
fn is_name(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::env_references;

    #[test]
    fn references_are_read_as_kubernetes_reads_them() {
        for (text, expected) in [
            ("$(A)/$(B_2)", &["A", "B_2"][..]),
            ("$$(A)", &[]),
            ("$$$(A)", &["A"]),
            ("$$$$(A)", &[]),
            ("$(A", &[]),
            ("${A} $A $", &[]),
            ("$(cat /etc/x) $(A)", &["A"]),
            ("$($(A))", &[]),
        ] {
            assert_eq!(env_references(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}

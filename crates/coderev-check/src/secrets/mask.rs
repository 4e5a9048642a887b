//! Removes secrets from the texts of findings, which are in the logs of CI.
use super::chosen::is_chosen;
use super::terms::is_wordy;
use super::{in_image, in_text};
use std::borrow::Cow;

/// The text in place of a secret.
const MASK: &str = "..";

/// `text` without the secrets in its quotes: the texts of users have backticks around them.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    let text = without_wrong_strings(text);
    // A secret that contains a backtick is in several parts.
    let has_secret = |text: &str| in_text(&text.replace('`', "")).is_some();
    if !text.split('`').any(is_secret) && !has_secret(&text) {
        return text;
    }
    let parts = text.split('`').map(|part| if is_secret(part) { MASK } else { part });
    let masked = parts.collect::<Vec<_>>().join("`");
    match (masked.find('`'), masked.rfind('`')) {
        _ if !has_secret(&masked) => masked.into(),
        (Some(first), Some(last)) if first < last => [&masked[..=first], MASK, &masked[last..]].concat().into(),
        _ => "the text contains a secret".into(),
    }
}
fn is_secret(part: &str) -> bool {
    in_image(part).is_some()
}
/// The messages of serde repeat a string of the wrong type: `invalid type: string "hunter22", expected a sequence`.
/// The field has another type, so the string may be of any kind.
fn without_wrong_strings(text: &str) -> Cow<'_, str> {
    const OPEN: &str = "string \"";
    let wrong = text.split_once(OPEN).and_then(|(before, rest)| {
        let end = rest.rfind("\", expected").or_else(|| rest.rfind('"'))?;
        let (value, after) = rest.split_at(end);
        (!is_wordy(value) || is_chosen(value, 6)).then(|| [before, OPEN, MASK, after].concat())
    });
    wrong.map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn secrets_in_quotes_are_masked() {
        let token = ["gh", "p_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
        for (text, expected) in [
            (format!("the Pod `{token}` has no field `/spec/{token}`"), "the Pod `..` has no field `..`"),
            ("the host `http://root:hunter22xyz@vault:8200` is wrong".into(), "the host `..` is wrong"),
            ("the image `shop:hunter22xyz@acme.dev/web` is wrong".into(), "the image `..` is wrong"),
            ("the path `a` is `http://root:hunter`22xyz@vault`: no".into(), "the path `..`: no"),
            (
                "`/env` is wrong: invalid type: string \"DB_PASSWORD=hunter22\", expected a sequence".into(),
                "`/env` is wrong: invalid type: string \"..\", expected a sequence",
            ),
            ("invalid type: string \"hunter\\\"22\", expected i32".into(), "invalid type: string \"..\", expected i32"),
        ] {
            assert_eq!(masked(&text), expected);
        }
    }
    #[test]
    fn other_texts_are_kept() {
        for text in [
            "`/spec/replicas`: invalid type: string \"many\", expected i32",
            "define it: `.env(\"PASSWORD\", Secret::new(\"rabbit\").key(\"password\"))` and `$(PASSWORD)`",
            "the image `ghcr.io/acme/web@sha256:0123` of `web`",
            "the password of `shop` is empty",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}

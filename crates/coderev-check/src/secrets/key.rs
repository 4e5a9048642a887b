//! Private keys.
use super::alphabet::BASE64;
use super::{base64, head, placeholder};

/// Whether a private key begins with the `-----` at the start of `text`: `-----BEGIN RSA PRIVATE KEY-----`, and PGP's
/// `PRIVATE KEY BLOCK`. The key follows the title: a title without a key is a search for keys.
pub(super) fn begins_private(text: &str) -> bool {
    let Some((title, rest)) = head(text, 512).strip_prefix("-----BEGIN ").and_then(|rest| rest.split_once("-----"))
    else {
        return false;
    };
    let is_private = title.trim_end_matches(" BLOCK").ends_with("PRIVATE KEY");
    is_private && title.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') && begins_body(rest)
}
fn begins_body(rest: &str) -> bool {
    // A line break may be escaped, as in JSON.
    let mut rest = rest;
    while let Some(next) =
        ["\\n", "\\r", "\\", "n", " ", "\n", "\r", "\t", "|", "+", "\""].iter().find_map(|it| rest.strip_prefix(it))
    {
        rest = next;
    }
    let has_header =
        ["Proc-Type", "DEK-Info", "Version:", "Comment:", "Charset:", "Hash:"].iter().any(|it| rest.starts_with(it));
    let length = BASE64.run(rest.as_bytes());
    has_header || (length >= 12 && !placeholder::is_placeholder(&rest[..length]))
}
/// Whether `LS0tLS1CRUdJTi`, which is `-----BEGIN ` in base64, begins a private key; `rest` follows it.
pub(super) fn is_private_in_base64(rest: &str, length: usize) -> bool {
    let text = ["LS0tLS1CRUdJTi", head(&rest[..length], 256)].concat();
    base64::decode(&text).is_some_and(|bytes| begins_private(&String::from_utf8_lossy(&bytes)))
}
/// Whether a file of PuTTY has private lines.
pub(super) fn is_putty(rest: &str, _: usize) -> bool {
    head(rest, 8192).contains("Private-Lines:")
}

//! JSON pointers.
use std::borrow::Cow;

/// A key as a part of a JSON pointer: `~1` is a slash in it, and `~0` is a tilde (RFC 6901).
///
/// ```
/// assert_eq!(coderev_yaml::pointer_part("example.com/team"), "example.com~1team");
/// ```
#[must_use]
pub fn pointer_part(key: &str) -> Cow<'_, str> {
    if !key.contains(['~', '/']) {
        return Cow::Borrowed(key);
    }
    Cow::Owned(key.replace('~', "~0").replace('/', "~1"))
}

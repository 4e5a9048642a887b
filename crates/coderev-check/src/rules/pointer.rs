//! JSON pointers.

/// A key as a part of a JSON pointer (RFC 6901).
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Appends a key to a JSON pointer.
pub(super) fn push(pointer: &mut String, key: &str) {
    pointer.push('/');
    if key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(&escaped(key));
    } else {
        pointer.push_str(key);
    }
}

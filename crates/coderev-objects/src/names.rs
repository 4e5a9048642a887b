//! The forms of names, labels and keys that the API server accepts.
//!
//! <https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go>
//!
//! ```
//! use coderev_objects::names;
//!
//! assert!(names::is_label("web-2"));
//! assert!(!names::is_label("web.shop"));
//! assert!(names::is_subdomain("web.shop"));
//! assert!(names::is_label_key("app.kubernetes.io/name"));
//! ```

/// Whether a text is a DNS label, such as the name of a namespace: at most 63 lowercase letters, digits and `-`, with no `-` at either end.
#[must_use]
pub fn is_label(text: &str) -> bool {
    text.len() <= 63 && is_part(text.as_bytes())
}
/// Whether a text is a DNS subdomain, such as the name of most objects: at most 253 characters, and each part between two points has the
/// characters of a label.
#[must_use]
pub fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.as_bytes().split(|c| *c == b'.').all(is_part)
}
/// Whether a text is the name of a container port: at most 15 characters of a label, of which one is a letter, without `--`.
#[must_use]
pub fn is_port_name(text: &str) -> bool {
    text.len() <= 15 && is_part(text.as_bytes()) && text.bytes().any(|c| c.is_ascii_lowercase()) && !text.contains("--")
}
/// Whether a text is the key of a label: a name as a value that is not empty, with an optional DNS subdomain and `/` before it.
#[must_use]
pub fn is_label_key(text: &str) -> bool {
    // The labels of all objects are checked, so this reads bytes.
    let (domain, name) = match text.bytes().position(|c| c == b'/') {
        Some(at) => (Some(&text[..at]), &text[at + 1..]),
        None => (None, text),
    };
    !name.is_empty() && is_label_value(name) && domain.is_none_or(is_subdomain)
}
/// Whether a text is the value of a label: empty, or at most 63 letters, digits, `-`, `_` and `.`, with a letter or a digit at both ends.
#[must_use]
pub fn is_label_value(text: &str) -> bool {
    let is_end = |c: Option<&u8>| c.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63 && is_end(bytes.first()) && is_end(bytes.last()) && bytes.iter().all(|c| INSIDE[usize::from(*c)])
}
/// Whether a text is a key of a ConfigMap or a Secret: at most 253 letters, digits, `-`, `_` and `.`, and the name of a file in a folder.
#[must_use]
pub fn is_data_key(text: &str) -> bool {
    let is_file = text != "." && !text.starts_with("..");
    (1..=253).contains(&text.len()) && is_file && text.bytes().all(|c| INSIDE[usize::from(c)])
}

/// Whether a byte may be inside a key or a value.
const INSIDE: [bool; 256] = {
    let mut inside = [false; 256];
    let mut byte = 0_u8;
    while byte.is_ascii() {
        inside[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        byte += 1;
    }
    inside
};
/// Lowercase letters, digits and `-`, with no `-` at either end. The names of all objects are checked, so this reads bytes.
fn is_part(text: &[u8]) -> bool {
    let inside = |c: &u8| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-';
    let is_end = |c: Option<&u8>| c.is_some_and(|c| *c != b'-');
    is_end(text.first()) && is_end(text.last()) && text.iter().all(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_those_of_the_api_server() {
        let long = |n: usize| "a".repeat(n);
        for (form, right, wrong) in [
            (is_label as fn(&str) -> bool, vec!["a", "0", "web-2", &long(63)], vec!["", "-a", "a-", "A", "a.b", "ä"]),
            (is_subdomain, vec!["a.b", "0.1", &[long(63), long(64)].join(".")], vec!["", "a..b", ".a", "a.-b", "a_b"]),
            (is_port_name, vec!["http", "80a", "grpc-web"], vec!["", "80", "a--b", "-a", "Http", "sixteen-letters-"]),
            (is_label_key, vec!["app", "a.dev/b_c.d", "A"], vec!["", "/a", "a/", "a/b/c", "A.dev/b", "-a"]),
            (is_label_value, vec!["", "a", "A_b.c-d", &long(63)], vec!["-a", "a.", "a b", &long(64)]),
            (is_data_key, vec!["tls.crt", ".dockerconfigjson", "-k", "_"], vec!["", ".", "..", "..a", "a/b", "a b"]),
        ] {
            right.iter().for_each(|text| assert!(form(text), "{text:?}"));
            wrong.iter().for_each(|text| assert!(!form(text), "{text:?}"));
        }
        assert!(
            !is_label(&long(64)) && !is_subdomain(&long(254)) && !is_port_name(&long(16)) && !is_data_key(&long(254))
        );
    }
}

//! Keys in binary formats, in base64.
use super::{base64, head};

/// `MI..`: a private key in DER (PKCS #1, PKCS #8 or SEC 1) or a PKCS #12 store. Certificates, requests and public keys
/// have no version at their start.
pub(super) fn is_private(rest: &str, length: usize) -> bool {
    let Some(bytes) = start_of("MI", &rest[..length]) else { return false };
    let header = match bytes.get(1) {
        Some(0x81) => 3,
        Some(0x82) => 4,
        _ => return false,
    };
    // An INTEGER of one byte: 0 is the version of PKCS #1 and #8, 1 of SEC 1, 3 of PKCS #12.
    matches!(bytes.get(header..header + 4), Some([2, 1, 0, 0x30 | 2] | [2, 1, 1, 4] | [2, 1, 3, 0x30]))
}
/// `/u3+7Q..`: a Java keystore with a private key. A store with only certificates has the tag 2 at its first entry.
pub(super) fn is_keystore(rest: &str, length: usize) -> bool {
    start_of("/u3+7QAAAA", &rest[..length]).is_some_and(|bytes| bytes.get(12..16) == Some(&[0, 0, 0, 1]))
}
fn start_of(prefix: &str, rest: &str) -> Option<Vec<u8>> {
    let text = [prefix, head(rest, 48)].concat();
    base64::decode(&text[..text.len() / 4 * 4])
}

//! Base64, in both alphabets, with or without padding.

/// The bytes of `text`. None if it is not base64.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let body = text.trim_end_matches('=');
    if body.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3 + 2);
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for byte in body.bytes() {
        buffer = buffer << 6 | u32::from(sextet(byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}
/// The text that is encoded in `text`. None if it is not printable.
pub(super) fn decode_text(text: &str) -> Option<String> {
    // Most texts that look like base64 are not: the first bytes show it.
    let is_printable = |byte: u8| !byte.is_ascii_control() || byte.is_ascii_whitespace();
    let mut start = text.as_bytes().chunks_exact(4).take(4);
    let begins_printable = start.all(|four| {
        let bits = four.iter().try_fold(0_u32, |bits, byte| Some(bits << 6 | u32::from(sextet(*byte)?)));
        bits.map_or(four.contains(&b'='), |bits| {
            bits.to_be_bytes()[1..].iter().all(|byte| byte.is_ascii() && is_printable(*byte))
        })
    });
    if !begins_printable {
        return None;
    }
    String::from_utf8(decode(text)?).ok().filter(|text| text.bytes().all(is_printable))
}
const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{decode, decode_text};

    /// The base64 of `bytes`.
    pub(crate) fn encode(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let bits = chunk.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
            for at in 0..4 {
                let letter = if at <= chunk.len() { LETTERS[bits >> (18 - 6 * at) & 63] } else { b'=' };
                text.push(char::from(letter));
            }
        }
        text
    }

    #[test]
    fn texts_are_decoded() {
        for (text, plain) in [("aGk=", "hi"), ("aGk", "hi"), ("YWJj", "abc"), ("w7w=", "ü"), ("", "")] {
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()), "{text}");
        }
        assert_eq!(decode("a"), None);
        assert_eq!(decode("a b="), None);
        assert_eq!(decode_text("dXNlcjpwYXNz").as_deref(), Some("user:pass"));
        assert_eq!(decode_text("AAECAwQFBgc="), None);
        assert_eq!(decode_text("IfNotPresent"), None);
    }
}

//! The encoding of a text, and its parts between lines `---`.

use super::super::ReadError;
use std::borrow::Cow;

/// The text in UTF-8. Texts in UTF-16 have a byte order mark, by which kubectl recognises them.
pub(super) fn decode(text: &[u8]) -> Result<Cow<'_, str>, ReadError> {
    let wide = match text {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    if let Some((rest, unit)) = wide {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map(Cow::Owned).map_err(|_| ReadError::at_line(1, "the text is not UTF-16"));
    }
    let text = std::str::from_utf8(text).map_err(|error| ReadError::not_utf8(text, error.valid_up_to()))?;
    Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

/// The parts between separators, each with the number of lines before it. A separator is a line `---` that has no
/// content but a comment.
pub(super) fn split(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut first, mut at) = (0, 0, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let after = line.strip_prefix("---").map(str::trim);
        if after.is_some_and(|it| it.is_empty() || it.starts_with('#')) {
            parts.push((first, &text[start..at]));
            start = at + line.len();
            first = number + 1;
        }
        at += line.len();
    }
    parts.push((first, &text[start..]));
    parts
}

//! The characters that a text may have.
use super::ReadError;

/// Refuses characters that readers treat differently.
///
/// YAML 1.1, and kubectl and PyYAML with it, read NEL, LS and PS as line breaks, and YAML 1.2 does not: a comment would end
/// at such a character for one reader only. Control characters and other characters that are not printable are refused by
/// both readers.
///
/// `text` has no byte order mark at its start.
pub(super) fn check(text: &str) -> Result<(), ReadError> {
    // Most texts are ASCII, and of its characters only those below the space and the last one are of interest.
    let is_candidate = |byte: &u8| !matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t');
    let mut from = 0;
    while let Some(at) = text.as_bytes()[from..].iter().position(is_candidate).map(|at| from + at) {
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            from = at + 1;
            continue;
        };
        let fault = match character {
            '\u{85}' | '\u{2028}' | '\u{2029}' => "is a line break in YAML 1.1 and not in YAML 1.2",
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => "is not a character of a text",
            _ if character.is_control() => "is a control character, which YAML does not allow",
            _ => "",
        };
        if !fault.is_empty() {
            let code = u32::from(character);
            let reason = format!("U+{code:04X} {fault}: write it as `\\u{code:04x}` in double quotes");
            return Err(ReadError::at_byte(text.as_bytes(), at, reason));
        }
        from = at + character.len_utf8();
    }
    Ok(())
}

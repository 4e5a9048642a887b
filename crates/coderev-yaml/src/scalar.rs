//! Scalars on one line: which strings are plain, and how all others are quoted.

use std::fmt::Write;

/// May start a plain string.
const START: u8 = 1;
/// May be anywhere after the start, regardless of the adjacent characters.
const INNER: u8 = 2;
/// May be after the start if the adjacent characters allow it.
const ADJACENT: u8 = 4;
/// Occurs in numbers, times and dates: a string of only such characters that starts with a digit is quoted.
const NUMBER: u8 = 8;
/// Needs a check inside double quotes: control characters, the quote, the backslash, and every byte that is not
/// ASCII.
const ESCAPE: u8 = 16;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut index = 0;
    while index < classes.len() {
        classes[index] = class(index as u8);
        index += 1;
    }
    classes
};

const fn class(byte: u8) -> u8 {
    let mut class = match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'/' | b'$' | b'(' => START | INNER,
        b'0'..=b'9' | b'.' | b'-' | b'+' | b'=' | b')' | b';' | b'@' | b'~' | b'^' | b'*' | b'?' | b'<' | b'>' => INNER,
        // Flow brackets, quotes and indicators have a meaning at the start of a string, and none after it.
        b'%' | b',' | b'\'' | b'"' | b'{' | b'}' | b'[' | b']' | b'&' | b'|' | b'!' | b'`' | b'\\' => INNER,
        b':' | b' ' | b'#' => ADJACENT,
        _ => 0,
    };
    // The comma is here for Ruby, which reads `1,000` as a number.
    if byte.is_ascii_hexdigit()
        || matches!(byte, b'x' | b'X' | b'o' | b'O' | b'_' | b'.' | b',' | b'-' | b'+' | b':' | b' ')
        || matches!(byte, b'T' | b't' | b'Z' | b'z')
    {
        class |= NUMBER;
    }
    if byte < b' ' || byte >= 0x7f || byte == b'"' || byte == b'\\' {
        class |= ESCAPE;
    }
    class
}

#[inline]
fn is(byte: u8, class: u8) -> bool {
    CLASSES[usize::from(byte)] & class != 0
}

/// Strings that some reader reads as a boolean, a null or a float, in any case.
const KEYWORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "infinity"];

const LONGEST_KEYWORD: usize = 8;

/// Whether a string can be written without quotes: every reader of YAML 1.1 and of YAML 1.2 reads it as this string.
#[inline]
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.first() else { return false };
    if is(first, START) { is_plain_after_start(bytes) && !is_keyword(bytes) } else { is_plain_rare(bytes) }
}

/// Strings that start with a digit (`250m`, not `250`) or like a command-line option (`--port=80`, `-c`).
fn is_plain_rare(bytes: &[u8]) -> bool {
    match bytes {
        [b'0'..=b'9', ..] => is_plain_after_start(bytes) && !bytes.iter().all(|&byte| is(byte, NUMBER)),
        [b'-', option @ ..] => {
            let option = option.strip_prefix(b"-").unwrap_or(option);
            option.first().is_some_and(u8::is_ascii_alphabetic) && is_plain_after_start(option) && !is_keyword(option)
        }
        _ => false,
    }
}

#[inline]
fn is_plain_after_start(bytes: &[u8]) -> bool {
    // Most strings have only characters that are plain anywhere. Without a branch for each byte, this is faster.
    let of_all = bytes[1..].iter().fold(INNER, |of_all, &byte| of_all & CLASSES[usize::from(byte)]);
    of_all == INNER
        || bytes.iter().enumerate().skip(1).all(|(at, &byte)| is(byte, INNER) || is_plain_between(bytes, at))
}

/// A colon before a space ends a key and a hash after a space starts a comment. A string with two spaces in a row is
/// quoted.
fn is_plain_between(bytes: &[u8], at: usize) -> bool {
    let next = bytes.get(at + 1).copied();
    match bytes[at] {
        b':' => next.is_some_and(|next| next != b' '),
        b' ' => next.is_some_and(|next| next != b' ' && next != b'#'),
        b'#' => true,
        _ => false,
    }
}

#[inline]
fn is_keyword(bytes: &[u8]) -> bool {
    (bytes.len() <= LONGEST_KEYWORD && is_listed(bytes)) || is_exponent(bytes)
}

/// `e19`: one reader in JavaScript reads it as a float in YAML 1.1.
#[inline]
fn is_exponent(bytes: &[u8]) -> bool {
    let [b'e' | b'E', exponent @ ..] = bytes else { return false };
    let digits = exponent.strip_prefix(b"-").or_else(|| exponent.strip_prefix(b"+")).unwrap_or(exponent);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn is_listed(bytes: &[u8]) -> bool {
    matches!(bytes[0] | 0x20, b'y' | b'n' | b'o' | b't' | b'f' | b'i')
        && KEYWORDS.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(bytes))
}

/// Characters that some reader refuses, drops or reads as a line break unless they are escaped.
pub(crate) fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Writes a string in double quotes, with the escapes that JSON and both versions of YAML share.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut done = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        // Continuation bytes are skipped: a slice of the text starts a character only at the first byte of that
        // character.
        if !is(byte, ESCAPE) {
            continue;
        }
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        if !matches!(character, '\n' | '\t' | '"' | '\\') && !is_hidden(character) {
            continue;
        }
        out.push_str(&text[done..at]);
        done = at + character.len_utf8();
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Every hidden character is in the basic multilingual plane, so four hex digits are enough. Writing to a
            // string cannot fail.
            _ => drop(write!(out, "\\u{:04x}", u32::from(character))),
        }
    }
    out.push_str(&text[done..]);
    out.push('"');
}

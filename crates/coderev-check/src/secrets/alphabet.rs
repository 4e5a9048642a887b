//! Sets of characters.

/// A set of ASCII characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Alphabet(u16);

const A_TO_F: u16 = 1;
const G_TO_Z: u16 = 1 << 1;
const LOWER_A_TO_F: u16 = 1 << 2;
const LOWER_G_TO_Z: u16 = 1 << 3;
const DIGITS: u16 = 1 << 4;
const UNDERSCORE: u16 = 1 << 5;
const DASH: u16 = 1 << 6;
const DOT: u16 = 1 << 7;
const PLUS_AND_SLASH: u16 = 1 << 8;
const EQUALS: u16 = 1 << 9;
const TILDE: u16 = 1 << 10;
const PERCENT: u16 = 1 << 11;
const COLON: u16 = 1 << 12;
const OTHERS: u16 = 1 << 13;
const AT: u16 = 1 << 14;

/// Hexadecimal digits.
pub(super) const HEX: Alphabet = Alphabet(DIGITS | LOWER_A_TO_F | A_TO_F);
/// Capital letters and digits.
pub(super) const UPPER: Alphabet = Alphabet(A_TO_F | G_TO_Z | DIGITS);
/// Letters.
pub(super) const ALPHA: Alphabet = Alphabet(A_TO_F | G_TO_Z | LOWER_A_TO_F | LOWER_G_TO_Z);
/// Letters and digits.
pub(super) const ALNUM: Alphabet = Alphabet(ALPHA.0 | DIGITS);
/// Letters, digits, `_` and `-`: the alphabet of base64url.
pub(super) const URLSAFE: Alphabet = Alphabet(ALNUM.0 | UNDERSCORE | DASH);
/// [`URLSAFE`] and dots.
pub(super) const DOTTED: Alphabet = Alphabet(URLSAFE.0 | DOT);
/// Letters, digits, `+`, `/` and `=`.
pub(super) const BASE64: Alphabet = Alphabet(ALNUM.0 | PLUS_AND_SLASH | EQUALS);
/// Hexadecimal digits and `-`: the alphabet of UUIDs.
pub(super) const UUID: Alphabet = Alphabet(HEX.0 | DASH);
/// The characters of a bearer token (RFC 6750), and `%`.
pub(super) const BEARER: Alphabet = Alphabet(DOTTED.0 | PLUS_AND_SLASH | EQUALS | TILDE | PERCENT);
/// Capital letters, digits and `-`.
pub(super) const UPPERDASH: Alphabet = Alphabet(UPPER.0 | DASH);
/// [`URLSAFE`] and `/`: the path of a webhook.
pub(super) const WEBHOOK: Alphabet = Alphabet(URLSAFE.0 | PLUS_AND_SLASH);
/// The characters of a webhook of Teams.
pub(super) const TEAMS: Alphabet = Alphabet(WEBHOOK.0 | AT);
/// Hexadecimal digits, `/` and `:`.
pub(super) const ASANA: Alphabet = Alphabet(HEX.0 | PLUS_AND_SLASH | COLON);
/// Visible characters except quotes and commas.
pub(super) const PASSWORD: Alphabet = Alphabet(BEARER.0 | COLON | AT | OTHERS);

impl Alphabet {
    pub(super) const fn contains(self, byte: u8) -> bool {
        SETS[byte as usize] & self.0 != 0
    }
    /// The characters of this set at the start of `bytes`.
    pub(super) fn run(self, bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| self.contains(**byte)).count()
    }
    pub(super) fn contains_all(self, text: &str) -> bool {
        text.bytes().all(|byte| self.contains(byte))
    }
}

static SETS: [u16; 256] = {
    let mut sets = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        sets[byte as usize] = set_of(byte);
        byte += 1;
    }
    sets
};
const fn set_of(byte: u8) -> u16 {
    match byte {
        b'A'..=b'F' => A_TO_F,
        b'G'..=b'Z' => G_TO_Z,
        b'a'..=b'f' => LOWER_A_TO_F,
        b'g'..=b'z' => LOWER_G_TO_Z,
        b'0'..=b'9' => DIGITS,
        b'_' => UNDERSCORE,
        b'-' => DASH,
        b'.' => DOT,
        b'+' | b'/' => PLUS_AND_SLASH,
        b'=' => EQUALS,
        b'~' => TILDE,
        b'%' => PERCENT,
        b':' => COLON,
        b'@' => AT,
        b'!' | b'#' | b'$' | b'&' | b'*' | b'?' | b'^' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>'
        | b';' | b'|' => OTHERS,
        _ => 0,
    }
}

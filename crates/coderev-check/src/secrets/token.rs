//! A form of tokens, and the search for all forms.
use super::alphabet::{ALNUM, Alphabet};
use super::table::TOKENS;
use super::{head, value};

/// The number of bytes of a token that are read.
const LONGEST: usize = 8192;

/// A form of tokens: a prefix, and a minimum number of characters of one alphabet.
#[derive(Clone, Copy)]
pub(super) struct Token {
    /// The kind, as it appears in a message: "a GitHub token".
    pub(super) what: &'static str,
    pub(super) prefix: &'static str,
    body: Alphabet,
    minimum: usize,
    is_exact: bool,
    /// Checks the text after the prefix. Its length is the length of the body.
    check: Check,
}
/// A check of the text after the prefix; the number is the length of the body.
type Check = fn(&str, usize) -> bool;

/// A token whose body is random.
pub(super) const fn token(what: &'static str, prefix: &'static str, body: Alphabet, minimum: usize) -> Token {
    Token { what, prefix, body, minimum, is_exact: false, check: is_random }
}
fn is_random(rest: &str, length: usize) -> bool {
    value::is_random_body(&rest[..length])
}

impl Token {
    /// The body has exactly the minimum number of characters.
    pub(super) const fn exact(self) -> Self {
        Self { is_exact: true, ..self }
    }
    /// Another check of the text after the prefix.
    pub(super) const fn checked(self, check: Check) -> Self {
        Self { check, ..self }
    }
    fn begins(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.prefix) else { return false };
        let length = self.body.run(head(rest, LONGEST).as_bytes());
        let next = rest.as_bytes().get(length).copied().unwrap_or_default();
        let is_long_enough =
            if self.is_exact { length == self.minimum && !ALNUM.contains(next) } else { length >= self.minimum };
        is_long_enough && (self.check)(rest, length)
    }
}

/// The kind of the token at the start of `text`. The first character is ASCII.
pub(super) fn at_start(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let (first, second) = (usize::from(*bytes.first()?), usize::from(*bytes.get(1)?));
    if PAIRS[first * 4 + second / 64] & 1 << (second % 64) == 0 {
        return None;
    }
    let rows = TOKENS.get(usize::from(ROWS[first])..).unwrap_or_default();
    // Comparing two bytes first is faster than comparing each prefix.
    rows.iter()
        .take_while(|token| usize::from(token.prefix.as_bytes()[0]) == first)
        .filter(|token| usize::from(token.prefix.as_bytes()[1]) == second)
        .find(|token| token.begins(text))
        .map(|token| token.what)
}
/// Whether a prefix begins with this byte.
pub(super) const fn begins_a_prefix(byte: u8) -> bool {
    ROWS[byte as usize] != u16::MAX
}

/// For each first byte, one bit for each second byte of a prefix.
static PAIRS: [u64; 1024] = {
    let mut pairs = [0; 1024];
    let mut row = 0;
    while row < TOKENS.len() {
        let prefix = TOKENS[row].prefix.as_bytes();
        let (first, second) = (prefix[0] as usize, prefix[1] as usize);
        pairs[first * 4 + second / 64] |= 1 << (second % 64);
        row += 1;
    }
    pairs
};
/// For each first byte, the first row of the table with this byte.
static ROWS: [u16; 256] = {
    let mut rows = [u16::MAX; 256];
    let mut row: u16 = 0;
    while (row as usize) < TOKENS.len() {
        let first = TOKENS[row as usize].prefix.as_bytes()[0] as usize;
        if rows[first] == u16::MAX {
            rows[first] = row;
        }
        row += 1;
    }
    rows
};

#[cfg(test)]
mod tests {
    use super::TOKENS;

    #[test]
    fn rows_with_one_first_byte_are_together() {
        let firsts: Vec<u8> = TOKENS.iter().map(|token| token.prefix.as_bytes()[0]).collect();
        assert!(firsts.is_sorted(), "{firsts:?}");
        assert!(TOKENS.iter().all(|token| token.prefix.len() >= 2 && token.prefix.is_ascii()));
    }
}

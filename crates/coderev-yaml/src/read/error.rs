//! The error of a text that cannot be read, with its position.

use std::fmt::{self, Display, Formatter};

use saphyr_parser::{Marker, ScanError};

pub(super) const TOO_DEEP: &str = "lists and mappings are nested more than 128 deep";

/// A text that cannot be read: the position, counted from 1, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    line: usize,
    column: usize,
    reason: String,
}

impl ReadError {
    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// The reason, without the position.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    #[cold]
    pub(super) fn at(mark: Marker, reason: impl Into<String>) -> Self {
        Self { line: mark.line().max(1), column: mark.col() + 1, reason: reason.into() }
    }

    /// The same error, with more lines before it.
    pub(super) fn below(self, lines: usize) -> Self {
        Self { line: self.line + lines, ..self }
    }

    /// The start of a line, counted from 1.
    #[cold]
    pub(super) fn at_line(line: usize, reason: impl Into<String>) -> Self {
        Self { line, column: 1, reason: reason.into() }
    }

    #[cold]
    pub(super) fn scan(error: &ScanError) -> Self {
        // The parser has a limit of its own, above the limit of this crate.
        let reason = match error.info() {
            "recursion limit exceeded" => TOO_DEEP,
            other => other,
        };
        Self::at(*error.marker(), reason)
    }

    /// The position is a byte offset into `text`.
    #[cold]
    pub(super) fn at_byte(text: &[u8], byte: usize, reason: impl Into<String>) -> Self {
        let (line, column) = place(text, byte);
        Self { line, column, reason: reason.into() }
    }

    #[cold]
    pub(super) fn not_utf8(text: &[u8], byte: usize) -> Self {
        Self::at_byte(text, byte, "the text is not UTF-8")
    }
}

/// The line and the column of a byte offset, both counted from 1. The bytes before the offset must be UTF-8.
fn place(text: &[u8], byte: usize) -> (usize, usize) {
    let before = &text[..byte.min(text.len())];
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    let start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    // Every byte except a continuation byte starts a character.
    let column = before[start..].iter().filter(|&&byte| byte & 0xc0 != 0x80).count() + 1;
    (line, column)
}

impl Display for ReadError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}

impl std::error::Error for ReadError {}

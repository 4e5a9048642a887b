//! The text between two positions of the parser, which counts characters.

use std::ops::Range;

use saphyr_parser::Marker;

/// A text with a cursor: the parser's positions increase, so the next position is near the last one.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    is_ascii: bool,
    /// The same position, in characters and in bytes.
    index: usize,
    byte: usize,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii(), index: 0, byte: 0 }
    }

    /// The byte offset of a position.
    pub(super) fn byte(&mut self, mark: Marker) -> usize {
        let index = mark.index();
        if self.is_ascii {
            return index.min(self.text.len());
        }
        if index >= self.index {
            let rest = &self.text[self.byte..];
            self.byte += rest.char_indices().nth(index - self.index).map_or(rest.len(), |(at, _)| at);
        } else {
            let before = &self.text[..self.byte];
            self.byte = before.char_indices().nth_back(self.index - index - 1).map_or(0, |(at, _)| at);
        }
        self.index = index;
        self.byte
    }

    pub(super) fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        self.text.as_bytes().get(range).unwrap_or_default()
    }

    pub(super) fn at(&self, byte: usize) -> Option<u8> {
        self.text.as_bytes().get(byte).copied()
    }
}

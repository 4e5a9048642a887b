//! Literal blocks: a text of several lines, written without escapes.

use crate::out::Out;
use crate::scalar;

/// A text of several lines that a literal block represents exactly.
pub(crate) struct Literal<'a> {
    text: &'a str,
    chomp: Chomp,
}

/// How a block treats the line breaks at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    /// The text has no trailing line break.
    Strip,
    /// The text has exactly one.
    Clip,
    /// The text has several.
    Keep,
}

impl<'a> Literal<'a> {
    /// The text as a block. None where some YAML reader would read the block as another text.
    ///
    /// The first line sets the indentation, so it must neither be empty nor start with white space. A text with a
    /// line that ends in white space is not written as a block, because editors and review tools drop that space. A
    /// block has no escapes, so a text that needs one is not written as a block either.
    pub(crate) fn new(text: &'a str) -> Option<Self> {
        let first = *text.as_bytes().first()?;
        let is_exact = !matches!(first, b' ' | b'\t' | b'\n')
            && text.contains('\n')
            && text.split('\n').all(|line| !line.ends_with([' ', '\t']))
            && !text.chars().any(scalar::is_hidden);
        is_exact.then(|| {
            let chomp = match text.len() - text.trim_end_matches('\n').len() {
                0 => Chomp::Strip,
                1 => Chomp::Clip,
                _ => Chomp::Keep,
            };
            Self { text, chomp }
        })
    }

    /// Whether the empty lines after this block belong to it.
    pub(crate) fn keeps_lines(&self) -> bool {
        self.chomp == Chomp::Keep
    }

    /// Writes the header and the lines, without the LF that ends the last line.
    pub(crate) fn push(&self, out: &mut Out, column: usize) {
        out.push(match self.chomp {
            Chomp::Strip => "|-",
            Chomp::Clip => "|",
            Chomp::Keep => "|+",
        });
        for line in self.text.strip_suffix('\n').unwrap_or(self.text).split('\n') {
            out.push("\n");
            if !line.is_empty() {
                out.push_spaces(column);
                out.push(line);
            }
        }
    }
}

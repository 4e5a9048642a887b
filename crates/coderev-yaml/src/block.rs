//! Literal blocks: text of many lines, as it is.

use crate::out::Out;
use crate::scalar;

/// A text of many lines that a literal block says exactly.
pub(crate) struct Literal<'a> {
    text: &'a str,
    chomp: Chomp,
}

/// What a block says of the line breaks at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    /// There is none.
    Strip,
    /// There is one.
    Clip,
    /// There are more.
    Keep,
}

impl<'a> Literal<'a> {
    /// The text as a block, or nothing where a block would say something else in some reader.
    ///
    /// The first line sets the indentation, so it must neither be empty nor start with white space. A line that ends in
    /// white space is not written, because editors and reviews lose it. Characters that need an escape have none here.
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

    /// Whether the empty lines after this block are part of it.
    pub(crate) fn keeps_lines(&self) -> bool {
        self.chomp == Chomp::Keep
    }

    /// Puts the header and the lines, without the LF that ends the last one.
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

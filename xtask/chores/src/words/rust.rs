//! Extracts prose from Rust: doc comments, comments and messages; also declared names.
//!
//! The module has its own small lexer. `syn` and `proc-macro2` drop plain comments, and have the position of a string
//! literal, but not of each character in it.
mod lexer;
mod names;

use super::markdown;
use super::text::{Char, Passage, begins, plain};
use lexer::Piece;
pub(super) use names::Name;

/// The passages and the names of a Rust source.
pub(super) struct Source {
    pub(super) passages: Vec<Passage>,
    /// Declared names, outside of test code.
    pub(super) names: Vec<Name>,
    /// String literals without a space, outside of test code. They include names of rules.
    pub(super) literals: Vec<Name>,
}

/// Reads a Rust source. If `is_test` is true, the whole file is test code: its strings are data, its comments are
/// prose.
pub(super) fn source(chars: &[Char], is_test: bool) -> Source {
    let pieces = lexer::pieces(chars);
    let test = names::test_code(&pieces, is_test);
    let mut passages = comments_of(&pieces, chars);
    let mut literals = Vec::new();
    for (piece, _) in pieces.iter().zip(&test).filter(|(_, test)| !**test) {
        if let Piece::Text(text) = piece {
            if text.iter().any(|it| it.char == ' ') {
                passages.push(markdown::message(text));
            } else if let Some(first) = text.first() {
                literals.push(Name { text: plain(text), line: first.line, column: first.column });
            }
        }
    }
    Source { passages, names: names::declared(&pieces, &test), literals }
}

/// The comments of Rust code in a block of Markdown.
pub(super) fn comments(chars: &[Char]) -> Vec<Passage> {
    comments_of(&lexer::pieces(chars), chars)
}

/// Comments on adjacent lines are joined, so that a phrase may continue on the next line.
fn comments_of(pieces: &[Piece], chars: &[Char]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut block: Vec<Char> = Vec::new();
    let mut is_doc = false;
    let mut finish = |block: &mut Vec<Char>, is_doc: bool| {
        if !block.is_empty() {
            passages.extend(if is_doc { markdown::passages(block) } else { vec![markdown::message(block)] });
            block.clear();
        }
    };
    let mut previous_line = 0;
    for piece in pieces {
        let Piece::Comment(start, end) = *piece else { continue };
        let comment = &chars[start..end];
        let doc = ["///", "//!"].iter().any(|it| begins(comment, it)) && !begins(comment, "////");
        if doc != is_doc || comment[0].line != previous_line + 1 {
            finish(&mut block, is_doc);
        }
        is_doc = doc;
        previous_line = comment.last().map_or(0, |last| last.line);
        let text = &comment[if doc { 3 } else { 2 }..];
        block.extend_from_slice(text);
        block.extend(comment.last().map(|last| Char { char: '\n', ..*last }));
    }
    finish(&mut block, is_doc);
    passages
}

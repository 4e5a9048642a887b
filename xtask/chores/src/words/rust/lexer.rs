//! A Rust lexer that keeps comments, and the position of each character of a string literal.
use crate::words::text::{Char, begins};

/// A part of a Rust source.
#[derive(Debug)]
pub(super) enum Piece {
    /// A comment, from `//` or `/*` to its end: indices into the source.
    Comment(usize, usize),
    /// The content of a string literal, without escapes.
    Text(Vec<Char>),
    /// A keyword or a name: indices into the source.
    Name(String, Char),
    /// Any other character that is not white space.
    Mark(char),
}

/// The pieces of a source, in order.
pub(super) fn pieces(chars: &[Char]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        let rest = &chars[at..];
        let is_name = |it: &Char| it.char.is_alphanumeric() || it.char == '_';
        at += match first.char {
            '/' if begins(rest, "//") => {
                let length = rest.iter().take_while(|it| it.char != '\n').count();
                pieces.push(Piece::Comment(at, at + length));
                length
            }
            '/' if begins(rest, "/*") => {
                let length = block_comment(rest);
                pieces.push(Piece::Comment(at, at + length));
                length
            }
            '"' => string(rest, &mut pieces),
            '\'' => quote(rest),
            '0'..='9' => rest.iter().take_while(|it| is_name(it)).count(),
            _ if is_name(&first) => match raw_prefix(rest) {
                Some((prefix, hashes)) => prefix + raw_string(&rest[prefix..], hashes, &mut pieces),
                None => {
                    let length = rest.iter().take_while(|it| is_name(it)).count();
                    pieces.push(Piece::Name(rest[..length].iter().map(|it| it.char).collect(), first));
                    length
                }
            },
            char => {
                if !char.is_whitespace() {
                    pieces.push(Piece::Mark(char));
                }
                1
            }
        };
    }
    pieces
}

/// The length of a block comment. Block comments nest.
fn block_comment(rest: &[Char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if begins(&rest[at..], "/*") {
            depth += 1;
            at += 2;
        } else if begins(&rest[at..], "*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                break;
            }
        } else {
            at += 1;
        }
    }
    at
}

/// Reads a string literal that starts with `"`, and returns its length.
fn string(rest: &[Char], pieces: &mut Vec<Piece>) -> usize {
    let mut text = Vec::new();
    let mut at = 1;
    while let Some(&it) = rest.get(at) {
        at += match it.char {
            '"' => break,
            '\\' => {
                let escaped = rest.get(at + 1).map_or(' ', |next| next.char);
                match escaped {
                    // A line continuation removes the white space of the next line.
                    '\n' => 1 + rest[at + 1..].iter().take_while(|it| it.char.is_whitespace()).count(),
                    'n' | 't' | 'r' => {
                        text.push(Char { char: '\n', ..it });
                        2
                    }
                    'u' => rest[at..].iter().take_while(|it| it.char != '}').count() + 1,
                    _ => {
                        text.push(Char { char: escaped, ..it });
                        2
                    }
                }
            }
            _ => {
                text.push(it);
                1
            }
        };
    }
    pieces.push(Piece::Text(text));
    at + 1
}

/// The length of a character literal, or 1 for the quote of a lifetime.
fn quote(rest: &[Char]) -> usize {
    match (rest.get(1).map(|it| it.char), rest.get(2).map(|it| it.char)) {
        (Some('\\'), _) => 4 + rest.iter().skip(3).take_while(|it| it.char != '\'').count(),
        (Some(_), Some('\'')) => 3,
        _ => 1,
    }
}

/// The length of a prefix such as `r#` or `br##` before the quote of a raw string, and the number of hashes.
fn raw_prefix(rest: &[Char]) -> Option<(usize, usize)> {
    let letters = if begins(rest, "r") {
        1
    } else if begins(rest, "br") || begins(rest, "cr") {
        2
    } else {
        return None;
    };
    let hashes = rest[letters..].iter().take_while(|it| it.char == '#').count();
    (rest.get(letters + hashes)?.char == '"').then_some((letters + hashes, hashes))
}

/// Reads a raw string from its quote, and returns its length from there.
fn raw_string(rest: &[Char], hashes: usize, pieces: &mut Vec<Piece>) -> usize {
    let end = format!("\"{}", "#".repeat(hashes));
    let length = (1..rest.len()).find(|&at| begins(&rest[at..], &end)).unwrap_or(rest.len());
    pieces.push(Piece::Text(rest[1..length].to_vec()));
    length + end.len()
}

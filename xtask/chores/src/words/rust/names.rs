//! Declared names, and the parts of the code that are test code.
use super::lexer::Piece;

/// A name and its position.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Names after `fn`, `struct`, `enum`, `trait`, `type`, `const`, `static` and `mod`, and the variants of enums, outside of test code.
pub(super) fn declared(pieces: &[Piece], test: &[bool]) -> Vec<Name> {
    let code: Vec<(&Piece, bool)> =
        pieces.iter().zip(test.iter().copied()).filter(|(piece, _)| !matches!(piece, Piece::Comment(..))).collect();
    let mut names = Vec::new();
    for (at, pair) in code.windows(2).enumerate() {
        let [(Piece::Name(keyword, _), false), (Piece::Name(name, start), _)] = pair else { continue };
        if !matches!(&**keyword, "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "mod")
            || name == "fn"
        {
            continue;
        }
        names.push(Name { text: name.clone(), line: start.line, column: start.column });
        if keyword == "enum" {
            variants(&code[at + 2..], &mut names);
        }
    }
    names
}

/// The variants of an enum, whose name ended before `code`: names at the first level of its braces that start an
/// element.
fn variants(code: &[(&Piece, bool)], names: &mut Vec<Name>) {
    let mut depth = 0;
    let mut begins = false;
    for (piece, _) in code {
        match piece {
            Piece::Mark(';') if depth == 0 => return,
            Piece::Mark('{' | '(' | '[') => {
                depth += 1;
                begins = depth == 1;
            }
            Piece::Mark('}' | ')' | ']') => {
                depth -= 1;
                if depth == 0 {
                    return;
                }
                // The end of an attribute: the variant follows.
                begins |= depth == 1 && matches!(piece, Piece::Mark(']'));
            }
            Piece::Mark(',') => begins = depth == 1,
            Piece::Name(name, start) if begins && depth == 1 => {
                names.push(Name { text: name.clone(), line: start.line, column: start.column });
                begins = false;
            }
            _ => {}
        }
    }
}

/// For each piece, whether it is test code: in an item with `#[cfg(test)]` or `#[test]`.
pub(super) fn test_code(pieces: &[Piece], is_test: bool) -> Vec<bool> {
    let mut test = vec![is_test; pieces.len()];
    let code: Vec<usize> = (0..pieces.len()).filter(|&at| !matches!(pieces[at], Piece::Comment(..))).collect();
    let is = |at: usize, wanted: &str| match code.get(at).map(|&at| &pieces[at]) {
        Some(Piece::Name(name, _)) => name == wanted,
        Some(Piece::Mark(mark)) => wanted.chars().eq([*mark]),
        _ => false,
    };
    let follow = |at: usize, wanted: &[&str]| wanted.iter().enumerate().all(|(next, wanted)| is(at + next, wanted));
    let mut at = 0;
    while at < code.len() {
        let attribute: &[&str] = &["#", "[", "cfg", "(", "test", ")", "]"];
        let length = if follow(at, attribute) {
            attribute.len()
        } else if follow(at, &["#", "[", "test", "]"]) {
            4
        } else {
            at += 1;
            continue;
        };
        let end = item_end(pieces, &code, at + length);
        for &piece in &code[at..end] {
            test[piece] = true;
        }
        at = end;
    }
    test
}

/// The index after the item that starts at `at`: after its braces, or after `;`.
fn item_end(pieces: &[Piece], code: &[usize], mut at: usize) -> usize {
    let mut depth = 0;
    while at < code.len() {
        match pieces[code[at]] {
            Piece::Mark('{' | '(' | '[') => depth += 1,
            Piece::Mark(mark @ ('}' | ')' | ']')) => {
                depth -= 1;
                if depth <= 0 && mark == '}' {
                    return at + 1;
                }
            }
            Piece::Mark(';') if depth == 0 => return at + 1,
            _ => {}
        }
        at += 1;
    }
    at
}

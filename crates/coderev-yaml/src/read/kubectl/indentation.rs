//! Brackets and quotes that continue at a lower indentation than YAML 1.2 allows. kubectl reads them.

use super::super::ReadError;
use super::super::positions::Position;
use super::super::tree::{self, Lenient};

/// The characters that are scanned before the text is given up: each correction reads the text again.
const BUDGET: usize = 16 * 1024 * 1024;
/// The spaces that a line gets. White space at the start of such a line has no meaning.
const SPACES: usize = 64;

/// Reads a text again, with more white space before each line that is at fault.
pub(super) fn retry(text: &str, first: ReadError) -> Result<Lenient, ReadError> {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut moved = vec![false; lines.len()];
    let mut error = first;
    let mut spent = 0;
    loop {
        spent += text.len();
        let at_fault: Vec<usize> = at_fault(&error, &lines).into_iter().filter(|at| !moved[*at]).collect();
        if at_fault.is_empty() || spent > BUDGET {
            return Err(error);
        }
        for at in at_fault {
            lines[at].insert_str(0, &" ".repeat(SPACES));
            moved[at] = true;
        }
        error = match tree::read_as_kubectl(&lines.concat()) {
            Ok(read) => return Ok(moved_back(read, &moved)),
            Err(error) => error,
        };
    }
}

/// The lines that need more white space: the line of a bracket or of its content, or all lines of a quoted text but the first.
fn at_fault(error: &ReadError, lines: &[String]) -> Vec<usize> {
    let Some(at) = error.line().checked_sub(1).filter(|at| *at < lines.len()) else { return Vec::new() };
    match error.reason() {
        reason if !reason.contains("indent") => Vec::new(),
        reason if reason.contains("quoted") => continuation(lines, at, error.column() - 1),
        _ => vec![at],
    }
}

/// The lines of a quoted text after its first line. The text starts at this line and column.
fn continuation(lines: &[String], line: usize, column: usize) -> Vec<usize> {
    let mut quote = None;
    let mut found = Vec::new();
    for (at, text) in lines.iter().enumerate().skip(line) {
        if at > line {
            found.push(at);
        }
        let mut rest = text.chars().skip(if at == line { column } else { 0 }).peekable();
        while let Some(character) = rest.next() {
            match (quote, character) {
                (None, '"' | '\'') => quote = Some(character),
                (None, _) => return Vec::new(),
                (Some('"'), '\\') => drop(rest.next()),
                (Some('\''), '\'') if rest.peek() == Some(&'\'') => drop(rest.next()),
                (Some(quote), _) if quote == character => return found,
                _ => {}
            }
        }
    }
    Vec::new()
}

/// The positions as they were before lines were moved.
fn moved_back(mut read: Lenient, moved: &[bool]) -> Lenient {
    let spaces = u32::try_from(SPACES).unwrap_or(u32::MAX);
    let back = |at: &mut Position| {
        let index = usize::try_from(at.line).unwrap_or(usize::MAX).saturating_sub(1);
        if moved.get(index).copied().unwrap_or_default() {
            at.column = at.column.saturating_sub(spaces).max(1);
        }
    };
    read.documents.iter_mut().for_each(|(_, node)| node.change(&back));
    read.ambiguities.iter_mut().for_each(|it| back(&mut it.at));
    read
}

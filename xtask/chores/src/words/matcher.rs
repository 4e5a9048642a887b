//! Patterns of words, and where they match in prose.
//!
//! A pattern is a sequence of elements with spaces between them:
//!
//! * `says` is the word, in any case, also with `'s`; `say|says` is either
//! * `_` is any word, a backtick is inline code, and punctuation is itself
//! * `^` first: only at the start of a sentence, a list item or a cell; `$` last: only at its end
//! * `!at` first or last: only where the word before or after is another one
use super::text::{Kind, Token};

/// A phrase to look for.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The text in the glossary.
    pub(super) source: String,
    before: Around,
    elements: Vec<Element>,
    after: Around,
}

#[derive(Debug, Default)]
enum Around {
    #[default]
    Any,
    /// The start or the end of a sentence.
    Edge,
    /// None of these words.
    Not(Vec<String>),
}

#[derive(Debug)]
enum Element {
    Words(Vec<String>),
    AnyWord,
    Code,
    Mark(char),
}

impl Pattern {
    /// Parses a pattern. None for a pattern without an element.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let mut pattern =
            Self { source: source.to_owned(), before: Around::Any, elements: Vec::new(), after: Around::Any };
        for part in source.split_whitespace() {
            let around = if pattern.elements.is_empty() { &mut pattern.before } else { &mut pattern.after };
            match part {
                "^" | "$" => *around = Around::Edge,
                "_" => pattern.elements.push(Element::AnyWord),
                "`" => pattern.elements.push(Element::Code),
                "." | "," | ";" | ":" | "!" | "?" => pattern.elements.push(Element::Mark(part.chars().next()?)),
                _ => match part.strip_prefix('!') {
                    Some(words) => *around = Around::Not(alternatives(words)),
                    None => pattern.elements.push(Element::Words(alternatives(part))),
                },
            }
        }
        (!pattern.elements.is_empty()).then_some(pattern)
    }

    /// The words that can start a match; empty if any token can.
    pub(super) fn first_words(&self) -> &[String] {
        match &self.elements[0] {
            Element::Words(words) => words,
            Element::AnyWord | Element::Code | Element::Mark(_) => &[],
        }
    }

    /// The number of tokens that match, starting at `at`.
    pub(super) fn length_at(&self, tokens: &[Token], at: usize) -> Option<usize> {
        let rest = tokens.get(at..at + self.elements.len())?;
        let fits = self.elements.iter().zip(rest).all(|(element, token)| element.fits(&token.kind))
            && self.before.fits(at.checked_sub(1).map(|before| &tokens[before].kind))
            && self.after.fits(tokens.get(at + rest.len()).map(|it| &it.kind));
        fits.then_some(rest.len())
    }
}

impl Around {
    fn fits(&self, neighbour: Option<&Kind>) -> bool {
        match self {
            Self::Any => true,
            Self::Edge => !matches!(neighbour, Some(Kind::Word(_) | Kind::Code | Kind::Mark(',' | '('))),
            Self::Not(words) => !matches!(neighbour, Some(Kind::Word(word)) if is_one_of(words, word)),
        }
    }
}

impl Element {
    fn fits(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Self::Words(words), Kind::Word(word)) => is_one_of(words, word),
            (Self::AnyWord, Kind::Word(_)) | (Self::Code, Kind::Code) => true,
            (Self::Mark(wanted), Kind::Mark(mark)) => wanted == mark,
            _ => false,
        }
    }
}

fn alternatives(text: &str) -> Vec<String> {
    text.split('|').map(str::to_lowercase).collect()
}

/// A genitive is treated as the word itself: `nobody's` is `nobody`.
fn is_one_of(words: &[String], word: &str) -> bool {
    words.iter().any(|it| it == word || it == without_genitive(word))
}

/// `nobody` for `nobody's`.
pub(super) fn without_genitive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word)
}

//! Characters with their positions, and the tokens of prose.

/// A character of a file and its position, both counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Char {
    pub(super) char: char,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// One token of prose and its position.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
    pub(super) column: usize,
    /// Whether the token is in the text of a link to `docs/deployment-guide.md`.
    pub(super) links_guide: bool,
}

/// The kinds of tokens that patterns distinguish.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word, in lowercase.
    Word(String),
    /// Inline code, a URL or a placeholder of a format string. Its content is not prose.
    Code,
    /// Punctuation.
    Mark(char),
    /// The end of a paragraph, a list item or a table cell.
    Break,
}

/// A continuous text: a document, a comment or a message.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) tokens: Vec<Token>,
    /// Whether links work here: in Markdown and in doc comments.
    pub(super) has_links: bool,
}

/// The characters of `text` with their positions, starting at line 1 and column 1.
pub(super) fn locate(text: &str) -> Vec<Char> {
    let (mut line, mut column) = (1, 1);
    let mut chars = Vec::with_capacity(text.len());
    for char in text.chars() {
        chars.push(Char { char, line, column });
        if char == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
    }
    chars
}

/// The text of `chars`, without positions.
pub(super) fn plain(chars: &[Char]) -> String {
    chars.iter().map(|it| it.char).collect()
}

/// Whether `chars` start with `prefix`.
pub(super) fn begins(chars: &[Char], prefix: &str) -> bool {
    let mut rest = chars.iter();
    prefix.chars().all(|wanted| rest.next().is_some_and(|it| it.char == wanted))
}

/// The part of `chars` after leading spaces.
pub(super) fn trim_start(chars: &[Char]) -> &[Char] {
    let spaces = chars.iter().take_while(|it| matches!(it.char, ' ' | '\t')).count();
    &chars[spaces..]
}

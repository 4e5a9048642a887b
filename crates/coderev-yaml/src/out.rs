//! The text that is being written.

use crate::block::Literal;
use crate::node::Place;
use crate::scalar;

/// The longest key, in bytes, that is written on the line of its colon.
///
/// A reader refuses such a key after 1,024 characters. An escape is at most six times as long as the byte that it
/// represents, and six times this limit is well below 1,024.
const LONGEST_SIMPLE_KEY: usize = 128;

const SPACES: &str = "                                                                ";

/// The text that is being written. It writes strings and columns, and does not depend on serde.
pub(crate) struct Out {
    text: String,
    /// The last block that kept its trailing empty lines: its start in the text, and its text.
    kept: Option<(usize, String)>,
}

impl Out {
    pub(crate) fn new(text: String) -> Self {
        Self { text, kept: None }
    }

    /// The finished text. If the document ends in a block with empty lines, that block becomes a quoted string:
    /// otherwise the text would end in more than one LF, and a reader that cuts the text at `---` would count one of
    /// them as its own.
    pub(crate) fn finish(mut self) -> String {
        if let Some((start, text)) = self.kept.take()
            && self.text.ends_with("\n\n")
        {
            self.text.truncate(start);
            scalar::push_quoted(&mut self.text, &text);
            self.text.push('\n');
        }
        self.text
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The position of the next write.
    #[inline]
    pub(crate) fn end(&self) -> usize {
        self.text.len()
    }

    pub(crate) fn get(&self, range: std::ops::Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn push_spaces(&mut self, mut count: usize) {
        while count > SPACES.len() {
            self.text.push_str(SPACES);
            count -= SPACES.len();
        }
        self.text.push_str(&SPACES[..count]);
    }

    /// Starts an entry of a list or a mapping at `column`. The first entry follows its parent; each later entry
    /// starts a new line.
    #[inline]
    pub(crate) fn start_entry(&mut self, column: usize, place: Place, is_first: bool) {
        if is_first {
            match place {
                Place::Root | Place::Dash => return,
                Place::Key => self.push("\n"),
            }
        }
        self.push_spaces(column);
    }

    /// Writes a string as a value, without the LF that ends it; the lines of a block start at `column`.
    pub(crate) fn push_string(&mut self, text: &str, column: usize) {
        if scalar::is_plain(text) {
            self.text.push_str(text);
        } else if let Some(literal) = Literal::new(text) {
            if literal.keeps_lines() {
                self.kept = Some((self.text.len(), text.to_owned()));
            }
            literal.push(self, column);
        } else {
            scalar::push_quoted(&mut self.text, text);
        }
    }

    /// Writes a key and its colon; the key's mapping starts at `column`.
    #[inline]
    pub(crate) fn push_key(&mut self, key: &str, column: usize) {
        if key.len() <= LONGEST_SIMPLE_KEY && scalar::is_plain(key) {
            self.text.push_str(key);
            self.text.push(':');
        } else {
            self.push_rare_key(key, column);
        }
    }

    #[cold]
    fn push_rare_key(&mut self, key: &str, column: usize) {
        if key.len() <= LONGEST_SIMPLE_KEY {
            scalar::push_quoted(&mut self.text, key);
        } else {
            self.text.push_str("? ");
            scalar::push_quoted(&mut self.text, key);
            self.text.push('\n');
            self.push_spaces(column);
        }
        self.text.push(':');
    }
}

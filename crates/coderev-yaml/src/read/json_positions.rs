//! The positions of the fields of a text that is known to be JSON.

use super::positions::{Below, Node, Position};

/// The positions of the value that starts at byte `start` of `text`, on the line `line`. The reader has already read that value.
pub(super) fn scan_at(text: &str, start: usize, (line, column): (usize, usize)) -> Node {
    Scanner { text, at: start, line, column }.value()
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

// The recursion is limited because serde_json has read the text: it refuses more than 128 levels.
impl Scanner<'_> {
    fn value(&mut self) -> Node {
        self.skip_space();
        let at = self.position();
        let below = match self.peek() {
            Some(b'{') => Below::Fields(self.fields()),
            Some(b'[') => Below::Items(self.items()),
            Some(b'"') => {
                self.string();
                Below::Nothing
            }
            _ => {
                while self.peek().is_some_and(|byte| !matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n'))
                {
                    self.step();
                }
                Below::Nothing
            }
        };
        Node { at, below }
    }

    fn fields(&mut self) -> Vec<(Box<str>, Position, Node)> {
        let mut fields = Vec::new();
        self.step();
        while self.next_is_inside(b'}') {
            let at = self.position();
            let start = self.at;
            self.string();
            let key: String = serde_json::from_str(&self.text[start..self.at]).unwrap_or_default();
            self.skip_space();
            self.step();
            let value = self.value();
            fields.push((key.into_boxed_str(), at, value));
        }
        fields
    }

    fn items(&mut self) -> Vec<Node> {
        let mut items = Vec::new();
        self.step();
        while self.next_is_inside(b']') {
            items.push(self.value());
        }
        items
    }

    /// Moves to the next item, or past the end of the list or object.
    fn next_is_inside(&mut self, end: u8) -> bool {
        self.skip_space();
        if self.peek() == Some(b',') {
            self.step();
            self.skip_space();
        }
        let ends = self.peek().is_none_or(|byte| byte == end);
        if ends {
            self.step();
        }
        !ends
    }

    fn string(&mut self) {
        self.step();
        while let Some(byte) = self.peek() {
            self.step();
            match byte {
                b'"' => return,
                b'\\' => self.step(),
                _ => {}
            }
        }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            self.step();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Moves one character forward.
    fn step(&mut self) {
        let Some(character) = self.text[self.at..].chars().next() else { return };
        self.at += character.len_utf8();
        if character == '\n' {
            self.line += 1;
            self.column = 1;
        } else {
            self.column += 1;
        }
    }

    fn position(&self) -> Position {
        Position::new(self.line, self.column)
    }
}

//! Texts that are JSON from the first character on, as programs write them: with surrogate pairs, tabs and so on.
//!
//! The reader is written by hand because the features of `serde_json` change what its own reader makes of a number, and every
//! crate of a build can turn them on.

use serde_json::{Map, Value};

use super::{DEPTH, Document, ReadError, scalar};

/// The documents of a text that is JSON, each with the result of `beside` for the byte, the line and the column where
/// it starts. None where the text is not JSON; it may still be YAML.
pub(super) fn read<P>(
    text: &str,
    beside: impl Fn(&str, usize, (usize, usize)) -> P,
) -> Option<Result<Vec<(Document, P)>, ReadError>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    // kubectl reads a text as JSON if it begins with a brace, and other texts as YAML.
    let is_yaml = text.trim_start().starts_with('[');
    let has_tab = || text[..text.len() - text.trim_start().len()].contains('\t');
    if is_yaml && (has_tab() || text.contains("\\/")) {
        return None;
    }
    let mut documents = Vec::new();
    let mut reader = Reader { text, at: 0, depth: 0 };
    let (mut counted, mut line, mut column) = (0, 1, 1);
    loop {
        reader.skip_space();
        let start = reader.at;
        if start == text.len() {
            return Some(Ok(documents));
        }
        if is_yaml && !documents.is_empty() {
            return None;
        }
        // Only the text since the last document is counted: a stream can have many documents.
        let since = &text[counted..start];
        line += since.matches('\n').count();
        column = match since.rsplit_once('\n') {
            Some((_, last)) => last.chars().count() + 1,
            None => column + since.chars().count(),
        };
        counted = start;
        match reader.value() {
            Ok(value) => documents.push((Document { line, value }, beside(text, start, (line, column)))),
            Err(Stop::NotJson) => return None,
            Err(Stop::Fault(error)) => return Some(Err(error)),
        }
    }
}

/// Why a value cannot be read.
enum Stop {
    NotJson,
    Fault(ReadError),
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<Value, Stop> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.below(Self::object),
            Some(b'[') => self.below(Self::list),
            Some(b'"') => Ok(self.string()?.into()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    /// A value with others inside.
    fn below(&mut self, read: impl FnOnce(&mut Self) -> Result<Value, Stop>) -> Result<Value, Stop> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Stop::NotJson);
        }
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, Stop> {
        let mut map = Map::new();
        while self.next_is_inside(b'}', map.is_empty())? {
            let start = self.at;
            let key = self.string()?;
            if map.contains_key(&key) {
                return Err(self.fault(start, format!("duplicate key `{key}`")));
            }
            self.skip_space();
            self.take(b':')?;
            let value = self.value()?;
            map.insert(key, value);
        }
        Ok(map.into())
    }

    fn list(&mut self) -> Result<Value, Stop> {
        let mut list = Vec::new();
        while self.next_is_inside(b']', list.is_empty())? {
            list.push(self.value()?);
        }
        Ok(list.into())
    }

    /// Moves to the next item, or past the end of the list or object.
    fn next_is_inside(&mut self, end: u8, is_first: bool) -> Result<bool, Stop> {
        self.skip_space();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(false);
        }
        if !is_first {
            self.take(b',')?;
            self.skip_space();
        }
        Ok(true)
    }

    fn string(&mut self) -> Result<String, Stop> {
        let start = self.at;
        self.take(b'"')?;
        let mut has_escape = false;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escape = true;
                    self.at += 2;
                }
                None | Some(..b' ') => return Err(Stop::NotJson),
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let quoted = self.text.get(start..self.at).ok_or(Stop::NotJson)?;
        if has_escape {
            serde_json::from_str(quoted).map_err(|_| Stop::NotJson)
        } else {
            Ok(quoted[1..quoted.len() - 1].to_owned())
        }
    }

    fn number(&mut self) -> Result<Value, Stop> {
        let start = self.at;
        self.skip(b"-");
        let whole = self.digits();
        let is_zero_first = whole > 1 && self.text.as_bytes()[self.at - whole] == b'0';
        if whole == 0 || is_zero_first {
            return Err(Stop::NotJson);
        }
        let mut is_integer = true;
        if self.skip(b".") {
            is_integer = false;
            if self.digits() == 0 {
                return Err(Stop::NotJson);
            }
        }
        if self.skip(b"eE") {
            is_integer = false;
            self.skip(b"+-");
            if self.digits() == 0 {
                return Err(Stop::NotJson);
            }
        }
        let text = &self.text[start..self.at];
        if is_integer {
            let value = text.parse().ok().and_then(scalar::integer);
            return value.ok_or_else(|| self.fault(start, scalar::too_large(text)));
        }
        let value = text.parse().ok().filter(|it: &f64| it.is_finite());
        value.map(Value::from).ok_or(Stop::NotJson)
    }

    fn literal(&mut self) -> Result<Value, Stop> {
        for (text, value) in [("null", Value::Null), ("true", true.into()), ("false", false.into())] {
            if self.text[self.at..].starts_with(text) {
                self.at += text.len();
                return Ok(value);
            }
        }
        Err(Stop::NotJson)
    }

    /// Skips digits, and returns their number.
    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }

    /// Skips one of `bytes`, if it is next.
    fn skip(&mut self, bytes: &[u8]) -> bool {
        let is_next = self.peek().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(is_next);
        is_next
    }

    fn take(&mut self, byte: u8) -> Result<(), Stop> {
        if self.skip(&[byte]) { Ok(()) } else { Err(Stop::NotJson) }
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[cold]
    fn fault(&self, at: usize, reason: String) -> Stop {
        Stop::Fault(ReadError::at_byte(self.text.as_bytes(), at, reason))
    }
}

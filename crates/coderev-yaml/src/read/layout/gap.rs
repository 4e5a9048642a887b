//! The text between two events: spaces, comments, indicators, anchors and tags.

use super::Layout;
use crate::read::ReadError;

/// <https://github.com/yaml/libyaml/blob/0.2.5/src/scanner.c>, `yaml_parser_stale_simple_keys`.
const LONGEST_KEY: usize = 1024;

impl Layout<'_> {
    /// Checks the text from the end of the last event to `to`.
    pub(super) fn gap(&mut self, to: usize) -> Result<(), ReadError> {
        let mut at = self.end;
        while at < to {
            let byte = self.source.text.as_bytes()[at];
            match byte {
                b'\n' | b'\r' => {
                    self.starts_line = true;
                    at += 1;
                    if self.is_document_end(at) {
                        self.document_end(at)?;
                        at += 3;
                    }
                    continue;
                }
                b'\t' if self.starts_line && (!self.is_flow() || self.scalar.is_some_and(|(_, is_plain)| is_plain)) => {
                    return Err(self.tab(at));
                }
                b' ' | b'\t' => {}
                b'#' => {
                    let rest = self.source.bytes(at..to);
                    at += rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
                    continue;
                }
                b'&' | b'!' => {
                    at = self.property(at)?;
                    self.mark(false);
                    continue;
                }
                b':' if self.is_flow() => {
                    self.colon(at)?;
                    self.scalar = None;
                }
                // After the indicator of a block item, another item may begin on the same line.
                b'-' | b'?' | b':' => self.scalar = None,
                b'.' if at == 0 && self.is_document_end(at) => {
                    self.document_end(at)?;
                    at += 3;
                    continue;
                }
                b'[' | b'{' => {
                    self.has_bracket = true;
                    self.mark(false);
                }
                _ => self.mark(false),
            }
            at += 1;
        }
        self.end = self.end.max(to);
        Ok(())
    }

    /// The colon after a key in brackets.
    fn colon(&self, at: usize) -> Result<(), ReadError> {
        let Some((key, is_plain)) = self.scalar else { return Ok(()) };
        if is_plain && self.is_bracket(at + 1) {
            let reason = "readers disagree about a colon before a bracket or a comma: write a space after the colon, or put the text in quotes";
            return Err(self.error(at, reason));
        }
        let key = &self.source.text[key..at];
        if key.contains(['\n', '\r']) {
            return Err(self.error(at, "kubectl refuses a key and its colon on two lines: write them on one line"));
        }
        if key.len() > LONGEST_KEY && key.chars().count() > LONGEST_KEY {
            return Err(self.error(at, "kubectl refuses a key of more than 1024 characters in brackets"));
        }
        Ok(())
    }

    fn mark(&mut self, starts_line: bool) {
        self.starts_line = starts_line;
        self.scalar = None;
    }

    fn is_bracket(&self, at: usize) -> bool {
        matches!(self.source.at(at), Some(b',' | b'[' | b']' | b'{' | b'}'))
    }

    fn is_document_end(&self, at: usize) -> bool {
        self.source.bytes(at..at + 3) == b"..."
            && matches!(self.source.at(at + 3), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
    }

    fn document_end(&self, at: usize) -> Result<(), ReadError> {
        if self.has_content {
            return Ok(());
        }
        Err(self.error(at, "kubectl refuses `...` without a document before it: remove the line"))
    }

    /// The anchor and the tag at the start of a scalar. Returns the start of its content.
    pub(super) fn properties(&mut self, start: usize, end: usize) -> Result<usize, ReadError> {
        let mut at = start;
        while at < end && matches!(self.source.at(at), Some(b'&' | b'!')) {
            at = self.property(at)?.min(end);
            self.mark(false);
            self.end = at;
            let rest = self.source.bytes(at..end);
            let mut next = at;
            let mut rest = rest.iter().peekable();
            // A comment may follow, because the content may be on a later line.
            let mut is_comment = false;
            while let Some(byte) = rest.peek() {
                match byte {
                    b'\n' | b'\r' => is_comment = false,
                    b'#' => is_comment = true,
                    b' ' | b'\t' => {}
                    _ if is_comment => {}
                    _ => break,
                }
                rest.next();
                next += 1;
            }
            self.gap(next)?;
            at = next;
        }
        Ok(at)
    }

    /// An anchor or a tag. Returns its end.
    fn property(&mut self, start: usize) -> Result<usize, ReadError> {
        let rest = self.source.bytes(start..self.source.text.len());
        let is_end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        let is_anchor = rest.first() == Some(&b'&');
        let is_verbatim = rest.starts_with(b"!<");
        let is_bracket = |byte: &u8| matches!(byte, b',' | b'[' | b']' | b'{' | b'}');
        let length =
            rest.iter().position(|byte| is_end(byte) || !is_verbatim && is_bracket(byte)).unwrap_or(rest.len());
        let end = start + length;
        if is_anchor {
            self.name(start, end)?;
            if !self.anchors.insert(self.source.bytes(start..end)) {
                return Err(self.error(start, "PyYAML refuses a second anchor of the same name: give it another name"));
            }
        }
        match rest.get(length) {
            Some(b'[' | b'{') | Some(b',' | b']' | b'}') if !is_anchor => {
                Err(self.error(end, "kubectl refuses a tag without a space after it: add the space"))
            }
            Some(b'[' | b'{') => {
                Err(self.error(end, "kubectl refuses an anchor without a space after it: add the space"))
            }
            _ => Ok(end),
        }
    }

    /// The name of an anchor or an alias.
    pub(super) fn name(&self, start: usize, end: usize) -> Result<(), ReadError> {
        let name = self.source.bytes(start + 1..end);
        if name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
            return Ok(());
        }
        Err(self.error(start, "kubectl refuses the name of this anchor: use letters, digits, `-` and `_`"))
    }
}

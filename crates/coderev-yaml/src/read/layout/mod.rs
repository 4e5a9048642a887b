//! Refuses a layout that kubectl or PyYAML refuses, or reads as another value, although YAML 1.2 allows it.
//!
//! The readers of kubectl and PyYAML descend from libyaml, a reader of YAML 1.1:
//! <https://github.com/yaml/libyaml/blob/0.2.5/src/scanner.c>. Before it, kubectl splits a text at its lines `---`:
//! <https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/yaml/decoder.go>. A tab that only PyYAML without
//! libyaml refuses, such as one at the end of a line, is accepted.

mod gap;
mod source;

use std::collections::BTreeSet;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::ReadError;
use source::Source;

/// The state of the check after an event of the parser.
pub(super) struct Layout<'a> {
    source: Source<'a>,
    /// The byte offset of the end of the last event.
    end: usize,
    /// For each open list or mapping: is it written in brackets?
    open: Vec<bool>,
    /// The last gap has an opening bracket.
    has_bracket: bool,
    /// Only spaces and the indicators of block items are before this position on its line.
    starts_line: bool,
    /// The start of the scalar before, if only spaces and comments follow it, and whether it is plain.
    scalar: Option<(usize, bool)>,
    /// The text has a node since the last line `---`.
    has_content: bool,
    /// A document has ended.
    has_document: bool,
    /// The names of the anchors of the document.
    anchors: BTreeSet<&'a [u8]>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            source: Source::new(text),
            end: 0,
            open: Vec::new(),
            has_bracket: false,
            starts_line: true,
            scalar: None,
            has_content: false,
            has_document: false,
            anchors: BTreeSet::new(),
        }
    }

    /// Checks an event and the text between it and the event before.
    pub(super) fn check(&mut self, event: &Event<'_>, span: Span) -> Result<(), ReadError> {
        let (start, end) = (self.source.byte(span.start), self.source.byte(span.end));
        match event {
            Event::Scalar(_, style, anchor, tag) => {
                self.gap(start)?;
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                // An anchor and a tag are a part of the span, and then so is the head of a block.
                let has_properties = *anchor > 0 || tag.is_some();
                let mut content = if has_properties { self.properties(start, end)? } else { start };
                if is_block && has_properties {
                    content = self.head(content, end)?;
                }
                let is_empty = content >= end;
                self.has_content |= !is_empty;
                match style {
                    _ if is_empty => {}
                    ScalarStyle::Plain => self.plain(content, end)?,
                    ScalarStyle::DoubleQuoted => self.escapes(content, end)?,
                    ScalarStyle::SingleQuoted => {}
                    ScalarStyle::Literal | ScalarStyle::Folded => self.block(content)?,
                }
                if !is_empty {
                    self.starts_line = is_block;
                    self.scalar = Some((content, *style == ScalarStyle::Plain));
                }
            }
            Event::Alias(_) => {
                self.gap(start)?;
                self.name(start, end)?;
                self.has_content = true;
                self.starts_line = false;
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                self.has_bracket = false;
                self.gap(end)?;
                let is_flow = self.is_flow() || self.has_bracket;
                self.open.push(is_flow);
                self.has_content = true;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.gap(end)?;
                self.open.pop();
            }
            Event::DocumentStart(is_explicit) => {
                self.gap(start)?;
                if *is_explicit {
                    self.separator(start)?;
                } else if self.has_document {
                    let reason = "kubectl does not read this document: write the line `---` before it";
                    return Err(self.error(start, reason));
                }
                // The span of an implicit start has text of the document.
                return Ok(());
            }
            Event::DocumentEnd => {
                self.gap(end)?;
                self.has_document = true;
                self.anchors.clear();
            }
            Event::StreamEnd => self.gap(self.source.text.len())?,
            Event::Nothing | Event::StreamStart => {}
        }
        self.end = self.end.max(end);
        Ok(())
    }

    fn is_flow(&self) -> bool {
        self.open.last().copied().unwrap_or_default()
    }

    /// A line `---`: kubectl splits the text there, and only there.
    fn separator(&mut self, start: usize) -> Result<(), ReadError> {
        if start > 0 && self.source.at(start - 1) != Some(b'\n') {
            return Err(self.error(start, "kubectl does not split the text here: end the line before `---` with LF"));
        }
        self.end = start + 3;
        self.starts_line = false;
        self.has_content = false;
        Ok(())
    }

    fn plain(&self, start: usize, end: usize) -> Result<(), ReadError> {
        if self.is_flow() {
            let text = self.source.bytes(start..end);
            let is_refused = |(at, byte): (usize, &u8)| *byte == b'?' || at == 0 && matches!(byte, b':' | b'|' | b'>');
            if let Some(at) = text.iter().enumerate().position(is_refused) {
                let character = char::from(text[at]);
                let reason = format!("kubectl refuses this `{character}` in brackets: put the text in quotes");
                return Err(self.error(start + at, reason));
            }
        }
        self.indents(start, end)
    }

    /// A tab before the text of a continued line.
    fn indents(&self, start: usize, end: usize) -> Result<(), ReadError> {
        let bytes = self.source.bytes(start..end);
        if !bytes.contains(&b'\t') {
            return Ok(());
        }
        let mut is_indent = false;
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' | b'\r' => is_indent = true,
                b' ' => {}
                b'\t' if is_indent => return Err(self.tab(start + at)),
                _ => is_indent = false,
            }
        }
        Ok(())
    }

    fn tab(&self, at: usize) -> ReadError {
        self.error(at, "kubectl refuses a tab before the text of a line: write spaces")
    }

    /// The escape of a slash is an escape of JSON, which kubectl refuses in YAML.
    fn escapes(&self, start: usize, end: usize) -> Result<(), ReadError> {
        let mut bytes = self.source.bytes(start..end).iter().enumerate();
        while let Some((at, byte)) = bytes.next() {
            if *byte == b'\\'
                && let Some((_, b'/')) = bytes.next()
            {
                return Err(self.error(start + at, "kubectl refuses the escape `\\/` in YAML: write `/`"));
            }
        }
        Ok(())
    }

    /// The head of a block scalar, such as `|2-`, and the indentation of its first line. Returns the start of its text.
    fn head(&mut self, start: usize, end: usize) -> Result<usize, ReadError> {
        let rest = self.source.bytes(start..end);
        let line = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let indent = rest[line..].iter().position(|byte| !byte.is_ascii_whitespace());
        let content = indent.map_or(end, |indent| start + line + indent);
        self.gap(content)?;
        Ok(content)
    }

    /// The indentation of a block scalar whose text begins at `start`.
    fn block(&self, start: usize) -> Result<(), ReadError> {
        let before = self.source.bytes(0..start).iter().rev();
        let indent = before.take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
        if indent == 0 {
            return Err(
                self.error(start, "kubectl does not read a block that begins in the first column: indent its lines")
            );
        }
        // The parser ends the block at a later line that has a tab in its indentation.
        if self.source.at(start) == Some(b'\t') && !self.has_indicator(start) {
            return Err(self.tab(start));
        }
        Ok(())
    }

    /// Does the head of the block, such as `|2-`, set the indentation?
    fn has_indicator(&self, start: usize) -> bool {
        let mut head = self.source.text[..start].lines().rev().map(str::trim).filter(|line| !line.is_empty());
        let head = head.next().unwrap_or_default();
        let head = head.split(" #").next().unwrap_or_default().trim_end();
        head.trim_end_matches(['+', '-']).ends_with(|last: char| last.is_ascii_digit())
    }

    #[cold]
    fn error(&self, byte: usize, reason: impl Into<String>) -> ReadError {
        ReadError::at_byte(self.source.text.as_bytes(), byte, reason)
    }
}

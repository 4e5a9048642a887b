//! Facts about the lines of a text that the events of the parser do not have.

use std::borrow::Cow;

use saphyr_parser::Marker;

use super::ReadError;

/// A text whose last line ends in a line break.
pub(super) struct Lines<'a> {
    pub(super) whole: Cow<'a, str>,
    /// The number of characters of a text without a line break at its end.
    open_end: Option<usize>,
    /// The last line has only spaces.
    ends_blank: bool,
    /// The lines that begin with `%`: their numbers, counted from 1, and the names of the directives.
    percents: Vec<(usize, &'a str)>,
}

impl<'a> Lines<'a> {
    /// Adds the line break, as kubectl does.
    pub(super) fn new(text: &'a str) -> Self {
        let is_open = !text.is_empty() && !text.ends_with(['\n', '\r']);
        let is_blank = |line: &str| line.trim_matches([' ', '\t']).is_empty();
        Self {
            open_end: is_open.then(|| text.chars().count()),
            ends_blank: text.rsplit(['\n', '\r']).next().is_some_and(is_blank),
            whole: if is_open { Cow::Owned(format!("{text}\n")) } else { Cow::Borrowed(text) },
            percents: percents(text),
        }
    }

    /// Does the last line of the text add a line break to this value? The spaces of its indentation do not.
    fn is_open(&self, value: &str) -> bool {
        value.strip_suffix('\n').is_some_and(|value| !self.ends_blank || value.ends_with([' ', '\t']))
    }

    /// Refuses line breaks that are one or two, and text after `---` on its line. kubectl takes each line that begins with `---` for a separator.
    pub(super) fn refuse_separators(&self) -> Result<(), ReadError> {
        if let Some(at) = self.whole.find("\r\r\n") {
            let reason = "readers disagree about the line break CR CR LF: write LF";
            return Err(ReadError::at_byte(self.whole.as_bytes(), at, reason));
        }
        if !self.whole.starts_with("---") && !self.whole.contains("\n---") {
            return Ok(());
        }
        for (index, line) in self.whole.split('\n').enumerate() {
            let Some(rest) = line.strip_prefix("---") else { continue };
            let text = rest.trim_start();
            if !text.is_empty() && (!text.starts_with('#') || text.len() == rest.len()) {
                let reason = "kubectl refuses text after `---` at the start of a line: begin a new line after `---`";
                return Err(ReadError::at_line(index + 1, reason));
            }
        }
        Ok(())
    }

    /// Refuses directives before a document. `end` is the end of the document before it.
    pub(super) fn refuse_directives(&self, end: Marker, start: Marker) -> Result<(), ReadError> {
        let first = end.line().max(1) + usize::from(end.col() > 0);
        let at = self.percents.partition_point(|(line, _)| *line < first);
        match self.percents.get(at).filter(|(line, _)| *line < start.line()) {
            Some((line, name)) => {
                Err(ReadError::at_line(*line, format!("kubectl refuses the directive `{name}`: remove the line")))
            }
            None => Ok(()),
        }
    }

    /// Refuses a block scalar whose last line has no line break, unless its line break would be dropped anyway.
    pub(super) fn refuse_open_end(&self, value: &str, start: Marker, end: Marker) -> Result<(), ReadError> {
        match self.open_end {
            Some(length) if end.index() > length && self.is_open(value) => {
                let reason = "readers disagree about the end of this block, because the text ends without a line break: add the line break, or begin the block with `|-`";
                Err(ReadError::at(start, reason))
            }
            _ => Ok(()),
        }
    }
}

fn percents(text: &str) -> Vec<(usize, &str)> {
    if !text.starts_with('%') && !text.contains("\n%") && !text.contains("\r%") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut number = 0;
    for line in text.split('\n') {
        // A line break is LF, CR, or both.
        for line in line.strip_suffix('\r').unwrap_or(line).split('\r') {
            number += 1;
            if line.starts_with('%') {
                found.push((number, line.split([' ', '\t']).next().unwrap_or(line)));
            }
        }
    }
    found
}

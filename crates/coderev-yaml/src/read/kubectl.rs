//! Reading as kubectl reads: its values, with a list of the places where other readers have other values.
//!
//! kubectl splits a text at lines that begin with `---` and converts each part to JSON:
//! <https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/util/yaml/decoder.go>,
//! <https://github.com/kubernetes-sigs/yaml/blob/v1.6.0/yaml.go>.

mod indentation;
mod parts;

use saphyr_parser::Marker;
use serde_json::{Map, Value};

use super::positions::Position;
use super::{Document, Positions, ReadError, characters, json, json_positions, tree};

/// The number of ambiguous places of an anchor that are repeated for each alias.
pub(super) const REPEATED: usize = 64;

/// A place that kubectl and other readers read as different values.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ambiguity {
    /// The JSON pointer of the field.
    pub pointer: String,
    /// The position.
    pub at: Position,
    /// The values that readers read there.
    pub reason: String,
}

impl Ambiguity {
    pub(super) fn new(pointer: String, mark: Marker, reason: impl Into<String>) -> Self {
        Self { pointer, at: Position::new(mark.line().max(1), mark.col() + 1), reason: reason.into() }
    }

    /// The pointer relative to a value that contains it, and the reason.
    pub(super) fn relative_to(&self, outer: &str) -> Option<(String, String)> {
        let below = self.pointer.strip_prefix(outer)?;
        (below.is_empty() || below.starts_with('/')).then(|| (below.to_owned(), self.reason.clone()))
    }
}

/// A document as kubectl reads it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KubectlDocument {
    /// The line and the value.
    pub document: Document,
    /// The position of each field.
    pub positions: Positions,
    /// The places that other readers read as other values.
    pub ambiguities: Vec<Ambiguity>,
}

/// Reads a text as kubectl reads it: one result for each document, so that one unreadable document does not hide the others.
///
/// A scalar that readers read as different values has the value that kubectl reads, and is listed: `no` is `false`, `0400` is
/// 256, a date is text, `<<` merges. So are a key that is not text and a duplicate key, of which kubectl uses the last
/// value. A text in UTF-16 needs a byte order mark. Brackets and quotes may continue at any indentation.
///
/// ```
/// let text = b"mode: 0400\n---\nkind: {{ .Values.kind }}\n---\nkind: Pod\n";
/// let documents = coderev_yaml::read_as_kubectl(text);
/// assert_eq!(documents.len(), 3);
/// let first = documents[0].as_ref().map_err(Clone::clone)?;
/// assert_eq!(first.document.value["mode"], 256);
/// assert_eq!(first.ambiguities[0].pointer, "/mode");
/// assert_eq!(documents[1].as_ref().map_err(|error| error.line()).unwrap_err(), 3);
/// # Ok::<(), coderev_yaml::ReadError>(())
/// ```
#[must_use]
pub fn read_as_kubectl(text: &[u8]) -> Vec<Result<KubectlDocument, ReadError>> {
    let text = match parts::decode(text) {
        Ok(text) => text,
        Err(error) => return vec![Err(error)],
    };
    if let Some(Ok(documents)) = json::read(&text, json_positions::scan_at) {
        let one = |(document, node)| {
            Ok(KubectlDocument { document, positions: Positions::new(node), ambiguities: Vec::new() })
        };
        return documents.into_iter().map(one).collect();
    }
    let mut all = Vec::new();
    for (first, part) in parts::split(&text) {
        match read_part(part) {
            Ok(documents) => all.extend(documents.into_iter().map(|mut it| {
                it.move_down(first);
                Ok(it)
            })),
            Err(error) => all.push(Err(error.below(first))),
        }
    }
    all
}

/// The documents of one part. There are several if a line such as `--- # comment {` separates them for YAML only.
fn read_part(part: &str) -> Result<Vec<KubectlDocument>, ReadError> {
    characters::check(part)?;
    let read = match tree::read_as_kubectl(part) {
        Ok(read) => read,
        Err(error) => indentation::retry(part, error)?,
    };
    let is_one = read.documents.len() == 1;
    let one = |(document, node): (Document, _)| KubectlDocument {
        document,
        positions: Positions::new(node),
        ambiguities: if is_one { read.ambiguities.clone() } else { Vec::new() },
    };
    Ok(read.documents.into_iter().map(one).collect())
}

impl KubectlDocument {
    /// Adds the lines before the part to each position.
    fn move_down(&mut self, lines: usize) {
        self.document.line += lines;
        self.positions.move_down(lines);
        for it in &mut self.ambiguities {
            it.at = it.at.below(lines);
        }
    }
}

/// The text of a scalar that is a key.
pub(super) fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::String(key) => Some(key.clone()),
        Value::Bool(key) => Some(key.to_string()),
        Value::Number(key) => Some(key.to_string()),
        _ => None,
    }
}

/// The text of a key, and the reason if other readers have another key there.
pub(super) fn key(map: &Map<String, Value>, value: Value, mark: Marker) -> Result<(String, Option<String>), ReadError> {
    let is_text = value.is_string();
    let Some(key) = key_text(&value) else {
        let what = if value.is_null() { "null" } else { "a list or a mapping" };
        return Err(ReadError::at(mark, format!("a key must be a string, not {what}")));
    };
    let doubt = if map.contains_key(&key) {
        Some(format!("duplicate key `{key}`: kubectl uses the last one"))
    } else {
        (!is_text).then(|| format!("the key `{key}` is not text in YAML: put it in quotes"))
    };
    Ok((key, doubt))
}

/// The fields that the value of `<<` adds. Of several mappings, the first one with a key decides.
pub(super) fn merged(value: Value, mark: Marker) -> Result<Map<String, Value>, ReadError> {
    let wrong = || ReadError::at(mark, "the merge key `<<` needs a mapping or a list of mappings");
    match value {
        Value::Object(map) => Ok(map),
        Value::Array(list) => {
            let mut all = Map::new();
            for item in list.into_iter().rev() {
                let Value::Object(map) = item else { return Err(wrong()) };
                all.extend(map);
            }
            Ok(all)
        }
        _ => Err(wrong()),
    }
}

//! Reading: text to values.

mod anchors;
mod characters;
mod error;
mod json;
mod json_positions;
mod kubectl;
mod layout;
mod lines;
mod positions;
mod scalar;
mod tree;

pub use error::ReadError;
pub use kubectl::{Ambiguity, KubectlDocument, read_as_kubectl};
pub use positions::{Position, Positions};

use serde_json::Value;

/// How deep lists and mappings may be nested: the limit of `serde_json`.
const DEPTH: usize = 128;

/// One document of a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The line of the first node, counted from 1.
    pub line: usize,
    /// The content. Null for an empty document, such as one that has only comments.
    pub value: Value,
}

/// Reads all documents of a text in YAML 1.2 or in JSON, which is a part of it.
///
/// A plain scalar that YAML 1.1 and YAML 1.2 read as different values is an error: `no`, `010`, `0o10`, `1_000`,
/// `12:30:00`, `2001-12-14`, `1e3`, `=` and the merge key `<<`. So is a scalar that kubectl or another common reader takes
/// for another type than both versions: `0_8`, `-.5`, `e19`. In quotes they are strings.
///
/// ```
/// let documents = coderev_yaml::read(b"kind: Pod\n---\n# a comment\nkind: Service\nports: [80]\n")?;
/// assert_eq!(documents[1].line, 4);
/// assert_eq!(documents[1].value["ports"][0], 80);
///
/// let error = coderev_yaml::read(b"debug: true\nipv6: no\n").unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 7: `no` is a boolean in YAML 1.1 but a string in YAML 1.2: put it in quotes");
/// # Ok::<(), coderev_yaml::ReadError>(())
/// ```
///
/// # Errors
///
/// When the text is not YAML or not UTF-8; when it has a control character, or a line break that only YAML 1.1 has,
/// outside of an escape; when it has a directive such as `%YAML`, which kubectl refuses; when it ends
/// inside of a block scalar without a line break; when a mapping has a duplicate key, or a key that is not a string; when
/// JSON cannot represent a value, such as `.nan` or an application's own tag; when a plain scalar is ambiguous, as
/// above; when kubectl or PyYAML refuses the layout or reads another value, such as a tab before the first key, `[a?b]`,
/// `{a:}`, `--- a`, or a document after `...`; and when the text needs more resources than its length justifies: lists or mappings nested more than 128
/// deep, an alias inside its own anchor, anchors and aliases that copy more than 16 MiB.
pub fn read(text: &[u8]) -> Result<Vec<Document>, ReadError> {
    let text = decode(text)?;
    match json::read(text, |_, _, _| ()) {
        Some(documents) => Ok(documents?.into_iter().map(|(document, ())| document).collect()),
        None => Ok(tree::read(text, false)?.into_iter().map(|(document, _)| document).collect()),
    }
}

/// Reads all documents of a text, as [`read()`] does, with the position of each field.
///
/// ```
/// let (document, positions) = &coderev_yaml::read_with_positions(b"kind: Pod\nspec:\n  hostNetwork: true\n")?[0];
/// assert_eq!(document.value["spec"]["hostNetwork"], true);
/// let at = positions.value("/spec/hostNetwork").ok_or("no such field")?;
/// assert_eq!((at.line, at.column), (3, 16));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As for [`read()`].
pub fn read_with_positions(text: &[u8]) -> Result<Vec<(Document, Positions)>, ReadError> {
    let text = decode(text)?;
    match json::read(text, json_positions::scan_at) {
        Some(documents) => {
            Ok(documents?.into_iter().map(|(document, node)| (document, Positions::new(node))).collect())
        }
        None => {
            let documents = tree::read(text, true)?.into_iter();
            Ok(documents.map(|(document, node)| (document, Positions::new(node))).collect())
        }
    }
}

fn decode(text: &[u8]) -> Result<&str, ReadError> {
    let text = std::str::from_utf8(text).map_err(|error| ReadError::not_utf8(text, error.valid_up_to()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    characters::check(text)?;
    Ok(text)
}

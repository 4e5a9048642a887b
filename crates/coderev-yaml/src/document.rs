//! Documents: the entry points, which write a value as text.

use std::io;

use serde::Serialize;

use crate::error::Error;
use crate::node::Node;
use crate::out::Out;

/// The initial capacity of a text. A common manifest fits, so the text does not grow.
const ROOM: usize = 4096;

/// Writes `value` as one document.
///
/// # Errors
///
/// When YAML for Kubernetes cannot represent a part of the value; see [`Error`].
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut text = String::with_capacity(ROOM);
    append(&mut text, value)?;
    Ok(text)
}

/// Writes `value` as one document to `writer`. The text is complete before it is written, in one call.
///
/// # Errors
///
/// When YAML for Kubernetes cannot represent a part of the value, in which case nothing is written, or when the
/// writer fails; see [`Error`].
pub fn to_writer<W: io::Write, T: Serialize + ?Sized>(mut writer: W, value: &T) -> Result<(), Error> {
    writer.write_all(to_string(value)?.as_bytes()).map_err(Error::io)
}

/// Writes each of `values` as a document, with a line `---` between two of them.
///
/// ```
/// let text = coderev_yaml::documents(&["Namespace", "Deployment"])?;
/// assert_eq!(text, "Namespace\n---\nDeployment\n");
/// # Ok::<(), coderev_yaml::Error>(())
/// ```
///
/// # Errors
///
/// When YAML for Kubernetes cannot represent a part of a value; see [`Error`].
pub fn documents<'a, T>(values: impl IntoIterator<Item = &'a T>) -> Result<String, Error>
where
    T: Serialize + ?Sized + 'a,
{
    let mut text = String::with_capacity(ROOM);
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 {
            text.push_str("---\n");
        }
        append(&mut text, value)?;
    }
    Ok(text)
}

/// Appends `value` to `text` as one document, so that one allocation serves many documents.
///
/// ```
/// let mut text = String::from("# written by hand\n");
/// coderev_yaml::append(&mut text, &["a", "b"])?;
/// assert_eq!(text, "# written by hand\n- a\n- b\n");
/// # Ok::<(), coderev_yaml::Error>(())
/// ```
///
/// # Errors
///
/// When YAML for Kubernetes cannot represent a part of the value, in which case `text` is unchanged; see [`Error`].
pub fn append<T: Serialize + ?Sized>(text: &mut String, value: &T) -> Result<(), Error> {
    let start = text.len();
    let mut out = Out::new(std::mem::take(text));
    let result = value.serialize(Node::root(&mut out));
    *text = out.finish();
    if result.is_err() {
        text.truncate(start);
    }
    result
}

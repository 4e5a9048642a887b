//! Documents: the entry points, from one value to its text.

use std::io;

use serde::Serialize;

use crate::error::Error;
use crate::node::Node;
use crate::out::Out;

/// The room a first document is given, so that a common manifest is written without growing the text.
const ROOM: usize = 4096;

/// Writes `value` as one document.
///
/// # Errors
///
/// When the value holds something that YAML for Kubernetes cannot say; see [`Error`].
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    let mut text = String::with_capacity(ROOM);
    append(&mut text, value)?;
    Ok(text)
}

/// Writes `value` as one document to `writer`, in a single write once the whole text is known to be good.
///
/// # Errors
///
/// When the value holds something that YAML for Kubernetes cannot say, and then nothing is written, or when the writer
/// fails; see [`Error`].
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
/// When a value holds something that YAML for Kubernetes cannot say; see [`Error`].
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

/// Writes `value` as one document at the end of `text`, so that one allocation serves many documents.
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
/// When the value holds something that YAML for Kubernetes cannot say, and then `text` is as it was; see [`Error`].
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

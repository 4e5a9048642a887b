//! Reads a text into documents.
use crate::{Document, unfold};
use coderev_yaml::{ReadError, read_with_positions};
use std::sync::Arc;

/// Reads all objects of a text in YAML or JSON. Lists are unfolded, and empty documents are skipped. `file` is the
/// file name in the origins of the objects.
///
/// If a document does not match its kind, as many fields as possible are read, and [`errors()`](Document::errors) has
/// the rest.
///
/// ```
/// let text = b"apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: web:1\n";
/// let documents = coderev_objects::read("web.yaml", text)?;
/// let image = documents[0].origin_of("/spec/containers/0/image");
/// assert_eq!(image.to_string(), "web.yaml:8:5");
/// # Ok::<(), coderev_objects::ReadError>(())
/// ```
///
/// # Errors
///
/// When the text is not YAML, or when versions of YAML read it differently.
pub fn read(file: &str, text: &[u8]) -> Result<Vec<Document>, ReadError> {
    let file: Arc<str> = file.into();
    let mut documents = Vec::new();
    for (document, positions) in read_with_positions(text)? {
        if document.value.is_null() {
            continue;
        }
        let positions = Arc::new(positions);
        let one = |(pointer, value)| Document::from_text(value, pointer, &file, &positions);
        if document.value.get("items").is_none() {
            documents.push(one((String::new(), document.value)));
            continue;
        }
        match unfold(document.value.clone()) {
            Ok(values) => documents.extend(values.into_iter().map(one)),
            Err(error) => documents.push(one((String::new(), document.value)).with_error(error)),
        }
    }
    Ok(documents)
}

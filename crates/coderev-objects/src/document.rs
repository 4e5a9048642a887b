//! An object from any source: its value, its typed view and its origin.
use crate::decode::{all_errors, as_written, decode, view, view_of_older_version};
use crate::{DecodeError, Object, Origin};
use coderev_yaml::{Position, Positions};
use serde::{Serialize, Serializer};
use serde_json::Value;
use std::sync::{Arc, OnceLock};

/// An object from any source: its value, its typed view and its origin.
///
/// [`object()`](Self::object) is for rules. [`source()`](Self::source) is the object as it was written. A document
/// serializes to its source, so no field is lost, even if the type does not have it.
#[derive(Clone, Debug)]
pub struct Document {
    source: Object,
    /// A typed view of a source that has no type, or has an older version.
    view: Option<Box<Object>>,
    /// Without one of its own, it is formatted from the name of the object on first use.
    subject: OnceLock<String>,
    origin: Origin,
    /// The origins of fields of an object from Rust, by JSON pointer.
    fields: Vec<(String, Origin)>,
    text: Option<Box<Text>>,
    errors: Vec<DecodeError>,
}

/// The text that a document was read from.
#[derive(Clone, Debug)]
struct Text {
    file: Arc<str>,
    positions: Arc<Positions>,
    /// The JSON pointer of the object in the text's document: `/items/3` for an item of a list.
    pointer: String,
}

impl Document {
    /// A document for an object that a program created.
    #[must_use]
    pub fn new(object: impl Into<Object>, origin: impl Into<Origin>) -> Self {
        let source = object.into();
        let view = match &source {
            Object::Raw(_) => serde_json::to_value(&source).ok().and_then(|value| view_of_older_version(&value)?.ok()),
            _ => None,
        };
        Self::assemble(source, view, origin.into())
    }
    /// A document for a value. [`errors()`](Self::errors) has the errors of the value.
    #[must_use]
    pub fn from_value(value: Value, origin: impl Into<Origin>) -> Self {
        let (older, fault) = match view_of_older_version(&value) {
            Some(Ok(view)) => (Some(view), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        // The copy is needed only if the value has an error.
        let copy = value.clone();
        let mut document = match decode(value) {
            Ok(source) => Self::assemble(source, older, origin.into()),
            Err(error) => {
                let (view, errors) = (older.or_else(|| view(&copy)), all_errors(&copy, error));
                Self { errors, ..Self::assemble(as_written(copy), view, origin.into()) }
            }
        };
        document.errors.extend(fault);
        document
    }
    pub(crate) fn from_text(value: Value, pointer: String, file: &Arc<str>, positions: &Arc<Positions>) -> Self {
        let start = positions.key(&pointer).or_else(|| positions.key(""));
        let origin = start.map_or_else(|| yaml(file, 1, 1), |at| yaml(file, at.line, at.column));
        let mut document = Self::from_value(value, origin);
        document.text = Some(Box::new(Text { file: Arc::clone(file), positions: Arc::clone(positions), pointer }));
        document
    }
    pub(crate) fn with_error(mut self, error: DecodeError) -> Self {
        self.errors.insert(0, error);
        self
    }
    fn assemble(source: Object, view: Option<Object>, origin: Origin) -> Self {
        let view = view.map(Box::new);
        Self { source, view, subject: OnceLock::new(), origin, fields: Vec::new(), text: None, errors: Vec::new() }
    }

    /// The same document with another subject: the name that findings use for it.
    #[must_use]
    pub fn with_subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = subject.into().into();
        self
    }
    /// The same document, with the origin of one field, by JSON pointer. A later origin of the same field replaces an earlier one.
    #[must_use]
    pub fn with_field(mut self, pointer: impl Into<String>, origin: impl Into<Origin>) -> Self {
        let (pointer, origin) = (pointer.into(), origin.into());
        self.fields.retain(|(other, _)| *other != pointer);
        self.fields.push((pointer, origin));
        self
    }

    /// The object for rules: typed where possible.
    #[must_use]
    pub fn object(&self) -> &Object {
        self.view.as_deref().unwrap_or(&self.source)
    }
    /// The object as it was written.
    #[must_use]
    pub const fn source(&self) -> &Object {
        &self.source
    }
    /// The object as it was written.
    #[must_use]
    pub fn into_source(self) -> Object {
        self.source
    }
    /// The name of the object, or of the declaration that it belongs to, for people. Names are never compared.
    #[must_use]
    pub fn subject(&self) -> &str {
        self.subject.get_or_init(|| match (self.source.namespace(), self.source.name()) {
            ("", name) => name.to_owned(),
            (namespace, name) => [namespace, "/", name].concat(),
        })
    }
    /// The origin of the object.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }
    /// The origin of a field, by JSON pointer: `/spec/template/spec/containers/0/image`. For an absent field, the
    /// origin of the innermost object or list around it.
    #[must_use]
    pub fn origin_of(&self, pointer: &str) -> Origin {
        let mut pointer = pointer;
        loop {
            if let Some(origin) = self.field(pointer) {
                return origin;
            }
            match pointer.rsplit_once('/') {
                Some((parent, _)) if !parent.is_empty() => pointer = parent,
                _ => return self.origin.clone(),
            }
        }
    }
    fn field(&self, pointer: &str) -> Option<Origin> {
        if let Some((_, origin)) = self.fields.iter().find(|(other, _)| other == pointer) {
            return Some(origin.clone());
        }
        let text = self.text.as_ref()?;
        let Position { line, column, .. } = text.positions.key(&format!("{}{pointer}", text.pointer))?;
        Some(yaml(&text.file, line, column))
    }
    /// The errors of the value, each with its origin.
    pub fn errors(&self) -> impl Iterator<Item = (&DecodeError, Origin)> {
        let value = if self.errors.is_empty() { Value::Null } else { serde_json::to_value(self).unwrap_or_default() };
        self.errors.iter().map(move |error| (error, self.origin_of(&error.pointer(&value))))
    }
}

fn yaml(file: &Arc<str>, line: u32, column: u32) -> Origin {
    Origin::Yaml { file: Arc::clone(file), line, column }
}

/// Writes the value as it was read.
impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.source.serialize(serializer)
    }
}

#[cfg(test)]
mod tests;

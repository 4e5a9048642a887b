//! Why a value does not match its kind.
use serde_json::Value;
use std::fmt::{self, Display, Formatter};

/// Why a value does not match its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// A value does not have the type of its field.
    WrongType {
        /// The path, with list items by name: `/spec/containers/[name=web]/tty`. Empty for the whole object.
        path: String,
        /// The reason.
        reason: String,
    },
    /// The kind does not have a field.
    UnknownField {
        /// The path of the field.
        path: String,
        /// The fields that the type has.
        known: Vec<String>,
    },
}

impl DecodeError {
    /// The path as a JSON pointer into the decoded value. `/spec/containers/[name=web]/tty` becomes
    /// `/spec/containers/0/tty` if the name of the first container is `web`.
    #[must_use]
    pub fn pointer(&self, value: &Value) -> String {
        let (Self::WrongType { path, .. } | Self::UnknownField { path, .. }) = self;
        let mut pointer = String::new();
        let mut rest = &**path;
        while let Some(after) = rest.strip_prefix('/') {
            // A slash inside the brackets is part of the name.
            let end = match after.strip_prefix("[name=") {
                Some(_) => after.find("]/").map_or(after.len(), |at| at + 1),
                None => after.find('/').unwrap_or(after.len()),
            };
            let (part, next) = after.split_at(end);
            let name = part.strip_prefix("[name=").and_then(|part| part.strip_suffix(']'));
            let index = name.and_then(|name| {
                let items = value.pointer(&pointer)?.as_array()?;
                items.iter().position(|item| item.get("name").and_then(Value::as_str) == Some(name))
            });
            pointer.push('/');
            match index {
                Some(index) => pointer.push_str(&index.to_string()),
                None => pointer.push_str(part),
            }
            rest = next;
        }
        pointer
    }
}

impl Display for DecodeError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { path, reason } if path.is_empty() => f.write_str(reason),
            Self::WrongType { path, reason } => write!(f, "`{path}`: {reason}"),
            Self::UnknownField { path, .. } => write!(f, "there is no field `{path}`"),
        }
    }
}

impl std::error::Error for DecodeError {}

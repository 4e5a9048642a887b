//! Why a value is no object of its kind.
use std::fmt::{self, Display, Formatter};

/// Why a value is no object of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// A value has another type than the field.
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
        /// The fields that are known there.
        known: Vec<String>,
    },
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

//! What was left out of a reading, and its errors and warnings.

use std::fmt::{self, Display, Formatter};

/// A text or a document that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct LeftOut {
    /// The file, and the line unless it is the whole file.
    pub place: String,
    /// Why.
    pub reason: LeftOutReason,
    /// Whether it may contain a policy, so that answers may be different with it.
    pub may_decide: bool,
}

/// Why something was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum LeftOutReason {
    /// It has no `apiVersion` and `kind`.
    NoObject,
    /// It is a template, such as a Helm chart has.
    Template,
    /// It is a part of another object of the input, such as a patch of Kustomize.
    Patch,
    /// It cannot be read, and why.
    Unreadable(String),
}

impl Display for LeftOutReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoObject => f.write_str("it has no `kind` or no `apiVersion`"),
            Self::Template => f.write_str("it is a template"),
            Self::Patch => f.write_str("it is a patch of another object"),
            Self::Unreadable(reason) => f.write_str(reason),
        }
    }
}

impl Display for LeftOut {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// An error or a warning about an object, with its position.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Notice {
    /// The file, the line and the column.
    pub place: String,
    /// The object: its kind, and `namespace/name`.
    pub subject: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl Display for Notice {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.place, self.subject, self.message)
    }
}

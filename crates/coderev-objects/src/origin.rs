//! The place in source code where an object or a field was written.
use std::fmt::{self, Display, Formatter};
use std::panic::Location;
use std::sync::Arc;

/// The place in source code where an object or a field was written.
///
/// ```
/// use coderev_objects::Origin;
///
/// let origin = Origin::Yaml { file: "web.yaml".into(), line: 7, column: 3 };
/// assert_eq!(origin.to_string(), "web.yaml:7:3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// A line of a Rust program.
    Rust(&'static Location<'static>),
    /// A position in a file of YAML or JSON. Lines and columns are counted from 1.
    Yaml {
        /// The path of the file, as the reader named it.
        file: Arc<str>,
        /// The line.
        line: u32,
        /// The column, in characters.
        column: u32,
    },
}

impl Origin {
    /// The file.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::Rust(location) => location.file(),
            Self::Yaml { file, .. } => file,
        }
    }
    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        match self {
            Self::Rust(location) => location.line(),
            Self::Yaml { line, .. } => *line,
        }
    }
    /// The column, counted from 1.
    #[must_use]
    pub fn column(&self) -> u32 {
        match self {
            Self::Rust(location) => location.column(),
            Self::Yaml { column, .. } => *column,
        }
    }
}

impl From<&'static Location<'static>> for Origin {
    fn from(location: &'static Location<'static>) -> Self {
        Self::Rust(location)
    }
}

impl Display for Origin {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file(), self.line(), self.column())
    }
}

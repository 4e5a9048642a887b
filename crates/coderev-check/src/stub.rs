//! Stand-ins for the types of `coderev-objects`, until they are there.
use std::fmt;
use std::panic::Location;
use std::sync::Arc;

/// Where an object or a field comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Origin {
    /// A line of a Rust program.
    Rust(&'static Location<'static>),
    /// A position in a YAML file.
    Yaml {
        /// The path of the file.
        file: Arc<str>,
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
}
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rust(at) => at.fmt(f),
            Self::Yaml { file, line, column } => write!(f, "{file}:{line}:{column}"),
        }
    }
}

/// All objects, with the relations between them.
#[derive(Debug, Default)]
pub struct Inventory;

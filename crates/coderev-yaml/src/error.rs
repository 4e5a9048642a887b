//! The error: a value that cannot be written, with its path.

use std::fmt::{self, Display, Formatter, Write};
use std::io;

use serde::ser;

/// A value that YAML for Kubernetes cannot represent, or a writer that failed.
///
/// The message starts with the path, such as `spec.containers[0].args`, unless the value as a whole is at fault.
#[derive(Debug)]
pub struct Error {
    // Boxed, so that the result of every write is one pointer wide.
    inner: Box<Inner>,
}

#[derive(Debug)]
struct Inner {
    cause: Cause,
    /// From the innermost step to the outermost, because the path is built while the error is returned.
    path: Vec<Step>,
}

#[derive(Debug)]
enum Cause {
    Message(String),
    Io(io::Error),
}

#[derive(Debug)]
enum Step {
    Key(String),
    Index(usize),
}

impl Error {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::from_cause(Cause::Message(message.into()))
    }

    #[cold]
    pub(crate) fn io(error: io::Error) -> Self {
        Self::from_cause(Cause::Io(error))
    }

    fn from_cause(cause: Cause) -> Self {
        Self { inner: Box::new(Inner { cause, path: Vec::new() }) }
    }

    #[cold]
    pub(crate) fn below_key(mut self, key: &str) -> Self {
        self.inner.path.push(Step::Key(key.to_owned()));
        self
    }

    #[cold]
    pub(crate) fn below_index(mut self, index: usize) -> Self {
        self.inner.path.push(Step::Index(index));
        self
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.inner.path.iter().rev().enumerate() {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                // A key that contains a dot would read as two keys, so it is written in brackets.
                Step::Key(key) if key.starts_with('"') => write!(f, "[{key}]")?,
                Step::Key(key) if !is_identifier(key) => write!(f, "[{key:?}]")?,
                Step::Key(key) => {
                    if depth > 0 {
                        f.write_char('.')?;
                    }
                    f.write_str(key)?;
                }
            }
        }
        if !self.inner.path.is_empty() {
            f.write_str(": ")?;
        }
        match &self.inner.cause {
            Cause::Message(message) => f.write_str(message),
            Cause::Io(error) => write!(f, "the text cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.inner.cause {
            Cause::Message(_) => None,
            Cause::Io(error) => Some(error),
        }
    }
}

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

fn is_identifier(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'))
}

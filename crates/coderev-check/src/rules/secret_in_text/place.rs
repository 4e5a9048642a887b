//! The place of a text.
use std::fmt;

/// The place of a text, as it appears in a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'a> {
    /// The command, the arguments, or a probe or hook of this container.
    Command(&'a str),
    /// The name of the ConfigMap, and the key.
    ConfigMap(&'a str, &'a str),
    Annotation(&'a str),
    /// The type of the trigger, and the key.
    Trigger(&'a str, &'a str),
    /// A field of an untyped object.
    Field(&'a str),
}
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(container) => write!(f, "the command of the container `{container}`"),
            Self::ConfigMap(map, key) => write!(f, "the key `{key}` of the ConfigMap `{map}`"),
            Self::Annotation(key) => write!(f, "the annotation `{key}`"),
            Self::Trigger(kind, key) => write!(f, "the metadata `{key}` of the trigger `{kind}`"),
            Self::Field(key) => write!(f, "the field `{key}`"),
        }
    }
}

//! The path of a field in an object.
use coderev_yaml::pointer_part;
use std::fmt;

/// The path from an object to a value in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    /// An item of a list, and its `name` if it has one.
    Item(usize, Option<String>),
}

/// A step that borrows its name, because most paths are never printed.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Field(&'a str),
    Item(usize, Option<&'a str>),
}

impl FieldPath {
    /// The path with these steps.
    pub(super) fn from_parts(parts: &[Part<'_>]) -> Self {
        let step = |part: &Part<'_>| match *part {
            Part::Field(name) => Step::Field(name.to_owned()),
            Part::Item(index, name) => Step::Item(index, name.map(str::to_owned)),
        };
        Self { steps: parts.iter().map(step).collect() }
    }

    /// The path of a field of this object.
    pub(super) fn field(mut self, name: &str) -> Self {
        self.steps.push(Step::Field(name.to_owned()));
        self
    }

    /// The JSON pointer, as RFC 6901 defines it: `/spec/containers/0/image`. The pointer of the object itself is
    /// empty.
    pub fn pointer(&self) -> String {
        self.steps.iter().fold(String::new(), |path, step| match step {
            Step::Field(name) => path + "/" + &pointer_part(name),
            Step::Item(index, _) => path + "/" + &index.to_string(),
        })
    }

    /// The name of the last field, unless the path ends with an item or is empty.
    pub fn name(&self) -> Option<&str> {
        match self.steps.last()? {
            Step::Field(name) => Some(name),
            Step::Item(..) => None,
        }
    }

    /// The same path with another name for the last field.
    pub(super) fn sibling(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.steps.pop();
        path.field(name)
    }
}

/// The format of messages and patches: the pointer, with named list items by name,
/// `/spec/containers/[name=web]/image`.
impl fmt::Display for FieldPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| match step {
            Step::Field(name) => write!(out, "/{}", pointer_part(name)),
            Step::Item(_, Some(name)) => write!(out, "/[name={name}]"),
            Step::Item(index, None) => write!(out, "/{index}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Part};

    #[test]
    fn a_path_has_two_forms() {
        let mut path = FieldPath::default();
        assert_eq!((path.pointer(), path.name()), (String::new(), None));
        path = FieldPath::from_parts(&[Part::Field("containers"), Part::Item(1, Some("web"))]);
        assert_eq!(path.name(), None);
        path = path.field("a/b~c");
        assert_eq!(path.pointer(), "/containers/1/a~1b~0c");
        assert_eq!(path.to_string(), "/containers/[name=web]/a~1b~0c");
        assert_eq!(path.name(), Some("a/b~c"));
        assert_eq!(path.sibling("c").pointer(), "/containers/1/c");
    }
}

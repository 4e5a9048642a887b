//! Where a field stands in an object.
use std::fmt;

/// The way from an object to a value in it.
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

impl FieldPath {
    pub(super) fn push_field(&mut self, name: &str) {
        self.steps.push(Step::Field(name.to_owned()));
    }

    pub(super) fn push_item(&mut self, index: usize, name: Option<&str>) {
        self.steps.push(Step::Item(index, name.map(str::to_owned)));
    }

    pub(super) fn pop(&mut self) {
        self.steps.pop();
    }

    /// The path of a field below.
    pub(super) fn field(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.push_field(name);
        path
    }

    /// The JSON pointer, as RFC 6901 has it: `/spec/containers/0/image`. The object itself is the empty pointer.
    pub fn pointer(&self) -> String {
        self.steps.iter().fold(String::new(), |path, step| match step {
            Step::Field(name) => path + "/" + &escaped(name),
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

    /// The path with another name at its end.
    pub(super) fn sibling(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.pop();
        path.push_field(name);
        path
    }
}

/// As messages show it and as patches take it: the pointer, but an item that has a name by its name, `/spec/containers/[name=web]/image`.
impl fmt::Display for FieldPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| match step {
            Step::Field(name) => write!(out, "/{}", escaped(name)),
            Step::Item(_, Some(name)) => write!(out, "/[name={name}]"),
            Step::Item(index, None) => write!(out, "/{index}"),
        })
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::FieldPath;

    #[test]
    fn a_path_has_two_forms() {
        let mut path = FieldPath::default();
        assert_eq!((path.pointer(), path.name()), (String::new(), None));
        path.push_field("containers");
        path.push_item(1, Some("web"));
        path.push_field("a/b~c");
        assert_eq!(path.pointer(), "/containers/1/a~1b~0c");
        assert_eq!(path.to_string(), "/containers/[name=web]/a~1b~0c");
        assert_eq!(path.name(), Some("a/b~c"));
        assert_eq!(path.sibling("c").pointer(), "/containers/1/c");
    }
}

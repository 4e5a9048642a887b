//! A text and its path.
use coderev_yaml::pointer_part;

/// A text of a value, and its path.
#[derive(Clone, Copy, Debug)]
pub struct Text<'t> {
    pub(super) value: &'t str,
    pub(super) path: &'t Path<'t>,
    pub(super) is_key: bool,
}
impl<'t> Text<'t> {
    /// The text.
    #[must_use]
    pub const fn value(&self) -> &'t str {
        self.value
    }
    /// Whether the text is the key of a map. Its path is the path of the entry.
    #[must_use]
    pub const fn is_key(&self) -> bool {
        self.is_key
    }
    /// The innermost key or field on the path: `command` for `/spec/containers/0/command/2`. Empty at the root.
    #[must_use]
    pub fn key(&self) -> &'t str {
        let mut path = self.path;
        loop {
            match (path.step, path.parent) {
                (Step::Key(key), _) => return key,
                (_, Some(parent)) => path = parent,
                (_, None) => return "",
            }
        }
    }
    /// The index of the text in its list. None if it is not an item of a list.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        match self.path.step {
            Step::Index(index) => Some(index),
            _ => None,
        }
    }
    /// The steps of the path from the last to the first; an index is `None`.
    pub fn steps(&self) -> impl Iterator<Item = Option<&'t str>> + use<'t> {
        let all = std::iter::successors(Some(self.path), |path| path.parent);
        all.filter_map(|path| match path.step {
            Step::Root => None,
            Step::Key(key) => Some(Some(key)),
            Step::Index(_) => Some(None),
        })
    }
    /// The JSON pointer of the text (RFC 6901), or of the entry of a key.
    #[must_use]
    pub fn pointer(&self) -> String {
        self.path.pointer()
    }
    /// The JSON pointer of the map or list that contains the text.
    #[must_use]
    pub fn parent_pointer(&self) -> String {
        self.path.parent.map_or_else(String::new, Path::pointer)
    }
}

/// The path of a value: each step refers to the step before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path<'p> {
    pub(super) parent: Option<&'p Path<'p>>,
    pub(super) step: Step<'p>,
}
#[derive(Clone, Copy, Debug)]
pub(super) enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}
impl Path<'_> {
    fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or_else(String::new, Path::pointer);
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                pointer.push('/');
                pointer.push_str(&pointer_part(key));
            }
            Step::Index(index) => pointer.push_str(&format!("/{index}")),
        }
        pointer
    }
}

//! Kinds and their objects, from either source.
use std::collections::BTreeMap;

/// All versions of Kubernetes that are read, one bit each.
pub(super) const ALL: u8 = 0b111;
/// The path of the metadata of every top-level kind.
pub(super) const OBJECT_META: &str = "crate::apimachinery::pkg::apis::meta::v1::ObjectMeta";

#[derive(Default)]
pub(super) struct Schema {
    /// By apiVersion and kind, separated by a space.
    pub(super) kinds: BTreeMap<String, Kind>,
    pub(super) objects: Vec<Object>,
    /// Objects that have a path in `k8s-openapi`.
    paths: BTreeMap<String, usize>,
}

#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) object: usize,
    pub(super) versions: u8,
}

#[derive(Default)]
pub(super) struct Object {
    /// Fields with other names are also allowed.
    pub(super) is_open: bool,
    /// The versions that have the object.
    pub(super) versions: u8,
    pub(super) fields: BTreeMap<String, Field>,
}

#[derive(Clone, PartialEq)]
pub(super) struct Field {
    pub(super) shape: Shape,
    /// The versions that have the field.
    pub(super) versions: u8,
    /// The versions that require the field.
    pub(super) required: u8,
}

/// A leaf in any number of lists and maps.
#[derive(Clone, PartialEq)]
pub(super) struct Shape {
    /// From the outermost to the innermost: `[` for a list, `{` for a map.
    pub(super) around: String,
    pub(super) leaf: Leaf,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Leaf {
    Scalar(char),
    Object(usize),
    /// An object, or any value that is not an object.
    ObjectOrAny(usize),
}

impl Schema {
    /// The object at a path in `k8s-openapi`.
    pub(super) fn at(&mut self, path: &str) -> usize {
        if let Some(&found) = self.paths.get(path) {
            return found;
        }
        let new = self.add(Object::default());
        self.paths.insert(path.to_owned(), new);
        new
    }

    pub(super) fn add(&mut self, object: Object) -> usize {
        self.objects.push(object);
        self.objects.len() - 1
    }
}

impl Shape {
    pub(super) fn leaf(leaf: Leaf) -> Self {
        Self { around: String::new(), leaf }
    }

    pub(super) fn scalar(letter: char) -> Self {
        Self::leaf(Leaf::Scalar(letter))
    }

    /// A list or a map with values of this shape.
    pub(super) fn inside(mut self, around: char) -> Self {
        self.around.insert(0, around);
        self
    }
}

//! The texts of maps and lists.
use super::node::{Node, Visit};
use super::path::{Path, Step, Text};
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use std::fmt::Error;

/// A map, or the fields of a type.
pub(super) struct Map<'w> {
    path: &'w Path<'w>,
    visit: Visit<'w>,
    /// The variant of an enum that has these fields.
    variant: Option<&'static str>,
    /// The key of the next value, if the two are serialized one by one.
    key: String,
}
impl<'w> Map<'w> {
    #[inline]
    pub(super) const fn new(node: Node<'w>, variant: Option<&'static str>) -> Self {
        Self { path: node.path, visit: node.visit, variant, key: String::new() }
    }
    #[inline]
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Error> {
        within(self.path, self.variant, Step::Key(name), |path| value.serialize(Node { path, visit: self.visit }))
    }
}
impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        let (path, text) = (self.path, &mut self.key);
        text.clear();
        key.serialize(Node { path, visit: &mut |key| text.push_str(key.value()) })?;
        let path = Path { parent: Some(path), step: Step::Key(text) };
        (self.visit)(Text { value: text, path: &path, is_key: true });
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = std::mem::take(&mut self.key);
        self.field(&key, value)
    }
    /// The value is serialized where the key is visited, so the key is not copied.
    #[inline]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Error> {
        let Self { path: parent, visit, .. } = self;
        let mut result = Ok(());
        let node = Node {
            path: parent,
            visit: &mut |key| {
                let path = Path { parent: Some(parent), step: Step::Key(key.value()) };
                visit(Text { value: key.value(), path: &path, is_key: true });
                result = value.serialize(Node { path: &path, visit: &mut **visit });
            },
        };
        key.serialize(node)?;
        result
    }
    #[inline]
    fn end(self) -> Result<(), Error> {
        Ok(())
    }
}

/// A list or a tuple.
pub(super) struct List<'w> {
    path: &'w Path<'w>,
    visit: Visit<'w>,
    /// The variant of an enum that has these items.
    variant: Option<&'static str>,
    next: usize,
}
impl<'w> List<'w> {
    #[inline]
    pub(super) const fn new(node: Node<'w>, variant: Option<&'static str>) -> Self {
        Self { path: node.path, visit: node.visit, variant, next: 0 }
    }
    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let step = Step::Index(self.next);
        self.next += 1;
        within(self.path, self.variant, step, |path| value.serialize(Node { path, visit: self.visit }))
    }
}

/// Calls `run` with the path of `step` in `parent`, below the variant if there is one.
#[inline]
fn within<R>(parent: &Path<'_>, variant: Option<&'static str>, step: Step<'_>, run: impl FnOnce(&Path<'_>) -> R) -> R {
    match variant {
        None => run(&Path { parent: Some(parent), step }),
        Some(variant) => {
            let variant = Path { parent: Some(parent), step: Step::Key(variant) };
            run(&Path { parent: Some(&variant), step })
        }
    }
}

macro_rules! fields {
    ($($interface:ident),*) => {$(
        impl $interface for Map<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }
            #[inline]
            fn end(self) -> Result<(), Error> {
                Ok(())
            }
        }
    )*};
}
fields!(SerializeStruct, SerializeStructVariant);

macro_rules! items {
    ($($interface:ident $method:ident),*) => {$(
        impl $interface for List<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }
            #[inline]
            fn end(self) -> Result<(), Error> {
                Ok(())
            }
        }
    )*};
}
items!(
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

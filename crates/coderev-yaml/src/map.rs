//! Mappings: a key, a colon and a value for each entry.

use std::ops::Range;

use serde::ser::{Serialize, SerializeMap, SerializeStruct};

use crate::error::Error;
use crate::key::Key;
use crate::node::{Node, Place};
use crate::out::Out;

/// An unfinished mapping. It writes nothing before its first key, because an empty mapping is `{}`.
pub(crate) struct Map<'a> {
    out: &'a mut Out,
    column: usize,
    place: Place,
    is_empty: bool,
    /// The range of the current key in the text, for the path of an error.
    key: Range<usize>,
}

impl<'a> Map<'a> {
    #[inline]
    pub(crate) fn new(out: &'a mut Out, column: usize, place: Place) -> Self {
        Self { out, column, place, is_empty: true, key: 0..0 }
    }

    #[inline]
    pub(crate) fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.start_entry();
        self.out.push_key(name, self.column);
        value.serialize(Node::after_key(self.out, self.column)).map_err(|error| error.below_key(name))
    }

    /// The node of the only value, in a mapping that has only this key.
    pub(crate) fn into_only(mut self, name: &'static str) -> Node<'a> {
        self.start_entry();
        self.out.push_key(name, self.column);
        Node::after_key(self.out, self.column)
    }

    #[inline]
    pub(crate) fn close(self) {
        if self.is_empty {
            Node::new(self.out, self.column, self.place).write("{}");
        }
    }

    #[inline]
    fn start_entry(&mut self) {
        self.out.start_entry(self.column, self.place, self.is_empty);
        self.is_empty = false;
    }

    /// The error, with the current key, as it was written, added to its path.
    #[cold]
    fn below_written_key(&self, error: Error) -> Error {
        let key = self.out.get(self.key.clone());
        error.below_key(key.strip_prefix("? ").unwrap_or(key).trim_end())
    }
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.start_entry();
        self.key = key.serialize(Key::new(self.out, self.column))?;
        Ok(())
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let result = value.serialize(Node::after_key(self.out, self.column));
        result.map_err(|error| self.below_written_key(error))
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Map<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.field(name, value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

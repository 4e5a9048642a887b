//! Lists: a dash and a value for each item.

use serde::ser::{Serialize, SerializeSeq, SerializeTuple, SerializeTupleStruct};

use crate::error::Error;
use crate::node::{Node, Place};
use crate::out::Out;

/// An unfinished list. It writes nothing before its first element, because an empty list is `[]`.
pub(crate) struct List<'a> {
    out: &'a mut Out,
    column: usize,
    place: Place,
    len: usize,
}

impl<'a> List<'a> {
    #[inline]
    pub(crate) fn new(out: &'a mut Out, column: usize, place: Place) -> Self {
        Self { out, column, place, len: 0 }
    }

    #[inline]
    pub(crate) fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.out.start_entry(self.column, self.place, self.len == 0);
        self.out.push("- ");
        let index = self.len;
        self.len += 1;
        value.serialize(Node::after_dash(self.out, self.column)).map_err(|error| error.below_index(index))
    }

    #[inline]
    pub(crate) fn close(self) {
        if self.len == 0 {
            Node::new(self.out, self.column, self.place).write("[]");
        }
    }
}

impl SerializeSeq for List<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeTupleStruct for List<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

//! Structs, and the numbers that `serde_json` disguises as one.

use serde::ser::{Error as _, Serialize, SerializeStruct};

use crate::error::Error;
use crate::map::Map;
use crate::node::Node;
use crate::number;

/// An unfinished struct.
pub(crate) enum Struct<'a> {
    Fields(Map<'a>),
    /// A `serde_json::Number` before its only field.
    Number(Node<'a>),
    Done,
}

impl SerializeStruct for Struct<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        match self {
            Self::Fields(map) => map.field(name, value),
            _ => self.number(value),
        }
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        if let Self::Fields(map) = self {
            map.close();
        }
        Ok(())
    }
}

impl Struct<'_> {
    #[cold]
    fn number<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let Self::Number(node) = std::mem::replace(self, Self::Done) else {
            return Err(Error::custom("a number has one field"));
        };
        // The field holds the digits as text.
        let text = serde_json::to_string(value).map_err(Error::custom)?;
        number::write_digits(node, text.trim_matches('"'))
    }
}

//! Variants with a payload: a mapping with one key, the name of the variant.

use serde::ser::{Serialize, SerializeStructVariant, SerializeTupleVariant};

use crate::error::Error;
use crate::list::List;
use crate::map::Map;

/// The unfinished payload of a variant; `name` is kept for the path of an error.
pub(crate) struct Variant<B> {
    pub(crate) name: &'static str,
    pub(crate) body: B,
}

impl SerializeTupleVariant for Variant<List<'_>> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.body.element(value).map_err(|error| error.below_key(self.name))
    }

    fn end(self) -> Result<(), Error> {
        self.body.close();
        Ok(())
    }
}

impl SerializeStructVariant for Variant<Map<'_>> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.body.field(name, value).map_err(|error| error.below_key(self.name))
    }

    fn end(self) -> Result<(), Error> {
        self.body.close();
        Ok(())
    }
}

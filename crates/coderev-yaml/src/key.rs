//! Keys, which must be strings.

use std::ops::Range;

use serde::ser::{Impossible, Serialize, Serializer};

use crate::error::Error;
use crate::out::Out;

/// The key of an entry that is about to be written; its mapping starts at `column`.
pub(crate) struct Key<'a> {
    out: &'a mut Out,
    column: usize,
}

impl<'a> Key<'a> {
    #[inline]
    pub(crate) fn new(out: &'a mut Out, column: usize) -> Self {
        Self { out, column }
    }
}

/// The serializer of a compound key, which never exists.
type Never = Impossible<Range<usize>, Error>;

#[cold]
fn not_a_string<T>(kind: &str) -> Result<T, Error> {
    Err(Error::new(format!("a key must be a string, not {kind}")))
}

macro_rules! refused {
    ($($method:ident($($argument:ty),*) $(-> $never:ty)?: $kind:literal),* $(,)?) => {$(
        refused!(@ $method($($argument),*), $kind $(, $never)?);
    )*};
    (@ $method:ident($($argument:ty),*), $kind:literal) => {
        refused!(@ $method($($argument),*), $kind, Range<usize>);
    };
    (@ $method:ident($($argument:ty),*), $kind:literal, $result:ty) => {
        fn $method(self, $(_: $argument),*) -> Result<$result, Error> {
            not_a_string($kind)
        }
    };
}

impl Serializer for Key<'_> {
    /// The range of the key in the text.
    type Ok = Range<usize>;
    type Error = Error;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    #[inline]
    fn serialize_str(self, key: &str) -> Result<Range<usize>, Error> {
        let start = self.out.end();
        self.out.push_key(key, self.column);
        // The colon is not part of the key.
        Ok(start..self.out.end() - 1)
    }

    fn serialize_char(self, key: char) -> Result<Range<usize>, Error> {
        self.serialize_str(key.encode_utf8(&mut [0; 4]))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Range<usize>, Error> {
        self.serialize_str(variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<Range<usize>, Error> {
        key.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, key: &T) -> Result<Range<usize>, Error> {
        key.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Range<usize>, Error> {
        not_a_string("a variant with a payload")
    }

    refused! {
        serialize_bool(bool): "a boolean",
        serialize_i8(i8): "an integer",
        serialize_i16(i16): "an integer",
        serialize_i32(i32): "an integer",
        serialize_i64(i64): "an integer",
        serialize_i128(i128): "an integer",
        serialize_u8(u8): "an integer",
        serialize_u16(u16): "an integer",
        serialize_u32(u32): "an integer",
        serialize_u64(u64): "an integer",
        serialize_u128(u128): "an integer",
        serialize_f32(f32): "a float",
        serialize_f64(f64): "a float",
        serialize_bytes(&[u8]): "bytes",
        serialize_none(): "null",
        serialize_unit(): "null",
        serialize_unit_struct(&'static str): "null",
        serialize_seq(Option<usize>) -> Never: "a list",
        serialize_tuple(usize) -> Never: "a list",
        serialize_tuple_struct(&'static str, usize) -> Never: "a list",
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never: "a variant with a payload",
        serialize_map(Option<usize>) -> Never: "a mapping",
        serialize_struct(&'static str, usize) -> Never: "a mapping",
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never: "a variant with a payload",
    }
}

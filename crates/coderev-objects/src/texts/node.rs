//! The serializer that writes nothing and visits the texts.
use super::map::{List, Map};
use super::path::{Path, Step, Text};
use serde::ser::{Serialize, Serializer};
use std::fmt::Error;

pub(super) type Visit<'w> = &'w mut dyn FnMut(Text<'_>);

/// The value at `path`.
pub(super) struct Node<'w> {
    pub(super) path: &'w Path<'w>,
    pub(super) visit: Visit<'w>,
}

macro_rules! without_text {
    ($($method:ident($($argument:ty),*)),* $(,)?) => {$(
        #[inline]
        fn $method(self, $(_: $argument),*) -> Result<(), Error> {
            Ok(())
        }
    )*};
}

impl<'w> Serializer for Node<'w> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'w>;
    type SerializeTuple = List<'w>;
    type SerializeTupleStruct = List<'w>;
    type SerializeTupleVariant = List<'w>;
    type SerializeMap = Map<'w>;
    type SerializeStruct = Map<'w>;
    type SerializeStructVariant = Map<'w>;

    without_text! {
        serialize_bool(bool), serialize_f32(f32), serialize_f64(f64), serialize_bytes(&[u8]),
        serialize_i8(i8), serialize_i16(i16), serialize_i32(i32), serialize_i64(i64), serialize_i128(i128),
        serialize_u8(u8), serialize_u16(u16), serialize_u32(u32), serialize_u64(u64), serialize_u128(u128),
        serialize_none(), serialize_unit(), serialize_unit_struct(&'static str),
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        (self.visit)(Text { value, path: self.path, is_key: false });
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let path = Path { parent: Some(self.path), step: Step::Key(variant) };
        value.serialize(Node { path: &path, visit: self.visit })
    }
    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'w>, Error> {
        Ok(List::new(self, None))
    }
    fn serialize_tuple(self, _: usize) -> Result<List<'w>, Error> {
        Ok(List::new(self, None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'w>, Error> {
        Ok(List::new(self, None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'w>, Error> {
        Ok(List::new(self, Some(variant)))
    }
    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Map<'w>, Error> {
        Ok(Map::new(self, None))
    }
    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map<'w>, Error> {
        Ok(Map::new(self, None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Map<'w>, Error> {
        Ok(Map::new(self, Some(variant)))
    }
}

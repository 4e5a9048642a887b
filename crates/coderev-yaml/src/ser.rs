//! The serializer of a node: the data model of serde, as YAML for Kubernetes.

use serde::ser::{Serialize, Serializer};

use crate::error::Error;
use crate::list::List;
use crate::map::Map;
use crate::node::Node;
use crate::number;
use crate::structure::Struct;
use crate::variant::Variant;

macro_rules! integers {
    ($($method:ident: $integer:ty),* $(,)?) => {$(
        #[inline]
        fn $method(self, value: $integer) -> Result<(), Error> {
            self.write(itoa::Buffer::new().format(value));
            Ok(())
        }
    )*};
}

impl<'a> Serializer for Node<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = Variant<List<'a>>;
    type SerializeMap = Map<'a>;
    type SerializeStruct = Struct<'a>;
    type SerializeStructVariant = Variant<Map<'a>>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }

    fn serialize_i128(self, value: i128) -> Result<(), Error> {
        match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => self.serialize_i64(value),
            (_, Ok(value)) => self.serialize_u64(value),
            _ => Err(number::too_large(value)),
        }
    }

    fn serialize_u128(self, value: u128) -> Result<(), Error> {
        u64::try_from(value).map_err(|_| number::too_large(value)).and_then(|value| self.serialize_u64(value))
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.write(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        if !value.is_finite() {
            return Err(number::not_finite(value.into()));
        }
        number::write_float(self, zmij::Buffer::new().format_finite(value));
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        if !value.is_finite() {
            return Err(number::not_finite(value));
        }
        number::write_float(self, zmij::Buffer::new().format_finite(value));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.write_string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::new("bytes have no form that Kubernetes reads; write them as base64 text"))
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.write("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
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
        value.serialize(self.into_map().into_only(variant)).map_err(|error| error.below_key(variant))
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Error> {
        Ok(self.into_list())
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Error> {
        Ok(self.into_list())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Error> {
        Ok(self.into_list())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<List<'a>>, Error> {
        Ok(Variant { name: variant, body: self.into_map().into_only(variant).into_list() })
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Map<'a>, Error> {
        Ok(self.into_map())
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Struct<'a>, Error> {
        Ok(if name == number::TOKEN { Struct::Number(self) } else { Struct::Fields(self.into_map()) })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<Map<'a>>, Error> {
        Ok(Variant { name: variant, body: self.into_map().into_only(variant).into_map() })
    }
}

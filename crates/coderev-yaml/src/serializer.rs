use crate::error::Error;
use crate::key::Key;
use crate::scalar;
use serde::ser::{self, Serialize};

/// Writes YAML as it is visited: no tree between the value and its text.
pub(crate) struct Serializer {
    pub(crate) out: Vec<u8>,
    /// Where the value's own lines begin.
    indent: usize,
    place: Place,
}
/// What stands to the left of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    AfterKey,
    AfterDash,
}

impl Serializer {
    pub(crate) fn new() -> Self {
        Self { out: Vec::with_capacity(4096), indent: 0, place: Place::Root }
    }
    pub(crate) fn separate(&mut self) {
        self.out.extend_from_slice(b"---\n");
        self.indent = 0;
        self.place = Place::Root;
    }
    pub(crate) fn into_string(self) -> String {
        String::from_utf8(self.out).expect("only text was written, and only at its boundaries")
    }
    #[inline]
    fn lead(&mut self) {
        if self.place == Place::AfterKey {
            self.out.push(b' ');
        }
    }
    #[inline]
    fn raw(&mut self, text: &[u8]) {
        self.lead();
        self.out.extend_from_slice(text);
        self.out.push(b'\n');
    }
    fn number(&mut self, n: impl itoa::Integer) {
        self.raw(itoa::Buffer::new().format(n).as_bytes());
    }
    /// `- ` stands in the column of the key above it, and two further right after another dash.
    fn list(&mut self) -> Block<'_> {
        let column = if self.place == Place::AfterKey { self.indent - 2 } else { self.indent };
        Block { column, outer: self.indent, place: self.place, count: 0, shape: Shape::List, key: Vec::new(), out: self }
    }
    fn map(&mut self) -> Block<'_> {
        let column = self.indent;
        Block { column, outer: column, place: self.place, count: 0, shape: Shape::Map, key: Vec::new(), out: self }
    }
    /// `variant:` and its payload, as serde_json does.
    fn variant(&mut self, name: &'static str) -> Block<'_> {
        let mut map = self.map();
        map.item();
        map.out.out.extend_from_slice(name.as_bytes());
        map.out.out.push(b':');
        map.out.place = Place::AfterKey;
        map.out.indent = map.column + 2;
        map
    }
}

macro_rules! numbers {
    ($($name:ident: $ty:ty),* $(,)?) => { $(#[inline] fn $name(self, n: $ty) -> Result<(), Error> { self.number(n); Ok(()) })* };
}
impl<'a> ser::Serializer for &'a mut Serializer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Block<'a>;
    type SerializeTuple = Block<'a>;
    type SerializeTupleStruct = Block<'a>;
    type SerializeTupleVariant = Block<'a>;
    type SerializeMap = Block<'a>;
    type SerializeStruct = Block<'a>;
    type SerializeStructVariant = Block<'a>;

    numbers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
    );
    fn serialize_bool(self, v: bool) -> Result<(), Error> {
        self.raw(if v { b"true" } else { b"false" });
        Ok(())
    }
    fn serialize_f32(self, v: f32) -> Result<(), Error> {
        finite(f64::from(v))?;
        self.raw(zmij::Buffer::new().format_finite(v).as_bytes());
        Ok(())
    }
    fn serialize_f64(self, v: f64) -> Result<(), Error> {
        finite(v)?;
        self.raw(zmij::Buffer::new().format_finite(v).as_bytes());
        Ok(())
    }
    fn serialize_char(self, v: char) -> Result<(), Error> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    #[inline]
    fn serialize_str(self, v: &str) -> Result<(), Error> {
        self.lead();
        if scalar::is_plain(v.as_bytes()) {
            self.out.extend_from_slice(v.as_bytes());
        } else if scalar::is_block(v) {
            scalar::block(&mut self.out, v, self.indent.max(2));
        } else {
            scalar::quote(&mut self.out, v);
        }
        self.out.push(b'\n');
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        Err(Error::new("bytes have no place in a manifest; write them as text, in base64"))
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.raw(b"null");
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Result<(), Error> {
        v.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, v: &T) -> Result<(), Error> {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        v: &T,
    ) -> Result<(), Error> {
        let mut map = self.map();
        ser::SerializeStruct::serialize_field(&mut map, variant, v)?;
        map.finish();
        Ok(())
    }
    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Block<'a>, Error> {
        Ok(self.list())
    }
    fn serialize_tuple(self, _: usize) -> Result<Block<'a>, Error> {
        Ok(self.list())
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Block<'a>, Error> {
        Ok(self.list())
    }
    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Block<'a>, Error> {
        let outer = self.variant(variant);
        Ok(Block { count: 0, shape: Shape::List, place: Place::AfterKey, key: variant.into(), ..outer })
    }
    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Block<'a>, Error> {
        Ok(self.map())
    }
    #[inline]
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Block<'a>, Error> {
        Ok(self.map())
    }
    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Block<'a>, Error> {
        let outer = self.variant(variant);
        let column = outer.column + 2;
        Ok(Block { column, count: 0, place: Place::AfterKey, ..outer })
    }
}
fn finite(v: f64) -> Result<(), Error> {
    if v.is_finite() { Ok(()) } else { Err(Error::new(format!("`{v}` is no number that Kubernetes knows"))) }
}

/// A list or a map while it is written.
pub(crate) struct Block<'a> {
    out: &'a mut Serializer,
    column: usize,
    outer: usize,
    place: Place,
    count: usize,
    shape: Shape,
    /// The key whose value comes next, for errors.
    key: Vec<u8>,
}
#[derive(Clone, Copy)]
enum Shape {
    List,
    Map,
}
impl Block<'_> {
    /// The beginning of an item's line: the first one may stand on the line that is there.
    #[inline]
    fn item(&mut self) {
        let first = self.count == 0;
        self.count += 1;
        if first && self.place == Place::AfterKey {
            self.out.out.push(b'\n');
        }
        if !(first && self.place == Place::AfterDash) {
            scalar::spaces(&mut self.out.out, self.column);
        }
    }
    #[inline]
    fn value<T: Serialize + ?Sized>(&mut self, place: Place, v: &T) -> Result<(), Error> {
        self.out.place = place;
        self.out.indent = self.column + 2;
        v.serialize(&mut *self.out)
    }
    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Error> {
        self.item();
        self.out.out.extend_from_slice(b"- ");
        self.value(Place::AfterDash, v).map_err(|error| error.inside(format!("[{}]", self.count - 1)))
    }
    fn finish(self) {
        self.out.indent = self.outer;
        if self.count == 0 {
            self.out.place = self.place;
            self.out.raw(match self.shape {
                Shape::List => b"[]",
                Shape::Map => b"{}",
            });
        }
    }
}
macro_rules! lists {
    ($($trait:ident: $word:ident),*) => {$(
        impl ser::$trait for Block<'_> {
            type Ok = ();
            type Error = Error;
            #[inline]
            fn $word<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Error> { self.element(v) }
            fn end(self) -> Result<(), Error> { self.finish(); Ok(()) }
        }
    )*};
}
lists!(SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field);
macro_rules! structs {
    ($($trait:ident),*) => {$(
        impl ser::$trait for Block<'_> {
            type Ok = ();
            type Error = Error;
            /// Names of fields are often identifiers, but a `rename` can make them anything.
            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, v: &T) -> Result<(), Error> {
                self.item();
                crate::key::write(&mut self.out.out, name, self.column);
                self.out.out.push(b':');
                self.value(Place::AfterKey, v).map_err(|error| error.inside(format!(".{name}")))
            }
            fn end(self) -> Result<(), Error> { self.finish(); Ok(()) }
        }
    )*};
}
structs!(SerializeStruct, SerializeStructVariant);
impl ser::SerializeMap for Block<'_> {
    type Ok = ();
    type Error = Error;
    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.item();
        let from = self.out.out.len();
        key.serialize(Key { out: &mut self.out.out, column: self.column })?;
        self.key.clear();
        self.key.extend_from_slice(&self.out.out[from..]);
        self.out.out.push(b':');
        Ok(())
    }
    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Error> {
        self.value(Place::AfterKey, v).map_err(|error| error.inside(format!(".{}", String::from_utf8_lossy(&self.key))))
    }
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

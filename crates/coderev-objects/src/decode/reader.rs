//! A deserializer that records its path, and the fields that the type does not have.
use super::{DecodeError, Unknown};
use coderev_yaml::pointer_part;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use std::cell::RefCell;
use std::iter::Enumerate;
use std::slice;

/// Reads a part of an object. `at` is the name of the field that holds the part; empty for the whole object.
pub(crate) fn read<K: DeserializeOwned>(value: &Value, at: &str, unknown: Unknown) -> Result<K, DecodeError> {
    let path = if at.is_empty() { Vec::new() } else { vec![at.to_owned()] };
    let trail = RefCell::new(Trail { path, wrong: None, unknown: None });
    let read = K::deserialize(Reader { value, trail: &trail });
    let trail = trail.into_inner();
    match (read, trail.unknown, unknown) {
        (Err(error), ..) => {
            Err(DecodeError::WrongType { path: trail.wrong.unwrap_or_default(), reason: error.to_string() })
        }
        (Ok(_), Some((path, known)), Unknown::Refused) => Err(DecodeError::UnknownField { path, known }),
        (Ok(read), ..) => Ok(read),
    }
}

struct Trail {
    path: Vec<String>,
    /// The path of the first value with a wrong type.
    wrong: Option<String>,
    /// The path of the first unknown field, and the fields that its object has.
    unknown: Option<(String, Vec<String>)>,
}
impl Trail {
    fn place(&self) -> String {
        self.path.iter().map(|part| format!("/{part}")).collect()
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    value: &'a Value,
    trail: &'a RefCell<Trail>,
}
// Code that does not depend on the type is compiled once: Kubernetes has hundreds of types.
impl<'a> Reader<'a> {
    /// The reader of `value`, one level deeper.
    fn down(self, part: String, value: &'a Value) -> Self {
        self.trail.borrow_mut().path.push(part);
        Self { value, trail: self.trail }
    }
    /// Returns to the level above. The path of the first failure is kept.
    fn up(self, failed: bool) {
        let mut trail = self.trail.borrow_mut();
        if failed && trail.wrong.is_none() {
            trail.wrong = Some(trail.place());
        }
        trail.path.pop();
    }
    fn below<'de, S: DeserializeSeed<'de>>(self, part: String, value: &'a Value, seed: S) -> Result<S::Value, Error>
    where
        'a: 'de,
    {
        let read = seed.deserialize(self.down(part, value));
        self.up(read.is_err());
        read
    }
    fn note_unknown(self, known: &'static [&'static str]) {
        let Value::Object(fields) = self.value else { return };
        let mut trail = self.trail.borrow_mut();
        let unknown = fields.keys().find(|key| !known.contains(&key.as_str()));
        if let (Some(unknown), None) = (unknown, &trail.unknown) {
            let path = format!("{}/{unknown}", trail.place());
            trail.unknown = Some((path, known.iter().map(|&name| name.to_owned()).collect()));
        }
    }
    fn items(self) -> Option<Items<'a>> {
        Some(Items { reader: self, items: self.value.as_array()?.iter().enumerate() })
    }
    fn fields(self) -> Option<Fields<'a>> {
        Some(Fields { reader: self, fields: self.value.as_object()?.iter(), value: None })
    }
    /// The error for a value of an unexpected type.
    fn wrong(self, expected: &dyn Expected) -> Error {
        let found = match self.value {
            Value::Null => Unexpected::Unit,
            Value::Bool(it) => Unexpected::Bool(*it),
            Value::String(it) => Unexpected::Str(it),
            Value::Number(it) => {
                it.as_i64().map_or(Unexpected::Float(it.as_f64().unwrap_or_default()), Unexpected::Signed)
            }
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Error::invalid_type(found, expected)
    }
}
impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(it) => visitor.visit_bool(*it),
            Value::String(it) => visitor.visit_str(it),
            Value::Number(it) => match (it.as_i64(), it.as_u64(), it.as_f64()) {
                (Some(it), ..) => visitor.visit_i64(it),
                (None, Some(it), _) => visitor.visit_u64(it),
                (None, None, Some(it)) => visitor.visit_f64(it),
                (None, None, None) => Err(Error::custom("a number out of range")),
            },
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.note_unknown(known);
        self.deserialize_map(visitor)
    }
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.fields() {
            Some(fields) => visitor.visit_map(fields),
            None => Err(self.wrong(&visitor)),
        }
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.items() {
            Some(items) => visitor.visit_seq(items),
            None => Err(self.wrong(&visitor)),
        }
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value.deserialize_enum(name, variants, visitor)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct Items<'a> {
    reader: Reader<'a>,
    items: Enumerate<slice::Iter<'a, Value>>,
}
impl<'a> Items<'a> {
    /// The next item, and the path segment for it.
    fn next(&mut self) -> Option<(String, &'a Value)> {
        let (at, item) = self.items.next()?;
        let name = item.get("name").and_then(Value::as_str);
        Some((name.map_or_else(|| at.to_string(), |name| format!("[name={name}]")), item))
    }
}
impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.next() {
            Some((part, item)) => self.reader.below(part, item, seed).map(Some),
            None => Ok(None),
        }
    }
}

struct Fields<'a> {
    reader: Reader<'a>,
    fields: serde_json::map::Iter<'a>,
    value: Option<(&'a String, &'a Value)>,
}
impl<'a> Fields<'a> {
    fn key(&mut self) -> Option<StrDeserializer<'a, Error>> {
        self.value = self.fields.next();
        self.value.map(|(key, _)| key.as_str().into_deserializer())
    }
    /// The value of the key that was read last, and the path segment for it.
    fn value(&mut self) -> Result<(String, &'a Value), Error> {
        let (key, value) = self.value.take().ok_or_else(|| Error::custom("a value without its key"))?;
        Ok((pointer_part(key).into_owned(), value))
    }
}
impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.key() {
            Some(key) => seed.deserialize(key).map(Some),
            None => Ok(None),
        }
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (part, value) = self.value()?;
        self.reader.below(part, value, seed)
    }
}

//! A deserializer that records the fields that the type of each object has.
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::slice;

/// The names of the fields of each object, by its pointer.
pub(crate) type Seen = BTreeMap<String, Vec<&'static str>>;

/// Reads `value` with its type.
pub(crate) fn read<K: DeserializeOwned>(value: &Value) -> Result<Seen, Error> {
    let seen = RefCell::default();
    K::deserialize(Probe { value, at: String::new(), seen: &seen })?;
    Ok(seen.into_inner())
}

struct Probe<'a> {
    value: &'a Value,
    at: String,
    seen: &'a RefCell<Seen>,
}

impl<'a> Probe<'a> {
    fn below(&self, name: &str, value: &'a Value) -> Self {
        Self { value, at: format!("{}/{name}", self.at), seen: self.seen }
    }
}

impl<'de> Deserializer<'de> for Probe<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Array(items) => visitor.visit_seq(Items { items: items.iter(), probe: self }),
            Value::Object(fields) => visitor.visit_map(Fields { fields: fields.iter(), value: None, probe: self }),
            scalar => scalar.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut names = names.to_vec();
        names.sort_unstable();
        self.seen.borrow_mut().insert(self.at.clone(), names);
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}

struct Items<'a> {
    items: slice::Iter<'a, Value>,
    probe: Probe<'a>,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.items.next().map(|item| seed.deserialize(self.probe.below("0", item))).transpose()
    }
}

struct Fields<'a> {
    fields: serde_json::map::Iter<'a>,
    value: Option<(&'a String, &'a Value)>,
    probe: Probe<'a>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.value = self.fields.next();
        let key = |(key, _): (&'de String, _)| -> StrDeserializer<'de, Error> { key.as_str().into_deserializer() };
        self.value.map(key).map(|key| seed.deserialize(key)).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (name, value) = self.value.take().ok_or_else(|| Error::custom("a value without its key"))?;
        seed.deserialize(self.probe.below(name, value))
    }
}

//! A deserializer that remembers where it is, and what it passed that no field takes.
use crate::lower::reading::Fault;
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};
use std::cell::RefCell;

pub(crate) fn read<K: DeserializeOwned>(value: &Value) -> Result<K, Fault> {
    read_at(value, "")
}
/// A part of an object, which stands at the field `at`.
pub(crate) fn read_at<K: DeserializeOwned>(value: &Value, at: &str) -> Result<K, Fault> {
    let path = if at.is_empty() { Vec::new() } else { vec![at.to_owned()] };
    let trail = RefCell::new(Trail { path, wrong: None, unknown: None });
    let read = K::deserialize(Reader { value, trail: &trail });
    let trail = trail.into_inner();
    match read {
        Err(error) => Err(Fault::Wrong { path: trail.wrong.unwrap_or_default(), why: error.to_string() }),
        Ok(read) => match trail.unknown {
            Some((path, known)) => Err(Fault::Unknown { path, known }),
            None => Ok(read),
        },
    }
}

struct Trail {
    path: Vec<String>,
    /// Where the first value of a wrong type stands.
    wrong: Option<String>,
    /// The first field that is none, and those that stand there.
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
impl<'a> Reader<'a> {
    /// Reads `value`, one step further down.
    fn below<'de, S: DeserializeSeed<'de>>(self, part: String, value: &'a Value, seed: S) -> Result<S::Value, Error>
    where
        'a: 'de,
    {
        self.trail.borrow_mut().path.push(part);
        let read = seed.deserialize(Reader { value, trail: self.trail });
        let mut trail = self.trail.borrow_mut();
        if read.is_err() && trail.wrong.is_none() {
            trail.wrong = Some(trail.place());
        }
        trail.path.pop();
        read
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
            Value::Array(items) => visitor.visit_seq(Items { reader: self, items, next: 0 }),
            Value::Object(fields) => visitor.visit_map(Fields { reader: self, fields: fields.iter(), value: None }),
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
        if let Value::Object(fields) = self.value {
            let mut trail = self.trail.borrow_mut();
            let stranger = fields.keys().find(|key| !known.contains(&key.as_str()));
            if let (Some(stranger), None) = (stranger, &trail.unknown) {
                let path = format!("{}/{stranger}", trail.place());
                trail.unknown = Some((path, known.iter().map(|&name| name.to_owned()).collect()));
            }
        }
        self.deserialize_any(visitor)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}

struct Items<'a> {
    reader: Reader<'a>,
    items: &'a [Value],
    next: usize,
}
impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(item) = self.items.get(self.next) else { return Ok(None) };
        let name = item.get("name").and_then(Value::as_str);
        let part = name.map_or_else(|| self.next.to_string(), |name| format!("[name={name}]"));
        self.next += 1;
        self.reader.below(part, item, seed).map(Some)
    }
}

struct Fields<'a> {
    reader: Reader<'a>,
    fields: serde_json::map::Iter<'a>,
    value: Option<(&'a String, &'a Value)>,
}
impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Error;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.value = self.fields.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        let key: StrDeserializer<'_, Error> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let (key, value) = self.value.take().ok_or_else(|| Error::custom("a value without its key"))?;
        self.reader.below(key.replace('~', "~0").replace('/', "~1"), value, seed)
    }
}

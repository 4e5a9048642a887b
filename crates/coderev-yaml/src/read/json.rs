//! Texts that are JSON from the first character on, as programs write them: with surrogate pairs, tabs and so on.

use std::fmt::{self, Formatter};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Document, ReadError};

/// Distinguishes the one error of this module from the errors of `serde_json`.
const DUPLICATE: &str = "duplicate key";

/// The documents of a text that is JSON, each with the result of `beside` for the byte where it starts. None where
/// the text is not JSON; it may still be YAML.
pub(super) fn read<P>(text: &str, beside: impl Fn(&str, usize) -> P) -> Option<Result<Vec<(Document, P)>, ReadError>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut documents = Vec::new();
    let (mut from, mut line) = (0, 1);
    while let Some(start) = text[from..].find(|character: char| !character.is_ascii_whitespace()).map(|at| from + at) {
        line += text[from..start].matches('\n').count();
        let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Unique>();
        match stream.next()? {
            Ok(Unique(value)) => documents.push((Document { line, value }, beside(text, start))),
            Err(error) if error.to_string().contains(DUPLICATE) => {
                let message = error.to_string();
                let reason = message.split(" at line ").next().unwrap_or(&message);
                return Some(Err(within(text, start, error.line(), error.column(), reason)));
            }
            Err(_) => return None,
        }
        from = start + stream.byte_offset();
        line += text[start..from].matches('\n').count();
    }
    Some(Ok(documents))
}

/// An error at a line and a column of the document that begins at `start`.
fn within(text: &str, start: usize, line: usize, column: usize, reason: &str) -> ReadError {
    let lines = text[start..].split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    ReadError::at_byte(text.as_bytes(), start + lines + column.saturating_sub(1), reason)
}

/// A value without duplicate keys.
struct Unique(Value);

impl<'de> serde::Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        UniqueVisitor.deserialize(deserializer).map(Unique)
    }
}

struct UniqueVisitor;

impl<'de> DeserializeSeed<'de> for UniqueVisitor {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(UniqueVisitor)? {
            list.push(value);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!("{DUPLICATE} `{key}`")));
            }
            map.insert(key, access.next_value_seed(UniqueVisitor)?);
        }
        Ok(map.into())
    }
}

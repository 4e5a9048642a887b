//! Serializes the fields of an object that a table has, and compares their values with the table.
use super::{Fault, Format, Found, Node};
use coderev_objects::{pointer_part, visit_texts};
use serde::ser::{self, Serialize, Serializer};
use std::fmt::{self, Write};

/// The faults of `value`.
pub(in crate::rules) fn faults(value: &impl Serialize, node: &'static Node) -> Vec<Found> {
    let mut walk = Walk { path: String::new(), found: Vec::new() };
    // The serializer returns no error, and an object that cannot be serialized has no fields.
    let _ = value.serialize(At { node, walk: &mut walk });
    walk.found
}

struct Walk {
    /// The JSON pointer of the value.
    path: String,
    found: Vec<Found>,
}
impl Walk {
    fn push(&mut self, value: impl Into<String>, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.found.push(Found { pointer: self.path.clone(), value: value.into(), fault });
        }
    }
    /// Serializes the value of a key.
    fn field<T: Serialize + ?Sized>(&mut self, key: &str, node: &'static Node, value: &T) -> Result<(), fmt::Error> {
        if matches!(node, Node::Any) {
            return Ok(());
        }
        let length = self.path.len();
        self.path.push('/');
        self.path.push_str(&pointer_part(key));
        let result = self.each(node, value);
        self.path.truncate(length);
        result
    }
    /// Serializes an item of a list.
    fn item<T: Serialize + ?Sized>(&mut self, at: usize, node: &'static Node, value: &T) -> Result<(), fmt::Error> {
        let length = self.path.len();
        write!(self.path, "/{at}")?;
        let result = self.each(node, value);
        self.path.truncate(length);
        result
    }
    fn each<T: Serialize + ?Sized>(&mut self, node: &'static Node, value: &T) -> Result<(), fmt::Error> {
        match node {
            Node::All(nodes) => nodes.iter().try_for_each(|node| self.each(node, value)),
            Node::Any => Ok(()),
            node => value.serialize(At { node, walk: self }),
        }
    }
    /// The last part of the path.
    fn last_field(&self) -> &str {
        self.path.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default()
    }
}

struct At<'w> {
    node: &'static Node,
    walk: &'w mut Walk,
}
impl At<'_> {
    fn text(self, text: &str) {
        let fault = match *self.node {
            Node::Text(form) => form(text),
            Node::Defaulted(_) if text.is_empty() => None,
            Node::OneOf(allowed) | Node::Defaulted(allowed) if !allowed.contains(&text) => {
                let list: Vec<_> = allowed.iter().map(|it| format!("`{it}`")).collect();
                let field = self.walk.last_field();
                Some(Fault::new(format!("is not a value of `{field}`"), format!("use one of {}", list.join(", "))))
            }
            Node::Share(most) => share(text, most),
            _ => None,
        };
        self.walk.push(text, fault);
    }
    fn number(self, number: i64) {
        let (least, most) = match *self.node {
            Node::Int(least, most) => (least, most),
            Node::Share(_) => (0, i64::from(i32::MAX)),
            _ => return,
        };
        if !(least..=most).contains(&number) {
            let field = self.walk.last_field().to_owned();
            let fault = Fault::new(
                format!("is outside of the range of `{field}`"),
                format!("use a number from {least} to {most}"),
            );
            self.walk.push(number.to_string(), Some(fault));
        }
    }
}
/// The fault of a percentage.
fn share(text: &str, most: u32) -> Option<Fault> {
    let help = || format!("write a number of pods, or a percentage from 0% to {most}%");
    let digits = text.strip_suffix('%').filter(|it| !it.is_empty() && it.bytes().all(|c| c.is_ascii_digit()));
    match digits {
        None => Some(Fault::new("is not a percentage", help())),
        Some(digits) if digits.parse::<u32>().is_ok_and(|it| it <= most) => None,
        Some(_) => Some(Fault::new(format!("is above {most}%"), help())),
    }
}

macro_rules! numbers {
    ($($name:ident: $type:ty,)*) => {
        $(fn $name(self, number: $type) -> Result<(), fmt::Error> {
            self.number(i64::try_from(number).unwrap_or(i64::MAX));
            Ok(())
        })*
    };
}
impl<'w> Serializer for At<'w> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = List<'w>;
    type SerializeTuple = List<'w>;
    type SerializeTupleStruct = List<'w>;
    type SerializeTupleVariant = List<'w>;
    type SerializeMap = Fields<'w>;
    type SerializeStruct = Fields<'w>;
    type SerializeStructVariant = Fields<'w>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
    }
    fn serialize_bool(self, _: bool) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_f32(self, _: f32) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_f64(self, _: f64) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_char(self, value: char) -> Result<(), fmt::Error> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }
    fn serialize_str(self, value: &str) -> Result<(), fmt::Error> {
        self.text(value);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_none(self) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), fmt::Error> {
        Ok(())
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), fmt::Error> {
        self.text(variant);
        Ok(())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), fmt::Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), fmt::Error> {
        Fields { node: self.node, walk: self.walk, key: String::new() }.field(variant, value)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<List<'w>, fmt::Error> {
        Ok(List { node: self.node, walk: self.walk, items: 0 })
    }
    fn serialize_tuple(self, _: usize) -> Result<List<'w>, fmt::Error> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'w>, fmt::Error> {
        self.serialize_seq(None)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<List<'w>, fmt::Error> {
        self.serialize_seq(None)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'w>, fmt::Error> {
        Ok(Fields { node: self.node, walk: self.walk, key: String::new() })
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'w>, fmt::Error> {
        self.serialize_map(None)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Fields<'w>, fmt::Error> {
        self.serialize_map(None)
    }
    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), fmt::Error> {
        self.text(&value.to_string());
        Ok(())
    }
}

struct List<'w> {
    node: &'static Node,
    walk: &'w mut Walk,
    items: usize,
}
impl List<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        let at = self.items;
        self.items += 1;
        match self.node {
            Node::Each(node) | Node::Items(_, _, node) => self.walk.item(at, node, value),
            _ => Ok(()),
        }
    }
    fn close(self) {
        let Node::Items(least, most, _) = *self.node else { return };
        if !(least..=most).contains(&self.items) {
            let field = self.walk.last_field().to_owned();
            let predicate = format!("has {} items", self.items);
            self.walk.push(field, Some(Fault::new(predicate, format!("the API server accepts {least} to {most}"))));
        }
    }
}
macro_rules! lists {
    ($($trait:ident $method:ident,)*) => {
        $(impl ser::$trait for List<'_> {
            type Ok = ();
            type Error = fmt::Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
                self.item(value)
            }
            fn end(self) -> Result<(), fmt::Error> {
                self.close();
                Ok(())
            }
        })*
    };
}
lists! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field,
}

struct Fields<'w> {
    node: &'static Node,
    walk: &'w mut Walk,
    key: String,
}
impl Fields<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), fmt::Error> {
        match *self.node {
            Node::Fields(fields) => match fields.iter().find(|(name, _)| *name == key) {
                Some((_, node)) => self.walk.field(key, node, value),
                None => Ok(()),
            },
            Node::Map(form, node) => {
                self.key_fault(form, key);
                self.walk.field(key, node, value)
            }
            _ => Ok(()),
        }
    }
    fn key_fault(&mut self, form: Format, key: &str) {
        let Some(fault) = form(key) else { return };
        let length = self.walk.path.len();
        self.walk.path.push('/');
        self.walk.path.push_str(&pointer_part(key));
        self.walk.push(key, Some(fault));
        self.walk.path.truncate(length);
    }
}
impl ser::SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = fmt::Error;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        self.key.clear();
        visit_texts(key, &mut |text| self.key.push_str(text.value()));
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        let key = std::mem::take(&mut self.key);
        self.field(&key, value)
    }
    /// The key is not copied.
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), fmt::Error> {
        let mut result = Ok(());
        visit_texts(key, &mut |text| result = self.field(text.value(), value));
        result
    }
    fn end(self) -> Result<(), fmt::Error> {
        Ok(())
    }
}
macro_rules! structs {
    ($($trait:ident,)*) => {
        $(impl ser::$trait for Fields<'_> {
            type Ok = ();
            type Error = fmt::Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), fmt::Error> {
                self.field(key, value)
            }
            fn end(self) -> Result<(), fmt::Error> {
                Ok(())
            }
        })*
    };
}
structs! { SerializeStruct, SerializeStructVariant, }

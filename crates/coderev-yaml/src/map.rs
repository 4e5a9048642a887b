//! Mappings: a key, a colon and a value for each entry.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::ser::{Serialize, SerializeMap};

use crate::error::Error;
use crate::key::Key;
use crate::node::{Node, Place};
use crate::out::Out;

/// An unfinished mapping. It writes nothing before its first key, because an empty mapping is `{}`.
pub(crate) struct Map<'a> {
    out: &'a mut Out,
    column: usize,
    place: Place,
    is_empty: bool,
    /// The ranges of the keys in the text. The last one is for the path of an error, the others for duplicates.
    keys: Vec<Range<usize>>,
    /// All keys, as soon as they do not ascend.
    seen: BTreeSet<String>,
}

impl<'a> Map<'a> {
    #[inline]
    pub(crate) fn new(out: &'a mut Out, column: usize, place: Place) -> Self {
        Self { out, column, place, is_empty: true, keys: Vec::new(), seen: BTreeSet::new() }
    }

    #[inline]
    pub(crate) fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.start_entry();
        self.out.push_key(name, self.column);
        value.serialize(Node::after_key(self.out, self.column)).map_err(|error| error.below_key(name))
    }

    /// The node of the only value, in a mapping that has only this key.
    pub(crate) fn into_only(mut self, name: &'static str) -> Node<'a> {
        self.start_entry();
        self.out.push_key(name, self.column);
        Node::after_key(self.out, self.column)
    }

    #[inline]
    pub(crate) fn close(self) {
        if self.is_empty {
            Node::new(self.out, self.column, self.place).write("{}");
        }
    }

    #[inline]
    fn start_entry(&mut self) {
        self.out.start_entry(self.column, self.place, self.is_empty);
        self.is_empty = false;
    }

    /// A mapping has a duplicate key if a `#[serde(flatten)]` field has a key of its struct.
    #[cold]
    fn refuse_duplicate(&mut self, key: &Range<usize>) -> Result<(), Error> {
        if self.seen.is_empty() {
            self.seen = self.keys.iter().map(|range| self.out.get(range.clone()).to_owned()).collect();
        }
        let key = self.out.get(key.clone());
        if self.seen.insert(key.to_owned()) {
            return Ok(());
        }
        Err(Error::new(format!("duplicate key `{}`", key.strip_prefix("? ").unwrap_or(key).trim_end())))
    }

    /// The error, with the current key, as it was written, added to its path.
    #[cold]
    fn below_written_key(&self, error: Error) -> Error {
        let key = self.keys.last().map_or("", |range| self.out.get(range.clone()));
        error.below_key(key.strip_prefix("? ").unwrap_or(key).trim_end())
    }
}

impl SerializeMap for Map<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.start_entry();
        let key = key.serialize(Key::new(self.out, self.column))?;
        // Most mappings are sorted, so each key is compared with the one before it only.
        let is_next = |last: &Range<usize>| self.out.get(last.clone()) < self.out.get(key.clone());
        if !self.seen.is_empty() || !self.keys.last().is_none_or(is_next) {
            self.refuse_duplicate(&key)?;
        }
        self.keys.push(key);
        Ok(())
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let result = value.serialize(Node::after_key(self.out, self.column));
        result.map_err(|error| self.below_written_key(error))
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

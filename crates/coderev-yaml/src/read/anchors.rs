//! Anchors and aliases, within a budget: otherwise a text of a few lines could use all memory.

use std::collections::BTreeMap;

use saphyr_parser::Marker;
use serde_json::Value;

use super::error::TOO_DEEP;
use super::{DEPTH, ReadError};

/// The budget of the copies that anchors keep and aliases make, in bytes of memory.
const BUDGET: usize = 16 * 1024 * 1024;

/// The memory of a value in its list or mapping.
const NODE: usize = size_of::<Value>();
/// The memory that an allocation needs in addition to its content.
const ALLOCATION: usize = 16;
/// The memory of a node of the tree in a mapping, which has space for 11 entries and is at least half full. The memory of an
/// entry in another implementation of mappings is less.
const TREE: usize = 11 * (NODE + size_of::<String>()) + ALLOCATION;

struct Anchored {
    value: Value,
    size: usize,
    depth: usize,
}

/// The anchors of one document.
#[derive(Default)]
pub(super) struct Anchors {
    known: BTreeMap<usize, Anchored>,
    spent: usize,
}

impl Anchors {
    /// Keeps a copy of a finished node. Anchor 0 means that the node has no anchor.
    pub(super) fn keep(&mut self, anchor: usize, value: &Value, mark: Marker) -> Result<(), ReadError> {
        if anchor == 0 {
            return Ok(());
        }
        let (size, depth) = measure(value);
        self.spend(size, mark)?;
        self.known.insert(anchor, Anchored { value: value.clone(), size, depth });
        Ok(())
    }

    /// A copy of the node that an alias refers to. The alias is at depth `above`.
    pub(super) fn copy(&mut self, anchor: usize, above: usize, mark: Marker) -> Result<Value, ReadError> {
        let Some(Anchored { value, size, depth }) = self.known.get(&anchor) else {
            return Err(ReadError::at(mark, "the alias is inside its own anchor"));
        };
        if above + depth > DEPTH {
            return Err(too_deep(mark));
        }
        let (value, size) = (value.clone(), *size);
        self.spend(size, mark)?;
        Ok(value)
    }

    fn spend(&mut self, size: usize, mark: Marker) -> Result<(), ReadError> {
        self.spent += size;
        if self.spent > BUDGET {
            return Err(ReadError::at(mark, "anchors and aliases copy more than 16 MiB: write the values out"));
        }
        Ok(())
    }
}

pub(super) fn too_deep(mark: Marker) -> ReadError {
    ReadError::at(mark, TOO_DEEP)
}

/// The size of a node and of all nodes below it, and its depth. The recursion is at most [`DEPTH`] deep.
fn measure(value: &Value) -> (usize, usize) {
    let join = |(size, depth): (usize, usize), (more, below): (usize, usize)| (size + more, depth.max(below + 1));
    match value {
        Value::String(text) => (NODE + ALLOCATION + text.len(), 0),
        Value::Array(list) => list.iter().map(measure).fold((NODE + ALLOCATION, 1), join),
        Value::Object(map) => {
            let below = map.iter().map(|(key, value)| {
                let (size, depth) = measure(value);
                (size + ALLOCATION + key.len(), depth)
            });
            below.fold((NODE + map.len().div_ceil(6) * TREE, 1), join)
        }
        _ => (NODE, 0),
    }
}

//! Patches as sources of fields.
use super::{below, json, path};
use crate::lower::record::{Record, Source};
use crate::model::{Change, Patch, Step};
use coderev_objects::Object;
use serde_json::Value;

/// Records a step that changed `object`. An item that is removed moves those after it: then the sources of the whole list are unknown.
pub(super) fn step(record: &mut Record, object: &Object, before: &Value, patch: &Patch, step: &Step) {
    let root = below(object, patch);
    let source = Source::Setter(step.at);
    match step.change {
        Change::Set(_) => record.set(object, path::pointer(&json(object), root, &step.path), source),
        Change::Remove => {
            let pointer = path::pointer(before, root, &step.path);
            match pointer.rsplit_once('/') {
                Some((list, _)) if before.pointer(list).is_some_and(Value::is_array) => {
                    record.forget_below(object, list);
                }
                _ => record.set(object, pointer, source),
            }
        }
    }
}

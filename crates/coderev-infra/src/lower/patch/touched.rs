//! The field that a step of a patch changed.
use super::path;
use crate::lower::output::Draft;
use crate::lower::record::{Record, Source};
use crate::model::{Change, Place, Step};
use coderev_objects::Object;
use serde_json::Value;

/// The field that a step of a patch changed, as a JSON pointer.
pub(super) enum Touched {
    /// The field is set or removed.
    Field(String),
    /// An item of this list is removed. The items after it have other positions, so nothing is known about the lines of the list.
    List(String),
}
impl Touched {
    /// The field of `step` below `root`, in the object before and after the step.
    pub(super) fn new(before: &Value, after: &Value, root: &str, step: &Step) -> Self {
        match step.change {
            Change::Set(_) => Self::Field(path::pointer(after, root, &step.path)),
            Change::Remove => {
                let pointer = path::pointer(before, root, &step.path);
                match pointer.rsplit_once('/') {
                    Some((list, _)) if before.pointer(list).is_some_and(Value::is_array) => Self::List(list.into()),
                    _ => Self::Field(pointer),
                }
            }
        }
    }
    /// Records the patch as the source of the field.
    pub(super) fn record(&self, record: &mut Record, object: &Object, at: Place) {
        match self {
            Self::Field(pointer) => record.set(object, pointer.clone(), Source::Setter(at)),
            Self::List(pointer) => {
                record.forget_below(object, pointer);
            }
        }
    }
    /// Findings about the field have the line of the patch.
    pub(super) fn mark(self, draft: &mut Draft, at: Place) {
        match self {
            Self::Field(pointer) => draft.patched(pointer, at),
            Self::List(pointer) => draft.forget_below(&pointer),
        }
    }
}

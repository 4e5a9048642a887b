//! Fields that no word reaches.
use crate::model::*;
use serde_json::Value;
use std::panic::Location;

/// Fields of the objects of one kind, by path. A path that the kind's schema does not have is refused; list items are named:
/// `/spec/template/spec/containers/[name=web]/tty`.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Object, Patch};
///
/// let shell: Service<Stable> = Service::new("shell", "shell:1").patch(
///     Patch::new(Object::POD)
///         .set("/spec/dnsPolicy", "Default")
///         .set("/spec/containers/[name=shell]/tty", true)
///         .remove("/spec/enableServiceLinks"),
/// );
/// # let _ = shell;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a patch changes something only where a workload or a platform has it: `.patch(..)`"]
pub struct Patch {
    pub(crate) object: Object,
    pub(crate) at: Place,
    pub(crate) steps: Vec<Step>,
}
impl Patch {
    /// Of the objects of one kind that a workload becomes; `Object::POD` is the template of its pods, whatever keeps them.
    #[track_caller]
    pub fn new(object: Object) -> Self {
        Self { object, at: Location::caller(), steps: Vec::new() }
    }
}
impl Patch {
    /// Makes or replaces a field: `.set("/spec/dnsPolicy", "Default")`, `json!([..])` for more. As in a JSON pointer, `~1` is a slash within a
    /// name: `/metadata/annotations/example.com~1team`.
    #[track_caller]
    pub fn set(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.steps.push(Step { path: path.into(), change: Change::Set(value.into()), at: Location::caller() });
        self
    }
    /// Removes a field, or a named item of a list, that is there.
    #[track_caller]
    pub fn remove(mut self, path: &str) -> Self {
        self.steps.push(Step { path: path.into(), change: Change::Remove, at: Location::caller() });
        self
    }
}

/// One change, and the line that says it.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) path: String,
    pub(crate) change: Change,
    pub(crate) at: Place,
}
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Set(Value),
    Remove,
}

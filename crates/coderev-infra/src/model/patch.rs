//! Patches: changes to fields that have no setter.
use crate::model::*;
use serde_json::Value;
use std::panic::Location;

/// Changes to fields of rendered objects, by path. A patch is for one kind. A path that the schema of the kind does not
/// have is an error. `[name=..]` selects an item of a list by its name:
/// `/spec/template/spec/containers/[name=web]/tty`.
///
/// Patches apply after all setters, in this order: the defaults of a namespace, then a workload in the order of
/// declaration, then the platform. A later step replaces the value of an earlier one, without a finding. To set a whole list, such as
/// `/spec/containers/[name=web]/env`, removes the items that setters added.
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
#[must_use = "a patch has no effect by itself: pass it to `.patch(..)` of a workload or a platform"]
pub struct Patch {
    pub(crate) object: Object,
    pub(crate) at: Place,
    pub(crate) steps: Vec<Step>,
}
impl Patch {
    /// A patch without changes, for the objects of this kind. `Object::POD` is the pod template, for every kind of
    /// workload.
    #[track_caller]
    pub fn new(object: Object) -> Self {
        Self { object, at: Location::caller(), steps: Vec::new() }
    }
}
impl Patch {
    /// Sets or replaces a field: `.set("/spec/dnsPolicy", "Default")`. Use `json!([..])` for a list or an object. As in
    /// a JSON pointer, `~1` is a slash within a name: `/metadata/annotations/example.com~1team`.
    #[track_caller]
    pub fn set(mut self, path: &str, value: impl Into<Value>) -> Self {
        self.steps.push(Step { path: path.into(), change: Change::Set(value.into()), at: Location::caller() });
        self
    }
    /// Removes an existing field, or an existing named item of a list.
    #[track_caller]
    pub fn remove(mut self, path: &str) -> Self {
        self.steps.push(Step { path: path.into(), change: Change::Remove, at: Location::caller() });
        self
    }
}

/// One change, with its position in the program.
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

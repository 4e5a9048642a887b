//! The texts of an object that somebody wrote, and where they stand.
use crate::manifest::Object;
use k8s_openapi::api::core::v1::{Container, LifecycleHandler, Probe};
use serde_json::Value;
use std::fmt;

/// Where a text stands. Keys are no secrets: they are said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'a> {
    /// Of this container: its arguments, and what its probes and hooks run, too.
    Command(&'a str),
    /// Of this container, by name.
    Variable(&'a str, &'a str),
    /// The name of the map, and the key.
    ConfigMap(&'a str, &'a str),
    Annotation(&'a str),
    /// The type of the trigger, and the key.
    Trigger(&'a str, &'a str),
    /// Of an object that this library has no type for.
    Field(&'a str),
}
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(container) => write!(f, "the command of the container `{container}`"),
            Self::Variable(container, name) => write!(f, "the variable `{name}` of the container `{container}`"),
            Self::ConfigMap(map, key) => write!(f, "the key `{key}` of the config map `{map}`"),
            Self::Annotation(key) => write!(f, "the annotation `{key}`"),
            Self::Trigger(kind, key) => write!(f, "the metadata `{key}` of the trigger `{kind}`"),
            Self::Field(key) => write!(f, "the field `{key}`"),
        }
    }
}

pub(super) fn texts(object: &Object) -> Vec<(Place<'_>, &str)> {
    let mut texts = Vec::new();
    let template = object.template().filter(|_| !matches!(object, Object::Raw(_)));
    let metadata = [Some(object.metadata()), template.and_then(|it| it.metadata())].into_iter().flatten();
    for (key, text) in metadata.flat_map(|metadata| metadata.annotations.iter().flatten()) {
        texts.push((Place::Annotation(key), &**text));
    }
    let containers = template.into_iter().flat_map(|template| template.containers());
    for container in containers {
        of_container(container, &mut texts);
    }
    match object {
        Object::ConfigMap(map) => {
            let data = map.data.iter().flatten();
            texts.extend(data.map(|(key, text)| (Place::ConfigMap(object.name(), key), &**text)));
        }
        Object::ScaledObject(scaled) => {
            let all =
                scaled.spec.triggers.iter().flat_map(|trigger| trigger.metadata.iter().map(move |it| (trigger, it)));
            texts.extend(all.map(|(trigger, (key, text))| (Place::Trigger(&trigger.kind, key), &**text)));
        }
        Object::Raw(raw) => raw.fields().iter().for_each(|(key, value)| of_field(key, value, &mut texts)),
        _ => {}
    }
    texts
}

fn of_container<'a>(container: &'a Container, texts: &mut Vec<(Place<'a>, &'a str)>) {
    let probes =
        [&container.liveness_probe, &container.readiness_probe, &container.startup_probe].into_iter().flatten();
    let hooks = container.lifecycle.iter().flat_map(|it| [&it.post_start, &it.pre_stop]).flatten();
    let others = probes.filter_map(of_probe).chain(hooks.filter_map(of_hook)).flatten();
    let words = container.command.iter().flatten().chain(container.args.iter().flatten()).chain(others);
    texts.extend(words.map(|word| (Place::Command(&container.name), &**word)));
    for variable in container.env.iter().flatten() {
        let text = variable.value.as_deref();
        texts.extend(text.map(|text| (Place::Variable(&container.name, &variable.name), text)));
    }
}
fn of_probe(probe: &Probe) -> Option<&Vec<String>> {
    probe.exec.as_ref()?.command.as_ref()
}
fn of_hook(hook: &LifecycleHandler) -> Option<&Vec<String>> {
    hook.exec.as_ref()?.command.as_ref()
}
/// Every text under `key`. An item of a list stands under the key of the list.
fn of_field<'a>(key: &'a str, value: &'a Value, texts: &mut Vec<(Place<'a>, &'a str)>) {
    match value {
        Value::String(text) => texts.push((Place::Field(key), text)),
        Value::Array(items) => items.iter().for_each(|item| of_field(key, item, texts)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| of_field(key, value, texts)),
        _ => {}
    }
}

//! The texts of an object, except the variables of containers.
use super::place::Place;
use crate::rules::pointer::escaped;
use coderev_objects::Object;
use k8s_openapi::api::core::v1::{Container, LifecycleHandler, Probe};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde_json::Value;

/// A text, its place, and its JSON pointer.
pub(super) struct Text<'a, 'p> {
    pub(super) place: Place<'a>,
    pub(super) value: &'a str,
    pointer: &'p dyn Fn() -> String,
}
impl Text<'_, '_> {
    pub(super) fn pointer(&self) -> String {
        (self.pointer)()
    }
}
type Visit<'v, 'a> = &'v mut dyn FnMut(Text<'a, '_>);

/// Calls `visit` with each text of `object`.
pub(super) fn visit<'a>(object: &'a Object, visit: Visit<'_, 'a>) {
    annotations(object.metadata(), "", visit);
    if let Some(template) = object.template() {
        if let Some(metadata) = template.metadata().filter(|it| !std::ptr::eq(*it, object.metadata())) {
            annotations(metadata, template.pointer(), visit);
        }
        let pod = template.spec();
        for (index, container) in pod.init_containers.iter().flatten().enumerate() {
            of_container(container, &|| format!("{}/spec/initContainers/{index}", template.pointer()), visit);
        }
        for (index, container) in pod.containers.iter().enumerate() {
            of_container(container, &|| format!("{}/spec/containers/{index}", template.pointer()), visit);
        }
    }
    match object {
        Object::ConfigMap(map) => {
            for (key, value) in map.data.iter().flatten() {
                let pointer = || format!("/data/{}", escaped(key));
                visit(Text { place: Place::ConfigMap(object.name(), key), value, pointer: &pointer });
            }
        }
        Object::ScaledObject(scaled) => {
            for (index, trigger) in scaled.spec.triggers.iter().enumerate() {
                for (key, value) in &trigger.metadata {
                    let pointer = || format!("/spec/triggers/{index}/metadata/{}", escaped(key));
                    visit(Text { place: Place::Trigger(&trigger.kind, key), value, pointer: &pointer });
                }
            }
        }
        _ => {}
    }
    if let Some(fields) = object.written_fields() {
        // Containers and triggers are visited above.
        let skipped = match object {
            Object::ScaledObject(_) => Some("/spec/triggers"),
            _ => object.template().map(|template| template.pointer()),
        };
        let mut path = String::new();
        fields.iter().for_each(|(key, value)| of_field(key, value, &mut path, skipped, visit));
    }
}

fn annotations<'a>(metadata: &'a ObjectMeta, at: &str, visit: Visit<'_, 'a>) {
    for (key, value) in metadata.annotations.iter().flatten() {
        let pointer = || format!("{at}/metadata/annotations/{}", escaped(key));
        visit(Text { place: Place::Annotation(key), value, pointer: &pointer });
    }
}
fn of_container<'a>(container: &'a Container, at: &dyn Fn() -> String, visit: Visit<'_, 'a>) {
    fn of_probe(probe: &Probe) -> Option<&Vec<String>> {
        probe.exec.as_ref()?.command.as_ref()
    }
    fn of_hook(hook: &LifecycleHandler) -> Option<&Vec<String>> {
        hook.exec.as_ref()?.command.as_ref()
    }
    let hooks = container.lifecycle.as_ref();
    let commands = [
        ("command", container.command.as_ref()),
        ("args", container.args.as_ref()),
        ("livenessProbe/exec/command", container.liveness_probe.as_ref().and_then(of_probe)),
        ("readinessProbe/exec/command", container.readiness_probe.as_ref().and_then(of_probe)),
        ("startupProbe/exec/command", container.startup_probe.as_ref().and_then(of_probe)),
        ("lifecycle/postStart/exec/command", hooks.and_then(|it| it.post_start.as_ref()).and_then(of_hook)),
        ("lifecycle/preStop/exec/command", hooks.and_then(|it| it.pre_stop.as_ref()).and_then(of_hook)),
    ];
    for (field, texts) in commands {
        for (index, value) in texts.into_iter().flatten().enumerate() {
            let pointer = || format!("{}/{field}/{index}", at());
            visit(Text { place: Place::Command(&container.name), value, pointer: &pointer });
        }
    }
}
/// Each text of the field `key`. The items of a list have the key of the list.
fn of_field<'a>(key: &'a str, value: &'a Value, path: &mut String, skipped: Option<&str>, visit: Visit<'_, 'a>) {
    let parent = path.len();
    path.push('/');
    path.push_str(&escaped(key));
    if skipped != Some(&**path) {
        of_value(key, value, path, skipped, visit);
    }
    path.truncate(parent);
}
fn of_value<'a>(key: &'a str, value: &'a Value, path: &mut String, skipped: Option<&str>, visit: Visit<'_, 'a>) {
    match value {
        Value::String(text) => visit(Text { place: Place::Field(key), value: text, pointer: &|| path.clone() }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let list = path.len();
                path.push_str(&format!("/{index}"));
                of_value(key, item, path, skipped, visit);
                path.truncate(list);
            }
        }
        Value::Object(fields) => fields.iter().for_each(|(key, value)| of_field(key, value, path, skipped, visit)),
        _ => {}
    }
}

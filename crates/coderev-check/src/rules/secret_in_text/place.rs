//! The place of a text.
use coderev_objects::{Entry, Object};
use std::fmt;

/// The place of a text, as it appears in a message.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The command, the arguments, or a probe or hook of this container.
    Command(String),
    /// The name of the ConfigMap, and the key.
    ConfigMap(String, String),
    Annotation(String),
    Label(String),
    /// The type of the trigger, and the key.
    Trigger(String, String),
    /// The image of this container.
    Image(String),
    /// The header of a request or a probe.
    Header(String),
    Field(String),
    /// A key of the map in this field. The key contains the secret.
    Key(String),
}
impl Place {
    /// The place of the text at `pointer` in an object. `name` is the innermost key, or the name next to a value.
    pub(super) fn find(entry: Entry<'_>, pointer: &str, name: &str) -> Self {
        let object = entry.object();
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let in_container = || container(object, pointer);
        match &*steps {
            ["data" | "binaryData", _] if matches!(object, Object::ConfigMap(_)) => {
                Self::ConfigMap(object.name().to_owned(), name.to_owned())
            }
            [.., "annotations", _] => Self::Annotation(name.to_owned()),
            [.., "metadata" | "matchLabels", "labels", _] => Self::Label(name.to_owned()),
            ["spec", "triggers", index, "metadata", key] => match (object, index.parse::<usize>()) {
                (Object::ScaledObject(scaled), Ok(index)) if scaled.spec.triggers.len() > index => {
                    Self::Trigger(scaled.spec.triggers[index].kind.clone(), (*key).to_owned())
                }
                _ => Self::Field(name.to_owned()),
            },
            [.., "httpHeaders" | "headers", _, "value"] => Self::Header(name.to_owned()),
            [.., "command" | "args", _] => in_container().map_or_else(|| Self::Field(name.to_owned()), Self::Command),
            [.., "image"] => in_container().map_or_else(|| Self::Field(name.to_owned()), Self::Image),
            _ => Self::Field(name.to_owned()),
        }
    }
    /// The place of a key.
    pub(super) fn of_key(pointer: &str) -> Self {
        let parent = pointer.rsplit('/').nth(1).unwrap_or_default();
        Self::Key(parent.to_owned())
    }
}
/// The name of the container around `pointer`.
fn container(object: &Object, pointer: &str) -> Option<String> {
    let template = object.template()?;
    let mut steps = pointer.strip_prefix(template.pointer())?.strip_prefix("/spec/")?.split('/');
    let (list, index) = (steps.next()?, steps.next()?.parse::<usize>().ok()?);
    let pod = template.spec();
    let name = match list {
        "containers" => &pod.containers.get(index)?.name,
        "initContainers" => &pod.init_containers.as_ref()?.get(index)?.name,
        "ephemeralContainers" => &pod.ephemeral_containers.as_ref()?.get(index)?.name,
        _ => return None,
    };
    Some(name.to_owned())
}
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(container) => write!(f, "the command of the container `{container}`"),
            Self::ConfigMap(map, key) => write!(f, "the key `{key}` of the ConfigMap `{map}`"),
            Self::Annotation(key) => write!(f, "the annotation `{key}`"),
            Self::Label(key) => write!(f, "the label `{key}`"),
            Self::Trigger(kind, key) => write!(f, "the metadata `{key}` of the trigger `{kind}`"),
            Self::Image(container) => write!(f, "the image of the container `{container}`"),
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::Field(key) => write!(f, "the field `{key}`"),
            Self::Key(field) => write!(f, "a key of the field `{field}`"),
        }
    }
}

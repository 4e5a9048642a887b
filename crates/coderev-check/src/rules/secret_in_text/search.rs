//! The search of one object: each text, with the name next to it.
use crate::secrets;
use coderev_objects::{Entry, Object, Text};

/// The search of one object.
pub(super) struct Search<'a> {
    is_config_map: bool,
    is_secret: bool,
    /// The number of steps to the pod spec. None if the object runs no pods.
    pod_depth: Option<usize>,
    /// The last text with the key `name`: the name of the `value` in the same map.
    name: String,
    /// The pointer of the map with that name.
    name_parent: String,
    /// The last item of a list, if it is a flag without a value: `--password`.
    flag: String,
    entry: Entry<'a>,
}
/// A secret that was found.
pub(super) struct Found {
    pub(super) what: &'static str,
    pub(super) pointer: String,
    /// The innermost key, or the name next to a value.
    pub(super) name: String,
    pub(super) is_key: bool,
}
impl<'a> Search<'a> {
    pub(super) fn new(entry: Entry<'a>) -> Self {
        let object = entry.object();
        Self {
            is_config_map: matches!(object, Object::ConfigMap(_)),
            is_secret: (object.api_version(), object.kind()) == ("v1", "Secret"),
            pod_depth: object.template().map(|template| template.pointer().matches('/').count() + 1),
            name: String::new(),
            name_parent: String::new(),
            flag: String::new(),
            entry,
        }
    }
    pub(super) fn entry(&self) -> Entry<'a> {
        self.entry
    }
    /// The secret in `text`, if there is one.
    pub(super) fn find(&mut self, text: Text<'_>) -> Option<Found> {
        let value = text.value();
        if text.is_key() {
            return secrets::in_text(value).map(|what| found(what, text, ""));
        }
        if text.index().is_some() {
            return self.in_list(text);
        }
        let key = text.key();
        match key {
            "name" => {
                self.keep_name(text);
                secrets::in_text(value).map(|what| found(what, text, key))
            }
            "value" if self.is_of_variable(text) => None,
            "value" => {
                let name = if text.parent_pointer() == self.name_parent { &self.name } else { key };
                // A variable in a kind without a pod template.
                let is_in_env = text.steps().nth(2) == Some(Some("env"));
                let what = if is_in_env { secrets::in_named(name, value) } else { secrets::in_field(name, value) };
                what.map(|what| found(what, text, name))
            }
            "image" => secrets::in_image(value).map(|what| found(what, text, key)),
            _ if self.is_secret && is_data(text) => None,
            _ if self.is_config_map && is_data(text) => self.in_config_map(text),
            _ => secrets::in_field(key, value).or_else(|| self.in_map(text)).map(|what| found(what, text, key)),
        }
    }
    /// Keeps a name, unless no `value` next to it is read: the names of objects, containers, volumes, ports and variables.
    fn keep_name(&mut self, text: Text<'_>) {
        let mut steps = text.steps().skip(1).map(Option::unwrap_or_default);
        let (parent, list) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
        self.name.clear();
        self.name_parent.clear();
        if self.is_of_variable(text) {
            return;
        }
        let is_alone = |key: &str| {
            matches!(key, "metadata" | "containers" | "initContainers" | "volumes" | "volumeMounts" | "ports")
        };
        if !is_alone(parent) && !is_alone(list) {
            self.name.push_str(text.value());
            self.name_parent = text.parent_pointer();
        }
    }
    fn in_config_map(&self, text: Text<'_>) -> Option<Found> {
        let key = text.key();
        let is_binary = text.steps().nth(1) == Some(Some("binaryData"));
        let what =
            if is_binary { secrets::in_binary_file(key, text.value()) } else { secrets::in_file(key, text.value()) };
        what.map(|what| found(what, text, key))
    }
    /// A value of a map of secrets: `secrets: {db: hunter22}`, in a kind without a type.
    fn in_map(&self, text: Text<'_>) -> Option<&'static str> {
        let map = text.steps().nth(1).flatten().filter(|map| self.pod_depth.is_none() && map.ends_with('s'))?;
        secrets::is_name(map).then(|| secrets::in_field(map, text.value())).flatten()
    }
    /// The value of a flag is the next item of a list: `["--password", "hunter22"]`.
    fn in_list(&mut self, text: Text<'_>) -> Option<Found> {
        let value = text.value();
        let what = match secrets::in_text(value) {
            None if text.index() != Some(0) && !self.flag.is_empty() => {
                secrets::in_field(&self.flag, value).or_else(|| secrets::in_argument(&self.flag, value))
            }
            // `passwords: [hunter22]`
            None if self.pod_depth.is_none() && secrets::is_name(text.key()) => secrets::in_field(text.key(), value),
            other => other,
        };
        self.flag.clear();
        let flag = value.trim_start_matches('-');
        if flag.len() < value.len() && !flag.contains('=') && secrets::is_name(flag) {
            self.flag.push_str(flag);
        } else if matches!(value, "-p" | "-a" | "-u") {
            self.flag.push_str(value);
        }
        what.map(|what| found(what, text, text.key()))
    }
    /// Whether the text is the name or the value of a variable of a container. `secret-in-variable` reads the values.
    fn is_of_variable(&self, text: Text<'_>) -> bool {
        let Some(depth) = self.pod_depth else { return false };
        let mut steps = text.steps().skip(1);
        let parents = [steps.next(), steps.next(), steps.next(), steps.next()].map(Option::flatten);
        matches!(parents, [None, Some("env"), None, Some("containers" | "initContainers" | "ephemeralContainers")])
            && steps.count() == depth
    }
}
/// Whether the text is a value of `data`, `stringData` or `binaryData`.
fn is_data(text: Text<'_>) -> bool {
    let mut steps = text.steps().skip(1);
    matches!(steps.next(), Some(Some("data" | "stringData" | "binaryData"))) && steps.next().is_none()
}
fn found(what: &'static str, text: Text<'_>, name: &str) -> Found {
    Found { what, pointer: text.pointer(), name: name.to_owned(), is_key: text.is_key() }
}

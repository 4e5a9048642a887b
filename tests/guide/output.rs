//! The output of `synth` for the platform of the deployment guide, read back as YAML.
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// An object of the output: its kind, its namespace (empty for a cluster-scoped object) and its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Object<'a> {
    pub(crate) kind: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
}

/// Matches every namespace, or every name, in a claim that no object exists.
pub(crate) const ANY: &str = "*";

impl Object<'_> {
    /// Whether this is `other`, or matches `other`.
    pub(crate) fn is(&self, other: &Object<'_>) -> bool {
        let matches = |own: &str, wanted: &str| wanted == ANY || own == wanted;
        self.kind == other.kind && matches(self.namespace, other.namespace) && matches(self.name, other.name)
    }
}

impl fmt::Display for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, namespace, name } = self;
        if namespace.is_empty() { write!(f, "{kind} {name}") } else { write!(f, "{kind} {namespace}/{name}") }
    }
}

/// The output: every object, and the text of every file. Copies share unchanged data, because a test makes thousands
/// of copies.
#[derive(Clone)]
pub(crate) struct Output {
    objects: BTreeMap<[String; 3], Rc<Value>>,
    pub(crate) files: BTreeMap<String, Rc<str>>,
}

impl Output {
    /// The output for the platform of the deployment guide.
    pub(crate) fn of_the_guide() -> Self {
        Self::synthesize(&deployment_guide::platform())
    }
    /// The same on the Gateway API.
    pub(crate) fn on_the_gateway_api() -> Self {
        Self::synthesize(&deployment_guide::platform_on_gateway())
    }
    fn synthesize(platform: &coderev_infra::Platform) -> Self {
        let synthesis = coderev_infra::synth(platform);
        let files: BTreeMap<_, _> =
            synthesis.files().map(|file| (file.path().to_owned(), Rc::from(file.text()))).collect();
        let mut objects = BTreeMap::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".yaml")) {
            for document in serde_yaml::Deserializer::from_str(text) {
                let document = Value::deserialize(document).unwrap_or_else(|error| panic!("{path}: {error}"));
                let field = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or("").to_owned();
                let key = [field("/kind"), field("/metadata/namespace"), field("/metadata/name")];
                // A linter's configuration is also YAML, and not an object.
                if !key[0].is_empty() {
                    let before = objects.insert(key, Rc::new(document));
                    assert!(before.is_none(), "{path} has a duplicate object");
                }
            }
        }
        Self { objects, files }
    }

    /// The fields of `object`.
    pub(crate) fn get(&self, object: &Object<'_>) -> Option<&Value> {
        self.objects.get(&key(object)).map(Rc::as_ref)
    }

    /// The fields of `object`, mutable.
    pub(crate) fn get_mut(&mut self, object: &Object<'_>) -> Option<&mut Value> {
        self.objects.get_mut(&key(object)).map(Rc::make_mut)
    }

    /// Whether `object` is shared with `other`: unchanged since one output was copied from the other.
    pub(crate) fn shares(&self, other: &Self, object: &Object<'_>) -> bool {
        let (own, others) = (self.objects.get(&key(object)), other.objects.get(&key(object)));
        own.zip(others).is_some_and(|(own, others)| Rc::ptr_eq(own, others))
    }

    /// The first object that matches `wanted`.
    pub(crate) fn first(&self, wanted: &Object<'_>) -> Option<Object<'_>> {
        let all = self.objects.keys().map(|[kind, namespace, name]| Object { kind, namespace, name });
        all.into_iter().find(|object| object.is(wanted))
    }

    /// Adds an object without fields.
    pub(crate) fn add(&mut self, object: &Object<'_>) {
        self.objects.insert(key(object), Rc::new(Value::Null));
    }
}

fn key(object: &Object<'_>) -> [String; 3] {
    [object.kind, object.namespace, object.name].map(str::to_owned)
}

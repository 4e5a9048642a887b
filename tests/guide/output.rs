//! What `synth` writes for the guide's platform, read back as a stranger would read it.
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// An object of the output: its kind, its namespace (empty when it has none) and its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Object<'a> {
    pub(crate) kind: &'a str,
    pub(crate) namespace: &'a str,
    pub(crate) name: &'a str,
}

/// Stands for every namespace, or every name, in a claim that no object is there.
pub(crate) const ANY: &str = "*";

impl Object<'_> {
    /// Whether this is `other`, or one of those that `other` stands for.
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

/// The output: every object, and the text of every file. Copies share what they do not change: a proof takes thousands.
#[derive(Clone)]
pub(crate) struct Output {
    objects: BTreeMap<[String; 3], Rc<Value>>,
    pub(crate) files: BTreeMap<String, Rc<str>>,
}

impl Output {
    /// What the guide's platform becomes.
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
                // A linter's configuration is YAML as well, and no object.
                if !key[0].is_empty() {
                    let before = objects.insert(key, Rc::new(document));
                    assert!(before.is_none(), "{path} holds an object that is there already");
                }
            }
        }
        Self { objects, files }
    }

    /// The fields of `object`.
    pub(crate) fn get(&self, object: &Object<'_>) -> Option<&Value> {
        self.objects.get(&key(object)).map(Rc::as_ref)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut(&mut self, object: &Object<'_>) -> Option<&mut Value> {
        self.objects.get_mut(&key(object)).map(Rc::make_mut)
    }

    /// Whether `object` is one and the same here and in `other`, unchanged since one was copied from the other.
    pub(crate) fn shares(&self, other: &Self, object: &Object<'_>) -> bool {
        let (own, others) = (self.objects.get(&key(object)), other.objects.get(&key(object)));
        own.zip(others).is_some_and(|(own, others)| Rc::ptr_eq(own, others))
    }

    /// The first object that `wanted` stands for.
    pub(crate) fn first(&self, wanted: &Object<'_>) -> Option<Object<'_>> {
        let all = self.objects.keys().map(|[kind, namespace, name]| Object { kind, namespace, name });
        all.into_iter().find(|object| object.is(wanted))
    }

    /// Puts an object there that has no fields.
    pub(crate) fn add(&mut self, object: &Object<'_>) {
        self.objects.insert(key(object), Rc::new(Value::Null));
    }
}

fn key(object: &Object<'_>) -> [String; 3] {
    [object.kind, object.namespace, object.name].map(str::to_owned)
}

//! What a platform becomes before it is text: typed objects, and where each came from.
mod declaration;

use crate::model::Place;
pub(crate) use coderev_objects::Object;
use coderev_objects::{Document, Inventory, Origin};
pub(crate) use declaration::{Declaration, Setting};
use k8s_openapi::api::core::v1::PodSpec;
use std::collections::BTreeMap;

/// An object and the line of the user's program that it came from.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    pub(crate) object: Object,
    pub(crate) at: Place,
    /// The subject of findings about it: `platform-v2-stable/auth-service`, also for its autoscaler.
    pub(crate) subject: String,
    /// The declarations in its containers.
    pub(crate) declarations: Vec<Declaration>,
}

impl Manifest {
    fn into_document(self) -> Document {
        let fields = declaration::fields(&self.object, &self.declarations);
        let document = Document::new(self.object, Origin::Rust(self.at)).with_subject(self.subject);
        fields.into_iter().fold(document, |document, (pointer, at)| document.with_field(pointer, at))
    }
}

/// A Secret that a namespace needs before its pods can start. The manifests name it and never hold it.
pub(crate) struct SecretNeed {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// Each key, with what belongs there. Empty where the whole Secret is taken as it is.
    pub(crate) keys: BTreeMap<String, String>,
}

/// Where the texts of the needed Secrets come from.
pub(crate) struct Secrets {
    /// Somebody runs kubectl.
    pub(crate) by_hand: Vec<SecretNeed>,
    /// External Secrets Operator brings them.
    pub(crate) kept: Vec<RemoteSecret>,
}
/// What has to be kept in a store under one name: each property, with what belongs there; none where all of it is taken.
pub(crate) struct RemoteSecret {
    /// The store's name.
    pub(crate) store: String,
    pub(crate) at: String,
    pub(crate) properties: BTreeMap<String, String>,
}

/// All objects, sorted by kind, namespace and name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifests {
    all: Vec<Manifest>,
}
impl Manifests {
    pub(crate) fn sorted(mut all: Vec<Manifest>) -> Self {
        fn key(Manifest { object, .. }: &Manifest) -> ((usize, &str), &str, &str) {
            (object.order(), object.namespace(), object.name())
        }
        all.sort_by(|a, b| key(a).cmp(&key(b)));
        Self { all }
    }
    /// The same objects, those of one group beside each other.
    pub(crate) fn grouped<G: Ord>(mut self, group: impl Fn(&Object) -> G) -> Self {
        self.all.sort_by_key(|manifest| group(&manifest.object));
        self
    }
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Manifest> {
        self.all.iter()
    }
    /// Every typed object that runs pods, with their spec.
    pub(crate) fn pods(&self) -> impl Iterator<Item = (&Manifest, &PodSpec)> {
        let typed = self.all.iter().filter(|manifest| !matches!(manifest.object, Object::Raw(_)));
        typed.filter_map(|manifest| manifest.object.template().map(|template| (manifest, template.spec())))
    }
    /// Objects of one kind, with where they came from: `manifests.of(kind!(Ingress))`.
    pub(crate) fn of<K: 'static>(&self, pick: fn(&Object) -> Option<&K>) -> impl Iterator<Item = (&Manifest, &K)> {
        self.all.iter().filter_map(move |manifest| pick(&manifest.object).map(|kind| (manifest, kind)))
    }
}
impl IntoIterator for Manifests {
    type Item = Manifest;
    type IntoIter = std::vec::IntoIter<Manifest>;
    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
/// Picks one kind for [`Manifests::of`].
macro_rules! kind {
    ($kind:ident) => {
        |object: &crate::manifest::Object| match object {
            crate::manifest::Object::$kind(it) => Some(&**it),
            _ => None,
        }
    };
}
pub(crate) use kind;

impl Manifests {
    /// The objects of an inventory, in their order.
    pub(crate) fn from_inventory(inventory: Inventory) -> Self {
        let manifest = |document: Document| {
            let Origin::Rust(at) = *document.origin() else { unreachable!("lowering makes documents of a program") };
            let subject = document.subject().to_owned();
            Manifest { at, subject, object: document.into_source(), declarations: Vec::new() }
        };
        Self { all: inventory.into_documents().into_iter().map(manifest).collect() }
    }
    /// The objects as rules see them.
    pub(crate) fn into_inventory(self) -> Inventory {
        Inventory::new(self.all.into_iter().map(Manifest::into_document).collect())
    }
}

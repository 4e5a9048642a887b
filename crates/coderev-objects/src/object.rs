//! A typed object of any kind.
use crate::crd::Written;
use crate::kinds::{self, Kind, Role, Scope, kinds};
use crate::untyped::Untyped;
use k8s_openapi::Resource;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

macro_rules! objects {
    (
        typed { $($kind:ident, $group:literal, $versions:expr, $scope:ident, $role:ident, $type:path $(, $written:ident)?;)* }
        checked { $($checked:tt)* }
        known { $($known:tt)* }
    ) => {
        /// An object: one variant for each typed kind of the [table of kinds](Kind::all), and one for all other
        /// kinds.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #[allow(missing_docs, clippy::enum_variant_names, reason = "kinds have the names that Kubernetes gave them")]
        pub enum Object { $($kind(Box<$type>),)* Raw(Box<Untyped>) }

        #[derive(Clone, Copy)]
        #[allow(clippy::enum_variant_names, reason = "kinds have the names that Kubernetes gave them")]
        enum TypedOrder { $($kind,)* }

        impl Object {
            /// The metadata.
            #[must_use]
            pub fn metadata(&self) -> &ObjectMeta {
                match self { $(Self::$kind(object) => &object.metadata,)* Self::Raw(object) => object.metadata() }
            }
            /// The metadata, mutable.
            pub fn metadata_mut(&mut self) -> &mut ObjectMeta {
                match self { $(Self::$kind(object) => &mut object.metadata,)* Self::Raw(object) => object.metadata_mut() }
            }
            /// The kind: `Deployment`.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self { $(Self::$kind(_) => stringify!($kind),)* Self::Raw(object) => object.kind() }
            }
            /// The `apiVersion`: `apps/v1`.
            #[must_use]
            pub fn api_version(&self) -> &str {
                match self {
                    $($(Self::$kind(object) if object.$written.is_some() => {
                        object.$written.as_deref().map_or(<$type>::API_VERSION, |it| &it.api_version)
                    })?)*
                    $(Self::$kind(_) => <$type>::API_VERSION,)*
                    Self::Raw(object) => object.api_version(),
                }
            }
            /// The fields as they were read, without `apiVersion`, `kind` and `metadata`. Some for a kind without a
            /// type, and for a custom resource that was read.
            #[must_use]
            pub fn written_fields(&self) -> Option<&Map<String, Value>> {
                match self {
                    $($(Self::$kind(object) => object.$written.as_deref().map(|it| &it.fields),)?)*
                    Self::Raw(object) => Some(object.fields()),
                    _ => None,
                }
            }
            /// Keeps the value from which a custom resource was read. Other types have all fields.
            pub(crate) fn keep_written(&mut self, value: Written) {
                match self {
                    $($(Self::$kind(object) => object.$written = Some(Box::new(value)),)?)*
                    _ => {}
                }
            }
            /// The index of the line in the table, for a typed object.
            const fn typed_order(&self) -> Option<usize> {
                match self { $(Self::$kind(_) => Some(TypedOrder::$kind as usize),)* Self::Raw(_) => None }
            }
        }
        impl Serialize for Object {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$kind(object) => object.serialize(serializer),)* Self::Raw(object) => object.serialize(serializer) }
            }
        }
        $(
            impl From<$type> for Object { fn from(object: $type) -> Self { Self::$kind(Box::new(object)) } }
            impl Typed for $type {
                const ORDER: usize = TypedOrder::$kind as usize;
                fn from_object(object: &Object) -> Option<&Self> {
                    match object { Object::$kind(it) => Some(it), _ => None }
                }
            }
        )*
    };
}
kinds!(objects);

/// A type that is a variant of [`Object`].
pub trait Typed: Resource + Into<Object> {
    /// The index of the kind in the [table of kinds](Kind::all).
    const ORDER: usize;
    /// The object as this type. None where the object has another type.
    fn from_object(object: &Object) -> Option<&Self>;
}

impl Object {
    /// The name; empty where the object has no name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.metadata().name.as_deref().unwrap_or_default()
    }
    /// The namespace; empty for a cluster-scoped object.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.metadata().namespace.as_deref().unwrap_or_default()
    }
    /// The object as `K`: `object.as_kind::<Deployment>()`. None where the object has another kind.
    #[must_use]
    pub fn as_kind<K: Typed>(&self) -> Option<&K> {
        K::from_object(self)
    }
    /// The line of the table of kinds.
    #[must_use]
    pub fn known_kind(&self) -> Option<&'static Kind> {
        match self.typed_order() {
            Some(order) => Kind::all().get(order),
            None => Kind::find(self.api_version(), self.kind()),
        }
    }
    /// The purpose of the object.
    #[must_use]
    pub fn role(&self) -> Role {
        match self.typed_order() {
            Some(order) => Kind::all()[order].role(),
            None => Role::for_kind(self.api_version(), self.kind()),
        }
    }
    /// Whether objects of its kind are in a namespace. An unknown kind is treated as namespaced.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if kinds::is_cluster_scoped(self.api_version(), self.kind()) { Scope::Cluster } else { Scope::Namespaced }
    }
    /// The sort key of its kind in a file. Unknown kinds come last, by name.
    #[must_use]
    pub fn order(&self) -> (usize, &str) {
        let order = self.typed_order().or_else(|| self.known_kind().map(|kind| kind.order));
        (order.unwrap_or(usize::MAX), self.kind())
    }
}

//! A typed object of any kind.
use crate::kinds::{self, Kind, Role, Scope, kinds};
use crate::untyped::Untyped;
use k8s_openapi::Resource;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::{Serialize, Serializer};

macro_rules! objects {
    (
        typed { $($kind:ident, $group:literal, $versions:expr, $scope:ident, $role:ident, $type:path;)* }
        checked { $($checked:tt)* }
        known { $($known:tt)* }
    ) => {
        /// An object: a variant for each typed kind of the [table of kinds](Kind::all), and one for all others.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #[allow(missing_docs, clippy::enum_variant_names, reason = "kinds have the names that Kubernetes gave them")]
        pub enum Object { $($kind(Box<$type>),)* Raw(Box<Untyped>) }

        impl Object {
            /// The metadata.
            #[must_use]
            pub fn metadata(&self) -> &ObjectMeta {
                match self { $(Self::$kind(object) => &object.metadata,)* Self::Raw(object) => object.metadata() }
            }
            /// The metadata, to be changed.
            pub fn metadata_mut(&mut self) -> &mut ObjectMeta {
                match self { $(Self::$kind(object) => &mut object.metadata,)* Self::Raw(object) => object.metadata_mut() }
            }
            /// The kind: `Deployment`.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self { $(Self::$kind(_) => stringify!($kind),)* Self::Raw(object) => object.kind() }
            }
            /// The version of its kind: `apps/v1`. For a typed object, the version of the type.
            #[must_use]
            pub fn api_version(&self) -> &str {
                match self { $(Self::$kind(_) => <$type>::API_VERSION,)* Self::Raw(object) => object.api_version() }
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
                fn of(object: &Object) -> Option<&Self> {
                    match object { Object::$kind(it) => Some(it), _ => None }
                }
            }
        )*
    };
}
kinds!(objects);

/// A type that is a variant of [`Object`].
pub trait Typed: Into<Object> {
    /// The object as this type, if it is one.
    fn of(object: &Object) -> Option<&Self>;
}

impl Object {
    /// The name; empty where there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.metadata().name.as_deref().unwrap_or_default()
    }
    /// The namespace; empty for an object of the cluster.
    #[must_use]
    pub fn namespace(&self) -> &str {
        self.metadata().namespace.as_deref().unwrap_or_default()
    }
    /// The object as `K`, if it is one: `object.as_kind::<Deployment>()`.
    #[must_use]
    pub fn as_kind<K: Typed>(&self) -> Option<&K> {
        K::of(self)
    }
    /// The line of the table of kinds.
    #[must_use]
    pub fn known_kind(&self) -> Option<&'static Kind> {
        Kind::find(self.api_version(), self.kind())
    }
    /// What the object is for.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::of(self.api_version(), self.kind())
    }
    /// Whether objects of its kind are in a namespace. An unknown kind is taken to be.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if kinds::is_cluster_scoped(self.api_version(), self.kind()) { Scope::Cluster } else { Scope::Namespaced }
    }
    /// The place of its kind in a file. Unknown kinds come last, by name.
    #[must_use]
    pub fn order(&self) -> (usize, &str) {
        (self.known_kind().map_or(usize::MAX, |kind| kind.order), self.kind())
    }
}

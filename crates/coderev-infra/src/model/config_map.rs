use crate::model::{Place, Text, keyed};
use std::panic::Location;

/// A ConfigMap. It is rendered once in each namespace that refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigMap {
    pub(crate) name: String,
    pub(crate) existing: bool,
    pub(crate) data: Vec<(String, String)>,
    pub(crate) was: Vec<String>,
    pub(crate) at: Place,
}
impl ConfigMap {
    /// A `ConfigMap` that the platform renders, in each namespace that refers to it.
    #[track_caller]
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), existing: false, data: Vec::new(), was: Vec::new(), at: Location::caller() }
    }
    /// A ConfigMap that another program creates. Only its name is rendered, in `configMapKeyRef`, `configMapRef` and
    /// volumes.
    #[track_caller]
    #[must_use]
    pub fn existing(name: impl Into<String>) -> Self {
        Self { existing: true, ..Self::new(name) }
    }
    /// `configMapKeyRef`: one key, as the value of a variable. A key that the ConfigMap does not have causes the error
    /// `missing-key`.
    #[must_use]
    pub fn key(&self, key: impl Into<String>) -> ConfigKey {
        ConfigKey { map: self.clone(), key: key.into() }
    }
}
impl ConfigMap {
    /// `data`: one key, which is a file in a mounted volume: `.data("app.toml", include_str!("app.toml"))`.
    #[track_caller]
    pub fn data(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.data, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `metadata.name`: the name that this ConfigMap had before. While the setter is in the program, the `ConfigMap` of the
    /// old name is rendered too, for pods that still run with the old name. Remove it when the rollout is complete.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let settings = ConfigMap::new("web-settings").was("settings").data("app.toml", "theme = 'dark'");
    /// # let _ = settings;
    /// ```
    #[doc(alias("metadata.name", "rename"))]
    #[track_caller]
    pub fn was(mut self, name: impl Text) -> Self {
        keyed(&mut self.was, name.into(), |a, b| a == b);
        self
    }
}
/// `configMapKeyRef`: one key of a ConfigMap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigKey {
    pub(crate) map: ConfigMap,
    pub(crate) key: String,
}

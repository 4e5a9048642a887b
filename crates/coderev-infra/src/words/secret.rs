//! Secrets, as references. No text of a secret is ever an argument.
use std::borrow::Cow;

/// A Secret that exists, by name. It is never rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub(crate) name: Cow<'static, str>,
}
impl Secret {
    /// `secretKeyRef.name`, `secretRef.name` or `secretName`: by name, in the namespace of whoever refers to it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name) }
    }
    /// `secretKeyRef.key`: one of its keys.
    #[must_use]
    pub const fn key(self, key: &'static str) -> SecretKey {
        SecretKey { secret: self, key }
    }
    /// The same under a computed name: `DATABASE.name(format!("database-{tenant}"))`.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Cow::Owned(name.into()) }
    }
}
/// `secretKeyRef`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretKey {
    pub(crate) secret: Secret,
    pub(crate) key: &'static str,
}

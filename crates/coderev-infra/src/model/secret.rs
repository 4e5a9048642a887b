//! Secrets, as references. No text of a secret is ever an argument.
use crate::model::Text;
use std::borrow::Cow;

/// A Secret that exists, by name. It is never rendered.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const KEYS: Secret = Secret::new("signing-keys");
/// let web: Service<Stable> = Service::new("web", "ghcr.io/acme/web:1.0.0")
///     .env("SIGNING_KEY", KEYS.key("private"))
///     .env("TENANT_KEY", KEYS.name(format!("signing-keys-{}", "acme")).key("private"));
/// # let _ = web;
/// ```
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
    #[doc(alias = "secretKeyRef.key")]
    #[must_use]
    pub const fn key(self, key: &'static str) -> SecretKey {
        SecretKey { secret: self, key }
    }
    /// The same under a computed name: `DATABASE.name(format!("database-{tenant}"))`.
    #[must_use]
    pub fn name(self, name: impl Text) -> Self {
        Self { name: Cow::Owned(name.into()) }
    }
}
/// `secretKeyRef`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretKey {
    pub(crate) secret: Secret,
    pub(crate) key: &'static str,
}

/// A Secret, as `.pull_secret(..)` takes it: a [`Secret`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a reference to a Secret",
    label = "expected a `Secret`",
    note = "write the name of a Secret that exists: `Secret::new(\"registry\")`"
)]
pub trait IntoSecret: Into<Secret> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Secret>> IntoSecret for V {}

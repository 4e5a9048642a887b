//! References to Secrets. No function takes the value of a secret.
use crate::model::Text;
use std::borrow::Cow;

/// A reference to a Secret that exists, by name. The Secret is not rendered.
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
    /// `secretKeyRef.name`, `secretRef.name` or `secretName`: a Secret in the namespace of the object that refers to
    /// it.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name) }
    }
    /// `secretKeyRef.key`: a reference to one key of the Secret.
    #[doc(alias = "secretKeyRef.key")]
    #[must_use]
    pub const fn key(self, key: &'static str) -> SecretKey {
        SecretKey { secret: self, key }
    }
    /// The same reference with a computed name: `DATABASE.name(format!("database-{tenant}"))`.
    #[must_use]
    pub fn name(self, name: impl Text) -> Self {
        Self { name: Cow::Owned(name.into()) }
    }
}
/// A reference to one key of a Secret: `secretKeyRef`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretKey {
    pub(crate) secret: Secret,
    pub(crate) key: &'static str,
}

/// The argument of `.pull_secret(..)`: a [`Secret`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a reference to a Secret",
    label = "expected a `Secret`",
    note = "write the name of a Secret that exists: `Secret::new(\"registry\")`"
)]
pub trait IntoSecret: Into<Secret> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Secret>> IntoSecret for V {}

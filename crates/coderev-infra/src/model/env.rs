//! Values of environment variables.
use crate::model::{ConfigKey, ConfigMap, Secret, SecretKey};

/// `fieldRef` and `resourceFieldRef`: a field of the pod, as the value of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PodField {
    /// `metadata.name`.
    Name,
    /// `metadata.namespace`.
    Namespace,
    /// `metadata.uid`.
    Uid,
    /// `status.podIP`.
    Ip,
    /// `spec.nodeName`.
    NodeName,
    /// `status.hostIP`.
    HostIp,
    /// `limits.cpu`.
    CpuLimit,
    /// `limits.memory`.
    MemoryLimit,
}

/// The value of one variable, as data.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Variable {
    Text(String),
    Secret(SecretKey),
    Config(ConfigKey),
    Field(PodField),
    FirstPeer,
}

/// The address of the first pod of a StatefulSet or a Job with `.peers(..)`. The workers of a distributed training
/// connect to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstPeer;

/// A value of an environment variable: text, a number or a reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of an environment variable",
    label = "expected a string, a number, or a key of a Secret or ConfigMap",
    note = "for one key of a Secret, write `Secret::new(\"jwt-secrets\").key(\"secret-key\")`; for all keys of a Secret or ConfigMap, write `.env_from(..)`",
    note = "for the URL of a service, write `service.url()`",
    note = "for an `Option`, call `.env(..)` only if it is `Some`"
)]
pub trait EnvValue {
    #[doc(hidden)]
    fn variable(self) -> Variable;
}
macro_rules! values {
    ($($ty:ty: |$it:ident| $value:expr;)*) => { $(#[diagnostic::do_not_recommend] impl EnvValue for $ty { fn variable(self) -> Variable { let $it = self; $value } })* };
}
values!(
    &str: |it| Variable::Text(it.into());
    String: |it| Variable::Text(it);
    i32: |it| Variable::Text(it.to_string());
    u16: |it| Variable::Text(it.to_string());
    u32: |it| Variable::Text(it.to_string());
    u64: |it| Variable::Text(it.to_string());
    SecretKey: |it| Variable::Secret(it);
    ConfigKey: |it| Variable::Config(it);
    PodField: |it| Variable::Field(it);
    FirstPeer: |_it| Variable::FirstPeer;
);

/// All keys of one object, as data.
#[doc(hidden)]
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Variables {
    Secret(Secret),
    Config(ConfigMap),
}
/// A ConfigMap or a Secret, for `envFrom`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no keys for environment variables",
    label = "expected `&config_map` or a `Secret`",
    note = "for one variable, write `.env(\"NAME\", \"value\")`"
)]
pub trait EnvSource {
    #[doc(hidden)]
    fn variables(self) -> Variables;
}
#[diagnostic::do_not_recommend]
impl EnvSource for &ConfigMap {
    fn variables(self) -> Variables {
        Variables::Config(self.clone())
    }
}
#[diagnostic::do_not_recommend]
impl EnvSource for Secret {
    fn variables(self) -> Variables {
        Variables::Secret(self)
    }
}

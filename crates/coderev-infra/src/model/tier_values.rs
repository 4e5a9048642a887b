//! Fields of a tier that have a fixed set of values.

/// The allowed egress of a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// `egress` has only declared destinations: `calls`, `uses`, `reads`, DNS and traces.
    Declared,
    /// `egress: [{}]`: all destinations.
    Open,
    /// Declared destinations, and all ingress and egress within the namespace: `allow-intra-namespace`.
    Namespace,
}
/// The HTTP methods that clients may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// All methods.
    All,
    /// GET, HEAD and OPTIONS.
    ReadOnly,
}
/// The Pod Security Standards: the value of `pod-security.kubernetes.io/enforce`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurity {
    /// `restricted`.
    Restricted,
    /// `baseline`.
    Baseline,
    /// `privileged`.
    Privileged,
}
impl PodSecurity {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Baseline => "baseline",
            Self::Privileged => "privileged",
        }
    }
}
/// The value of `LOG_LEVEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// `debug`.
    Debug,
    /// `info`.
    Info,
    /// `warn`.
    Warn,
}
impl LogLevel {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
        }
    }
}

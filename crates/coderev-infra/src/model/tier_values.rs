//! Values that a tier chooses between.

/// What leaves a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// `egress` holds only what is declared: `calls`, `uses`, `reads`, names and traces.
    Declared,
    /// `egress: [{}]`: anything.
    Open,
    /// What is declared, and `allow-intra-namespace`: each other, both ways.
    Namespace,
}
/// What an HTTP client may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// All.
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
/// `LOG_LEVEL`.
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

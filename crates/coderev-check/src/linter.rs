//! The public linters whose checks a rule covers.
use std::fmt;

/// A public linter for Kubernetes manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Linter {
    /// Checks have names: `latest-tag`.
    KubeLinter,
    /// Checks have names: `container-image-tag`.
    KubeScore,
    /// Checks have names: `tagNotSpecified`.
    Polaris,
    /// Checks have numbers: `CKV_K8S_14`.
    Checkov,
    /// Controls have numbers: `C-0075`.
    Kubescape,
}
impl fmt::Display for Linter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KubeLinter => "kube-linter",
            Self::KubeScore => "kube-score",
            Self::Polaris => "polaris",
            Self::Checkov => "checkov",
            Self::Kubescape => "kubescape",
        })
    }
}

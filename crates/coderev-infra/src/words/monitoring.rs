use crate::words::{Namespace, NamespaceWords, Tier};

/// The monitoring components of a platform. [`monitoring()`](crate::monitoring) declares the components of the [deployment guide].
///
/// With it, Prometheus may scrape every workload, and every workload may send traces to the collector.
///
/// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
#[derive(Clone, Debug)]
#[must_use = "monitoring watches only a platform that has it: `Platform::monitoring(..)`"]
pub struct Monitoring {
    pub(crate) namespace: NamespaceWords,
}
impl Monitoring {
    /// In this namespace, whose `kubernetes.io/metadata.name` the walls of all tiers then name. Its labels are said on it.
    pub fn new<T: Tier>(namespace: Namespace<T>) -> Self {
        Self { namespace: namespace.erased() }
    }
}

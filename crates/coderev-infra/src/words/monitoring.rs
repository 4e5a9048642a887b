use crate::words::{Namespace, NamespaceWords, Tier};

/// What scrapes, keeps and shows. [`monitoring()`](crate::monitoring) is the guide's.
///
/// Where a platform has it, Prometheus is let in to every workload and traces may leave for its collector.
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

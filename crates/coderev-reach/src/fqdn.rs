//! Connections to DNS names, which a NetworkPolicy cannot express.

use std::collections::BTreeMap;

use crate::objects::{FqdnEgress, Workload};
use crate::ports::Connections;
use crate::reach::Reach;

impl Reach {
    /// The DNS names that a workload may connect to, and the ports. `by_policy` has the ports that NetworkPolicies
    /// allow to destinations outside the cluster.
    #[must_use]
    pub fn fqdn_connections<'a>(
        &self,
        workload: &Workload,
        egress: &'a [FqdnEgress],
        by_policy: &Connections,
    ) -> BTreeMap<&'a str, Connections> {
        let mut names: BTreeMap<&str, Connections> = BTreeMap::new();
        let applies = |it: &&FqdnEgress| self.of_workload(workload).any(|id| it.applies_to(self.peer(id)));
        for allowed in egress.iter().filter(applies) {
            let ports =
                if allowed.needs_policy() { allowed.ports().intersection(by_policy) } else { allowed.ports().clone() };
            for name in allowed.names() {
                let known = names.entry(name).or_default();
                *known = known.union(&ports);
            }
        }
        names.retain(|_, ports| !ports.is_empty());
        names
    }
}

//! Policies that the API server refuses are taken out of the objects, and their pods are unknown.

use crate::error::Invalid;
use crate::objects::Objects;
use crate::policy::Policy;
use crate::tiers::TierPolicy;

impl Objects {
    /// Removes the policies that the API server refuses, of a namespace and of the cluster, and returns all of their
    /// errors. Their pods are unknown.
    pub fn take_invalid_policies(&mut self) -> Vec<Invalid> {
        let (mut found, mut refused) = (Vec::new(), Vec::new());
        self.policies.retain(|(namespace, _), policy| match Policy::read(namespace, policy) {
            Ok(_) => true,
            Err(wrong) => {
                found.extend(wrong);
                refused.push(serde_json::to_value(&*policy).unwrap_or_default());
                false
            }
        });
        refused.iter().for_each(|it| self.note_refused(it));
        let mut refused = Vec::new();
        self.cluster_policies.retain(|(kind, _), policy| match TierPolicy::read(kind, policy) {
            Ok(_) => true,
            Err(wrong) => {
                found.extend(wrong);
                refused.push((kind.clone(), std::mem::take(policy)));
                false
            }
        });
        refused.iter().for_each(|(kind, policy)| self.note_refused_of_cluster(kind, policy));
        found
    }
}

use crate::prelude::*;
use crate::{Isolation, PriorityClass};

/// Infrastructure that other tiers share: stores, and the agents that operate them.
#[derive(Clone, Copy, Debug)]
pub struct Shared;
#[diagnostic::do_not_recommend]
impl Tier for Shared {
    fn spec(&self) -> TierSpec {
        TierSpec::new("infrastructure")
            .environment("shared")
            .purpose("Stores that the tiers share")
            .replicas(1..)
            .isolation(Isolation::Namespace)
            .without_quota()
            .without_limits()
            .without_default_env()
            .without_default_user()
            .without_hardening()
            .priority_class(
                PriorityClass::new("infrastructure", 1_000_000)
                    .description("Databases, queues, edge proxies of the code review platform"),
            )
            .finish()
    }
}
#[diagnostic::do_not_recommend]
impl Autoscales for Shared {}
impl Uses<Database> for Shared {}
impl Uses<ObjectStorage> for Shared {}
impl Uses<MessageQueue> for Shared {}
impl Uses<PolicyEngine> for Shared {}
impl Calls<Shared> for Shared {}
impl Calls<Internet> for Shared {}
impl Calls<OtherServices> for Shared {}
impl Calls<KubernetesApi> for Shared {}

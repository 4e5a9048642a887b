use crate::prelude::*;
use crate::{Isolation, PriorityClass};

/// Production: three replicas or more, only declared connections.
#[derive(Clone, Copy, Debug)]
pub struct Stable;
#[diagnostic::do_not_recommend]
impl Tier for Stable {
    fn spec(&self) -> TierSpec {
        TierSpec::new("stable")
            .environment("production")
            .purpose("Production: the only tier end users reach")
            .replicas(3..)
            .isolation(Isolation::Declared)
            .strategy(Strategy::rolling().max_surge(percent(25)).max_unavailable(0))
            .disruption_budget(max_unavailable(1))
            .spread(Spread::hosts())
            .spread(Spread::zones())
            .never_spot()
            .min_ready(seconds(10))
            .progress_deadline(minutes(10))
            .revision_history_limit(5)
            .pre_stop_sleep(seconds(10))
            .termination_grace_period(seconds(45))
            .priority_class(PriorityClass::new("stable", 100_000).description("Production services"))
            .rate_limit(per_second(100))
            .finish()
    }
}
#[diagnostic::do_not_recommend]
impl Autoscales for Stable {}
impl Uses<Database> for Stable {}
impl Uses<ObjectStorage> for Stable {}
impl Uses<MessageQueue> for Stable {}
impl Uses<PolicyEngine> for Stable {}
impl Calls<Stable> for Stable {}

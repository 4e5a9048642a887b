use crate::prelude::*;
use crate::{Isolation, LogLevel, PriorityClass};

/// Experiments: one or two replicas, egress to the internet, no calls to production.
#[derive(Clone, Copy, Debug)]
pub struct Exp;
#[diagnostic::do_not_recommend]
impl Tier for Exp {
    fn spec(&self) -> TierSpec {
        TierSpec::new("exp")
            .environment("experimental")
            .purpose("Testing new models")
            .replicas(1..=2)
            .default_replicas(2)
            .isolation(Isolation::Open)
            .strategy(Strategy::rolling().max_surge(1).max_unavailable(1))
            .disruption_budget(max_unavailable(1))
            .spread(Spread::hosts())
            .progress_deadline(minutes(5))
            .revision_history_limit(3)
            .pre_stop_sleep(seconds(5))
            .termination_grace_period(seconds(45))
            .priority_class(
                PriorityClass::new("exp", 1_000).never_preempts().description("Experiments; never preempt anything"),
            )
            .quota(
                Quota::new()
                    .cpu(cores(8)..=cores(16))
                    .memory(gibi(16)..=gibi(32))
                    .pods(30)
                    .services(10)
                    .load_balancers(0)
                    .node_ports(0)
                    .persistent_volume_claims(5)
                    .storage(gibi(100)),
            )
            .limits(
                Limits::new()
                    .default(millis(250)..=cores(1), mebi(256)..=gibi(1))
                    .max(cores(4), gibi(8))
                    .min(millis(10), mebi(16)),
            )
            .log_level(LogLevel::Debug)
            .redis_database(1)
            .database_connections(20)
            .finish()
    }
}
#[diagnostic::do_not_recommend]
impl Autoscales for Exp {}
#[diagnostic::do_not_recommend]
impl Interruptible for Exp {}
impl Uses<Database> for Exp {}
impl Uses<ObjectStorage> for Exp {}
impl Uses<MessageQueue> for Exp {}
impl Uses<PolicyEngine> for Exp {}
impl Calls<Exp> for Exp {}
impl Calls<Internet> for Exp {}
impl Calls<OtherServices> for Exp {}

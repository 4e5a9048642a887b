use crate::prelude::*;
use crate::{Isolation, Methods, PriorityClass};

/// Failed experiments: one replica, read-only access.
#[derive(Clone, Copy, Debug)]
pub struct Quarantine;
#[diagnostic::do_not_recommend]
impl Tier for Quarantine {
    fn spec(&self) -> TierSpec {
        TierSpec::new("quarantine")
            .environment("quarantine")
            .purpose("Archive of failed experiments (immutable)")
            .replicas(1..=1)
            .isolation(Isolation::Declared)
            .methods(Methods::ReadOnly)
            .strategy(Strategy::rolling().max_surge(1).max_unavailable(0))
            .progress_deadline(minutes(5))
            .revision_history_limit(2)
            .pre_stop_sleep(seconds(5))
            .termination_grace_period(seconds(30))
            .priority_class(PriorityClass::new("quarantine", 100).never_preempts().description("Archive"))
            .quota(
                Quota::new()
                    .cpu(cores(1)..=cores(2))
                    .memory(gibi(2)..=gibi(4))
                    .pods(6)
                    .services(5)
                    .load_balancers(0)
                    .node_ports(0)
                    .persistent_volume_claims(0),
            )
            .limits(
                Limits::new()
                    .default(millis(50)..=millis(200), mebi(64)..=mebi(256))
                    .max(millis(500), mebi(512))
                    .min(millis(10), mebi(16)),
            )
            .database_connections(10)
            .finish()
    }
}
#[diagnostic::do_not_recommend]
impl Interruptible for Quarantine {}
impl Reads<Database> for Quarantine {}

//! The defaults and limits of a tier, as plain data.
mod setters;

use crate::model::{
    DisruptionBudget, Isolation, Limits, LogLevel, Methods, Place, PodSecurity, PriorityClass, Quota, Rate, Spanned,
    Spread, Strategy,
};
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

/// The defaults and limits of a tier, as plain data: `Stable.spec().replicas(1..)` is Stable with one number changed.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{LogLevel, Methods, PodSecurity, PriorityClass, Isolation};
///
/// /// Batch work at night.
/// struct Nightly;
/// impl Tier for Nightly {
///     fn spec(&self) -> TierSpec {
///         TierSpec::new("nightly")
///             .environment("production")
///             .purpose("Batch work that no user waits for")
///             .label("acme.dev/shift", "night")
///             .replicas(1..=8)
///             .default_replicas(2)
///             .spread(Spread::zones())
///             .strategy(Strategy::rolling().max_surge(1).max_unavailable(0))
///             .disruption_budget(max_unavailable(1))
///             .min_ready(seconds(5))
///             .progress_deadline(minutes(10))
///             .revision_history_limit(2)
///             .pre_stop_sleep(seconds(5))
///             .termination_grace_period(minutes(2))
///             .priority_class(PriorityClass::new("acme-nightly", 500).never_preempts().description("Waits for capacity"))
///             .quota(Quota::new().cpu(cores(16)..).memory(gibi(64)..))
///             .limits(Limits::new().max(cores(4), gibi(16)))
///             .isolation(Isolation::Declared)
///             .methods(Methods::ReadOnly)
///             .rate_limit(per_second(20))
///             .pod_security(PodSecurity::Restricted)
///             .never_spot()
///             .log_level(LogLevel::Warn)
///             .redis_database(2)
///             .database_connections(40)
///             .finish()
///     }
/// }
///
/// /// Programs of the platform team, with their own users and variables.
/// struct Tools;
/// impl Tier for Tools {
///     fn spec(&self) -> TierSpec {
///         TierSpec::new("tools")
///             .isolation(Isolation::Namespace)
///             .without_quota()
///             .without_limits()
///             .without_default_env()
///             .without_default_user()
///             .without_hardening()
///             .finish()
///     }
/// }
/// # let _ = (Namespace::new("nightly", Nightly), Namespace::new("tools", Tools));
/// ```
///
/// A TierSpec becomes, in each namespace of the tier:
///
/// * labels and annotations of the `Namespace`, with the Pod Security level
/// * a `ResourceQuota` and a `LimitRange`
/// * the NetworkPolicies `default-deny-all` and `allow-dns`, and the default egress of the workloads
/// * the fields of workloads that do not set them, such as `replicas`, `strategy` and `topologySpreadConstraints`
///
/// The platform has its `PriorityClass` once.
///
/// `spread` adds an item to a list. In a spec that is made from a finished tier, the first call replaces the list of
/// that tier: see [`TierSpec::finish`]. `label` replaces a label with the same key.
#[derive(Clone, Debug)]
#[must_use = "a TierSpec has no effect by itself: return it from `Tier::spec`, or pass it to `Namespace::spec(..)`"]
pub struct TierSpec {
    pub(crate) name: String,
    pub(crate) environment: Option<String>,
    pub(crate) purpose: Option<String>,
    pub(crate) replicas: ReplicaRange,
    pub(crate) replicas_at: Option<Place>,
    pub(crate) default_replicas: Option<u32>,
    pub(crate) spread: Vec<Spread>,
    pub(crate) strategy: Option<Strategy>,
    pub(crate) disruption_budget: Option<DisruptionBudget>,
    pub(crate) min_ready: Option<Duration>,
    pub(crate) progress_deadline: Option<Duration>,
    pub(crate) revision_history_limit: Option<u32>,
    pub(crate) pre_stop_sleep: Option<Duration>,
    pub(crate) termination_grace_period: Option<Duration>,
    pub(crate) priority_class: Option<PriorityClass>,
    pub(crate) quota: Option<Quota>,
    pub(crate) limits: Option<Limits>,
    pub(crate) isolation: Isolation,
    pub(crate) methods: Methods,
    pub(crate) rate_limit: Option<Spanned<Rate>>,
    pub(crate) pod_security: PodSecurity,
    pub(crate) never_spot: bool,
    pub(crate) log_level: LogLevel,
    pub(crate) redis_database: u8,
    pub(crate) database_connections: Option<u32>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) has_quota: bool,
    pub(crate) has_limits: bool,
    pub(crate) has_default_env: bool,
    pub(crate) has_default_user: bool,
    pub(crate) is_hardened: bool,
    /// The finished tier from which this spec was made; none before `finish`.
    finished: Option<Identity>,
    /// The number of items of `spread` that the finished tier has.
    inherited_spread: usize,
    /// The default number of replicas of the finished tier.
    inherited_replicas: Option<u32>,
}
impl TierSpec {
    /// A spec with these defaults: network isolation, one replica or more, a computed quota, Pod Security `restricted`.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            environment: None,
            purpose: None,
            replicas: ReplicaRange { min: 1, max: None },
            replicas_at: None,
            default_replicas: None,
            spread: Vec::new(),
            strategy: None,
            disruption_budget: None,
            min_ready: None,
            progress_deadline: None,
            revision_history_limit: None,
            pre_stop_sleep: None,
            termination_grace_period: None,
            priority_class: None,
            quota: None,
            limits: None,
            isolation: Isolation::Declared,
            methods: Methods::All,
            rate_limit: None,
            pod_security: PodSecurity::Restricted,
            never_spot: false,
            log_level: LogLevel::Info,
            redis_database: 0,
            database_connections: None,
            labels: Vec::new(),
            has_quota: true,
            has_limits: true,
            has_default_env: true,
            has_default_user: true,
            is_hardened: true,
            finished: None,
            inherited_spread: 0,
            inherited_replicas: None,
        }
    }
}
/// The names and the purpose of a tier.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity {
    name: String,
    environment: Option<String>,
    purpose: Option<String>,
}
impl TierSpec {
    fn text(&self) -> Identity {
        Identity { name: self.name.clone(), environment: self.environment.clone(), purpose: self.purpose.clone() }
    }
    /// The purpose. None if a finished tier set it, and the name or the environment is another one.
    pub(crate) fn own_purpose(&self) -> Option<&str> {
        let is_inherited = self.finished.as_ref().is_some_and(|of| of.purpose == self.purpose && *of != self.text());
        self.purpose.as_deref().filter(|_| !is_inherited)
    }
    /// The number of replicas of a workload that does not set it.
    pub(crate) fn replicas_by_default(&self) -> u32 {
        let inherited = self.inherited_replicas.filter(|n| self.replicas.contains(*n));
        self.default_replicas.or(inherited).unwrap_or(self.replicas.min.max(1))
    }
}

/// The allowed number of replicas of a workload. Without a minimum it is 0, as in Kubernetes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReplicaRange {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}
impl ReplicaRange {
    fn from_range(range: &impl RangeBounds<u32>) -> Self {
        let min = match range.start_bound() {
            Bound::Included(n) => *n,
            Bound::Excluded(n) => n.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let max = match range.end_bound() {
            Bound::Included(n) => Some(*n),
            Bound::Excluded(n) => Some(n.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        Self { min, max }
    }
    /// Whether it contains no number: `5..=2`.
    pub(crate) fn is_empty(self) -> bool {
        self.max.is_some_and(|max| max < self.min)
    }
    pub(crate) fn contains(self, n: u32) -> bool {
        n >= self.min && self.max.is_none_or(|max| n <= max)
    }
}
/// `3 or more`, `1 to 2`, `exactly 1`.
impl std::fmt::Display for ReplicaRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min, self.max) {
            (min, None) => write!(f, "{min} or more"),
            (min, Some(max)) if min == max => write!(f, "exactly {min}"),
            (min, Some(max)) => write!(f, "{min} to {max}"),
        }
    }
}

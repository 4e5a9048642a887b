//! What a tier promises, as plain data.
use crate::model::{
    DisruptionBudget, IntoDisruptionBudget, IntoDuration, IntoRate, IntoStrategy, Isolation, Limits, LogLevel, Methods,
    PodSecurity, PriorityClass, Quota, Rate, Spanned, Spread, Strategy, Text, keyed,
};
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

/// What a tier promises, as plain data: `Stable.spec().replicas(1..)` is Stable with one number changed.
///
/// A list setter (`spread`) adds to the list. On a spec made from a finished tier, see [`TierSpec::finish`], the first one replaces the
/// tier's list. `label` is kept by key.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{LogLevel, Methods, PodSecurity, PriorityClass, Isolation};
///
/// /// Batch work of the night.
/// struct Nightly;
/// impl Tier for Nightly {
///     fn spec(&self) -> TierSpec {
///         TierSpec::new("nightly")
///             .environment("production")
///             .purpose("What may run when nobody waits")
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
///             .priority_class(PriorityClass::new("acme-nightly", 500).never_preempts().description("Waits for room"))
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
/// /// Programs of the platform team, which bring their own users and settings.
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
#[derive(Clone, Debug)]
#[must_use = "a TierSpec counts only where `Tier::spec` returns it or a namespace has it: `.spec(..)`"]
pub struct TierSpec {
    pub(crate) name: String,
    pub(crate) environment: Option<String>,
    pub(crate) purpose: Option<String>,
    pub(crate) replicas: ReplicaRange,
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
    /// The finished tier that this spec was made from; none before `finish`.
    finished: Option<Identity>,
    /// How many of `spread` came from the finished tier.
    inherited_spread: usize,
}
impl TierSpec {
    /// From nothing: closed walls, one replica or more, a computed quota, Pod Security `restricted`.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            environment: None,
            purpose: None,
            replicas: ReplicaRange { min: 1, max: None },
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
        }
    }
}
/// What a tier calls itself.
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
    /// The purpose; none if it is that of the finished tier, and the name or the environment is another one.
    pub(crate) fn own_purpose(&self) -> Option<&str> {
        let is_inherited = self.finished.as_ref().is_some_and(|of| of.purpose == self.purpose && *of != self.text());
        self.purpose.as_deref().filter(|_| !is_inherited)
    }
}
impl TierSpec {
    /// The label `coderev.dev/tier`, and `PLATFORM_TIER`: `stable`, `exp`, `quarantine`, `infrastructure`, `monitoring`.
    #[doc(alias = "coderev.dev/tier")]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = name.into();
        self
    }
    /// `metadata.labels` of the Namespace, `environment`, and `env`, `ENVIRONMENT`: `production`, `experimental`, `quarantine`, `shared`.
    #[doc(alias("metadata.labels", "labels", "env"))]
    #[track_caller]
    pub fn environment(mut self, name: impl Text) -> Self {
        self.environment = Some(name.into());
        self
    }
    /// The annotation `coderev.dev/purpose` on the Namespace. A preset's own is not that of a tier with another name or environment.
    #[doc(alias = "coderev.dev/purpose")]
    #[track_caller]
    pub fn purpose(mut self, text: impl Text) -> Self {
        self.purpose = Some(text.into());
        self
    }
    /// How many `replicas` a workload may ask for: Stable `3..`, Exp `1..=2`, Quarantine `1..=1`, Shared `1..`.
    #[track_caller]
    pub fn replicas(mut self, range: impl RangeBounds<u32>) -> Self {
        self.replicas = ReplicaRange::from_range(&range);
        self
    }
    /// `replicas` of a workload that says none: Exp 2, otherwise the lower bound, at least one.
    #[doc(alias = "replicas")]
    #[track_caller]
    pub fn default_replicas(mut self, n: u32) -> Self {
        self.default_replicas = Some(n);
        self
    }
    /// One of `topologySpreadConstraints`: Stable hosts and zones, Exp hosts, Quarantine and Shared none.
    #[doc(alias = "topologySpreadConstraints")]
    #[track_caller]
    pub fn spread(mut self, spread: Spread) -> Self {
        self.spread.drain(..std::mem::take(&mut self.inherited_spread));
        self.spread.push(spread);
        self
    }
    /// `Deployment.spec.strategy`: Stable surges by 25 % and misses none, Exp surges by 1 and misses 1, Quarantine surges by 1 and misses none.
    #[doc(alias = "Deployment.spec.strategy")]
    #[track_caller]
    pub fn strategy(mut self, strategy: impl IntoStrategy) -> Self {
        self.strategy = Some(strategy.into());
        self
    }
    /// `PodDisruptionBudget` of workloads with two replicas or more: Stable and Exp `maxUnavailable: 1`, others none.
    #[doc(alias = "PodDisruptionBudget")]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.disruption_budget = Some(budget.into());
        self
    }
    /// `minReadySeconds`, in whole seconds: Stable 10, others none.
    #[doc(alias = "minReadySeconds")]
    #[track_caller]
    pub fn min_ready(mut self, time: impl IntoDuration) -> Self {
        self.min_ready = Some(time.into());
        self
    }
    /// `progressDeadlineSeconds`, in whole seconds: Stable 600, Exp and Quarantine 300, Shared Kubernetes' own.
    #[doc(alias = "progressDeadlineSeconds")]
    #[track_caller]
    pub fn progress_deadline(mut self, time: impl IntoDuration) -> Self {
        self.progress_deadline = Some(time.into());
        self
    }
    /// `revisionHistoryLimit`, in old ReplicaSets: Stable 5, Exp 3, Quarantine 2, Shared Kubernetes' own.
    #[doc(alias = "revisionHistoryLimit")]
    #[track_caller]
    pub fn revision_history_limit(mut self, n: u32) -> Self {
        self.revision_history_limit = Some(n);
        self
    }
    /// `lifecycle.preStop.sleep.seconds`, in whole seconds: Stable 10, Exp and Quarantine 5, Shared none.
    #[doc(alias = "lifecycle.preStop.sleep.seconds")]
    #[track_caller]
    pub fn pre_stop_sleep(mut self, time: impl IntoDuration) -> Self {
        self.pre_stop_sleep = Some(time.into());
        self
    }
    /// `terminationGracePeriodSeconds`, in whole seconds, at least: Stable and Exp 45, Quarantine 30, Shared 30.
    #[doc(alias = "terminationGracePeriodSeconds")]
    #[track_caller]
    pub fn termination_grace_period(mut self, time: impl IntoDuration) -> Self {
        self.termination_grace_period = Some(time.into());
        self
    }
    /// `PriorityClass` and `priorityClassName`: each preset has one of its own, see [`PriorityClass`].
    #[doc(alias("PriorityClass", "priorityClassName"))]
    #[track_caller]
    pub fn priority_class(mut self, class: PriorityClass) -> Self {
        self.priority_class = Some(class);
        self
    }
    /// `ResourceQuota`: Exp and Quarantine state one, otherwise it is computed from the workloads; Shared has none.
    #[doc(alias = "ResourceQuota")]
    #[track_caller]
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = Some(quota);
        self.has_quota = true;
        self
    }
    /// `LimitRange`: Exp and Quarantine state one, otherwise it is computed from the workloads; Shared has none.
    #[doc(alias = "LimitRange")]
    #[track_caller]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self.has_limits = true;
        self
    }
    /// `NetworkPolicy`: what leaves a namespace. Stable and Quarantine what is declared, Exp anything, Shared neighbours too.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = isolation;
        self
    }
    /// Methods that the gate beside each pod lets in, one of its `initContainers`: Quarantine read-only, others all.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn methods(mut self, methods: Methods) -> Self {
        self.methods = methods;
        self
    }
    /// `nginx.ingress.kubernetes.io/limit-rps` or `BackendTrafficPolicy.spec.rateLimit`: requests of one client, unless a host says otherwise. Stable 100 each second, others none.
    #[doc(alias("nginx.ingress.kubernetes.io/limit-rps", "BackendTrafficPolicy.spec.rateLimit", "rateLimit"))]
    #[track_caller]
    pub fn rate_limit(mut self, rate: impl IntoRate) -> Self {
        self.rate_limit = Some(Spanned::here(rate));
        self
    }
    /// `pod-security.kubernetes.io/enforce`, `audit` and `warn`: `restricted` in every preset. Below it
    /// the hardening policy, which asks for a root that cannot be written and for images with a version, does not hold either.
    #[doc(alias = "pod-security.kubernetes.io/enforce")]
    #[track_caller]
    pub fn pod_security(mut self, level: PodSecurity) -> Self {
        self.pod_security = level;
        self
    }
    /// `nodeAffinity`: required, and against every provider's spot label, whatever `nodes` says. Stable says it.
    #[doc(alias = "nodeAffinity")]
    #[track_caller]
    pub fn never_spot(mut self) -> Self {
        self.never_spot = true;
        self
    }
    /// `env`, `LOG_LEVEL`: Exp `debug`, others `info`.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.log_level = level;
        self
    }
    /// `env`, the database of Redis in `REDIS_URL`, as a number: Exp 1, others 0.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn redis_database(mut self, n: u8) -> Self {
        self.redis_database = n;
        self
    }
    /// `env`, `DB_POOL_SIZE`, from the connections to one PostgreSQL that all pods of the tier share: Exp 20, Quarantine 10. Default: what is left is for all tiers without a number, 340 connections of [`POSTGRES`](crate::POSTGRES).
    #[doc(alias = "env")]
    #[track_caller]
    pub fn database_connections(mut self, n: u32) -> Self {
        self.database_connections = Some(n);
        self
    }
    /// `metadata.labels` of each namespace of the tier and of every object in it.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ResourceQuota`: none in namespaces of the tier. Default: in Shared.
    #[doc(alias = "ResourceQuota")]
    #[track_caller]
    pub fn without_quota(mut self) -> Self {
        self.quota = None;
        self.has_quota = false;
        self
    }
    /// `LimitRange`: none in namespaces of the tier. Default: in Shared.
    #[doc(alias = "LimitRange")]
    #[track_caller]
    pub fn without_limits(mut self) -> Self {
        self.limits = None;
        self.has_limits = false;
        self
    }
    /// `env`: without the variables that the platform sets in every main container (`ENVIRONMENT`, `PLATFORM_TIER`, `LOG_LEVEL`, `POD_NAME`,
    /// `POD_IP`, `NODE_NAME`, `HOME`, `OTEL_*`), and without egress to the collector. Variables of stores stay. Default: in Shared.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn without_default_env(mut self) -> Self {
        self.has_default_env = false;
        self
    }
    /// `runAsUser`, `runAsGroup` and `fsGroup` of the pod: the image's own, where a workload sets none. Default: in Shared; elsewhere 1000.
    #[doc(alias("runAsUser", "runAsGroup", "fsGroup"))]
    #[track_caller]
    pub fn without_default_user(mut self) -> Self {
        self.has_default_user = false;
        self
    }
    /// `ValidatingAdmissionPolicyBinding`: the hardening policy does not select the tier. Default: in Shared.
    #[doc(alias = "ValidatingAdmissionPolicyBinding")]
    #[track_caller]
    pub fn without_hardening(mut self) -> Self {
        self.is_hardened = false;
        self
    }
    /// Ends the declaration of a tier, as the last call in [`Tier::spec`](crate::Tier::spec). In a spec that is made from it, as
    /// `Stable.spec().name("payments")`, the first list setter replaces the tier's list, and the `coderev.dev/purpose` of the tier is
    /// dropped when the name or the environment is another one. Without it a list setter adds, and the purpose stays.
    pub fn finish(mut self) -> Self {
        self.inherited_spread = self.spread.len();
        self.finished = Some(self.text());
        self
    }
}

/// How many replicas a workload may ask for; Kubernetes' own bound is 0.
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

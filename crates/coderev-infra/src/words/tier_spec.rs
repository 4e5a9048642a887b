//! What a tier promises, as plain data.
use crate::words::{DisruptionBudget, Limits, PriorityClass, Quota, Rate, Said, Spread, Strategy, keyed, say};
use std::ops::{Bound, RangeBounds};
use std::time::Duration;

/// What a tier promises, as plain data: `Stable.spec().replicas(1..)` is Stable with one number changed.
///
/// A list word (`spread`, `label`) adds within one tier; on a spec made from another the next one replaces what came from there.
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
    pub(crate) walls: Walls,
    pub(crate) methods: Methods,
    pub(crate) rate_limit: Option<Said<Rate>>,
    pub(crate) pod_security: PodSecurity,
    pub(crate) never_spot: bool,
    pub(crate) log_level: LogLevel,
    pub(crate) redis_database: u8,
    pub(crate) database_connections: Option<u32>,
    pub(crate) labels: Vec<(String, String)>,
    /// How many of `spread` came from the spec that this one was made from.
    pub(crate) inherited_spread: usize,
}
impl TierSpec {
    /// From nothing: closed walls, one replica or more, no quota, Pod Security `restricted`.
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
            walls: Walls::Declared,
            methods: Methods::All,
            rate_limit: None,
            pod_security: PodSecurity::Restricted,
            never_spot: false,
            log_level: LogLevel::Info,
            redis_database: 0,
            database_connections: None,
            labels: Vec::new(),
            inherited_spread: 0,
        }
    }
}
say!(impl [] TierSpec {
    /// `coderev.dev/tier`.
    name(name: impl Into<String>) |it| {
        it.name = name.into();
        it.inherited_spread = it.spread.len();
    };
    /// The `environment` label.
    environment(name: impl Into<String>) |it| it.environment = Some(name.into());
    /// `coderev.dev/purpose` on the Namespace.
    purpose(text: impl Into<String>) |it| it.purpose = Some(text.into());
    /// How many `replicas` a workload may ask for.
    replicas(range: impl RangeBounds<u32>) |it| it.replicas = ReplicaRange::of(&range);
    /// `replicas` of a workload that says none; else the lower bound, at least one.
    default_replicas(n: u32) |it| it.default_replicas = Some(n);
    /// One of `topologySpreadConstraints`.
    spread(spread: Spread) |it| {
        it.spread.drain(..std::mem::take(&mut it.inherited_spread));
        it.spread.push(spread)
    };
    /// `strategy`.
    strategy(strategy: Strategy) |it| it.strategy = Some(strategy);
    /// `PodDisruptionBudget` of workloads with two replicas or more.
    disruption_budget(budget: DisruptionBudget) |it| it.disruption_budget = Some(budget);
    /// `minReadySeconds`.
    min_ready(time: Duration) |it| it.min_ready = Some(time);
    /// `progressDeadlineSeconds`.
    progress_deadline(time: Duration) |it| it.progress_deadline = Some(time);
    /// `revisionHistoryLimit`.
    revision_history_limit(n: u32) |it| it.revision_history_limit = Some(n);
    /// `lifecycle.preStop.sleep.seconds`.
    pre_stop_sleep(time: Duration) |it| it.pre_stop_sleep = Some(time);
    /// `terminationGracePeriodSeconds`, at least.
    termination_grace_period(time: Duration) |it| it.termination_grace_period = Some(time);
    /// `PriorityClass`.
    priority_class(class: PriorityClass) |it| it.priority_class = Some(class);
    /// `ResourceQuota`; computed from the workloads when a tier states none.
    quota(quota: Quota) |it| it.quota = Some(quota);
    /// `LimitRange`; computed from the workloads when a tier states none.
    limits(limits: Limits) |it| it.limits = Some(limits);
    /// `NetworkPolicy`: what leaves a namespace.
    walls(walls: Walls) |it| it.walls = walls;
    /// Methods that the edge lets in, and the gate beside each pod.
    methods(methods: Methods) |it| it.methods = methods;
    /// `nginx.ingress.kubernetes.io/limit-rps`: requests of one client, unless a host says otherwise.
    rate_limit(rate: Rate) |it| it.rate_limit = Some(rate.into());
    /// `pod-security.kubernetes.io/enforce`.
    pod_security(level: PodSecurity) |it| it.pod_security = level;
    /// `nodeAffinity`: required, and against every provider's spot label, whatever `nodes` says.
    never_spot() |it| it.never_spot = true;
    /// `LOG_LEVEL`.
    log_level(level: LogLevel) |it| it.log_level = level;
    /// The database of Redis that `REDIS_URL` names: 0 when nobody says.
    redis_database(n: u8) |it| it.redis_database = n;
    /// Connections to one PostgreSQL that all pods of the tier share, as `DB_POOL_SIZE`; what is left of 340 when nobody says.
    database_connections(n: u32) |it| it.database_connections = Some(n);
    /// A label on each namespace of the tier and on every object in it.
    label(key: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
});

/// How many replicas a workload may ask for; Kubernetes' own bound is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReplicaRange {
    pub(crate) min: u32,
    pub(crate) max: Option<u32>,
}
impl ReplicaRange {
    fn of(range: &impl RangeBounds<u32>) -> Self {
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

/// What leaves a namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walls {
    /// Only what is declared.
    Declared,
    /// Anything.
    Open,
    /// What is declared, and each other.
    Neighbours,
}
/// What an HTTP client may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Methods {
    /// All.
    All,
    /// GET, HEAD and OPTIONS.
    ReadOnly,
}
/// The Pod Security Standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PodSecurity {
    /// `restricted`.
    Restricted,
    /// `baseline`.
    Baseline,
    /// `privileged`.
    Privileged,
}
impl PodSecurity {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Baseline => "baseline",
            Self::Privileged => "privileged",
        }
    }
}
/// `LOG_LEVEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// `debug`.
    Debug,
    /// `info`.
    Info,
    /// `warn`.
    Warn,
}
impl LogLevel {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
        }
    }
}

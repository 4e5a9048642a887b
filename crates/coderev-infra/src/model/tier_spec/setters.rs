//! The setters of a tier.
use super::{ReplicaRange, TierSpec};
use crate::model::{
    IntoDisruptionBudget, IntoDuration, IntoRate, IntoStrategy, Isolation, Limits, LogLevel, Methods, PodSecurity,
    PriorityClass, Quota, Spanned, Spread, Text, keyed,
};
use std::ops::RangeBounds;
use std::panic::Location;

impl TierSpec {
    /// The label `coderev.dev/tier`, and the variable `PLATFORM_TIER`. The presets have `stable`, `exp`, `quarantine`,
    /// `infrastructure` and `monitoring`.
    #[doc(alias = "coderev.dev/tier")]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = name.into();
        self
    }
    /// `metadata.labels` of the Namespace and `env`: the label `environment` and the variable `ENVIRONMENT`. Default:
    /// `production` in Stable, `experimental` in Exp, `quarantine` in Quarantine, `shared` in Shared.
    ///
    /// The environment is a setting of the tier, not of the platform. A tier that is made from `Stable.spec()` has the
    /// environment `production`, also on a platform with the name `staging`. Set the environment of that platform in each of
    /// its namespaces:
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let shop = Namespace::new("shop", Stable).spec(Stable.spec().environment("staging"));
    /// # let _ = shop;
    /// ```
    #[doc(alias("metadata.labels", "labels", "env"))]
    #[track_caller]
    pub fn environment(mut self, name: impl Text) -> Self {
        self.environment = Some(name.into());
        self
    }
    /// The annotation `coderev.dev/purpose` of the Namespace. The purpose of a preset is dropped if the name or the
    /// environment changes.
    #[doc(alias = "coderev.dev/purpose")]
    #[track_caller]
    pub fn purpose(mut self, text: impl Text) -> Self {
        self.purpose = Some(text.into());
        self
    }
    /// The allowed `replicas` of a workload. Default: `3..` in Stable, `1..=2` in Exp, `1..=1` in Quarantine, `1..` in
    /// Shared. Any other number is an error, `replicas-outside-tier`.
    ///
    /// In a spec that is made from a tier, the default number of the tier remains if it is in the new range:
    /// `Stable.spec().replicas(1..)` allows one replica, and a workload that sets no number still has three.
    #[track_caller]
    pub fn replicas(mut self, range: impl RangeBounds<u32>) -> Self {
        self.replicas = ReplicaRange::from_range(&range);
        self.replicas_at = Some(Location::caller());
        self
    }
    /// `replicas` of a workload that does not set them. Default: 3 in Stable, 2 in Exp, else the lower bound of the
    /// allowed replicas, and at least 1.
    #[doc(alias = "replicas")]
    #[track_caller]
    pub fn default_replicas(mut self, n: u32) -> Self {
        self.default_replicas = Some(n);
        self
    }
    /// `topologySpreadConstraints`: adds a constraint. Default: hosts and zones in Stable, hosts in Exp, none in
    /// Quarantine and Shared.
    #[doc(alias = "topologySpreadConstraints")]
    #[track_caller]
    pub fn spread(mut self, spread: Spread) -> Self {
        self.spread.drain(..std::mem::take(&mut self.inherited_spread));
        self.spread.push(spread);
        self
    }
    /// `Deployment.spec.strategy`. Default: `maxSurge` 25 % and `maxUnavailable` 0 in Stable, 1 and 1 in Exp, 1 and 0
    /// in Quarantine, the defaults of Kubernetes in Shared.
    #[doc(alias = "Deployment.spec.strategy")]
    #[track_caller]
    pub fn strategy(mut self, strategy: impl IntoStrategy) -> Self {
        self.strategy = Some(strategy.into());
        self
    }
    /// `PodDisruptionBudget` of workloads with two replicas or more. Default: `maxUnavailable: 1` in Stable and Exp,
    /// else none.
    #[doc(alias = "PodDisruptionBudget")]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.disruption_budget = Some(budget.into());
        self
    }
    /// `minReadySeconds`, in seconds. Default: 10 in Stable, else not set.
    #[doc(alias = "minReadySeconds")]
    #[track_caller]
    pub fn min_ready(mut self, time: impl IntoDuration) -> Self {
        self.min_ready = Some(time.into());
        self
    }
    /// `progressDeadlineSeconds`, in seconds. Default: 600 in Stable, 300 in Exp and Quarantine, the default of
    /// Kubernetes in Shared. It is raised for a workload that may need longer to start.
    #[doc(alias = "progressDeadlineSeconds")]
    #[track_caller]
    pub fn progress_deadline(mut self, time: impl IntoDuration) -> Self {
        self.progress_deadline = Some(time.into());
        self
    }
    /// `revisionHistoryLimit`, in old ReplicaSets. Default: 5 in Stable, 3 in Exp, 2 in Quarantine, the default of
    /// Kubernetes in Shared.
    #[doc(alias = "revisionHistoryLimit")]
    #[track_caller]
    pub fn revision_history_limit(mut self, n: u32) -> Self {
        self.revision_history_limit = Some(n);
        self
    }
    /// `lifecycle.preStop.sleep.seconds`. Default: 10 in Stable, 5 in Exp and Quarantine, not set in Shared.
    #[doc(alias = "lifecycle.preStop.sleep.seconds")]
    #[track_caller]
    pub fn pre_stop_sleep(mut self, time: impl IntoDuration) -> Self {
        self.pre_stop_sleep = Some(time.into());
        self
    }
    /// `terminationGracePeriodSeconds`, in seconds. Default: 45 in Stable and Exp, 30 in Quarantine and Shared. It is
    /// raised for a workload whose requests may take longer.
    #[doc(alias = "terminationGracePeriodSeconds")]
    #[track_caller]
    pub fn termination_grace_period(mut self, time: impl IntoDuration) -> Self {
        self.termination_grace_period = Some(time.into());
        self
    }
    /// `PriorityClass` and `priorityClassName`. Default: each preset has a class of its own, see [`PriorityClass`].
    #[doc(alias("PriorityClass", "priorityClassName"))]
    #[track_caller]
    pub fn priority_class(mut self, class: PriorityClass) -> Self {
        self.priority_class = Some(class);
        self
    }
    /// `ResourceQuota`. Default: Exp and Quarantine set a quota, Shared has no quota, else it is computed from the
    /// workloads.
    #[doc(alias = "ResourceQuota")]
    #[track_caller]
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = Some(quota);
        self.has_quota = true;
        self
    }
    /// `LimitRange`. Default: Exp and Quarantine set limits, Shared has no limits, else they are computed from the
    /// workloads.
    #[doc(alias = "LimitRange")]
    #[track_caller]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self.has_limits = true;
        self
    }
    /// `NetworkPolicy`: the allowed egress of the namespaces. Default: declared egress in Stable and Quarantine, all
    /// egress in Exp, declared egress and the same namespace in Shared.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = isolation;
        self
    }
    /// `initContainers`: adds a sidecar to each pod that serves HTTP, which rejects other methods. Default: read-only
    /// methods in Quarantine, else all methods and no sidecar.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn methods(mut self, methods: Methods) -> Self {
        self.methods = methods;
        self
    }
    /// `nginx.ingress.kubernetes.io/limit-rps` or `BackendTrafficPolicy.spec.rateLimit`: the maximum rate of one
    /// client. A host can set another rate. Default: 100 per second in Stable, else no limit.
    #[doc(alias("nginx.ingress.kubernetes.io/limit-rps", "BackendTrafficPolicy.spec.rateLimit", "rateLimit"))]
    #[track_caller]
    pub fn rate_limit(mut self, rate: impl IntoRate) -> Self {
        self.rate_limit = Some(Spanned::here(rate));
        self
    }
    /// `pod-security.kubernetes.io/enforce`, `audit` and `warn`: the Pod Security level. Default: `restricted`. At a
    /// lower level, the hardening policy does not apply: it requires read-only root filesystems and pinned images.
    #[doc(alias = "pod-security.kubernetes.io/enforce")]
    #[track_caller]
    pub fn pod_security(mut self, level: PodSecurity) -> Self {
        self.pod_security = level;
        self
    }
    /// `nodeAffinity`: requires nodes that are not spot nodes. `nodes` cannot override it. Default: set in Stable.
    #[doc(alias = "nodeAffinity")]
    #[track_caller]
    pub fn never_spot(mut self) -> Self {
        self.never_spot = true;
        self
    }
    /// `env`: the variable `LOG_LEVEL`. Default: `debug` in Exp, else `info`.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn log_level(mut self, level: LogLevel) -> Self {
        self.log_level = level;
        self
    }
    /// `env`: the number of the Redis database in `REDIS_URL`. Default: 1 in Exp, else 0.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn redis_database(mut self, n: u8) -> Self {
        self.redis_database = n;
        self
    }
    /// `env`: the number of connections to one PostgreSQL that all pods of the tier share. Each pod has its part in
    /// `DB_POOL_SIZE`. Default: 20 in Exp, 10 in Quarantine. All tiers without a number share the connections of the
    /// store, which are 340 for [`POSTGRES`](crate::POSTGRES).
    #[doc(alias = "env")]
    #[track_caller]
    pub fn database_connections(mut self, n: u32) -> Self {
        self.database_connections = Some(n);
        self
    }
    /// `metadata.labels`: adds a label to each namespace of the tier, and to every object in it.
    /// A later value of a key replaces an earlier value.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ResourceQuota`: omits it in the namespaces of the tier. Default: set in Shared.
    #[doc(alias = "ResourceQuota")]
    #[track_caller]
    pub fn without_quota(mut self) -> Self {
        self.quota = None;
        self.has_quota = false;
        self
    }
    /// `LimitRange`: omits it in the namespaces of the tier. Default: set in Shared.
    #[doc(alias = "LimitRange")]
    #[track_caller]
    pub fn without_limits(mut self) -> Self {
        self.limits = None;
        self.has_limits = false;
        self
    }
    /// `env`: omits the variables that the platform sets in every main container (`ENVIRONMENT`, `PLATFORM_TIER`,
    /// `LOG_LEVEL`, `POD_NAME`, `POD_IP`, `NODE_NAME`, `HOME`, `OTEL_*`), and the egress to the collector. Variables of
    /// stores remain. Default: set in Shared.
    #[doc(alias = "env")]
    #[track_caller]
    pub fn without_default_env(mut self) -> Self {
        self.has_default_env = false;
        self
    }
    /// `runAsUser`, `runAsGroup` and `fsGroup` of the pod: omits them, so that the user of the image runs. A workload
    /// can set them. Default: set in Shared; in other tiers they are 1000.
    #[doc(alias("runAsUser", "runAsGroup", "fsGroup"))]
    #[track_caller]
    pub fn without_default_user(mut self) -> Self {
        self.has_default_user = false;
        self
    }
    /// `ValidatingAdmissionPolicyBinding`: excludes the tier from the hardening policy. Default: set in Shared.
    #[doc(alias = "ValidatingAdmissionPolicyBinding")]
    #[track_caller]
    pub fn without_hardening(mut self) -> Self {
        self.is_hardened = false;
        self
    }
    /// Ends the declaration of a tier, as the last call in [`Tier::spec`](crate::Tier::spec).
    ///
    /// In a spec that is made from the tier, such as `Stable.spec().name("payments")`, the first call of `spread`
    /// replaces the list of the tier. The `coderev.dev/purpose` of the tier is dropped if the name or the environment
    /// is another one. The default number of replicas of the tier remains while the allowed range has it. Without
    /// `finish`, `spread` adds to the list, the purpose remains, and the default follows the range.
    pub fn finish(mut self) -> Self {
        self.inherited_replicas = Some(self.replicas_by_default());
        self.default_replicas = None;
        self.inherited_spread = self.spread.len();
        self.finished = Some(self.text());
        self
    }
}

//! Namespaces, with their workloads, hosts and defaults.
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A Kubernetes namespace of one tier, with its workloads, hosts and defaults.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let small = Pod::new().cpu(millis(50)..=millis(200)).memory(mebi(64)..=mebi(128));
/// let agents = Namespace::new("agents", Shared)
///     .defaults(small)
///     .label("acme.dev/team", "platform")
///     .annotation("acme.dev/on-call", "platform@acme.dev")
///     .daemon_set(DaemonSet::new("log-shipper", "ghcr.io/acme/log-shipper:2.0.0"))
///     .worker(Worker::new("janitor", "ghcr.io/acme/janitor:1.0.0").without_defaults().cpu(millis(10)..).memory(mebi(32)..));
/// let shop = Namespace::new("shop", Stable)
///     .service(Service::new("web", "ghcr.io/acme/web:1.0.0").replicas(2).without_defaults())
///     .allow("replicas-outside-tier", "a trial with few users");
/// let data = Namespace::new("data", Shared).provides(&POSTGRES);
/// let platform = Platform::new(Cluster::generic()).namespace(agents).namespace(shop).namespace(data);
///
/// let text: String = coderev_infra::synth(&platform).files().map(|file| file.into_text()).collect();
/// for name in ["shop", "default-deny-all", "allow-dns", "allow-intra-namespace", "tier-quota", "tier-limits"] {
///     assert!(text.contains(&format!("  name: {name}\n")), "{name}");
/// }
/// ```
///
/// A Namespace becomes:
///
/// * `Namespace`, with the labels of its tier and its Pod Security level.
/// * `NetworkPolicy`: `default-deny-all` and `allow-dns`; in Shared also `allow-intra-namespace`.
/// * `ResourceQuota` `tier-quota` and `LimitRange` `tier-limits`; not in Shared.
/// * The `ConfigMap`s and `PersistentVolumeClaim`s that its workloads use.
/// * The objects of its workloads and hosts, and its raw objects.
#[derive(Debug)]
#[must_use = "a namespace has no effect by itself: pass it to `Platform::namespace(..)`"]
pub struct Namespace<T> {
    declared: NamespaceDecl,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Namespace<T> {
    /// `Namespace`, with the numbers of its tier: quota, limits, network isolation, Pod Security and priority.
    #[track_caller]
    pub fn new(name: impl Into<String>, tier: T) -> Self {
        let declared = NamespaceDecl {
            name: name.into(),
            at: Location::caller(),
            spec: tier.spec(),
            defaults: PodDecl::default(),
            defaults_at: None,
            workloads: Vec::new(),
            hosts: Vec::new(),
            slo: None,
            provides: Vec::new(),
            external: Vec::new(),
            labels: Vec::new(),
            own_labels: Vec::new(),
            annotations: Vec::new(),
            allows: Vec::new(),
            raw: Vec::new(),
            secrets: None,
        };
        Self { declared, tier: PhantomData }
    }
    /// `metadata.name`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.declared.name
    }
    /// The address of `service`, for callers in other namespaces and other crates. This does not add `service` to the
    /// namespace.
    pub fn endpoint(&self, service: &impl Addressable<T>) -> Endpoint<T> {
        Endpoint::to(service, self.declared.name.clone())
    }
    /// `Deployment`, `Service`, `ServiceAccount` and `NetworkPolicy`: runs `service` in this namespace.
    #[doc(alias("Deployment", "Service", "ServiceAccount", "NetworkPolicy"))]
    pub fn service(mut self, service: impl IntoWorkload<Service<T>>) -> Self {
        self.declared.workloads.push(service.into_workload().erased());
        self
    }
    /// `Deployment`, `ServiceAccount` and `NetworkPolicy`: runs `worker` in this namespace.
    #[doc(alias("Deployment", "ServiceAccount", "NetworkPolicy"))]
    pub fn worker(mut self, worker: impl IntoWorkload<Worker<T>>) -> Self {
        self.declared.workloads.push(worker.into_workload().erased());
        self
    }
    /// `Job`, `ServiceAccount` and `NetworkPolicy`: runs `job` in this namespace, once for each version of its image.
    #[doc(alias("Job", "ServiceAccount", "NetworkPolicy"))]
    pub fn job(mut self, job: impl IntoWorkload<Job<T>>) -> Self {
        self.declared.workloads.push(job.into_workload().erased());
        self
    }
    /// `CronJob`, `ServiceAccount` and `NetworkPolicy`: runs `job` in this namespace, on its schedule.
    #[doc(alias("CronJob", "ServiceAccount", "NetworkPolicy"))]
    pub fn cron_job(mut self, job: impl IntoWorkload<CronJob<T>>) -> Self {
        self.declared.workloads.push(job.into_workload().erased());
        self
    }
    /// `StatefulSet`, a headless `Service`, `ServiceAccount` and `NetworkPolicy`: runs `set` in this namespace.
    #[doc(alias("StatefulSet", "Service", "ServiceAccount", "NetworkPolicy"))]
    pub fn stateful_set(mut self, set: impl IntoWorkload<StatefulSet<T>>) -> Self {
        let workload = set.into_workload().erased();
        if let KindDecl::StatefulSet(set) = &workload.kind {
            self.declared.provides.extend(set.provides.iter().map(|it| it.value.clone()));
        }
        self.declared.workloads.push(workload);
        self
    }
    /// `DaemonSet`, `ServiceAccount` and `NetworkPolicy`: runs one pod of `set` on every node.
    #[doc(alias("DaemonSet", "ServiceAccount", "NetworkPolicy"))]
    pub fn daemon_set(mut self, set: impl IntoWorkload<DaemonSet<T>>) -> Self {
        self.declared.workloads.push(set.into_workload().erased());
        self
    }
    pub(crate) fn add_store(&mut self, provider: ExternalStore) {
        keyed(&mut self.declared.provides, provider.store.clone(), |a, b| a.name == b.name);
        keyed(&mut self.declared.external, provider, |a, b| a.store.name == b.store.name);
    }
}
impl<T> Clone for Namespace<T> {
    fn clone(&self) -> Self {
        Self { declared: self.declared.clone(), tier: PhantomData }
    }
}
impl<T> Namespace<T> {
    pub(crate) fn erased(self) -> NamespaceDecl {
        self.declared
    }
}
impl<T: Tier> Namespace<T> {
    /// Sets other numbers for the tier: `.spec(Stable.spec().replicas(1..))`. The permissions of the tier do not
    /// change.
    #[track_caller]
    pub fn spec(mut self, spec: TierSpec) -> Self {
        self.declared.spec = spec;
        self
    }
    /// Sets the defaults of every workload in this namespace. The setters of a workload come after the defaults. In a
    /// namespace without a workload, this setter causes the finding `defaults-without-workload`.
    #[track_caller]
    pub fn defaults(mut self, pod: Pod<T>) -> Self {
        self.declared.defaults = std::mem::take(&mut self.declared.defaults).then(pod.declared.flat());
        self.declared.defaults_at = Some(Location::caller());
        self
    }
    /// `Ingress.spec.rules[].host`, or `hostnames` of an HTTPRoute: a host name for the routes of this namespace.
    #[doc(alias("Ingress.spec.rules.host", "hostnames"))]
    #[track_caller]
    pub fn host(mut self, host: impl IntoHost) -> Self {
        self.declared.hosts.push(host.into());
        self
    }
    /// `coderev.dev/slo-latency-p95`, `coderev.dev/slo-latency-p99` and `coderev.dev/slo-error-rate`: the objectives of
    /// each service in this namespace.
    #[doc(alias("coderev.dev/slo-latency-p95", "coderev.dev/slo-latency-p99", "coderev.dev/slo-error-rate"))]
    #[track_caller]
    pub fn slo(mut self, slo: Slo) -> Self {
        self.declared.slo = Some(slo);
        self
    }
    /// `NetworkPolicy` `egress` of the workloads that use the store: to the pods in this namespace whose label
    /// `app.kubernetes.io/name` is the name of the store. A raw object or another program must create these pods.
    #[doc(alias("NetworkPolicy", "egress"))]
    pub fn provides<P: Protocol>(mut self, store: &Store<P>) -> Self {
        keyed(&mut self.declared.provides, store.handle.clone(), |a, b| a.name == b.name);
        self
    }
    /// `metadata.labels` of the Namespace only, for a controller that selects namespaces. A later value of a key replaces an earlier
    /// value.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let shop = Namespace::new("shop", Stable).own_label("istio-injection", "enabled");
    /// # let _ = shop;
    /// ```
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn own_label(mut self, key: impl Text, value: impl Text) -> Self {
        let label = (key.into(), value.into().into());
        keyed(&mut self.declared.own_labels, label, |a, b| a.0 == b.0);
        self
    }
    /// `metadata.labels` of the Namespace and of every object in it. For only the Namespace: [`own_label`](Self::own_label).
    /// A later value of a key replaces an earlier value.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `metadata.annotations` of the Namespace. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// `ClusterSecretStore` for this namespace only, and `ExternalSecret` for each Secret that a pod in this namespace
    /// needs. Default: the secret store of the platform.
    #[doc(alias("ClusterSecretStore", "ExternalSecret"))]
    #[track_caller]
    pub fn secrets(mut self, source: ExternalSecrets) -> Self {
        self.declared.secrets = Some(source.into());
        self
    }
    /// Raw objects, with the labels of the namespace. An object without a namespace is in this namespace.
    #[track_caller]
    pub fn raw(mut self, raw: Raw) -> Self {
        self.declared.raw.push(raw.into());
        self
    }
    /// Suppresses the findings of one rule in this namespace, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.declared.allows.push(Allow::new(rule, reason));
        self
    }
}

/// The declaration of a namespace, without the type of its tier.
#[derive(Clone, Debug)]
pub(crate) struct NamespaceDecl {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) spec: TierSpec,
    pub(crate) defaults: PodDecl,
    pub(crate) defaults_at: Option<Place>,
    pub(crate) workloads: Vec<WorkloadDecl>,
    pub(crate) hosts: Vec<Host>,
    pub(crate) slo: Option<Slo>,
    pub(crate) provides: Vec<StoreHandle>,
    /// The stores of `provides` that this platform does not run.
    pub(crate) external: Vec<ExternalStore>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) own_labels: Vec<(String, Spanned<String>)>,
    pub(crate) annotations: Vec<(String, String)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) raw: Vec<Spanned<Raw>>,
    /// The secret store of the namespace. Default: the secret store of the platform.
    pub(crate) secrets: Option<Spanned<ExternalSecrets>>,
}

/// A value of the type `W`. Only `W` implements it. The trait exists for its error message: rustc would report
/// "mismatched types".
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{W}`",
    label = "the namespace expects a different kind or tier",
    note = "each kind of workload has its own setter: `.service(..)`, `.worker(..)`, `.job(..)`, `.cron_job(..)`, `.stateful_set(..)` or `.daemon_set(..)`",
    note = "a workload and its namespace must have the same tier; to call a service in another namespace, write `.calls(&namespace.endpoint(&service))`",
    note = "a generic function can create a workload of any tier: `fn api<T: Tier>() -> Service<T>`"
)]
pub trait IntoWorkload<W>: sealed::IntoWorkload<W> {
    #[doc(hidden)]
    fn into_workload(self) -> W;
}
impl<W> IntoWorkload<W> for W {
    fn into_workload(self) -> W {
        self
    }
}
mod sealed {
    pub trait IntoWorkload<W> {}
    impl<W> IntoWorkload<W> for W {}
}

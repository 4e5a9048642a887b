//! The declaration of a pod, for every kind of workload.
use crate::model::*;
use std::marker::PhantomData;
use std::time::Duration;

/// The declaration of a pod, without its tier.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodDecl {
    pub(crate) container: ContainerDecl,
    /// The values of `.pod(..)`. The values of the workload override them.
    pub(crate) shared: Vec<Self>,
    pub(crate) stores: Vec<StoreUse>,
    pub(crate) calls: Vec<Spanned<Call>>,
    pub(crate) init: Vec<Container>,
    pub(crate) sidecars: Vec<Container>,
    pub(crate) metrics: Option<Spanned<Port>>,
    pub(crate) account: Option<ServiceAccount>,
    pub(crate) roles: Vec<Spanned<PolicyRule>>,
    pub(crate) called_by: Vec<Spanned<Peer>>,
    pub(crate) annotations: Vec<(Object, String, String)>,
    pub(crate) secret_files: Option<Place>,
    pub(crate) nodes: Option<Spanned<Nodes>>,
    pub(crate) spot: Option<Place>,
    pub(crate) spread: Vec<Spanned<Spread>>,
    pub(crate) grace: Option<Spanned<Duration>>,
    pub(crate) pull_secrets: Vec<Secret>,
    pub(crate) runtime_class: Option<String>,
    pub(crate) host_network: bool,
    pub(crate) host_pid: bool,
    pub(crate) without_traces: bool,
    pub(crate) without_metrics: bool,
    pub(crate) sysctls: Vec<(String, String)>,
    pub(crate) labels: Vec<(String, Spanned<String>)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) patches: Vec<Patch>,
}
impl PodDecl {
    /// The declaration, merged with the shared values of `.pod(..)`. Its own values override the shared values.
    pub(crate) fn flat(mut self) -> Self {
        let shared = std::mem::take(&mut self.shared);
        shared.into_iter().map(Self::flat).fold(Self::default(), Self::then).then(self)
    }
    /// Merges in `stronger`, whose values override these.
    pub(crate) fn then(mut self, stronger: Self) -> Self {
        merge_keyed(&mut self.labels, stronger.labels, |a, b| a.0 == b.0);
        merge_keyed(&mut self.stores, stronger.stores, StoreUse::same);
        merge_keyed(&mut self.init, stronger.init, |a, b| a.name == b.name);
        merge_keyed(&mut self.sidecars, stronger.sidecars, |a, b| a.name == b.name);
        merge_keyed(&mut self.annotations, stronger.annotations, |a, b| (a.0, &a.1) == (b.0, &b.1));
        merge_keyed(&mut self.sysctls, stronger.sysctls, |a, b| a.0 == b.0);
        self.roles.extend(stronger.roles);
        self.called_by.extend(stronger.called_by);
        self.calls.extend(stronger.calls);
        self.spread.extend(stronger.spread);
        self.pull_secrets.extend(stronger.pull_secrets);
        self.allows.extend(stronger.allows);
        self.patches.extend(stronger.patches);
        let nodes = match (self.nodes, stronger.nodes) {
            (Some(weak), Some(strong)) => Some(Spanned { value: weak.value.then(strong.value), at: strong.at }),
            (weak, strong) => strong.or(weak),
        };
        Self {
            container: self.container.then(stronger.container),
            nodes,
            metrics: stronger.metrics.or(self.metrics),
            account: stronger.account.or(self.account),
            secret_files: stronger.secret_files.or(self.secret_files),
            spot: stronger.spot.or(self.spot),
            grace: stronger.grace.or(self.grace),
            runtime_class: stronger.runtime_class.or(self.runtime_class),
            host_network: stronger.host_network || self.host_network,
            host_pid: stronger.host_pid || self.host_pid,
            without_traces: stronger.without_traces || self.without_traces,
            without_metrics: stronger.without_metrics || self.without_metrics,
            ..self
        }
    }
}

/// Setters of pods, as a value. Workloads share it with `.pod(base())`; `Namespace::defaults` applies it to all
/// workloads of a namespace.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::{Object, ServiceAccount};
///
/// fn base<T: Tier>() -> Pod<T> {
///     Pod::new()
///         .cpu(millis(100)..=cores(1))
///         .memory(mebi(256)..=gibi(1))
///         .pull_secret(Secret::new("registry"))
///         .service_account(ServiceAccount::existing("acme"))
///         .termination_grace_period(minutes(1))
///         .secret_files()
///         .annotation(Object::POD, "acme.dev/logs", "json")
/// }
/// let crawl: Worker<Exp> = Worker::new("crawl", "ghcr.io/acme/crawl:1.0.0")
///     .pod(base())
///     .runtime_class("gvisor")
///     .without_traces()
///     .without_metrics()
///     .sysctl("net.ipv4.tcp_keepalive_time", "120")
///     .nodes(Nodes::pool("acme.dev/pool", "crawlers"))
///     .spread(Spread::zones())
///     .spot();
/// let agent: DaemonSet<Shared> = DaemonSet::new("agent", "ghcr.io/acme/agent:1.0.0").host_network().host_pid().privileged();
/// # let _ = (crawl, agent);
/// ```
#[derive(Debug)]
#[must_use = "a Pod has no effect by itself: pass it to `.pod(..)` of a workload or to `Namespace::defaults(..)`"]
pub struct Pod<T> {
    pub(crate) declared: PodDecl,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Default for Pod<T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<T: Tier> Pod<T> {
    /// A pod without settings.
    pub fn new() -> Self {
        Self { declared: PodDecl::default(), tier: PhantomData }
    }
    pub(crate) const fn pod_mut(&mut self) -> &mut PodDecl {
        &mut self.declared
    }
    pub(crate) const fn container(&mut self) -> &mut ContainerDecl {
        &mut self.declared.container
    }
}

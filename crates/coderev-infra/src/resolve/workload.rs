//! A workload with its defaults applied.
use crate::model::port::{AppProtocol, disambiguate};
use crate::model::*;
use crate::resolve::ports::{GATE, main_port};
use crate::resolve::replicas::Replicas;
use crate::resolve::stores::{StoreBinding, Stores};
use crate::resolve::{names, probes, replicas};
use std::time::Duration;

/// A workload with its defaults applied.
pub(crate) struct Workload<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) namespace: &'a NamespaceDecl,
    pub(crate) declared: &'a WorkloadDecl,
    /// The position of the first workload with its name and namespace: its own, unless the name is a duplicate.
    pub(crate) id: usize,
    /// The declarations of the namespace, of shared pods and of the workload, merged in this order, without the stores.
    pub(crate) pod: PodDecl,
    /// The stores that it uses, in an order that does not depend on the declarations.
    pub(crate) stores: Vec<StoreBinding<'a>>,
    /// The position of the host of each route.
    hosts: Vec<Option<usize>>,
    pub(crate) ports: Vec<Port>,
    /// Ports that only pods of the same workload may connect to.
    pub(crate) peers: Vec<Port>,
    pub(crate) strategy: Strategy,
    /// The number of replicas, or the minimum and the maximum of the autoscaler.
    pub(crate) replicas: Replicas,
    /// The reason of an `allow` for `replicas-outside-tier`, if the number is outside the range of the tier.
    pub(crate) exception: Option<String>,
}
impl<'a> Workload<'a> {
    pub(crate) fn new(
        platform: &'a Platform,
        namespace: &'a NamespaceDecl,
        declared: &'a WorkloadDecl,
        stores: &Stores<'a>,
        hosts: Vec<Option<usize>>,
        id: usize,
    ) -> Self {
        let spec = &namespace.spec;
        let mut pod = if declared.without_defaults {
            declared.pod.clone()
        } else {
            applicable_defaults(namespace.defaults.clone(), declared).then(declared.pod.clone())
        };
        let stores = stores.bind(namespace, std::mem::take(&mut pod.stores));
        let sources = pod.account.iter().flat_map(|account| &account.token_sources);
        let tokens: Vec<_> = sources.map(|source| Spanned { value: source.as_call(), at: declared.origin }).collect();
        pod.calls.extend(tokens);
        let ports: Vec<Port> = declared.ports.iter().map(|it| it.value).collect();
        let mut ports = match declared.kind {
            KindDecl::Service if ports.is_empty() => vec![DEFAULT_PORT],
            KindDecl::StatefulSet(_) if ports.is_empty() && !declared.routes.is_empty() => {
                vec![DEFAULT_PORT.headless()]
            }
            _ => ports,
        };
        ports.extend(pod.metrics.map(|it| it.value).filter(|port| !ports.contains(port)));
        let callable = ports.len();
        for peer in &declared.peers {
            ports.extend(Some(peer.value).filter(|port| !ports.contains(port)));
        }
        disambiguate(&mut ports);
        let peers = ports.split_off(callable);
        let strategy = declared.strategy.as_ref().map(|it| it.value.clone());
        let replicas = replicas::declared(spec, declared);
        let allows = pod.allows.iter().chain(&namespace.allows).chain(&platform.allows);
        let exception = replicas::exception(spec, replicas, allows);
        Self {
            platform,
            namespace,
            declared,
            id,
            stores,
            hosts,
            ports,
            peers,
            strategy: strategy.or_else(|| spec.strategy.clone()).unwrap_or_else(Strategy::rolling),
            replicas,
            exception,
            pod,
        }
    }
    /// Its routes, each with the position of its host. `None` if the namespace does not declare the host, or if the
    /// host is ambiguous.
    pub(crate) fn routes(&self) -> impl Iterator<Item = (&'a Route, Option<usize>)> {
        self.declared.routes.iter().zip(self.hosts.iter().copied())
    }
    pub(crate) fn name(&self) -> &'a str {
        &self.declared.name
    }
    /// Its image, with the registry that the cluster pulls from.
    pub(crate) fn image(&self) -> String {
        self.platform.cluster.image(&self.declared.image)
    }
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.declared.name)
    }
    pub(crate) fn spec(&self) -> &'a TierSpec {
        &self.namespace.spec
    }
    /// The default port. `None` for a workload without ports.
    pub(crate) fn main_port(&self) -> Option<Port> {
        main_port(&self.ports)
    }
    /// All ports of its main container.
    pub(crate) fn all_ports(&self) -> Vec<Port> {
        self.ports.iter().chain(&self.peers).copied().collect()
    }
    /// `port` with the name that it has in the main container.
    pub(crate) fn own(&self, port: Port) -> Port {
        self.ports.iter().chain(&self.peers).find(|it| **it == port).copied().unwrap_or(port)
    }
    /// Whether its pods have DNS names and may connect to each other.
    pub(crate) fn has_peers(&self) -> bool {
        !self.declared.peers.is_empty() || self.declared.peers_on_any_port
    }
    /// The ports that its pods may connect to on each other, including ports that other workloads may also call.
    pub(crate) fn among_themselves(&self) -> Vec<Port> {
        self.declared.peers.iter().map(|declared| self.own(declared.value)).collect()
    }
    /// The port that `route`, a route of this workload, points to.
    pub(crate) fn port_of(&self, route: &Route) -> Port {
        let main = || self.main_port().expect("only services have routes, and a service has a port");
        route.port.map_or_else(main, |declared| self.own(declared.value))
    }
    /// The port that Prometheus scrapes: the port of `.metrics(..)`, else the first metrics port, else the first HTTP
    /// port.
    pub(crate) fn metrics_port(&self) -> Option<Port> {
        if self.pod.without_metrics {
            return None;
        }
        if let Some(declared) = self.pod.metrics {
            return Some(declared.value);
        }
        let app_protocol =
            |protocol: AppProtocol| self.ports.iter().find(move |port| port.app_protocol == protocol).copied();
        app_protocol(AppProtocol::Metrics).or_else(|| app_protocol(AppProtocol::Http))
    }
    /// Whether it sends traces, if the platform has a collector.
    pub(crate) fn sends_traces(&self) -> bool {
        self.spec().has_default_env && !self.pod.without_traces
    }
    /// The progress deadline of a rollout: the deadline of the tier, but at least the time of a successful start.
    pub(crate) fn progress_deadline(&self) -> Option<Duration> {
        let declared = &self.pod.container;
        let startup = declared.startup.clone().or_else(|| declared.liveness.as_ref().map(probes::startup_of));
        let startup = startup.as_ref().map(probes::patience).unwrap_or_default();
        let ready = self.spec().min_ready.unwrap_or_default().saturating_add(Duration::from_secs(60));
        let needed = startup.saturating_add(ready);
        // The default of Kubernetes is ten minutes.
        let least = self.spec().progress_deadline.unwrap_or(Duration::from_secs(600));
        self.spec().progress_deadline.filter(|_| needed <= least).or((needed > least).then_some(needed))
    }
    /// Whether callers reach the read-only gate instead of the application.
    pub(crate) fn is_gated(&self) -> bool {
        self.spec().methods == Methods::ReadOnly
            && self.main_port().is_some_and(|port| port.app_protocol == AppProtocol::Http)
    }
    /// The port of the pods that callers and the edge connect to for `port`.
    pub(crate) fn entrance(&self, port: Port) -> Port {
        if self.is_gated() && Some(port) == self.main_port() { GATE } else { port }
    }
    pub(crate) fn pre_stop(&self) -> Duration {
        let declared = self.pod.container.pre_stop_sleep.map(|it| it.value);
        declared.or(self.spec().pre_stop_sleep).unwrap_or_default()
    }
    fn longest_route(&self) -> Option<Duration> {
        self.declared.routes.iter().filter_map(Route::longest_answer).max()
    }
    /// The time that a request in flight needs when the pod stops: the sleep, the longest route, and ten seconds.
    pub(crate) fn needed_grace(&self) -> Duration {
        let sleep = self.pre_stop().saturating_add(Duration::from_secs(10));
        self.longest_route().map_or(Duration::ZERO, |longest| longest.saturating_add(sleep))
    }
    pub(crate) fn grace(&self) -> Duration {
        let tiers = self.spec().termination_grace_period.unwrap_or(Duration::from_secs(30));
        self.pod.grace.map_or(tiers.max(self.needed_grace()), |it| it.value)
    }
    pub(crate) fn budget(&self) -> Option<DisruptionBudget> {
        let declared = self.declared.disruption_budget.map(|it| it.value);
        // A workload without a scale has no share of it: its budget would block every drain.
        let is_scaled = matches!(self.declared.kind, KindDecl::Service | KindDecl::Worker | KindDecl::StatefulSet(_));
        declared.or(self.spec().disruption_budget.filter(|_| is_scaled && self.replicas.min() >= 2))
    }
    /// The maximum number of pods that run at the same time during a rollout.
    pub(crate) fn most_pods(&self) -> u32 {
        match self.declared.kind {
            KindDecl::Service | KindDecl::Worker => self.strategy.surged(self.replicas.max()),
            _ => self.replicas.max(),
        }
    }
    /// The maximum number of pods during a rollout as a ResourceQuota counts them: pods that are being terminated count
    /// too.
    pub(crate) fn pods_in_quota(&self) -> u32 {
        let pods = self.replicas.max();
        match &self.declared.kind {
            KindDecl::Service | KindDecl::Worker => self.strategy.counted_by_quota(pods),
            // `Replace` starts a run while the pods of the previous run are terminated. `Allow` lets runs overlap: there is
            // room for two.
            KindDecl::CronJob(_, cron) if cron.concurrency.is_some_and(|policy| policy != Concurrency::Forbid) => {
                pods.saturating_mul(2)
            }
            // The pod of a StatefulSet is created as soon as the pod with its name is gone. The quota controller recomputes the use
            // later, so the pod that is gone may still count.
            KindDecl::StatefulSet(set) => {
                let at_once = set.max_unavailable.unwrap_or(Share::Pods(1)).apply_to(pods).max(1);
                pods.saturating_add(at_once.min(pods))
            }
            // A Job has no rollout.
            _ => pods,
        }
    }
    /// The headless Service that gives its pods DNS names, also before they are ready. A job has no other Service.
    pub(crate) fn peers_service(&self) -> String {
        if self.runs_long() { format!("{}-peers", self.name()) } else { self.name().into() }
    }
    /// The address of its first pod.
    pub(crate) fn first_peer(&self) -> String {
        format!("{}-0.{}", self.object_name(), self.peers_service())
    }
    /// The name of its Job.
    pub(crate) fn job_name(&self, job: &JobDecl) -> String {
        // Each pod of an indexed Job has the index in its name.
        let longest = if job.completions.is_some() { 52 } else { 63 };
        names::job(self.name(), &self.declared.image, job.run.as_deref(), longest)
    }
    /// `spec.replicas`. `None` with an autoscaler: each apply would reset the number of the autoscaler.
    pub(crate) fn stated_replicas(&self) -> Option<i32> {
        match self.replicas {
            Replicas::Fixed(n) => Some(i32::try_from(n).unwrap_or(i32::MAX)),
            Replicas::Scaled { .. } => None,
        }
    }
    /// Whether its pods run until they are stopped.
    pub(crate) fn runs_long(&self) -> bool {
        !matches!(self.declared.kind, KindDecl::Job(_) | KindDecl::CronJob(..))
    }
    /// Whether it has a Service that other workloads call by name.
    pub(crate) fn has_address(&self) -> bool {
        match self.declared.kind {
            KindDecl::Service => true,
            KindDecl::StatefulSet(_) => self.main_port().is_some(),
            _ => false,
        }
    }
    /// The name of its ServiceAccount.
    pub(crate) fn account(&self) -> &str {
        let declared = self.pod.account.as_ref().and_then(|account| account.name.as_deref());
        declared.unwrap_or(&self.declared.name)
    }
    /// Whether its pods have permissions on the Kubernetes API.
    pub(crate) fn has_role(&self) -> bool {
        !self.pod.roles.is_empty()
    }
    pub(crate) fn claim_templates(&self) -> &'a [(PersistentVolumeClaim, String)] {
        match &self.declared.kind {
            KindDecl::StatefulSet(set) => &set.claims,
            _ => &[],
        }
    }
    /// The declarations of all its containers except the gate, each with its name.
    pub(crate) fn containers(&self) -> impl Iterator<Item = (&str, &ContainerDecl)> {
        let others = self.pod.sidecars.iter().chain(&self.pod.init);
        std::iter::once((&*self.declared.name, &self.pod.container))
            .chain(others.map(|declared| (&*declared.name, &declared.fields)))
    }
    /// The image's tag, as a label's value.
    pub(crate) fn version(&self) -> Option<String> {
        names::version(&self.declared.image)
    }
    pub(crate) fn run_as(&self) -> Option<u32> {
        let declared = self.pod.container.run_as_user.map(|it| it.value);
        declared.or(self.spec().has_default_user.then_some(1000))
    }
}

/// The defaults of the namespace, without the probes that no port of the workload serves.
fn applicable_defaults(mut defaults: PodDecl, declared: &WorkloadDecl) -> PodDecl {
    let is_service = matches!(declared.kind, KindDecl::Service);
    let runs_long = !matches!(declared.kind, KindDecl::Job(_) | KindDecl::CronJob(..));
    let ports: Vec<Port> = declared.ports.iter().map(|it| it.value).collect();
    let metrics = declared.pod.metrics.or(defaults.metrics).map(|it| it.value);
    let answers = |probe: &ProbeSpec| match (&probe.action, probe.port) {
        (Action::Exec(_), _) => true,
        (_, Some(port)) => ports.contains(&port) || metrics == Some(port),
        (Action::Http(_), None) => match main_port(&ports) {
            Some(port) => port.app_protocol == AppProtocol::Http,
            None => is_service,
        },
        (Action::Grpc, None) => main_port(&ports).is_some_and(|port| port.app_protocol == AppProtocol::Grpc),
        (Action::Tcp, None) => match main_port(&ports) {
            Some(port) => port.app_protocol != AppProtocol::Udp,
            None => is_service,
        },
    };
    for probe in [&mut defaults.container.liveness, &mut defaults.container.readiness, &mut defaults.container.startup]
    {
        *probe = probe.take().filter(|probe| runs_long && answers(probe));
    }
    defaults
}

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
    /// The position of the first workload with its name and namespace; its own, unless a workload is declared twice.
    pub(crate) id: usize,
    /// The declarations of the namespace, of shared pods and of the workload, merged in this order; without the stores.
    pub(crate) settings: PodDecl,
    /// The stores that it uses, in an order that does not depend on the declarations.
    pub(crate) stores: Vec<StoreBinding<'a>>,
    /// The position of the host of each route.
    hosts: Vec<Option<usize>>,
    pub(crate) ports: Vec<Port>,
    /// Ports that its pods open to one another alone.
    pub(crate) peers: Vec<Port>,
    pub(crate) strategy: Strategy,
    /// `replicas` where nobody scales, else the least and the most.
    pub(crate) replicas: Replicas,
    /// Why the tier's rule about replicas does not hold here.
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
        let mut settings = if declared.without_defaults {
            declared.settings.clone()
        } else {
            applicable_defaults(namespace.defaults.clone(), declared).then(declared.settings.clone())
        };
        let stores = stores.bind(namespace, std::mem::take(&mut settings.stores));
        let sources = settings.account.iter().flat_map(|account| &account.token_sources);
        let tokens: Vec<_> = sources.map(|source| Spanned { value: source.as_call(), at: declared.origin }).collect();
        settings.calls.extend(tokens);
        let ports: Vec<Port> = declared.ports.iter().map(|declared| declared.value).collect();
        let mut ports = match declared.kind {
            KindDecl::Service if ports.is_empty() => vec![Port::http(8000)],
            KindDecl::StatefulSet(_) if ports.is_empty() && !declared.routes.is_empty() => {
                vec![Port::http(8000).headless()]
            }
            _ => ports,
        };
        ports.extend(settings.metrics.map(|declared| declared.value).filter(|port| !ports.contains(port)));
        let callable = ports.len();
        for peer in &declared.peers {
            ports.extend(Some(peer.value).filter(|port| !ports.contains(port)));
        }
        disambiguate(&mut ports);
        let peers = ports.split_off(callable);
        let strategy = declared.strategy.as_ref().map(|declared| declared.value.clone());
        let default_replicas = spec.default_replicas.unwrap_or(spec.replicas.min.max(1));
        let replicas = match &declared.autoscale {
            Some(scale) => Replicas::Scaled { min: *scale.replicas.start(), max: *scale.replicas.end() },
            None => Replicas::Fixed(match &declared.kind {
                KindDecl::Job(job) | KindDecl::CronJob(job, _) => job.parallelism.unwrap_or(1),
                // How many nodes there are, nobody knows here.
                KindDecl::DaemonSet(_) => 1,
                _ => declared.replicas.map_or(default_replicas, |declared| declared.value),
            }),
        };
        let allows = settings.allows.iter().chain(&namespace.allows).chain(&platform.allows);
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
            settings,
        }
    }
    /// Its routes, each with the position of its host; none if the host is not declared in the namespace, or is ambiguous.
    pub(crate) fn routes(&self) -> impl Iterator<Item = (&'a Route, Option<usize>)> {
        self.declared.routes.iter().zip(self.hosts.iter().copied())
    }
    pub(crate) fn name(&self) -> &'a str {
        &self.declared.name
    }
    /// Where its image is pulled from.
    pub(crate) fn image(&self) -> String {
        self.platform.cluster.image(&self.declared.image)
    }
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.declared.name)
    }
    pub(crate) fn spec(&self) -> &'a TierSpec {
        &self.namespace.spec
    }
    /// The port that is meant when none is named; none where nobody calls.
    pub(crate) fn main_port(&self) -> Option<Port> {
        main_port(&self.ports)
    }
    /// All ports of its main container.
    pub(crate) fn all_ports(&self) -> Vec<Port> {
        self.ports.iter().chain(&self.peers).copied().collect()
    }
    /// `port` as the main container has it, with its name.
    pub(crate) fn own(&self, port: Port) -> Port {
        self.ports.iter().chain(&self.peers).find(|it| **it == port).copied().unwrap_or(port)
    }
    /// Whether its pods find one another, and may talk to one another.
    pub(crate) fn has_peers(&self) -> bool {
        !self.declared.peers.is_empty() || self.declared.peers_on_any_port
    }
    /// What its pods open to one another: the peers' ports, whether others may come in by them or not.
    pub(crate) fn among_themselves(&self) -> Vec<Port> {
        self.declared.peers.iter().map(|declared| self.own(declared.value)).collect()
    }
    /// The port that a route of it leads to.
    pub(crate) fn port_of(&self, route: &Route) -> Port {
        let main = || self.main_port().expect("only services have routes, and a service has a port");
        route.port.map_or_else(main, |declared| self.own(declared.value))
    }
    /// Where Prometheus asks: the port that `metrics` names, else the one for metrics, else the first that speaks HTTP.
    pub(crate) fn metrics_port(&self) -> Option<Port> {
        if self.settings.without_metrics {
            return None;
        }
        if let Some(declared) = self.settings.metrics {
            return Some(declared.value);
        }
        let app_protocol =
            |speech: AppProtocol| self.ports.iter().find(move |port| port.app_protocol == speech).copied();
        app_protocol(AppProtocol::Metrics).or_else(|| app_protocol(AppProtocol::Http))
    }
    /// Whether it sends traces where there is a collector.
    pub(crate) fn sends_traces(&self) -> bool {
        self.spec().has_default_env && !self.settings.without_traces
    }
    /// How long a new version may take until it counts as failed: the tier's, and no less than a start that goes well takes.
    pub(crate) fn progress_deadline(&self) -> Option<Duration> {
        let declared = &self.settings.container;
        let startup = declared.startup.clone().or_else(|| declared.liveness.as_ref().map(probes::startup_of));
        let startup = startup.as_ref().map(probes::patience).unwrap_or_default();
        let needed = startup + self.spec().min_ready.unwrap_or_default() + Duration::from_secs(60);
        // Kubernetes' own is ten minutes.
        let least = self.spec().progress_deadline.unwrap_or(Duration::from_secs(600));
        self.spec().progress_deadline.filter(|_| needed <= least).or((needed > least).then_some(needed))
    }
    /// Whether callers reach the read-only gate instead of the application.
    pub(crate) fn is_gated(&self) -> bool {
        self.spec().methods == Methods::ReadOnly
            && self.main_port().is_some_and(|port| port.app_protocol == AppProtocol::Http)
    }
    /// The port of a pod that callers and the edge mean when they mean `port`.
    pub(crate) fn entrance(&self, port: Port) -> Port {
        if self.is_gated() && Some(port) == self.main_port() { GATE } else { port }
    }
    pub(crate) fn pre_stop(&self) -> Duration {
        let declared = self.settings.container.pre_stop_sleep.map(|declared| declared.value);
        declared.or(self.spec().pre_stop_sleep).unwrap_or_default()
    }
    fn longest_route(&self) -> Option<Duration> {
        self.declared.routes.iter().filter_map(Route::longest_answer).max()
    }
    /// What an answer in flight needs when the pod is told to stop: the sleep, the longest route, and ten seconds to spare.
    pub(crate) fn needed_grace(&self) -> Duration {
        self.longest_route().map_or(Duration::ZERO, |longest| self.pre_stop() + longest + Duration::from_secs(10))
    }
    pub(crate) fn grace(&self) -> Duration {
        let tiers = self.spec().termination_grace_period.unwrap_or(Duration::from_secs(30));
        self.settings.grace.map_or(tiers.max(self.needed_grace()), |declared| declared.value)
    }
    pub(crate) fn budget(&self) -> Option<DisruptionBudget> {
        let declared = self.declared.disruption_budget.map(|declared| declared.value);
        // What has no scale has no share of it either: such a budget would hold up every drain.
        let is_scaled = matches!(self.declared.kind, KindDecl::Service | KindDecl::Worker | KindDecl::StatefulSet(_));
        declared.or(self.spec().disruption_budget.filter(|_| is_scaled && self.replicas.min() >= 2))
    }
    /// How many pods there are at most, while a new version takes over.
    pub(crate) fn most_pods(&self) -> u32 {
        match self.declared.kind {
            KindDecl::Service | KindDecl::Worker => self.strategy.surged(self.replicas.max()),
            _ => self.replicas.max(),
        }
    }
    /// The Service by which its pods find one another, ready or not. That of a job is its only one.
    pub(crate) fn peers_service(&self) -> String {
        if self.runs_long() { format!("{}-peers", self.name()) } else { self.name().into() }
    }
    /// The address of the first of its pods.
    pub(crate) fn first_peer(&self) -> String {
        let name = match &self.declared.kind {
            KindDecl::Job(declared) => self.job_name(declared),
            _ => self.name().into(),
        };
        format!("{name}-0.{}", self.peers_service())
    }
    /// The name of its Job.
    pub(crate) fn job_name(&self, job: &JobDecl) -> String {
        names::job(self.name(), &self.declared.image, job.run.as_deref())
    }
    /// `replicas`, where no autoscaler decides: under one each apply would reset what it decided.
    pub(crate) fn stated_replicas(&self) -> Option<i32> {
        match self.replicas {
            Replicas::Fixed(n) => Some(n as i32),
            Replicas::Scaled { .. } => None,
        }
    }
    /// Whether it runs until somebody stops it.
    pub(crate) fn runs_long(&self) -> bool {
        !matches!(self.declared.kind, KindDecl::Job(_) | KindDecl::CronJob(..))
    }
    /// Whether it has a Service in front of it, which others call by its name.
    pub(crate) fn has_address(&self) -> bool {
        match self.declared.kind {
            KindDecl::Service => true,
            KindDecl::StatefulSet(_) => self.main_port().is_some(),
            _ => false,
        }
    }
    /// The name of its ServiceAccount.
    pub(crate) fn account(&self) -> &str {
        let declared = self.settings.account.as_ref().and_then(|account| account.name.as_deref());
        declared.unwrap_or(&self.declared.name)
    }
    /// Whether its pods may ask the Kubernetes API for something.
    pub(crate) fn has_role(&self) -> bool {
        !self.settings.roles.is_empty()
    }
    pub(crate) fn claim_templates(&self) -> &'a [(PersistentVolumeClaim, String)] {
        match &self.declared.kind {
            KindDecl::StatefulSet(set) => &set.claims,
            _ => &[],
        }
    }
    /// The words of all its containers but the gate, each with its name.
    pub(crate) fn containers(&self) -> impl Iterator<Item = (&str, &ContainerDecl)> {
        let others = self.settings.sidecars.iter().chain(&self.settings.init);
        std::iter::once((&*self.declared.name, &self.settings.container))
            .chain(others.map(|declared| (&*declared.name, &declared.settings)))
    }
    /// The image's tag, as a label's value.
    pub(crate) fn version(&self) -> Option<String> {
        names::version(&self.declared.image)
    }
    pub(crate) fn run_as(&self) -> Option<u32> {
        let declared = self.settings.container.run_as_user.map(|declared| declared.value);
        declared.or(self.spec().has_default_user.then_some(1000))
    }
}

/// The namespace's defaults, without probes that nothing of `said` answers.
fn applicable_defaults(mut defaults: PodDecl, declared: &WorkloadDecl) -> PodDecl {
    let is_service = matches!(declared.kind, KindDecl::Service);
    let runs_long = !matches!(declared.kind, KindDecl::Job(_) | KindDecl::CronJob(..));
    let ports: Vec<Port> = declared.ports.iter().map(|declared| declared.value).collect();
    let metrics = declared.settings.metrics.or(defaults.metrics).map(|declared| declared.value);
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

//! A workload with its defaults applied.
use crate::resolve::ports::{GATE, main_port};
use crate::resolve::stores::{StoreBinding, Stores};
use crate::resolve::{names, probes};
use crate::words::port::{Speech, told_apart};
use crate::words::*;
use std::time::Duration;

/// A workload with its defaults applied.
pub(crate) struct Workload<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) namespace: &'a NamespaceWords,
    pub(crate) said: &'a WorkloadWords,
    /// The position of the first workload with its name and namespace; its own, unless a workload is declared twice.
    pub(crate) id: usize,
    /// The declarations of the namespace, of shared pods and of the workload, merged in this order; without the stores.
    pub(crate) words: PodWords,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replicas {
    Fixed(u32),
    Scaled { min: u32, max: u32 },
}
impl Replicas {
    pub(crate) const fn min(self) -> u32 {
        match self {
            Self::Fixed(n) | Self::Scaled { min: n, .. } => n,
        }
    }
    pub(crate) const fn max(self) -> u32 {
        match self {
            Self::Fixed(n) | Self::Scaled { max: n, .. } => n,
        }
    }
}

impl<'a> Workload<'a> {
    pub(crate) fn new(
        platform: &'a Platform,
        namespace: &'a NamespaceWords,
        said: &'a WorkloadWords,
        stores: &Stores<'a>,
        hosts: Vec<Option<usize>>,
        id: usize,
    ) -> Self {
        let spec = &namespace.spec;
        let mut words = if said.without_defaults {
            said.words.clone()
        } else {
            suited(namespace.defaults.clone(), said).then(said.words.clone())
        };
        let stores = stores.bind(namespace, std::mem::take(&mut words.stores));
        let sources = words.account.iter().flat_map(|account| &account.token_sources);
        let tokens: Vec<_> = sources.map(|source| Said { value: source.as_call(), at: said.origin }).collect();
        words.calls.extend(tokens);
        let ports: Vec<Port> = said.ports.iter().map(|said| said.value).collect();
        let mut ports = match said.form {
            Form::Service if ports.is_empty() => vec![Port::http(8000)],
            Form::StatefulSet(_) if ports.is_empty() && !said.routes.is_empty() => vec![Port::http(8000).headless()],
            _ => ports,
        };
        ports.extend(words.metrics.map(|said| said.value).filter(|port| !ports.contains(port)));
        let callable = ports.len();
        for peer in &said.peers {
            ports.extend(Some(peer.value).filter(|port| !ports.contains(port)));
        }
        told_apart(&mut ports);
        let peers = ports.split_off(callable);
        let strategy = said.strategy.as_ref().map(|said| said.value.clone());
        let default_replicas = spec.default_replicas.unwrap_or(spec.replicas.min.max(1));
        let replicas = match &said.autoscale {
            Some(scale) => Replicas::Scaled { min: *scale.replicas.start(), max: *scale.replicas.end() },
            None => Replicas::Fixed(match &said.form {
                Form::Job(job) | Form::CronJob(job, _) => job.parallelism.unwrap_or(1),
                // How many nodes there are, nobody knows here.
                Form::DaemonSet(_) => 1,
                _ => said.replicas.map_or(default_replicas, |said| said.value),
            }),
        };
        let allows = words.allows.iter().chain(&namespace.allows).chain(&platform.allows);
        let exception = allows
            .filter(|allow| allow.rule == "replicas-outside-tier")
            .map(|allow| allow.reason.clone())
            .next()
            .filter(|_| !(spec.replicas.contains(replicas.min()) && spec.replicas.contains(replicas.max())));
        Self {
            platform,
            namespace,
            said,
            id,
            stores,
            hosts,
            ports,
            peers,
            strategy: strategy.or_else(|| spec.strategy.clone()).unwrap_or_else(Strategy::rolling),
            replicas,
            exception,
            words,
        }
    }
    /// Its routes, each with the position of its host; none if the host is not declared in the namespace, or is ambiguous.
    pub(crate) fn routes(&self) -> impl Iterator<Item = (&'a Route, Option<usize>)> {
        self.said.routes.iter().zip(self.hosts.iter().copied())
    }
    pub(crate) fn name(&self) -> &'a str {
        &self.said.name
    }
    /// Where its image is pulled from.
    pub(crate) fn image(&self) -> String {
        self.platform.cluster.image(&self.said.image)
    }
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.said.name)
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
        !self.said.peers.is_empty() || self.said.peers_on_any_port
    }
    /// What its pods open to one another: the peers' ports, whether others may come in by them or not.
    pub(crate) fn among_themselves(&self) -> Vec<Port> {
        self.said.peers.iter().map(|said| self.own(said.value)).collect()
    }
    /// The port that a route of it leads to.
    pub(crate) fn port_of(&self, route: &Route) -> Port {
        let main = || self.main_port().expect("only services have routes, and a service has a port");
        route.port.map_or_else(main, |said| self.own(said.value))
    }
    /// Where Prometheus asks: the port that `metrics` names, else the one for metrics, else the first that speaks HTTP.
    pub(crate) fn metrics_port(&self) -> Option<Port> {
        if self.words.without_metrics {
            return None;
        }
        if let Some(said) = self.words.metrics {
            return Some(said.value);
        }
        let speaks = |speech: Speech| self.ports.iter().find(move |port| port.speaks == speech).copied();
        speaks(Speech::Metrics).or_else(|| speaks(Speech::Http))
    }
    /// The namespace of the collector that it sends traces to.
    pub(crate) fn collector(&self) -> Option<&'a str> {
        let sends = !self.namespace.shared && !self.words.without_traces;
        self.platform.monitoring.as_deref().filter(|_| sends)
    }
    /// How long a new version may take until it counts as failed: the tier's, and no less than a start that goes well takes.
    pub(crate) fn progress_deadline(&self) -> Option<Duration> {
        let said = &self.words.container;
        let startup = said.startup.clone().or_else(|| said.liveness.as_ref().map(probes::startup_of));
        let startup = startup.as_ref().map(probes::patience).unwrap_or_default();
        let needed = startup + self.spec().min_ready.unwrap_or_default() + Duration::from_secs(60);
        // Kubernetes' own is ten minutes.
        let least = self.spec().progress_deadline.unwrap_or(Duration::from_secs(600));
        self.spec().progress_deadline.filter(|_| needed <= least).or((needed > least).then_some(needed))
    }
    /// Whether callers reach the read-only gate instead of the application.
    pub(crate) fn is_gated(&self) -> bool {
        self.spec().methods == Methods::ReadOnly && self.main_port().is_some_and(|port| port.speaks == Speech::Http)
    }
    /// The port of a pod that callers and the edge mean when they mean `port`.
    pub(crate) fn entrance(&self, port: Port) -> Port {
        if self.is_gated() && Some(port) == self.main_port() { GATE } else { port }
    }
    pub(crate) fn pre_stop(&self) -> Duration {
        let said = self.words.container.pre_stop_sleep.map(|said| said.value);
        said.or(self.spec().pre_stop_sleep).unwrap_or_default()
    }
    fn longest_route(&self) -> Option<Duration> {
        self.said.routes.iter().filter_map(Route::longest_answer).max()
    }
    /// What an answer in flight needs when the pod is told to stop: the sleep, the longest route, and ten seconds to spare.
    pub(crate) fn needed_grace(&self) -> Duration {
        self.longest_route().map_or(Duration::ZERO, |longest| self.pre_stop() + longest + Duration::from_secs(10))
    }
    pub(crate) fn grace(&self) -> Duration {
        let tiers = self.spec().termination_grace_period.unwrap_or(Duration::from_secs(30));
        self.words.grace.map_or(tiers.max(self.needed_grace()), |said| said.value)
    }
    pub(crate) fn budget(&self) -> Option<DisruptionBudget> {
        let said = self.said.disruption_budget.map(|said| said.value);
        // What has no scale has no share of it either: such a budget would hold up every drain.
        let is_scaled = matches!(self.said.form, Form::Service | Form::Worker | Form::StatefulSet(_));
        said.or(self.spec().disruption_budget.filter(|_| is_scaled && self.replicas.min() >= 2))
    }
    /// How many pods there are at most, while a new version takes over.
    pub(crate) fn most_pods(&self) -> u32 {
        match self.said.form {
            Form::Service | Form::Worker => self.strategy.surged(self.replicas.max()),
            _ => self.replicas.max(),
        }
    }
    /// The Service by which its pods find one another, ready or not. That of a job is its only one.
    pub(crate) fn peers_service(&self) -> String {
        if self.runs_long() { format!("{}-peers", self.name()) } else { self.name().into() }
    }
    /// The address of the first of its pods.
    pub(crate) fn first_peer(&self) -> String {
        let name = match &self.said.form {
            Form::Job(said) => self.job_name(said),
            _ => self.name().into(),
        };
        format!("{name}-0.{}", self.peers_service())
    }
    /// The name of its Job.
    pub(crate) fn job_name(&self, job: &JobWords) -> String {
        names::job(self.name(), &self.said.image, job.run.as_deref())
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
        !matches!(self.said.form, Form::Job(_) | Form::CronJob(..))
    }
    /// Whether it has a Service in front of it, which others call by its name.
    pub(crate) fn has_address(&self) -> bool {
        match self.said.form {
            Form::Service => true,
            Form::StatefulSet(_) => self.main_port().is_some(),
            _ => false,
        }
    }
    /// The name of its ServiceAccount.
    pub(crate) fn account(&self) -> &str {
        let said = self.words.account.as_ref().and_then(|account| account.name.as_deref());
        said.unwrap_or(&self.said.name)
    }
    /// Whether its pods may ask the Kubernetes API for something.
    pub(crate) fn has_role(&self) -> bool {
        !self.words.roles.is_empty()
    }
    pub(crate) fn claim_templates(&self) -> &'a [(PersistentVolumeClaim, String)] {
        match &self.said.form {
            Form::StatefulSet(set) => &set.claims,
            _ => &[],
        }
    }
    /// The words of all its containers but the gate, each with its name.
    pub(crate) fn containers(&self) -> impl Iterator<Item = (&str, &ContainerWords)> {
        let beside = self.words.sidecars.iter().chain(&self.words.init);
        std::iter::once((&*self.said.name, &self.words.container)).chain(beside.map(|said| (&*said.name, &said.words)))
    }
    /// The image's tag, as a label's value.
    pub(crate) fn version(&self) -> Option<String> {
        names::version(&self.said.image)
    }
    pub(crate) fn run_as(&self) -> Option<u32> {
        let said = self.words.container.run_as_user.map(|said| said.value);
        said.or((!self.namespace.shared).then_some(1000))
    }
}

/// The namespace's defaults, without probes that nothing of `said` answers.
fn suited(mut defaults: PodWords, said: &WorkloadWords) -> PodWords {
    let is_service = matches!(said.form, Form::Service);
    let runs_long = !matches!(said.form, Form::Job(_) | Form::CronJob(..));
    let ports: Vec<Port> = said.ports.iter().map(|said| said.value).collect();
    let metrics = said.words.metrics.or(defaults.metrics).map(|said| said.value);
    let answers = |probe: &ProbeSpec| match (&probe.action, probe.port) {
        (Action::Exec(_), _) => true,
        (_, Some(port)) => ports.contains(&port) || metrics == Some(port),
        (Action::Http(_), None) => match main_port(&ports) {
            Some(port) => port.speaks == Speech::Http,
            None => is_service,
        },
        (Action::Grpc, None) => main_port(&ports).is_some_and(|port| port.speaks == Speech::Grpc),
        (Action::Tcp, None) => match main_port(&ports) {
            Some(port) => port.speaks != Speech::Udp,
            None => is_service,
        },
    };
    for probe in [&mut defaults.container.liveness, &mut defaults.container.readiness, &mut defaults.container.startup]
    {
        *probe = probe.take().filter(|probe| runs_long && answers(probe));
    }
    defaults
}

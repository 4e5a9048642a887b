//! A service with all defaults taken: what its objects are made of.
use crate::words::port::Speech;
use crate::words::*;
use std::time::Duration;

/// A service with all defaults taken.
pub(crate) struct Workload<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) namespace: &'a NamespaceWords,
    pub(crate) service: &'a WorkloadWords,
    /// What the namespace, shared pods and the service say, in this order.
    pub(crate) words: PodWords,
    pub(crate) ports: Vec<Port>,
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
    pub(crate) fn new(platform: &'a Platform, namespace: &'a NamespaceWords, service: &'a WorkloadWords) -> Self {
        let spec = &namespace.spec;
        let words = if service.without_defaults {
            service.words.clone()
        } else {
            namespace.defaults.clone().then(service.words.clone())
        };
        let said: Vec<Port> = service.ports.iter().map(|said| said.value).collect();
        let ports = if said.is_empty() { vec![Port::http(8000)] } else { said };
        let strategy = service.strategy.as_ref().map(|said| said.value.clone());
        let default_replicas = spec.default_replicas.unwrap_or(spec.replicas.min.max(1));
        let replicas = match &service.autoscale {
            Some(scale) => Replicas::Scaled { min: *scale.replicas.start(), max: *scale.replicas.end() },
            None => Replicas::Fixed(service.replicas.map_or(default_replicas, |said| said.value)),
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
            service,
            ports,
            strategy: strategy.or_else(|| spec.strategy.clone()).unwrap_or_else(Strategy::rolling),
            replicas,
            exception,
            words,
        }
    }
    pub(crate) fn name(&self) -> &'a str {
        &self.said.name
    }
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.said.name)
    }
    pub(crate) fn spec(&self) -> &'a TierSpec {
        &self.namespace.spec
    }
    /// The port that is meant when none is named.
    pub(crate) fn main_port(&self) -> Port {
        *self.ports.iter().find(|port| port.speaks != Speech::Metrics).unwrap_or(&self.ports[0])
    }
    /// Where Prometheus asks: the port for metrics, else the first that speaks HTTP.
    pub(crate) fn metrics_port(&self) -> Option<Port> {
        let speaks = |speech: Speech| self.ports.iter().find(move |port| port.speaks == speech).copied();
        speaks(Speech::Metrics).or_else(|| speaks(Speech::Http))
    }
    /// Whether callers reach the read-only gate instead of the application.
    pub(crate) fn is_gated(&self) -> bool {
        self.spec().methods == Methods::ReadOnly && self.main_port().speaks == Speech::Http
    }
    /// The port of a pod that callers and the edge mean when they mean `port`.
    pub(crate) fn entrance(&self, port: Port) -> Port {
        if self.is_gated() && port == self.main_port() { crate::lower::gate::PORT } else { port }
    }
    pub(crate) fn pre_stop(&self) -> Duration {
        let said = self.words.container.pre_stop_sleep.map(|said| said.value);
        said.or(self.spec().pre_stop_sleep).unwrap_or_default()
    }
    fn longest_route(&self) -> Option<Duration> {
        self.said.routes.iter().map(Route::timeout_or_default).max()
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
        said.or(self.spec().disruption_budget.filter(|_| self.replicas.min() >= 2))
    }
    /// How many pods there are at most, while a new version takes over.
    pub(crate) fn most_pods(&self) -> u32 {
        self.strategy.surged(self.replicas.max())
    }
    /// The image's tag, as a label's value.
    pub(crate) fn version(&self) -> Option<String> {
        tag(&self.said.image).map(|tag| tag.chars().take(63).collect())
    }
    pub(crate) fn run_as(&self) -> Option<u32> {
        let said = self.words.container.run_as_user.map(|said| said.value);
        said.or((!self.namespace.shared).then_some(1000))
    }
}

/// The tag of an image reference: what follows the last colon of its last part, before a digest.
pub(crate) fn tag(image: &str) -> Option<&str> {
    let image = image.split_once('@').map_or(image, |(name, _)| name);
    let last = image.rsplit('/').next().unwrap_or(image);
    last.split_once(':').map(|(_, tag)| tag).filter(|tag| !tag.is_empty())
}

use crate::prelude::*;
use crate::{Addon, Contribution, PriorityClass, Provider, View, WorkloadView};

/// The name of the Prometheus pods, and the port of their API.
const PROMETHEUS: &str = "prometheus";
const PROMETHEUS_PORT: Port = Port::http(9090);
/// The name of the OpenTelemetry collector pods, and their OTLP ports.
const COLLECTOR: &str = "otel-collector";
const OTLP_GRPC: Port = Port::grpc(4317);
const OTLP_HTTP: Port = Port::http(4318);
/// The label that selects the pods of a component.
const NAME: &str = "app.kubernetes.io/name";

/// The addon that connects workloads to Prometheus and to the OpenTelemetry collector. See [`monitoring()`].
#[must_use = "monitoring has no effect by itself: pass it to `Platform::add(..)`"]
pub struct Monitoring<T = Shared> {
    namespace: Namespace<T>,
}

/// `Namespace` `platform-monitoring`: the namespace of Prometheus (`prometheus`) and of the OpenTelemetry collector
/// (`otel-collector`), under fixed names. Deploy both separately.
///
/// Each workload gets `ingress` from Prometheus to its metrics port, and the variables `OTEL_*` with `egress` to the
/// collector. Autoscalers read their metrics from this Prometheus.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let own = monitoring().namespace(Namespace::new("observability", Shared)).with(|it| it.label("acme.dev/team", "sre"));
/// let platform = Platform::new(Cluster::generic()).add(own);
/// # let _ = platform;
/// ```
#[track_caller]
pub fn monitoring() -> Monitoring {
    let spec = Shared
        .spec()
        .name("monitoring")
        .purpose("What watches the tiers")
        .priority_class(PriorityClass::new("monitoring", 500_000).description("Monitoring"));
    Monitoring { namespace: Namespace::new("platform-monitoring", Shared).spec(spec) }
}

impl<T: Tier> Monitoring<T> {
    /// `Namespace`: replaces the namespace; any tier is allowed. Earlier settings of the namespace are dropped.
    pub fn namespace<U: Tier>(self, namespace: Namespace<U>) -> Monitoring<U> {
        Monitoring { namespace }
    }
    /// `NetworkPolicy` `egress` of the users of a store: adds a store to the namespace of monitoring.
    pub fn store(self, provider: impl Provider) -> Self {
        self.with(|namespace| namespace.store(provider))
    }
    /// `Namespace`: calls any other setter of the namespace.
    pub fn with(self, change: impl FnOnce(Namespace<T>) -> Namespace<T>) -> Self {
        Self { namespace: change(self.namespace) }
    }
    /// The pods of a component, with the given ports.
    fn pods(&self, component: &str, ports: &[Port]) -> Peer {
        let pods = Peer::namespace(self.namespace.name()).pods(NAME, component);
        ports.iter().fold(pods, |peer, port| peer.port(*port))
    }
    /// The address of a component.
    fn url(&self, view: &View<'_>, component: &str, port: Port) -> String {
        format!("http://{component}.{}.svc.{}:{}", self.namespace.name(), view.cluster_domain(), port.number())
    }
    /// The variables of the OpenTelemetry SDKs, and egress to the collector.
    fn traces(&self, view: &View<'_>, workload: &WorkloadView<'_>) -> Vec<Contribution> {
        let mut about = vec![format!("service.namespace={}", workload.namespace().name())];
        about.extend(workload.version().map(|tag| format!("service.version={tag}")));
        let environment = workload.namespace().environment();
        about.extend(environment.map(|name| format!("deployment.environment.name={name}")));
        about.push("k8s.pod.name=$(POD_NAME)".into());
        let env = |name: &'static str, value: String| Contribution::env(workload, name, value);
        vec![
            env("OTEL_SERVICE_NAME", workload.name().into()),
            env("OTEL_EXPORTER_OTLP_ENDPOINT", self.url(view, COLLECTOR, OTLP_HTTP)),
            env("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf".into()),
            env("OTEL_TRACES_SAMPLER", "parentbased_always_on".into()),
            env("OTEL_PROPAGATORS", "tracecontext,baggage".into()),
            env("OTEL_RESOURCE_ATTRIBUTES", about.join(",")),
            Contribution::egress(workload, self.pods(COLLECTOR, &[OTLP_GRPC, OTLP_HTTP])),
        ]
    }
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Addon for Monitoring<T> {
    fn name(&self) -> &str {
        "monitoring"
    }
    fn declare(&self, platform: Platform) -> Platform {
        platform.namespace(self.namespace.clone())
    }
    fn derive(&self, view: &View<'_>) -> Vec<Contribution> {
        let mut all = vec![Contribution::prometheus(self.url(view, PROMETHEUS, PROMETHEUS_PORT))];
        // None if another program runs them.
        let [prometheus, collector] = [PROMETHEUS, COLLECTOR].map(|name| view.workload(self.namespace.name(), name));
        for workload in view.workloads() {
            let peer = Peer::namespace(workload.namespace().name()).pods(NAME, workload.name());
            if let Some(port) = workload.metrics_port() {
                all.push(Contribution::ingress(workload, self.pods(PROMETHEUS, &[port])));
                all.extend(prometheus.map(|it| Contribution::egress(it, peer.clone().port(port))));
            }
            if workload.sends_traces() {
                all.extend(self.traces(view, workload));
                all.extend(collector.map(|it| Contribution::ingress(it, peer.port(OTLP_GRPC).port(OTLP_HTTP))));
            }
        }
        all
    }
}
impl<T> Clone for Monitoring<T> {
    fn clone(&self) -> Self {
        Self { namespace: self.namespace.clone() }
    }
}
impl<T> std::fmt::Debug for Monitoring<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Monitoring").finish_non_exhaustive()
    }
}

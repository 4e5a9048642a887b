//! Pods with names of their own, and pods on every node.
use crate::words::port::Speech;
use crate::words::*;

crate::words::workload::workload!(
    /// A StatefulSet and its headless Service.
    ///
    /// ```
    /// use coderev_infra::ClaimRetention;
    /// use coderev_infra::prelude::*;
    ///
    /// let set: StatefulSet<Shared> = StatefulSet::new("clickhouse", "docker.io/clickhouse/clickhouse-server:25.8.2")
    ///     .port(Port::tcp(9000))
    ///     .cpu(cores(4)..)
    ///     .memory(gibi(16))
    ///     .volume_claim_template(PersistentVolumeClaim::new("data", gibi(200)), "/var/lib/clickhouse");
    /// const EVENTS: Store<Database> = Store::new("events", Port::tcp(9000)).env(&[("EVENTS_URL", "url")]);
    /// let set = set.provides(&EVENTS);
    /// let ring: StatefulSet<Shared> = StatefulSet::new("ring", "docker.io/library/cassandra:5.0.2")
    ///     .port(Port::tcp(9042))
    ///     .peers(Port::tcp(7000).name("gossip"))
    ///     .parallel()
    ///     .partition(2)
    ///     .max_unavailable(2)
    ///     .when_deleted(ClaimRetention::Delete)
    ///     .when_scaled(ClaimRetention::Retain);
    /// let by_hand: StatefulSet<Shared> = StatefulSet::new("ledger", "ghcr.io/acme/ledger:1.0.0").on_delete();
    /// # let _ = (set, ring, by_hand);
    /// ```
    StatefulSet, "a set runs only where a namespace has it: `Namespace::stateful_set(..)`",
    () SetWords = SetWords::default()
);
crate::words::workload::workload!(
    /// A DaemonSet: a pod on every node.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let agent: DaemonSet<Shared> = DaemonSet::new("agent", "ghcr.io/acme/agent:1.0.0")
    ///     .max_unavailable(percent(10))
    ///     .nodes(Nodes::any().tolerates_all());
    /// # let _ = agent;
    /// ```
    DaemonSet, "a set runs only where a namespace has it: `Namespace::daemon_set(..)`", () DaemonWords = DaemonWords::default()
);
impl<T> StatefulSet<T> {
    const fn set(&mut self) -> &mut SetWords {
        &mut self.said.form
    }
    /// The address for a neighbour in the same namespace, which leads to any of its pods: `http://search:9200`.
    #[must_use]
    pub fn url(&self) -> String
    where
        T: Tier,
    {
        format!("http://{}:{}", self.said.name, self.service_port().service)
    }
}
impl<T: Tier> StatefulSet<T> {
    /// `HorizontalPodAutoscaler`, named `<set>-hpa`: lets the number of pods follow load.
    #[track_caller]
    pub fn autoscale(mut self, autoscale: Autoscale) -> Self
    where
        T: Autoscales,
    {
        self.said.autoscale = Some(autoscale);
        self
    }
}
impl<T> DaemonSet<T> {
    const fn set(&mut self) -> &mut DaemonWords {
        &mut self.said.form
    }
}
say!(impl [T: Tier] DaemonSet<T> {
    /// `updateStrategy.rollingUpdate.maxUnavailable`, in nodes or percent: 1 when nobody says.
    max_unavailable(share: impl PodShare) |it| it.set().max_unavailable = Some(share.share());
    /// `updateStrategy.type: OnDelete`: a new version comes where somebody deletes the pod. Node by node when nobody says.
    on_delete() |it| it.set().on_delete = true;
});
say!(impl [T: Tier] StatefulSet<T> {
    /// `replicas`: the tier's default when none are said.
    replicas(n: u32) |it| it.said.replicas = Some(n.into());
    /// One of `ports`, of the pods and, under the same number, of the headless Service.
    port(port: Port) |it| it.said.ports.push(port.headless().into());
    /// One of `volumeClaimTemplates`, mounted at `path`.
    volume_claim_template(claim: PersistentVolumeClaim, path: impl Into<String>) |it| it.set().claims.push((claim, path.into()));
    /// `Ingress.spec.rules[].http.paths`, or `HTTPRoute.spec.rules` or `GRPCRoute.spec.rules`: a path of the namespace's host, to any of its pods.
    route(route: Route) |it| it.said.routes.push(route);
    /// `NetworkPolicy` without ports: its pods may talk to one another on any, for what chooses its ports itself, as NCCL and gloo do.
    peers_on_any_port() |it| it.said.peers_on_any_port = true;
    /// `Service`, headless, named `<set>-peers` and with `publishNotReadyAddresses`, and NetworkPolicy: a port that its pods open to one another alone,
    /// ready or not. Each is `<set>-<n>.<set>-peers`.
    peers(port: Port) |it| it.said.peers.push(port.headless().into());
    /// `Service.spec.type: LoadBalancer`, in a Service of its own that leads to any of its pods. Said again, another, unless it has the same name.
    load_balancer(balancer: LoadBalancer) |it| keyed(&mut it.said.load_balancers, balancer.into(), LoadBalancer::same);
    /// `Service.spec.type: LoadBalancer`, one for each pod, `<set>-lb-0` and so on: clients choose whom they talk to. One that leads to any pod
    /// may stand beside it.
    load_balancer_per_pod(balancer: LoadBalancer) |it| {
        let balancer = LoadBalancer { per_pod: true, ..balancer };
        keyed(&mut it.said.load_balancers, balancer.into(), LoadBalancer::same)
    };
    /// `selector.matchLabels` of a StatefulSet that runs already: it cannot be changed there. The first one said replaces ours.
    selector(label: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.said.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
    /// `updateStrategy.type: OnDelete`: a new version comes where somebody deletes the pod. One after the other when nobody says.
    on_delete() |it| it.set().on_delete = true;
    /// `updateStrategy.rollingUpdate.maxUnavailable`, in pods or percent: 1 when nobody says.
    max_unavailable(share: impl PodShare) |it| it.set().max_unavailable = Some(share.share());
    /// `updateStrategy.rollingUpdate.partition`: pods under this number keep the version they have. All take the new one when nobody says.
    partition(n: u32) |it| it.set().partition = Some(n);
    /// `persistentVolumeClaimRetentionPolicy.whenDeleted`: what becomes of claims when the set is deleted. They stay when nobody says.
    when_deleted(claims: ClaimRetention) |it| it.set().when_deleted = Some(claims);
    /// `persistentVolumeClaimRetentionPolicy.whenScaled`: what becomes of claims of pods that are no more. They stay when nobody says.
    when_scaled(claims: ClaimRetention) |it| it.set().when_scaled = Some(claims);
    /// `podManagementPolicy: Parallel`: one after the other when nobody says.
    parallel() |it| it.set().parallel = true;
    /// `PodDisruptionBudget`: the tier's when none is said.
    disruption_budget(budget: DisruptionBudget) |it| it.said.disruption_budget = Some(budget.into());
});
impl<T: Tier> StatefulSet<T> {
    /// `ingress` of the NetworkPolicy: this is the store that `store` names, and who `uses` it comes in here.
    #[track_caller]
    pub fn provides<P: Protocol>(mut self, store: &Store<P>) -> Self {
        let handle = store.handle.clone();
        self.set().provides.push(handle.into());
        self
    }
}
impl<T: Tier> Addressable<T> for StatefulSet<T> {
    fn service_name(&self) -> &str {
        &self.said.name
    }
    fn service_port(&self) -> Port {
        let ports = self.said.ports.iter().map(|said| said.value);
        ports.into_iter().find(|port| port.speaks != Speech::Metrics).unwrap_or(Port::http(8000).headless())
    }
    fn is_headless(&self) -> bool {
        true
    }
}

/// What becomes of a StatefulSet's claims: `persistentVolumeClaimRetentionPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimRetention {
    /// `Retain`: they stay, with their data.
    Retain,
    /// `Delete`: they go, with their data.
    Delete,
}
impl ClaimRetention {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Retain => "Retain",
            Self::Delete => "Delete",
        }
    }
}

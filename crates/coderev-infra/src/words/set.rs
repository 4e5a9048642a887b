//! Pods with names of their own, and pods on every node.
use crate::words::port::Speech;
use crate::words::*;

crate::words::workload::workload!(
    /// A StatefulSet and its headless Service.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let set: StatefulSet<Shared> = StatefulSet::new("clickhouse", "docker.io/clickhouse/clickhouse-server:25.8.2")
    ///     .port(Port::tcp(9000))
    ///     .cpu(cores(4)..)
    ///     .memory(gibi(16))
    ///     .volume_claim_template(PersistentVolumeClaim::new("data", gibi(200)), "/var/lib/clickhouse");
    /// # let _ = set;
    /// ```
    StatefulSet, "a set runs only where a namespace has it: `Namespace::stateful_set(..)`",
    () Form::StatefulSet(SetWords::default())
);
crate::words::workload::workload!(
    /// A DaemonSet: a pod on every node.
    DaemonSet, "a set runs only where a namespace has it: `Namespace::daemon_set(..)`", () Form::DaemonSet
);
impl<T> StatefulSet<T> {
    const fn set(&mut self) -> &mut SetWords {
        match &mut self.said.form {
            Form::StatefulSet(set) => set,
            _ => panic!("a set is made as one"),
        }
    }
}
say!(impl [T: Tier] StatefulSet<T> {
    /// `replicas`: the tier's default when none are said.
    replicas(n: u32) |it| it.said.replicas = Some(n.into());
    /// One of `ports`, of the pods and, under the same number, of the headless Service.
    port(port: Port) |it| it.said.ports.push(port.headless().into());
    /// One of `volumeClaimTemplates`, mounted at `path`.
    volume_claim_template(claim: PersistentVolumeClaim, path: impl Into<String>) |it| it.set().claims.push((claim, path.into()));
    /// `podManagementPolicy: Parallel`: one after the other when nobody says.
    parallel() |it| it.set().parallel = true;
    /// `PodDisruptionBudget`: the tier's when none is said.
    disruption_budget(budget: DisruptionBudget) |it| it.said.disruption_budget = Some(budget.into());
});
impl<T: Tier> StatefulSet<T> {
    /// `ingress` of the NetworkPolicy: this is the store that `store` names, and who `uses` it comes in here.
    #[track_caller]
    pub fn provides<P: Protocol>(mut self, store: &Store<P>) -> Self {
        let handle = Usable::handle(store);
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

//! Setters of every pod, whatever kind of workload runs it.
use crate::model::workload::setters_of;
use crate::model::*;
use std::panic::Location;

setters_of! { Pod<T>, Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T> => {
    /// What another value says of pods, said here; the workload's own overrule them.
    #[track_caller]
    pub fn pod(mut self, pod: Pod<T>) -> Self {
        self.settings().shared.push(pod.settings);
        self
    }
    /// One of `initContainers`, in this order. The same name again: the later wins.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn init(mut self, container: Container) -> Self {
        keyed(&mut self.settings().init, container, |a, b| a.name == b.name);
        self
    }
    /// A native sidecar: one of `initContainers` with `restartPolicy: Always`, before the others. The same name again: the later wins.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn sidecar(mut self, container: Container) -> Self {
        keyed(&mut self.settings().sidecars, container, |a, b| a.name == b.name);
        self
    }
    /// One of `ports`, for Prometheus: the first HTTP port when nobody says.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn metrics(mut self, port: impl IntoPort) -> Self {
        self.settings().metrics = Some(Spanned::here(port));
        self
    }
    /// No way in for Prometheus in `ingress`: what has no metrics, and would be asked on its first HTTP port.
    #[doc(alias = "ingress")]
    #[track_caller]
    pub fn without_metrics(mut self) -> Self {
        self.settings().without_metrics = true;
        self
    }
    /// No variables `OTEL_..` in `env`, and no way to the collector in `egress`: what must reach nothing else sends no traces either.
    #[doc(alias("env", "egress"))]
    #[track_caller]
    pub fn without_traces(mut self) -> Self {
        self.settings().without_traces = true;
        self
    }
    /// `serviceAccountName`, and the annotations of a cloud's workload identity: the workload's own when nobody says.
    #[doc(alias = "serviceAccountName")]
    #[track_caller]
    pub fn service_account(mut self, account: ServiceAccount) -> Self {
        self.settings().account = Some(account);
        self
    }
    /// `volumes` and `volumeMounts`: secrets as files instead of variables: `NAME_FILE` says where, below `/etc/secrets`.
    #[doc(alias("volumes", "volumeMounts"))]
    #[track_caller]
    pub fn secret_files(mut self) -> Self {
        self.settings().secret_files = Some(Location::caller());
        self
    }
    /// One of `ingress[].from` of the NetworkPolicy: a caller for whom there is no handle, on the ports that it names, else on all but those for
    /// metrics.
    #[doc(alias = "ingress.from")]
    #[track_caller]
    pub fn called_by(mut self, peer: Peer) -> Self {
        self.settings().called_by.push(peer.into());
        self
    }
    /// `metadata.annotations` of the objects of one kind that this becomes; `Object::POD` means the pods.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, object: Object, key: impl Text, value: impl Text) -> Self {
        let decl = (object, key.into(), value.into());
        keyed(&mut self.settings().annotations, decl, |a, b| (a.0, &a.1) == (b.0, &b.1));
        self
    }
    /// `nodeSelector`, `affinity`, `tolerations`: any node when nobody says, in Stable any that is not spot.
    #[doc(alias("nodeSelector", "affinity", "tolerations"))]
    #[track_caller]
    pub fn nodes(mut self, nodes: Nodes) -> Self {
        self.settings().nodes = Some(nodes.into());
        self
    }
    /// One of `topologySpreadConstraints`; the first one replaces the tier's: hosts and zones in Stable, hosts in Exp, none in
    /// Quarantine and Shared.
    #[doc(alias = "topologySpreadConstraints")]
    #[track_caller]
    pub fn spread(mut self, spread: Spread) -> Self {
        self.settings().spread.push(spread.into());
        self
    }
    /// `terminationGracePeriodSeconds`, in whole seconds. When nobody says, the greater of the tier's (45 in Stable and Exp, 30 in
    /// Quarantine and Shared) and of what answers in flight need: the sleep before the stop, the longest route's timeout, 10 s.
    #[doc(alias = "terminationGracePeriodSeconds")]
    #[track_caller]
    pub fn termination_grace_period(mut self, time: impl IntoDuration) -> Self {
        self.settings().grace = Some(Spanned::here(time));
        self
    }
    /// `runtimeClassName`: the node's usual runtime when nobody says. The class is there already.
    #[doc(alias = "runtimeClassName")]
    #[track_caller]
    pub fn runtime_class(mut self, name: impl Text) -> Self {
        self.settings().runtime_class = Some(name.into());
        self
    }
    /// One of `securityContext.sysctls`, by name. Pod Security lets in those that touch the pod alone.
    #[doc(alias("securityContext.sysctls", "sysctls"))]
    #[track_caller]
    pub fn sysctl(mut self, name: impl Text, value: impl Text) -> Self {
        let sysctl = (name.into(), value.into());
        keyed(&mut self.settings().sysctls, sysctl, |a, b| a.0 == b.0);
        self
    }
    /// `hostNetwork: true`, for agents that serve their node: its ports are the node's, and no network policy holds for it. Pod
    /// Security lets it in at `privileged` alone.
    #[doc(alias = "hostNetwork")]
    #[track_caller]
    pub fn host_network(mut self) -> Self {
        self.settings().host_network = true;
        self
    }
    /// `hostPID: true`, for agents that watch their node: its processes are theirs to see. Pod Security lets it in at `privileged` alone.
    #[doc(alias = "hostPID")]
    #[track_caller]
    pub fn host_pid(mut self) -> Self {
        self.settings().host_pid = true;
        self
    }
    /// One of `imagePullSecrets`, besides the cluster's.
    #[doc(alias = "imagePullSecrets")]
    #[track_caller]
    pub fn pull_secret(mut self, secret: impl IntoSecret) -> Self {
        self.settings().pull_secrets.push(secret.into());
        self
    }
    /// `metadata.labels` of every object that this becomes, pods included; never a selector.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        let label = (key.into(), value.into().into());
        keyed(&mut self.settings().labels, label, |a, b| a.0 == b.0);
        self
    }
    /// Fields that no word reaches, of the objects of one kind that this becomes. The later wins.
    #[track_caller]
    pub fn patch(mut self, patch: Patch) -> Self {
        self.settings().patches.push(patch);
        self
    }
    /// Silences the findings of one rule here, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.settings().allows.push(Allow::new(rule, reason));
        self
    }

    /// `NetworkPolicy`: opens the way to `callee`, on both sides: an egress rule here, an ingress rule there. Where the tier's walls are
    /// open, as in Exp, everything may go out and the rule here says so.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn calls<C: Callee<T>>(mut self, callee: C) -> Self {
        self.settings().calls.push(callee.call().into());
        self
    }
    /// `egress` of the NetworkPolicy and `env`: opens the way to `store` and brings its variables and credentials.
    #[doc(alias("egress", "env"))]
    #[track_caller]
    pub fn uses<S: Writable<T>>(mut self, store: S) -> Self {
        self.settings().use_store(store.handle(), Access::Write);
        self
    }
    /// `egress` of the NetworkPolicy and `env`, as `uses`, with credentials that cannot write.
    #[doc(alias("egress", "env"))]
    #[track_caller]
    pub fn reads<S: Readable<T>>(mut self, store: S) -> Self {
        self.settings().use_store(store.handle(), Access::Read);
        self
    }
    /// `Role` and `RoleBinding`: rights on the Kubernetes API, with a token and the way there. No preset has the door but Shared.
    #[doc(alias("Role", "RoleBinding"))]
    #[track_caller]
    pub fn role(mut self, rule: PolicyRule) -> Self
    where
        T: Calls<KubernetesApi>,
    {
        self.settings().roles.push(rule.into());
        self
    }
    /// `nodeAffinity`, preferred with weight 100, and `tolerations`: the provider's spot nodes. No preset says it by itself.
    #[doc(alias("nodeAffinity", "tolerations"))]
    #[track_caller]
    pub fn spot(mut self) -> Self
    where
        T: Interruptible,
    {
        self.settings().spot = Some(Location::caller());
        self
    }
} }

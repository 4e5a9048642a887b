//! Setters of pods, for every kind of workload.
use crate::model::workload::setters_of;
use crate::model::*;
use std::panic::Location;

setters_of! { Pod<T>, Service<T>, Worker<T>, Job<T>, CronJob<T>, StatefulSet<T>, DaemonSet<T> => {
    /// Applies shared settings. The settings of the workload override them.
    #[track_caller]
    pub fn pod(mut self, pod: Pod<T>) -> Self {
        self.pod_mut().shared.push(pod.declared);
        self
    }
    /// `initContainers`: adds an init container. Init containers run in the order of the calls. A container with the
    /// same name replaces the earlier container.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn init(mut self, container: Container) -> Self {
        keyed(&mut self.pod_mut().init, container, |a, b| a.name == b.name);
        self
    }
    /// `initContainers`: adds a native sidecar, with `restartPolicy: Always`. Sidecars start before the init
    /// containers. A sidecar with the same name replaces the earlier sidecar.
    #[doc(alias = "initContainers")]
    #[track_caller]
    pub fn sidecar(mut self, container: Container) -> Self {
        keyed(&mut self.pod_mut().sidecars, container, |a, b| a.name == b.name);
        self
    }
    /// `ports`: sets the port that Prometheus scrapes. Default: the first `Port::metrics`, else the first HTTP port.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn metrics(mut self, port: impl IntoPort) -> Self {
        self.pod_mut().metrics = Some(Spanned::here(port));
        self
    }
    /// `ingress`: denies scrapes by Prometheus. Use it for a workload without metrics. Default: Prometheus may scrape
    /// the port of `metrics`.
    #[doc(alias = "ingress")]
    #[track_caller]
    pub fn without_metrics(mut self) -> Self {
        self.pod_mut().without_metrics = true;
        self
    }
    /// `env` and `egress`: omits the variables `OTEL_*` and the egress to the collector. Use it for a workload that
    /// must not connect to the collector.
    #[doc(alias("env", "egress"))]
    #[track_caller]
    pub fn without_traces(mut self) -> Self {
        self.pod_mut().without_traces = true;
        self
    }
    /// `serviceAccountName`: sets the ServiceAccount, which may have the annotations of a cloud's workload identity.
    /// Default: a ServiceAccount with the name of the workload.
    #[doc(alias = "serviceAccountName")]
    #[track_caller]
    pub fn service_account(mut self, account: ServiceAccount) -> Self {
        self.pod_mut().account = Some(account);
        self
    }
    /// `volumes` and `volumeMounts`: mounts secrets as files below `/etc/secrets`. A variable `NAME_FILE` with the path
    /// of the file replaces the variable `NAME`, so `$(NAME)` in a text has no value. Default: secrets are variables.
    #[doc(alias("volumes", "volumeMounts"))]
    #[track_caller]
    pub fn secret_files(mut self) -> Self {
        self.pod_mut().secret_files = Some(Location::caller());
        self
    }
    /// `ingress[].from` of the NetworkPolicy: allows a caller that this program does not declare. [`Peer::port`] sets
    /// the ports. Default: all ports of the workload, except ports for metrics.
    #[doc(alias = "ingress.from")]
    #[track_caller]
    pub fn called_by(mut self, peer: Peer) -> Self {
        self.pod_mut().called_by.push(peer.into());
        self
    }
    /// `metadata.annotations`: adds an annotation to all objects of this kind that the workload renders. `Object::POD`
    /// is the pod template. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, object: Object, key: impl Text, value: impl Text) -> Self {
        let annotation = (object, key.into(), value.into());
        keyed(&mut self.pod_mut().annotations, annotation, |a, b| (a.0, &a.1) == (b.0, &b.1));
        self
    }
    /// `nodeSelector`, `affinity` and `tolerations`: selects nodes. Default: any node, except spot nodes in Stable.
    #[doc(alias("nodeSelector", "affinity", "tolerations"))]
    #[track_caller]
    pub fn nodes(mut self, nodes: Nodes) -> Self {
        self.pod_mut().nodes = Some(nodes.into());
        self
    }
    /// `topologySpreadConstraints`: adds a constraint. The first call replaces the constraints of the tier. Default:
    /// hosts and zones in Stable, hosts in Exp, none in Quarantine and Shared. Jobs, CronJobs and DaemonSets have no
    /// default.
    #[doc(alias = "topologySpreadConstraints")]
    #[track_caller]
    pub fn spread(mut self, spread: Spread) -> Self {
        self.pod_mut().spread.push(spread.into());
        self
    }
    /// `terminationGracePeriodSeconds`, in seconds. Default: the value of the tier (45 in Stable and Exp, 30 in
    /// Quarantine and Shared), or the time that open requests need, if that is longer. Open requests need the pre-stop
    /// sleep, the longest timeout of a route, and 10 s. A shorter value is an error, `grace-period-too-short`.
    #[doc(alias = "terminationGracePeriodSeconds")]
    #[track_caller]
    pub fn termination_grace_period(mut self, time: impl IntoDuration) -> Self {
        self.pod_mut().grace = Some(Spanned::here(time));
        self
    }
    /// `runtimeClassName`: sets a RuntimeClass, which must exist. Default: the default runtime of the node.
    #[doc(alias = "runtimeClassName")]
    #[track_caller]
    pub fn runtime_class(mut self, name: impl Text) -> Self {
        self.pod_mut().runtime_class = Some(name.into());
        self
    }
    /// `securityContext.sysctls`: sets a sysctl, by name. Pod Security `restricted` and `baseline` allow only sysctls
    /// that are isolated to the pod.
    #[doc(alias("securityContext.sysctls", "sysctls"))]
    #[track_caller]
    pub fn sysctl(mut self, name: impl Text, value: impl Text) -> Self {
        let sysctl = (name.into(), value.into());
        keyed(&mut self.pod_mut().sysctls, sysctl, |a, b| a.0 == b.0);
        self
    }
    /// `hostNetwork: true`: runs the pod in the network of its node, for node agents. Its ports are ports of the node,
    /// and no NetworkPolicy applies to it. Only Pod Security `privileged` allows it.
    #[doc(alias = "hostNetwork")]
    #[track_caller]
    pub fn host_network(mut self) -> Self {
        self.pod_mut().host_network = true;
        self
    }
    /// `hostPID: true`: the pod sees all processes of its node, for node agents. Only Pod Security `privileged` allows
    /// it.
    #[doc(alias = "hostPID")]
    #[track_caller]
    pub fn host_pid(mut self) -> Self {
        self.pod_mut().host_pid = true;
        self
    }
    /// `imagePullSecrets`: adds a Secret, in addition to the pull secrets of the cluster.
    #[doc(alias = "imagePullSecrets")]
    #[track_caller]
    pub fn pull_secret(mut self, secret: impl IntoSecret) -> Self {
        self.pod_mut().pull_secrets.push(secret.into());
        self
    }
    /// `metadata.labels`: adds a label to every object that this workload renders, pods included. It is never part of a
    /// selector. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.labels", "labels"))]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        let label = (key.into(), value.into().into());
        keyed(&mut self.pod_mut().labels, label, |a, b| a.0 == b.0);
        self
    }
    /// Patches fields that have no setter, in the objects that this workload renders. A later patch overrides an
    /// earlier patch.
    #[track_caller]
    pub fn patch(mut self, patch: Patch) -> Self {
        self.pod_mut().patches.push(patch);
        self
    }
    /// Suppresses the findings of one rule on this workload, with a reason. See [`crate::book::findings`].
    #[track_caller]
    pub fn allow(mut self, rule: &str, reason: &str) -> Self {
        self.pod_mut().allows.push(Allow::new(rule, reason));
        self
    }

    /// `NetworkPolicy`: allows connections to `callee`. It adds an egress rule to this workload, and an ingress rule to
    /// `callee`. In a tier with open isolation, such as Exp, the egress of this workload is open already.
    #[doc(alias = "NetworkPolicy")]
    #[track_caller]
    pub fn calls<C: Callee<T>>(mut self, callee: C) -> Self {
        self.pod_mut().calls.push(callee.call().into());
        self
    }
    /// `egress` of the NetworkPolicy and `env`: allows connections to `store`, and adds its variables and credentials.
    #[doc(alias("egress", "env"))]
    #[track_caller]
    pub fn uses<S: Writable<T>>(mut self, store: S) -> Self {
        self.pod_mut().use_store(store.handle(), Access::Write);
        self
    }
    /// `egress` of the NetworkPolicy and `env`: allows connections to `store`, like `uses`, with read-only credentials.
    #[doc(alias("egress", "env"))]
    #[track_caller]
    pub fn reads<S: Readable<T>>(mut self, store: S) -> Self {
        self.pod_mut().use_store(store.handle(), Access::Read);
        self
    }
    /// `Role` and `RoleBinding`: grants permissions on the Kubernetes API. The pods get a token, and egress to the API
    /// server. Of the presets, only Shared allows it.
    #[doc(alias("Role", "RoleBinding"))]
    #[track_caller]
    pub fn role(mut self, rule: PolicyRule) -> Self
    where
        T: Calls<KubernetesApi>,
    {
        self.pod_mut().roles.push(rule.into());
        self
    }
    /// `nodeAffinity` with weight 100, and `tolerations`: prefers the spot nodes of the provider. Default: not set in
    /// any preset.
    #[doc(alias("nodeAffinity", "tolerations"))]
    #[track_caller]
    pub fn spot(mut self) -> Self
    where
        T: Interruptible,
    {
        self.pod_mut().spot = Some(Location::caller());
        self
    }
} }

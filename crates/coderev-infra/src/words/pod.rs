//! What every pod has, whatever runs it.
use crate::words::*;
use std::marker::PhantomData;
use std::time::Duration;

/// What was said of a pod, without its tier.
#[derive(Clone, Debug, Default)]
pub(crate) struct PodWords {
    pub(crate) container: ContainerWords,
    /// Words of `.pod(..)`, which the workload's own overrule.
    pub(crate) shared: Vec<Self>,
    pub(crate) stores: Vec<StoreUse>,
    pub(crate) calls: Vec<Said<Call>>,
    pub(crate) init: Vec<Container>,
    pub(crate) sidecars: Vec<Container>,
    pub(crate) metrics: Option<Said<Port>>,
    pub(crate) account: Option<ServiceAccount>,
    pub(crate) roles: Vec<Said<PolicyRule>>,
    pub(crate) called_by: Vec<Said<Peer>>,
    pub(crate) annotations: Vec<(Object, String, String)>,
    pub(crate) secret_files: Option<Place>,
    pub(crate) nodes: Option<Said<Nodes>>,
    pub(crate) spot: Option<Place>,
    pub(crate) spread: Vec<Said<Spread>>,
    pub(crate) grace: Option<Said<Duration>>,
    pub(crate) pull_secrets: Vec<Secret>,
    pub(crate) runtime_class: Option<String>,
    pub(crate) host_network: bool,
    pub(crate) host_pid: bool,
    pub(crate) without_traces: bool,
    pub(crate) without_metrics: bool,
    pub(crate) sysctls: Vec<(String, String)>,
    pub(crate) labels: Vec<(String, Said<String>)>,
    pub(crate) allows: Vec<Allow>,
    pub(crate) patches: Vec<Patch>,
}
impl PodWords {
    /// These words with what `.pod(..)` shared said first.
    pub(crate) fn flat(mut self) -> Self {
        let shared = std::mem::take(&mut self.shared);
        shared.into_iter().map(Self::flat).fold(Self::default(), Self::then).then(self)
    }
    /// The words of `stronger`, said after these.
    pub(crate) fn then(mut self, stronger: Self) -> Self {
        for label in stronger.labels {
            keyed(&mut self.labels, label, |a, b| a.0 == b.0);
        }
        for store in stronger.stores {
            keyed(&mut self.stores, store, StoreUse::same);
        }
        for container in stronger.init {
            keyed(&mut self.init, container, |a, b| a.name == b.name);
        }
        for container in stronger.sidecars {
            keyed(&mut self.sidecars, container, |a, b| a.name == b.name);
        }
        for annotation in stronger.annotations {
            keyed(&mut self.annotations, annotation, |a, b| (a.0, &a.1) == (b.0, &b.1));
        }
        for sysctl in stronger.sysctls {
            keyed(&mut self.sysctls, sysctl, |a, b| a.0 == b.0);
        }
        self.roles.extend(stronger.roles);
        self.called_by.extend(stronger.called_by);
        self.calls.extend(stronger.calls);
        self.spread.extend(stronger.spread);
        self.pull_secrets.extend(stronger.pull_secrets);
        self.allows.extend(stronger.allows);
        self.patches.extend(stronger.patches);
        let nodes = match (self.nodes, stronger.nodes) {
            (Some(weak), Some(strong)) => Some(Said { value: weak.value.then(strong.value), at: strong.at }),
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

/// Words that every workload has, as a value: to share among workloads, `.pod(house())`, or among all workloads of a namespace,
/// `Namespace::defaults`.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::ServiceAccount;
///
/// fn house<T: Tier>() -> Pod<T> {
///     Pod::new()
///         .cpu(millis(100)..=cores(1))
///         .memory(mebi(256)..=gibi(1))
///         .pull_secret(Secret::new("registry"))
///         .service_account(ServiceAccount::existing("house"))
///         .termination_grace_period(minutes(1))
///         .secret_files()
/// }
/// let crawl: Worker<Exp> = Worker::new("crawl", "ghcr.io/acme/crawl:1.0.0")
///     .pod(house())
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
#[must_use = "a Pod says something only where it is given away: `Namespace::defaults(..)` or `.pod(..)` of a workload"]
pub struct Pod<T> {
    pub(crate) words: PodWords,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Default for Pod<T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<T: Tier> Pod<T> {
    /// Nothing said.
    pub fn new() -> Self {
        Self { words: PodWords::default(), tier: PhantomData }
    }
    const fn words(&mut self) -> &mut PodWords {
        &mut self.words
    }
    const fn container(&mut self) -> &mut ContainerWords {
        &mut self.words.container
    }
}

macro_rules! pod_words {
    ($name:ident) => {
        crate::words::container::container_words!([T: Tier] $name<T>);
        crate::words::say!(impl [T: Tier] $name<T> {
            /// What another value says of pods, said here; the workload's own overrule them.
            pod(pod: crate::words::Pod<T>) |it| it.words().shared.push(pod.words);
            /// One of `initContainers`, in this order. The same name again: the later wins.
            init(container: crate::words::Container) |it| crate::words::keyed(&mut it.words().init, container, |a, b| a.name == b.name);
            /// A native sidecar: one of `initContainers` with `restartPolicy: Always`, before the others. The same name again: the later wins.
            sidecar(container: crate::words::Container) |it| crate::words::keyed(&mut it.words().sidecars, container, |a, b| a.name == b.name);
            /// One of `ports`, for Prometheus: the first HTTP port when nobody says.
            metrics(port: crate::words::Port) |it| it.words().metrics = Some(port.into());
            /// No way in for Prometheus in `ingress`: what has no metrics, and would be asked on its first HTTP port.
            without_metrics() |it| it.words().without_metrics = true;
            /// No variables `OTEL_..` in `env`, and no way to the collector in `egress`: what must reach nothing else sends no traces either.
            without_traces() |it| it.words().without_traces = true;
            /// `serviceAccountName`, and the annotations of a cloud's workload identity: the workload's own when nobody says.
            service_account(account: crate::words::ServiceAccount) |it| it.words().account = Some(account);
            /// `volumes` and `volumeMounts`: secrets as files instead of variables: `NAME_FILE` says where, below `/etc/secrets`.
            secret_files() |it| it.words().secret_files = Some(std::panic::Location::caller());
            /// One of `ingress[].from` of the NetworkPolicy: a caller for whom there is no handle, on the ports that it names, else on all but those for
            /// metrics.
            called_by(peer: crate::words::Peer) |it| it.words().called_by.push(peer.into());
            /// `metadata.annotations` of the objects of one kind that this becomes; `Object::POD` means the pods.
            annotation(object: crate::words::Object, key: impl Into<String>, value: impl Into<String>) |it| {
                let word = (object, key.into(), value.into());
                crate::words::keyed(&mut it.words().annotations, word, |a, b| (a.0, &a.1) == (b.0, &b.1))
            };
            /// `nodeSelector`, `affinity`, `tolerations`: any node when nobody says, in Stable any that is not spot.
            nodes(nodes: crate::words::Nodes) |it| it.words().nodes = Some(nodes.into());
            /// One of `topologySpreadConstraints`; the first one replaces the tier's: hosts and zones in Stable, hosts in Exp, none in
            /// Quarantine and Shared.
            spread(spread: crate::words::Spread) |it| it.words().spread.push(spread.into());
            /// `terminationGracePeriodSeconds`, in whole seconds. When nobody says, the greater of the tier's (45 in Stable and Exp, 30 in
            /// Quarantine and Shared) and of what answers in flight need: the sleep before the stop, the longest route's timeout, 10 s.
            termination_grace_period(time: std::time::Duration) |it| it.words().grace = Some(time.into());
            /// `runtimeClassName`: the node's usual runtime when nobody says. The class is there already.
            runtime_class(name: impl Into<String>) |it| it.words().runtime_class = Some(name.into());
            /// One of `securityContext.sysctls`, by name. Pod Security lets in those that touch the pod alone.
            sysctl(name: impl Into<String>, value: impl Into<String>) |it| {
                let sysctl = (name.into(), value.into());
                crate::words::keyed(&mut it.words().sysctls, sysctl, |a, b| a.0 == b.0)
            };
            /// `hostNetwork: true`, for agents that serve their node: its ports are the node's, and no network policy holds for it. Pod
            /// Security lets it in at `privileged` alone.
            host_network() |it| it.words().host_network = true;
            /// `hostPID: true`, for agents that watch their node: its processes are theirs to see. Pod Security lets it in at `privileged` alone.
            host_pid() |it| it.words().host_pid = true;
            /// One of `imagePullSecrets`, besides the cluster's.
            pull_secret(secret: crate::words::Secret) |it| it.words().pull_secrets.push(secret);
            /// `metadata.labels` of every object that this becomes, pods included; never a selector.
            label(key: impl Into<String>, value: impl Into<String>) |it| {
                let label = (key.into(), value.into().into());
                crate::words::keyed(&mut it.words().labels, label, |a, b| a.0 == b.0)
            };
            /// Fields that no word reaches, of the objects of one kind that this becomes. The later wins.
            patch(patch: crate::words::Patch) |it| it.words().patches.push(patch);
            /// Silences the findings of one rule here, with a reason. See [`crate::book::findings`].
            allow(rule: &str, reason: &str) |it| it.words().allows.push(crate::words::Allow::new(rule, reason));
        });
        impl<T: Tier> $name<T> {
            /// `NetworkPolicy`: opens the way to `callee`, on both sides: an egress rule here, an ingress rule there. Where the tier's walls are
            /// open, as in Exp, everything may go out and the rule here says so.
            #[track_caller]
            pub fn calls<C: crate::words::Callee<T>>(mut self, callee: C) -> Self {
                self.words().calls.push(callee.call().into());
                self
            }
            /// `egress` of the NetworkPolicy and `env`: opens the way to `store` and brings its variables and credentials.
            #[track_caller]
            pub fn uses<S: crate::words::Writable<T>>(mut self, store: S) -> Self {
                self.words().use_store(store.handle(), crate::words::Access::Write);
                self
            }
            /// `egress` of the NetworkPolicy and `env`, as `uses`, with credentials that cannot write.
            #[track_caller]
            pub fn reads<S: crate::words::Readable<T>>(mut self, store: S) -> Self {
                self.words().use_store(store.handle(), crate::words::Access::Read);
                self
            }
            /// `Role` and `RoleBinding`: rights on the Kubernetes API, with a token and the way there. No preset has the door but Shared.
            #[track_caller]
            pub fn role(mut self, rule: crate::words::PolicyRule) -> Self
            where
                T: crate::words::Calls<crate::words::Kubernetes>,
            {
                self.words().roles.push(rule.into());
                self
            }
            /// `nodeAffinity`, preferred with weight 100, and `tolerations`: the provider's spot nodes. No preset says it by itself.
            #[track_caller]
            pub fn spot(mut self) -> Self
            where
                T: crate::words::Interruptible,
            {
                self.words().spot = Some(std::panic::Location::caller());
                self
            }
        }
    };
}
pub(crate) use pod_words;
pod_words!(Pod);

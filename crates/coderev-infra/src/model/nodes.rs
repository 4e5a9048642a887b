//! Where pods may run.
use crate::model::{Text, keyed};

/// Where pods may run. Spot nodes are the word `.spot()` of a workload, since not every tier may be there.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const GPUS: Nodes = Nodes::pool("acme.dev/pool", "gpu");
/// let serve = Worker::<Exp>::new("serve", "ghcr.io/acme/serve:1.0.0")
///     .nodes(GPUS.label("topology.kubernetes.io/zone", "eu-west-1a").toleration("acme.dev/team", "ml").tolerates("nvidia.com/gpu"));
/// let agent = DaemonSet::<Shared>::new("agent", "ghcr.io/acme/agent:1.0.0").nodes(Nodes::any().tolerates_all());
/// let batch = Worker::<Exp>::new("batch", "ghcr.io/acme/batch:1.0.0").nodes(Nodes::pool("acme.dev/pool", "batch").preferred());
/// # let _ = (serve, agent, batch);
/// ```
#[derive(Clone, Debug)]
#[must_use = "nodes are chosen only where a workload says so: `.nodes(..)`"]
pub struct Nodes {
    pub(crate) pool: Option<(&'static str, &'static str)>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) tolerations: Vec<(String, String)>,
    /// Taints of any value and effect, by key.
    pub(crate) tolerated: Vec<String>,
    pub(crate) tolerates_all: bool,
    pub(crate) reserved: bool,
    pub(crate) on_demand: bool,
    pub(crate) preferred: bool,
}
impl Nodes {
    /// Any node: no `nodeSelector`, no `tolerations`. In Stable the spot nodes stay excluded.
    pub const fn any() -> Self {
        Self {
            pool: None,
            labels: Vec::new(),
            tolerations: Vec::new(),
            tolerated: Vec::new(),
            tolerates_all: false,
            reserved: false,
            on_demand: false,
            preferred: false,
        }
    }
    /// `nodeSelector`, and `tolerations` for the taint of the same key and value with the effect `NoSchedule`.
    pub const fn pool(label: &'static str, value: &'static str) -> Self {
        let mut nodes = Self::any();
        nodes.pool = Some((label, value));
        nodes
    }
    /// Nodes that are not spot: a required `nodeAffinity`.
    pub const fn on_demand() -> Self {
        let mut nodes = Self::any();
        nodes.on_demand = true;
        nodes
    }
    /// `nodeAffinity`, preferred with weight 50: capacity that is reserved at the provider, for the load that is always there. On GKE and
    /// AKS reservations are billing only, and the word has no effect there, which is a finding.
    pub const fn reserved() -> Self {
        let mut nodes = Self::any();
        nodes.reserved = true;
        nodes
    }
    /// `preferredDuringSchedulingIgnoredDuringExecution` instead of `nodeSelector`.
    #[doc(alias("preferredDuringSchedulingIgnoredDuringExecution", "nodeSelector"))]
    pub const fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }
    /// Nodes of two sources merge: required parts of the later, preferred parts of both.
    pub(crate) fn then(self, stronger: Self) -> Self {
        let requires = |nodes: &Self| nodes.pool.is_some() || !nodes.labels.is_empty() || nodes.on_demand;
        let (mut kept, other) =
            if requires(&stronger) || !requires(&self) { (stronger, self) } else { (self, stronger) };
        kept.reserved |= other.reserved;
        kept
    }
}
impl Nodes {
    /// `nodeSelector`: one more label that they have, which may be computed: `kubernetes.io/arch`.
    #[doc(alias = "nodeSelector")]
    #[track_caller]
    pub fn label(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.labels, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
    /// One of `tolerations`: the taint `key=value` with the effect `NoSchedule`.
    #[doc(alias = "tolerations")]
    #[track_caller]
    pub fn toleration(mut self, key: impl Text, value: impl Text) -> Self {
        self.tolerations.push((key.into(), value.into()));
        self
    }
    /// One of `tolerations`, with `operator: Exists`: the taint `key`, whatever its value and effect.
    #[doc(alias("tolerations", "operator"))]
    #[track_caller]
    pub fn tolerates(mut self, key: impl Text) -> Self {
        self.tolerated.push(key.into());
        self
    }
    /// `tolerations: [{operator: Exists}]`: every taint, for agents that run on all nodes.
    #[doc(alias = "tolerations")]
    #[track_caller]
    pub fn tolerates_all(mut self) -> Self {
        self.tolerates_all = true;
        self
    }
}

/// A resource that a node has beside processor, memory and disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedResource(pub(crate) &'static str);
impl ExtendedResource {
    /// By name: `nvidia.com/gpu`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}
/// `nvidia.com/gpu`.
pub const NVIDIA_GPU: ExtendedResource = ExtendedResource::new("nvidia.com/gpu");

/// One of `topologySpreadConstraints`.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let web = Service::<Stable>::new("web", "ghcr.io/acme/web:1.0.0")
///     .spread(Spread::zones().hard())
///     .spread(Spread::hosts().max_skew(2));
/// let train = Worker::<Exp>::new("train", "ghcr.io/acme/train:1.0.0").spread(Spread::none());
/// # let _ = (web, train);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "pods are spread only where something says so: `.spread(..)`"]
pub struct Spread {
    pub(crate) topology: &'static str,
    pub(crate) hard: bool,
    pub(crate) max_skew: u32,
    /// Nothing is spread, whatever else is said.
    pub(crate) none: bool,
}
impl Spread {
    /// `topologyKey: kubernetes.io/hostname`: over nodes, if it can be. Stable and Exp say it.
    pub const fn hosts() -> Self {
        Self { topology: "kubernetes.io/hostname", hard: false, max_skew: 1, none: false }
    }
    /// `topologyKey: topology.kubernetes.io/zone`: over zones, if it can be. Stable says it.
    pub const fn zones() -> Self {
        Self { topology: "topology.kubernetes.io/zone", hard: false, max_skew: 1, none: false }
    }
    /// `topologyKey`, by any label of nodes: `Spread::over("topology.kubernetes.io/region")`.
    pub const fn over(label: &'static str) -> Self {
        Self { topology: label, hard: false, max_skew: 1, none: false }
    }
    /// No `topologySpreadConstraints`, not those of the tier either: pods that are to be near one another, or are in one zone anyway.
    pub const fn none() -> Self {
        Self { topology: "", hard: false, max_skew: 1, none: true }
    }
    /// `whenUnsatisfiable: DoNotSchedule` instead of `ScheduleAnyway`. No preset says it.
    #[doc(alias = "whenUnsatisfiable")]
    pub const fn hard(mut self) -> Self {
        self.hard = true;
        self
    }
    /// `maxSkew`, in pods: 1 when nobody says.
    #[doc(alias = "maxSkew")]
    pub const fn max_skew(mut self, n: u32) -> Self {
        self.max_skew = n;
        self
    }
}

//! Scheduling: node selectors, tolerations, extended resources and topology spread.
use crate::model::{Text, keyed};

/// The nodes that pods may run on. Spot nodes have a separate setter, `.spot()` of a workload, since not every tier
/// allows them.
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
#[must_use = "a Nodes value has no effect by itself: pass it to `.nodes(..)` of a workload"]
pub struct Nodes {
    pub(crate) pool: Option<(&'static str, &'static str)>,
    pub(crate) labels: Vec<(String, String)>,
    pub(crate) tolerations: Vec<(String, String)>,
    /// Keys of tolerated taints, with any value and effect.
    pub(crate) tolerated: Vec<String>,
    pub(crate) tolerates_all: bool,
    pub(crate) reserved: bool,
    pub(crate) on_demand: bool,
    pub(crate) preferred: bool,
}
impl Nodes {
    /// Any node: no `nodeSelector`, no `tolerations`. Stable still excludes spot nodes.
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
    /// `nodeSelector`, and `tolerations` for the taint with the same key and value and the effect `NoSchedule`.
    pub const fn pool(label: &'static str, value: &'static str) -> Self {
        let mut nodes = Self::any();
        nodes.pool = Some((label, value));
        nodes
    }
    /// Nodes that are not spot nodes: a required `nodeAffinity`.
    pub const fn on_demand() -> Self {
        let mut nodes = Self::any();
        nodes.on_demand = true;
        nodes
    }
    /// `nodeAffinity`, preferred with weight 50: capacity that is reserved at the provider, for constant load. On GKE
    /// and AKS, a reservation changes only the price: the setter has no effect and causes the finding
    /// `setting-without-effect`.
    pub const fn reserved() -> Self {
        let mut nodes = Self::any();
        nodes.reserved = true;
        nodes
    }
    /// `preferredDuringSchedulingIgnoredDuringExecution` instead of `nodeSelector`: the pods prefer these nodes.
    /// Default: they require them.
    #[doc(alias("preferredDuringSchedulingIgnoredDuringExecution", "nodeSelector"))]
    pub const fn preferred(mut self) -> Self {
        self.preferred = true;
        self
    }
    /// Merges the nodes of two sources: the required parts of the later source, and the preferred parts of both.
    pub(crate) fn then(self, stronger: Self) -> Self {
        let requires = |nodes: &Self| nodes.pool.is_some() || !nodes.labels.is_empty() || nodes.on_demand;
        let (mut kept, other) =
            if requires(&stronger) || !requires(&self) { (stronger, self) } else { (self, stronger) };
        kept.reserved |= other.reserved;
        kept
    }
}
impl Nodes {
    /// `nodeSelector`: one more label of the nodes, such as `kubernetes.io/arch`. The value may be computed.
    /// A later value of a key replaces an earlier value.
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
    /// One of `tolerations`, with `operator: Exists`: the taint `key`, with any value and effect.
    #[doc(alias("tolerations", "operator"))]
    #[track_caller]
    pub fn tolerates(mut self, key: impl Text) -> Self {
        self.tolerated.push(key.into());
        self
    }
    /// `tolerations: [{operator: Exists}]`: every taint, for agents on all nodes.
    #[doc(alias = "tolerations")]
    #[track_caller]
    pub fn tolerates_all(mut self) -> Self {
        self.tolerates_all = true;
        self
    }
}

/// A resource of a node other than CPU, memory and ephemeral storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedResource(pub(crate) &'static str);
impl ExtendedResource {
    /// A resource with this name, such as `nvidia.com/gpu`.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}
/// `nvidia.com/gpu`: an NVIDIA GPU.
pub const NVIDIA_GPU: ExtendedResource = ExtendedResource::new("nvidia.com/gpu");

/// One of `topologySpreadConstraints`: distributes the pods of a workload over nodes or zones.
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
#[must_use = "a Spread has no effect by itself: pass it to `.spread(..)` of a workload or a tier"]
pub struct Spread {
    pub(crate) topology: &'static str,
    pub(crate) hard: bool,
    pub(crate) max_skew: u32,
    /// No constraint: overrides all others.
    pub(crate) none: bool,
}
impl Spread {
    /// `topologyKey: kubernetes.io/hostname`: over nodes, if possible. Default in Stable and Exp.
    pub const fn hosts() -> Self {
        Self { topology: "kubernetes.io/hostname", hard: false, max_skew: 1, none: false }
    }
    /// `topologyKey: topology.kubernetes.io/zone`: over zones, if possible. Default in Stable.
    pub const fn zones() -> Self {
        Self { topology: "topology.kubernetes.io/zone", hard: false, max_skew: 1, none: false }
    }
    /// `topologyKey` with any label of nodes: `Spread::over("topology.kubernetes.io/region")`.
    pub const fn over(label: &'static str) -> Self {
        Self { topology: label, hard: false, max_skew: 1, none: false }
    }
    /// No `topologySpreadConstraints`, not even the constraints of the tier: for pods that must be close to each other,
    /// or in one zone.
    pub const fn none() -> Self {
        Self { topology: "", hard: false, max_skew: 1, none: true }
    }
    /// `whenUnsatisfiable: DoNotSchedule`. Default: `ScheduleAnyway`. No preset sets this.
    #[doc(alias = "whenUnsatisfiable")]
    pub const fn hard(mut self) -> Self {
        self.hard = true;
        self
    }
    /// `maxSkew`, in pods. Default: 1.
    #[doc(alias = "maxSkew")]
    pub const fn max_skew(mut self, n: u32) -> Self {
        self.max_skew = n;
        self
    }
}

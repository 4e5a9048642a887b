//! What a namespace may take, and who is evicted for whom.
use crate::model::{Bounded, Bounds, Cpu, ExtendedResource, IntoMemory, Memory, Text};

/// `ResourceQuota` of a namespace.
///
/// Exp and Quarantine state theirs, Shared has none, and any other tier's is computed: all its pods at their most while a new version
/// takes over, and room to spare.
///
/// ```
/// use coderev_infra::prelude::*;
/// use coderev_infra::NVIDIA_GPU;
///
/// let quota = Quota::new()
///     .cpu(cores(64)..=cores(96))
///     .memory(gibi(256)..=gibi(384))
///     .ephemeral_storage(gibi(100)..=gibi(200))
///     .extended_resource(NVIDIA_GPU, 8)
///     .storage(tebi(2))
///     .persistent_volume_claims(20)
///     .pods(60)
///     .services(20)
///     .load_balancers(1)
///     .node_ports(2);
/// let notebooks = Namespace::new("notebooks", Exp).spec(Exp.spec().quota(quota));
/// let rest = Quota::computed().extended_resource(NVIDIA_GPU, 24);
/// let inference = Namespace::new("inference", Stable).spec(Stable.spec().quota(rest));
/// # let _ = (notebooks, inference);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a Quota counts only where a TierSpec has it: `.quota(..)`"]
pub struct Quota {
    /// Whether what is not said is computed.
    pub(crate) is_computed: bool,
    pub(crate) cpu: Option<Bounded<Cpu>>,
    pub(crate) memory: Option<Bounded<Memory>>,
    pub(crate) ephemeral_storage: Option<Bounded<Memory>>,
    pub(crate) storage: Option<Memory>,
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
    /// `pods`, `services`, ..: in the order in which they are written.
    pub(crate) counts: std::collections::BTreeMap<&'static str, u32>,
}
impl Quota {
    /// No bounds yet: what is said is all of it, but for load balancers, their ports on nodes, and claims, which are counted when nobody says how many.
    pub fn new() -> Self {
        <Self as Default>::default()
    }
    /// The quota that is computed where a tier states none, under what is said beside: `Quota::computed().extended_resource(NVIDIA_GPU, 24)`.
    pub fn computed() -> Self {
        Self { is_computed: true, ..Self::new() }
    }
}
impl Quota {
    /// `ResourceQuota.spec.hard`: `requests.cpu` and `limits.cpu`, in cores: Exp 8 and 16, Quarantine 1 and 2.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.cpu = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.memory` and `limits.memory`, in bytes: Exp 16Gi and 32Gi, Quarantine 2Gi and 4Gi.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.memory = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.ephemeral-storage` and `limits.ephemeral-storage`, in bytes. No preset says it.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.ephemeral_storage = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `requests.storage`, in bytes, of all claims together: Exp 100Gi, and their sum where the quota is computed.
    #[doc(alias = "requests.storage")]
    #[track_caller]
    pub fn storage(mut self, amount: impl IntoMemory) -> Self {
        self.storage = Some(amount.into());
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.<name>`, as a whole number: `NVIDIA_GPU`. No preset says it; where the quota is computed it is
    /// what all pods ask for.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn extended_resource(mut self, name: ExtendedResource, n: u32) -> Self {
        self.extended.push((name, n));
        self
    }
    /// `pods`: Exp 30, Quarantine 6.
    #[track_caller]
    pub fn pods(mut self, n: u32) -> Self {
        self.counts.insert("pods", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services`: Exp 10, Quarantine 5.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn services(mut self, n: u32) -> Self {
        self.counts.insert("services", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services.loadbalancers`: 0 in every preset that has a quota, otherwise as many as there are.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn load_balancers(mut self, n: u32) -> Self {
        self.counts.insert("services.loadbalancers", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services.nodeports`: 0 in every preset that has a quota, otherwise as many as there are, one for each port of a load balancer.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn node_ports(mut self, n: u32) -> Self {
        self.counts.insert("services.nodeports", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `persistentvolumeclaims`: Exp 5, Quarantine 0, otherwise as many as there are.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn persistent_volume_claims(mut self, n: u32) -> Self {
        self.counts.insert("persistentvolumeclaims", n);
        self
    }
}

/// `LimitRange` of containers.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let limits = Limits::new()
///     .min(millis(10), mebi(16))
///     .default(millis(100)..=millis(500), mebi(128)..=mebi(512))
///     .default_ephemeral_storage(mebi(256)..=gibi(1))
///     .max(cores(8), gibi(32));
/// let lab = Namespace::new("lab", Exp).spec(Exp.spec().limits(limits));
/// # let _ = lab;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "Limits count only where a TierSpec has them: `.limits(..)`"]
pub struct Limits {
    pub(crate) max: Option<(Cpu, Memory)>,
    pub(crate) min: Option<(Cpu, Memory)>,
    pub(crate) default: Option<(Bounded<Cpu>, Bounded<Memory>)>,
    pub(crate) default_ephemeral_storage: Option<Bounded<Memory>>,
}
impl Limits {
    /// No bounds yet.
    pub fn new() -> Self {
        <Self as Default>::default()
    }
}
impl Limits {
    /// `max` of a container: Exp 4 cores and 8Gi, Quarantine 500m and 512Mi; at least the largest that a workload says.
    #[track_caller]
    pub fn max(mut self, cpu: Cpu, memory: impl IntoMemory) -> Self {
        self.max = Some((cpu, memory.into()));
        self
    }
    /// `min` of a container: 10m and 16Mi in Exp and Quarantine.
    #[track_caller]
    pub fn min(mut self, cpu: Cpu, memory: impl IntoMemory) -> Self {
        self.min = Some((cpu, memory.into()));
        self
    }
    /// `defaultRequest` and `default`: Exp 250m to 1 core and 256Mi to 1Gi, Quarantine 50m to 200m and 64Mi to 256Mi.
    #[doc(alias = "defaultRequest")]
    #[track_caller]
    pub fn default(mut self, cpu: impl Bounds<Cpu>, memory: impl Bounds<Memory>) -> Self {
        self.default = Some((Bounded::from_bounds(&cpu), Bounded::from_bounds(&memory)));
        self
    }
    /// `defaultRequest` and `default` of `ephemeral-storage`, in bytes. No preset says it.
    #[doc(alias("defaultRequest", "default"))]
    #[track_caller]
    pub fn default_ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.default_ephemeral_storage = Some(Bounded::from_bounds(&amount));
        self
    }
}

/// `PriorityClass`: who is evicted for whom.
///
/// `coderev-infrastructure` has 1000000, `coderev-monitoring` 500000, `coderev-stable` 100000, `coderev-exp` 1000, `coderev-quarantine` 100.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a PriorityClass counts only where a TierSpec has it: `.priority_class(..)`"]
pub struct PriorityClass {
    pub(crate) name: String,
    /// Absent for a class that is there already.
    pub(crate) value: Option<i32>,
    pub(crate) never_preempts: bool,
    pub(crate) description: Option<String>,
}
impl PriorityClass {
    /// `PriorityClass` with its `value`: the platform renders it.
    pub fn new(name: impl Into<String>, value: i32) -> Self {
        Self { name: name.into(), value: Some(value), never_preempts: false, description: None }
    }
    /// `priorityClassName` alone: a class that is there already, like `system-cluster-critical`.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None, never_preempts: false, description: None }
    }
}
impl PriorityClass {
    /// `preemptionPolicy: Never`: it waits for room instead of making it. Exp and Quarantine say it.
    #[doc(alias = "preemptionPolicy")]
    #[track_caller]
    pub fn never_preempts(mut self) -> Self {
        self.never_preempts = true;
        self
    }
    /// `description`.
    #[track_caller]
    pub fn description(mut self, text: impl Text) -> Self {
        self.description = Some(text.into());
        self
    }
}

//! ResourceQuota, LimitRange and PriorityClass.
use crate::model::{Bounded, Bounds, Cpu, ExtendedResource, IntoMemory, Memory, Text};

/// The `ResourceQuota` of a namespace.
///
/// Exp and Quarantine set a quota, and Shared has no quota. In any other tier the quota is computed: it has room for
/// all pods at the maximum number of replicas during a rollout, and for 10 more pods and 5 % more resources. During a
/// rolling update, all old pods of a Deployment may still be terminating when all new pods exist, and both count. A pod of a
/// StatefulSet that is terminated counts next to its successor. The overhead of a RuntimeClass counts if the program declares the
/// class with [`Raw`](crate::Raw). In a namespace with a DaemonSet the computed quota limits neither pods nor resources, because each new node adds pods.
/// `limits.*` of a resource is omitted if a container in the namespace does not limit that resource.
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
#[must_use = "a Quota has no effect by itself: pass it to `.quota(..)` of a TierSpec"]
pub struct Quota {
    /// Whether values that are not set are computed.
    pub(crate) is_computed: bool,
    pub(crate) cpu: Option<Bounded<Cpu>>,
    pub(crate) memory: Option<Bounded<Memory>>,
    pub(crate) ephemeral_storage: Option<Bounded<Memory>>,
    pub(crate) storage: Option<Memory>,
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
    /// `pods`, `services` and other numbers of objects, in the order of the output.
    pub(crate) counts: std::collections::BTreeMap<&'static str, u32>,
}
impl Quota {
    /// A quota without limits, except for load balancers, node ports and PersistentVolumeClaims. Default of these
    /// three: the number that the namespace has, and one more for a change that creates an object before it deletes another.
    pub fn new() -> Self {
        <Self as Default>::default()
    }
    /// The computed quota, which is the default in a tier without a quota. Setters override computed values:
    /// `Quota::computed().extended_resource(NVIDIA_GPU, 24)`.
    pub fn computed() -> Self {
        Self { is_computed: true, ..Self::new() }
    }
}
impl Quota {
    /// `ResourceQuota.spec.hard`: `requests.cpu` and `limits.cpu`, in cores. Default: 8 and 16 in Exp, 1 and 2 in
    /// Quarantine.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.cpu = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.memory` and `limits.memory`, in bytes. Default: 16Gi and 32Gi in Exp, 2Gi
    /// and 4Gi in Quarantine.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.memory = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.ephemeral-storage` and `limits.ephemeral-storage`, in bytes. Default: not
    /// set in Exp and Quarantine.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.ephemeral_storage = Some(Bounded::from_bounds(&amount));
        self
    }
    /// `requests.storage`, in bytes: the sum over all PersistentVolumeClaims. Default: 100Gi in Exp, the sum of the
    /// declared claims and the largest one again in a computed quota.
    #[doc(alias = "requests.storage")]
    #[track_caller]
    pub fn storage(mut self, amount: impl IntoMemory) -> Self {
        self.storage = Some(amount.into());
        self
    }
    /// `ResourceQuota.spec.hard`: `requests.<name>`, as a whole number, for a resource such as `NVIDIA_GPU`. Default:
    /// not set in Exp and Quarantine, the sum over all pods in a computed quota.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn extended_resource(mut self, name: ExtendedResource, n: u32) -> Self {
        self.extended.push((name, n));
        self
    }
    /// `pods`: the maximum number of pods. Default: 30 in Exp, 6 in Quarantine.
    #[track_caller]
    pub fn pods(mut self, n: u32) -> Self {
        self.counts.insert("pods", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services`. Default: 10 in Exp, 5 in Quarantine.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn services(mut self, n: u32) -> Self {
        self.counts.insert("services", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services.loadbalancers`. Default: 0 in Exp and Quarantine, else the number that the
    /// namespace has, and one more if it has one.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn load_balancers(mut self, n: u32) -> Self {
        self.counts.insert("services.loadbalancers", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `services.nodeports`. Each port of a load balancer uses a node port. Default: 0 in
    /// Exp and Quarantine, else the number that the namespace has, and the node ports of one more Service.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn node_ports(mut self, n: u32) -> Self {
        self.counts.insert("services.nodeports", n);
        self
    }
    /// `ResourceQuota.spec.hard`: `persistentvolumeclaims`. Default: 5 in Exp, 0 in Quarantine, else the number that
    /// the namespace has, and one more if it has one.
    #[doc(alias = "ResourceQuota.spec.hard")]
    #[track_caller]
    pub fn persistent_volume_claims(mut self, n: u32) -> Self {
        self.counts.insert("persistentvolumeclaims", n);
        self
    }
}

/// The `LimitRange` of a namespace, for containers.
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
#[must_use = "Limits have no effect by themselves: pass them to `.limits(..)` of a TierSpec"]
pub struct Limits {
    pub(crate) max: Option<(Cpu, Memory)>,
    pub(crate) min: Option<(Cpu, Memory)>,
    pub(crate) default: Option<(Bounded<Cpu>, Bounded<Memory>)>,
    pub(crate) default_ephemeral_storage: Option<Bounded<Memory>>,
}
impl Limits {
    /// No limits.
    pub fn new() -> Self {
        <Self as Default>::default()
    }
}
impl Limits {
    /// `max` of a container. Default: 4 cores and 8Gi in Exp, 500m and 512Mi in Quarantine. It is raised to the largest
    /// limit of a container in the namespace.
    #[track_caller]
    pub fn max(mut self, cpu: Cpu, memory: impl IntoMemory) -> Self {
        self.max = Some((cpu, memory.into()));
        self
    }
    /// `min` of a container. Default: 10m and 16Mi in Exp and Quarantine. It is lowered to the smallest request of a
    /// container in the namespace.
    #[track_caller]
    pub fn min(mut self, cpu: Cpu, memory: impl IntoMemory) -> Self {
        self.min = Some((cpu, memory.into()));
        self
    }
    /// `defaultRequest` and `default` of a container. Default: 250m to 1 core and 256Mi to 1Gi in Exp, 50m to 200m and
    /// 64Mi to 256Mi in Quarantine.
    #[doc(alias = "defaultRequest")]
    #[track_caller]
    pub fn default(mut self, cpu: impl Bounds<Cpu>, memory: impl Bounds<Memory>) -> Self {
        self.default = Some((Bounded::from_bounds(&cpu), Bounded::from_bounds(&memory)));
        self
    }
    /// `defaultRequest` and `default` of `ephemeral-storage`, in bytes. Default: not set in any preset.
    #[doc(alias("defaultRequest", "default"))]
    #[track_caller]
    pub fn default_ephemeral_storage(mut self, amount: impl Bounds<Memory>) -> Self {
        self.default_ephemeral_storage = Some(Bounded::from_bounds(&amount));
        self
    }
}

/// A `PriorityClass`: pods with a lower value are preempted and evicted first.
///
/// The presets have these values: `<part-of>-infrastructure` 1000000, `<part-of>-monitoring` 500000,
/// `<part-of>-stable` 100000, `<part-of>-exp` 1000, `<part-of>-quarantine` 100.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a PriorityClass has no effect by itself: pass it to `.priority_class(..)` of a TierSpec"]
pub struct PriorityClass {
    pub(crate) name: String,
    /// None for a class that exists already.
    pub(crate) value: Option<i32>,
    pub(crate) never_preempts: bool,
    pub(crate) description: Option<String>,
}
impl PriorityClass {
    /// A `PriorityClass` with its `value`. The platform renders it as `<part-of>-<name>`, or as `name` if it begins with
    /// [`part_of`](crate::Platform::part_of).
    pub fn new(name: impl Into<String>, value: i32) -> Self {
        Self { name: name.into(), value: Some(value), never_preempts: false, description: None }
    }
    /// A class that exists already, such as `system-cluster-critical`. Only `priorityClassName` is rendered.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None, never_preempts: false, description: None }
    }
}
impl PriorityClass {
    /// `preemptionPolicy: Never`: pods of this class wait for free capacity, and do not preempt other pods. Default:
    /// set in Exp and Quarantine.
    #[doc(alias = "preemptionPolicy")]
    #[track_caller]
    pub fn never_preempts(mut self) -> Self {
        self.never_preempts = true;
        self
    }
    /// `description`: the purpose of the class, as text.
    #[track_caller]
    pub fn description(mut self, text: impl Text) -> Self {
        self.description = Some(text.into());
        self
    }
}

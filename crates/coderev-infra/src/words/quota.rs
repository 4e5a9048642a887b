//! What a namespace may take, and who is evicted for whom.
use crate::words::{Bounded, Bounds, Cpu, Memory, say};

/// `ResourceQuota`.
#[derive(Clone, Debug, Default)]
#[must_use = "a Quota counts only where a TierSpec has it: `.quota(..)`"]
pub struct Quota {
    pub(crate) cpu: Option<Bounded<Cpu>>,
    pub(crate) memory: Option<Bounded<Memory>>,
    pub(crate) ephemeral_storage: Option<Bounded<Memory>>,
    pub(crate) storage: Option<Memory>,
    /// `pods`, `services`, ..: in the order in which they are written.
    pub(crate) counts: std::collections::BTreeMap<&'static str, u32>,
}
impl Quota {
    /// No bounds yet.
    pub fn new() -> Self {
        <Self as Default>::default()
    }
}
say!(impl [] Quota {
    /// `requests.cpu` and `limits.cpu`.
    cpu(amount: impl Bounds<Cpu>) |it| it.cpu = Some(Bounded::of(&amount));
    /// `requests.memory` and `limits.memory`.
    memory(amount: impl Bounds<Memory>) |it| it.memory = Some(Bounded::of(&amount));
    /// `requests.ephemeral-storage` and `limits.ephemeral-storage`.
    ephemeral_storage(amount: impl Bounds<Memory>) |it| it.ephemeral_storage = Some(Bounded::of(&amount));
    /// `requests.storage`.
    storage(amount: Memory) |it| it.storage = Some(amount);
    /// `pods`.
    pods(n: u32) |it| it.counts.insert("pods", n);
    /// `services`.
    services(n: u32) |it| it.counts.insert("services", n);
    /// `services.loadbalancers`.
    load_balancers(n: u32) |it| it.counts.insert("services.loadbalancers", n);
    /// `services.nodeports`.
    node_ports(n: u32) |it| it.counts.insert("services.nodeports", n);
    /// `persistentvolumeclaims`.
    persistent_volume_claims(n: u32) |it| it.counts.insert("persistentvolumeclaims", n);
});

/// `LimitRange` of containers.
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
say!(impl [] Limits {
    /// `max`.
    max(cpu: Cpu, memory: Memory) |it| it.max = Some((cpu, memory));
    /// `min`.
    min(cpu: Cpu, memory: Memory) |it| it.min = Some((cpu, memory));
    /// `defaultRequest` and `default`.
    default(cpu: impl Bounds<Cpu>, memory: impl Bounds<Memory>) |it| it.default = Some((Bounded::of(&cpu), Bounded::of(&memory)));
    /// `defaultRequest` and `default` of `ephemeral-storage`.
    default_ephemeral_storage(amount: impl Bounds<Memory>) |it| it.default_ephemeral_storage = Some(Bounded::of(&amount));
});

/// `PriorityClass`.
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
    /// A class that the platform renders.
    pub fn new(name: impl Into<String>, value: i32) -> Self {
        Self { name: name.into(), value: Some(value), never_preempts: false, description: None }
    }
    /// A class that is there already: `system-cluster-critical`.
    pub fn existing(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: None, never_preempts: false, description: None }
    }
}
say!(impl [] PriorityClass {
    /// `preemptionPolicy: Never`.
    never_preempts() |it| it.never_preempts = true;
    /// `description`.
    description(text: impl Into<String>) |it| it.description = Some(text.into());
});

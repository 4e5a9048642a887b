//! The resources of containers, with their defaults.
use crate::model::{Bounded, ContainerDecl, Cpu, ExtendedResource, Limits, Memory, NamespaceDecl, gibi, mebi, millis};
use crate::resolve::workload::Workload;

/// The requests and limits of one container.
#[derive(Clone)]
pub(crate) struct Resources {
    pub(crate) cpu: Option<Bounded<Cpu>>,
    pub(crate) memory: Option<Bounded<Memory>>,
    pub(crate) ephemeral_storage: Bounded<Memory>,
    /// In integer units. The request is also the limit.
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
}
impl Resources {
    /// Ephemeral storage has a default; CPU and memory do not.
    pub(crate) fn from_decl(declared: &ContainerDecl) -> Self {
        let storage = Bounded { request: mebi(256), limit: Some(gibi(1)) };
        Self {
            cpu: declared.cpu.map(|it| it.value),
            memory: declared.memory.map(|it| it.value),
            ephemeral_storage: declared.ephemeral_storage.map_or(storage, |it| it.value),
            extended: declared.extended.clone(),
        }
    }
    /// The resources of the read-only gate.
    pub(crate) fn of_gate() -> Self {
        Self {
            cpu: Some(Bounded { request: millis(20), limit: Some(millis(200)) }),
            memory: Some(Bounded { request: mebi(32), limit: Some(mebi(64)) }),
            ephemeral_storage: Bounded { request: mebi(32), limit: Some(mebi(128)) },
            extended: Vec::new(),
        }
    }
    /// The resources of all containers of a workload.
    pub(crate) fn of_all(workload: &Workload<'_>) -> impl Iterator<Item = Self> {
        let gate = workload.is_gated().then(Self::of_gate);
        workload.containers().map(|(_, declared)| Self::from_decl(declared)).chain(gate)
    }
}

/// The limits of the containers of a namespace. Default: the limits of the tier, else of the library.
pub(crate) fn limits(namespace: &NamespaceDecl) -> Limits {
    let library = || {
        Limits::new()
            .default(millis(100)..=millis(500), mebi(128)..=mebi(512))
            .default_ephemeral_storage(mebi(128)..=mebi(512))
            .min(millis(10), mebi(16))
    };
    namespace.spec.limits.clone().unwrap_or_else(library)
}

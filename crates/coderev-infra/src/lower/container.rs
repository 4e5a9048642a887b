//! Resources and security, alike for every container.
use crate::lower::Workload;
use crate::lower::gate;
use crate::words::{Bounded, ContainerWords, Cpu, ExtendedResource, Memory, gibi, mebi};
use k8s_openapi::api::core::v1::{Capabilities, ResourceRequirements, SecurityContext};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// What one container asks for.
#[derive(Clone)]
pub(crate) struct Resources {
    pub(crate) cpu: Option<Bounded<Cpu>>,
    pub(crate) memory: Option<Bounded<Memory>>,
    pub(crate) ephemeral_storage: Bounded<Memory>,
    /// Whole ones: a request of these is its limit too.
    pub(crate) extended: Vec<(ExtendedResource, u32)>,
}
impl Resources {
    /// Disk has a default; processor and memory are the user's to say.
    pub(crate) fn of(said: &ContainerWords) -> Self {
        let storage = Bounded { request: mebi(256), limit: Some(gibi(1)) };
        Self {
            cpu: said.cpu.map(|said| said.value),
            memory: said.memory.map(|said| said.value),
            ephemeral_storage: said.ephemeral_storage.map_or(storage, |said| said.value),
            extended: said.extended.clone(),
        }
    }
    pub(crate) fn requirements(self) -> ResourceRequirements {
        let (mut requests, mut limits) = (BTreeMap::new(), BTreeMap::new());
        put(&mut requests, &mut limits, "cpu", self.cpu);
        put(&mut requests, &mut limits, "memory", self.memory);
        put(&mut requests, &mut limits, "ephemeral-storage", Some(self.ephemeral_storage));
        for (resource, n) in self.extended {
            requests.insert(resource.0.into(), Quantity(n.to_string()));
            limits.insert(resource.0.into(), Quantity(n.to_string()));
        }
        ResourceRequirements { requests: Some(requests), limits: Some(limits), claims: None }
    }
}
type Amounts = BTreeMap<String, Quantity>;
fn put<Q: ToString>(requests: &mut Amounts, limits: &mut Amounts, name: &str, bounds: Option<Bounded<Q>>) {
    if let Some(Bounded { request, limit }) = bounds {
        requests.insert(name.into(), Quantity(request.to_string()));
        limits.extend(limit.map(|limit| (name.to_owned(), Quantity(limit.to_string()))));
    }
}

impl Workload<'_> {
    /// Of the main container.
    pub(crate) fn own_resources(&self) -> Resources {
        Resources::of(&self.words.container)
    }
    /// Of all containers.
    pub(crate) fn resources(&self) -> impl Iterator<Item = Resources> {
        let gate = self.is_gated().then(gate::resources);
        self.containers().map(|(_, said)| Resources::of(said)).chain(gate)
    }
}

/// What Pod Security `restricted` wants of a container, and a root that cannot be written.
pub(crate) fn security(said: &ContainerWords) -> SecurityContext {
    let add = (!said.capabilities.is_empty()).then(|| said.capabilities.clone());
    SecurityContext {
        // Kubernetes refuses a privileged container that may not escalate.
        allow_privilege_escalation: Some(said.privileged),
        privileged: said.privileged.then_some(true),
        read_only_root_filesystem: Some(true),
        run_as_non_root: Some(true),
        capabilities: Some(Capabilities { drop: Some(vec!["ALL".into()]), add }),
        ..Default::default()
    }
}

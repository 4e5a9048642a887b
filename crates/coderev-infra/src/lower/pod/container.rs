//! Resources and security context of every container.
use crate::model::{Bounded, ContainerDecl};
use crate::resolve::resources::Resources;
use k8s_openapi::api::core::v1::{Capabilities, ResourceRequirements, SecurityContext};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// `resources` of a container.
pub(super) fn requirements(resources: Resources) -> ResourceRequirements {
    let (mut requests, mut limits) = (BTreeMap::new(), BTreeMap::new());
    put(&mut requests, &mut limits, "cpu", resources.cpu);
    put(&mut requests, &mut limits, "memory", resources.memory);
    put(&mut requests, &mut limits, "ephemeral-storage", Some(resources.ephemeral_storage));
    for (resource, n) in resources.extended {
        requests.insert(resource.0.into(), Quantity(n.to_string()));
        limits.insert(resource.0.into(), Quantity(n.to_string()));
    }
    ResourceRequirements { requests: Some(requests), limits: Some(limits), claims: None }
}
type Amounts = BTreeMap<String, Quantity>;
fn put<Q: ToString>(requests: &mut Amounts, limits: &mut Amounts, name: &str, bounds: Option<Bounded<Q>>) {
    if let Some(Bounded { request, limit }) = bounds {
        requests.insert(name.into(), Quantity(request.to_string()));
        limits.extend(limit.map(|limit| (name.to_owned(), Quantity(limit.to_string()))));
    }
}

/// The security context that Pod Security `restricted` requires, with a read-only root filesystem.
pub(super) fn security(declared: &ContainerDecl) -> SecurityContext {
    let add = (!declared.capabilities.is_empty()).then(|| declared.capabilities.clone());
    SecurityContext {
        // Kubernetes refuses a privileged container with `allowPrivilegeEscalation: false`.
        allow_privilege_escalation: Some(declared.privileged),
        privileged: declared.privileged.then_some(true),
        read_only_root_filesystem: Some(true),
        run_as_non_root: Some(true),
        capabilities: Some(Capabilities { drop: Some(vec!["ALL".into()]), add }),
        ..Default::default()
    }
}

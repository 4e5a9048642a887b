//! The findings that the user allows.
use crate::model::{self, Platform, PodDecl, Raw, Spanned};
use coderev_check::Allow;

/// All allows, each with its scope: a container, a workload, a raw object, a namespace, or the platform.
pub(crate) fn allows(platform: &Platform) -> Vec<Allow> {
    let mut allows: Vec<_> = platform.allows.iter().map(|it| allow("", it)).collect();
    allows.extend(of_raw(&platform.raw));
    for namespace in &platform.namespaces {
        let all = namespace.allows.iter().chain(&namespace.defaults.allows);
        allows.extend(all.map(|it| allow(&namespace.name, it)));
        allows.extend(of_raw(&namespace.raw));
        allows.extend(of_containers(&namespace.name, &namespace.defaults));
        for workload in &namespace.workloads {
            let scope = format!("{}/{}", namespace.name, workload.name);
            allows.extend(workload.pod.allows.iter().map(|it| allow(&scope, it)));
            allows.extend(of_containers(&scope, &workload.pod));
        }
    }
    allows
}

fn allow(scope: &str, it: &model::Allow) -> Allow {
    Allow::new(scope, &*it.rule, &*it.reason).at(it.at)
}
/// Objects of the cluster have no subject, so an allow of a raw object is for the line that adds the object.
fn of_raw(raw: &[Spanned<Raw>]) -> impl Iterator<Item = Allow> {
    raw.iter().flat_map(|raw| raw.value.allows.iter().map(|it| allow("", it).declared_at(raw.at)))
}
/// The allows of sidecars and init containers.
fn of_containers(scope: &str, pod: &PodDecl) -> impl Iterator<Item = Allow> {
    let containers = pod.sidecars.iter().chain(&pod.init);
    containers.flat_map(move |container| {
        container.allows.iter().map(move |it| allow(scope, it).in_container(&*container.name))
    })
}

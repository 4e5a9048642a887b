//! What it does: finds volumes that may grow past what their pod may use: in memory past the limit of every container that mounts them, on
//! the node's disk past the limits of ephemeral storage of the whole pod.
//!
//! Why it is bad: the size of the volume is a promise that does not hold. Long before it is full the container is killed for its memory, or
//! the pod is evicted.
//!
//! Instead of `.mount("/scratch", Volume::empty_dir(gibi(5)))` alone say `.ephemeral_storage(gibi(1)..=gibi(6))` too.
use crate::check::rules::quantity::{bytes, value};
use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests};
use k8s_openapi::api::core::v1::{Container, PodSpec, ResourceRequirements};

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (manifest, pod) in manifests.pods() {
        for volume in pod.volumes.iter().flatten() {
            let Some(source) = &volume.empty_dir else { continue };
            let Some(size) = source.size_limit.as_ref().map(|size| value(&size.0)) else { continue };
            findings.extend(match source.medium.as_deref() {
                Some("Memory") => in_memory(manifest, pod, &volume.name, size),
                None | Some("") => on_disk(manifest, pod, &volume.name, size),
                Some(_) => None,
            });
        }
    }
    findings
}

/// What is in memory is counted for who writes it.
fn in_memory(manifest: &Manifest, pod: &PodSpec, volume: &str, size: f64) -> Option<Finding> {
    let mounts = |container: &&Container| container.volume_mounts.iter().flatten().any(|mount| mount.name == volume);
    let who: Vec<&Container> = pod.init_containers.iter().flatten().chain(&pod.containers).filter(mounts).collect();
    let of_the_pod = limit(pod.resources.as_ref(), "memory");
    let limits: Option<Vec<f64>> = who.iter().map(|it| limit(it.resources.as_ref(), "memory").or(of_the_pod)).collect();
    // One that has no limit fills it.
    let most = limits?.into_iter().reduce(f64::max)?;
    let place = manifest.place(&who.first()?.name, "memory");
    (size > most).then(|| {
        Finding::warning("volume-over-limit", &manifest.subject, Some(place))
            .message(format!(
                "the volume `{volume}` holds {} in memory, and no container that mounts it may use more than {}",
                bytes(size),
                bytes(most)
            ))
            .help("let the volume be smaller, or raise the limit: `.memory(gibi(1)..=gibi(2))`")
    })
}

/// The pod is evicted when volumes, logs and what containers write are together over the sum of the limits.
fn on_disk(manifest: &Manifest, pod: &PodSpec, volume: &str, size: f64) -> Option<Finding> {
    let limits = |it: &Container| limit(it.resources.as_ref(), "ephemeral-storage");
    // A LimitRange may give one to who has none.
    let (sidecars, init): (Vec<_>, Vec<_>) =
        pod.init_containers.iter().flatten().partition(|container| container.restart_policy.is_some());
    let together = pod.containers.iter().chain(sidecars).map(limits).sum::<Option<f64>>()?;
    let before = init.into_iter().map(limits).collect::<Option<Vec<_>>>()?;
    let most = before.into_iter().fold(together, f64::max);
    (size > most).then(|| {
        Finding::warning("volume-over-limit", &manifest.subject, Some(manifest.at))
            .message(format!(
                "the volume `{volume}` holds {}, and the pod is evicted when it keeps more than {} on its node",
                bytes(size),
                bytes(most)
            ))
            .help("let the volume be smaller, raise the limit, `.ephemeral_storage(gibi(1)..=gibi(6))`, or take an ephemeral claim: `Volume::ephemeral(..)`")
    })
}

fn limit(resources: Option<&ResourceRequirements>, name: &str) -> Option<f64> {
    Some(value(&resources?.limits.as_ref()?.get(name)?.0))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::Severity;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use serde_json::{Value, json};

    const RULE: &str = "volume-over-limit";

    #[test]
    fn trips() {
        let in_memory = service().mount("/dev/shm", Volume::memory(mebi(257)));
        let found = crate::synth(&platform(in_memory)).findings;
        let told: Vec<_> = found.iter().map(|it| (it.rule, it.severity, &*it.message)).collect();
        let message =
            "the volume `dev-shm` holds 257Mi in memory, and no container that mounts it may use more than 256Mi";
        assert_eq!(told, [(RULE, Severity::Warning, message)]);
        let on_disk = service().mount("/scratch", Volume::empty_dir(gibi(5)));
        let found = crate::synth(&platform(on_disk)).findings;
        let told: Vec<_> = found.iter().map(|it| (it.rule, it.severity, &*it.message)).collect();
        let message = "the volume `scratch` holds 5Gi, and the pod is evicted when it keeps more than 1Gi on its node";
        assert_eq!(told, [(RULE, Severity::Warning, message)]);
    }
    #[test]
    fn passes() {
        let in_memory = service().mount("/dev/shm", Volume::memory(mebi(256)));
        assert_eq!(names(&platform(in_memory)), [""; 0]);
        let on_disk = service().mount("/scratch", Volume::empty_dir(gibi(5))).ephemeral_storage(gibi(1)..=gibi(6));
        assert_eq!(names(&platform(on_disk)), [""; 0]);
    }

    /// What is found about a pod with these containers before and beside each other, which all mount a volume.
    fn found(volume: Value, init: &[Value], containers: &[Value]) -> usize {
        let with = |all: &[Value]| -> Vec<Value> {
            let mount = json!([{"name": "data", "mountPath": "/data"}]);
            let each = |(at, container): (usize, &Value)| {
                let mut container = container.clone();
                container["name"] = format!("c{at}").into();
                container["volumeMounts"] = mount.clone();
                container
            };
            all.iter().enumerate().map(each).collect()
        };
        let spec = json!({
            "volumes": [{"name": "data", "emptyDir": volume}], "initContainers": with(init), "containers": with(containers),
        });
        let pod = json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "shop"}, "spec": spec});
        check(&objects([pod])).len()
    }
    #[test]
    fn one_container_that_may_fill_it_is_enough() {
        let volume = || json!({"medium": "Memory", "sizeLimit": "1Gi"});
        let small = json!({"resources": {"limits": {"memory": "512Mi"}}});
        let large = json!({"resources": {"limits": {"memory": "2Gi"}}});
        assert_eq!(found(volume(), &[], &[small.clone(), small.clone()]), 1);
        assert_eq!(found(volume(), &[], &[small.clone(), large.clone()]), 0);
        assert_eq!(found(volume(), &[large], std::slice::from_ref(&small)), 0, "what fills it before");
        assert_eq!(found(volume(), &[], &[small.clone(), json!({})]), 0, "what has no limit");
        assert_eq!(found(json!({"medium": "Memory"}), &[], &[small]), 0, "what has no size");
    }
    #[test]
    fn the_disk_of_a_pod_is_that_of_its_containers_together() {
        let volume = || json!({"sizeLimit": "3Gi"});
        let of = |size: &str| json!({"resources": {"limits": {"ephemeral-storage": size}}});
        let sidecar = json!({"restartPolicy": "Always", "resources": {"limits": {"ephemeral-storage": "2Gi"}}});
        assert_eq!(found(volume(), &[of("2Gi")], &[of("1Gi")]), 1, "an init container and the others take turns");
        assert_eq!(found(volume(), &[sidecar], &[of("1Gi")]), 0);
        assert_eq!(found(volume(), &[of("3Gi")], &[of("1Gi")]), 0);
        assert_eq!(found(volume(), &[], &[of("1Gi"), json!({})]), 0, "a LimitRange may give the other one more");
    }
}

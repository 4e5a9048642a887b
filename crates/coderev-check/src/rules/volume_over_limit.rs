//! `volume-over-limit`
use super::containers::{self, Placed};
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::quantity::Amount;
use coderev_objects::{Inventory, Workload, is_sidecar, quantity};
use k8s_openapi::api::core::v1::{Container, ResourceRequirements};

/// The rule.
pub static VOLUME_OVER_LIMIT: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::warning("volume-over-limit", Phase::Objects)
    .summary("`emptyDir` volumes that are larger than the memory or ephemeral storage that the pod may use")
    .why("A volume in memory counts towards the memory limits of the containers that mount it. A volume on the disk of the node counts towards the \
         ephemeral storage limit of the pod. Before the volume is full, the container is killed or the pod is evicted.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").mount("/scratch", Volume::empty_dir(gibi(5)))
  //                                           ^^^^^ warning[volume-over-limit]: the volume `scratch` has a size of 5Gi, but the pod is evicted above 1Gi of node disk"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .mount("/scratch", Volume::empty_dir(gibi(5)))
    .ephemeral_storage(gibi(1)..=gibi(6))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
    volumeMounts: [{name: shm, mountPath: /dev/shm}]
  volumes:
  - name: shm
    emptyDir: {medium: Memory, sizeLimit: 1Gi}
  #                            ^^^^^^^^^ warning[volume-over-limit]: the volume `shm` has a size of 1Gi in memory, but no container that mounts it may use more than 256Mi
",
        r"apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: web
    image: ghcr.io/acme/web:v1.4.0
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
    volumeMounts: [{name: shm, mountPath: /dev/shm}]
  volumes:
  - name: shm
    emptyDir: {medium: Memory, sizeLimit: 128Mi}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    for workload in inventory.workloads() {
        for (index, volume) in workload.pod().volumes.iter().flatten().enumerate() {
            let Some(source) = &volume.empty_dir else { continue };
            let Some(size) = source.size_limit.as_ref().and_then(|size| quantity::parse(&size.0)) else { continue };
            let volume = EmptyDir { workload, name: &volume.name, index, size };
            match source.medium.as_deref() {
                Some("Memory") => volume.check_memory(report),
                None | Some("") => volume.check_disk(report),
                Some(_) => {}
            }
        }
    }
}

struct EmptyDir<'a> {
    workload: Workload<'a>,
    name: &'a str,
    index: usize,
    size: Amount,
}
impl EmptyDir<'_> {
    /// A file in memory counts towards the memory of the container that writes it.
    fn check_memory(&self, report: &mut Report) {
        let mounts =
            |placed: &Placed<'_>| placed.container.volume_mounts.iter().flatten().any(|it| it.name == self.name);
        let of_pod = limit(self.workload.pod().resources.as_ref(), "memory");
        let limit_of = |placed: Placed<'_>| limit(placed.container.resources.as_ref(), "memory").or(of_pod);
        // A container without a limit can fill the volume.
        let limits: Option<Vec<Amount>> = containers::of_workload(self.workload).filter(mounts).map(limit_of).collect();
        let Some(most) = limits.and_then(|limits| limits.into_iter().max()) else { return };
        if self.size > most {
            let message = format!(
                "the volume `{}` has a size of {} in memory, but no container that mounts it may use more than {}",
                self.name,
                quantity::bytes(self.size),
                quantity::bytes(most)
            );
            let help = Help::forms(
                "make the volume smaller, or raise the limit: `.memory(gibi(1)..=gibi(2))`",
                "make the volume smaller, or raise `resources.limits.memory`",
            );
            self.report(message, help, report);
        }
    }
    /// The pod is evicted when its volumes, its logs and the files of its containers exceed the sum of the limits.
    fn check_disk(&self, report: &mut Report) {
        let Some(most) = disk_limit(self.workload) else { return };
        if self.size > most {
            let message = format!(
                "the volume `{}` has a size of {}, but the pod is evicted above {} of node disk",
                self.name,
                quantity::bytes(self.size),
                quantity::bytes(most)
            );
            let help = Help::forms(
                "make the volume smaller, raise the limit, `.ephemeral_storage(gibi(1)..=gibi(6))`, or use an ephemeral volume claim: `Volume::ephemeral(..)`",
                "make the volume smaller, raise `resources.limits.ephemeral-storage`, or use an ephemeral volume claim",
            );
            self.report(message, help, report);
        }
    }
    fn report(&self, message: String, help: Help, report: &mut Report) {
        let field = format!("{}/volumes/{}/emptyDir/sizeLimit", self.workload.pod_pointer(), self.index);
        report.push(report.finding(self.workload.subject(), message).at(self.workload.origin_of(&field)).help(help));
    }
}

/// Containers and sidecars run at the same time; an init container runs before them. `None` if one of them has no
/// limit: a LimitRange may set it.
fn disk_limit(workload: Workload<'_>) -> Option<Amount> {
    let limits = |it: &Container| limit(it.resources.as_ref(), "ephemeral-storage");
    let pod = workload.pod();
    let (sidecars, init): (Vec<_>, Vec<_>) =
        pod.init_containers.iter().flatten().partition(|container| is_sidecar(container));
    let together = pod.containers.iter().chain(sidecars).map(limits).sum::<Option<Amount>>()?;
    let before = init.into_iter().map(limits).collect::<Option<Vec<_>>>()?;
    Some(before.into_iter().fold(together, Amount::max))
}
fn limit(resources: Option<&ResourceRequirements>, name: &str) -> Option<Amount> {
    quantity::parse(&resources?.limits.as_ref()?.get(name)?.0)
}

#[cfg(test)]
mod tests {
    use super::VOLUME_OVER_LIMIT;
    use crate::testing::messages;
    use serde_json::{Value, json};

    /// The number of findings about a pod with these init containers and containers, which all mount a volume.
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
        messages(&VOLUME_OVER_LIMIT, [pod]).len()
    }
    #[test]
    fn one_container_that_can_fill_the_volume_is_enough() {
        let volume = || json!({"medium": "Memory", "sizeLimit": "1Gi"});
        let small = json!({"resources": {"limits": {"memory": "512Mi"}}});
        let large = json!({"resources": {"limits": {"memory": "2Gi"}}});
        assert_eq!(found(volume(), &[], &[small.clone(), small.clone()]), 1);
        assert_eq!(found(volume(), &[], &[small.clone(), large.clone()]), 0);
        assert_eq!(found(volume(), &[large], std::slice::from_ref(&small)), 0, "an init container can fill it");
        assert_eq!(found(volume(), &[], &[small.clone(), json!({})]), 0, "one has no limit");
        assert_eq!(found(json!({"medium": "Memory"}), &[], &[small]), 0, "the volume has no size");
    }
    #[test]
    fn the_disk_limit_of_a_pod_is_the_sum_of_its_containers() {
        let volume = || json!({"sizeLimit": "3Gi"});
        let of = |size: &str| json!({"resources": {"limits": {"ephemeral-storage": size}}});
        let sidecar = json!({"restartPolicy": "Always", "resources": {"limits": {"ephemeral-storage": "2Gi"}}});
        assert_eq!(found(volume(), &[of("2Gi")], &[of("1Gi")]), 1, "an init container runs alone");
        assert_eq!(found(volume(), &[sidecar], &[of("1Gi")]), 0);
        assert_eq!(found(volume(), &[of("3Gi")], &[of("1Gi")]), 0);
        assert_eq!(found(volume(), &[], &[of("1Gi"), json!({})]), 0, "a LimitRange can give the other one a limit");
    }
}

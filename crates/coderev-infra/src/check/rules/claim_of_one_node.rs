//! What it does: finds several pods that mount a claim which is for one node at a time, `ReadWriteOnce`, or for one pod, `ReadWriteOncePod`.
//!
//! Why it is bad: the volume stays with the node of the first pod, and pods on other nodes hang in `ContainerCreating`; of `ReadWriteOncePod`
//! no second pod starts at all.
//!
//! Instead of `PersistentVolumeClaim::new("models", gibi(80))` for several pods say
//! `PersistentVolumeClaim::new("models", gibi(80)).access_mode(AccessMode::ReadWriteMany)`, on a storage class that has it.
use crate::finding::Finding;
use crate::manifest::{Manifests, Object, kind};
use k8s_openapi::api::apps::v1::{DeploymentSpec, StatefulSetSpec};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;
use k8s_openapi::api::batch::v1::{CronJobSpec, JobSpec};
use k8s_openapi::api::core::v1::{PersistentVolumeClaimSpec, PodSpec};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let (claims, most) = (claims(manifests), most(manifests));
    let mut findings = Vec::new();
    for (manifest, pod) in manifests.pods() {
        let pods = pods(&manifest.object, most.get(&*manifest.subject).copied());
        if pods < 2 {
            continue;
        }
        for name in mounted(pod) {
            let Some(mode) = claims.get(&(manifest.object.namespace(), name)) else { continue };
            let who = format!("up to {pods} pods of `{}` mount the claim `{name}`", manifest.object.name());
            findings.push(match mode {
                Mode::OneNode => Finding::warning("claim-of-one-node", &manifest.subject, Some(manifest.at))
                    .message(format!("{who}, which is for one node at a time: `ReadWriteOnce`"))
                    .help("claim it for all, `.access_mode(AccessMode::ReadWriteMany)`, on a storage class that has it, or run one pod; a StatefulSet can have a claim for each"),
                Mode::OnePod => Finding::error("claim-of-one-node", &manifest.subject, Some(manifest.at))
                    .message(format!("{who}, which is for one pod: `ReadWriteOncePod`"))
                    .help("claim it for all, `.access_mode(AccessMode::ReadWriteMany)`, on a storage class that has it, or run one pod"),
            });
        }
    }
    findings
}

/// Who mounts a claim that is not for everybody.
#[derive(Clone, Copy)]
enum Mode {
    OneNode,
    OnePod,
}
/// Claims that are not for everybody, by namespace and name. Of one that is there already nobody knows.
fn claims(manifests: &Manifests) -> BTreeMap<(&str, &str), Mode> {
    let of = |spec: &PersistentVolumeClaimSpec| match spec.access_modes.as_deref()? {
        [] => None,
        modes if modes.iter().all(|mode| mode == "ReadWriteOncePod") => Some(Mode::OnePod),
        modes => modes.iter().all(|mode| mode.starts_with("ReadWriteOnce")).then_some(Mode::OneNode),
    };
    let all = manifests.of(kind!(PersistentVolumeClaim)).filter_map(|(manifest, claim)| {
        let mode = of(Option::from(&claim.spec)?)?;
        Some(((manifest.object.namespace(), manifest.object.name()), mode))
    });
    all.collect()
}
fn mounted(pod: &PodSpec) -> BTreeSet<&str> {
    let claims = pod.volumes.iter().flatten().filter_map(|volume| volume.persistent_volume_claim.as_ref());
    claims.map(|claim| &*claim.claim_name).collect()
}
/// How far each workload is scaled.
fn most(manifests: &Manifests) -> BTreeMap<&str, i32> {
    let scalers = manifests.of(kind!(HorizontalPodAutoscaler)).filter_map(|(manifest, scaler)| {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        Some((&*manifest.subject, spec?.max_replicas))
    });
    let scaled = manifests.of(kind!(ScaledObject));
    scalers.chain(scaled.map(|(manifest, scaled)| (&*manifest.subject, scaled.spec.max_replica_count))).collect()
}
/// How many pods run beside each other. One more in a rollout is not counted: it waits until the old one is gone. Of a DaemonSet nobody
/// knows: it may be for one node.
fn pods(object: &Object, scaled: Option<i32>) -> i32 {
    let of_job = |job: &JobSpec| {
        let parallel = job.parallelism.unwrap_or(1);
        job.completions.map_or(parallel, |completions| parallel.min(completions))
    };
    let stated = match object {
        Object::Deployment(it) => Option::<&DeploymentSpec>::from(&it.spec).and_then(|spec| spec.replicas),
        Object::StatefulSet(it) => Option::<&StatefulSetSpec>::from(&it.spec).and_then(|spec| spec.replicas),
        Object::Job(it) => Option::<&JobSpec>::from(&it.spec).map(of_job),
        Object::CronJob(it) => {
            Option::<&CronJobSpec>::from(&it.spec).and_then(|spec| spec.job_template.spec.as_ref()).map(of_job)
        }
        _ => None,
    };
    scaled.or(stated).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::check::rules::tests::{names, objects, platform, service};
    use crate::prelude::*;
    use crate::{AccessMode, Severity};
    use serde_json::{Value, json};

    const RULE: &str = "claim-of-one-node";

    fn training(parallelism: u32, claim: &PersistentVolumeClaim) -> Vec<(&'static str, Severity, String)> {
        let train = Job::new("train", "train:1").cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2));
        let train = train.completions(4).parallelism(parallelism).mount("/models", claim);
        let platform = platform(service()).namespace(Namespace::new("batch", Stable).job(train));
        crate::synth(&platform).findings.into_iter().map(|it| (it.rule, it.severity, it.message)).collect()
    }
    fn models() -> PersistentVolumeClaim {
        PersistentVolumeClaim::new("models", gibi(1))
    }
    #[test]
    fn trips() {
        let message = |mode| format!("up to 4 pods of `train-1` mount the claim `models`, which is for one {mode}");
        let node = message("node at a time: `ReadWriteOnce`");
        assert_eq!(training(4, &models()), [(RULE, Severity::Warning, node)]);
        let pod = message("pod: `ReadWriteOncePod`");
        assert_eq!(
            training(9, &models().access_mode(AccessMode::ReadWriteOncePod)),
            [(RULE, Severity::Error, pod)],
            "no more pods than completions"
        );
        assert_eq!(names(&platform(service().replicas(3).mount("/models", &models()))), [RULE]);
        let scaled = service().autoscale(Autoscale::new(3..=9)).mount("/models", &models());
        assert_eq!(names(&platform(scaled)), [RULE]);
    }
    #[test]
    fn passes() {
        assert_eq!(training(1, &models()), []);
        assert_eq!(training(4, &models().access_mode(AccessMode::ReadWriteMany)), []);
        assert_eq!(training(4, &PersistentVolumeClaim::existing("models")), []);
    }

    /// What is found about an object that mounts a claim of these modes, which stands in the namespace `shop`.
    fn found(kind: &str, namespace: &str, mut spec: Value, modes: Value) -> usize {
        let volume = json!({"name": "data", "persistentVolumeClaim": {"claimName": "data"}});
        let template = json!({"spec": {"containers": [{"name": "web"}], "volumes": [volume, volume]}});
        spec["template"] = template;
        spec["selector"] = json!({});
        let claim = json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "shop"}, "spec": {"accessModes": modes}});
        let object = json!({"kind": kind, "metadata": {"name": "web", "namespace": namespace}, "spec": spec});
        check(&objects([claim, object])).len()
    }
    #[test]
    fn what_keeps_several_pods_is_looked_at() {
        let once = || json!(["ReadWriteOnce"]);
        for kind in ["Deployment", "StatefulSet"] {
            let spec = |replicas: i32| json!({"serviceName": "web", "replicas": replicas});
            assert_eq!(found(kind, "shop", spec(2), once()), 1, "{kind}");
            assert_eq!(found(kind, "shop", spec(1), once()), 0, "{kind}");
            assert_eq!(found(kind, "bank", spec(2), once()), 0, "{kind}: another claim of that name");
            assert_eq!(found(kind, "shop", spec(2), json!(["ReadWriteOnce", "ReadOnlyMany"])), 0, "{kind}");
        }
        assert_eq!(found("Job", "shop", json!({"parallelism": 2}), once()), 1);
        assert_eq!(found("DaemonSet", "shop", json!({}), once()), 0);
    }
}

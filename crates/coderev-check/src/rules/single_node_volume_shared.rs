//! `single-node-volume-shared`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, Workload};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub static SINGLE_NODE_VOLUME_SHARED: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("single-node-volume-shared", Phase::Objects)
    .or_warning()
    .aliases(&["claim-of-one-node"])
    .summary("volume claims for one node (`ReadWriteOnce`) or one pod (`ReadWriteOncePod`) that several pods mount")
    .why(
        "The volume stays attached to the node of the first pod. Pods on other nodes stay in `ContainerCreating`. With `ReadWriteOncePod`, \
         no second pod starts at all.",
    )
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .replicas(3)
    .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)))
  // ^^^^^ warning[single-node-volume-shared]: up to 3 pods of `web` mount the volume claim `models`, which is for one node at a time (`ReadWriteOnce`)"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .replicas(3)
    .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)).access_mode(AccessMode::ReadWriteMany))"#,
    )
    .yaml(
        r"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models}
spec:
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: 80Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
        volumeMounts: [{name: models, mountPath: /models}]
      volumes:
      - name: models
        persistentVolumeClaim: {claimName: models}
  #                             ^^^^^^^^^ warning[single-node-volume-shared]: up to 3 pods of `web` mount the volume claim `models`, which is for one node at a time (`ReadWriteOnce`)
",
        r"apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 80Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: ghcr.io/acme/web:v1.4.0
        resources: {requests: {cpu: 100m, memory: 128Mi}}
        volumeMounts: [{name: models, mountPath: /models}]
      volumes:
      - name: models
        persistentVolumeClaim: {claimName: models}
",
    );

fn check(inventory: &Inventory, report: &mut Report) {
    let limited = limited_claims(inventory);
    if limited.is_empty() {
        return;
    }
    for workload in inventory.workloads() {
        check_workload(workload, &limited, report);
    }
}

fn check_workload(workload: Workload<'_>, limited: &Claims<'_>, report: &mut Report) {
    let pods = workload.scale().max;
    if pods < 2 {
        return;
    }
    let mut reported = BTreeSet::new();
    for (index, volume) in workload.pod().volumes.iter().flatten().enumerate() {
        let Some(claim) = volume.persistent_volume_claim.as_ref().map(|it| &*it.claim_name) else { continue };
        let Some(mode) = limited.get(&(workload.namespace(), claim)).filter(|_| reported.insert(claim)) else {
            continue;
        };
        let field = format!("{}/volumes/{index}/persistentVolumeClaim/claimName", workload.pod_pointer());
        let message =
            format!("up to {pods} pods of `{}` mount the volume claim `{claim}`, which is {mode}", workload.name());
        let finding = report.finding(workload.subject(), message).at(workload.origin_of(&field));
        report.push(match mode {
            Mode::OneNode => finding.as_warning().help(Help::forms(
                "claim it for all nodes, `.access_mode(AccessMode::ReadWriteMany)`, with a storage class that supports this; or run one pod; a StatefulSet can have a claim for each pod",
                "set `accessModes: [ReadWriteMany]`, with a storage class that supports this; or run one pod; a StatefulSet can have a claim for each pod",
            )),
            Mode::OnePod => finding.help(Help::forms(
                "claim it for all nodes, `.access_mode(AccessMode::ReadWriteMany)`, with a storage class that supports this; or run one pod",
                "set `accessModes: [ReadWriteMany]`, with a storage class that supports this; or run one pod",
            )),
        });
    }
}

/// The pods that can mount a volume at the same time, if not all can.
#[derive(Clone, Copy)]
enum Mode {
    OneNode,
    OnePod,
}
impl std::fmt::Display for Mode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::OneNode => "for one node at a time (`ReadWriteOnce`)",
            Self::OnePod => "for one pod (`ReadWriteOncePod`)",
        })
    }
}
/// Volume claims, by namespace and name.
type Claims<'a> = BTreeMap<(&'a str, &'a str), Mode>;
/// The claims that several nodes cannot mount. The access mode of a claim that is not in the inventory is unknown.
fn limited_claims(inventory: &Inventory) -> Claims<'_> {
    fn mode(spec: &PersistentVolumeClaimSpec) -> Option<Mode> {
        match spec.access_modes.as_deref()? {
            [] => None,
            modes if modes.iter().all(|mode| mode == "ReadWriteOncePod") => Some(Mode::OnePod),
            modes => modes.iter().all(|mode| mode.starts_with("ReadWriteOnce")).then_some(Mode::OneNode),
        }
    }
    let claims = inventory.all::<PersistentVolumeClaim>().filter_map(|(entry, claim)| {
        let mode = mode(Option::from(&claim.spec)?)?;
        Some(((entry.namespace(), entry.name()), mode))
    });
    claims.collect()
}

#[cfg(test)]
mod tests {
    use super::SINGLE_NODE_VOLUME_SHARED;
    use crate::testing::messages;
    use serde_json::{Value, json};

    /// The number of findings about an object with two volumes of one volume claim, which is in the namespace `shop`
    /// and has these modes.
    fn found(kind: &str, namespace: &str, mut spec: Value, modes: Value) -> usize {
        let volume = json!({"name": "data", "persistentVolumeClaim": {"claimName": "data"}});
        spec["template"] = json!({"spec": {"containers": [{"name": "web"}], "volumes": [volume, volume]}});
        spec["selector"] = json!({});
        let claim = json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "shop"}, "spec": {"accessModes": modes}});
        let object = json!({"kind": kind, "metadata": {"name": "web", "namespace": namespace}, "spec": spec});
        messages(&SINGLE_NODE_VOLUME_SHARED, [claim, object]).len()
    }
    #[test]
    fn workloads_with_several_pods_are_checked() {
        let once = || json!(["ReadWriteOnce"]);
        for kind in ["Deployment", "StatefulSet"] {
            let spec = |replicas: i32| json!({"replicas": replicas});
            assert_eq!(found(kind, "shop", spec(2), once()), 1, "{kind}");
            assert_eq!(found(kind, "shop", spec(1), once()), 0, "{kind}");
            assert_eq!(found(kind, "bank", spec(2), once()), 0, "{kind}: another claim of that name");
            assert_eq!(found(kind, "shop", spec(2), json!(["ReadWriteOnce", "ReadOnlyMany"])), 0, "{kind}");
        }
        assert_eq!(found("Job", "shop", json!({"parallelism": 2}), once()), 1);
        assert_eq!(found("DaemonSet", "shop", json!({}), once()), 0);
    }
    #[test]
    fn an_autoscaler_of_any_name_sets_the_number_of_pods() {
        let volume = json!({"name": "data", "persistentVolumeClaim": {"claimName": "data"}});
        let template = json!({"spec": {"containers": [{"name": "db"}], "volumes": [volume]}});
        let objects = |kind: &str| {
            [
                json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "data", "namespace": "shop"}, "spec": {"accessModes": ["ReadWriteOncePod"]}}),
                json!({"kind": "StatefulSet", "metadata": {"name": "db", "namespace": "shop"},
                    "spec": {"serviceName": "db", "selector": {}, "replicas": 1, "template": template}}),
                json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "load", "namespace": "shop"},
                    "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": kind, "name": "db"}, "minReplicas": 1, "maxReplicas": 4}}),
            ]
        };
        let message = "up to 4 pods of `db` mount the volume claim `data`, which is for one pod (`ReadWriteOncePod`)";
        assert_eq!(messages(&SINGLE_NODE_VOLUME_SHARED, objects("StatefulSet")), [message]);
        assert_eq!(messages(&SINGLE_NODE_VOLUME_SHARED, objects("Deployment")), [""; 0], "another object");
    }
}

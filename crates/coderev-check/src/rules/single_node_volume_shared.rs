//! `single-node-volume-shared`
use super::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, Workload};
use k8s_openapi::api::core::v1::{PersistentVolumeClaim, PersistentVolumeClaimSpec};
use std::collections::{BTreeMap, BTreeSet};

/// The rule.
pub static SINGLE_NODE_VOLUME_SHARED: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("single-node-volume-shared", Phase::Objects)
    .or_warning()
    .aliases(&["claim-of-one-node"])
    .summary("several pods that mount a volume claim for one node (`ReadWriteOnce`) or for one pod (`ReadWriteOncePod`)")
    .why(
        "The volume stays attached to the node of the first pod. Pods on other nodes stay in `ContainerCreating`. With `ReadWriteOncePod`, \
         no second pod starts at all.",
    )
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .replicas(3)
    .mount("/models", &PersistentVolumeClaim::new("models", gibi(80)))"#,
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
        let message = format!("up to {pods} pods of `{}` mount the volume claim `{claim}`, which is {mode}", workload.name());
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

/// Who can mount a volume at the same time, where it is not everybody.
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
/// By namespace and name.
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
    let claims = inventory.of::<PersistentVolumeClaim>().filter_map(|(entry, claim)| {
        let mode = mode(Option::from(&claim.spec)?)?;
        Some(((entry.namespace(), entry.name()), mode))
    });
    claims.collect()
}

//! `duplicate-volume`
use crate::object_rule::ObjectRule;
use crate::{Help, Phase, Report, Rule};
use coderev_objects::{Inventory, Object};
use k8s_openapi::api::apps::v1::StatefulSetSpec;
use std::collections::BTreeSet;

/// The rule.
pub static DUPLICATE_VOLUME: ObjectRule = ObjectRule { rule: &RULE, check };
static RULE: Rule = Rule::error("duplicate-volume", Phase::Objects)
    .summary("volume claim templates with the name of another volume claim template or of a volume of the pod")
    .why("Volume names are unique in a pod. A claim template replaces a volume of the pod with the same name. If several claim templates have the same name, the StatefulSet controller uses the last one. All mounts with this name then use its claim.")
    .rust(
        r#"let data = |size| PersistentVolumeClaim::new("data", size);
StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0")
//<^^^^^^^^^^^^^^^^ error[duplicate-volume]: two volume claim templates have the name `data`
    .volume_claim_template(data(gibi(1)), "/data")
    .volume_claim_template(data(gibi(5)), "/logs")"#,
        r#"StatefulSet::new("db", "ghcr.io/acme/db:v1.4.0")
    .volume_claim_template(PersistentVolumeClaim::new("data", gibi(1)), "/data")
    .volume_claim_template(PersistentVolumeClaim::new("logs", gibi(5)), "/logs")"#,
    )
    .yaml(
        r"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: 'ghcr.io/acme/db:v1.4.0', resources: {requests: {cpu: 100m, memory: 128Mi}}}]
      volumes: [{name: tmp, emptyDir: {}}]
  volumeClaimTemplates:
  - metadata: {name: tmp}
  #            ^^^^ error[duplicate-volume]: the volume claim template `tmp` replaces the volume `tmp` of its pods
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
",
        r"apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: 'ghcr.io/acme/db:v1.4.0', resources: {requests: {cpu: 100m, memory: 128Mi}}}]
      volumes: [{name: tmp, emptyDir: {}}]
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
",
    );

/// `updateStorage` in pkg/controller/statefulset/stateful_set_utils.go of Kubernetes replaces volumes by claims.
fn check(inventory: &Inventory, report: &mut Report) {
    for entry in inventory.entries() {
        let Object::StatefulSet(set) = entry.object() else { continue };
        let Some(spec) = Option::<&StatefulSetSpec>::from(&set.spec) else { continue };
        let volumes = || spec.template.spec.iter().flat_map(|pod| pod.volumes.iter().flatten());
        let mut names = BTreeSet::new();
        for (index, claim) in spec.volume_claim_templates.iter().flatten().enumerate() {
            let name = claim.metadata.name.as_deref().unwrap_or_default();
            let message = if !names.insert(name) {
                format!("two volume claim templates have the name `{name}`")
            } else if volumes().any(|volume| volume.name == name) {
                format!("the volume claim template `{name}` replaces the volume `{name}` of its pods")
            } else {
                continue;
            };
            let at = entry.origin_of(&format!("/spec/volumeClaimTemplates/{index}/metadata/name"));
            let help = Help::forms(
                "give each volume claim template a name that no other template and no volume of the pod has; the volume for `/tmp` has the name `tmp`",
                "give each volume claim template a name that no other template and no volume of the pod has",
            );
            report.push(report.finding(entry.subject(), message).at(at).help(help));
        }
    }
}

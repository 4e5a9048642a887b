//! Owners: the pods of a cluster belong to the object that a user wrote, over any number of controllers.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use super::workloads::workload;
use super::{Objects, Peer, Workload, name};
use crate::labels::Labels;

/// The maximum number of owners above a pod.
const DEPTH: usize = 16;
/// Marks the key of a template that a controller made, such as that of a ReplicaSet.
const MADE: &str = "\0";

/// The controllers of objects that are themselves controllers.
#[derive(Clone, Debug, Default)]
pub(super) struct Owners {
    controllers: BTreeMap<Workload, Workload>,
    /// The number of pods and Jobs that have ended.
    pub(super) finished: usize,
    /// Whether owners were followed.
    is_settled: bool,
}

/// The peers of one workload.
#[derive(Default)]
struct Group {
    declared: Option<Peer>,
    made: Vec<(String, Peer)>,
    pods: Vec<(String, Peer)>,
}

impl Objects {
    /// Adds the pods of a template. A template that a controller made is kept in addition to that of its owner.
    pub(super) fn template_peer(&mut self, metadata: &ObjectMeta, kind: &str, peer: Peer) {
        let own = Workload { namespace: peer.workload.namespace.clone(), name: name(metadata), kind: kind.into() };
        if own == peer.workload {
            return self.peer(peer);
        }
        self.namespaces.entry(own.namespace.clone()).or_default();
        self.peers.insert((peer.workload.clone(), format!("{MADE}{}", own.name)), peer);
        self.owners.controllers.insert(own, workload(metadata, kind));
    }

    /// Follows the owners of all pods to the objects that users write, and adds the labels that controllers set.
    ///
    /// A Deployment, its ReplicaSets and its pods are one workload. The pods of a workload stand for its template, if there
    /// are any; a CronJob also keeps its template, because its next pod has other labels. Call it once, when all objects
    /// are added. [`Reach::new`](crate::Reach::new) does it for objects that are not settled.
    pub fn settle(&mut self) {
        if std::mem::replace(&mut self.owners.is_settled, true) {
            return;
        }
        let mut groups: BTreeMap<Workload, Group> = BTreeMap::new();
        let peers = std::mem::take(&mut self.peers);
        let declared = peers.keys().filter(|(_, key)| key.is_empty()).map(|(workload, _)| workload.clone());
        let declared: BTreeSet<Workload> = declared.collect();
        for ((owner, key), mut peer) in peers {
            peer.workload = self.top(&owner, &peer.labels, &declared);
            let group = groups.entry(peer.workload.clone()).or_default();
            match key.strip_prefix(MADE) {
                Some(_) => group.made.push((key, peer)),
                None if key.is_empty() && peer.workload != owner => {
                    group.made.push((format!("{MADE}{}", owner.name), peer))
                }
                None if key.is_empty() => group.declared = Some(peer),
                None => group.pods.push((key, peer)),
            }
        }
        for (workload, Group { declared, made, pods }) in groups {
            let is_periodic = workload.kind == "CronJob" && declared.is_some();
            let declared = declared.map(|it| (String::new(), it));
            let kept = match (pods.is_empty(), made.is_empty()) {
                _ if is_periodic => declared.into_iter().chain(pods).collect(),
                (false, _) => pods,
                (true, false) => made,
                (true, true) => declared.into_iter().collect(),
            };
            self.peers.extend(kept.into_iter().map(|(key, peer)| ((workload.clone(), key), peer)));
        }
        self.add_controller_labels();
    }

    /// Whether owners were followed.
    pub(crate) fn is_settled(&self) -> bool {
        self.owners.is_settled
    }

    /// The number of pods and Jobs that have ended. They are not added.
    #[must_use]
    pub fn finished(&self) -> usize {
        self.owners.finished
    }

    /// The owner that has no owner.
    fn top(&self, owner: &Workload, labels: &Labels, declared: &BTreeSet<Workload>) -> Workload {
        let mut top = owner;
        for _ in 0..DEPTH {
            match self.owners.controllers.get(top) {
                Some(next) if next != owner => top = next,
                _ => break,
            }
        }
        by_name(top, labels)
            .filter(|it| !declared.contains(top) && declared.contains(it))
            .unwrap_or_else(|| top.clone())
    }
}

/// The owner of a ReplicaSet or Job that is not among the objects, from the name that its controller makes.
fn by_name(own: &Workload, labels: &Labels) -> Option<Workload> {
    let (name, suffix) = own.name.rsplit_once('-')?;
    let kind = match &*own.kind {
        "ReplicaSet" if labels.get("pod-template-hash").is_some_and(|it| it == suffix) => "Deployment",
        "Job" if suffix.len() > 5 && suffix.bytes().all(|byte| byte.is_ascii_digit()) => "CronJob",
        _ => return None,
    };
    Some(Workload::new(own.namespace.clone(), name, kind))
}

#[cfg(test)]
mod tests {
    use super::Objects;
    use coderev_objects::ManifestReader;

    /// The workloads and pods of objects, one a line of flow YAML.
    fn peers(lines: &[&str]) -> Vec<String> {
        let mut objects = Objects::new();
        for read in ManifestReader::new().read("a.yaml", lines.join("\n---\n").as_bytes()) {
            objects.add_document(&read.expect("YAML").document).expect("an object");
        }
        objects.settle();
        objects.settle();
        objects.peers().map(|it| format!("{} {}", it.workload, it.pod).trim_end().to_owned()).collect()
    }

    const DEPLOYMENT: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: [{name: c}]}}}}";
    const SET: &str = "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-7d8, ownerReferences: [{kind: Deployment, name: web, controller: true}]}, spec: {replicas: 1, template: {spec: {containers: [{name: c}]}}}}";
    const POD: &str = "{apiVersion: v1, kind: Pod, metadata: {name: web-7d8-x, labels: {pod-template-hash: 7d8}, ownerReferences: [{kind: ReplicaSet, name: web-7d8, controller: true}]}, spec: {containers: [{name: c}]}}";

    #[test]
    fn a_deployment_its_sets_and_its_pods_are_one_workload() {
        assert_eq!(peers(&[DEPLOYMENT, SET, POD]), ["default/web[Deployment] web-7d8-x"]);
        assert_eq!(peers(&[DEPLOYMENT, SET]), ["default/web[Deployment]"]);
        assert_eq!(peers(&[DEPLOYMENT, POD]), ["default/web[Deployment] web-7d8-x"], "by the name of the set");
        assert_eq!(peers(&[SET, POD]), ["default/web[Deployment] web-7d8-x"]);
        assert_eq!(peers(&[POD]), ["default/web-7d8[ReplicaSet] web-7d8-x"]);
        let second = SET.replace("web-7d8", "web-9f1");
        assert_eq!(peers(&[DEPLOYMENT, SET, &second]).len(), 2, "both run during a rollout");
    }

    #[test]
    fn the_pods_of_a_set_stand_for_its_template() {
        let set = DEPLOYMENT.replace("Deployment", "StatefulSet").replace("web", "db");
        let pod = "{apiVersion: v1, kind: Pod, metadata: {name: db-0, ownerReferences: [{kind: StatefulSet, name: db, controller: true}]}}";
        assert_eq!(peers(&[&set, pod]), ["default/db[StatefulSet] db-0"]);
        let ended = pod.replace("metadata", "status: {phase: Failed}, metadata");
        assert_eq!(peers(&[&set, &ended]), ["default/db[StatefulSet]"]);
    }

    #[test]
    fn a_cron_job_keeps_its_template_beside_its_pods() {
        let cron = "{apiVersion: batch/v1, kind: CronJob, metadata: {name: tick}, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}}";
        let job = "{apiVersion: batch/v1, kind: Job, metadata: {name: tick-29930010, ownerReferences: [{kind: CronJob, name: tick, controller: true}]}, spec: {template: {spec: {containers: [{name: c}]}}}}";
        let pod = "{apiVersion: v1, kind: Pod, metadata: {name: tick-29930010-a, ownerReferences: [{kind: Job, name: tick-29930010, controller: true}]}}";
        assert_eq!(peers(&[cron, job, pod]), ["default/tick[CronJob]", "default/tick[CronJob] tick-29930010-a"]);
        assert_eq!(peers(&[cron, pod]), ["default/tick[CronJob]", "default/tick[CronJob] tick-29930010-a"]);
        assert_eq!(peers(&[cron, job]), ["default/tick[CronJob]"]);
        let ended =
            job.replace("spec: {template", "status: {conditions: [{type: Complete, status: 'True'}]}, spec: {template");
        assert_eq!(peers(&[&ended]), [""; 0], "its pods have ended");
    }
}

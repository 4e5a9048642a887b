//! Labels that controllers set on pods, and that no template has. Policies may select by them.
//!
//! <https://kubernetes.io/docs/reference/labels-annotations-taints/>.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::{NetworkPolicy, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

use super::{Objects, Peer, Workload, list};
use crate::labels::{CHOSEN, POD_INDEX, POD_NAME};

const JOB_NAMES: [&str; 2] = ["batch.kubernetes.io/job-name", "job-name"];
const JOB_INDEX: &str = "batch.kubernetes.io/job-completion-index";

/// The labels of each kind of controller.
const LABELS: [(&str, &[&str]); 9] = [
    ("StatefulSet", &[POD_NAME, POD_INDEX, "controller-revision-hash"]),
    ("Job", &[JOB_NAMES[0], JOB_NAMES[1], "batch.kubernetes.io/controller-uid", "controller-uid"]),
    ("CronJob", &[JOB_NAMES[0], JOB_NAMES[1], "batch.kubernetes.io/controller-uid", "controller-uid"]),
    ("Deployment", &["pod-template-hash"]),
    ("DaemonSet", &["controller-revision-hash", "pod-template-generation"]),
    ("Rollout", &["rollouts-pod-template-hash"]),
    ("ReplicationController", &[]),
    (
        "JobSet",
        &[JOB_NAMES[0], JOB_NAMES[1], "jobset.sigs.k8s.io/jobset-name", "jobset.sigs.k8s.io/replicatedjob-name"],
    ),
    (
        "LeaderWorkerSet",
        &[
            "leaderworkerset.sigs.k8s.io/name",
            "leaderworkerset.sigs.k8s.io/worker-index",
            "leaderworkerset.sigs.k8s.io/group-index",
        ],
    ),
];

/// The facts on which the labels of controllers depend.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The first number and the number of pods of each StatefulSet. None where its scale is not set.
    pub(super) sets: BTreeMap<Workload, (u32, Option<u32>)>,
    /// Jobs whose pods have an index.
    pub(super) indexed: BTreeSet<Workload>,
    /// Keys and their values in policies of other kinds.
    mentioned: BTreeMap<String, BTreeSet<String>>,
}

fn is_known(key: &str) -> bool {
    key == JOB_INDEX || LABELS.iter().any(|(_, keys)| keys.contains(&key))
}

impl Objects {
    /// Notes the labels of controllers in a policy of any kind.
    pub(super) fn note_controller_labels(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, field) in fields {
                    if is_known(name) {
                        let values = self.controller_labels.mentioned.entry(name.clone()).or_default();
                        values.extend(field.as_str().map(str::to_owned));
                    }
                    self.note_controller_labels(field);
                }
                if let Some(key) = value["key"].as_str().filter(|key| is_known(key)) {
                    let values = list(&value["values"]).iter().filter_map(|it| it.as_str().map(str::to_owned));
                    self.controller_labels.mentioned.entry(key.to_owned()).or_default().extend(values);
                }
            }
            Value::Array(items) => items.iter().for_each(|it| self.note_controller_labels(it)),
            _ => {}
        }
    }

    /// Adds the labels that policies mention to the templates whose pods have them. Pods of a StatefulSet that policies
    /// name become peers of their own.
    pub(super) fn add_controller_labels(&mut self) {
        let mut mentioned = std::mem::take(&mut self.controller_labels.mentioned);
        for selector in self.policies.values().flat_map(selectors) {
            for (key, value) in selector.match_labels.iter().flatten().filter(|(key, _)| is_known(key)) {
                mentioned.entry(key.clone()).or_default().insert(value.clone());
            }
            for it in selector.match_expressions.iter().flatten().filter(|it| is_known(&it.key)) {
                mentioned.entry(it.key.clone()).or_default().extend(it.values.iter().flatten().cloned());
            }
        }
        if mentioned.is_empty() {
            return;
        }
        let templates: Vec<_> =
            self.peers.iter().filter(|(_, it)| it.pod.is_empty()).map(|(key, _)| key.clone()).collect();
        for key in templates {
            let Some(mut peer) = self.peers.remove(&key) else { continue };
            let own = self.own_pods(&peer, &mentioned);
            let is_complete = self.is_complete(&peer.workload, own.len());
            for (number, pod) in own {
                let workload = &peer.workload;
                let mut one = Peer { pod: pod.clone(), ..peer.clone() };
                set(&mut one, POD_NAME, &pod);
                set(&mut one, POD_INDEX, &number.to_string());
                self.add_labels(&mut one, &mentioned);
                self.peers.entry((workload.clone(), pod)).or_insert(one);
            }
            if !is_complete {
                self.add_labels(&mut peer, &mentioned);
                self.peers.insert(key, peer);
            }
        }
    }

    /// The pods of a StatefulSet that policies name: the number and the name of each.
    fn own_pods(&self, peer: &Peer, mentioned: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<u32, String> {
        let Some((first, count)) = self.controller_labels.sets.get(&peer.workload) else { return BTreeMap::new() };
        let values = |key: &str| mentioned.get(key).into_iter().flatten();
        let prefix = format!("{}-", peer.workload.name);
        let named = values(POD_NAME).filter_map(|it| it.strip_prefix(&*prefix));
        let numbers = named.chain(values(POD_INDEX).map(String::as_str));
        let numbers = numbers.filter_map(|text| text.parse::<u32>().ok().filter(|it| it.to_string() == text));
        let is_there = |it: &u32| it.checked_sub(*first).is_some_and(|it| count.is_none_or(|count| it < count));
        numbers.filter(is_there).map(|number| (number, format!("{prefix}{number}"))).collect()
    }

    /// Whether policies name every pod of a StatefulSet, so that its template has no other pods.
    fn is_complete(&self, workload: &Workload, named: usize) -> bool {
        let count = self.controller_labels.sets.get(workload).and_then(|(_, count)| *count);
        named > 0 && count.and_then(|it| usize::try_from(it).ok()) == Some(named)
    }

    fn add_labels(&self, peer: &mut Peer, mentioned: &BTreeMap<String, BTreeSet<String>>) {
        let kind = peer.workload.kind.clone();
        let keys = LABELS.iter().filter(|(its, _)| *its == kind).flat_map(|(_, keys)| *keys).copied();
        let index = self.controller_labels.indexed.contains(&peer.workload).then_some(JOB_INDEX);
        for key in keys.chain(index).filter(|key| mentioned.contains_key(*key)) {
            let value =
                if kind == "Job" && JOB_NAMES.contains(&key) { peer.workload.name.clone() } else { CHOSEN.into() };
            set(peer, key, &value);
        }
    }
}

fn set(peer: &mut Peer, key: &str, value: &str) {
    peer.labels.entry(key.to_owned()).or_insert_with(|| value.to_owned());
}

/// The selectors of pods in a policy.
fn selectors(policy: &NetworkPolicy) -> Vec<&LabelSelector> {
    let spec: Option<&NetworkPolicySpec> = (&policy.spec).into();
    let own = spec.and_then(|it| Option::<&LabelSelector>::from(&it.pod_selector));
    let ingress = spec.and_then(|it| it.ingress.as_ref()).into_iter().flatten().filter_map(|it| it.from.as_ref());
    let egress = spec.and_then(|it| it.egress.as_ref()).into_iter().flatten().filter_map(|it| it.to.as_ref());
    own.into_iter().chain(ingress.chain(egress).flatten().filter_map(|it| it.pod_selector.as_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Objects;
    use crate::{Convention, End, Port, Reach};
    use coderev_objects::ManifestReader;

    const OBJECTS: &str = "
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 2, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {metadata: {labels: {app: m}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {policyTypes: [Egress], podSelector: SELECTOR}}
";

    /// The pods that a policy with this selector isolates: the name of the pod, or of the workload.
    fn isolated(selector: &str) -> Vec<String> {
        let mut objects = Objects::new();
        for read in ManifestReader::new().read("a.yaml", OBJECTS.replace("SELECTOR", selector).as_bytes()) {
            objects.add_document(&read.expect("YAML").document).expect("an object");
        }
        let reach = Reach::new(&objects, Convention::KUBERNETES).expect("a valid policy");
        let outside = End::Address("1.1.1.1".parse().expect("an address"));
        let is_closed = |id| !reach.ask(End::Peer(id), outside, Port::tcp(1)).is_allowed();
        let name = |it: &crate::Peer| if it.pod.is_empty() { it.workload.name.clone() } else { it.pod.clone() };
        reach.peers().filter(|(id, _)| is_closed(*id)).map(|(_, it)| name(it)).collect()
    }

    #[test]
    fn a_policy_selects_pods_by_the_labels_of_their_controllers() {
        let by = |key: &str, operator: &str, values: &str| {
            isolated(&format!("{{matchExpressions: [{{key: {key}, operator: {operator}{values}}}]}}"))
        };
        for (key, operator, values, expected) in [
            ("job-name", "Exists", "", vec!["migrate"]),
            ("batch.kubernetes.io/job-name", "In", ", values: [migrate]", vec!["migrate"]),
            ("job-name", "NotIn", ", values: [migrate]", vec!["db", "web"]),
            ("job-name", "DoesNotExist", "", vec!["db", "web"]),
            ("pod-template-hash", "Exists", "", vec!["web"]),
            ("pod-template-hash", "DoesNotExist", "", vec!["db", "migrate"]),
            ("statefulset.kubernetes.io/pod-name", "In", ", values: [db-0, db-9]", vec!["db-0"]),
            ("apps.kubernetes.io/pod-index", "In", ", values: ['0', '1']", vec!["db-0", "db-1"]),
            ("apps.kubernetes.io/pod-index", "NotIn", ", values: ['0']", vec!["db", "migrate", "web"]),
            ("apps.kubernetes.io/pod-index", "Exists", "", vec!["db"]),
        ] {
            assert_eq!(by(key, operator, values), expected, "{key} {operator} {values}");
        }
        assert_eq!(isolated("{matchLabels: {statefulset.kubernetes.io/pod-name: db-1}}"), ["db-1"]);
    }
}

//! Pods of kinds without a type: any object with a pod template, and kinds whose pods only their operator knows.

use k8s_openapi::api::core::v1::PodTemplateSpec;
use serde_json::Value;

use super::{Objects, Workload, object_key, workloads};

/// How deep a pod template may be in an object.
const DEPTH: usize = 8;

/// Groups and kinds that contain pod templates and run no pods of them: policies about pods, and stores of templates.
const WITHOUT_PODS: [(&str, &str); 9] = [
    ("kyverno.io", ""),
    ("policies.kyverno.io", ""),
    ("constraints.gatekeeper.sh", ""),
    ("templates.gatekeeper.sh", ""),
    ("template.openshift.io", "Template"),
    ("", "Template"),
    ("", "PodTemplate"),
    ("apps", "ControllerRevision"),
    ("apiextensions.k8s.io", ""),
];

/// Kinds that make pods which their manifests do not describe. The group may have any subdomain.
const OPERATORS: [(&str, &[&str]); 19] = [
    (
        "kubevirt.io",
        &["VirtualMachine", "VirtualMachineInstance", "VirtualMachineInstanceReplicaSet", "VirtualMachinePool"],
    ),
    ("monitoring.coreos.com", &["Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler"]),
    ("postgresql.cnpg.io", &["Cluster", "Pooler"]),
    ("kafka.strimzi.io", &["Kafka", "KafkaConnect", "KafkaMirrorMaker2", "KafkaBridge", "KafkaNodePool"]),
    ("k8s.elastic.co", &["Elasticsearch", "Kibana", "Beat", "Logstash", "ApmServer"]),
    ("opentelemetry.io", &["OpenTelemetryCollector"]),
    ("jaegertracing.io", &["Jaeger"]),
    ("grafana.integreatly.org", &["Grafana"]),
    ("databases.spotahome.com", &["RedisFailover"]),
    ("redis.redis.opstreelabs.in", &["Redis", "RedisCluster", "RedisReplication", "RedisSentinel"]),
    ("acid.zalan.do", &["postgresql"]),
    ("postgres-operator.crunchydata.com", &["PostgresCluster"]),
    ("rabbitmq.com", &["RabbitmqCluster"]),
    ("minio.min.io", &["Tenant"]),
    ("argoproj.io", &["ArgoCD", "Workflow", "CronWorkflow"]),
    ("tekton.dev", &["PipelineRun", "TaskRun"]),
    ("sparkoperator.k8s.io", &["SparkApplication", "ScheduledSparkApplication"]),
    ("ray.io", &["RayCluster", "RayJob", "RayService"]),
    ("ceph.rook.io", &["CephCluster", "CephObjectStore", "CephFilesystem"]),
];

/// A kind whose operator makes pods that its manifests do not describe.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct UnknownPods {
    /// The kind.
    pub kind: String,
    /// The API group.
    pub group: String,
    /// The objects: `namespace/name`, sorted.
    pub names: Vec<String>,
}

impl Objects {
    /// Adds the pods of an object whose kind has no type.
    pub(super) fn add_templates(&mut self, group: &str, kind: &str, value: &Value) {
        if WITHOUT_PODS.iter().any(|(its, own)| *its == group && (own.is_empty() || *own == kind)) {
            return;
        }
        let mut found = Vec::new();
        for (name, below) in value.as_object().into_iter().flatten() {
            if !matches!(name.as_str(), "metadata" | "status") {
                collect(name, below, DEPTH, name, &mut found);
            }
        }
        let (namespace, name) = object_key(value);
        let is_one = found.len() == 1;
        for (at, template) in &found {
            let Ok(template) = serde_json::from_value::<PodTemplateSpec>((*template).clone()) else { continue };
            // Several templates of one object are distinguished by their position.
            let name = if is_one { name.clone() } else { format!("{name} {at}") };
            let workload = Workload::new(namespace.clone(), name, kind);
            self.peer(workloads::peer(workload, String::new(), template.metadata.as_ref(), template.spec.as_ref()));
        }
        let is_operated = OPERATORS.iter().any(|(its, kinds)| is_group(group, its) && kinds.contains(&kind));
        if found.is_empty() && is_operated {
            let key = (group.to_owned(), kind.to_owned());
            self.unknown_pods.entry(key).or_default().insert(format!("{namespace}/{name}"));
        }
    }

    /// The kinds that make pods which the objects do not describe, so that no answer has them; sorted.
    pub fn unknown_pods(&self) -> impl Iterator<Item = UnknownPods> + '_ {
        self.unknown_pods.iter().map(|((group, kind), names)| UnknownPods {
            kind: kind.clone(),
            group: group.clone(),
            names: names.iter().cloned().collect(),
        })
    }
}

fn is_group(group: &str, wanted: &str) -> bool {
    group == wanted || group.strip_suffix(wanted).is_some_and(|it| it.ends_with('.'))
}

/// Finds pod templates: values of fields such as `template` and `workerTemplate`, with containers. `place` names the
/// template among several.
fn collect<'a>(name: &str, value: &'a Value, depth: usize, place: &str, found: &mut Vec<(String, &'a Value)>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let is_template = name == "template" || name.ends_with("Template");
    if is_template && has_containers(value) {
        found.push((place.to_owned(), value));
        return;
    }
    match value {
        Value::Object(fields) => {
            for (name, below) in fields {
                // `spec.replicatedJobs[].template.spec.template` is named by the job.
                let place = if matches!(name.as_str(), "spec" | "template") { place.to_owned() } else { name.clone() };
                collect(name, below, depth, &place, found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let own = item["name"].as_str().map_or_else(|| format!("{place}/{at}"), str::to_owned);
                collect(name, item, depth, &own, found);
            }
        }
        _ => {}
    }
}

fn has_containers(value: &Value) -> bool {
    let containers = value.pointer("/spec/containers").and_then(Value::as_array);
    containers.is_some_and(|all| all.iter().any(|it| it["name"].is_string() || it["image"].is_string()))
}

#[cfg(test)]
mod tests {
    use super::Objects;
    use serde_json::{Value, json};

    fn workloads(value: &Value) -> (Vec<String>, usize) {
        let mut objects = Objects::new();
        objects.add_custom(value);
        (objects.peers().map(|it| it.workload.to_string()).collect(), objects.unknown_pods().count())
    }

    #[test]
    fn an_object_with_a_pod_template_is_a_workload_of_its_kind() {
        let pod = json!({"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "i"}]}});
        let object = |version: &str, kind: &str, spec: Value| json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a", "namespace": "n"}, "spec": spec});
        for (version, kind, spec, expected) in [
            ("argoproj.io/v1alpha1", "Rollout", json!({"template": pod}), vec!["n/a[Rollout]"]),
            (
                "serving.knative.dev/v1",
                "Service",
                json!({"template": {"spec": {"containers": [{"image": "i"}]}}}),
                vec!["n/a[Service]"],
            ),
            ("keda.sh/v1alpha1", "ScaledJob", json!({"jobTargetRef": {"template": pod}}), vec!["n/a[ScaledJob]"]),
            (
                "jobset.x-k8s.io/v1alpha2",
                "JobSet",
                json!({"replicatedJobs": [{"name": "one", "template": {"spec": {"template": pod}}}, {"name": "two", "template": {"spec": {"template": pod}}}]}),
                vec!["n/a one[JobSet]", "n/a two[JobSet]"],
            ),
            (
                "leaderworkerset.x-k8s.io/v1",
                "LeaderWorkerSet",
                json!({"leaderWorkerTemplate": {"leaderTemplate": pod, "workerTemplate": pod}}),
                vec!["n/a leaderTemplate[LeaderWorkerSet]", "n/a workerTemplate[LeaderWorkerSet]"],
            ),
        ] {
            assert_eq!(workloads(&object(version, kind, spec)).0, expected, "{kind}");
        }
        let pattern = json!({"rules": [{"validate": {"pattern": {"spec": {"template": pod}}}}]});
        assert_eq!(workloads(&object("kyverno.io/v1", "ClusterPolicy", pattern)).0, [""; 0], "it runs no pods");
    }

    #[test]
    fn pods_that_only_an_operator_knows_are_named() {
        let object = |version: &str, kind: &str| {
            workloads(
                &json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}, "spec": {"template": {"spec": {}}}}),
            )
        };
        assert_eq!(object("kubevirt.io/v1", "VirtualMachine"), (Vec::new(), 1));
        assert_eq!(object("monitoring.coreos.com/v1", "Prometheus"), (Vec::new(), 1));
        assert_eq!(object("elasticsearch.k8s.elastic.co/v1", "Elasticsearch"), (Vec::new(), 1));
        assert_eq!(object("monitoring.coreos.com/v1", "ServiceMonitor"), (Vec::new(), 0));
    }
}

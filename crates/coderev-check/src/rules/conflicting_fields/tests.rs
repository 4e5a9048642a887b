use super::CONFLICTING_FIELDS;
use crate::testing::messages;
use serde_json::{Value, json};

fn found(object: Value) -> usize {
    messages(&CONFLICTING_FIELDS, [object]).len()
}
fn pod(spec: Value) -> usize {
    let mut pod = json!({"containers": [{"name": "web"}]});
    if let (Some(pod), Value::Object(spec)) = (pod.as_object_mut(), spec) {
        pod.extend(spec);
    }
    found(json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": pod}))
}

#[test]
fn actions_of_probes_and_sources_of_variables() {
    let container = |fields: Value| {
        let mut container = json!({"name": "web"});
        if let (Some(container), Value::Object(fields)) = (container.as_object_mut(), fields) {
            container.extend(fields);
        }
        pod(json!({"containers": [container]}))
    };
    assert_eq!(container(json!({"livenessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 1}})), 0);
    assert_eq!(container(json!({"livenessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}})), 1);
    assert_eq!(container(json!({"readinessProbe": {"tcpSocket": {"port": 80}, "successThreshold": 2}})), 0);
    assert_eq!(container(json!({"livenessProbe": {}})), 1);
    assert_eq!(container(json!({"env": [{"name": "A", "valueFrom": {}}]})), 1);
    assert_eq!(container(json!({"envFrom": [{}]})), 1);
    assert_eq!(container(json!({"volumeMounts": [{"name": "a", "mountPath": "/x"}]})), 1);
}
#[test]
fn sources_of_volumes_and_tolerations() {
    assert_eq!(pod(json!({"volumes": [{"name": "a", "emptyDir": {}}]})), 0);
    assert_eq!(pod(json!({"volumes": [{"name": "a", "emptyDir": {}, "hostPath": {"path": "/x"}}]})), 1);
    assert_eq!(pod(json!({"tolerations": [{"operator": "Exists"}]})), 0);
    assert_eq!(pod(json!({"tolerations": [{"value": "x"}]})), 1);
    assert_eq!(pod(json!({"tolerations": [{"key": "a", "effect": "NoSchedule", "tolerationSeconds": 5}]})), 1);
    assert_eq!(pod(json!({"dnsPolicy": "None"})), 1);
}
#[test]
fn update_strategies_of_workloads() {
    let workload = |kind: &str, fields: Value| {
        let labels = json!({"app": "web"});
        let mut spec = json!({"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels},
            "spec": {"containers": [{"name": "web"}]}}});
        spec.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        found(json!({"kind": kind, "metadata": {"name": "web"}, "spec": spec}))
    };
    let strategy = |kind: &str, it: Value| workload(kind, json!({"updateStrategy": it}));
    assert_eq!(strategy("StatefulSet", json!({"type": "OnDelete"})), 0);
    assert_eq!(strategy("StatefulSet", json!({"type": "OnDelete", "rollingUpdate": {"partition": 1}})), 1);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}})), 0);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxUnavailable": 2}})), 0);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": 1}})), 1);
    assert_eq!(strategy("DaemonSet", json!({"rollingUpdate": {"maxSurge": "10%", "maxUnavailable": 1}})), 1);
}
#[test]
fn exceptions_of_a_block_are_within_it() {
    let policy = |cidr: &str, except: &str| {
        let peer = json!({"ipBlock": {"cidr": cidr, "except": [except]}});
        found(json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web"},
            "spec": {"podSelector": {}, "ingress": [{"from": [peer]}]}}))
    };
    assert_eq!(policy("10.0.0.0/8", "10.1.0.0/16"), 0);
    assert_eq!(policy("0.0.0.0/0", "10.1.0.0/16"), 0);
    assert_eq!(policy("2001:db8::/32", "2001:db8:1::/48"), 0);
    for except in ["10.0.0.0/8", "11.0.0.0/16", "2001:db8::/32", "0.0.0.0/0"] {
        assert_eq!(policy("10.0.0.0/8", except), 1, "{except}");
    }
}
#[test]
fn a_job_ends() {
    let job = |spec: Value| {
        let mut job = json!({"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "web"}]}}});
        if let (Some(job), Value::Object(spec)) = (job.as_object_mut(), spec) {
            job.extend(spec);
        }
        found(json!({"kind": "Job", "metadata": {"name": "a"}, "spec": job}))
    };
    assert_eq!(job(json!({})), 0);
    assert_eq!(job(json!({"template": {"spec": {"containers": [{"name": "web"}]}}})), 1);
    assert_eq!(job(json!({"completionMode": "Indexed"})), 0, "the API server sets the completions to 1");
    assert_eq!(job(json!({"completionMode": "Indexed", "completions": 10, "backoffLimitPerIndex": 1})), 0);
}

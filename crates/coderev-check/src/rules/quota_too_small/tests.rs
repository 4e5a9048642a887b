//! Quotas and the pods, Services and claims of their namespace.
use super::QUOTA_TOO_SMALL;
use crate::testing::messages;
use serde_json::{Value, json};

/// The findings about these objects, and a quota of `hard`, in one namespace.
fn found(hard: Value, all: impl IntoIterator<Item = Value>) -> Vec<String> {
    let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "quota"}, "spec": {"hard": hard}});
    let here = all.into_iter().chain([quota]).map(|mut object| {
        object["metadata"]["namespace"] = "small".into();
        object
    });
    messages(&QUOTA_TOO_SMALL, here)
}
fn needs(needed: &str, name: &str, parts: &str, allowed: &str) -> Vec<String> {
    let needed = match name {
        "services" | "count/services" => format!("{needed} Services"),
        "persistentvolumeclaims" => format!("{needed} volume claims"),
        _ => format!("{needed} of `{name}`"),
    };
    vec![format!("the namespace needs up to {needed} ({parts}), but the quota allows {allowed}")]
}
fn raw_service(name: &str, mut spec: Value) -> Value {
    spec["ports"] = json!([{"name": "a", "port": 1}, {"name": "b", "port": 2, "nodePort": 30002}]);
    json!({"kind": "Service", "metadata": {"name": name}, "spec": spec})
}

#[test]
fn services_use_load_balancers_and_node_ports() {
    let services = || {
        [
            raw_service("inside", json!({"type": "ClusterIP"})),
            raw_service("nodes", json!({"type": "NodePort"})),
            raw_service("outside", json!({"type": "LoadBalancer"})),
            raw_service("direct", json!({"type": "LoadBalancer", "allocateLoadBalancerNodePorts": false})),
        ]
    };
    let all = "`direct`: 1, `inside`: 1, `nodes`: 1 and 1 more";
    for (name, most, parts) in [
        ("services", 4, all),
        ("count/services", 4, all),
        ("services.loadbalancers", 2, "`direct`: 1, `outside`: 1"),
        ("services.nodeports", 5, "`nodes`: 2, `outside`: 2, `direct`: 1"),
    ] {
        let quota = |n: i32| json!({name: n.to_string()});
        assert_eq!(found(quota(most), services()), [""; 0], "{name}");
        assert_eq!(found(quota(most - 1), services()), needs(&most.to_string(), name, parts, &(most - 1).to_string()));
    }
}
#[test]
fn volume_claims_of_pods_are_counted() {
    let spec = json!({"storageClassName": "fast", "resources": {"requests": {"storage": "10Gi"}}});
    let all = || {
        let scratch = json!({"name": "scratch", "ephemeral": {"volumeClaimTemplate": {"spec": spec}}});
        let template = json!({"metadata": {"name": "data"}, "spec": spec});
        [
            json!({"kind": "PersistentVolumeClaim", "metadata": {"name": "models"}, "spec": spec}),
            json!({"kind": "StatefulSet", "metadata": {"name": "db"}, "spec": {
                "serviceName": "db", "selector": {}, "replicas": 3, "volumeClaimTemplates": [template],
                "template": {"spec": {"containers": [{"name": "db"}], "volumes": [scratch]}},
            }}),
        ]
    };
    let of_class = "fast.storageclass.storage.k8s.io/requests.storage";
    let storage = "`db`: 3 × 20Gi, `models`: 10Gi";
    for (name, most, less, shown, parts) in [
        ("persistentvolumeclaims", "7", "6", "7", "`db`: 3 × 2, `models`: 1"),
        ("requests.storage", "70Gi", "69Gi", "70.0Gi", storage),
        (of_class, "70Gi", "69Gi", "70.0Gi", storage),
    ] {
        assert_eq!(found(json!({name: most}), all()), [""; 0], "{name}");
        assert_eq!(found(json!({name: less}), all()), needs(shown, name, parts, less));
    }
    assert_eq!(found(json!({"slow.storageclass.storage.k8s.io/requests.storage": "0"}), all()), [""; 0]);
}
#[test]
fn a_limit_without_a_request_is_a_request() {
    let train = || {
        let resources = json!({"limits": {"nvidia.com/gpu": "2", "cpu": "4"}, "requests": {"cpu": "1"}});
        [
            json!({"kind": "Pod", "metadata": {"name": "train"}, "spec": {"containers": [{"name": "train", "resources": resources}]}}),
        ]
    };
    assert_eq!(found(json!({"requests.nvidia.com/gpu": "2", "cpu": "1"}), train()), [""; 0]);
    assert_eq!(
        found(json!({"requests.nvidia.com/gpu": "1"}), train()),
        needs("2", "requests.nvidia.com/gpu", "`train`: 2", "1")
    );
    assert_eq!(found(json!({"cpu": "500m"}), train()), needs("1", "cpu", "`train`: 1", "500m"));
}
#[test]
fn a_limit_range_sets_what_a_container_does_not_set() {
    let range = json!({"kind": "LimitRange", "metadata": {"name": "limits"}, "spec": {"limits": [
            {"type": "Container", "defaultRequest": {"cpu": "250m"}, "default": {"cpu": "1"}}]}});
    let pod =
        json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {"containers": [{"name": "a"}, {"name": "b"}]}});
    let hard = |cpu: &str, limit: &str| json!({"requests.cpu": cpu, "limits.cpu": limit});
    assert_eq!(found(hard("500m", "2"), [range.clone(), pod.clone()]), [""; 0]);
    assert_eq!(found(hard("499m", "1"), [range, pod]).len(), 2);
}
#[test]
fn amounts_are_compared_exactly() {
    for (each, hard) in [("100m", "300m"), ("200m", "0.6"), ("0.1", "300m")] {
        assert_eq!(found(json!({"cpu": hard}), [three_pods(each)]), [""; 0], "3 × {each} fit into {hard}");
    }
    assert_eq!(found(json!({"cpu": "299m"}), [three_pods("100m")]).len(), 1);
}
/// Three pods without a rolling update.
fn three_pods(cpu: &str) -> Value {
    json!({"kind": "StatefulSet", "metadata": {"name": "web"}, "spec": {
        "serviceName": "web", "replicas": 3, "selector": {}, "updateStrategy": {"type": "OnDelete"},
        "template": {"spec": {"containers": [{"name": "web", "resources": {"requests": {"cpu": cpu}}}]}},
    }})
}
#[test]
fn an_init_container_runs_next_to_the_sidecars_before_it() {
    let container = |name: &str, cpu: &str| json!({"name": name, "resources": {"requests": {"cpu": cpu}}});
    let sidecar = |name: &str, cpu: &str| {
        let mut it = container(name, cpu);
        it["restartPolicy"] = "Always".into();
        it
    };
    let pod = |init: [Value; 2]| {
        json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": {
                "initContainers": init, "containers": [container("web", "100m")]}})
    };
    let before = || pod([sidecar("proxy", "500m"), container("migrate", "2")]);
    assert_eq!(found(json!({"cpu": "2500m"}), [before()]), [""; 0]);
    assert_eq!(found(json!({"cpu": "2400m"}), [before()]), needs("2.5", "cpu", "`web`: 2500m", "2400m"));
    let after = || pod([container("migrate", "2"), sidecar("proxy", "500m")]);
    assert_eq!(found(json!({"cpu": "2"}), [after()]), [""; 0]);
}
#[test]
fn the_pod_has_resources_and_an_overhead_of_its_own() {
    let pod = |own: Value| {
        let resources = json!({"requests": {"cpu": "1"}, "limits": {"cpu": "2"}});
        let mut spec = json!({"containers": [{"name": "web", "resources": resources}]});
        spec.as_object_mut().expect("a mapping").extend(own.as_object().expect("a mapping").clone());
        json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": spec})
    };
    let hard = |request: &str, limit: &str| json!({"requests.cpu": request, "limits.cpu": limit});
    let overhead = || pod(json!({"overhead": {"cpu": "100m", "memory": "64Mi"}}));
    assert_eq!(found(hard("1100m", "2100m"), [overhead()]), [""; 0]);
    assert_eq!(found(hard("1", "2"), [overhead()]).len(), 2);
    assert_eq!(found(json!({"requests.memory": "64Mi", "limits.memory": "0"}), [overhead()]), [""; 0]);
    let class = json!({"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "kata"}, "handler": "kata",
            "overhead": {"podFixed": {"cpu": "100m"}}});
    let with_class = |hard: Value| {
        let mut pod = pod(json!({"runtimeClassName": "kata"}));
        pod["metadata"]["namespace"] = "small".into();
        let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "quota", "namespace": "small"}, "spec": {"hard": hard}});
        messages(&QUOTA_TOO_SMALL, [class.clone(), pod, quota]).len()
    };
    assert_eq!([with_class(hard("1100m", "2100m")), with_class(hard("1", "2"))], [0, 2]);
    let own = || pod(json!({"resources": {"requests": {"cpu": "3"}, "limits": {"cpu": "4"}}}));
    assert_eq!(found(hard("3", "4"), [own()]), [""; 0]);
    assert_eq!(found(hard("2", "3"), [own()]).len(), 2);
}
#[test]
fn a_quota_with_scopes_is_left_out() {
    let pod = || json!({"kind": "Pod", "metadata": {"name": "web", "namespace": "small"}, "spec": {"containers": [{"name": "web"}]}});
    let quota = json!({"kind": "ResourceQuota", "metadata": {"name": "jobs", "namespace": "small"},
            "spec": {"hard": {"pods": "0"}, "scopes": ["Terminating"]}});
    assert_eq!(messages(&QUOTA_TOO_SMALL, [pod(), quota]), [""; 0]);
    assert_eq!(found(json!({"pods": "0"}), [pod()]).len(), 1);
}

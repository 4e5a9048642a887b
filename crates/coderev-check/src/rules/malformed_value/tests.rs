use super::MALFORMED_VALUE;
use crate::testing::messages;
use serde_json::{Value, json};

fn container(fields: Value) -> Vec<String> {
    let mut container = json!({"name": "web", "image": "web:1"});
    if let (Some(container), Value::Object(fields)) = (container.as_object_mut(), fields) {
        container.extend(fields);
    }
    let spec = json!({"containers": [container]});
    messages(&MALFORMED_VALUE, [json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": spec})])
}

#[test]
fn texts_and_numbers_of_a_container() {
    for good in [
        json!({"env": [{"name": "a.b c"}]}),
        json!({"resources": {"requests": {"cpu": "500m", "nvidia.com/gpu": "1"}}}),
        json!({"livenessProbe": {"tcpSocket": {"port": "http"}, "periodSeconds": 1}}),
    ] {
        assert_eq!(container(good.clone()), [""; 0], "{good}");
    }
    for bad in [
        json!({"env": [{"name": "A=B"}]}),
        json!({"env": [{"name": ""}]}),
        json!({"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b c"}}}]}),
        json!({"image": ""}),
        json!({"imagePullPolicy": "Sometimes"}),
        json!({"resources": {"requests": {"cpu": "one"}}}),
        json!({"resources": {"requests": {"gpu": "1"}}}),
        json!({"livenessProbe": {"tcpSocket": {"port": 70000}}}),
        json!({"livenessProbe": {"tcpSocket": {"port": 80}, "periodSeconds": -1}}),
    ] {
        assert_eq!(container(bad.clone()).len(), 1, "{bad}");
    }
}
#[test]
fn a_number_has_a_range() {
    let scaler = |seconds: i32| {
        let policy = json!({"type": "Pods", "value": 1, "periodSeconds": seconds});
        let spec = json!({"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "maxReplicas": 3,
            "behavior": {"scaleUp": {"policies": [policy]}}});
        messages(
            &MALFORMED_VALUE,
            [
                json!({"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web"}, "spec": spec}),
            ],
        )
    };
    assert_eq!(scaler(1800), [""; 0]);
    assert_eq!(scaler(1801), ["`1801` is outside of the range of `periodSeconds`"]);
}
#[test]
fn values_of_other_kinds() {
    let found = |api_version: &str, kind: &str, fields: Value| {
        let mut object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}});
        object.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        messages(&MALFORMED_VALUE, [object]).len()
    };
    let binding = |kind: &str, group: &str| {
        let role = json!({"apiGroup": group, "kind": "ClusterRole", "name": "view"});
        found("rbac.authorization.k8s.io/v1", kind, json!({"roleRef": role, "subjects": []}))
    };
    for kind in ["RoleBinding", "ClusterRoleBinding"] {
        let groups = ["rbac.authorization.k8s.io", "", "rbac"].map(|group| binding(kind, group));
        assert_eq!(groups, [0, 0, 1], "{kind}: the server sets the group if it is empty");
    }
    let limits = |kind: &str| {
        found("v1", "LimitRange", json!({"spec": {"limits": [{"type": kind, "max": {"storage": "1Gi"}}]}}))
    };
    assert_eq!(["PersistentVolumeClaim", "openshift.io/Image", "Image"].map(limits), [0, 0, 1]);
    let service = |fields: Value| found("v1", "Service", json!({"spec": fields}));
    let protocol = |text: &str| service(json!({"ports": [{"port": 80, "appProtocol": text}]}));
    assert_eq!(["http", "kubernetes.io/h2c", "a b", ""].map(protocol), [0, 0, 1, 1]);
    let traffic = |text: &str| service(json!({"trafficDistribution": text}));
    assert_eq!(["PreferClose", "PreferSameNode", "PreferLocal"].map(traffic), [0, 0, 1]);
    let backend = |name: &str| {
        let backend = json!({"service": {"name": "web", "port": {"name": name}}});
        found("networking.k8s.io/v1", "Ingress", json!({"spec": {"defaultBackend": backend}}))
    };
    assert_eq!(["http", "HTTP"].map(backend), [0, 1]);
    let storage = |field: &str, text: &str| {
        let mut class = json!({"provisioner": "ebs.csi.aws.com"});
        class[field] = text.into();
        found("storage.k8s.io/v1", "StorageClass", class)
    };
    assert_eq!([storage("reclaimPolicy", "Retain"), storage("reclaimPolicy", "Recycle")], [0, 1]);
    assert_eq!([storage("volumeBindingMode", "Immediate"), storage("volumeBindingMode", "Late")], [0, 1]);
    assert_eq!(["kubernetes.io/AWS-ebs", "", "a b"].map(|text| storage("provisioner", text)), [0, 1, 1]);
    let class = |handler: &str| found("node.k8s.io/v1", "RuntimeClass", json!({"handler": handler}));
    assert_eq!(["runsc", "A_b", ""].map(class), [0, 1, 1]);
    let slice =
        |kind: &str| found("discovery.k8s.io/v1", "EndpointSlice", json!({"addressType": kind, "endpoints": []}));
    assert_eq!(["IPv4", "FQDN", "IP"].map(slice), [0, 0, 1]);
}

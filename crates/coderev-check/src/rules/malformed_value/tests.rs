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
#[test]
fn numbers_of_items_and_names_of_systems() {
    let pod = |fields: Value| {
        let mut spec = json!({"containers": [{"name": "web", "image": "web:1"}]});
        spec.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        messages(&MALFORMED_VALUE, [json!({"kind": "Pod", "metadata": {"name": "web"}, "spec": spec})]).len()
    };
    let servers = |count: usize| pod(json!({"dnsConfig": {"nameservers": vec!["10.0.0.1"; count]}}));
    assert_eq!([servers(3), servers(4)], [0, 1]);
    assert_eq!(["linux", "windows", "darwin"].map(|name| pod(json!({"os": {"name": name}}))), [0, 0, 1]);
    let found = |api_version: &str, kind: &str, fields: Value| {
        let mut object = json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}});
        object.as_object_mut().expect("a mapping").extend(fields.as_object().expect("a mapping").clone());
        messages(&MALFORMED_VALUE, [object]).len()
    };
    let policy = |types: Value| {
        found("networking.k8s.io/v1", "NetworkPolicy", json!({"spec": {"podSelector": {}, "policyTypes": types}}))
    };
    assert_eq!([policy(json!(["Ingress", "Egress"])), policy(json!(["Ingress", "Egress", "Egress"]))], [0, 1]);
    let service = |address: &str| found("v1", "Service", json!({"spec": {"externalIPs": [address]}}));
    assert_eq!(["203.0.113.7", "127.0.0.1", "::1", "169.254.0.1", "0.0.0.0", "a"].map(service), [0, 1, 1, 1, 1, 1]);
    let slice = |address: &str| {
        let fields = json!({"addressType": "IPv4", "endpoints": [{"addresses": [address]}]});
        found("discovery.k8s.io/v1", "EndpointSlice", fields)
    };
    assert_eq!(["10.0.0.1", "127.0.0.1"].map(slice), [0, 1]);
    let scaler = |source: Value| {
        let metric = json!({"type": "ContainerResource", "containerResource": source});
        let target = json!({"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"});
        found(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            json!({"spec": {"scaleTargetRef": target, "maxReplicas": 3, "metrics": [metric]}}),
        )
    };
    let target = json!({"type": "Utilization", "averageUtilization": 80});
    assert_eq!(scaler(json!({"name": "cpu", "container": "web", "target": target})), 0);
    assert_eq!(scaler(json!({"name": "cpu", "target": target})), 1);
    let hook = |field: &str, value: Value| {
        let mut hook = json!({"name": "pods.policy.acme.dev", "sideEffects": "None"});
        hook[field] = value;
        found("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", json!({"webhooks": [hook]}))
    };
    assert_eq!([hook("timeoutSeconds", json!(30)), hook("timeoutSeconds", json!(31))], [0, 1]);
    assert_eq!([hook("name", json!("acme.dev")), hook("sideEffects", json!("Some"))], [1, 1]);
    let binding = |action: &str| {
        let spec = json!({"spec": {"policyName": "a", "validationActions": [action]}});
        found("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", spec)
    };
    assert_eq!(["Deny", "Block"].map(binding), [0, 1]);
}

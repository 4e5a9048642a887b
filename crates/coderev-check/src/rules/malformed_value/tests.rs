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

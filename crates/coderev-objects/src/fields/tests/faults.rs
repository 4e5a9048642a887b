//! Problems at several depths, each tested separately.
use crate::fields::KubernetesVersion::{self, V1_35, V1_36, V1_37};
use crate::fields::tree;
use serde_json::{Value, json};

fn deployment() -> Value {
    json!({
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": { "name": "web", "labels": { "a/b": "c" } },
        "spec": {
            "replicas": 3,
            "selector": { "matchLabels": { "app": "web" } },
            "strategy": { "rollingUpdate": { "maxSurge": "25%", "maxUnavailable": 0 } },
            "template": { "spec": {
                "containers": [{
                    "name": "web",
                    "image": "web:1",
                    "ports": [{ "containerPort": 8000 }],
                    "resources": { "limits": { "cpu": 1, "memory": "1Gi" } },
                }],
                "volumes": [{ "name": "tmp", "emptyDir": {} }],
            } },
        },
    })
}

/// The problems of `value` after `change` at `at`: the message, the help and the pointer.
fn found(mut value: Value, version: KubernetesVersion, at: &str, change: Value) -> Vec<[String; 3]> {
    let (parent, name) = at.rsplit_once('/').expect("a pointer");
    match value.pointer_mut(parent) {
        Some(Value::Array(items)) => items[name.parse::<usize>().expect("an index")] = change,
        Some(parent) => parent[name.replace("~1", "/")] = change,
        None => panic!("nothing is at `{parent}`"),
    }
    let [api_version, kind] = ["apiVersion", "kind"].map(|key| value[key].as_str().expect("a text"));
    let problems = tree(api_version, kind).expect("a known kind").problems(&value, version);
    problems.iter().map(|it| [it.to_string(), it.help(), it.path().pointer()]).collect()
}

#[track_caller]
fn check(at: &str, change: Value, message: &str, help: &str) {
    let found = found(deployment(), V1_35, at, change);
    let [[found_message, found_help, pointer]] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&**found_message, &**found_help, &**pointer), (message, help, at));
}

#[test]
fn a_valid_object_has_no_problem() {
    assert_eq!(found(deployment(), V1_35, "/spec/paused", json!(true)), Vec::<[String; 3]>::new());
    assert_eq!(found(deployment(), V1_35, "/spec/replicas", Value::Null), Vec::<[String; 3]>::new(), "null is not set");
    assert_eq!(found(deployment(), V1_35, "/status", json!({ "replicas": 3 })), Vec::<[String; 3]>::new());
}

#[test]
fn an_unknown_field_is_found() {
    check("/specs", json!({}), "has no field `/specs`", "did you mean `/spec`?");
    check("/metadata/label", json!({}), "has no field `/metadata/label`", "did you mean `/metadata/labels`?");
    check(
        "/spec/template/spec/dnsPolcy",
        json!(1),
        "has no field `/spec/template/spec/dnsPolcy`",
        "did you mean `/spec/template/spec/dnsPolicy`?",
    );
    check(
        "/spec/template/spec/containers/0/ports/0/number",
        json!(1),
        "has no field `/spec/template/spec/containers/[name=web]/ports/0/number`",
        "the known fields are `containerPort`, `hostIP`, `hostPort`, `name`, `protocol`",
    );
    check(
        "/spec/a~1b",
        Value::Null,
        "has no field `/spec/a~1b`",
        "the known fields are `minReadySeconds`, `paused`, `progressDeadlineSeconds`, `replicas`, `revisionHistoryLimit`, `selector`, `strategy`, `template`",
    );
}

#[test]
fn a_wrong_type_is_found() {
    check("/spec", json!([]), "has a list in `/spec` instead of an object", "write an object");
    check(
        "/spec/replicas",
        json!("3"),
        "has a string in `/spec/replicas` instead of an integer of 32 bits",
        "remove the quotes",
    );
    check(
        "/spec/replicas",
        json!("three"),
        "has a string in `/spec/replicas` instead of an integer of 32 bits",
        "write an integer of 32 bits",
    );
    check(
        "/spec/replicas",
        json!(2.5),
        "has `2.5` in `/spec/replicas` instead of an integer of 32 bits",
        "write an integer of 32 bits",
    );
    check(
        "/spec/replicas",
        json!(3_000_000_000_u64),
        "has `3000000000` in `/spec/replicas` instead of an integer of 32 bits",
        "write an integer of 32 bits",
    );
    // Octal numbers such as `defaultMode: "0644"`.
    for (text, help) in [
        ("0644", "write `420`, because YAML and JSON have no octal number that all readers know"),
        ("0o17", "write `15`, because YAML and JSON have no octal number that all readers know"),
        ("08", "remove the quotes"),
        ("0", "remove the quotes"),
    ] {
        check("/spec/replicas", json!(text), "has a string in `/spec/replicas` instead of an integer of 32 bits", help);
    }
    check(
        "/spec/paused",
        json!("true"),
        "has a string in `/spec/paused` instead of `true` or `false`",
        "remove the quotes",
    );
    check(
        "/metadata/labels/a~1b",
        json!(1),
        "has `1` in `/metadata/labels/a~1b` instead of a string",
        "put it in quotes",
    );
    check(
        "/metadata/labels/a~1b",
        Value::Null,
        "has `null` in `/metadata/labels/a~1b` instead of a string",
        "write a string",
    );
    check(
        "/spec/strategy/rollingUpdate/maxSurge",
        json!(true),
        "has `true` in `/spec/strategy/rollingUpdate/maxSurge` instead of an integer or a string",
        "write an integer or a string",
    );
    let container = "/spec/template/spec/containers/0";
    let shown = "/spec/template/spec/containers/[name=web]";
    check(
        &format!("{container}/resources/limits/cpu"),
        json!({}),
        &format!("has an object in `{shown}/resources/limits/cpu` instead of a quantity"),
        "write a quantity",
    );
    check(
        &format!("{container}/args"),
        json!("-v"),
        &format!("has a string in `{shown}/args` instead of a list"),
        "write a list with this one item",
    );
    check(
        container,
        json!("web"),
        "has a string in `/spec/template/spec/containers/0` instead of an object",
        "write an object",
    );
}

#[test]
fn a_missing_field_is_found() {
    check("/metadata", Value::Null, "has no value for the required field `/metadata`", "set `/metadata` to an object");
    check(
        "/spec/selector",
        Value::Null,
        "has no value for the required field `/spec/selector`",
        "set `/spec/selector` to an object",
    );
    let port = "/spec/template/spec/containers/0/ports/0/containerPort";
    let shown = "/spec/template/spec/containers/[name=web]/ports/0/containerPort";
    check(
        port,
        Value::Null,
        &format!("has no value for the required field `{shown}`"),
        &format!("set `{shown}` to an integer of 32 bits"),
    );
}

#[test]
fn a_requirement_of_a_version_is_found() {
    let without = |version| found(deployment(), version, "/spec", Value::Null).len();
    assert_eq!([V1_35, V1_36, V1_37].map(without), [0, 0, 1]);
}

#[test]
fn a_kind_of_another_version_is_found() {
    let claim = json!({ "apiVersion": "networking.k8s.io/v1beta1", "kind": "ServiceCIDR", "metadata": {} });
    let of_37 = found(claim.clone(), V1_37, "/spec", json!({}));
    assert_eq!(of_37[0][0], "is not a kind of Kubernetes 1.37 (only of 1.35 and 1.36)");
    assert_eq!(of_37[0][1], "remove it, or target Kubernetes 1.35 or 1.36");
    assert_eq!(found(claim, V1_36, "/spec", json!({})), Vec::<[String; 3]>::new());
}

#[test]
fn a_field_of_another_version_is_found() {
    let of =
        |version, name| found(deployment(), version, &format!("/spec/template/spec/{name}"), json!({ "name": "a" }));
    let group = of(V1_35, "schedulingGroup");
    assert_eq!(
        group[0][0],
        "has no field `/spec/template/spec/schedulingGroup` in Kubernetes 1.35 (only in 1.36 and newer)"
    );
    assert_eq!(group[0][1], "remove it, or target Kubernetes 1.36 or newer");
    assert_eq!(group.len(), 1, "fields below are not checked");
    let reference = of(V1_36, "workloadRef");
    assert_eq!(reference[0][0], "has no field `/spec/template/spec/workloadRef` in Kubernetes 1.36 (only in 1.35)");
    let unset = |version| found(deployment(), version, "/spec/template/spec/schedulingGroup", Value::Null);
    assert_eq!(unset(V1_35), Vec::<[String; 3]>::new());
}

#[test]
fn custom_resources_are_checked_in_the_same_way() {
    let route = || {
        json!({
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "HTTPRoute",
            "metadata": { "name": "web" },
            "spec": { "parentRefs": [{ "name": "edge" }], "rules": [{ "backendRefs": [{ "name": "web", "port": 80 }] }] },
        })
    };
    let of = |at: &str, change| found(route(), V1_35, at, change);
    assert_eq!(of("/spec/hostnames", json!(["a.example"])), Vec::<[String; 3]>::new());
    assert_eq!(of("/spec/hostname", json!(["a.example"]))[0][1], "did you mean `/spec/hostnames`?");
    assert_eq!(of("/spec/rules/0/backendRefs/0/port", json!("80"))[0][1], "remove the quotes");
    assert_eq!(of("/spec/parentRefs/0/name", Value::Null)[0][2], "/spec/parentRefs/0/name");
    assert_eq!(of("/spec/hostnames", json!("a.example"))[0][1], "write a list with this one item");
}

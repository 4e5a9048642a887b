//! A platform with raw objects, patches and numbers of every form.
use coderev_infra::prelude::*;
use coderev_infra::{Object, Patch, Raw};
use serde_json::json;
use std::process::ExitCode;

fn main() -> ExitCode {
    // The features are on or off in the whole build.
    let keys = json!({"zeta": 1, "alpha": 2}).as_object().map(|map| map.keys().cloned().collect::<Vec<_>>());
    let is_on = keys.is_some_and(|keys| keys == ["zeta", "alpha"]);
    assert_eq!(is_on, cfg!(feature = "on"), "the feature `preserve_order`");
    numbers();
    coderev_infra_xtask::main([platform()])
}

/// Numbers, written and read.
fn numbers() {
    let value = json!({"a": 3, "b": -7, "c": 1.5, "d": 1e16, "e": u64::MAX, "f": i64::MIN, "g": 0.1, "h": 5e-324, "i": -0.0});
    let text = coderev_yaml::to_string(&value).expect("numbers can be written");
    let expected = "a: 3\nb: -7\nc: 1.5\nd: 1.0e+16\ne: 18446744073709551615\nf: -9223372036854775808\ng: 0.1\nh: 5.0e-324\ni: -0.0\n";
    assert_eq!(text, expected);
    let json = "{\"a\": 3, \"b\": -7, \"c\": 1.5, \"d\": 1e16, \"e\": 18446744073709551615, \"f\": -9223372036854775808, \"g\": 0.1, \"h\": 5e-324, \"i\": -0.0}";
    for text in [text.as_str(), json] {
        let read = coderev_yaml::read(text.as_bytes()).expect("numbers can be read");
        assert_eq!(coderev_yaml::to_string(&read[0].value).expect("numbers can be written"), expected);
    }
    for huge in ["[100000000000000000000]", "- 100000000000000000000"] {
        coderev_yaml::read(huge.as_bytes()).expect_err("the integer has more than 64 bits");
    }
}

fn platform() -> Platform {
    let web = Service::new("web", "ghcr.io/acme/web:1.0.0")
        .port(Port::http(8080))
        .cpu(millis(100)..=millis(200))
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::http("/live"))
        .readiness(Probe::http("/ready"))
        .autoscale(Autoscale::new(3..=5))
        .route(exact("/"))
        .patch(Patch::new(Object::DEPLOYMENT).set("/spec/template/spec/topologySpreadConstraints", json!([{
            "whenUnsatisfiable": "ScheduleAnyway", "topologyKey": "kubernetes.io/hostname", "maxSkew": 1,
            "labelSelector": {"matchLabels": {"app.kubernetes.io/name": "web"}}
        }])));
    let widget = json!({"kind": "Widget", "apiVersion": "example.com/v1", "metadata": {"name": "w"}, "spec": {
        "zeta": 3, "alpha": -7, "ratio": 1.5, "huge": 1e16, "most": i64::MAX, "least": i64::MIN,
        "nested": [{"z": 1, "a": [{"y": 0.1, "b": 2}]}]
    }});
    let yaml = "kind: Gadget\napiVersion: example.com/v1\nmetadata: {name: g}\nspec: {zeta: 3, alpha: 1.5, list: [{z: 1, a: 2}]}\n";
    let json = r#"{"kind": "Gadget", "apiVersion": "example.com/v1", "metadata": {"name": "j"}, "spec": {"zeta": 3, "alpha": 1.5e3}}"#;
    let route = json!({"kind": "HTTPRoute", "apiVersion": "gateway.networking.k8s.io/v1", "metadata": {"name": "www"}, "spec": {
        "parentRefs": [{"sectionName": "https", "port": 443, "name": "edge"}],
        "hostnames": ["www.acme.dev"],
        "rules": [{
            "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["x-debug"]}}],
            "backendRefs": [{"port": 80, "name": "web", "weight": 7}],
        }],
    }});
    let set = json!({"kind": "DaemonSet", "apiVersion": "apps/v1", "metadata": {"name": "agent"}, "spec": {
        "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
        "selector": {"matchLabels": {"app": "agent"}},
        "template": {"metadata": {"labels": {"app": "agent"}}, "spec": {"containers": [{"name": "agent",
            "image": "ghcr.io/acme/agent:1.0.0",
            "resources": {"requests": {"memory": "64Mi", "cpu": 0.01}, "limits": {"memory": "64Mi", "cpu": 0.1}}}]}},
    }});
    let namespace = Namespace::new("shop", Stable)
        .allow("pod-security", "the agent shows only that numbers are quantities")
        .host(Host::new("shop.acme.dev"))
        .service(web)
        .raw(Raw::object(&widget))
        .raw(Raw::yaml(yaml))
        .raw(Raw::yaml(json))
        .raw(Raw::object(&route))
        .raw(Raw::object(&set));
    let patch = Patch::new(Object::new("example.com/v1", "Widget"))
        .set("/spec/patched", json!({"zulu": 1, "alfa": {"y": 2.5, "b": 1}}));
    Platform::new(Cluster::generic()).part_of("acme")
        .edge(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").staging()))
        .namespace(namespace)
        .patch("shop", "w", patch)
        .add(infrastructure())
        .add(monitoring())
}

//! Raw objects: the fields that are written, and the findings.
use crate::lower::testing::{finding, text};
use crate::prelude::*;
use crate::{Raw, Severity, synth};
use serde_json::json;

fn namespace() -> Namespace<Stable> {
    let web = Service::new("web", "web:1")
        .cpu(millis(100)..=millis(200))
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::http("/live"))
        .readiness(Probe::http("/ready"));
    Namespace::new("shop", Stable).service(web).label("team", "shop")
}
#[track_caller]
fn inside(raw: Raw) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").namespace(namespace().raw(raw))
}
fn outside(raw: Raw) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").label("who", "us").namespace(namespace()).raw(raw)
}
const CONFIG: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: banner\ndata:\n  text: hello\n";

#[test]
fn objects_are_written_to_the_file_of_their_kind_with_labels_and_namespace() {
    let config = text(&inside(Raw::yaml(CONFIG)), "config.yaml");
    for line in ["  namespace: shop\n", "    team: shop\n", "    coderev.dev/tier: stable\n", "  text: hello\n"] {
        assert!(config.contains(line), "{line} is in\n{config}");
    }
    let class =
        "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata:\n  name: fast\nprovisioner: example.com/fast\n";
    let classes = text(&outside(Raw::yaml(class)), "namespaces.yaml");
    assert!(classes.contains("kind: StorageClass\nmetadata:\n"), "{classes}");
    assert!(classes.contains("  name: fast\nprovisioner: example.com/fast\n"), "{classes}");
    assert!(classes.contains("    who: us\n"), "{classes}");
    let widget =
        json!({"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "spec": {"size": 1}});
    assert!(text(&inside(Raw::object(&widget)), "deployments.yaml").contains("kind: Widget\n"));
}
#[test]
fn several_documents_and_lists_are_several_objects() {
    let list = json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one"}, "data": {"a": "b"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "two"}, "data": {"a": "b"}},
    ]});
    let config = text(&inside(Raw::object(&list)), "config.yaml");
    assert_eq!(config.matches("kind: ConfigMap").count(), 2);
    let two = format!("---\n# nothing\n---\n{CONFIG}---\n{}", CONFIG.replace("banner", "poster"));
    assert_eq!(text(&inside(Raw::yaml(&two)), "config.yaml").matches("kind: ConfigMap").count(), 2);
}
#[test]
fn the_checks_see_raw_objects() {
    let pods = json!({"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": "agent"}, "spec": {
        "selector": {"matchLabels": {"a": "b"}},
        "template": {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "agent", "image": "agent:latest"}]}},
    }});
    let rules: Vec<_> =
        synth(&inside(Raw::object(&pods))).findings().iter().map(|finding| finding.rule().name()).collect();
    assert!(rules.contains(&"image-not-pinned") && rules.contains(&"missing-resources"), "{rules:?}");
    let twice = finding(&inside(Raw::yaml(&format!("{CONFIG}---\n{CONFIG}"))));
    assert_eq!(twice.rule().name(), "duplicate-object");
}
#[test]
fn malformed_yaml_is_refused_with_its_line_and_column() {
    let line = line!() + 1;
    let found = finding(&inside(Raw::yaml("kind: ConfigMap\nmetadata: [a\n")));
    assert_eq!((found.rule().name(), found.severity()), ("malformed-raw", Severity::Error));
    assert!(found.message().contains("line "), "{}", found.message());
    assert_eq!(found.origin().map(coderev_check::Origin::line), Some(line));
}
#[test]
fn values_that_parsers_read_differently_are_refused() {
    let found = finding(&inside(Raw::yaml(&CONFIG.replace("hello", "yes"))));
    assert_eq!(found.rule().name(), "malformed-raw");
    assert!(found.message().contains("line 6, column 9: `yes` is a boolean in YAML 1.1"), "{}", found.message());
    assert!(text(&inside(Raw::yaml(&CONFIG.replace("hello", "\"yes\""))), "config.yaml").contains("text: \"yes\""));
    // In quotes, the field would have a text where the schema has a number.
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a}]\n  volumes: [{name: b, secret: {secretName: b, defaultMode: 0644}}]\n";
    let found = finding(&inside(Raw::yaml(pod)));
    let advice = "`0644` is 420 in YAML 1.1 but 644 in YAML 1.2: write `420`, the number that kubectl reads";
    assert!(found.message().contains(advice), "{}", found.message());
}
#[test]
fn a_document_that_is_not_an_object_is_refused() {
    for (raw, lacks) in [
        ("just text", "is not an object"),
        ("a: b", "`apiVersion`"),
        ("apiVersion: v1", "`kind`"),
        ("apiVersion: v1\nkind: ConfigMap", "`metadata.name`"),
        ("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  generateName: a-", "`metadata.name`"),
    ] {
        let found = finding(&inside(Raw::yaml(raw)));
        assert_eq!(found.rule().name(), "malformed-raw");
        assert!(found.message().contains(lacks), "{}", found.message());
    }
    let found = finding(&inside(Raw::object(&std::collections::BTreeMap::from([((1, 2), 3)]))));
    assert_eq!(found.rule().name(), "malformed-raw");
    assert!(found.message().contains("key must be a string"), "{}", found.message());
}
#[test]
fn a_secret_with_data_is_refused_and_not_repeated() {
    for key in ["data", "stringData"] {
        let secret =
            json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, key: {"url": "c2VjcmV0"}});
        let found = finding(&inside(Raw::object(&secret)));
        assert_eq!((found.rule().name(), found.severity()), ("secret-with-data", Severity::Error));
        assert!(!format!("{found:?}").contains("c2VjcmV0"));
    }
    let token = json!({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
            "metadata": {"name": "token", "annotations": {"kubernetes.io/service-account.name": "web"}}});
    assert!(text(&inside(Raw::object(&token)), "config.yaml").contains("kind: Secret"));
}
#[test]
fn an_unknown_field_of_a_known_kind_is_refused() {
    let found = finding(&inside(Raw::yaml(&CONFIG.replace("\ndata:", "\ndat:"))));
    assert_eq!((found.rule().name(), found.help_text()), ("unknown-field", "did you mean `/data`?"));
    assert_eq!(found.message(), "the ConfigMap `banner` on line 5 of the text has no field `/dat`");
    let wrong = finding(&inside(Raw::yaml(&CONFIG.replace("hello", "7"))));
    assert_eq!(wrong.rule().name(), "malformed-raw");
    assert!(wrong.message().contains("`/data/text`"), "{}", wrong.message());
}
#[test]
fn each_unknown_field_is_a_finding_on_its_line() {
    let list = "\
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web}
  spec:
    replcas: 3
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}}
      spec:
        containers:
        - name: web
          imege: web:1
";
    let findings = synth(&inside(Raw::yaml(list)));
    let messages: Vec<_> = findings.findings().iter().map(coderev_check::Finding::message).collect();
    let expected = [
        "the Deployment `web` on line 15 of the text has no field `/spec/template/spec/containers/[name=web]/imege`",
        "the Deployment `web` on line 8 of the text has no field `/spec/replcas`",
    ];
    assert_eq!(messages, expected);
}
#[test]
fn a_namespaced_object_without_a_namespace_is_refused_on_a_platform() {
    let found = finding(&outside(Raw::yaml(CONFIG)));
    assert_eq!(found.rule().name(), "malformed-raw");
    assert!(found.message().ends_with("has no namespace"), "{}", found.message());
    let there = CONFIG.replace("  name: banner", "  name: banner\n  namespace: shop");
    assert!(text(&outside(Raw::yaml(&there)), "config.yaml").contains("    team: shop\n"));
}
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Widget {
    api_version: &'static str,
    kind: &'static str,
    metadata: serde_json::Value,
    ratio: f32,
    #[serde(flatten)]
    more: serde_json::Value,
}
fn widget(ratio: f32, more: serde_json::Value) -> Platform {
    let metadata = json!({"name": "w"});
    inside(Raw::object(&Widget { api_version: "example.com/v1", kind: "Widget", metadata, ratio, more }))
}
#[test]
fn a_value_is_written_as_it_is_or_refused() {
    assert!(text(&widget(0.1, json!({})), "deployments.yaml").contains("\nratio: 0.1\n"));
    for (ratio, more, expected) in [
        (f32::NAN, json!({}), "NaN"),
        (f32::INFINITY, json!({}), "inf"),
        (0.1, json!({"ratio": 1}), "duplicate key `ratio`"),
    ] {
        let found = finding(&widget(ratio, more));
        assert_eq!(found.rule().name(), "malformed-raw");
        assert!(found.message().contains(expected), "{}", found.message());
    }
}
#[test]
fn a_patch_with_a_float_that_is_not_finite_is_refused() {
    let patched = |value: serde_json::Value| {
        let patch = crate::Patch::new(crate::Object::DEPLOYMENT).set("/metadata/annotations", value);
        finding(&Platform::new(Cluster::generic()).part_of("acme").namespace(namespace()).patch("shop", "web", patch))
    };
    for value in [f64::NAN.into(), json!({"a": f64::INFINITY})] {
        let found = patched(value);
        assert_eq!(found.rule().name(), "malformed-patch");
        assert!(found.message().contains("to null"), "{}", found.message());
    }
    let found = patched(json!({"a": 0.1_f32}));
    assert!(found.message().contains("the `f32` 0.1"), "{}", found.message());
}
#[test]
fn an_integer_that_kubectl_rounds_is_refused() {
    let size = |size: &str| {
        inside(Raw::yaml(&format!(
            "apiVersion: example.com/v1\nkind: Widget\nmetadata: {{name: w}}\nspec: {{sizes: [{size}]}}\n"
        )))
    };
    assert!(text(&size("9223372036854775807"), "deployments.yaml").contains("- 9223372036854775807\n"));
    let found = finding(&size("18446744073709551615"));
    assert_eq!(found.rule().name(), "malformed-raw");
    let expected = "the Widget `w` on line 4 of the text has the integer 18446744073709551615 at `/spec/sizes/0`, which kubectl rounds";
    assert_eq!(found.message(), expected);
}
#[test]
fn an_unknown_field_of_an_operator_is_refused() {
    let issuer = |field: &str| {
        json!({"apiVersion": "cert-manager.io/v1", "kind": "Certificate", "metadata": {"name": "tls"},
                "spec": {"secretName": "tls", field: ["shop.example.org"], "issuerRef": {"name": "ca"}}})
    };
    assert!(text(&inside(Raw::object(&issuer("dnsNames"))), "hpa-ingress.yaml").contains("- shop.example.org\n"));
    let found = finding(&inside(Raw::object(&issuer("dnsName"))));
    assert_eq!((found.rule().name(), found.help_text()), ("unknown-field", "did you mean `/spec/dnsNames`?"));
}
/// A route with fields that the types of this library do not have.
fn route() -> serde_json::Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": {"name": "www"}, "spec": {
        "parentRefs": [{"name": "edge", "port": 443}],
        "hostnames": ["www.example.com"],
        "rules": [{
            "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["x-debug"]}}],
            "backendRefs": [{"name": "web", "port": 80}],
        }],
    }})
}
/// The file of routes and autoscalers, regardless of findings.
fn edge_file(platform: &Platform) -> String {
    synth(platform).file("hpa-ingress.yaml").expect("the platform has routes or autoscalers").into_text()
}
#[test]
fn a_raw_route_is_a_route_to_every_rule_and_loses_no_field() {
    let platform = inside(Raw::object(&route()));
    assert_eq!(finding(&platform).rule().name(), "example-host");
    let text = edge_file(&platform);
    for line in ["    port: 443\n", "    - requestHeaderModifier:\n", "        remove:\n        - x-debug\n"] {
        assert!(text.contains(line), "{line} is in\n{text}");
    }
    assert!(text.contains("  name: www\n  namespace: shop\n"), "{text}");
}
#[test]
fn a_raw_scaled_object_scales_and_a_patch_keeps_its_fields() {
    let scaled = json!({"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "web"}, "spec": {
        "scaleTargetRef": {"name": "web"}, "minReplicaCount": 9, "maxReplicaCount": 3, "initialCooldownPeriod": 7,
        "triggers": [{"type": "cron", "metadata": {"start": "0"}, "useCachedMetrics": true}],
    }});
    let platform = inside(Raw::object(&scaled));
    let findings = synth(&platform);
    let rules: Vec<&str> = findings.findings().iter().map(|it| it.rule().name()).collect();
    assert_eq!(rules, ["autoscaler-bounds", "fixed-replicas-with-autoscaler"]);
    let patch =
        crate::Patch::new(crate::Object::new("keda.sh/v1alpha1", "ScaledObject")).set("/spec/maxReplicaCount", 12);
    let text = edge_file(&platform.patch("shop", "web", patch));
    for line in ["  initialCooldownPeriod: 7\n", "    useCachedMetrics: true\n", "  maxReplicaCount: 12\n"] {
        assert!(text.contains(line), "{line} is in\n{text}");
    }
}
#[test]
fn kinds_of_two_operators_may_share_a_name() {
    let gateway =
        |group: &str| json!({"apiVersion": format!("{group}/v1"), "kind": "Door", "metadata": {"name": "front"}});
    let both = |one, other| {
        Platform::new(Cluster::generic())
            .part_of("acme")
            .namespace(namespace().raw(Raw::object(&gateway(one))).raw(Raw::object(&gateway(other))))
    };
    assert_eq!(synth(&both("a.example.org", "b.example.org")).findings(), []);
    assert_eq!(finding(&both("a.example.org", "a.example.org")).rule().name(), "duplicate-object");
}
#[test]
fn the_order_of_setters_does_not_change_the_output() {
    let config = |name: &str| Raw::yaml(&CONFIG.replace("banner", name));
    let widget =
        |kind: &str| Raw::object(&json!({"apiVersion": "example.org/v1", "kind": kind, "metadata": {"name": "a"}}));
    let one = namespace().raw(config("a")).raw(widget("B")).raw(widget("A")).raw(config("b"));
    let other = namespace().raw(config("b")).raw(widget("A")).raw(config("a")).raw(widget("B"));
    let files = |namespace| {
        synth(&Platform::new(Cluster::generic()).part_of("acme").namespace(namespace)).files().collect::<Vec<_>>()
    };
    assert_eq!(files(one), files(other));
}
#[test]
fn a_text_that_is_too_large_is_refused() {
    assert_eq!(synth(&inside(Raw::yaml(&CONFIG.replace("hello", &"x".repeat(1 << 20))))).findings(), []);
    let large = CONFIG.replace("hello", &"x".repeat(8 << 20));
    let found = finding(&inside(Raw::yaml(&large)));
    assert_eq!(found.rule().name(), "malformed-raw");
    assert!(found.message().contains("bytes, more than 4194304"), "{}", found.message());
}

use crate::{DecodeError, Document, Object, Origin, read};
use serde_json::{Value, json};
use std::panic::Location;

fn one(text: &str) -> Document {
    let mut documents = read("test.yaml", text.as_bytes()).expect("the text is valid");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}
fn at(document: &Document, pointer: &str) -> String {
    document.origin_of(pointer).to_string()
}

/// One custom resource with a field that its struct does not have, and one with an unknown filter.
#[test]
fn a_custom_resource_is_typed_and_loses_no_field() {
    let route = json!({
        "apiVersion": "gateway.networking.k8s.io/v1beta1",
        "kind": "HTTPRoute",
        "metadata": {"name": "www", "namespace": "shop"},
        "spec": {
            "parentRefs": [{"name": "edge", "port": 443}],
            "rules": [{
                "backendRefs": [{"name": "web", "port": 80, "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["x"]}}]}],
                "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["y"]}}],
                "sessionPersistence": {"sessionName": "s"},
            }],
        },
    });
    let object = crate::decode(route.clone());
    let object = match object {
        // The field trees of the standard channel have no session persistence.
        Err(DecodeError::UnknownField { path, .. }) => {
            assert_eq!(path, "/spec/rules/0/sessionPersistence");
            Document::from_value(route.clone(), Location::caller()).into_source()
        }
        other => other.expect("a route"),
    };
    assert_eq!(serde_json::to_value(&object).expect("JSON"), route);
    let document = Document::from_value(route, Location::caller());
    let Object::HTTPRoute(route) = document.object() else { panic!("the route is not typed") };
    assert_eq!(route.spec.rules[0].backend_refs[0].name, "web");
}

#[test]
fn every_custom_resource_is_written_as_it_was_read() {
    let specs = [
        (
            "cert-manager.io/v1",
            "Certificate",
            json!({"secretName": "tls", "isCA": true, "dnsNames": ["a.example.com"]}),
        ),
        ("cert-manager.io/v1", "ClusterIssuer", json!({"selfSigned": {}})),
        (
            "cert-manager.io/v1",
            "ClusterIssuer",
            json!({"acme": {"solvers": [{"dns01": {"route53": {"region": "r"}}}, {"selector": {}}]}}),
        ),
        (
            "keda.sh/v1alpha1",
            "ScaledObject",
            json!({"scaleTargetRef": {"name": "web"}, "triggers": [{"type": "cron", "metadata": {"start": "0"}}]}),
        ),
        ("external-secrets.io/v1", "ClusterSecretStore", json!({"provider": {"fake": {"data": []}}})),
        ("external-secrets.io/v1", "ExternalSecret", json!({"dataFrom": [{"extract": {"key": "a", "version": "2"}}]})),
        ("cilium.io/v2", "CiliumNetworkPolicy", json!({"endpointSelector": {}, "ingress": [{}]})),
        ("networking.istio.io/v1", "ServiceEntry", json!({"hosts": ["a.example.com"], "addresses": ["10.0.0.1"]})),
        (
            "gateway.networking.k8s.io/v1",
            "Gateway",
            json!({"gatewayClassName": "x", "addresses": [], "listeners": [{"name": "a", "port": 80, "protocol": "HTTP"}]}),
        ),
        ("gateway.networking.k8s.io/v1", "GRPCRoute", json!({"rules": [{"matches": [{"method": {"type": "Exact"}}]}]})),
        ("gateway.envoyproxy.io/v1alpha1", "EnvoyProxy", json!({"logging": {"level": {"default": "warn"}}})),
        ("gateway.envoyproxy.io/v1alpha1", "SecurityPolicy", json!({"targetRefs": [], "jwt": {"providers": []}})),
    ];
    for (version, kind, spec) in specs {
        let value = json!({"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": spec});
        let object = crate::decode(value.clone()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert!(!matches!(object, Object::Raw(_)), "{kind} is typed");
        assert_eq!(serde_json::to_value(&object).expect("JSON"), value, "{kind}");
    }
}

/// `cpu: 1` and `"1"` are the same quantity.
#[test]
fn quantities_may_be_numbers() {
    let resources = json!({"requests": {"cpu": 1, "memory": "1Gi"}, "limits": {"cpu": 1.5}});
    let proxy = json!({"provider": {"kubernetes": {"envoyDeployment": {"container": {"resources": resources}}}}});
    let container = json!({"name": "web", "resources": resources});
    for (version, kind, spec) in [
        ("gateway.envoyproxy.io/v1alpha1", "EnvoyProxy", proxy),
        ("gateway.envoyproxy.io/v1alpha1", "BackendTrafficPolicy", json!({"requestBuffer": {"limit": 1024}})),
        ("v1", "Pod", json!({"containers": [container]})),
    ] {
        let value = json!({"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": spec});
        let object = crate::decode(value).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert!(!matches!(object, Object::Raw(_)));
    }
}

#[test]
fn metadata_of_a_custom_resource_can_be_changed() {
    let value =
        json!({"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": {"name": "x"}, "spec": {}});
    let mut object = crate::decode(value).expect("an object");
    object.metadata_mut().namespace = Some("shop".into());
    let written: Value = serde_json::to_value(&object).expect("JSON");
    assert_eq!(written["metadata"], json!({"name": "x", "namespace": "shop"}));
}

#[test]
fn an_older_version_is_typed_for_rules_and_kept_as_it_is() {
    let document = one(
        "{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: web}, spec: {selector: {}, template: {}, rollbackTo: {revision: 1}}}",
    );
    assert!(matches!(document.object(), Object::Deployment(_)));
    let written = serde_json::to_value(&document).expect("JSON");
    assert_eq!(
        (&written["apiVersion"], &written["spec"]["rollbackTo"]["revision"]),
        (&json!("extensions/v1beta1"), &json!(1))
    );
}

#[test]
fn an_error_has_a_position() {
    let text = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {}
  template:
    spec:
      containers:
      - name: side
      - name: web
        imege: web:1
";
    let document = one(text);
    assert!(matches!(document.object(), Object::Deployment(_)), "rules see the readable fields");
    let errors: Vec<_> = document.errors().map(|(error, origin)| (error.to_string(), origin.to_string())).collect();
    let path = "there is no field `/spec/template/spec/containers/[name=web]/imege`";
    assert_eq!(errors, [(path.to_owned(), "test.yaml:12:9".to_owned())]);
    assert_eq!(
        serde_json::to_value(&document).expect("JSON")["spec"]["template"]["spec"]["containers"][1]["imege"],
        "web:1"
    );
}

#[test]
fn a_document_that_is_not_an_object_is_an_error() {
    let document = one("- a\n- b\n");
    assert_eq!(
        document.errors().map(|(error, _)| error.to_string()).collect::<Vec<_>>(),
        ["the value is not an object"]
    );
}

#[test]
fn items_of_lists_have_their_positions() {
    let text = "\
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: PodList
  items:
  - metadata:
      name: web
- apiVersion: v1
  kind: Service
  metadata: {name: web}
";
    let documents = read("test.yaml", text.as_bytes()).expect("the text is valid");
    let kinds: Vec<_> = documents.iter().map(|it| (it.object().kind(), at(it, ""), at(it, "/metadata/name"))).collect();
    let expected = [("Pod", "test.yaml:7:5", "test.yaml:8:7"), ("Service", "test.yaml:9:3", "test.yaml:11:14")];
    assert_eq!(kinds, expected.map(|(kind, at, name)| (kind, at.to_owned(), name.to_owned())));
}

#[test]
fn an_absent_field_has_the_origin_of_its_parent() {
    let document = one("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n");
    assert_eq!(at(&document, "/spec/containers/0/resources/limits"), "test.yaml:6:5");
    assert_eq!(at(&document, "/status"), "test.yaml:1:1");
}

#[test]
fn a_field_of_an_object_from_rust_has_the_line_of_its_setter() {
    let pod = k8s_openapi::api::core::v1::Pod::default();
    let (object, setter) = (Location::caller(), here());
    let document = Document::new(pod, object).with_field("/spec/containers/0", setter).with_subject("shop/web");
    assert_eq!(document.origin_of("/spec/containers/0/image"), Origin::Rust(setter));
    assert_eq!(document.origin_of("/spec/containers/1/image"), Origin::Rust(object));
    assert_eq!(document.subject(), "shop/web");
}
#[track_caller]
fn here() -> &'static Location<'static> {
    Location::caller()
}

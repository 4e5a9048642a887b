//! The fields on which answers depend.

use coderev_objects::{Document, Kind, Role};
use serde_json::{Map, Value};

use super::unevaluated::decides;

/// Whether answers depend on a field of an object, by its JSON pointer: names, namespaces, labels, selectors, ports,
/// addresses, and everything in the spec of a policy, a Service or a route.
#[must_use]
pub fn is_decisive(document: &Document, pointer: &str) -> bool {
    kind_of(document).is_some_and(|kind| kind.depends_on(&pointer.split('/').skip(1).collect::<Vec<_>>()))
}

/// The fields of an object on which answers depend. None where no answer depends on the object.
#[must_use]
pub fn decisive_fields(document: &Document) -> Option<Value> {
    let kind = kind_of(document)?;
    let value = serde_json::to_value(document).ok()?;
    Some(kept(&value, kind, &mut Vec::new()).unwrap_or_default())
}

fn kept<'a>(value: &'a Value, kind: Decides, path: &mut Vec<&'a str>) -> Option<Value> {
    match value {
        Value::Object(fields) => {
            let mut all = Map::new();
            for (name, field) in fields {
                path.push(name);
                if let Some(field) = kept(field, kind, path) {
                    all.insert(name.clone(), field);
                }
                path.pop();
            }
            (!all.is_empty() || kind.depends_on(path)).then(|| all.into())
        }
        Value::Array(items) => {
            let all: Vec<Value> = items
                .iter()
                .filter_map(|item| {
                    path.push("0");
                    let item = kept(item, kind, path);
                    path.pop();
                    item
                })
                .collect();
            (!all.is_empty() || kind.depends_on(path)).then(|| all.into())
        }
        // A field that is null is not set.
        Value::Null => None,
        other => kind.depends_on(path).then(|| other.clone()),
    }
}

/// What of an object decides.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decides {
    Namespace,
    Pods,
    Spec,
}

fn kind_of(document: &Document) -> Option<Decides> {
    let source = document.source();
    let (version, kind) = (source.api_version(), source.kind());
    let group = version.split_once('/').map_or("", |(group, _)| group);
    if kind == "Namespace" && group.is_empty() {
        return Some(Decides::Namespace);
    }
    let is_route = kind.ends_with("Route") && (group == "gateway.networking.k8s.io" || group == "route.openshift.io");
    if decides(group, kind).is_some()
        || is_route
        || matches!((group, kind), ("", "Service") | ("networking.istio.io", "ServiceEntry"))
        || kind == "Ingress" && matches!(group, "networking.k8s.io" | "extensions")
        || Role::for_kind(version, kind) == Role::NetworkPolicy
    {
        return Some(Decides::Spec);
    }
    let is_workload = document.object().template().is_some()
        || Kind::find(version, kind).is_some_and(|it| it.role() == Role::Workload)
        || matches!(kind, "Pod" | "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" | "Job" | "CronJob");
    is_workload.then_some(Decides::Pods)
}

impl Decides {
    fn depends_on(self, path: &[&str]) -> bool {
        match (self, path) {
            (_, ["kind" | "apiVersion"] | ["metadata", "name" | "namespace"]) => true,
            (Self::Namespace | Self::Pods, ["metadata", "labels" | "ownerReferences", ..]) => true,
            (Self::Spec, ["spec", ..]) => true,
            (Self::Pods, ["status", "phase" | "podIP" | "podIPs" | "hostIP", ..]) => true,
            (Self::Pods, path) => is_of_pod(path),
            _ => false,
        }
    }
}

/// The labels of a template, the network of the node, and the ports of containers.
fn is_of_pod(path: &[&str]) -> bool {
    let ports = |it: &[&str]| matches!(it, ["containers" | "initContainers", _, "ports"]);
    path.windows(3).any(|it| matches!(it, ["template", "metadata", "labels"]) || ports(it))
        || path.last().is_some_and(|it| *it == "hostNetwork")
        || matches!(path, ["spec", "replicas"] | ["spec", "ordinals", ..])
}

#[cfg(test)]
mod tests {
    use super::{decisive_fields, is_decisive};
    use coderev_objects::{Document, ManifestReader};
    use serde_json::json;

    fn document(text: &str) -> Document {
        ManifestReader::new().read("a.yaml", text.as_bytes()).remove(0).expect("YAML").document
    }

    #[test]
    fn labels_ports_and_specs_of_policies_decide() {
        let deployment = document(
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, annotations: {b: c}}, spec: {template: {metadata: {labels: {app: a}}, spec: {hostNetwork: true, volumes: [], containers: [{name: c, image: i, ports: [{containerPort: 80}]}]}}}}",
        );
        for (pointer, decides) in [
            ("/metadata/name", true),
            ("/spec/template/metadata/labels/app", true),
            ("/spec/template/spec/containers/0/ports/0/containerPort", true),
            ("/spec/template/spec/hostNetwork", true),
            ("/spec/template/spec/volumes/0/secret/defaultMode", false),
            ("/metadata/creationTimestamp", false),
            ("/spec/template/spec/containers/0/args/0", false),
        ] {
            assert_eq!(is_decisive(&deployment, pointer), decides, "{pointer}");
        }
        let fields = decisive_fields(&deployment).expect("it has pods");
        assert_eq!(fields["metadata"], json!({"name": "a"}));
        assert_eq!(fields["spec"]["template"]["spec"]["containers"], json!([{"ports": [{"containerPort": 80}]}]));
        let policy = document(
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}}}",
        );
        assert!(is_decisive(&policy, "/spec/ingress/0/ports/0/port"));
        assert!(!is_decisive(&policy, "/metadata/annotations/a"));
        let map = document("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}");
        assert!(!is_decisive(&map, "/metadata/name") && decisive_fields(&map).is_none());
    }
}

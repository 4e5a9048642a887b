//! The largest object of each Kubernetes kind is read by its type in `k8s-openapi`, which has the same fields at
//! every depth.
use crate::sample::largest;
use crate::typed::typed;
use coderev_objects::fields::{KubernetesVersion, Node, Type, kinds, tree};
use serde_json::json;
use std::collections::BTreeSet;

/// Groups that look like groups of Kubernetes.
const CUSTOM: [&str; 4] = [
    "gateway.networking.k8s.io",
    "groupsnapshot.storage.k8s.io",
    "policy.networking.k8s.io",
    "snapshot.storage.k8s.io",
];

/// The kinds of Kubernetes for which this build should have a type.
fn expected() -> BTreeSet<(&'static str, &'static str)> {
    let is_own = |api_version: &str| {
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        (!group.contains('.') || group.ends_with(".k8s.io")) && !CUSTOM.contains(&group)
    };
    let in_build = |(api_version, kind): &(&'static str, &'static str)| {
        tree(api_version, kind).is_some_and(|node| node.versions().contains(KubernetesVersion::of_build()))
    };
    kinds().filter(|(api_version, _)| is_own(api_version)).filter(in_build).collect()
}

#[test]
fn the_test_has_every_kind() {
    let typed: BTreeSet<_> = typed().into_iter().map(|(api_version, kind, _)| (api_version, kind)).collect();
    assert_eq!(typed, expected());
}

#[test]
fn the_largest_object_of_each_kind_has_the_fields_of_its_type() {
    let version = KubernetesVersion::of_build();
    let mut compared = 0;
    for (api_version, kind, read) in typed() {
        let node = tree(api_version, kind).unwrap_or_else(|| panic!("{api_version} {kind}"));
        let mut sample = largest(node, version);
        sample["apiVersion"] = json!(api_version);
        sample["kind"] = json!(kind);
        assert_eq!(node.problems(&sample, version), [], "{api_version} {kind}");
        // The only kind that is nested completely inside another kind. Its type also checks `apiVersion` and `kind`.
        if let Some(claim) = sample.pointer_mut("/spec/volumeClaimTemplates/0") {
            claim["apiVersion"] = json!("v1");
            claim["kind"] = json!("PersistentVolumeClaim");
        }
        let seen = read(&sample).unwrap_or_else(|error| panic!("{api_version} {kind}: {error}"));
        for (pointer, names) in seen {
            let node = node_at(node, &pointer).unwrap_or_else(|| panic!("{api_version} {kind} {pointer}"));
            let fields = node.fields().filter(|field| field.versions().contains(version));
            let known: Vec<_> = fields.map(|field| field.name()).collect();
            assert_eq!(known, names, "{api_version} {kind} {pointer}");
            compared += 1;
        }
    }
    assert!(compared > 2_000, "{compared}");
}

/// The type of the object at a pointer.
fn node_at(root: Node, pointer: &str) -> Option<Node> {
    let mut ty = Type::Object(root);
    for name in pointer.split('/').skip(1) {
        ty = match ty {
            Type::Object(node) | Type::ObjectOrAny(node) => node.field(name)?.ty(),
            Type::List(item) | Type::Map(item) => item.ty(),
            _ => return None,
        };
    }
    match ty {
        Type::Object(node) | Type::ObjectOrAny(node) => Some(node),
        _ => None,
    }
}

//! Kinds that are not evaluated: named, and never silent. Their subjects are unknown.

use coderev_reach::{Cause, Convention, End, Objects, Outcome, PolicyType, Port, Reach, Verdict};
use k8s_openapi::api::core::v1::Pod;
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, json};

/// Pods `web` and `db` of `shop`, `job` of `other`, and `agent` of `other` on the network of its node. `locked` of `shop`
/// is isolated.
fn cluster(version: &str, kind: &str, namespace: &str, spec: Value) -> Objects {
    let mut objects = Objects::new();
    for (namespace, name) in [("shop", "web"), ("shop", "db"), ("shop", "locked"), ("other", "job"), ("other", "agent")]
    {
        let pod = json!({ "metadata": { "name": name, "namespace": namespace, "labels": { "app": name } },
            "spec": { "containers": [], "hostNetwork": name == "agent" } });
        objects.add(&serde_json::from_value::<Pod>(pod).unwrap());
    }
    let spec_of_policy =
        json!({ "podSelector": { "matchLabels": { "app": "locked" } }, "policyTypes": ["Ingress", "Egress"] });
    let policy = json!({ "metadata": { "name": "locked", "namespace": "shop" }, "spec": spec_of_policy });
    objects.add(&serde_json::from_value::<NetworkPolicy>(policy).unwrap());
    let metadata = json!({ "name": "x", "namespace": namespace });
    objects.add_custom(&json!({ "apiVersion": version, "kind": kind, "metadata": metadata, "spec": spec }));
    objects
}

/// The pods with an unknown verdict in a direction, and whether also the isolated pod has one.
fn unknown(objects: &Objects, way: PolicyType) -> (String, bool) {
    let reach = Reach::new(objects, Convention::KUBERNETES).unwrap();
    let outside = End::Address("8.8.8.8".parse().unwrap());
    let verdict = |id| {
        let (from, to) = if way == PolicyType::Egress { (End::Peer(id), outside) } else { (outside, End::Peer(id)) };
        let answer = reach.ask(from, to, Port::tcp(80));
        let has_bounds = [reach.between(from, to), reach.possible(from, to)].map(|it| it.contains(Port::tcp(80)));
        assert_eq!(has_bounds[0], answer.verdict() == Outcome::Allowed);
        assert_eq!(has_bounds[1], answer.verdict() != Outcome::Denied);
        if way == PolicyType::Egress { answer.egress } else { answer.ingress }
    };
    let is_unknown = |verdict: &Verdict| match verdict {
        Verdict::Unknown(causes) => {
            causes.iter().any(|it| matches!(it, Cause::Unevaluated { name, .. } if name.ends_with('x')))
        }
        _ => false,
    };
    let all: Vec<_> = reach.peers().filter(|(id, _)| is_unknown(&verdict(*id))).map(|(_, it)| it.pod.clone()).collect();
    let listed = reach.undecided().into_iter().filter(|(_, own)| {
        own.iter().any(|it| it.policy_type == way && matches!(it.causes[..], [Cause::Unevaluated { .. }]))
    });
    let mut listed: Vec<String> = listed.map(|(workload, _)| workload.name.clone()).collect();
    let opens = all.iter().any(|it| it == "locked");
    let mut shown: Vec<String> = all.into_iter().filter(|it| it != "locked").collect();
    listed.retain(|it| it != "locked");
    listed.sort();
    shown.sort();
    assert_eq!(listed, shown);
    (shown.join(" "), opens)
}

#[test]
fn the_subjects_of_every_kind_are_unknown() {
    let labels = json!({ "matchLabels": { "app": "web" } });
    let web = json!({ "podSelector": labels });
    let selector = json!({ "selector": labels });
    let (shop, all) = ("db web", "agent db job web");
    // Kind, namespace, spec; the pods with unknown ingress and egress; whether the isolated pod may be opened.
    for (version, kind, namespace, spec, ingress, egress, opens) in [
        (
            "cilium.io/v2",
            "CiliumNetworkPolicy",
            "shop",
            json!({ "endpointSelector": labels, "ingress": [{}] }),
            "web",
            "",
            false,
        ),
        (
            "cilium.io/v2",
            "CiliumNetworkPolicy",
            "shop",
            json!({ "endpointSelector": {}, "egressDeny": [{}] }),
            "",
            shop,
            true,
        ),
        (
            "cilium.io/v2",
            "CiliumClusterwideNetworkPolicy",
            "",
            json!({ "endpointSelector": { "matchLabels": { "k8s:app": "web", "k8s:io.kubernetes.pod.namespace": "shop" } }, "ingress": [] }),
            "web",
            "",
            false,
        ),
        (
            "cilium.io/v2",
            "CiliumClusterwideNetworkPolicy",
            "",
            json!({ "nodeSelector": {}, "ingress": [] }),
            "agent",
            "",
            false,
        ),
        (
            "projectcalico.org/v3",
            "NetworkPolicy",
            "shop",
            json!({ "selector": "app == 'web'", "types": ["Ingress"] }),
            "web",
            "",
            false,
        ),
        (
            "projectcalico.org/v3",
            "NetworkPolicy",
            "shop",
            json!({ "selector": "app in {'web'} || has(x)" }),
            shop,
            shop,
            true,
        ),
        (
            "crd.projectcalico.org/v1",
            "GlobalNetworkPolicy",
            "",
            json!({ "selector": "all()", "types": ["Egress"] }),
            "",
            all,
            true,
        ),
        ("projectcalico.org/v3", "StagedNetworkPolicy", "shop", json!({}), "", "", false),
        ("projectcalico.org/v3", "HostEndpoint", "", json!({ "node": "n" }), "agent", "agent", false),
        ("security.istio.io/v1", "AuthorizationPolicy", "shop", selector.clone(), "web", "", false),
        ("security.istio.io/v1", "AuthorizationPolicy", "istio-system", json!({}), all, "", false),
        (
            "security.istio.io/v1",
            "PeerAuthentication",
            "shop",
            json!({ "mtls": { "mode": "STRICT" } }),
            shop,
            "",
            false,
        ),
        (
            "security.istio.io/v1",
            "PeerAuthentication",
            "shop",
            json!({ "mtls": { "mode": "PERMISSIVE" } }),
            "",
            "",
            false,
        ),
        (
            "networking.istio.io/v1",
            "Sidecar",
            "shop",
            json!({ "workloadSelector": { "labels": { "app": "web" } } }),
            "",
            "web",
            false,
        ),
        ("policy.linkerd.io/v1beta3", "Server", "shop", web.clone(), "web", "", false),
        (
            "policy.linkerd.io/v1alpha1",
            "AuthorizationPolicy",
            "shop",
            json!({ "targetRef": { "kind": "Server", "name": "a" } }),
            shop,
            "",
            false,
        ),
        ("policy.linkerd.io/v1alpha1", "EgressNetwork", "shop", json!({ "trafficPolicy": "Deny" }), "", shop, false),
        (
            "consul.hashicorp.com/v1alpha1",
            "ServiceIntentions",
            "shop",
            json!({ "destination": { "name": "web" } }),
            all,
            "",
            false,
        ),
        ("kuma.io/v1alpha1", "MeshTrafficPermission", "kuma-system", json!({}), all, "", false),
        ("k8s.ovn.org/v1", "EgressFirewall", "shop", json!({ "egress": [] }), "", shop, false),
        (
            "k8s.ovn.org/v1",
            "UserDefinedNetwork",
            "shop",
            json!({ "topology": "Layer2", "layer2": { "role": "Primary" } }),
            shop,
            shop,
            false,
        ),
        (
            "k8s.ovn.org/v1",
            "UserDefinedNetwork",
            "shop",
            json!({ "topology": "Layer2", "layer2": { "role": "Secondary" } }),
            "",
            "",
            false,
        ),
        (
            "k8s.ovn.org/v1",
            "ClusterUserDefinedNetwork",
            "",
            json!({ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "other" } }, "network": { "layer3": { "role": "Primary" } } }),
            "agent job",
            "agent job",
            false,
        ),
        ("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", "shop", json!({}), shop, shop, true),
        ("k8s.cni.cncf.io/v1beta1", "MultiNetworkPolicy", "shop", web.clone(), "web", "web", false),
        ("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "shop", web.clone(), "web", "web", false),
        ("networking.k8s.aws/v1alpha1", "ApplicationNetworkPolicy", "shop", web.clone(), "web", "web", false),
        ("networking.gke.io/v1alpha1", "FQDNNetworkPolicy", "shop", web.clone(), "", "web", false),
        ("crd.antrea.io/v1beta1", "NetworkPolicy", "shop", json!({ "appliedTo": [web] }), "web", "web", false),
        (
            "crd.antrea.io/v1beta1",
            "ClusterNetworkPolicy",
            "",
            json!({ "appliedTo": [{ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": "shop" } } }] }),
            shop,
            shop,
            true,
        ),
        ("example.com/v1", "OtherNetworkPolicy", "shop", json!({}), shop, shop, true),
        ("v1", "ConfigMap", "shop", json!({}), "", "", false),
    ] {
        let objects = cluster(version, kind, namespace, spec.clone());
        let (into, out) = (unknown(&objects, PolicyType::Ingress), unknown(&objects, PolicyType::Egress));
        assert_eq!((&*into.0, &*out.0, into.1 || out.1), (ingress, egress, opens), "{version} {kind} {spec}");
        let named: Vec<String> = objects.unevaluated().iter().flat_map(|it| it.objects.clone()).collect();
        let is_named = named.iter().any(|it| it.ends_with('x'));
        assert_eq!(is_named, !(ingress.is_empty() && egress.is_empty()), "{version} {kind} {named:?}");
    }
}

#[test]
fn a_mesh_opens_nothing_that_a_policy_denies() {
    let objects = cluster("security.istio.io/v1", "AuthorizationPolicy", "shop", json!({}));
    let reach = Reach::new(&objects, Convention::KUBERNETES).unwrap();
    let named = |name: &str| End::Peer(reach.peers().find(|(_, it)| it.pod == name).unwrap().0);
    assert_eq!(reach.ask(named("web"), named("locked"), Port::tcp(80)).verdict(), Outcome::Denied);
    assert_eq!(
        reach.ask(named("locked"), named("web"), Port::tcp(80)).verdict(),
        Outcome::Denied,
        "denied at the source"
    );
    let found = reach.counterexample(|it| it.pod == "job", |it| it.pod == "web").expect("it may be allowed");
    assert_eq!(found.answer.verdict(), Outcome::Unknown);
    assert_eq!(reach.counterexample(|it| it.pod == "job", |it| it.pod == "locked"), None);
}

#[test]
fn policies_and_peers_that_match_nothing_are_warnings() {
    let warnings = |spec: Value| {
        let mut objects = cluster("v1", "ConfigMap", "shop", json!({}));
        let policy = json!({ "metadata": { "name": "p", "namespace": "shop" }, "spec": spec });
        objects.add(&serde_json::from_value::<NetworkPolicy>(policy).unwrap());
        let reach = Reach::new(&objects, Convention::KUBERNETES).unwrap();
        reach.warnings().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let none = [""; 0];
    let from = |peer: Value| json!({ "podSelector": {}, "ingress": [{}, { "from": [{ "podSelector": {} }, peer] }] });
    let app = |app: &str| json!({ "podSelector": { "matchLabels": { "app": app } } });
    let in_namespace = |namespace: &str, app: &str| {
        json!({ "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } },
            "podSelector": { "matchLabels": { "app": app } } })
    };
    assert_eq!(warnings(app("web")), none);
    assert_eq!(warnings(json!({ "podSelector": {} })), none);
    let selects = "network policy `shop/p` selects no pod in these manifests: ";
    assert_eq!(warnings(app("cart")), [format!("{selects}`app=cart` matches none")]);
    assert_eq!(warnings(app("webs")), [format!("{selects}`app=webs` matches none; `shop/web[Pod]` has `app=web`")]);
    let peer = "network policy `shop/p`, ingress rule 2, peer 2 matches no pod: ";
    assert_eq!(warnings(from(app("lockd"))), [format!("{peer}`app=lockd`; `shop/locked[Pod]` has `app=locked`")]);
    assert_eq!(warnings(from(in_namespace("other", "web"))), [format!("{peer}`app=web`")]);
    assert_eq!(warnings(from(in_namespace("kube-system", "dns"))), none, "its pods are in other manifests");
    assert_eq!(warnings(from(in_namespace("other", "job"))), none);
}

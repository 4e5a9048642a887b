//! Connections with pods that are not in the objects.

use coderev_reach::{Convention, Flow, Isolation, Objects, Reach, Selection, Workload, difference};
use k8s_openapi::api::core::v1::{Namespace, Pod};
use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde_json::{Value, from_value, json};

/// The namespace `shop` with the pods `db` and `web`, and a policy for `db`.
fn exposed(spec: Value) -> Vec<String> {
    let mut objects = Objects::new();
    let shop = json!({"metadata": {"name": "shop", "labels": {"team": "shop"}}});
    objects.add(&from_value::<Namespace>(shop).expect("a namespace"));
    for name in ["db", "web"] {
        let pod = json!({"metadata": {"name": name, "namespace": "shop", "labels": {"app": name}}});
        objects.add(&from_value::<Pod>(pod).expect("a pod"));
    }
    let mut spec = spec;
    spec["podSelector"] = json!({"matchLabels": {"app": "db"}});
    let policy = json!({"metadata": {"name": "db", "namespace": "shop"}, "spec": spec});
    objects.add(&from_value::<NetworkPolicy>(policy).expect("a policy"));
    let reach = Reach::new(&objects, Convention::KUBERNETES).expect("the policy is valid");
    let is_db = |it: &Flow| it.from.to_string() == "shop/db[Pod]" || it.to.to_string() == "shop/db[Pod]";
    let shown = |it: Flow| {
        let names = it.names.iter().map(|name| format!(" and {name}")).collect::<String>();
        format!("{} -> {}: {}{names}", it.from, it.to, it.ports)
    };
    reach.exposed().filter(is_db).map(shown).collect()
}

fn from(peers: Value) -> Vec<String> {
    let all =
        exposed(json!({"policyTypes": ["Ingress", "Egress"], "ingress": [{"from": peers, "ports": [{"port": 1}]}]}));
    all.into_iter().map(|it| it.trim_end_matches(" -> shop/db[Pod]: TCP 1").to_owned()).collect()
}

#[test]
fn each_selector_is_a_peer() {
    let name = json!({"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}});
    let app = json!({"matchLabels": {"app": "agent"}});
    assert_eq!(from(json!([{"namespaceSelector": {}}])), ["any pod of the cluster"]);
    assert_eq!(
        from(json!([{"namespaceSelector": {"matchLabels": {"team": "ops"}}}])),
        ["any pod in namespaces with team=ops"]
    );
    assert_eq!(from(json!([{"namespaceSelector": name}])), ["any pod in namespace monitoring"]);
    assert_eq!(
        from(json!([{"namespaceSelector": name, "podSelector": app}])),
        ["pods with app=agent in namespace monitoring"]
    );
    assert_eq!(from(json!([{"podSelector": app}])), ["pods with app=agent in namespace shop"]);
    assert_eq!(from(json!([{"namespaceSelector": {}, "podSelector": app}])), ["pods with app=agent in any namespace"]);
    let expressions = json!({"matchExpressions": [
        {"key": "a", "operator": "In", "values": ["y", "x"]}, {"key": "b", "operator": "NotIn", "values": ["x", "y"]},
        {"key": "c", "operator": "NotIn", "values": ["x"]}, {"key": "d", "operator": "Exists"},
        {"key": "e", "operator": "DoesNotExist"},
    ]});
    assert_eq!(
        from(json!([{"namespaceSelector": {}, "podSelector": expressions}])),
        ["pods with a in (x,y),b notin (x,y),c!=x,d,!e in any namespace"]
    );
}

#[test]
fn a_pod_in_the_objects_stands_for_a_peer_of_its_namespace() {
    assert_eq!(from(json!([{"podSelector": {"matchLabels": {"app": "web"}}}])), [""; 0]);
    assert_eq!(from(json!([{"podSelector": {}}])), [""; 0], "`web` is listed");
    let own = json!([{"podSelector": {"matchLabels": {"app": "db"}}}]);
    assert_eq!(from(own), ["pods with app=db in namespace shop"], "the workload itself is not listed elsewhere");
    let wider = json!([{"namespaceSelector": {"matchLabels": {"team": "shop"}}}]);
    assert_eq!(from(wider), ["any pod in namespaces with team=shop"], "other namespaces may have the label");
}

#[test]
fn a_peer_that_nothing_can_match_is_left_out() {
    let known = json!({"matchLabels": {"kubernetes.io/metadata.name": "shop", "team": "ops"}});
    assert_eq!(from(json!([{"namespaceSelector": known}])), [""; 0], "the labels of `shop` are known");
    let contradiction =
        json!({"matchLabels": {"a": "x"}, "matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]});
    assert_eq!(from(json!([{"namespaceSelector": {}, "podSelector": contradiction}])), [""; 0]);
}

#[test]
fn a_narrow_peer_has_only_ports_that_no_wider_peer_has() {
    let ops = json!({"namespaceSelector": {"matchLabels": {"team": "ops"}}});
    let all = exposed(json!({"ingress": [
        {"from": [{"namespaceSelector": {}}], "ports": [{"port": 80}]},
        {"from": [ops], "ports": [{"port": 80}, {"port": 90}]},
    ]}));
    assert_eq!(
        all,
        [
            "any pod of the cluster -> shop/db[Pod]: TCP 80",
            "any pod in namespaces with team=ops -> shop/db[Pod]: TCP 90",
            "shop/db[Pod] -> any pod of the cluster: All Connections",
        ]
    );
}

#[test]
fn the_number_of_a_named_port_is_not_known() {
    let dns = json!({"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}});
    let ports = json!([{"port": "dns", "protocol": "UDP"}, {"port": 9153}]);
    let all = exposed(json!({"policyTypes": ["Egress"], "egress": [{"to": [dns], "ports": ports}]}));
    assert_eq!(
        all,
        [
            "any pod of the cluster -> shop/db[Pod]: All Connections",
            "shop/db[Pod] -> any pod in namespace kube-system: TCP 9153 and UDP dns",
        ]
    );
}

#[test]
fn a_workload_is_isolated_if_policies_select_all_of_its_pods() {
    let isolation = |types: &[&str], labels: Value| -> (Selection, Selection) {
        let mut objects = Objects::new();
        for (name, app) in [("db-0", "db"), ("db-1", "db-new")] {
            let owner = json!([{"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "db", "uid": "1"}]);
            let metadata = json!({"name": name, "namespace": "shop", "labels": {"app": app}, "ownerReferences": owner});
            objects.add(&from_value::<Pod>(json!({ "metadata": metadata })).expect("a pod"));
        }
        let spec = json!({"podSelector": {"matchLabels": labels}, "policyTypes": types});
        let policy = json!({"metadata": {"name": "db", "namespace": "shop"}, "spec": spec});
        objects.add(&from_value::<NetworkPolicy>(policy).expect("a policy"));
        let reach = Reach::new(&objects, Convention::KUBERNETES).expect("the policy is valid");
        let Isolation { ingress, egress, .. } = reach.isolation(&Workload::new("shop", "db", "StatefulSet"));
        (ingress, egress)
    };
    let (selected, free) = (Selection::Selected, Selection::Free);
    assert_eq!(isolation(&["Ingress"], json!({})), (selected, free));
    assert_eq!(isolation(&["Ingress", "Egress"], json!({})), (selected, selected));
    assert_eq!(isolation(&["Ingress", "Egress"], json!({"app": "db"})), (free, free), "`db-1` is not selected");
}

/// The changes between two policies for `db`, with `web` as another pod.
fn changes(old: Value, new: Value) -> Vec<String> {
    let reach = |spec: Value| {
        let mut objects = Objects::new();
        for name in ["db", "web"] {
            let pod = json!({"metadata": {"name": name, "namespace": "shop", "labels": {"app": name}}});
            objects.add(&from_value::<Pod>(pod).expect("a pod"));
        }
        let mut spec = spec;
        spec["podSelector"] = json!({"matchLabels": {"app": "db"}});
        spec["policyTypes"] = json!(["Ingress"]);
        let policy = json!({"metadata": {"name": "db", "namespace": "shop"}, "spec": spec});
        objects.add(&from_value::<NetworkPolicy>(policy).expect("a policy"));
        Reach::new(&objects, Convention::KUBERNETES).expect("the policy is valid")
    };
    let all = difference(&reach(old), &reach(new));
    all.into_iter().map(|it| format!("{} -> {}: +{} -{}", it.from, it.to, it.opened(), it.closed())).collect()
}

#[test]
fn opening_to_the_cluster_is_a_change_of_one_peer() {
    let ops = json!({"from": [{"namespaceSelector": {"matchLabels": {"team": "ops"}}}], "ports": [{"port": 1}]});
    let any = json!({"from": [{"namespaceSelector": {}}], "ports": [{"port": 1}]});
    let any_change = "any pod of the cluster -> shop/db[Pod]: +TCP 1 -No Connections";
    let web_change = "shop/web[Pod] -> shop/db[Pod]: +TCP 1 -No Connections";
    assert_eq!(changes(json!({}), json!({"ingress": [any]})), [web_change, any_change]);
    assert_eq!(
        changes(json!({"ingress": [ops]}), json!({"ingress": [any]})),
        [web_change, any_change],
        "the narrow peer keeps what it had"
    );
    assert_eq!(
        changes(json!({"ingress": [any]}), json!({"ingress": [ops]})),
        [
            "shop/web[Pod] -> shop/db[Pod]: +No Connections -TCP 1",
            "any pod of the cluster -> shop/db[Pod]: +No Connections -TCP 1",
        ]
    );
    assert_eq!(
        changes(json!({"ingress": [any]}), json!({"ingress": [any, ops]})),
        [""; 0],
        "a wider rule has it already"
    );
}

#[test]
fn addresses_that_did_not_change_are_no_change() {
    let block = |cidr: &str| json!({"ingress": [{"from": [{"ipBlock": {"cidr": cidr}}]}]});
    assert_eq!(
        changes(block("10.0.0.0/8"), block("fd00::/8")),
        [
            "10.0.0.0-10.255.255.255 -> shop/db[Pod]: +No Connections -All Connections",
            "fd00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff -> shop/db[Pod]: +All Connections -No Connections",
        ]
    );
}

/// A workload that policies of the cluster and objects that are not evaluated are about, and a policy by a label that
/// a controller chooses.
mod with_other_kinds {
    use coderev_objects::ManifestReader;
    use coderev_reach::{
        Admission, Cause, Convention, End, Objects, Outcome, Party, PolicyType, Port, Reach, difference_by_group,
    };

    const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, \
        spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}}\n";

    fn reach(more: &str) -> (Reach, Objects) {
        let mut objects = Objects::new();
        for read in ManifestReader::new().read("a.yaml", format!("{WEB}---\n{more}\n").as_bytes()) {
            objects.add_document(&read.expect("YAML").document).expect("an object");
        }
        (Reach::new(&objects, Convention::KUBERNETES).expect("valid policies"), objects)
    }

    fn tier(action: &str, namespaces: &str) -> String {
        format!(
            "{{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {{name: t}}, spec: {{tier: Admin, \
             priority: 1, subject: {{namespaces: {{}}}}, ingress: [{{action: {action}, from: [{{namespaces: {namespaces}}}]}}]}}}}"
        )
    }

    /// The far ends of ingress that are certainly allowed.
    fn exposed(reach: &Reach) -> Vec<String> {
        let into = reach.exposed().filter(|it| matches!(it.to, Party::Workload(_)));
        into.map(|it| it.from.to_string()).collect()
    }

    fn causes(reach: &Reach, way: PolicyType) -> Vec<String> {
        let all = reach.undecided();
        let own = all.values().flatten().filter(|it| it.policy_type == way);
        own.flat_map(|it| it.causes.iter().map(ToString::to_string)).collect()
    }

    #[test]
    fn what_a_tier_denies_is_not_exposed() {
        let (all, _) = reach(&tier("Deny", "{}"));
        assert_eq!((exposed(&all), causes(&all, PolicyType::Ingress)), (vec![], vec![]));
        let (some, _) = reach(&tier("Deny", "{matchLabels: {team: dev}}"));
        assert_eq!(exposed(&some), Vec::<String>::new());
        let cause = "rule 1 of ClusterNetworkPolicy t matches some of these pods, and their labels are unknown";
        assert_eq!(causes(&some, PolicyType::Ingress), [cause]);
        let (accepted, _) = reach(&format!(
            "{}\n---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p}}, spec: {{podSelector: {{}}}}}}",
            tier("Accept", "{matchLabels: {team: ops}}")
        ));
        assert_eq!(exposed(&accepted), ["any pod in namespaces with team=ops"]);
    }

    #[test]
    fn a_label_that_a_controller_chooses_is_unknown() {
        let policy = |key: &str| {
            format!(
                "{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p}}, spec: {{podSelector: {{matchLabels: \
                 {{{key}: x}}}}}}}}"
            )
        };
        let (chosen, _) = reach(&policy("pod-template-hash"));
        let (web, _) = chosen.peers().next().expect("a peer");
        let outside = End::Address("1.1.1.1".parse().expect("an address"));
        let answer = chosen.ask(outside, web.into(), Port::tcp(1));
        assert_eq!(answer.verdict(), Outcome::Unknown);
        assert_eq!(exposed(&chosen), Vec::<String>::new());
        assert_eq!(
            causes(&chosen, PolicyType::Ingress),
            [Cause::ChosenLabel { policy: "default/p".into() }.to_string()]
        );
        let (other, _) = reach(&policy("app"));
        assert_eq!(other.ask(outside, web.into(), Port::tcp(1)).verdict(), Outcome::Allowed);
        let peer = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: {podSelector: {}, ingress: \
            [{from: [{podSelector: {matchLabels: {pod-template-hash: x}}}]}]}}";
        let (named, _) = reach(peer);
        let answer = named.ask(web.into(), web.into(), Port::tcp(1));
        assert_eq!(answer.verdict(), Outcome::Unknown);
        assert_eq!(named.ask(outside, web.into(), Port::tcp(1)).verdict(), Outcome::Denied);
    }

    #[test]
    fn what_is_unknown_did_not_close() {
        let mesh =
            "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: m}, spec: {selector: {}}}";
        let service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: LoadBalancer, selector: {app: web}, \
            ports: [{port: 80}]}}";
        let [(old, _), (new, objects)] = [reach(service), reach(&format!("{service}\n---\n{mesh}"))];
        let changes = difference_by_group(&old, &new);
        assert!(!changes.is_empty());
        for it in changes {
            assert!(it.new.is_empty() && it.new_unknown.is_all(), "{it:?}");
        }
        let entry = new.entry_points(&objects).remove(0);
        let expected =
            vec![Cause::Unevaluated { kind: "AuthorizationPolicy".into(), name: "default/m".into(), may_allow: false }];
        assert_eq!(new.admission(&entry), Admission::Unknown(expected));
        assert_eq!(old.admission(&entry), Admission::Open);
    }
}

//! Changed ports of pods and Services.
use crate::Target;
use crate::transitions::TRANSITION_PORT_CHANGED;
use crate::transitions::testing::{findings, findings_for};

/// A workload that listens on `port`. `more` are fields of the spec.
fn workload(kind: &str, port: u16, more: &str) -> String {
    format!(
        "---
apiVersion: apps/v1
kind: {kind}
metadata: {{name: api, namespace: shop}}
spec:
  {more}
  selector: {{matchLabels: {{app: api}}}}
  template:
    metadata: {{labels: {{app: api}}}}
    spec: {{containers: [{{name: api, image: 'ghcr.io/acme/api:v1', ports: [{{name: http, containerPort: {port}}}]}}]}}
"
    )
}
fn policy(name: &str, namespace: &str, spec: &str) -> String {
    format!(
        "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: {namespace}}}\nspec: {{{spec}}}\n"
    )
}
/// The policy of the pods, and the policy of a caller in another namespace.
fn policies(port: &str) -> String {
    let api = format!("podSelector: {{matchLabels: {{app: api}}}}, ingress: [{{ports: [{port}]}}]");
    let peer = "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app: api}}}";
    let caller = format!("podSelector: {{}}, egress: [{{to: [{peer}], ports: [{port}]}}]");
    policy("api", "shop", &api) + &policy("web", "front", &caller)
}
fn help(before: &str, after: &str) -> Vec<String> {
    let target = Target::new("kubernetes").context("prod");
    let found = findings_for(&TRANSITION_PORT_CHANGED, &format!("{before}--- # after\n{after}"), &target);
    found.iter().map(|it| it.help_text().to_owned()).collect()
}

#[test]
fn copies_of_the_old_policies_keep_the_old_port_open_until_the_rollout_ends() {
    let version = |port: u16| workload("Deployment", port, "replicas: 3") + &policies(&format!("{{port: {port}}}"));
    let help = help(&version(8000), &version(9000)).concat();
    let steps: Vec<&str> = help.lines().collect();
    let [web, api, apply, wait, close] = steps[..] else { panic!("{steps:#?}") };
    let copy = "2. keep the old port open, because the new NetworkPolicy `api` closes it: `kubectl --context prod get networkpolicy/api -n shop -o yaml | \
        sed -e '/^  resourceVersion:/d' -e 's/^  name: .*/  name: api-old-ports/' | kubectl --context prod create -f -`";
    assert_eq!(api, copy);
    assert!(web.starts_with("1. keep the old port open, because the new NetworkPolicy `web` closes it: "), "{web}");
    assert_eq!(apply, "3. apply the new files: `kubectl --context prod apply --server-side -k kubernetes`");
    assert_eq!(
        wait,
        "4. wait until all old pods are replaced: `kubectl --context prod rollout status deployment/api -n shop`"
    );
    let delete = "5. close the old port: `kubectl --context prod delete networkpolicy/web-old-ports -n front`, \
        `kubectl --context prod delete networkpolicy/api-old-ports -n shop`";
    assert_eq!(close, delete);
}
#[test]
fn policies_that_admit_the_old_port_need_no_copy() {
    let version = |kind: &str, port: u16, policy: &str, more: &str| workload(kind, port, more) + &policies(policy);
    let between = |kind: &str, [old, new]: [&str; 2], more: &str| {
        help(&version(kind, 8000, old, more), &version(kind, 9000, new, more)).len()
    };
    let changed = ["{port: 8000}", "{port: 9000}"];
    assert_eq!(between("Deployment", ["{port: http}", "{port: http}"], "replicas: 3"), 0);
    assert_eq!(between("Deployment", ["{port: 8000}", "{port: 8000}, {port: 9000}"], "replicas: 3"), 0);
    assert_eq!(between("Deployment", ["{port: 8000}", "{port: 8000, endPort: 9000}"], "replicas: 3"), 0);
    assert_eq!(between("Deployment", ["{port: 8000}", "{protocol: TCP}"], "replicas: 3"), 0);
    assert_eq!(between("Deployment", ["{protocol: UDP, port: 8000}", "{port: 9000}"], "replicas: 3"), 0);
    // No old pod runs next to a new one.
    assert_eq!(between("Deployment", changed, "strategy: {type: Recreate}"), 0);
    assert_eq!(between("Deployment", changed, "replicas: 3"), 1);
    assert_eq!(between("DaemonSet", changed, "minReadySeconds: 1"), 1);
}
#[test]
fn pods_with_the_strategy_on_delete_are_deleted_by_hand() {
    let version = |port: u16| {
        workload("DaemonSet", port, "updateStrategy: {type: OnDelete}") + &policies(&format!("{{port: {port}}}"))
    };
    let help = help(&version(8000), &version(9000)).concat();
    assert!(help.contains("4. delete the old pods one by one, because the update strategy is `OnDelete`\n"), "{help}");
}

fn service(ports: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Service\nmetadata: {{name: api, namespace: shop}}\nspec: {{selector: {{app: api}}, {ports}}}\n"
    )
}
/// The findings about the Service. The port of the pods changes from 8000 to 9000.
fn of_service(old: &str, new: &str) -> Vec<(String, String)> {
    let pods = |port| workload("Deployment", port, "replicas: 3");
    let text = format!("{}{}--- # after\n{}{}", pods(8000), service(old), pods(9000), service(new));
    let found = findings(&TRANSITION_PORT_CHANGED, &text);
    found.iter().map(|it| (it.message().to_owned(), it.help_text().to_owned())).collect()
}

#[test]
fn a_service_finds_a_named_port_in_each_pod() {
    let named = "ports: [{port: 80, targetPort: http}]";
    assert_eq!(of_service(named, named), []);
    // A new port changes nothing for callers of the old one.
    assert_eq!(of_service("ports: [{name: a, port: 80}]", "ports: [{name: a, port: 80}, {name: b, port: 81}]"), []);
    let found = of_service("ports: [{port: 80, targetPort: 8000}]", "ports: [{port: 80, targetPort: 9000}]");
    let [(message, help)] = &found[..] else { panic!("{found:#?}") };
    let expected = "the Service `api` selects the port 9000, which its old pods do not have until the rollout ends";
    assert_eq!(message, expected);
    assert!(help.starts_with("name the port of the container, and set `targetPort` to the name: "), "{help}");
    let found = of_service(named, "ports: [{port: 80, targetPort: web}]");
    let [(message, help)] = &found[..] else { panic!("{found:#?}") };
    assert!(message.contains("selects the port `web`, which its old pods do not have"), "{message}");
    assert!(help.starts_with("keep the name of the port: "), "{help}");
}
#[test]
fn callers_use_the_old_port_of_a_service_until_they_are_replaced() {
    let found = of_service("ports: [{port: 8000, targetPort: http}]", "ports: [{port: 9000, targetPort: http}]");
    let [(message, help)] = &found[..] else { panic!("{found:#?}") };
    let expected = "the Service `api` no longer has port 8000, which callers use until they are replaced";
    assert_eq!((&**message, &**help), (expected, "keep `port: 8000`, and change only `targetPort`"));
    let headless = of_service("clusterIP: None, ports: [{port: 8000}]", "clusterIP: None, ports: [{port: 9000}]");
    let [(_, help)] = &headless[..] else { panic!("{headless:#?}") };
    assert_eq!(help, "let the pods listen on both ports until each caller uses the new one");
}

//! `reach --diff`: the sides, the entry points, and what is unknown.
use super::running::{Desk, Run};

const WEB: &str = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: \
    {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}}\n---\n";
const DB: &str = "{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}}\n---\n";
const LOCKED: &str = "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: locked, namespace: shop}, spec: \
    {podSelector: {}, policyTypes: [Ingress]}}\n---\n";
const BALANCER: &str = "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {type: LoadBalancer, \
    selector: {app: web}, ports: [{port: 80}]}}\n---\n";

/// The rules that let an address block in.
fn open_to(cidr: &str) -> String {
    LOCKED.replace("policyTypes: [Ingress]", &format!("ingress: [{{from: [{{ipBlock: {{cidr: {cidr}}}}}]}}]"))
}

fn compared(old: &[&str], new: &[&str], line: &str) -> Run {
    let desk = Desk::new();
    desk.write("old.yaml", &old.concat());
    desk.write("new.yaml", &new.concat());
    desk.run("one", &format!("reach --diff old.yaml new.yaml --ip-blocks outside {line}"))
}

#[test]
fn an_entry_point_that_policies_open_is_in_every_format() {
    let range = open_to("8.0.0.0/8");
    let (old, new) = ([WEB, LOCKED, BALANCER], [WEB, &range, BALANCER]);
    let entry = "shop/web[Deployment]: TCP 80 by Service shop/web (LoadBalancer)";
    let text = compared(&old, &new, "").stdout;
    let expected = format!(
        "entry points that opened\n  {entry}: open to 8.0.0.0/8, before closed to every address outside the cluster\n"
    );
    assert!(text.contains(&expected), "{text}");
    assert!(text.ends_with("opened 1, closed 0, exposure +0 -0, entry points +1 -0\n"), "{text}");
    let text = compared(&new, &old, "").stdout;
    assert!(text.contains("entry points that closed\n") && text.contains("entry points +0 -1\n"), "{text}");
    for (format, expected) in [
        (
            "markdown",
            "* entry point opened: shop/web\\[Deployment\\]: TCP 80 by Service shop/web (LoadBalancer): open to",
        ),
        ("json", "\"entryPointsOpened\": 1"),
        ("json", "\"change\": \"opened\""),
        ("csv", "{entry point: Service shop/web (LoadBalancer)},shop/web[Deployment],closed to every"),
        ("svg", "Service shop/web (LoadBalancer) to shop/web[Deployment]: TCP 80, opened</title>"),
    ] {
        let run = compared(&old, &new, &format!("--format {format}"));
        assert!(run.stdout.contains(expected), "{format}: {}", run.stdout);
    }
    // A new entry point that policies close opens nothing.
    let text = compared(&[WEB, LOCKED], &[WEB, LOCKED, BALANCER], "").stdout;
    assert_eq!(text, "nothing opened, nothing closed\n");
    let text = compared(&[WEB], &[WEB, BALANCER], "").stdout;
    assert!(text.contains("open to every address outside the cluster, before no entry point\n"), "{text}");
    let mesh =
        "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: m, namespace: shop}, spec: {}}";
    let text = compared(&[WEB, BALANCER], &[WEB, BALANCER, mesh], "").stdout;
    assert!(text.contains("entry points that are or were unknown\n"), "{text}");
    assert!(text.contains("entry points +0 -0, 1 unknown"), "{text}");
}

#[test]
fn a_side_is_several_paths_or_a_platform() {
    let desk = Desk::new();
    desk.synth("");
    desk.write("base/web.yaml", WEB);
    desk.write("db.yaml", DB);
    desk.write("locked.yaml", LOCKED);
    let run = desk.run("one", "reach --diff base,db.yaml base,db.yaml,locked.yaml");
    assert!(run.stdout.contains("policies select them now\n  shop/db[Pod]: ingress\n"), "{run:?}");
    let run = desk.run("one", "reach --diff base,db.yaml,locked.yaml base,db.yaml,locked.yaml --format json");
    assert!(run.stdout.contains("\"old\": {") && run.stdout.contains("\"files\": 3"), "{run:?}");
    let run = desk.run("one", "reach --diff - -");
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn it_is_unknown_whether_a_policy_that_is_not_evaluated_limits_a_workload() {
    let calico = "{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: c, namespace: shop}, spec: {types: [Ingress]}}";
    let desk = Desk::new();
    desk.write("shop.yaml", &[WEB, calico].concat());
    let text = desk.run("one", "reach shop.yaml").stdout;
    assert!(text.contains("    unknown whether any policy limits ingress\n"), "{text}");
    assert!(text.contains("    unprotected: no policy selects it for egress\n"), "{text}");
    let text = compared(&[WEB], &[WEB, calico], "").stdout;
    assert!(text.contains("unknown whether any policy limits them\n  shop/web[Deployment]: ingress\n"), "{text}");
}

#[test]
fn a_refused_policy_of_the_cluster_leaves_the_rest_of_the_answer() {
    let policy = "{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: wrong}, spec: {tier: Admin, \
        priority: 1, subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}, \
        ingress: [{action: Refuse, from: [{namespaces: {}}]}]}}";
    let desk = Desk::new();
    desk.write("shop.yaml", &[WEB, DB, policy].concat());
    let run = desk.run("one", "reach shop.yaml");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.stderr.contains("error: shop.yaml:5:227: ClusterNetworkPolicy `wrong`: `spec.ingress[0].action`"),
        "{run:?}"
    );
    let unknown = "unknown: the API server refuses ClusterNetworkPolicy wrong, so it has no effect yet";
    assert!(run.stdout.contains(unknown), "{run:?}");
    assert!(
        run.stdout.contains("  web [Deployment]\n    unprotected: no policy selects it for ingress or egress\n"),
        "{run:?}"
    );
}

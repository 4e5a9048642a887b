//! `reach`: pods that are not in the manifests, in every format, and the difference of two sets of manifests.
use super::running::{Desk, Run};

/// A locked database, a workload without a policy, and the rules of the database.
fn shop(ingress: &str) -> String {
    let pod = |name: &str| {
        format!(
            "{{apiVersion: v1, kind: Pod, metadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}, \
             spec: {{containers: [{{name: c, image: x}}]}}}}\n---\n"
        )
    };
    format!(
        "{}{}{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: db, namespace: shop}}, \
         spec: {{podSelector: {{matchLabels: {{app: db}}}}, policyTypes: [Ingress, Egress], ingress: [{ingress}]}}}}\n",
        pod("db"),
        pod("web"),
    )
}
const OPS: &str = "{from: [{namespaceSelector: {matchLabels: {team: ops}}}], ports: [{port: 5432}]}";
const AGENT: &str = "{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}, \
    podSelector: {matchLabels: {app: agent}}}], ports: [{port: 9187}]}";
const ANY: &str = "{from: [{namespaceSelector: {}}], ports: [{port: 5432}]}";

fn asked(ingress: &str, line: &str) -> String {
    let desk = Desk::new();
    desk.write("shop.yaml", &shop(ingress));
    let run = desk.run("one", &format!("reach shop.yaml {line}"));
    assert_eq!(run.code, Some(0), "{run:?}");
    run.stdout
}

fn compared(old: &str, new: &str, line: &str) -> Run {
    let desk = Desk::new();
    desk.write("old.yaml", old);
    desk.write("new.yaml", new);
    desk.run("one", &format!("reach --diff old.yaml new.yaml {line}"))
}

#[test]
fn the_overview_names_pods_that_are_not_in_the_manifests() {
    let text = asked(&format!("{OPS}, {AGENT}"), "");
    let expected = "\
shop
  db [Pod]
    in    TCP 5432  any pod in namespaces with team=ops
    in    TCP 9187  [agent]
  web [Pod]
    unprotected: no policy selects it for ingress or egress
    in    All Connections  every address outside the cluster, any pod of the cluster
    out   All Connections  every address outside the cluster, any pod of the cluster

not in these manifests:
  [agent]  pods with app=agent in namespace monitoring
";
    assert_eq!(text, expected);
    assert!(asked(ANY, "").contains("    in    TCP 5432  web, any pod of the cluster\n"));
}

#[test]
fn every_format_has_them() {
    let csv = asked(OPS, "--format csv");
    assert!(csv.contains("any pod in namespaces with team=ops,shop/db[Pod],TCP 5432\n"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&asked(OPS, "--format json")).expect("the output is JSON");
    let line = serde_json::json!({
        "src": "any pod in namespaces with team=ops", "dst": "shop/db[Pod]", "conn": "TCP 5432", "implied": true,
    });
    assert!(json["connections"].as_array().expect("a list").contains(&line), "{json}");
    let unprotected = serde_json::json!([{"workload": "shop/web[Pod]", "directions": ["ingress", "egress"]}]);
    assert_eq!(json["unprotected"], unprotected);
    let dot = asked(OPS, "--format dot");
    assert!(dot.contains("\"any pod in namespaces with team=ops\" -> \"shop/db[Pod]\" [label=\"TCP 5432\"]"), "{dot}");
    assert!(dot.contains("\"any pod in namespaces with team=ops\" [style=dashed]"), "{dot}");
    let svg = asked(OPS, "--format svg");
    assert!(svg.contains("any pod in namespaces with team=ops"), "{svg}");
}

#[test]
fn a_question_about_a_workload_has_them() {
    let text = asked(OPS, "--to db");
    assert!(text.contains("    in    TCP 5432  any pod in namespaces with team=ops\n"), "{text}");
    assert!(!asked(OPS, "--from web").contains("team=ops"));
    let pair = asked(AGENT, "--from monitoring --to db --port 9187");
    let expected = "\
pods with app=agent in namespace monitoring (not in these manifests) -> shop/db[Pod]
  allowed  TCP 9187
    out  not known: its policies are not in these manifests
    in   allowed by shop/db
";
    assert_eq!(pair, expected);
}

#[test]
fn opening_a_database_to_the_cluster_is_the_first_line_of_a_difference() {
    let opened = compared(&shop(""), &shop(ANY), "").stdout;
    let expected = "\
opened
  any pod of the cluster -> shop/db[Pod]: TCP 5432
  shop/web[Pod] -> shop/db[Pod]: TCP 5432
opened 1, closed 0, exposure +1 -0
";
    assert_eq!(opened, expected);
    let csv = compared(&shop(OPS), &shop(""), "--format csv").stdout;
    assert_eq!(csv, "src,dst,old,new\nany pod in namespaces with team=ops,shop/db[Pod],TCP 5432,No Connections\n");
    let json = compared(&shop(""), &shop(OPS), "--format json").stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("the output is JSON");
    assert_eq!(json["summary"]["exposureOpened"], 1);
    assert_eq!(json["changes"][0]["implied"], true);
}

#[test]
fn a_difference_has_a_markdown_table() {
    let text = compared(&shop(""), &shop(ANY), "--format markdown").stdout;
    let expected = "\
### Allowed connections

**Opened 1, closed 0, exposure +1 -0**

| | from | to | ports |
|---|---|---|---|
| opened | any pod of the cluster | shop/db\\[Pod\\] | TCP 5432 |
| opened | shop/web\\[Pod\\] | shop/db\\[Pod\\] | TCP 5432 |
";
    assert_eq!(text, expected);
    let none = compared(&shop(ANY), &shop(ANY), "--format markdown").stdout;
    assert!(none.ends_with("Nothing opened, nothing closed.\n"), "{none}");
    let desk = Desk::new();
    desk.write("shop.yaml", &shop(""));
    assert_eq!(desk.run("one", "reach shop.yaml --format markdown").code, Some(2));
}

#[test]
fn a_difference_names_whole_namespaces_and_no_complements() {
    let more: String = (0..30)
        .map(|at| {
            format!(
                "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: job-{at}, namespace: batch, labels: {{app: job}}}}, \
                 spec: {{containers: [{{name: c, image: x}}]}}}}\n"
            )
        })
        .collect();
    let one = "{from: [{namespaceSelector: {}}], ports: [{port: 6379}]}";
    let all = "{from: [{namespaceSelector: {}}]}";
    let [before, after] = [one, all].map(|it| format!("{}{more}", shop(it)));
    let text = compared(&before, &after, "").stdout;
    let expected = "\
opened
  any pod of the cluster -> shop/db[Pod]: All Connections, before TCP 6379
  every other workload -> shop/db[Pod]: All Connections, before TCP 6379
opened 31, closed 0, exposure +1 -0
";
    assert_eq!(text, expected);
    let closed = compared(&after, &before, "").stdout;
    assert!(closed.contains("any pod of the cluster -> shop/db[Pod]: All Connections except TCP 6379\n"), "{closed}");
    let gone = compared(&format!("{}{more}", shop(ANY)), &format!("{}{more}", shop("")), "").stdout;
    assert!(gone.contains("  every other workload -> shop/db[Pod]: TCP 5432\n"), "{gone}");
}

#[test]
fn a_workload_that_loses_its_policy_is_reported() {
    let policy = shop("");
    let without = policy.split("{apiVersion: networking").next().expect("the pods").to_owned();
    let text = compared(&policy, &without, "").stdout;
    assert!(
        text.contains("no policy selects them any more\n  shop/db[Pod]: ingress\n  shop/db[Pod]: egress\n"),
        "{text}"
    );
    let text = compared(&without, &policy, "").stdout;
    assert!(text.contains("policies select them now\n  shop/db[Pod]: ingress\n"), "{text}");
}

#[test]
fn a_difference_of_blocks_has_only_these_blocks() {
    let block = |cidr: &str| shop(&format!("{{from: [{{ipBlock: {{cidr: '{cidr}'}}}}]}}"));
    let text = compared(&block("10.0.0.0/8"), &block("fd00::/8"), "").stdout;
    let expected = "\
opened
  fd00::/8 -> shop/db[Pod]: All Connections
closed
  10.0.0.0/8 -> shop/db[Pod]: All Connections
opened 1, closed 1, exposure +0 -0
";
    assert_eq!(text, expected);
}

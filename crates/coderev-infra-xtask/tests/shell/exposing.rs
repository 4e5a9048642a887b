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
    let unprotected =
        serde_json::json!([{"workload": "shop/web[Pod]", "directions": ["ingress", "egress"], "unknown": []}]);
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
           rule 1 of shop/db allows it: pods `app=agent` of namespaces `kubernetes.io/metadata.name=monitoring`
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

/// A Service for the database, and a policy that admits some addresses.
fn service(spec: &str, ingress: &str) -> String {
    let service = format!(
        "---\n{{apiVersion: v1, kind: Service, metadata: {{name: ext, namespace: shop}}, \
         spec: {{selector: {{app: db}}, ports: [{{port: 5432}}], {spec}}}}}\n"
    );
    format!("{}{service}", shop(ingress))
}

#[test]
fn an_entry_point_is_open_or_closed_to_addresses_outside() {
    let entry = |spec: &str, ingress: &str| {
        let desk = Desk::new();
        desk.write("shop.yaml", &service(spec, ingress));
        let text = desk.run("one", "reach shop.yaml --to db").stdout;
        let entries: Vec<String> =
            text.lines().filter_map(|it| it.strip_prefix("    entry ")).map(str::to_owned).collect();
        entries.join("; ")
    };
    let block = |cidr: &str| format!("{{from: [{{ipBlock: {{cidr: {cidr}}}}}]}}");
    let balancer = "TCP 5432  by Service shop/ext (LoadBalancer)";
    assert_eq!(entry("type: LoadBalancer", OPS), format!("{balancer}  closed to every address outside the cluster"));
    assert_eq!(entry("type: LoadBalancer", &block("10.0.0.0/8")), format!("{balancer}  open to 10.0.0.0/8"));
    assert_eq!(entry("type: LoadBalancer", "{}"), format!("{balancer}  open to every address outside the cluster"));
    let ranges = "type: LoadBalancer, loadBalancerSourceRanges: [10.1.0.0/16, 192.168.0.0/24]";
    assert_eq!(
        entry(ranges, "{}"),
        format!("{balancer}  open to 10.1.0.0/16, 192.168.0.0/24 (loadBalancerSourceRanges)")
    );
    assert_eq!(entry(ranges, &block("10.0.0.0/8")), format!("{balancer}  open to 10.1.0.0/16"));
    assert_eq!(
        entry(ranges, &block("11.0.0.0/8")),
        format!("{balancer}  closed to 10.1.0.0/16, 192.168.0.0/24 (loadBalancerSourceRanges)")
    );
    let nodes = entry("type: NodePort", OPS);
    assert_eq!(nodes, "TCP 5432  by Service shop/ext (NodePort)  closed to every address outside the cluster");
    let external = entry("externalIPs: [198.51.100.7]", "{}");
    assert_eq!(external, "TCP 5432  by Service shop/ext (externalIPs)  open to every address outside the cluster");
    assert_eq!(entry("type: ClusterIP", "{}"), "");
    let host =
        shop("{}").replacen("name: c, image: x", "name: c, image: x, ports: [{containerPort: 80, hostPort: 8080}]", 1);
    let desk = Desk::new();
    desk.write("shop.yaml", &host);
    let text = desk.run("one", "reach shop.yaml").stdout;
    assert!(
        text.contains("    entry TCP 80  by Pod shop/db (hostPort)  open to every address outside the cluster\n"),
        "{text}"
    );
}

#[test]
fn a_route_is_open_to_the_pods_that_policies_admit() {
    let route = "---\n{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: db, namespace: shop}, \
        spec: {hostnames: [db.acme.dev], rules: [{backendRefs: [{name: ext, port: 5432}]}]}}\n";
    let entry = |ingress: &str| {
        let desk = Desk::new();
        desk.write("shop.yaml", &format!("{}{route}", service("type: ClusterIP", ingress)));
        let text = desk.run("one", "reach shop.yaml --to db").stdout;
        let entry = text.lines().find_map(|it| it.strip_prefix("    entry ")).map(str::to_owned);
        entry.unwrap_or_default()
    };
    let start = "TCP 5432  db.acme.dev/  by HTTPRoute shop/db";
    assert_eq!(entry(OPS), format!("{start}  open to any pod in namespaces with team=ops"));
    assert_eq!(entry(AGENT), format!("{start}  closed to any pod of the cluster"), "it is another port");
    assert_eq!(entry(ANY), format!("{start}  open to any pod of the cluster"));
}

#[test]
fn services_and_routes_that_lead_nowhere_are_warnings() {
    let dangling = "---\n{apiVersion: v1, kind: Service, metadata: {name: none, namespace: shop}, \
        spec: {selector: {app: none}, ports: [{port: 80}]}}\n---\n\
        {apiVersion: v1, kind: Service, metadata: {name: named, namespace: shop}, \
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: htpp}]}}\n---\n\
        {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: shop}, \
        spec: {defaultBackend: {service: {name: gone, port: {number: 80}}}}}\n---\n\
        {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: r, namespace: web}, \
        spec: {rules: [{backendRefs: [{name: named, namespace: shop, port: 81}]}]}}\n";
    let grant = "---\n{apiVersion: gateway.networking.k8s.io/v1beta1, kind: ReferenceGrant, \
        metadata: {name: g, namespace: shop}, spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, \
        namespace: web}], to: [{group: '', kind: Service}]}}\n";
    let warnings = |text: &str| {
        let desk = Desk::new();
        desk.write("shop.yaml", &format!("{}{text}", shop("")));
        let run = desk.run("one", "reach shop.yaml --format json");
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
        let all: Vec<String> = serde_json::from_value(json["warnings"].clone()).expect("a list of texts");
        let printed: Vec<String> =
            run.stderr.lines().filter_map(|it| it.strip_prefix("warning: ")).map(str::to_owned).collect();
        assert_eq!(all, printed);
        all
    };
    assert_eq!(
        warnings(dangling),
        [
            "HTTPRoute web/r: the Service shop/named has no port 81",
            "HTTPRoute web/r: no ReferenceGrant in namespace shop allows the reference to the Service shop/named",
            "Ingress shop/a: there is no Service shop/gone",
            "Service shop/named: no selected pod has a port with the name htpp",
            "Service shop/none: its selector matches no pod",
        ]
    );
    assert_eq!(warnings(&format!("{dangling}{grant}")).len(), 4);
}

/// The arrows of a picture: the text that a browser shows for each.
fn arrows(svg: &str) -> Vec<String> {
    let paths = svg.lines().filter(|it| it.starts_with("<path"));
    let titles = paths.filter_map(|it| it.split_once("<title>")?.1.split_once("</title>"));
    titles.map(|(title, _)| title.to_owned()).collect()
}

#[test]
fn an_arrow_of_the_picture_is_a_verdict() {
    let desk = Desk::new();
    let block = |cidr: &str, port: u16| format!("{{from: [{{ipBlock: {{cidr: {cidr}}}}}], ports: [{{port: {port}}}]}}");
    let ingress = format!("{}, {}, {OPS}", block("10.0.0.0/8", 1), block("192.168.0.0/16", 2));
    desk.write("shop.yaml", &service("type: LoadBalancer", &ingress));
    let all = arrows(&desk.run("one", "reach shop.yaml --to db --format svg").stdout);
    assert_eq!(
        all,
        [
            "Service ext (LoadBalancer) to db [Pod]: TCP 5432, closed by policies",
            "10.0.0.0/8 to db [Pod]: TCP 1",
            "192.168.0.0/16 to db [Pod]: TCP 2",
            "any pod in namespaces with team=ops to db [Pod]: TCP 5432",
            "plugins differ in whether the ipBlock in rule 1 of shop/db matches pods; plugins differ in whether the ipBlock in \
             rule 2 of shop/db matches pods to db [Pod]: TCP 1-2, unknown",
        ]
    );
}

#[test]
fn a_large_picture_is_folded() {
    let pods = |count: usize, label: fn(usize) -> String| -> String {
        let pod = |at: usize| {
            format!(
                "---\n{{apiVersion: v1, kind: Pod, metadata: {{name: pod-{at}, namespace: area-{}, labels: {{app: {}}}}}, \
                 spec: {{containers: [{{name: c, image: x}}]}}}}\n",
                at % 4,
                label(at)
            )
        };
        (0..count).map(pod).collect()
    };
    let locked: String = (0..100)
        .map(|at| {
            format!(
                "---\n{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: p{at}, namespace: area-{}}}, \
                 spec: {{podSelector: {{matchLabels: {{app: a{at}}}}}, ingress: [{{from: [{{podSelector: {{matchLabels: \
                 {{app: a{}}}}}}}], ports: [{{port: {}}}]}}]}}}}\n",
                at % 4,
                (at + 4) % 100,
                at % 3 + 1
            )
        })
        .collect();
    let drawn = |text: &str| {
        let desk = Desk::new();
        desk.write("all.yaml", text);
        desk.run("one", "reach all.yaml --format svg").stdout
    };
    let open = arrows(&drawn(&pods(50, |_| "same".into())));
    assert!(open.contains(&"every workload to every workload: all ports".to_owned()) && open.len() == 5, "{open:?}");
    let by_namespace = drawn(&format!("{}{locked}", pods(100, |at| format!("a{at}"))));
    assert!(by_namespace.contains("Folded by namespace") && by_namespace.contains(">25 workloads<"), "{by_namespace}");
    let all = arrows(&by_namespace);
    assert!(all.contains(&"25 workloads to 25 workloads: TCP 1-3".to_owned()) && all.len() < 20, "{all:?}");
}

#[test]
fn the_picture_of_a_difference_has_what_opened_and_closed() {
    let svg = compared(&shop(OPS), &shop(ANY), "--format svg").stdout;
    assert_eq!(
        arrows(&svg),
        ["any pod of the cluster to shop/db[Pod]: TCP 5432, opened", "shop/web[Pod] to shop/db[Pod]: TCP 5432, opened"]
    );
    let svg = compared(&shop(ANY), &shop(""), "--format svg").stdout;
    assert!(arrows(&svg).iter().all(|it| it.ends_with(": TCP 5432, closed")), "{svg}");
}

#[test]
fn the_number_of_a_port_by_name_is_unknown() {
    let desk = Desk::new();
    let dns = shop("").replace(
        "ingress: []",
        "egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], \
         ports: [{port: dns, protocol: UDP}]}]",
    );
    desk.write("shop.yaml", &dns);
    let text = desk.run("one", "reach shop.yaml --from db").stdout;
    assert!(text.contains("    out   UDP dns  any pod in namespace kube-system\n"), "{text}");
    let pair =
        |port: &str| desk.run("one", &format!("reach shop.yaml --from db --to kube-system --port {port}")).stdout;
    let unknown = "  unknown  UDP 53\n    out  unknown: rule 1 of shop/db has a port by name, and its number at these pods is unknown\n";
    assert!(pair("53/UDP").contains(unknown), "{}", pair("53/UDP"));
    assert!(pair("53/TCP").contains("  denied  TCP 53\n"), "{}", pair("53/TCP"));
}

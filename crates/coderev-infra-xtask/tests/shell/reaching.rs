//! `reach`: its input, its output, and its refusals.
use super::running::{Desk, Run};
use std::time::{Duration, Instant};

const SHOP: &str = r#"
kind: Namespace
apiVersion: v1
metadata: {name: shop, labels: {team: a}}
---
kind: List
apiVersion: v1
items:
- kind: Deployment
  apiVersion: apps/v1
  metadata: {name: web, namespace: shop}
  spec:
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}}
      spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
- kind: PodList
  apiVersion: v1
  items:
  - metadata:
      name: db-0
      namespace: shop
      labels: {app: db}
      ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: "1", controller: true}]
    spec: {containers: [{name: db}]}
  - metadata:
      name: db-1
      namespace: shop
      labels: {app: db}
      ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: "1", controller: true}]
    spec: {containers: [{name: db}]}
---
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}, {port: 9000, endPort: 9002}, {port: 53, protocol: UDP}]
  egress:
  - to: [{ipBlock: {cidr: 10.0.0.0/24}}]
---
kind: Service
apiVersion: v1
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
kind: HTTPRoute
apiVersion: gateway.networking.k8s.io/v1
metadata: {name: web, namespace: shop}
spec: {hostnames: [shop.acme.dev], rules: [{backendRefs: [{name: web, port: 80}]}]}
"#;

fn asked(text: &str, line: &str) -> Run {
    let desk = Desk::new();
    desk.write("shop.yaml", text);
    desk.run("one", line)
}

#[test]
fn every_pair_is_a_line() {
    let run = asked(SHOP, "reach shop.yaml --format csv");
    let expected = "\
src,dst,conn
0.0.0.0-255.255.255.255,shop/web[Deployment],All Connections
shop/db[StatefulSet],10.0.0.0-10.0.0.255,All Connections
shop/web[Deployment],0.0.0.0-9.255.255.255,All Connections
shop/web[Deployment],10.0.0.0-10.0.0.255,All Connections
shop/web[Deployment],10.0.1.0-255.255.255.255,All Connections
shop/web[Deployment],shop/db[StatefulSet],\"TCP 5432,9000-9002,UDP 53\"
shop/web[Deployment],any pod of the cluster,All Connections
any pod of the cluster,shop/web[Deployment],All Connections
{ingress-controller},shop/web[Deployment],TCP 8080
shop/db[StatefulSet],{unknown: plugins differ in whether the ipBlock in rule 1 of shop/db matches pods},unknown: All Connections
";
    assert_eq!((run.code, &*run.stdout), (Some(0), expected), "{run:?}");
    let dot = asked(SHOP, "reach shop.yaml --format dot").stdout;
    assert_eq!(dot.matches("[label=\"unknown: All Connections\", style=dashed]").count(), 1, "{dot}");
}

#[test]
fn one_pair_shows_the_policies_that_decided() {
    let run = asked(SHOP, "reach shop.yaml --from web --to shop/db --port 5432");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("allowed  TCP 5432") && run.stdout.contains("allowed by shop/db"), "{}", run.stdout);
    let run = asked(SHOP, "reach shop.yaml --from db --to 8.8.8.8");
    assert!(run.stdout.contains("denied: no rule of shop/db allows it"), "{}", run.stdout);
    let run = asked(SHOP, "reach shop.yaml --from cart");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no workload, namespace or address `cart`"), "{}", run.stderr);
}

#[test]
fn a_pod_reaches_itself_and_a_workload_by_policy() {
    let pods = asked(SHOP, "reach shop.yaml --from db --to db").stdout;
    let between = |from: &str, to: &str| {
        let pair = format!("shop/db[StatefulSet], pod {from} -> shop/db[StatefulSet], pod {to}\n");
        let (_, printed) = pods.split_once(&pair).expect("every pair is in the output");
        printed
            .lines()
            .next()
            .expect("a verdict follows")
            .split_whitespace()
            .next()
            .expect("the verdict is a word")
            .to_owned()
    };
    assert_eq!((&*between("db-0", "db-0"), &*between("db-0", "db-1")), ("allowed", "denied"), "{pods}");
    let workload = Desk::new().run("one", "reach --from web --to web").stdout;
    assert!(workload.contains("denied") && !workload.contains("itself"), "{workload}");
}

#[test]
fn every_format_is_valid() {
    let json = asked(SHOP, "reach shop.yaml --format json").stdout;
    let value: serde_json::Value = serde_json::from_str(&json).expect("the output is JSON");
    assert_eq!(value["connections"].as_array().expect("a list").len(), 9);
    let dot = asked(SHOP, "reach shop.yaml --format dot").stdout;
    assert!(
        dot.starts_with("digraph {") && dot.contains("\"shop/web[Deployment]\" -> \"shop/db[StatefulSet]\""),
        "{dot}"
    );
    let svg = asked(SHOP, "reach shop.yaml --format svg").stdout;
    assert!(svg.starts_with("<svg") && svg.contains("shop.acme.dev") && svg.contains("db [StatefulSet]"), "{svg}");
    let text = asked(SHOP, "reach shop.yaml").stdout;
    assert!(
        text.contains("entry TCP 8080  shop.acme.dev/  by HTTPRoute shop/web  open to any pod of the cluster"),
        "{text}"
    );
    assert!(text.contains("in    TCP 5432,9000-9002,UDP 53  web"), "{text}");
}

#[test]
fn entry_points_follow_the_options() {
    let balanced = "---\nkind: Service\napiVersion: v1\nmetadata: {name: db-lb, namespace: shop}\n\
        spec: {type: LoadBalancer, selector: {app: db}, ports: [{port: 5432}]}\n";
    let shop = format!("{SHOP}{balanced}");
    let entries = |line: &str| {
        let run = asked(&shop, &format!("reach shop.yaml {line}"));
        assert_eq!(run.code, Some(0), "{run:?}");
        let lines =
            run.stdout.lines().filter(|it| it.starts_with("    entry")).map(|it| it.split_once("by ").expect("by"));
        lines.map(|(_, by)| by.split("  ").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let (route, balancer) = ("HTTPRoute shop/web", "Service shop/db-lb (LoadBalancer)");
    assert_eq!(entries(""), [balancer, route]);
    assert_eq!(entries("--to shop/db"), [balancer]);
    assert_eq!(entries("--to shop/web"), [route]);
    assert_eq!(entries("--from shop/web"), [""; 0], "an entry point is for traffic from outside");
    assert_eq!(entries("--from 8.8.8.8"), [balancer, route]);
    assert_eq!(entries("--from {ingress-controller}"), [route]);
    assert_eq!(entries("--port 5432"), [balancer]);
    let svg = asked(&shop, "reach shop.yaml --to shop/db --format svg").stdout;
    assert!(svg.contains("db-lb") && !svg.contains("shop.acme.dev"), "{svg}");
}

#[test]
fn stdin_folders_and_the_platform_are_read() {
    let desk = Desk::new();
    desk.write("all/deep/shop.yaml", SHOP);
    desk.write("all/.hidden/not.yaml", "no: [");
    desk.write("all/read.me", "no: [");
    assert!(desk.run("one", "reach all --format csv").stdout.contains("shop/web[Deployment],shop/db[StatefulSet]"));
    let run = desk.run("one", "reach --format csv");
    assert!(run.code == Some(0) && run.stdout.starts_with("src,dst,conn\n"), "{run:?}");
    assert_eq!(desk.run("one", "reach nowhere").code, Some(2));
}

#[test]
fn one_of_several_platforms_must_be_named() {
    let desk = Desk::new();
    let all = desk.run("several", "reach --format csv");
    assert_eq!(all.code, Some(2));
    assert!(all.stderr.contains("each has its own cluster") && all.stderr.contains("staging, production"), "{all:?}");
    let one = desk.run("several", "reach production --format csv");
    assert!(one.code == Some(0) && one.stdout.starts_with("src,dst,conn\n"), "{one:?}");
    assert_eq!(desk.run("several", "reach prod").code, Some(2));
}

#[test]
fn opened_and_closed_connections_are_listed() {
    let desk = Desk::new();
    desk.write("old.yaml", SHOP);
    desk.write("new.yaml", &SHOP.replace("{port: 5432}", "{port: 5433}").replace("10.0.0.0/24", "10.0.0.0/25"));
    let run = desk.run("one", "reach --diff old.yaml new.yaml");
    let expected = "\
opened
  shop/web[Deployment] -> shop/db[StatefulSet]: TCP 5433
closed
  shop/db[StatefulSet] -> 10.0.0.128/25: All Connections
  shop/web[Deployment] -> shop/db[StatefulSet]: TCP 5432
opened 1, closed 2, exposure +0 -0
";
    assert_eq!((run.code, &*run.stdout), (Some(0), expected), "{run:?}");
    assert_eq!(desk.run("one", "reach --diff old.yaml old.yaml").stdout, "nothing opened, nothing closed\n");
}

#[test]
fn hostile_manifests_are_refused_with_a_position() {
    let nested = format!("a: {}", "[".repeat(10 << 20));
    let laughs: String = (0..20)
        .map(|at| {
            format!("a{at}: &a{at} [{}]\n", if at == 0 { "x".into() } else { format!("*a{}, ", at - 1).repeat(9) })
        })
        .collect();
    for (name, text, states) in [
        ("nested", nested.as_str(), "more than 128 deep"),
        ("laughs", &laughs, "more than 16 MiB"),
        ("cycle", "a: &a [*a]", "inside its own anchor"),
        ("ambiguous", "kind: Pod\nmetadata: {name: no}", "line 2, column 18: `no` is a boolean"),
        ("twice", "kind: Pod\nkind: Pod", "line 2, column 1: duplicate key `kind`"),
        ("wrong", "kind: NetworkPolicy\nspec: 1", "shop.yaml:1:1: NetworkPolicy ``: it has no `apiVersion`"),
        ("block", &SHOP.replace("10.0.0.0/24", "10.0.0/24"), "`10.0.0/24` is not a CIDR block"),
    ] {
        let start = Instant::now();
        let run = asked(text, "reach shop.yaml --strict");
        assert!(run.code == Some(1) && run.stderr.contains(states), "{name}: {:?} {}", run.code, run.stderr);
        assert!(matches!(asked(text, "reach shop.yaml").code, Some(1 | 2)), "{name}");
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
    let cilium = format!("{SHOP}---\nkind: CiliumNetworkPolicy\napiVersion: cilium.io/v2\n");
    let warned = asked(&cilium, "reach shop.yaml");
    assert!(warned.code == Some(0) && warned.stderr.contains("`CiliumNetworkPolicy` of cilium.io"), "{warned:?}");
}

/// Added to the policy with the same name.
const BY_NAME: &str = r#"---
kind: CiliumNetworkPolicy
apiVersion: cilium.io/v2
metadata: {name: db, namespace: shop}
spec:
  endpointSelector: {matchLabels: {app: db}}
  egress:
  - toEndpoints: [{matchLabels: {k8s-app: kube-dns}}]
    toPorts: [{ports: [{port: "53", protocol: ANY}], rules: {dns: [{matchPattern: "*"}]}}]
  - toFQDNs: [{matchName: s3.acme.dev}, {matchPattern: "*.backup.acme.dev"}]
    toPorts: [{ports: [{port: "443", protocol: TCP}]}]
"#;

#[test]
fn an_address_that_a_dns_name_may_have_is_unknown() {
    let shop = format!("{SHOP}{BY_NAME}");
    let run = asked(&shop, "reach shop.yaml");
    assert_eq!((run.code, &*run.stderr), (Some(0), "2 workloads, 1 policy in 1 file\n"));
    let out = "    out   TCP 443  *.backup.acme.dev (by DNS name), s3.acme.dev (by DNS name)\n";
    assert!(run.stdout.contains(out), "{}", run.stdout);
    let printed = |line: &str| asked(&shop, &format!("reach shop.yaml {line}")).stdout;
    assert!(printed("--format csv").contains("\nshop/db[StatefulSet],s3.acme.dev,TCP 443\n"));
    let pair = printed("--from db --to 8.8.8.8 --port 443");
    assert!(pair.contains("  unknown  TCP 443: allowed to the DNS names s3.acme.dev, *.backup.acme.dev\n"), "{pair}");
    assert!(!pair.contains("  denied  "), "{pair}");
    let other = printed("--from db --to 8.8.8.8 --port 80");
    assert!(other.contains("  denied  TCP 80\n") && !other.contains("unknown"), "{other}");
    let every = printed("--from db --to 8.8.8.8");
    assert!(every.contains("  unknown  TCP 443") && every.contains("  denied  every other port\n"), "{every}");
    let open = printed("--from db --to 10.0.0.1 --port 443");
    assert!(open.contains("  allowed  TCP 443\n"), "a CIDR block allows it: {open}");
    assert!(!printed("--from web").contains("by DNS name") && !printed("--to web").contains("by DNS name"));
    assert!(!printed("--port 80").contains("by DNS name"));
    let more = shop.replace("toFQDNs:", "toEntities: [world]\n    toFQDNs:");
    assert!(
        asked(&more, "reach shop.yaml").stderr.contains("is evaluated only for egress to DNS names"),
        "it has other rules"
    );
    let alone = shop.replace(
        "kind: CiliumNetworkPolicy\napiVersion: cilium.io/v2\nmetadata: {name: db",
        "kind: CiliumNetworkPolicy\napiVersion: cilium.io/v2\nmetadata: {name: other",
    );
    assert!(asked(&alone, "reach shop.yaml").stderr.contains("may allow more or less"), "no policy has the same name");
}

#[test]
fn a_mesh_restricts_what_policies_allow() {
    let entry = "---\nkind: ServiceEntry\napiVersion: networking.istio.io/v1\nmetadata: {name: s3, namespace: shop}\n\
        spec: {hosts: [s3.acme.dev], location: MESH_EXTERNAL, ports: [{name: tls, number: 443, protocol: TLS}]}\n";
    let shop = format!("{SHOP}{entry}");
    let printed = |line: &str| asked(&shop, &format!("reach shop.yaml {line}")).stdout;
    assert_eq!(printed("").matches("out   TCP 443  s3.acme.dev (by DNS name)\n").count(), 2, "{}", printed(""));
    let open = printed("--from db --to 10.0.0.1 --port 443");
    assert!(open.contains("  unknown  TCP 443: allowed to the DNS names s3.acme.dev only"), "{open}");
    let closed = printed("--from db --to 8.8.8.8 --port 443");
    assert!(closed.contains("  denied  TCP 443\n"), "a mesh allows nothing that a policy denies: {closed}");
}

#[test]
fn load_balancers_of_a_set_are_one_entry_point() {
    let balancers: String = (0..12)
        .map(|n| {
            format!(
                "---\nkind: Service\napiVersion: v1\nmetadata: {{name: db-lb-{n}, namespace: shop}}\n\
                 spec: {{type: LoadBalancer, selector: {{app: db}}, ports: [{{port: 5432}}]}}\n"
            )
        })
        .collect();
    let printed = asked(&format!("{SHOP}{balancers}"), "reach shop.yaml --to db").stdout;
    assert!(printed.contains("    entry TCP 5432  by Service shop/db-lb-{0..11} (LoadBalancer)  closed to every address outside the cluster\n"), "{printed}");
    assert_eq!(printed.matches("    entry ").count(), 1, "{printed}");
}

#[test]
fn connections_within_a_workload_are_in_the_overview() {
    let own = |text: &str, line: &str| {
        let printed = asked(text, line).stdout;
        let own = printed.lines().filter(|it| it.starts_with("    same  ")).map(|it| it.trim_start().to_owned());
        own.collect::<Vec<_>>()
    };
    assert_eq!(
        own(SHOP, "reach shop.yaml"),
        ["same  All Connections  pods of the same workload"],
        "no policy selects web"
    );
    assert_eq!(own(SHOP, "reach shop.yaml --to db"), [""; 0]);
    let peers = SHOP
        .replace(
            "{app: web}}}]\n    ports:",
            "{app: web}}}]\n    ports: [{port: 1}]\n  - from: [{podSelector: {matchLabels: {app: db}}}]\n    ports:",
        )
        .replace(
            "  egress:\n",
            "  egress:\n  - to: [{podSelector: {matchLabels: {app: db}}}]\n    ports: [{port: 5432}]\n",
        );
    assert_eq!(own(&peers, "reach shop.yaml --to db"), ["same  TCP 5432  pods of the same workload"]);
    assert_eq!(own(&peers, "reach shop.yaml --from db --port 5432"), ["same  TCP 5432  pods of the same workload"]);
    assert_eq!(own(&peers, "reach shop.yaml --from db --port 53"), [""; 0]);
}

#[test]
fn cidr_blocks_are_shown_in_cidr_notation() {
    let printed = asked(SHOP, "reach shop.yaml --from db").stdout;
    assert!(printed.contains("    out   All Connections  10.0.0.0/24\n"), "{printed}");
    let one = asked(&SHOP.replace("10.0.0.0/24", "54.187.174.169/32"), "reach shop.yaml --from db").stdout;
    assert!(one.contains("    out   All Connections  54.187.174.169\n"), "{one}");
}

#[test]
fn names_with_the_same_prefix_are_suggested() {
    let job = "---\nkind: Job\napiVersion: batch/v1\nmetadata: {name: pretrain-3-2-0, namespace: training}\n\
        spec: {template: {spec: {containers: [{name: it}]}}}\n";
    let run = asked(&format!("{SHOP}{job}"), "reach shop.yaml --from training/pretrain");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("  help: there are `training/pretrain-3-2-0`\n"), "{}", run.stderr);
}

#[test]
fn a_job_of_another_version_is_the_same_workload() {
    let job = |name: &str, label: &str| {
        format!(
            "---\nkind: Job\napiVersion: batch/v1\n\
             metadata: {{name: {name}, namespace: shop, labels: {{app.kubernetes.io/name: {label}}}}}\n\
             spec: {{template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: it}}]}}}}}}\n"
        )
    };
    let printed = |old: &[&str], new: &[&str]| {
        let desk = Desk::new();
        desk.write("old.yaml", &format!("{SHOP}{}", old.concat()));
        desk.write("new.yaml", &format!("{SHOP}{}", new.concat()));
        desk.run("one", "reach --diff old.yaml new.yaml").stdout
    };
    let (first, second) = (&*job("migrate-1-0-0", "migrate"), &*job("migrate-1-1-0", "migrate"));
    assert_eq!(printed(&[first], &[second]), "nothing opened, nothing closed\n");
    let closed = second.replace("{app: web}", "{app: db}");
    let less = printed(&[first], &[&closed]);
    assert!(less.contains("closed\n") && less.contains("shop/migrate[Job] -> shop/db[StatefulSet]"), "{less}");
    let other = printed(&[first], &[&job("seed-1-0-0", "seed")]);
    assert!(other.contains("shop/seed-1-0-0[Job]") && other.contains("shop/migrate-1-0-0[Job]"), "{other}");
    let several = printed(&[first], &[first, second]);
    assert!(several.contains("shop/migrate-1-1-0[Job]"), "the second version is new: {several}");
}

#[test]
fn opened_and_closed_dns_names_are_listed() {
    let desk = Desk::new();
    desk.write("old.yaml", &format!("{SHOP}{BY_NAME}"));
    desk.write("new.yaml", &format!("{SHOP}{}", BY_NAME.replace("s3.acme.dev", "minio.acme.dev")));
    let expected = "\
opened
  shop/db[StatefulSet] -> minio.acme.dev: TCP 443
closed
  shop/db[StatefulSet] -> s3.acme.dev: TCP 443
opened 1, closed 1, exposure +0 -0
";
    assert_eq!(desk.run("one", "reach --diff old.yaml new.yaml").stdout, expected);
}

/// `web` may go to every address on TCP 443. `agent` is on the network of its node, and a policy selects it.
const OPEN: &str = r#"
kind: Pod
apiVersion: v1
metadata: {name: web, namespace: shop, labels: {app: web}}
---
kind: Pod
apiVersion: v1
metadata: {name: db, namespace: shop, labels: {app: db}}
---
kind: Pod
apiVersion: v1
metadata: {name: locked, namespace: shop, labels: {app: locked}}
---
kind: Pod
apiVersion: v1
metadata: {name: agent, namespace: shop, labels: {app: agent}}
spec: {hostNetwork: true}
---
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}
---
kind: NetworkPolicy
apiVersion: networking.k8s.io/v1
metadata: {name: locked, namespace: shop}
spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [locked, agent]}]}, policyTypes: [Ingress, Egress]}
"#;

#[test]
fn an_ip_block_and_the_network_of_a_node_are_unknown() {
    let printed = |line: &str| asked(OPEN, &format!("reach shop.yaml {line}")).stdout;
    let all = printed("");
    let once = "    out   TCP 443  unknown whether also to pods: ipBlock in rule 1 of shop/web\n";
    assert_eq!(all.matches("unknown whether also").count(), 1, "{all}");
    assert!(all.contains(once) && all.contains("`--ip-blocks pods` or `--ip-blocks outside` decides it"), "{all}");
    assert!(all.contains("    unknown  all other connections: it is on the network of its node\n"), "{all}");
    let verdict = |line: &str| {
        let printed = printed(line);
        printed.lines().nth(1).unwrap_or_default().split_whitespace().next().unwrap_or_default().to_owned()
    };
    for (line, expected) in [
        ("--from web --to db --port 443", "unknown"),
        ("--from web --to db --port 443 --ip-blocks pods", "allowed"),
        ("--from web --to db --port 443 --ip-blocks outside", "denied"),
        ("--from web --to db --port 80", "denied"),
        ("--from web --to locked --port 443", "denied"),
        ("--from web --to 1.1.1.1 --port 443", "allowed"),
        ("--from agent --to 1.1.1.1", "unknown"),
        ("--from agent --to 1.1.1.1 --host-network node", "allowed"),
        ("--from agent --to 1.1.1.1 --host-network pod", "denied"),
        ("--from agent --to locked", "denied"),
    ] {
        assert_eq!(verdict(line), expected, "{line}: {}", printed(line));
    }
    assert!(!printed("--ip-blocks outside --host-network pod").contains("unknown"));
    let json: serde_json::Value = serde_json::from_str(&printed("--format json")).expect("the output is JSON");
    assert_eq!(json["unknown"].as_array().expect("a list").len(), 3, "{json}");
}

#[test]
fn a_denial_has_its_ports_rules_and_near_misses() {
    let two = SHOP.replace(
        "  egress:\n  - to: [{ipBlock: {cidr: 10.0.0.0/24}}]\n",
        "  egress: []\n---\nkind: NetworkPolicy\napiVersion: networking.k8s.io/v1\nmetadata: {name: web, namespace: shop}\n\
         spec:\n  podSelector: {matchLabels: {app: web}}\n  policyTypes: [Egress]\n  egress:\n\
         \x20 - {to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5433}, {port: sql}]}\n",
    );
    let printed = asked(&two, "reach shop.yaml --from web --to shop/db").stdout;
    let first = printed.split("shop/db[StatefulSet], pod db-1").next().expect("a pair").to_owned();
    for line in [
        "  denied  TCP 5433\n    out  allowed by shop/web\n           rule 1 of shop/web allows it: pods `app=db`\n",
        "    in   denied: no rule of shop/db allows it\n           rule 1 of shop/db selects the other end, but only on TCP 5432,9000-9002,UDP 53\n",
        "  denied  TCP 5432,9000-9002,UDP 53\n    out  denied: no rule of shop/web allows it\n",
        "rule 1 of shop/web names the port `sql`, and no container of shop/db[StatefulSet] has it\n",
        "  denied  every other port\n",
    ] {
        assert!(first.contains(line), "{line}\n{first}");
    }
    assert!(!first.contains("443"), "nobody asked for it: {first}");
    let service = two.replace("app: db}}}], ports: [{port: 5433}", "app: db}}}], ports: [{port: 80}");
    let service = service.replace(
        "spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}",
        "spec: {selector: {app: db}, ports: [{port: 80, targetPort: 5432}]}",
    );
    let printed = asked(&service, "reach shop.yaml --from web --to db --port 5432").stdout;
    let hint = "but only on TCP 80, a port of the Service shop/web: policies need the port of the pod, 5432\n";
    assert!(printed.contains(hint), "{printed}");
    let label = SHOP.replace(
        "- from: [{podSelector: {matchLabels: {app: web}}}]",
        "- from: [{podSelector: {matchLabels: {app: webs}}}]",
    );
    let run = asked(&label, "reach shop.yaml --from web --to db --port 5432");
    assert!(
        run.stdout.contains("rule 1 of shop/db selects `app=webs`, and shop/web[Deployment] has `app=web`\n"),
        "{run:?}"
    );
    let warning = "warning: network policy `shop/db`, ingress rule 1, peer 1 matches no pod: `app=webs`; `shop/web[Deployment]` has `app=web`\n";
    assert!(run.stderr.ends_with(warning), "{run:?}");
}

#[test]
fn a_verdict_sets_the_exit_code() {
    let code = |line: &str| {
        let run = asked(OPEN, &format!("reach shop.yaml {line}"));
        (run.code, run.stderr)
    };
    for (line, expected) in [
        ("--from web --to db --port 443 --expect unknown", 0),
        ("--from web --to db --port 443 --expect unknown --format json", 0),
        ("--from web --to locked --expect denied", 0),
        ("--from web --to 1.1.1.1 --port 443 --expect allowed", 0),
        ("--from web --to db --port 443 --expect denied", 1),
        ("--from web --to db --port 443 --expect allowed", 1),
        ("--from web --to db --expect unknown", 1),
        ("--from web --expect denied", 2),
        ("--from web --to db --expect open", 2),
        ("--deny warnings", 0),
    ] {
        let (found, stderr) = code(line);
        assert_eq!(found, Some(expected), "{line}: {stderr}");
    }
    let (_, stderr) = code("--from web --to db --port 443 --expect denied");
    let message = "error: expected `denied`, but shop/web[Pod] -> shop/db[Pod] is unknown on TCP 443\n";
    assert!(stderr.contains(message), "{stderr}");
    let typing = OPEN.replace("podSelector: {matchLabels: {app: web}}", "podSelector: {matchLabels: {app: webb}}");
    let run = asked(&typing, "reach shop.yaml --deny warnings --format json");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stderr.contains("error: a warning is denied\n"), "{run:?}");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let warning = "network policy `shop/web` selects no pod in these manifests: `app=webb` matches none; `shop/web[Pod]` has `app=web`";
    assert_eq!(json["warnings"], serde_json::json!([warning]));
    let answers = asked(OPEN, "reach shop.yaml --from web --to db --format json").stdout;
    let answers: serde_json::Value = serde_json::from_str(&answers).expect("the output is JSON");
    let verdicts: Vec<_> =
        answers["verdicts"].as_array().expect("a list").iter().map(|it| (&it["conn"], &it["verdict"])).collect();
    assert_eq!(verdicts.len(), 2, "{answers}");
    assert_eq!((verdicts[0].0, verdicts[0].1), (&"TCP 443".into(), &"unknown".into()), "{answers}");
}

#[test]
fn policies_of_the_cluster_and_kinds_that_are_not_evaluated() {
    let deny = r#"---
kind: ClusterNetworkPolicy
apiVersion: policy.networking.k8s.io/v1alpha2
metadata: {name: no-sql}
spec:
  tier: Admin
  priority: 10
  subject: {namespaces: {}}
  ingress:
  - action: Deny
    from: [{namespaces: {}}]
    protocols: [{tcp: {destinationPort: {number: 5432}}}]
"#;
    let run = asked(&format!("{SHOP}{deny}"), "reach shop.yaml --from web --to db --port 5432");
    assert!(run.stdout.contains("  denied  TCP 5432\n"), "{run:?}");
    assert!(run.stdout.contains("           rule 1 of ClusterNetworkPolicy no-sql denies it\n"), "{run:?}");
    assert_eq!(run.stderr, "2 workloads, 1 policy in 1 file\n", "it is evaluated");
    let csv = asked(&format!("{SHOP}{deny}"), "reach shop.yaml --format csv").stdout;
    assert!(csv.contains("shop/web[Deployment],shop/db[StatefulSet],\"TCP 9000-9002,UDP 53\"\n"), "{csv}");
    let wrong = asked(&format!("{SHOP}{}", deny.replace("action: Deny", "action: Allow")), "reach shop.yaml");
    assert_eq!(wrong.code, Some(1));
    assert!(
        wrong.stderr.contains("ClusterNetworkPolicy `no-sql`: `spec.ingress[0].action`: the action is"),
        "{wrong:?}"
    );
    let mesh = "---\nkind: AuthorizationPolicy\napiVersion: security.istio.io/v1\nmetadata: {name: db, namespace: shop}\n\
        spec: {selector: {matchLabels: {app: db}}}\n";
    let run = asked(&format!("{SHOP}{mesh}"), "reach shop.yaml");
    assert!(run.stderr.contains("`AuthorizationPolicy` of security.istio.io is not evaluated"), "{run:?}");
    let note = "unknown whether AuthorizationPolicy shop/db may deny more: it is not evaluated. It selects shop/db\n";
    assert_eq!(run.stdout.matches(note).count(), 1, "{run:?}");
    let line = "    in    TCP 5432,9000-9002,UDP 53  unknown: AuthorizationPolicy shop/db is not evaluated, and may deny more\n";
    assert!(run.stdout.contains(line) && !run.stdout.contains("shop/web\n"), "{run:?}");
    let csv = asked(&format!("{SHOP}{mesh}"), "reach shop.yaml --format csv").stdout;
    assert!(!csv.contains("shop/web[Deployment],shop/db"), "nothing that is unknown is allowed: {csv}");
    let run = asked(&format!("{SHOP}{mesh}"), "reach shop.yaml --from web --to db --port 5432");
    assert!(run.stdout.contains("  unknown  TCP 5432\n"), "{run:?}");
    let desk = Desk::new();
    desk.write("old.yaml", SHOP);
    desk.write("new.yaml", &format!("{SHOP}{mesh}"));
    for (format, expected) in [
        (
            "text",
            "unknown whether it opened or closed\n  shop/web[Deployment] -> shop/db[StatefulSet]: TCP 5432,9000-9002,UDP 53\nunknown now\n  shop/db[StatefulSet], ingress on TCP 5432,9000-9002,UDP 53: AuthorizationPolicy shop/db is not evaluated, and may deny more\n",
        ),
        ("csv", "\"unknown: TCP 5432,9000-9002,UDP 53\"\n"),
        ("json", "\"closed\": \"No Connections\""),
        ("markdown", "| unknown | shop/web\\[Deployment\\] | shop/db\\[StatefulSet\\] | TCP 5432,9000-9002,UDP 53 |\n"),
        ("svg", ": TCP 5432,9000-9002,UDP 53, unknown</title>"),
    ] {
        let run = desk.run("one", &format!("reach --diff old.yaml new.yaml --format {format}"));
        assert!(run.stdout.contains(expected), "{format}: {}", run.stdout);
    }
}

#[test]
fn the_pods_of_a_refused_policy_are_unknown() {
    let refused = SHOP.replace("policyTypes:", "policyType:");
    let wrong = if refused == SHOP { SHOP.replace("egress:\n", "egres:\n") } else { refused };
    let run = asked(&wrong, "reach shop.yaml --from web --to db --port 5432");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("unknown: the API server refuses shop/db, so it has no effect yet"), "{run:?}");
    let csv = asked(&wrong, "reach shop.yaml --format csv").stdout;
    assert!(csv.contains("\"{unknown: the API server refuses shop/db, so it has no effect yet}\",shop/db[StatefulSet],unknown: All Connections\n"), "{csv}");
    assert!(!csv.contains("shop/web[Deployment],shop/db"), "{csv}");
}

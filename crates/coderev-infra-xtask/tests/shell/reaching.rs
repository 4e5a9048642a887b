//! `reach`: what goes in, what comes out, and what is refused.
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
{ingress-controller},shop/web[Deployment],TCP 8080
";
    assert_eq!((run.code, &*run.stdout), (Some(0), expected), "{run:?}");
}

#[test]
fn one_pair_says_who_decided() {
    let run = asked(SHOP, "reach shop.yaml --from web --to shop/db --port 5432");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("allowed  TCP 5432") && run.stdout.contains("allowed by shop/db"), "{}", run.stdout);
    let run = asked(SHOP, "reach shop.yaml --from db --to 8.8.8.8");
    assert!(run.stdout.contains("denied: no rule of shop/db lets it through"), "{}", run.stdout);
    let run = asked(SHOP, "reach shop.yaml --from cart");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no workload, namespace or address `cart`"), "{}", run.stderr);
}

#[test]
fn a_pod_reaches_itself_and_a_workload_by_policy() {
    let pods = asked(SHOP, "reach shop.yaml --from db --to db").stdout;
    let between = |from: &str, to: &str| {
        let pair = format!("shop/db[StatefulSet], pod {from} -> shop/db[StatefulSet], pod {to}\n");
        let (_, told) = pods.split_once(&pair).expect("every pair is told of");
        told.lines().next().expect("it says whether").split_whitespace().next().expect("in a word").to_owned()
    };
    assert_eq!((&*between("db-0", "db-0"), &*between("db-0", "db-1")), ("allowed", "denied"), "{pods}");
    let workload = Desk::new().run("one", "reach --from web --to web").stdout;
    assert!(workload.contains("denied") && !workload.contains("itself"), "{workload}");
}

#[test]
fn each_form_is_one() {
    let json = asked(SHOP, "reach shop.yaml --format json").stdout;
    let value: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(value.as_array().expect("a list").len(), 7);
    let dot = asked(SHOP, "reach shop.yaml --format dot").stdout;
    assert!(
        dot.starts_with("digraph {") && dot.contains("\"shop/web[Deployment]\" -> \"shop/db[StatefulSet]\""),
        "{dot}"
    );
    let svg = asked(SHOP, "reach shop.yaml --format svg").stdout;
    assert!(svg.starts_with("<svg") && svg.contains("shop.acme.dev") && svg.contains("db [StatefulSet]"), "{svg}");
    let text = asked(SHOP, "reach shop.yaml").stdout;
    assert!(text.contains("door  TCP 8080  shop.acme.dev/  by HTTPRoute shop/web  open: no policy"), "{text}");
    assert!(text.contains("in    TCP 5432,9000-9002,UDP 53  web"), "{text}");
}

#[test]
fn doors_are_those_of_what_is_asked() {
    let balanced = "---\nkind: Service\napiVersion: v1\nmetadata: {name: db-lb, namespace: shop}\n\
        spec: {type: LoadBalancer, selector: {app: db}, ports: [{port: 5432}]}\n";
    let shop = format!("{SHOP}{balanced}");
    let doors = |line: &str| {
        let run = asked(&shop, &format!("reach shop.yaml {line}"));
        assert_eq!(run.code, Some(0), "{run:?}");
        let doors =
            run.stdout.lines().filter(|it| it.starts_with("    door")).map(|it| it.split_once("by ").expect("by"));
        doors.map(|(_, by)| by.split("  ").next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let (route, balancer) = ("HTTPRoute shop/web", "Service shop/db-lb");
    assert_eq!(doors(""), [balancer, route]);
    assert_eq!(doors("--to shop/db"), [balancer]);
    assert_eq!(doors("--to shop/web"), [route]);
    assert_eq!(doors("--from shop/web"), [""; 0], "a door leads in from outside");
    assert_eq!(doors("--from 8.8.8.8"), [balancer, route]);
    assert_eq!(doors("--from {ingress-controller}"), [route]);
    assert_eq!(doors("--port 5432"), [balancer]);
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
fn of_several_platforms_one_is_asked() {
    let desk = Desk::new();
    let all = desk.run("several", "reach --format csv");
    assert_eq!(all.code, Some(2));
    assert!(
        all.stderr.contains("each is a cluster of its own") && all.stderr.contains("staging, production"),
        "{all:?}"
    );
    let one = desk.run("several", "reach production --format csv");
    assert!(one.code == Some(0) && one.stdout.starts_with("src,dst,conn\n"), "{one:?}");
    assert_eq!(desk.run("several", "reach prod").code, Some(2));
}

#[test]
fn what_opened_and_closed_is_told() {
    let desk = Desk::new();
    desk.write("old.yaml", SHOP);
    desk.write("new.yaml", &SHOP.replace("{port: 5432}", "{port: 5433}").replace("10.0.0.0/24", "10.0.0.0/25"));
    let run = desk.run("one", "reach --diff old.yaml new.yaml");
    let expected = "\
opened
  shop/web[Deployment] -> shop/db[StatefulSet]: TCP 5433
closed
  shop/db[StatefulSet] -> 10.0.0.128-10.0.0.255: All Connections
  shop/web[Deployment] -> shop/db[StatefulSet]: TCP 5432
";
    assert_eq!((run.code, &*run.stdout), (Some(0), expected), "{run:?}");
    assert_eq!(desk.run("one", "reach --diff old.yaml old.yaml").stdout, "nothing opened, nothing closed\n");
}

#[test]
fn hostile_manifests_are_refused_with_their_place() {
    let nested = format!("a: {}", "[".repeat(10 << 20));
    let laughs: String = (0..20)
        .map(|at| {
            format!("a{at}: &a{at} [{}]\n", if at == 0 { "x".into() } else { format!("*a{}, ", at - 1).repeat(9) })
        })
        .collect();
    for (name, text, says) in [
        ("nested", nested.as_str(), "more than 128 deep"),
        ("laughs", &laughs, "more than 16 MiB"),
        ("cycle", "a: &a [*a]", "inside of its own anchor"),
        ("ambiguous", "kind: Pod\nmetadata: {name: no}", "line 2, column 18: `no` is a boolean"),
        ("twice", "kind: Pod\nkind: Pod", "line 2, column 1: the key `kind` is there twice"),
        ("wrong", "kind: NetworkPolicy\nspec: 1", "line 1: `` is no NetworkPolicy"),
        ("block", &SHOP.replace("10.0.0.0/24", "10.0.0/24"), "`10.0.0/24` is no block of addresses"),
    ] {
        let start = Instant::now();
        let run = asked(text, "reach shop.yaml");
        assert!(run.code == Some(1) && run.stderr.contains(says), "{name}: {:?} {}", run.code, run.stderr);
        assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    }
    let warned = asked("kind: CiliumNetworkPolicy\napiVersion: cilium.io/v2\n", "reach shop.yaml");
    assert!(warned.code == Some(0) && warned.stderr.contains("`CiliumNetworkPolicy of cilium.io`"), "{warned:?}");
}

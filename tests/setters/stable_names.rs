//! Names of objects depend on no setting that may change, and on no other object. Labels that the library sets.
use super::{object, objects, platform, rules, small};
use coderev_infra::prelude::*;
use serde_json::{Value, json};

fn web(name: &str) -> Service<Stable> {
    Service::new(name, "ghcr.io/acme/web:1.0.0").pod(small()).readiness(Probe::http("/ready"))
}
fn shop(host: &str, route: Route) -> Namespace<Stable> {
    Namespace::new("shop", Stable).host(Host::new(host)).service(web("web").route(route))
}
/// Kind and name of the objects of a namespace, without Services.
fn named(program: &Platform, namespace: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = objects(program).into_iter().filter(|it| it["metadata"]["namespace"] == namespace);
    all.map(|it| (text(&it["kind"]), text(&it["metadata"]["name"]))).collect()
}
fn edges() -> [Edge; 2] {
    [Edge::gateway(), Edge::ingress_nginx()].map(|edge| edge.tls(Tls::lets_encrypt("sre@acme.dev")))
}

#[test]
fn a_name_does_not_depend_on_a_timeout() {
    for edge in edges() {
        let with = |time| {
            let routes = prefix("/").timeout(seconds(time));
            let program = platform(shop("shop.acme.dev", routes)).edge(edge.clone());
            named(&program, "shop")
        };
        assert_eq!(with(15), with(60));
        assert_eq!(with(60), with(90));
    }
}

#[test]
fn a_name_does_not_depend_on_a_host_of_another_namespace() {
    for edge in edges() {
        let alone = platform(shop("api.acme.dev", prefix("/"))).edge(edge.clone());
        let other =
            Namespace::new("other", Stable).host(Host::new("api.acme.com")).service(web("web").route(prefix("/")));
        let both = alone.clone().namespace(other);
        assert_eq!(named(&alone, "shop"), named(&both, "shop"));
    }
}

#[test]
fn an_ingress_has_the_name_of_its_host_and_path() {
    let names = |routes: Vec<Route>| {
        let service = routes.into_iter().fold(web("web"), Service::route);
        let program = platform(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service));
        let all = named(&program.edge(Edge::ingress_nginx()), "shop").into_iter();
        all.filter(|(kind, _)| kind == "Ingress").map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(names(vec![prefix("/")]), ["shop.acme.dev"]);
    assert_eq!(names(vec![prefix("/api"), exact("/health")]), ["shop.acme.dev-api", "shop.acme.dev-health-exact"]);
    let slow = || prefix("/api").timeout(seconds(90));
    assert_eq!(names(vec![slow(), exact("/health")]), ["shop.acme.dev-api", "shop.acme.dev-health-exact"]);
    let slow_exact = exact("/").timeout(seconds(90));
    assert_eq!(names(vec![prefix("/"), slow_exact]), ["shop.acme.dev", "shop.acme.dev-exact"]);
}

/// The names of the Ingresses of a host with these routes, or of the BackendTrafficPolicies of its rules.
fn names_of_paths(edge: &Edge, routes: &[Route]) -> Vec<String> {
    let service = routes.iter().fold(web("web"), |service, route| service.route(route.clone()));
    let program = platform(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service));
    let mut names = named(&program.edge(edge.clone()), "shop");
    names.retain(|(kind, name)| kind == "Ingress" || kind == "BackendTrafficPolicy" && name != "shop.acme.dev");
    names.into_iter().map(|(_, name)| name).collect()
}
#[test]
fn the_name_of_a_path_depends_on_no_other_path() {
    let routes: Vec<_> = [
        ("/a/b", "a-b"),
        ("/a-b", "a-b-590bb8f6"),
        ("/a_b", "a-b-328ff01f"),
        ("/A/b", "a-b-3c8bb3eb"),
        ("/a/b/exact", "a-b-exact-884fa0b5"),
        ("/a/get", "a-get-c1969a25"),
        ("/all", "all-a0f25776"),
    ]
    .into_iter()
    .zip(1..)
    // Settings that no other path has: each path has an Ingress, or a policy.
    .map(|((path, name), n)| (prefix(path).timeout(seconds(90 + n)).body_limit(mebi(1)), name))
    .collect();
    for edge in edges() {
        let mut alone = Vec::new();
        for (route, name) in &routes {
            let found = names_of_paths(&edge, std::slice::from_ref(route));
            assert_eq!(found, [format!("shop.acme.dev-{name}")]);
            alone.extend(found);
        }
        alone.sort();
        let mut together: Vec<_> = routes.iter().map(|(route, _)| route.clone()).collect();
        for _ in 0..2 {
            let mut found = names_of_paths(&edge, &together);
            found.sort();
            assert_eq!(found, alone);
            together.reverse();
        }
    }
}
#[test]
fn the_name_of_a_rule_does_not_depend_on_another_route_of_its_path() {
    let limited = |n, route: Route| route.body_limit(mebi(n));
    let routes = [
        limited(1, prefix("/api").method(Method::GET)),
        limited(2, prefix("/api").method(Method::POST)),
        limited(3, prefix("/api").header("x-team", "market")),
        limited(4, exact("/api")),
        limited(5, prefix("/api")),
    ];
    let limits = |routes: &[Route]| {
        let service = routes.iter().fold(web("web"), |service, route| service.route(route.clone()));
        let program = platform(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service));
        let all = objects(&program.edge(Edge::gateway())).into_iter().filter(|it| it["kind"] == "BackendTrafficPolicy");
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let limit = |it: Value| (text(&it["metadata"]["name"]), text(&it["spec"]["requestBuffer"]["limit"]));
        all.map(limit).collect::<std::collections::BTreeMap<_, _>>()
    };
    let all = limits(&routes);
    assert_eq!(all.len(), routes.len() + 1);
    for (at, route) in routes.iter().enumerate() {
        let only = limits(std::slice::from_ref(route));
        assert_eq!(only.len(), 2, "a policy of the host, and one of the rule");
        for (name, limit) in only.iter().filter(|(name, _)| *name != "shop.acme.dev") {
            assert_eq!(&all[name], limit, "{at}");
        }
    }
    for (name, limit) in [("api", 5), ("api-get", 1), ("api-post", 2), ("api-exact", 4)] {
        assert_eq!(all[&format!("shop.acme.dev-{name}")], format!("{limit}Mi"));
    }
}

#[test]
fn a_long_tag_is_a_valid_label_and_a_valid_name() {
    let tag = format!("feature-{}-x", "a".repeat(54));
    let service = Service::<Stable>::new("web", format!("ghcr.io/acme/web:{tag}")).pod(small());
    let program = platform(Namespace::new("shop", Stable).service(service.readiness(Probe::http("/ready"))));
    let label = object(&program, "Deployment", "web")["metadata"]["labels"]["app.kubernetes.io/version"].clone();
    assert_eq!(label, format!("feature-{}", "a".repeat(54)));
    let tag = format!("2026.11.23-main-{}", "0123456789".repeat(4));
    let job = |tag: &str| {
        let job = Job::<Stable>::new("migrate", format!("ghcr.io/acme/migrate:{tag}"));
        let program =
            platform(Namespace::new("shop", Stable).job(job.cpu(millis(1)..=millis(2)).memory(mebi(1)..=mebi(2))));
        let found = named(&program, "shop").into_iter().find(|(kind, _)| kind == "Job");
        found.expect("a Job").1
    };
    let name = job(&tag);
    assert!(name.len() <= 63 && name.starts_with("migrate-2026-11-23-main-"), "{name}");
    assert_ne!(name, job(&tag.replace("main", "next")));
    assert_eq!((job(&tag), job("2.8.0")), (name, "migrate-2-8-0".to_owned()));
}

#[test]
fn cluster_scoped_objects_have_the_name_of_the_platform() {
    let program = |part_of: &str| {
        let account = Worker::<Shared>::new("agent", "ghcr.io/acme/agent:1.0.0").pod(small());
        let agent = account.role(coderev_infra::PolicyRule::new(["list"], ["pods"]).cluster_wide());
        platform(shop("shop.acme.dev", prefix("/")))
            .part_of(part_of)
            .edge(edges()[0].clone())
            .namespace(Namespace::new("agents", Shared).worker(agent))
            .secrets(coderev_infra::ExternalSecrets::vault("https://vault.acme.dev:8200", "kv"))
            .namespace(Namespace::new("jobs", Stable).service(web("jobs").uses(&POSTGRES)))
    };
    let cluster_scoped = |part_of: &str| {
        let all = objects(&program(part_of)).into_iter();
        let all = all.filter(|it| it["metadata"]["namespace"].is_null() && it["kind"] != "Namespace");
        let names = all.filter(|it| it["kind"] != "Kustomization").map(|it| it["metadata"]["name"].clone());
        names.map(|name| name.as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    let names = cluster_scoped("acme");
    for name in ["stable", "pod-hardening", "vault", "edge", "letsencrypt-prod", "agents-agent"] {
        assert!(names.contains(&format!("acme-{name}")), "{name}: {names:?}");
    }
    assert!(names.iter().all(|name| name.starts_with("acme-")), "{names:?}");
    assert!(cluster_scoped("other").iter().all(|name| !names.contains(name)));
    let binding = object(&program("acme"), "ValidatingAdmissionPolicyBinding", "acme-pod-hardening");
    let selector = json!({
        "matchExpressions": [{"key": "coderev.dev/tier", "operator": "In", "values": ["stable"]}],
        "matchLabels": {"app.kubernetes.io/part-of": "acme"},
    });
    assert_eq!(binding["spec"]["matchResources"]["namespaceSelector"], selector);
    let store = object(&program("acme"), "ClusterSecretStore", "acme-vault");
    assert_eq!(store["spec"]["conditions"][0]["namespaceSelector"], selector);
    assert_eq!(store["spec"]["provider"]["vault"]["auth"]["kubernetes"]["role"], "acme");
}

#[test]
fn a_platform_without_a_name_has_no_cluster_scoped_object() {
    let unnamed = || Platform::new(Cluster::generic());
    let namespace = || Namespace::new("shop", Stable).service(web("web"));
    assert!(rules(&unnamed().namespace(namespace())).contains(&"platform-without-name"));
    assert!(!rules(&unnamed().name("acme").namespace(namespace())).contains(&"platform-without-name"));
    assert_eq!(rules(&unnamed()), [""; 0]);
    let named = unnamed().name("staging").namespace(namespace());
    assert_eq!(object(&named, "Deployment", "web")["metadata"]["labels"]["app.kubernetes.io/part-of"], "staging");
}

#[test]
fn selectors_have_only_the_name() {
    let program = platform(Namespace::new("shop", Stable).service(web("web")));
    let only = json!({"app.kubernetes.io/name": "web"});
    let deployment = object(&program, "Deployment", "web");
    assert_eq!(deployment["spec"]["selector"]["matchLabels"], only);
    assert_eq!(deployment["spec"]["template"]["metadata"]["labels"]["coderev.dev/tier"], "stable");
    assert_eq!(object(&program, "Service", "web")["spec"]["selector"], only);
}

#[test]
fn labels_of_the_library_are_honoured_or_reported() {
    let labels = |service: Service<Stable>| {
        let program = platform(Namespace::new("shop", Stable).service(service));
        let deployment = object(&program, "Deployment", "web");
        let pod = deployment["spec"]["template"]["metadata"]["labels"].clone();
        (deployment["metadata"]["labels"].clone(), pod)
    };
    for (label, value) in [("part-of", "database"), ("version", "v9"), ("instance", "web-eu"), ("component", "cart")] {
        let key = format!("app.kubernetes.io/{label}");
        let (object, pod) = labels(web("web").label(&*key, value));
        assert_eq!((&object[&key], &pod[&key]), (&json!(value), &json!(value)), "{label}");
    }
    for key in ["app.kubernetes.io/name", "app.kubernetes.io/managed-by", "coderev.dev/tier"] {
        let program = platform(Namespace::new("shop", Stable).service(web("web").label(key, "mine")));
        assert_eq!(rules(&program), ["reserved-label"], "{key}");
    }
    let key = "app.kubernetes.io/part-of";
    assert!(
        rules(&platform(Namespace::new("shop", Stable).label(key, "a").service(web("web"))))
            .contains(&"reserved-label")
    );
    assert!(
        rules(&platform(Namespace::new("shop", Stable).service(web("web"))).label(key, "a"))
            .contains(&"reserved-label")
    );
}

#[test]
fn a_component_is_a_label_only_if_it_is_known() {
    const COMPONENT: &str = "app.kubernetes.io/component";
    let of = |port: Port| {
        let program =
            platform(Namespace::new("shop", Stable).service(web("web").port(port).readiness(Probe::exec(["true"]))));
        object(&program, "Deployment", "web")["metadata"]["labels"][COMPONENT].clone()
    };
    assert_eq!(of(Port::tcp(6379)), Value::Null);
    assert_eq!((of(Port::http(8000)), of(Port::grpc(9000))), (json!("api"), json!("api")));
}

fn renamed_host(edge: Edge, host: Host) -> Platform {
    let shop = Namespace::new("shop", Stable).host(host.allow_from("203.0.113.0/24"));
    platform(shop.service(web("web").route(prefix("/api").timeout(seconds(90))).route(prefix("/img")))).edge(edge)
}
/// The findings without the finding about ingress-nginx itself.
fn found(program: &Platform) -> Vec<&'static str> {
    rules(program).into_iter().filter(|rule| *rule != "retired-ingress-controller").collect()
}
#[test]
fn a_renamed_host_is_rendered_with_the_old_name_too() {
    let new = "shop.acme.com";
    let [gateway, nginx] = edges();
    let program = renamed_host(gateway, Host::new(new).was("shop.acme.dev"));
    assert_eq!(found(&program), [""; 0]);
    for kind in ["HTTPRoute", "SecurityPolicy", "BackendTrafficPolicy"] {
        let [old, new] = ["shop.acme.dev", new].map(|name| object(&program, kind, name));
        let text = old["spec"].to_string().replace("shop.acme.dev", "shop.acme.com");
        assert_eq!(text, new["spec"].to_string(), "{kind}");
    }
    let was = |kind: &str, name: &str| {
        object(&program, kind, name)["metadata"]["annotations"]["coderev.dev/renamed-to"].clone()
    };
    assert_eq!((was("HTTPRoute", "shop.acme.dev"), was("HTTPRoute", new)), (json!(new), Value::Null));
    assert_eq!(was("Certificate", "shop.acme.dev-tls"), format!("{new}-tls"));
    assert_eq!(object(&program, "Certificate", "shop.acme.dev-tls")["spec"]["dnsNames"], json!(["shop.acme.dev"]));
    let gateway = object(&program, "Gateway", "platform-gateway");
    let listeners = gateway["spec"]["listeners"].as_array().expect("a list").iter();
    let names: Vec<_> = listeners.map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["http", "https-shop.acme.com", "https-shop.acme.dev"]);

    // Two Ingresses of ingress-nginx with one host would be refused: the old one is not rendered.
    let program = renamed_host(nginx.clone(), Host::new(new).was("shop.acme.dev"));
    assert_eq!(found(&program), [""; 0]);
    assert_eq!(object(&program, "Certificate", "shop.acme.dev-tls")["spec"]["dnsNames"], json!(["shop.acme.dev"]));
    let ingresses = || named(&program, "shop").into_iter().filter(|(kind, _)| kind == "Ingress");
    assert_eq!(ingresses().map(|it| it.1).collect::<Vec<_>>(), ["shop.acme.com-api", "shop.acme.com-img"]);
    let before = coderev_infra::synth(&renamed_host(nginx, Host::new("shop.acme.dev")));
    let findings = coderev_infra::synth(&program).transitions(before.inventory());
    let found: Vec<_> = findings.iter().map(|it| it.message()).collect();
    let end = "the old one serves its host until you delete it";
    let path = |path: &str| format!("the Ingress `shop.acme.dev-{path}` is now `shop.acme.com-{path}`: {end}");
    assert_eq!(found, [path("api"), path("img")]);
    let order = "1. apply the new files: `kubectl apply --server-side -k .`: clients of both hosts get responses
2. when no client uses the old host: `kubectl delete ingress/shop.acme.dev-api -n shop`
3. remove `.was(..)`, and delete the old Certificate with the command of `cargo xtask removed`";
    assert_eq!(findings[0].help_text(), order);
}
#[test]
fn an_old_name_of_a_host_is_not_the_name_of_another_host() {
    for edge in edges() {
        let program = |old: &str| {
            let bank =
                Namespace::new("bank", Stable).host(Host::new("bank.acme.dev")).service(web("bank").route(prefix("/")));
            let host = Host::new("shop.acme.com").was("shop.acme.dev").was(old);
            renamed_host(edge.clone(), host).namespace(bank)
        };
        assert_eq!(found(&program("shop.acme.org")), [""; 0]);
        assert_eq!(found(&program("bank.acme.dev")), ["old-name-in-use"]);
        assert_eq!(found(&program("*.acme.dev")), ["dns01-needed"]);
    }
}

#[test]
fn a_renamed_service_and_config_map_are_rendered_with_the_old_name_too() {
    let settings = ConfigMap::new("web-settings").was("settings").data("app.toml", "theme = 'dark'");
    let storefront = web("storefront").was("web").mount("/etc/web", &settings).route(prefix("/"));
    let program = platform(Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(storefront));
    let program = program.edge(Edge::gateway());
    let [old, new] = ["web", "storefront"].map(|name| object(&program, "Service", name));
    assert_eq!(old["spec"], new["spec"]);
    let [old, new] = ["settings", "web-settings"].map(|name| object(&program, "ConfigMap", name));
    assert_eq!(old["data"], new["data"]);
    // Two Deployments would both have pods of the Service.
    assert_eq!(named(&program, "shop").iter().filter(|(kind, _)| kind == "Deployment").count(), 1);
}

#[test]
fn the_old_name_of_a_config_map_is_free() {
    let settings = ConfigMap::new("web-settings").was("settings").data("theme", "dark");
    let other = ConfigMap::new("settings").data("theme", "light");
    let web = web("web").mount("/etc/web", &settings).mount("/etc/other", &other);
    assert!(rules(&platform(Namespace::new("shop", Stable).service(web))).contains(&"duplicate-object"));
}
#[test]
fn a_label_that_the_namespace_does_not_get_is_reported() {
    let effect = |program: &Platform| {
        let all = coderev_infra::synth(program);
        let found = all.findings().iter().filter(|it| it.rule().name() == "setting-without-effect");
        found.map(|it| it.message().to_owned()).collect::<Vec<_>>()
    };
    let shop = || Namespace::new("shop", Stable).service(web("web"));
    let level = "pod-security.kubernetes.io/enforce";
    let expected = |label: &str, written: &str| {
        vec![format!("the label `{label}` has no effect on the Namespace `shop`: its tier sets `{written}`")]
    };
    let privileged = expected("pod-security.kubernetes.io/enforce: privileged", "restricted");
    assert_eq!(effect(&platform(shop().label(level, "privileged"))), privileged);
    assert_eq!(effect(&platform(shop().spec(Stable.spec().label(level, "privileged")))), privileged);
    let program = platform(shop()).label("environment", "staging");
    assert_eq!(effect(&program), expected("environment: staging", "production"));
    // Another label than that of the tier, and the same label.
    for (key, value) in [("environment", "production"), (level, "restricted"), ("team", "shop")] {
        assert_eq!(effect(&platform(shop().label(key, value))), [""; 0], "{key}");
    }
    // The label of the namespace overrides that of the platform.
    let both = platform(shop().label("environment", "production")).label("environment", "staging");
    let infrastructure = effect(&both).into_iter().filter(|it| it.contains("`shop`")).collect::<Vec<_>>();
    assert_eq!(infrastructure, [""; 0]);
}

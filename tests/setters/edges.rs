//! The setters of edges, hosts and certificates, on both edges.
use crate::{object, objects, rules, small};
use coderev_infra::TlsVersion;
use coderev_infra::prelude::*;
use serde_json::{Value, json};

fn web() -> Service<Stable> {
    Service::new("web", "web:1").pod(small()).readiness(Probe::http("/ready"))
}
fn shop(host: Host) -> Namespace<Stable> {
    Namespace::new("shop", Stable).host(host).service(web().route(prefix("/")))
}
fn on(edge: Edge, host: Host) -> Platform {
    Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(shop(host))
}
fn www() -> Host {
    Host::new("www.acme.dev")
}
fn annotation<'a>(ingress: &'a Value, name: &str) -> &'a Value {
    &ingress["metadata"]["annotations"][format!("nginx.ingress.kubernetes.io/{name}")]
}
fn from(platform: &Platform) -> Value {
    object(platform, "NetworkPolicy", "web")["spec"]["ingress"][0]["from"][0].clone()
}

#[test]
fn an_edge_has_a_name_and_a_class() {
    let gateway = on(Edge::gateway().name("public").class("eg"), www());
    let found = object(&gateway, "Gateway", "public");
    assert_eq!(found["spec"]["gatewayClassName"], "eg");
    assert_eq!(
        object(&gateway, "GatewayClass", "eg")["spec"]["controllerName"],
        "gateway.envoyproxy.io/gatewayclass-controller"
    );
    assert_eq!(object(&gateway, "HTTPRoute", "www.acme.dev")["spec"]["parentRefs"][0]["name"], "public");
    let labels = &from(&gateway)["podSelector"]["matchLabels"];
    assert_eq!(labels["gateway.envoyproxy.io/owning-gateway-name"], "public");
    let nginx = on(Edge::ingress_nginx().name("public"), www());
    assert_eq!(object(&nginx, "Ingress", "www.acme.dev")["spec"]["ingressClassName"], "public");
    let nginx = on(Edge::ingress_nginx().name("public").class("nginx-public"), www());
    assert_eq!(object(&nginx, "Ingress", "www.acme.dev")["spec"]["ingressClassName"], "nginx-public");
}

#[test]
fn the_redirect_to_https_has_a_name() {
    let secure = |edge: Edge| on(edge.tls(Tls::issuer("company-ca")), www());
    let redirect = |edge: Edge, name: &str| {
        let route = object(&secure(edge), "HTTPRoute", name);
        assert_eq!(route["spec"]["rules"][0]["filters"][0]["requestRedirect"]["scheme"], "https");
    };
    redirect(Edge::gateway(), "http-to-https");
    redirect(Edge::gateway().name("office"), "office-to-https");
    redirect(Edge::gateway().name("office").redirect_route("upgrade"), "upgrade");
    assert!(rules(&secure(Edge::ingress_nginx().redirect_route("upgrade"))).contains(&"ingress-controller-setting"));
    assert!(rules(&on(Edge::gateway().redirect_route("upgrade"), www())).contains(&"tls-setting-without-certificate"));
}

#[test]
fn network_policies_use_the_namespace_of_the_proxies() {
    let usual = from(&on(Edge::gateway(), www()));
    assert_eq!(usual["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "envoy-gateway-system");
    assert_eq!(usual["podSelector"]["matchLabels"]["gateway.envoyproxy.io/owning-gateway-namespace"], "platform-edge");
    for edge in [Edge::gateway(), Edge::ingress_nginx()] {
        let own = from(&on(edge.proxies(Peer::namespace("proxies").pods("app", "envoy")), www()));
        assert_eq!(own["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"], "proxies");
        assert_eq!(own["podSelector"]["matchLabels"], json!({"app": "envoy"}));
    }
}

#[test]
fn load_balancers_in_front_are_trusted() {
    let gateway = on(Edge::gateway().trusted_hops(2), www());
    let policy = object(&gateway, "ClientTrafficPolicy", "platform-gateway");
    assert_eq!(policy["spec"]["clientIPDetection"], json!({"xForwardedFor": {"numTrustedHops": 2}}));
    assert!(rules(&on(Edge::ingress_nginx().trusted_hops(2), www())).contains(&"ingress-controller-setting"));
}

#[test]
fn an_edge_supports_http3_and_a_minimum_tls_version() {
    let secure = |edge: Edge| on(edge.tls(Tls::issuer("company-ca")), www());
    let policy = |edge: Edge| object(&secure(edge), "ClientTrafficPolicy", "platform-gateway")["spec"].clone();
    let usual = policy(Edge::gateway());
    assert_eq!((usual.get("http3"), &usual["tls"]["minVersion"]), (None, &json!("1.2")));
    let said = policy(Edge::gateway().http3().min_tls_version(TlsVersion::V1_3));
    assert_eq!((&said["http3"], &said["tls"]["minVersion"]), (&json!({}), &json!("1.3")));
    let words: [fn(Edge) -> Edge; 2] = [Edge::http3, |edge| edge.min_tls_version(TlsVersion::V1_3)];
    for word in words {
        assert_eq!(rules(&secure(word(Edge::gateway()))), [""; 0]);
        assert_eq!(rules(&on(word(Edge::gateway()), www())), ["tls-setting-without-certificate"], "no host uses TLS");
        assert!(rules(&secure(word(Edge::ingress_nginx()))).contains(&"ingress-controller-setting"));
    }
}

#[test]
fn an_edge_admits_source_ranges() {
    let gateway = on(Edge::gateway().allow_from("203.0.113.0/24").allow_from("198.51.100.0/24"), www());
    let service = &object(&gateway, "EnvoyProxy", "platform-gateway")["spec"]["provider"]["kubernetes"]["envoyService"];
    assert_eq!(service["loadBalancerSourceRanges"], json!(["203.0.113.0/24", "198.51.100.0/24"]));
    let nginx = on(Edge::ingress_nginx().allow_from("203.0.113.0/24"), www());
    assert_eq!(annotation(&object(&nginx, "Ingress", "www.acme.dev"), "whitelist-source-range"), "203.0.113.0/24");
    let nearer = on(Edge::ingress_nginx().allow_from("203.0.113.0/24"), www().allow_from("198.51.100.0/24"));
    assert_eq!(annotation(&object(&nearer, "Ingress", "www.acme.dev"), "whitelist-source-range"), "198.51.100.0/24");
}

#[test]
fn a_load_balancer_can_be_annotated_and_internal() {
    let annotations = |cluster: Cluster, edge: Edge| {
        let platform = Platform::new(cluster).part_of("acme").edge(edge).namespace(shop(www()));
        let proxy = object(&platform, "EnvoyProxy", "platform-gateway");
        proxy["spec"]["provider"]["kubernetes"]["envoyService"]["annotations"].clone()
    };
    assert_eq!(annotations(Cluster::generic(), Edge::gateway().annotation("a.dev/b", "c")), json!({"a.dev/b": "c"}));
    let internal = || Edge::gateway().internal();
    assert_eq!(annotations(Cluster::gke(), internal()), json!({"networking.gke.io/load-balancer-type": "Internal"}));
    let eks = |scheme: &str| {
        json!({
            "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
            "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes": "preserve_client_ip.enabled=true",
            "service.beta.kubernetes.io/aws-load-balancer-scheme": scheme,
            "service.beta.kubernetes.io/aws-load-balancer-type": "external",
        })
    };
    assert_eq!(annotations(Cluster::eks(), internal()), eks("internal"));
    assert_eq!(annotations(Cluster::eks(), Edge::gateway()), eks("internet-facing"));
    let aks = json!({"service.beta.kubernetes.io/azure-load-balancer-internal": "true"});
    assert_eq!(annotations(Cluster::aks(), internal()), aks);
    assert!(rules(&on(internal(), www())).contains(&"internal-without-provider"));
    assert!(rules(&on(Edge::ingress_nginx().internal(), www())).contains(&"ingress-controller-setting"));
    assert!(
        rules(&on(Edge::ingress_nginx().annotation("a.dev/b", "c"), www())).contains(&"ingress-controller-setting")
    );
}

#[test]
fn proxies_have_replicas_and_resources() {
    let large = |edge: Edge| edge.replicas(5).cpu(cores(1)..=cores(2)).memory(gibi(1)..=gibi(2));
    let platform = on(large(Edge::gateway()), www());
    let deployment =
        object(&platform, "EnvoyProxy", "platform-gateway")["spec"]["provider"]["kubernetes"]["envoyDeployment"]
            .clone();
    assert_eq!(deployment["replicas"], 5);
    let resources = json!({"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "2", "memory": "2Gi"}});
    assert_eq!(deployment["container"]["resources"], resources);
    let found = rules(&on(large(Edge::ingress_nginx()), www()));
    assert_eq!(found.iter().filter(|rule| **rule == "ingress-controller-setting").count(), 3);
}

#[test]
fn a_host_is_on_the_first_edge_or_on_its_named_edge() {
    let office = Edge::gateway().name("office").class("office");
    let admin = Host::new("admin.acme.dev").edge(&office);
    let routed = web().route(prefix("/").on(&www())).route(prefix("/admin").on(&admin));
    let namespace = Namespace::new("shop", Stable).host(www()).host(admin.clone()).service(routed);
    let platform =
        Platform::new(Cluster::generic()).part_of("acme").edge(Edge::ingress_nginx()).edge(office).namespace(namespace);
    assert_eq!(object(&platform, "Ingress", "www.acme.dev")["spec"]["rules"][0]["host"], "www.acme.dev");
    assert_eq!(object(&platform, "HTTPRoute", "admin.acme.dev")["spec"]["parentRefs"][0]["name"], "office");
    let policy = object(&platform, "NetworkPolicy", "web");
    assert_eq!(policy["spec"]["ingress"].as_array().map(Vec::len), Some(2), "both edges are allowed");
    let lost = Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(shop(admin));
    assert!(rules(&lost).contains(&"edge-not-on-platform"));
}

#[test]
fn an_edge_replaces_an_earlier_edge_of_the_same_name() {
    let platform = on(Edge::gateway().class("first"), www()).edge(Edge::gateway().class("second"));
    assert_eq!(object(&platform, "Gateway", "platform-gateway")["spec"]["gatewayClassName"], "second");
    assert!(!objects(&platform).iter().any(|it| it["metadata"]["name"] == "first"));
    let gone = on(Edge::gateway().name("edge"), www()).edge(Edge::ingress_nginx().name("edge"));
    assert!(!objects(&gone).iter().any(|it| it["metadata"]["name"] == "platform-edge"));
}

#[test]
fn a_declared_namespace_of_gateways_replaces_the_implicit_namespace() {
    let own = Namespace::new("platform-edge", Shared).label("acme.dev/team", "network");
    let gateway = Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
    for platform in [on(gateway.clone(), www()).namespace(own), {
        let own = Namespace::new("platform-edge", Shared).label("acme.dev/team", "network");
        Platform::new(Cluster::generic()).part_of("acme").namespace(own).edge(gateway.clone()).namespace(shop(www()))
    }] {
        assert_eq!(rules(&platform), [""; 0]);
        let namespace = object(&platform, "Namespace", "platform-edge");
        assert_eq!(namespace["metadata"]["labels"]["acme.dev/team"], "network");
        assert_eq!(object(&platform, "Gateway", "platform-gateway")["metadata"]["namespace"], "platform-edge");
        assert_eq!(object(&platform, "Certificate", "www.acme.dev-tls")["metadata"]["namespace"], "platform-edge");
    }
}

#[test]
fn the_namespace_platform_edge_is_isolated_and_admits_challenges() {
    let platform = on(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")), www());
    let all = objects(&platform);
    let here = |kind: &str| {
        let own = all.iter().filter(|it| it["kind"] == kind && it["metadata"]["namespace"] == "platform-edge");
        own.map(|it| it["metadata"]["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(here("NetworkPolicy"), ["allow-acme-http01", "allow-dns", "default-deny-all"]);
    assert_eq!(here("Certificate"), ["www.acme.dev-tls"]);
    let elsewhere = all.iter().filter(|it| it["metadata"]["namespace"] == "shop");
    assert!(!elsewhere.into_iter().any(|it| it["metadata"]["name"] == "allow-acme-http01"));
}

#[test]
fn a_certificate_is_from_an_issuer_a_secret_or_a_dns_challenge() {
    let listener = |tls: Tls| {
        let platform = on(Edge::gateway().tls(tls), www());
        object(&platform, "Gateway", "platform-gateway")["spec"]["listeners"][1].clone()
    };
    let secret = listener(Tls::secret(Secret::new("wildcard")));
    assert_eq!(secret["tls"]["certificateRefs"], json!([{"kind": "Secret", "name": "wildcard"}]));
    let issuer = Tls::issuer("company-ca");
    assert_eq!(listener(issuer.clone())["tls"]["certificateRefs"][0]["name"], "www.acme.dev-tls");
    let certificate = object(&on(Edge::gateway().tls(issuer), www()), "Certificate", "www.acme.dev-tls");
    assert_eq!(certificate["spec"]["issuerRef"]["name"], "company-ca");
    assert_eq!(certificate["metadata"]["namespace"], "platform-edge");
}

#[test]
fn a_dns_challenge_validates_hosts_that_http_cannot() {
    let cloud = || json!({"cloudDNS": {"project": "acme-dns"}});
    let by_dns = || Tls::lets_encrypt("sre@acme.dev").dns01(cloud());
    for edge in [Edge::gateway(), Edge::ingress_nginx()] {
        let tenants = Host::new("*.acme.dev").tls(by_dns());
        let routed = web().route(prefix("/").on(&www())).route(prefix("/").on(&tenants));
        let namespace = Namespace::new("shop", Stable).host(www()).host(tenants).service(routed);
        let edge = edge.tls(Tls::lets_encrypt("sre@acme.dev"));
        let platform = Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(namespace);
        let solvers = object(&platform, "ClusterIssuer", "acme-letsencrypt-prod")["spec"]["acme"]["solvers"].clone();
        assert_eq!(solvers[0], json!({"dns01": cloud(), "selector": {"dnsNames": ["*.acme.dev"]}}));
        assert_eq!(solvers[1]["selector"], json!({"dnsNames": ["www.acme.dev"]}));
        assert!(solvers[1]["http01"].is_object());
    }
    let only = on(Edge::gateway().tls(by_dns()), www());
    let issuer = object(&only, "ClusterIssuer", "acme-letsencrypt-prod");
    assert_eq!(issuer["spec"]["acme"]["solvers"], json!([{"dns01": cloud()}]));
    assert!(!objects(&only).iter().any(|it| it["metadata"]["name"] == "allow-acme-http01"));
    let wildcard = on(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")), Host::new("*.acme.dev"));
    assert!(rules(&wildcard).contains(&"dns01-needed"));
    let internal = Edge::gateway().internal().tls(Tls::lets_encrypt("sre@acme.dev"));
    let internal = Platform::new(Cluster::gke()).part_of("acme").edge(internal).namespace(shop(www()));
    assert_eq!(rules(&internal), ["dns01-needed"]);
}

#[test]
fn setters_of_lets_encrypt_need_lets_encrypt() {
    for tls in [Tls::issuer("company-ca").staging(), Tls::secret(Secret::new("tls")).dns01(json!({}))] {
        assert_eq!(rules(&on(Edge::gateway().tls(tls.clone()), www())), ["acme-setting-without-acme"]);
        assert_eq!(rules(&on(Edge::gateway(), www().tls(tls))), ["acme-setting-without-acme"]);
    }
    let staging = on(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev").staging()), www());
    assert_eq!(
        object(&staging, "Certificate", "www.acme.dev-tls")["spec"]["issuerRef"]["name"],
        "acme-letsencrypt-staging"
    );
}

#[test]
fn a_host_can_be_without_tls_rate_limited_restricted_and_annotated() {
    let gateway = |host: Host| on(Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev")), host);
    let nginx = |host: Host| on(Edge::ingress_nginx().tls(Tls::lets_encrypt("sre@acme.dev")), host);
    let plain = object(&gateway(www().plain_http()), "Gateway", "platform-gateway")["spec"]["listeners"].clone();
    assert_eq!(
        (&plain[0]["name"], &plain[0]["protocol"], &plain[0]["port"]),
        (&json!("http-www.acme.dev"), &json!("HTTP"), &json!(80))
    );
    assert_eq!(annotation(&object(&nginx(www().plain_http()), "Ingress", "www.acme.dev"), "ssl-redirect"), "false");
    let rated = object(&gateway(www().rate_limit(per_minute(90))), "BackendTrafficPolicy", "www.acme.dev");
    let limit = &rated["spec"]["rateLimit"]["local"]["rules"][0]["limit"];
    assert_eq!(limit, &json!({"requests": 90, "unit": "Minute"}));
    assert_eq!(
        annotation(&object(&nginx(www().rate_limit(per_minute(90))), "Ingress", "www.acme.dev"), "limit-rpm"),
        "90"
    );
    let closed = object(&gateway(www().allow_from("203.0.113.0/24")), "SecurityPolicy", "www.acme.dev");
    assert_eq!(closed["spec"]["authorization"]["defaultAction"], "Deny");
    let principal = &closed["spec"]["authorization"]["rules"][0]["principal"];
    assert_eq!(principal, &json!({"clientCIDRs": ["203.0.113.0/24"]}));
    assert_eq!(closed["spec"]["targetRefs"][0]["name"], "www.acme.dev");
    for (platform, kind) in
        [(gateway(www().annotation("a.dev/b", "c")), "HTTPRoute"), (nginx(www().annotation("a.dev/b", "c")), "Ingress")]
    {
        assert_eq!(object(&platform, kind, "www.acme.dev")["metadata"]["annotations"]["a.dev/b"], "c");
    }
    let own = object(&nginx(www().tls(Tls::secret(Secret::new("own")))), "Ingress", "www.acme.dev");
    assert_eq!(own["spec"]["tls"][0]["secretName"], "own");
}

#[test]
fn an_edge_without_hosts_and_an_edge_with_too_many_hosts_are_findings() {
    assert_eq!(rules(&on(Edge::gateway(), www()).edge(Edge::gateway().name("idle"))), ["edge-without-host"]);
    // A Gateway has at most 64 listeners. A certificate needs one more, for plain HTTP.
    let with_hosts = |edge, number| {
        let hosts = (0..number).map(|n| Host::new(format!("h{n}.acme.dev")));
        let service = hosts.clone().fold(web(), |service, host| service.route(prefix("/").on(&host)));
        let namespace = hosts.fold(Namespace::new("shop", Stable), Namespace::host).service(service);
        rules(&Platform::new(Cluster::generic()).part_of("acme").edge(edge).namespace(namespace))
    };
    let secure = || Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
    assert_eq!(with_hosts(Edge::gateway(), 64), [""; 0]);
    assert_eq!(with_hosts(Edge::gateway(), 65), ["too-many-hosts"]);
    assert_eq!(with_hosts(secure(), 63), [""; 0]);
    assert_eq!(with_hosts(secure(), 64), ["too-many-hosts"]);
}

//! Egress to DNS names, and the kubectl context.
use super::*;
use coderev_infra::{Dns, EgressByName, INTERNET};
use serde_json::json;

const STRIPE: External = External::new("api.stripe.com");
const LOGS: External = External::new("*.logs.example.com").port(Port::tcp(6514));

fn calling(cluster: Cluster, service: Service<Shared>) -> Platform {
    Platform::new(cluster).part_of("acme").namespace(Namespace::new("shop", Shared).service(service.pod(small())))
}
fn api() -> Service<Shared> {
    Service::new("api", "ghcr.io/acme/api:1.0.0").readiness(Probe::exec(["true"])).calls(&LOGS).calls(&STRIPE)
}

#[test]
fn cilium_allows_the_addresses_of_a_dns_name() {
    let platform = calling(Cluster::generic().egress_by_name(EgressByName::Cilium), api());
    let policy = object(&platform, "CiliumNetworkPolicy", "api");
    assert_eq!(policy["apiVersion"], "cilium.io/v2");
    assert_eq!(policy["metadata"]["namespace"], "shop");
    assert_eq!(
        policy["spec"],
        json!({
            "endpointSelector": {"matchLabels": {"app.kubernetes.io/name": "api"}},
            "egress": [
                {
                    "toEndpoints": [{"matchLabels": {"k8s-app": "kube-dns", "k8s:io.kubernetes.pod.namespace": "kube-system"}}],
                    "toPorts": [{"ports": [{"port": "53", "protocol": "ANY"}], "rules": {"dns": [{"matchPattern": "*"}]}}],
                },
                {
                    "toFQDNs": [{"matchPattern": "*.logs.example.com"}],
                    "toPorts": [{"ports": [{"port": "6514", "protocol": "TCP"}]}],
                },
                {
                    "toFQDNs": [{"matchName": "api.stripe.com"}],
                    "toPorts": [{"ports": [{"port": "443", "protocol": "TCP"}]}],
                },
            ],
        })
    );
    let wall = object(&platform, "NetworkPolicy", "api");
    assert!(!wall.to_string().contains("ipBlock"), "no address is allowed: {wall}");
}

#[test]
fn cilium_inspects_the_dns_of_the_cluster() {
    let dns = |dns| {
        let cluster = Cluster::generic().dns(dns).egress_by_name(EgressByName::Cilium);
        object(&calling(cluster, api()), "CiliumNetworkPolicy", "api")["spec"]["egress"][0].clone()
    };
    assert_eq!(dns(Dns::NodeLocal("169.254.20.10".into()))["toCIDR"], json!(["169.254.20.10/32"]));
    let own = dns(Dns::Custom(Peer::namespace("openshift-dns").pods("dns", "default")));
    let labels = json!({"dns": "default", "k8s:io.kubernetes.pod.namespace": "openshift-dns"});
    assert_eq!(own["toEndpoints"], json!([{"matchLabels": labels}]));
    assert_eq!(dns(Dns::Custom(Peer::cidr("10.0.0.2/32")))["toCIDR"], json!(["10.0.0.2/32"]));
}

#[test]
fn a_mesh_has_the_hosts_and_the_network_policy_allows_their_ports() {
    let platform = calling(Cluster::generic().egress_by_name(EgressByName::ServiceEntry), api());
    let entry = object(&platform, "ServiceEntry", "api-stripe-com");
    assert_eq!(entry["apiVersion"], "networking.istio.io/v1");
    assert_eq!(
        entry["spec"],
        json!({
            "exportTo": ["."],
            "hosts": ["api.stripe.com"],
            "location": "MESH_EXTERNAL",
            "ports": [{"name": "tls-443", "number": 443, "protocol": "TLS"}],
            "resolution": "DNS",
        })
    );
    assert_eq!(object(&platform, "ServiceEntry", "any-logs-example-com")["spec"]["resolution"], "NONE");
    let wall = object(&platform, "NetworkPolicy", "api");
    let ports = json!([{"protocol": "TCP", "port": 443}, {"protocol": "TCP", "port": 6514}]);
    let public = wall["spec"]["egress"].as_array().expect("egress").iter().find(|rule| rule["ports"] == ports);
    assert_eq!(public.expect("a rule for public addresses")["to"][0]["ipBlock"]["cidr"], "0.0.0.0/0");
}

#[test]
fn an_external_with_addresses_needs_no_support_for_names() {
    for enforcer in [EgressByName::Cilium, EgressByName::ServiceEntry] {
        let service = Service::new("api", "ghcr.io/acme/api:1.0.0").calls(&INTERNET);
        let platform = calling(Cluster::generic().egress_by_name(enforcer), service);
        let kinds: Vec<_> = objects(&platform).iter().map(|it| it["kind"].clone()).collect();
        assert!(!kinds.contains(&json!("CiliumNetworkPolicy")) && !kinds.contains(&json!("ServiceEntry")), "{kinds:?}");
    }
}

#[test]
fn a_name_without_addresses_is_an_error_without_support_for_names() {
    assert_eq!(rules(&calling(Cluster::generic(), api())), ["external-without-address", "external-without-address"]);
}

#[test]
fn an_external_store_without_addresses_is_also_a_name() {
    let data = Namespace::new("data", Shared).store(ExternalStore::new(&POSTGRES, External::new("db.example.com")));
    let cluster = Cluster::generic().egress_by_name(EgressByName::Cilium);
    let service = Service::new("api", "ghcr.io/acme/api:1.0.0").uses(&POSTGRES);
    let policy = object(&calling(cluster, service).namespace(data), "CiliumNetworkPolicy", "api");
    assert_eq!(policy["spec"]["egress"][1]["toFQDNs"], json!([{"matchName": "db.example.com"}]));
    assert_eq!(policy["spec"]["egress"][1]["toPorts"][0]["ports"][0]["port"], "5432");
}

#[test]
fn open_isolation_needs_no_names() {
    let service = Service::new("api", "ghcr.io/acme/api:1.0.0").calls(&STRIPE).pod(small());
    let cluster = Cluster::generic().egress_by_name(EgressByName::Cilium);
    let platform = Platform::new(cluster).part_of("acme").namespace(Namespace::new("lab", Exp).service(service));
    assert!(objects(&platform).iter().all(|it| it["kind"] != "CiliumNetworkPolicy"));
}

#[test]
fn every_command_names_the_context() {
    let key = Secret::new("api-key").key("token");
    let service = Service::new("api", "ghcr.io/acme/api:1.0.0").env("TOKEN", key);
    let synthesis = coderev_infra::synth(&calling(Cluster::generic().context("prod-eu"), service));
    for path in ["README.md", "secrets.commands.txt"] {
        let file = synthesis.file(path).expect("the file is in the output");
        let commands: Vec<_> = file.text().lines().filter(|line| line.trim_start().starts_with("kubectl ")).collect();
        assert!(!commands.is_empty(), "{path} has commands");
        assert!(commands.iter().all(|line| line.contains("kubectl --context prod-eu ")), "{commands:#?}");
    }
}

//! The hosts of each edge, and the address that DNS must point to.
use super::facts;
use crate::manifest::{Manifests, kind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An edge, and the hosts of its routes.
struct Destination<'a> {
    /// The target of the DNS records, as a phrase.
    address: String,
    hosts: BTreeSet<String>,
    /// The namespace and the name of its Gateway.
    gateway: Option<(&'a str, &'a str)>,
    is_internal: bool,
}

/// DNS records: one item for each edge with a route.
pub(super) fn records(text: &mut String, manifests: &Manifests) {
    for Destination { address, hosts, gateway, is_internal } in destinations(manifests) {
        let list = hosts.iter().map(|host| format!("`{host}`")).collect::<Vec<_>>().join(", ");
        let whose = if is_internal { ", for clients in the provider's network" } else { "" };
        let Some((namespace, name)) = gateway else {
            writeln!(text, "- DNS records for {list} that point to {address}{whose}.")
                .expect("writing to a String cannot fail");
            continue;
        };
        writeln!(
            text,
            "- DNS records for {list} that point to {address}{whose}:\n\n  ```sh\n  kubectl get gateway {name} -n {namespace} -o \
             jsonpath='{{.status.addresses[*].value}}'\n  ```"
        )
        .expect("writing to a String cannot fail");
    }
}

fn destinations(manifests: &Manifests) -> Vec<Destination<'_>> {
    let mut by_edge: BTreeMap<facts::On, BTreeSet<String>> = BTreeMap::new();
    for route in facts::routes(manifests) {
        by_edge.entry(route.on).or_default().insert(route.host);
    }
    let is_gateway = |on: &facts::On| matches!(on, facts::On::Gateway(_));
    let gateways = by_edge.keys().filter(|on| is_gateway(on)).count();
    let classes = by_edge.len() - gateways;
    let destination = |(on, hosts): (facts::On, BTreeSet<String>)| match on {
        facts::On::Gateway(name) => {
            let one = manifests.of(kind!(Gateway)).find(|(manifest, _)| manifest.object.name() == name);
            let gateway = one.map(|(manifest, _)| (manifest.object.namespace(), manifest.object.name()));
            let address = if gateways > 1 {
                format!("the address of the Gateway `{name}`")
            } else {
                "the Gateway's address".into()
            };
            Destination { address, hosts, gateway, is_internal: is_internal(manifests, &name) }
        }
        facts::On::Class(class) => {
            let address = if classes > 1 {
                format!("the address of the ingress controller of the class `{class}`")
            } else {
                "the ingress controller's address".into()
            };
            Destination { address, hosts, gateway: None, is_internal: false }
        }
    };
    by_edge.into_iter().map(destination).collect()
}

/// Hosts that clients outside of the provider's network cannot reach.
pub(super) fn internal_hosts(manifests: &Manifests) -> BTreeSet<String> {
    let destinations = destinations(manifests);
    let (inside, outside): (Vec<_>, Vec<_>) = destinations.into_iter().partition(|destination| destination.is_internal);
    let outside: BTreeSet<String> = outside.into_iter().flat_map(|destination| destination.hosts).collect();
    inside.into_iter().flat_map(|destination| destination.hosts).filter(|host| !outside.contains(host)).collect()
}

/// Whether the proxies of a Gateway have an address of the provider's network, by the annotation of each provider.
fn is_internal(manifests: &Manifests, gateway: &str) -> bool {
    let mut proxies = manifests.of(kind!(EnvoyProxy)).filter(|(manifest, _)| manifest.object.name() == gateway);
    proxies.any(|(_, proxy)| {
        let annotations = &proxy.spec.provider.kubernetes.envoy_service.annotations;
        [
            ("networking.gke.io/load-balancer-type", "Internal"),
            ("service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"),
            ("service.beta.kubernetes.io/azure-load-balancer-internal", "true"),
        ]
        .iter()
        .any(|(key, value)| annotations.get(*key).is_some_and(|it| it == value))
    })
}

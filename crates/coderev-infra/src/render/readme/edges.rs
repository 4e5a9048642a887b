//! The hosts of each edge, and the address that DNS must point to.
use super::facts;
use super::one_line;
use coderev_objects::crd::envoy_gateway::EnvoyProxy;
use coderev_objects::crd::gateway_api::Gateway;
use coderev_objects::{Entry, Inventory};
use k8s_openapi::Resource;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An edge, and the hosts of its routes.
struct Destination<'a> {
    /// The target of the DNS records, as a phrase.
    address: String,
    hosts: BTreeSet<&'a str>,
    /// The namespace and the name of its Gateway.
    gateway: Option<(&'a str, &'a str)>,
    is_internal: bool,
}

/// DNS records: one item for each edge with a route.
pub(super) fn records(text: &mut String, inventory: &Inventory) {
    for Destination { address, hosts, gateway, is_internal } in destinations(inventory) {
        let list = hosts.iter().map(|host| format!("`{}`", one_line(host))).collect::<Vec<_>>().join(", ");
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

fn destinations(inventory: &Inventory) -> Vec<Destination<'_>> {
    let mut by_edge: BTreeMap<facts::On<'_>, BTreeSet<&str>> = BTreeMap::new();
    for route in facts::routes(inventory) {
        by_edge.entry(route.on).or_default().insert(route.host);
    }
    let is_gateway = |on: &facts::On<'_>| matches!(on, facts::On::Gateway(_));
    let gateways = by_edge.keys().filter(|on| is_gateway(on)).count();
    let classes = by_edge.len() - gateways;
    let destination = |(on, hosts)| match on {
        facts::On::Gateway(name) => {
            let one = inventory.all::<Gateway>().find(|(entry, _)| entry.name() == name);
            let gateway = one.map(|(entry, _)| (entry.namespace(), entry.name()));
            let address = if gateways > 1 {
                format!("the address of the Gateway `{}`", one_line(name))
            } else {
                "the Gateway's address".into()
            };
            Destination { address, hosts, gateway, is_internal: one.is_some_and(|it| is_internal(inventory, it)) }
        }
        facts::On::Class(class) => {
            let address = if classes > 1 {
                format!("the address of the ingress controller of the class `{}`", one_line(class))
            } else {
                "the ingress controller's address".into()
            };
            Destination { address, hosts, gateway: None, is_internal: false }
        }
    };
    by_edge.into_iter().map(destination).collect()
}

/// Hosts that clients outside of the provider's network cannot reach.
pub(super) fn internal_hosts(inventory: &Inventory) -> BTreeSet<&str> {
    let destinations = destinations(inventory);
    let (inside, outside): (Vec<_>, Vec<_>) = destinations.into_iter().partition(|destination| destination.is_internal);
    let outside: BTreeSet<&str> = outside.into_iter().flat_map(|destination| destination.hosts).collect();
    inside.into_iter().flat_map(|destination| destination.hosts).filter(|host| !outside.contains(host)).collect()
}

/// Whether the proxies of a Gateway have an address in the provider's network, by the annotation of each provider.
fn is_internal(inventory: &Inventory, (entry, gateway): (Entry<'_>, &Gateway)) -> bool {
    let proxy = &gateway.spec.infrastructure.parameters_ref.name;
    let proxy = inventory.find(EnvoyProxy::API_VERSION, EnvoyProxy::KIND, entry.namespace(), proxy);
    proxy.and_then(|it| it.object().as_kind::<EnvoyProxy>()).is_some_and(|proxy| {
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

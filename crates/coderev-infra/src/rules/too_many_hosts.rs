//! `too-many-hosts`
use super::rule::IntentRule;
use crate::resolve::Resolved;
use crate::resolve::hosts::tls;
use coderev_check::{Phase, Report, Rule};

pub(super) static TOO_MANY_HOSTS: IntentRule = IntentRule { rule: &RULE, check };
static RULE: Rule = Rule::error("too-many-hosts", Phase::Intent)
    .summary("edges that need more than 64 listeners: one for each host, and one for plain HTTP if a host has a certificate")
    .why("A Gateway has at most 64 listeners: the API server rejects more.")
    .rust(
        r#"let host = |n: u32| Host::new(format!("shop-{n}.acme.dev"));
let route = |n: u32| prefix("/").on(&host(n));
let web = (1..=64).fold(web(), |web, n| web.route(route(n)));
let shop = (1..=64).fold(Namespace::new("shop", Stable), |shop, n| shop.host(host(n)));
let edge = Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
  //       ^^^^^^^^^^^^^ error[too-many-hosts]: the edge `platform-gateway` needs 65 listeners (64 hosts, and one for plain HTTP), but a Gateway has at most 64
Platform::new(Cluster::generic()).edge(edge).namespace(shop.service(web))"#,
        r#"let web = web().route(prefix("/"));
let shop = Namespace::new("shop", Stable).host(Host::new("*.acme.dev"));
Platform::new(Cluster::generic()).edge(Edge::gateway()).namespace(shop.service(web))"#,
    );

/// The listeners that a Gateway can have: the maximum number of items in the schema of the Gateway API.
const MOST: usize = 64;

fn check(resolved: &Resolved<'_>, report: &mut Report) {
    for (position, edge) in resolved.platform.edges.iter().enumerate() {
        let bindings = &resolved.edges.hosts[position];
        let hosts = bindings.len();
        // A host with a certificate adds the listener for plain HTTP: challenges and the redirect.
        let has_certificate = bindings.iter().any(|host| tls(edge, resolved.hosts.all[*host].host).is_some());
        let listeners = hosts + usize::from(has_certificate);
        if edge.is_gateway() && listeners > MOST {
            let needed = if has_certificate { ", and one for plain HTTP" } else { "" };
            let message = format!(
                "the edge `{}` needs {listeners} listeners ({hosts} hosts{needed}), but a Gateway has at most {MOST}",
                edge.name
            );
            let finding = report.finding("", message).at(edge.at);
            report.push(finding.help("move some hosts to a different edge, `Host::edge(&edge)`, or use a wildcard"));
        }
    }
}

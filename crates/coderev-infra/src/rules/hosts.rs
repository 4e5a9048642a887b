//! What is wrong with hosts and routes.
use super::duplicates::duplicates;
use super::effects::WORD_WITHOUT_EFFECT;
use super::probes::MISSING_PORT;
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::resolve::workload::Workload;
use crate::words::port::Speech;
use crate::words::*;
use std::collections::{BTreeMap, BTreeSet};

/// The rules here.
pub(super) const RULES: &[&str] = &[
    AMBIGUOUS_HOST,
    DUPLICATE_HOST,
    DUPLICATE_ROUTE,
    HOST_OF_ANOTHER_NAMESPACE,
    ROUTE_WITHOUT_EDGE,
    ROUTE_WITHOUT_HOST,
    TWO_ACME_ACCOUNTS,
];

/// What it does: finds routes that name no host in a namespace that has more than one.
///
/// Why it is bad: nobody can tell where the path is to be published.
///
/// Instead of `.route(prefix("/"))` say `.route(prefix("/").on(&host))`.
pub(super) const AMBIGUOUS_HOST: &str = "ambiguous-host";

/// What it does: finds a host that is there twice, in one namespace or in two.
///
/// Why it is bad: two namespaces would publish under one name, and either could take the paths of the other.
///
/// Instead of `.host(Host::new("shop.example.com"))` in two namespaces say it in one, and give the other a host of its own.
pub(super) const DUPLICATE_HOST: &str = "duplicate-host";

/// What it does: finds one path of one host that leads to two services.
///
/// Why it is bad: the edge takes one of the two, and which one is chance.
///
/// Instead of `prefix("/")` on two services say `prefix("/")` on one and `prefix("/api")` on the other.
pub(super) const DUPLICATE_ROUTE: &str = "duplicate-route";

/// What it does: finds routes on a host that their namespace does not have.
///
/// Why it is bad: an Ingress and its certificate live in one namespace, so the route would be published by nobody.
///
/// Instead of `.route(prefix("/").on(&host))` alone say `.host(host)` of that namespace too.
pub(super) const HOST_OF_ANOTHER_NAMESPACE: &str = "host-of-another-namespace";

/// What it does: finds routes on a platform without an edge.
///
/// Why it is bad: nothing would publish them: the service is not reached.
///
/// Instead of `.route(prefix("/"))` alone say `.edge(Edge::ingress_nginx())` of the platform too.
pub(super) const ROUTE_WITHOUT_EDGE: &str = "route-without-edge";

/// What it does: finds routes in a namespace that has no host.
///
/// Why it is bad: a path without a host would answer to every name that leads to the edge.
///
/// Instead of `.route(prefix("/"))` alone say `.host(Host::new("shop.example.com"))` of the namespace too.
pub(super) const ROUTE_WITHOUT_HOST: &str = "route-without-host";

/// What it does: finds certificates by two accounts under one issuer's name.
///
/// Why it is bad: one ClusterIssuer has one account: the later would replace the earlier.
///
/// Instead of `Tls::lets_encrypt("a@example.com")` here and `Tls::lets_encrypt("b@example.com")` there say one address in both places.
const TWO_ACME_ACCOUNTS: &str = "two-acme-accounts";

/// A host belongs to one namespace.
pub(super) fn twice_there(platform: &Platform, findings: &mut Vec<Finding>) {
    let hosts =
        platform.namespaces.iter().flat_map(|namespace| namespace.hosts.iter().map(move |host| (namespace, host)));
    duplicates(
        hosts,
        |(_, host)| &*host.name,
        |(namespace, host), (_, first)| {
            findings.push(
                Finding::error(DUPLICATE_HOST, &namespace.name, Some(host.at))
                    .message(format!("the host `{}` is there twice", host.name))
                    .help(format!("the other one is at {}; a host belongs to one namespace", first.at)),
            );
        },
    );
}

pub(super) fn hosts(resolved: &Resolved<'_>, findings: &mut Vec<Finding>) {
    let without_effect = |namespace: &NamespaceWords, at, text: String, help: &str| {
        Finding::warning(WORD_WITHOUT_EFFECT, &namespace.name, Some(at)).message(text).help(help)
    };
    for binding in &resolved.hosts.all {
        let (namespace, host) = (binding.namespace, binding.host);
        if binding.routes.is_empty() {
            let text = format!("no route of `{}` hangs from the host `{}`", namespace.name, host.name);
            let help = "give a service a route, `.route(prefix(\"/\"))`, or drop the host";
            findings.push(without_effect(namespace, host.at, text, help));
        }
        if host.plain_http && host.tls.is_some() {
            let text = format!("`{}` has a certificate and `.plain_http()`", host.name);
            findings.push(without_effect(namespace, host.at, text, "drop one of the two"));
        }
    }
    for namespace in &resolved.platform.namespaces {
        if let (Some(at), true) = (namespace.defaults_at, namespace.workloads.is_empty()) {
            let text = format!("`{}` has defaults and no workload", namespace.name);
            findings.push(without_effect(namespace, at, text, "drop `.defaults(..)`"));
        }
    }
}

/// One ClusterIssuer has one account.
pub(super) fn accounts(resolved: &Resolved<'_>, findings: &mut Vec<Finding>) {
    let accounts = resolved.acme_accounts();
    let first = accounts.keys().next();
    let other = |(email, at): (&String, &Place)| {
        Finding::error(TWO_ACME_ACCOUNTS, "", Some(at))
            .message(format!("certificates are asked for as `{email}` and as `{}`", first.map_or("", |it| it)))
            .help("use one e-mail address for all hosts, or `Tls::issuer(..)` for an issuer of your own")
    };
    findings.extend(accounts.iter().skip(1).map(other));
}

pub(super) fn routes(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let (namespace, subject) = (workload.namespace, workload.subject());
    for route in &workload.said.routes {
        let error = |rule| Finding::error(rule, &subject, Some(route.at));
        if workload.platform.edges.is_empty() {
            findings.push(
                error(ROUTE_WITHOUT_EDGE)
                    .message(format!("`{}` is a route, and the platform has no edge", route.path))
                    .help("say how requests come in: `Platform::edge(Edge::gateway())`"),
            );
        }
        match (&route.host, &*namespace.hosts) {
            (None, []) => findings.push(
                error(ROUTE_WITHOUT_HOST)
                    .message(format!("`{}` is a route, and the namespace `{}` has no host", route.path, namespace.name))
                    .help("give the namespace one: `.host(Host::new(\"shop.example.com\"))`"),
            ),
            (None, [_, _, ..]) => findings.push(
                error(AMBIGUOUS_HOST)
                    .message(format!(
                        "`{}` names no host, and the namespace `{}` has {}",
                        route.path,
                        namespace.name,
                        namespace.hosts.len()
                    ))
                    .help("say which one: `.on(&host)`"),
            ),
            (Some(name), hosts) if !hosts.iter().any(|host| host.name == *name) => findings.push(
                error(HOST_OF_ANOTHER_NAMESPACE)
                    .message(format!(
                        "`{}` is on the host `{name}`, which the namespace `{}` does not have",
                        route.path, namespace.name
                    ))
                    .help(format!("add it there: `.host({name:?})` of `{}`", namespace.name)),
            ),
            _ => {}
        }
        if let Some(port) = route.port.filter(|said| !workload.ports.contains(&said.value)) {
            findings.push(
                Finding::error(MISSING_PORT, &subject, Some(port.at))
                    .message(format!(
                        "`{}` leads to the port `{}`, which `{}` does not have",
                        route.path,
                        port.value.label(),
                        workload.name()
                    ))
                    .help("say the same port to the service: `.port(..)`"),
            );
        } else if let Some(port) = route.port.filter(|said| said.value.speaks == Speech::Metrics) {
            findings.push(
                Finding::error(MISSING_PORT, &subject, Some(port.at))
                    .message(format!(
                        "`{}` leads to the port `{}`, which is Prometheus' alone and not on the Service of `{}`",
                        route.path,
                        port.value.label(),
                        workload.name()
                    ))
                    .help("lead it to a port of `Port::http(..)`; numbers of the inside are not for the outside"),
            );
        }
        let leads_to = workload.main_port().map(|_| workload.port_of(route));
        if let Some(port) = leads_to.filter(|port| port.speaks == Speech::Udp) {
            findings.push(
                Finding::error(MISSING_PORT, &subject, Some(route.port.map_or(route.at, |said| said.at)))
                    .message(format!("`{}` leads to the port `{}`, which speaks UDP", route.path, port.label()))
                    .help("requests are HTTP or gRPC; what speaks UDP has an address of its own, `.load_balancer(LoadBalancer::public(..))`"),
            );
        }
    }
}

/// One path of a host leads to one service.
pub(super) fn same_paths(resolved: &Resolved<'_>, findings: &mut Vec<Finding>) {
    for namespace in &resolved.namespaces {
        let here = resolved.workloads_of(namespace).iter();
        let all = here.flat_map(|workload| workload.routes().map(move |(route, host)| (workload, route, host)));
        duplicates(
            all,
            |(_, route, host)| {
                let methods: BTreeSet<_> = route.methods.iter().map(|said| said.value).collect();
                let headers: BTreeMap<_, _> =
                    route.headers.iter().map(|(name, said)| (&**name, &*said.value)).collect();
                (host, &*route.path, route.exact, methods, headers)
            },
            |(workload, route, _), (other, first, _)| {
                findings.push(
                    Finding::error(DUPLICATE_ROUTE, &workload.subject(), Some(route.at))
                        .message(format!("`{}` leads to `{}` and to `{}`", route.path, other.name(), workload.name()))
                        .help(format!("the other route is at {}; one path of a host leads to one service", first.at)),
                );
            },
        );
    }
}

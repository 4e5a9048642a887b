//! What is wrong with edges, hosts and routes, and what one of the edges cannot express.
use super::calls::ENDPOINT_NOT_ON_PLATFORM;
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::resolve::Resolved;
use crate::resolve::hosts::{HostBinding, tls};
use crate::resolve::workload::Workload;
use crate::words::port::Speech;
use crate::words::{Cloud, Edge, Method, Methods, Place, Route, Tls, TlsSource};

/// The rules here.
pub(super) const RULES: &[&str] =
    &[DNS01_NEEDED, EDGE_NOT_ON_PLATFORM, GRPC_IN_READ_ONLY_TIER, NO_TIME_TO_ANSWER, SPLIT_OVER_ALL, TOO_MANY_HOSTS];

/// What it does: finds certificates by Let's Encrypt for wildcards, and for hosts on an internal edge, that are to be proved by HTTP.
///
/// Why it is bad: Let's Encrypt never proves a wildcard by HTTP, and cannot reach what is internal: the certificate is not issued.
///
/// Instead of `Tls::lets_encrypt("sre@acme.dev")` say `.dns01(..)` of it too, with the provider of the zone.
const DNS01_NEEDED: &str = "dns01-needed";

/// What it does: finds hosts on an edge that the platform does not have.
///
/// Why it is bad: nothing would publish them.
///
/// Instead of `Host::new("ops.acme.dev").edge(&ops)` alone say `.edge(ops)` of the platform too.
const EDGE_NOT_ON_PLATFORM: &str = "edge-not-on-platform";

/// What it does: finds routes to gRPC in a tier that is read-only.
///
/// Why it is bad: every call of gRPC is a POST, which the tier promises to refuse.
///
/// Instead of `.route(..)` to a `Port::grpc` in `Quarantine` say it in a tier that may write, or route to HTTP.
const GRPC_IN_READ_ONLY_TIER: &str = "grpc-in-read-only-tier";

/// What it does: finds routes that have no time at all to answer in, or to be silent.
///
/// Why it is bad: to Envoy zero is for ever, which pods that stop cannot wait for, and to nginx it is at once.
///
/// Instead of `.timeout(seconds(0))` say `.stream_idle_timeout(minutes(5))` of what has no end, or a time.
const NO_TIME_TO_ANSWER: &str = "no-time-to-answer";

/// What it does: finds routes whose shares, split off or mirrored, are together more than all requests.
///
/// Why it is bad: the edge takes the numbers as weights, and other shares go elsewhere than the program says.
///
/// Instead of `.split(percent(60), &a).split(percent(60), &b)` say shares of at most `percent(100)` together.
const SPLIT_OVER_ALL: &str = "split-over-all";

/// What it does: finds edges with more than 63 hosts.
///
/// Why it is bad: a Gateway has 64 listeners, one of which is plain HTTP; the API server refuses more.
///
/// Instead of one `.edge(Edge::gateway())` for all say a second one, and `Host::edge(&edge)` of some.
const TOO_MANY_HOSTS: &str = "too-many-hosts";

pub(super) fn edges(resolved: &Resolved<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for position in 0..resolved.platform.edges.len() {
        of_edge(resolved, position, &mut findings);
    }
    for binding in &resolved.hosts.all {
        of_host(resolved, binding, &mut findings);
    }
    for workload in &resolved.workloads {
        for (route, host) in workload.routes() {
            let binding = host.map(|host| &resolved.hosts.all[host]);
            if let Some((binding, edge)) = binding.and_then(|it| Some((it, &resolved.platform.edges[it.edge?]))) {
                of_route(workload, route, edge, binding.all_grpc, &mut findings);
            }
            shares(resolved, workload, route, &mut findings);
        }
    }
    findings
}

fn without_effect(subject: &str, at: Place, message: impl Into<String>, help: &str) -> Finding {
    Finding::warning(WORD_WITHOUT_EFFECT, subject, Some(at)).message(message).help(help)
}

fn of_edge(resolved: &Resolved<'_>, position: usize, findings: &mut Vec<Finding>) {
    let (platform, own) = (resolved.platform, &resolved.edges.hosts[position]);
    let edge = &platform.edges[position];
    let (hosts, has_tls) = (own.len(), own.iter().any(|host| tls(edge, resolved.hosts.all[*host].host).is_some()));
    let of_tls_only = edge.http3.map(|at| (at, ".http3()"));
    let of_tls_only = of_tls_only.into_iter().chain(edge.min_tls_version.map(|said| (said.at, ".min_tls_version(..)")));
    let mut tell = |at, message: String, help: &str| findings.push(without_effect("", at, message, help));
    if hosts == 0 {
        let text = format!("no host is on the edge `{}`", edge.name);
        tell(edge.at, text, "put one there, `Host::new(..).edge(&edge)`, or drop the edge");
    }
    if !edge.is_gateway() {
        let controllers = "say it where the controller is installed, or move to `Edge::gateway()`";
        if let Some(said) = edge.trusted_hops {
            tell(
                said.at,
                "`.trusted_hops(..)` on ingress-nginx: it is a setting of the controller".into(),
                controllers,
            );
        }
        for (key, said) in &edge.annotations {
            tell(said.at, format!("`{key}` on ingress-nginx: the balancer is the controller's"), controllers);
        }
        if let Some(at) = edge.internal {
            tell(at, "`.internal()` on ingress-nginx: the balancer is the controller's".into(), controllers);
        }
        let size = [
            (edge.replicas.map(|said| said.at), ".replicas(..)"),
            (edge.cpu.map(|said| said.at), ".cpu(..)"),
            (edge.memory.map(|said| said.at), ".memory(..)"),
        ];
        for (at, word) in size.into_iter().filter_map(|(at, word)| Some((at?, word))) {
            tell(at, format!("`{word}` on ingress-nginx: the proxies are the controller's"), controllers);
        }
        for (at, word) in of_tls_only.clone() {
            tell(at, format!("`{word}` on ingress-nginx: it is a setting of the controller"), controllers);
        }
    } else if let Some(at) = edge.internal.filter(|_| platform.cluster.provider == Cloud::Generic) {
        let help = "say whose cluster it is, `Cluster::gke()`, or the provider's own words, `.annotation(..)`";
        tell(at, "`.internal()` on a cluster of no known provider".into(), help);
    }
    for (at, word) in of_tls_only.filter(|_| edge.is_gateway() && hosts > 0 && !has_tls) {
        let text = format!("`{word}` on the edge `{}`, where no host has a certificate", edge.name);
        tell(at, text, "say where certificates come from, `Edge::tls(..)`, or drop the word");
    }
    findings.extend(edge.tls.as_ref().and_then(|tls| of_tls("", tls)));
    if edge.is_gateway() && hosts > 63 {
        findings.push(
            Finding::error(TOO_MANY_HOSTS, "", Some(edge.at))
                .message(format!("{hosts} hosts are on the edge `{}`, and a Gateway has 64 listeners", edge.name))
                .help("put some on another edge, `Host::edge(&edge)`, or use a wildcard"),
        );
    }
}

fn of_host(resolved: &Resolved<'_>, binding: &HostBinding<'_>, findings: &mut Vec<Finding>) {
    let (subject, host) = (&binding.namespace.name, binding.host);
    findings.extend(host.tls.as_ref().and_then(|said| of_tls(subject, &said.value)));
    let Some(edge) = binding.edge.map(|position| &resolved.platform.edges[position]) else {
        if let Some(said) = &host.edge {
            findings.push(
                Finding::error(EDGE_NOT_ON_PLATFORM, subject, Some(said.at))
                    .message(format!(
                        "`{}` is on the edge `{}`, which the platform does not have",
                        host.name, said.value
                    ))
                    .help("add it there: `Platform::edge(..)`"),
            );
        }
        return;
    };
    let Some(tls) = tls(edge, host) else { return };
    if matches!(tls.source, TlsSource::LetsEncrypt(_)) && tls.dns01.is_none() {
        let why = if host.name.starts_with("*.") {
            "is a wildcard"
        } else if edge.internal.is_some() {
            "is on an internal edge, where Let's Encrypt cannot reach it"
        } else {
            return;
        };
        findings.push(
            Finding::error(DNS01_NEEDED, subject, Some(host.at))
                .message(format!("`{}` {why}: it is proved by DNS only", host.name))
                .help("say how, in cert-manager's words: `Tls::lets_encrypt(..).dns01(..)`"),
        );
    }
}

/// Words of Let's Encrypt on a certificate of another source.
fn of_tls(subject: &str, tls: &Tls) -> Option<Finding> {
    let (word, at) = match (&tls.source, tls.staging, &tls.dns01) {
        (TlsSource::LetsEncrypt(_), ..) => return None,
        (_, Some(at), _) => (".staging()", at),
        (_, _, Some(said)) => (".dns01(..)", said.at),
        _ => return None,
    };
    let text = format!("`{word}` on a certificate that is not asked for from Let's Encrypt here");
    Some(without_effect(subject, at, text, "drop the word"))
}

/// `all_grpc`: the host is a GRPCRoute.
fn of_route(workload: &Workload<'_>, route: &Route, edge: &Edge, all_grpc: bool, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    let is_grpc = workload.port_of(route).speaks == Speech::Grpc;
    let read_only = workload.spec().methods == Methods::ReadOnly;
    if read_only && is_grpc {
        findings.push(
            Finding::error(GRPC_IN_READ_ONLY_TIER, &subject, Some(route.at))
                .message(format!(
                    "`{}` leads to gRPC, which posts; the tier `{}` is read-only",
                    route.path,
                    workload.spec().name
                ))
                .help("move the service to a tier that may write"),
        );
    }
    for said in route.methods.iter().filter(|said| read_only && !Method::READ_ONLY.contains(&said.value)) {
        let text = format!("`{}` in the tier `{}`, which is read-only", said.value.0, workload.spec().name);
        findings.push(without_effect(
            &subject,
            said.at,
            text,
            "drop the word, or move the service to a tier that may write",
        ));
    }
    for said in route.timeout.iter().chain(&route.stream_idle_timeout).filter(|said| said.value.is_zero()) {
        findings.push(
            Finding::error(NO_TIME_TO_ANSWER, &subject, Some(said.at))
                .message(format!("`{}` has no time to answer in", route.path))
                .help(
                    "say how long nothing may pass on what has no end, `.stream_idle_timeout(..)`, or a `.timeout(..)`",
                ),
        );
    }
    if let (Some(said), Some(_)) = (route.timeout, route.stream_idle_timeout) {
        let text =
            format!("`.timeout(..)` beside `.stream_idle_timeout(..)`: `{}` streams, as long as it likes", route.path);
        findings.push(without_effect(&subject, said.at, text, "drop one of the two"));
    }
    if let Some(at) = route.session_affinity.filter(|_| is_grpc) {
        let text =
            format!("`.session_affinity()` of `{}`, which leads to gRPC: its clients keep no cookies", route.path);
        findings.push(without_effect(&subject, at, text, "drop the word"));
    }
    // What narrows or moves requests is an error where it is not done: they would come in, or arrive elsewhere.
    let mut cannot = |at, word: &str, why: &str, is_error: bool| {
        let message = format!("`{word}` {why}");
        let finding = if is_error { Finding::error } else { Finding::warning };
        let help = "drop the word, or move the host to `Edge::gateway()`";
        let help = if edge.is_gateway() { "drop the word: gRPC has services and methods" } else { help };
        findings.push(finding(WORD_WITHOUT_EFFECT, &subject, Some(at)).message(message).help(help));
    };
    let methods = route.methods.iter().map(|said| (said.at, ".method(..)"));
    let replaced = route.replace_prefix.iter().map(|said| (said.at, ".replace_prefix(..)"));
    if edge.is_gateway() {
        if all_grpc {
            let origins = route.cors.origins.iter().map(|said| (said.at, ".allow_origin(..)"));
            let details = route.cors.details().filter(|_| !route.cors.origins.is_empty());
            let body = route.body_limit.iter().map(|said| (said.at, ".body_limit(..)"));
            for (at, word) in methods.chain(replaced).chain(origins).chain(details).chain(body) {
                cannot(at, word, "on a route to gRPC", false);
            }
        }
        return;
    }
    let headers = route.headers.iter().map(|(_, said)| (said.at, ".header(..)"));
    let splits = route.splits.iter().map(|(_, said)| (said.at, ".split(..)"));
    let mirrors = route.mirrors.iter().map(|(_, said)| (said.at, ".mirror(..)"));
    for (at, word) in methods.chain(replaced).chain(headers).chain(splits).chain(mirrors) {
        cannot(at, word, "on ingress-nginx", true);
    }
}

/// Where shares of the requests go must be there, and all shares together are at most all.
fn shares(resolved: &Resolved<'_>, workload: &Workload<'_>, route: &Route, findings: &mut Vec<Finding>) {
    let subject = workload.subject();
    let over = |shares: u32| shares > 1000;
    if let Some((_, last)) = route.splits.last()
        && over(route.splits.iter().map(|(share, _)| share.permille()).sum())
    {
        findings.push(
            Finding::error(SPLIT_OVER_ALL, &subject, Some(last.at))
                .message(format!("the shares of `{}` are more than all requests", route.path))
                .help("what is split off is at most `percent(100)` together; the rest stays"),
        );
    }
    for (share, said) in route.mirrors.iter().filter(|(share, _)| over(share.permille())) {
        findings.push(
            Finding::error(SPLIT_OVER_ALL, &subject, Some(said.at))
                .message(format!("{share} of the requests of `{}` are mirrored", route.path))
                .help("at most `percent(100)`"),
        );
    }
    for (_, said) in route.splits.iter().chain(&route.mirrors) {
        let target = &said.value;
        let found = resolved.workload(&target.namespace, &target.name);
        let (missing, help) = match found {
            _ if target.is_elsewhere => continue,
            None => {
                ("nobody added it".to_owned(), "give the service to its namespace and the namespace to the platform")
            }
            Some(it) if !it.ports.contains(&target.port) => {
                (format!("it has no port `{}`", target.port.label()), "say the same port to the service: `.port(..)`")
            }
            Some(_) => continue,
        };
        findings.push(
            Finding::error(ENDPOINT_NOT_ON_PLATFORM, &subject, Some(said.at))
                .message(format!(
                    "requests go to `{}` of the namespace `{}`, and {missing}",
                    target.name, target.namespace
                ))
                .help(help),
        );
    }
}

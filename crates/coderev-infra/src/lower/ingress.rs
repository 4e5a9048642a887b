//! The edge as Ingress objects for ingress-nginx.
use crate::finding::Finding;
use crate::lower::meta::{namespaced_meta, pairs};
use crate::lower::{Sink, Workload, certificate, findings};
use crate::words::{DEFAULT_TIMEOUT, Edge, Host, Methods, NamespaceWords, Platform, RateUnit, Route, Tls, TlsSource};
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::{BTreeMap, BTreeSet};

/// A Service that selects nothing, so that a path leads nowhere: nginx answers 503.
const NOWHERE: &str = "deny-metrics";

/// A route with the workload and the host that it belongs to.
pub(crate) struct Way<'a> {
    pub(crate) workload: &'a Workload<'a>,
    pub(crate) route: &'a Route,
    pub(crate) host: &'a Host,
}

/// The host of a route: the one it names, else the namespace's only one.
pub(crate) fn host_of<'a>(namespace: &'a NamespaceWords, route: &Route) -> Option<&'a Host> {
    match (&route.host, &*namespace.hosts) {
        (Some(name), hosts) => hosts.iter().find(|host| host.name == *name),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

/// The ports of its pods that the edge may reach: none where it has no route.
pub(crate) fn entrances(workload: &Workload<'_>) -> Option<Vec<u16>> {
    workload.platform.edge.as_ref()?;
    let routes = workload.said.routes.iter().filter(|route| host_of(workload.namespace, route).is_some());
    let port = |route: &Route| workload.entrance(workload.port_of(route)).number;
    let ports: BTreeSet<u16> = routes.map(port).collect();
    (!ports.is_empty()).then(|| ports.into_iter().collect())
}

fn tls_of<'a>(edge: &'a Edge, host: &'a Host) -> Option<&'a Tls> {
    if host.plain_http { None } else { host.tls.as_ref().map(|said| &said.value).or(edge.tls.as_ref()) }
}

/// Whether cert-manager's solver pods run in this namespace.
pub(crate) fn has_challenges(platform: &Platform, namespace: &NamespaceWords) -> bool {
    let Some(edge) = &platform.edge else { return false };
    let solved = |tls: &Tls| !matches!(tls.source, TlsSource::Secret(_));
    namespace.hosts.iter().filter_map(|host| tls_of(edge, host)).any(solved)
}

pub(crate) fn lower(platform: &Platform, workloads: &[Workload<'_>], sink: &mut Sink) -> Vec<Finding> {
    let Some(edge) = &platform.edge else { return Vec::new() };
    let mut accounts = BTreeMap::new();
    for namespace in &platform.namespaces {
        let ways = ways(namespace, workloads);
        if ways.iter().any(|way| exposes_metrics(way)) {
            sink.put(nowhere(platform, namespace), namespace.at, &namespace.name);
        }
        for host in &namespace.hosts {
            let name = short_name(platform, host);
            let mut by_timeout = BTreeMap::<_, Vec<&Way<'_>>>::new();
            for way in ways.iter().filter(|way| std::ptr::eq(way.host, host)) {
                by_timeout.entry(way.route.timeout_or_default()).or_default().push(way);
            }
            for (timeout, ways) in by_timeout {
                let object = ingress(platform, namespace, edge, host, &name, timeout.as_secs(), &ways);
                sink.put(object, host.at, &format!("{}/{}", namespace.name, host.name));
            }
            match tls_of(edge, host).map(|tls| (&tls.source, tls.at)) {
                Some((TlsSource::LetsEncrypt { email, staging }, at)) => {
                    accounts.entry(email.clone()).or_insert(at);
                    let issuer = if *staging { certificate::STAGING } else { certificate::PRODUCTION };
                    let object =
                        certificate::certificate(platform, namespace, &format!("{name}-tls"), &host.name, issuer);
                    sink.put(object, host.at, &format!("{}/{}", namespace.name, host.name));
                }
                Some((TlsSource::Issuer(issuer), _)) => {
                    let object =
                        certificate::certificate(platform, namespace, &format!("{name}-tls"), &host.name, issuer);
                    sink.put(object, host.at, &format!("{}/{}", namespace.name, host.name));
                }
                Some((TlsSource::Secret(_), _)) | None => {}
            }
        }
    }
    if let Some((email, at)) = accounts.iter().next() {
        for issuer in certificate::issuers(platform, email, &edge.class) {
            sink.put(issuer, at, "");
        }
    }
    two_accounts(&accounts)
}

/// One ClusterIssuer has one account.
fn two_accounts(accounts: &BTreeMap<String, crate::words::Place>) -> Vec<Finding> {
    let first = accounts.keys().next();
    let other = |(email, at): (&String, &crate::words::Place)| {
        Finding::error(findings::TWO_ACME_ACCOUNTS, "", Some(at))
            .message(format!("certificates are asked for as `{email}` and as `{}`", first.map_or("", |it| it)))
            .help("use one e-mail address for all hosts, or `Tls::issuer(..)` for an issuer of your own")
    };
    accounts.iter().skip(1).map(other).collect()
}

/// `api` of `api.example.com`; the whole name where two hosts share their first label.
pub(crate) fn short_name(platform: &Platform, host: &Host) -> String {
    let first = |name: &str| name.trim_start_matches("*.").split('.').next().unwrap_or(name).to_owned();
    let all = platform.namespaces.iter().flat_map(|namespace| &namespace.hosts);
    let same = all.filter(|other| first(&other.name) == first(&host.name)).count();
    if same > 1 { host.name.replace("*.", "wildcard.") } else { first(&host.name) }
}

fn ways<'a>(namespace: &'a NamespaceWords, workloads: &'a [Workload<'a>]) -> Vec<Way<'a>> {
    let here = workloads.iter().filter(|workload| std::ptr::eq(workload.namespace, namespace));
    let ways = here.flat_map(|workload| workload.said.routes.iter().map(move |route| (workload, route)));
    let mut ways: Vec<_> =
        ways.filter_map(|(workload, route)| Some(Way { workload, route, host: host_of(namespace, route)? })).collect();
    ways.sort_by(|a, b| (&a.route.path, a.route.exact).cmp(&(&b.route.path, b.route.exact)));
    ways
}

/// Whether `/metrics` of the application would be public through this way: it is on the same port, and the path covers it.
fn exposes_metrics(way: &Way<'_>) -> bool {
    let port = way.workload.port_of(way.route);
    let covers = if way.route.exact {
        way.route.path == "/metrics"
    } else {
        way.route.path == "/" || way.route.path == "/metrics"
    };
    way.workload.spec().methods == Methods::All && way.workload.metrics_port() == Some(port) && covers
}

fn ingress(
    platform: &Platform,
    namespace: &NamespaceWords,
    edge: &Edge,
    host: &Host,
    name: &str,
    timeout: u64,
    ways: &[&Way<'_>],
) -> Ingress {
    let mut paths = Vec::new();
    if ways.iter().any(|way| exposes_metrics(way)) {
        paths.push(path("/metrics", "Prefix", NOWHERE, "http"));
    }
    for way in ways {
        let port = way.workload.port_of(way.route);
        let kind = if way.route.exact { "Exact" } else { "Prefix" };
        paths.push(path(&way.route.path, kind, way.workload.name(), port.name));
    }
    let rule = IngressRule { host: Some(host.name.clone()), http: Some(HTTPIngressRuleValue { paths }) };
    let tls = tls_of(edge, host).map(|tls| IngressTLS {
        hosts: Some(vec![host.name.clone()]),
        secret_name: Some(match &tls.source {
            TlsSource::Secret(secret) => secret.name.to_string(),
            _ => format!("{name}-tls"),
        }),
    });
    let suffix = if timeout == DEFAULT_TIMEOUT.as_secs() { String::new() } else { format!("-{timeout}s") };
    let spec = IngressSpec {
        ingress_class_name: Some(edge.class.clone()),
        tls: tls.map(|tls| vec![tls]),
        rules: Some(vec![rule]),
        default_backend: None,
    };
    let metadata = ObjectMeta {
        annotations: Some(annotations(namespace, edge, host, timeout)),
        ..namespaced_meta(platform, namespace, &format!("{name}{suffix}"))
    };
    Ingress { metadata, spec: spec.into(), ..Default::default() }
}

fn annotations(namespace: &NamespaceWords, edge: &Edge, host: &Host, timeout: u64) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let mut put = |name: &str, value: String| words.insert(format!("nginx.ingress.kubernetes.io/{name}"), value);
    if let Some(rate) = host.rate_limit.or(namespace.spec.rate_limit).map(|said| said.value) {
        let name = match rate.per {
            RateUnit::Second => "limit-rps",
            RateUnit::Minute => "limit-rpm",
        };
        put(name, rate.requests.to_string());
        put("limit-burst-multiplier", "2".into());
    }
    put("ssl-redirect", tls_of(edge, host).is_some().to_string());
    put("proxy-body-size", "50m".into());
    put("proxy-read-timeout", timeout.to_string());
    put("proxy-send-timeout", timeout.to_string());
    if !host.allow_from.is_empty() {
        put("whitelist-source-range", host.allow_from.join(","));
    }
    words.extend(host.annotations.iter().cloned());
    words
}

fn path(path: &str, kind: &str, service: &str, port: &str) -> HTTPIngressPath {
    let port = ServiceBackendPort { name: Some(port.into()), number: None };
    let service = IngressServiceBackend { name: service.into(), port: Some(port) };
    HTTPIngressPath {
        path: Some(path.into()),
        path_type: kind.into(),
        backend: IngressBackend { service: Some(service), resource: None },
    }
}

fn nowhere(platform: &Platform, namespace: &NamespaceWords) -> Service {
    let port = ServicePort { name: Some("http".into()), port: 80, protocol: Some("TCP".into()), ..Default::default() };
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        selector: Some(pairs([("coderev.dev/selects", "nothing")])),
        ports: Some(vec![port]),
        ..Default::default()
    };
    Service { metadata: namespaced_meta(platform, namespace, NOWHERE), spec: spec.into(), ..Default::default() }
}

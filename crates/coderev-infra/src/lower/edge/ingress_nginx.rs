//! The edge as Ingress objects for ingress-nginx.
use crate::lower::cx::Cx;
use crate::lower::meta::{namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::resolve::names::{slug, unique};
use crate::resolve::routes::{RouteBinding, VirtualHost};
use crate::words::{Cors, DEFAULT_TIMEOUT, NamespaceWords, Platform, RateUnit, values};
use coderev_objects::labels;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A Service that selects nothing, so that a path leads nowhere: nginx answers 503.
const NOWHERE: &str = crate::names::DENY_METRICS;

/// What ingress-nginx knows of a whole Ingress only. Routes that differ in it get Ingresses of their own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Manner {
    timeout: Duration,
    is_grpc: bool,
    /// `limit-rps` or `limit-rpm`, and how many.
    rate: Option<(&'static str, u32)>,
    body: Option<String>,
    retries: Option<u32>,
    cors: Vec<(&'static str, String)>,
    /// The name of the cookie.
    affinity: Option<String>,
}
impl Manner {
    fn of(way: &RouteBinding<'_>) -> Self {
        let route = way.route;
        let rate = way.rate().map(|rate| match rate.per {
            RateUnit::Second => ("limit-rps", rate.requests),
            RateUnit::Minute => ("limit-rpm", rate.requests),
        });
        Self {
            // nginx counts whole seconds, and takes none for at once.
            timeout: route.longest_silence().max(Duration::from_secs(1)),
            is_grpc: way.is_grpc(),
            rate,
            // nginx counts in `m` and `g`, which are what Kubernetes calls Mi and Gi.
            body: route.body_limit.map(|said| format!("{}m", said.value.as_mebi())),
            retries: route.retries.map(|said| said.value),
            cors: cors(&route.cors),
            affinity: way.affinity(),
        }
    }
}

pub(super) fn lower(cx: &Cx<'_>, out: &mut Output) {
    for front in cx.virtual_hosts().iter().filter(|front| !front.edge.is_gateway()) {
        let namespace = front.namespace;
        if front.routes.iter().any(|way| way.exposed_metrics().is_some()) {
            out.put_once(nowhere(front.platform, namespace), namespace.at, &namespace.name);
        }
        let mut by_manner = BTreeMap::<Manner, Vec<&RouteBinding<'_>>>::new();
        for way in &front.routes {
            by_manner.entry(Manner::of(way)).or_default().push(way);
        }
        let mut taken = BTreeSet::new();
        for (manner, ways) in by_manner {
            let name = unique(&mut taken, name(front, &manner, &ways));
            out.put(ingress(front, &name, &manner, &ways), front.host.at, &front.subject());
        }
    }
}

/// The host's name; what is different about it behind.
fn name(front: &VirtualHost<'_>, manner: &Manner, ways: &[&RouteBinding<'_>]) -> String {
    let mut name = front.name.to_owned();
    if manner.timeout.as_secs() != DEFAULT_TIMEOUT.as_secs() {
        name.push_str(&format!("-{}s", manner.timeout.as_secs()));
    }
    if manner.is_grpc {
        name.push_str("-grpc");
    }
    let own = ways.iter().find(|way| {
        way.route.rate_limit.is_some()
            || way.route.body_limit.is_some()
            || way.route.retries.is_some()
            || !way.route.cors.origins.is_empty()
            || way.affinity().is_some()
    });
    if let Some(way) = own {
        name.push_str(&format!("-{}", slug(&way.route.path)));
    }
    name
}

fn ingress(front: &VirtualHost<'_>, name: &str, manner: &Manner, ways: &[&RouteBinding<'_>]) -> Ingress {
    let mut paths = Vec::new();
    if ways.iter().any(|way| way.exposed_metrics().is_some()) {
        paths.push(path("/metrics", "Prefix", NOWHERE, "http"));
    }
    for way in ways {
        let kind = if way.route.exact { "Exact" } else { "Prefix" };
        paths.push(path(&way.route.path, kind, way.workload.name(), &way.port().label()));
    }
    let rule = IngressRule { host: Some(front.host.name.clone()), http: Some(HTTPIngressRuleValue { paths }) };
    let tls = front
        .certificate()
        .map(|secret| IngressTLS { hosts: Some(vec![front.host.name.clone()]), secret_name: Some(secret) });
    let spec = IngressSpec {
        ingress_class_name: Some(front.edge.class_name().into()),
        tls: tls.map(|tls| vec![tls]),
        rules: Some(vec![rule]),
        default_backend: None,
    };
    let metadata = ObjectMeta {
        annotations: Some(annotations(front, manner)),
        ..namespaced_meta(front.platform, front.namespace, name)
    };
    Ingress { metadata, spec: spec.into(), ..Default::default() }
}

fn annotations(front: &VirtualHost<'_>, manner: &Manner) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let mut put = |name: &str, value: String| words.insert(format!("nginx.ingress.kubernetes.io/{name}"), value);
    if let Some((name, requests)) = manner.rate {
        put(name, requests.to_string());
        put("limit-burst-multiplier", "2".into());
    }
    put("ssl-redirect", front.tls().is_some().to_string());
    put("proxy-body-size", manner.body.clone().unwrap_or_else(|| "50m".into()));
    put("proxy-read-timeout", manner.timeout.as_secs().to_string());
    put("proxy-send-timeout", manner.timeout.as_secs().to_string());
    if manner.is_grpc {
        put("backend-protocol", "GRPC".into());
    }
    if let Some(retries) = manner.retries {
        // nginx asks no second pod on `off`; otherwise it counts the first try too.
        put("proxy-next-upstream", if retries == 0 { "off".into() } else { "error".into() });
        put("proxy-next-upstream-tries", (retries + 1).to_string());
    }
    for (name, value) in &manner.cors {
        put(name, value.clone());
    }
    if let Some(cookie) = &manner.affinity {
        put("affinity", "cookie".into());
        put("session-cookie-name", cookie.clone());
        put("session-cookie-path", "/".into());
        put("session-cookie-samesite", "Lax".into());
        // A pod that is gone is forgotten.
        put("session-cookie-change-on-failure", "true".into());
    }
    let ranges = if front.host.allow_from.is_empty() { &front.edge.allow_from } else { &front.host.allow_from };
    if !ranges.is_empty() {
        put("whitelist-source-range", ranges.join(","));
    }
    words.extend(front.host.annotations.iter().cloned());
    words
}
fn cors(said: &Cors) -> Vec<(&'static str, String)> {
    if said.origins.is_empty() {
        return Vec::new();
    }
    let mut words = vec![
        ("enable-cors", "true".into()),
        ("cors-allow-origin", values(&said.origins).join(", ")),
        ("cors-allow-headers", said.headers_or_default().join(", ")),
        ("cors-allow-credentials", said.credentials.is_some().to_string()),
    ];
    if !said.exposed.is_empty() {
        words.push(("cors-expose-headers", values(&said.exposed).join(", ")));
    }
    words.extend(said.max_age.map(|said| ("cors-max-age", said.value.as_secs().to_string())));
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
        selector: Some(pairs([(labels::SELECTS, "nothing")])),
        ports: Some(vec![port]),
        ..Default::default()
    };
    Service { metadata: namespaced_meta(platform, namespace, NOWHERE), spec: spec.into(), ..Default::default() }
}

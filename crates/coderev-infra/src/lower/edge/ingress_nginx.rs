//! The edge as Ingress objects for ingress-nginx.
use crate::lower::edge::EdgeCx;
use crate::lower::meta::{namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::model::{Cors, DEFAULT_TIMEOUT, NamespaceDecl, Platform, RateUnit, values};
use crate::resolve::names::{slug, unique};
use crate::resolve::routes::{RouteBinding, VirtualHost};
use coderev_objects::labels;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A Service that selects no pod: nginx responds with 503 to its paths.
const NOWHERE: &str = crate::names::DENY_METRICS;

/// The settings that ingress-nginx applies to a whole Ingress. Routes with different settings are in separate
/// Ingresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Manner {
    timeout: Duration,
    is_grpc: bool,
    /// `limit-rps` or `limit-rpm`, and the number of requests.
    rate: Option<(&'static str, u32)>,
    body: Option<String>,
    retries: Option<u32>,
    cors: Vec<(&'static str, String)>,
    /// The name of the cookie.
    affinity: Option<String>,
}
impl Manner {
    fn from_binding(binding: &RouteBinding<'_>) -> Self {
        let route = binding.route;
        let rate = binding.rate().map(|rate| match rate.per {
            RateUnit::Second => ("limit-rps", rate.requests),
            RateUnit::Minute => ("limit-rpm", rate.requests),
        });
        Self {
            // nginx accepts whole numbers of seconds, and treats zero as an immediate timeout.
            timeout: route.longest_silence().max(Duration::from_secs(1)),
            is_grpc: binding.is_grpc(),
            rate,
            // The units `m` and `g` of nginx are Mi and Gi in Kubernetes.
            body: route.body_limit.map(|declared| format!("{}m", declared.value.as_mebi())),
            retries: route.retries.map(|it| it.value),
            cors: cors(&route.cors),
            affinity: binding.affinity(),
        }
    }
}

pub(super) fn lower(cx: &EdgeCx<'_>, out: &mut Output) {
    for virtual_host in cx.virtual_hosts.iter().filter(|virtual_host| !virtual_host.edge.is_gateway()) {
        let namespace = virtual_host.namespace;
        if virtual_host.routes.iter().any(|binding| binding.exposed_metrics().is_some()) {
            out.put_once(nowhere(virtual_host.platform, namespace), namespace.at, &namespace.name);
        }
        let mut by_manner = BTreeMap::<Manner, Vec<&RouteBinding<'_>>>::new();
        for binding in &virtual_host.routes {
            by_manner.entry(Manner::from_binding(binding)).or_default().push(binding);
        }
        let mut taken = BTreeSet::new();
        for (manner, bindings) in by_manner {
            let name = unique(&mut taken, name(virtual_host, &manner, &bindings));
            let ingress = ingress(virtual_host, &name, &manner, &bindings);
            out.put(ingress, virtual_host.host.at, &virtual_host.subject());
            // The path that hides the metrics comes first.
            let hidden = usize::from(bindings.iter().any(|binding| binding.exposed_metrics().is_some()));
            for (at, binding) in (hidden..).zip(&bindings) {
                out.field(format!("/spec/rules/0/http/paths/{at}"), binding.route.at);
            }
        }
    }
}

/// The name of the host, followed by the settings that differ from the default.
fn name(virtual_host: &VirtualHost<'_>, manner: &Manner, bindings: &[&RouteBinding<'_>]) -> String {
    let mut name = virtual_host.name.to_owned();
    if manner.timeout.as_secs() != DEFAULT_TIMEOUT.as_secs() {
        name.push_str(&format!("-{}s", manner.timeout.as_secs()));
    }
    if manner.is_grpc {
        name.push_str("-grpc");
    }
    let own = bindings.iter().find(|binding| {
        binding.route.rate_limit.is_some()
            || binding.route.body_limit.is_some()
            || binding.route.retries.is_some()
            || !binding.route.cors.origins.is_empty()
            || binding.affinity().is_some()
    });
    if let Some(binding) = own {
        name.push_str(&format!("-{}", slug(&binding.route.path)));
    }
    name
}

fn ingress(virtual_host: &VirtualHost<'_>, name: &str, manner: &Manner, bindings: &[&RouteBinding<'_>]) -> Ingress {
    let mut paths = Vec::new();
    if bindings.iter().any(|binding| binding.exposed_metrics().is_some()) {
        paths.push(path("/metrics", "Prefix", NOWHERE, "http"));
    }
    for binding in bindings {
        let kind = if binding.route.exact { "Exact" } else { "Prefix" };
        paths.push(path(&binding.route.path, kind, binding.workload.name(), &binding.port().label()));
    }
    let rule = IngressRule { host: Some(virtual_host.host.name.clone()), http: Some(HTTPIngressRuleValue { paths }) };
    let tls = virtual_host
        .certificate()
        .map(|secret| IngressTLS { hosts: Some(vec![virtual_host.host.name.clone()]), secret_name: Some(secret) });
    let spec = IngressSpec {
        ingress_class_name: Some(virtual_host.edge.class_name().into()),
        tls: tls.map(|tls| vec![tls]),
        rules: Some(vec![rule]),
        default_backend: None,
    };
    let metadata = ObjectMeta {
        annotations: Some(annotations(virtual_host, manner)),
        ..namespaced_meta(virtual_host.platform, virtual_host.namespace, name)
    };
    Ingress { metadata, spec: spec.into(), ..Default::default() }
}

fn annotations(virtual_host: &VirtualHost<'_>, manner: &Manner) -> BTreeMap<String, String> {
    let mut settings = BTreeMap::new();
    let mut put = |name: &str, value: String| settings.insert(format!("nginx.ingress.kubernetes.io/{name}"), value);
    if let Some((name, requests)) = manner.rate {
        put(name, requests.to_string());
        put("limit-burst-multiplier", "2".into());
    }
    put("ssl-redirect", virtual_host.tls().is_some().to_string());
    put("proxy-body-size", manner.body.clone().unwrap_or_else(|| "50m".into()));
    put("proxy-read-timeout", manner.timeout.as_secs().to_string());
    put("proxy-send-timeout", manner.timeout.as_secs().to_string());
    if manner.is_grpc {
        put("backend-protocol", "GRPC".into());
    }
    if let Some(retries) = manner.retries {
        // With `off`, nginx does not try a second pod. Otherwise the number of tries includes the first.
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
        // If the pod no longer exists, nginx selects another.
        put("session-cookie-change-on-failure", "true".into());
    }
    let ranges = if virtual_host.host.allow_from.is_empty() {
        &virtual_host.edge.allow_from
    } else {
        &virtual_host.host.allow_from
    };
    if !ranges.is_empty() {
        put("whitelist-source-range", ranges.join(","));
    }
    settings.extend(virtual_host.host.annotations.iter().cloned());
    settings
}
fn cors(declared: &Cors) -> Vec<(&'static str, String)> {
    if declared.origins.is_empty() {
        return Vec::new();
    }
    let mut settings = vec![
        ("enable-cors", "true".into()),
        ("cors-allow-origin", values(&declared.origins).join(", ")),
        ("cors-allow-headers", declared.headers_or_default().join(", ")),
        ("cors-allow-credentials", declared.credentials.is_some().to_string()),
    ];
    if !declared.exposed.is_empty() {
        settings.push(("cors-expose-headers", values(&declared.exposed).join(", ")));
    }
    settings.extend(declared.max_age.map(|declared| ("cors-max-age", declared.value.as_secs().to_string())));
    settings
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

fn nowhere(platform: &Platform, namespace: &NamespaceDecl) -> Service {
    let port = ServicePort { name: Some("http".into()), port: 80, protocol: Some("TCP".into()), ..Default::default() };
    let spec = ServiceSpec {
        type_: Some("ClusterIP".into()),
        selector: Some(pairs([(labels::SELECTS, "nothing")])),
        ports: Some(vec![port]),
        ..Default::default()
    };
    Service { metadata: namespaced_meta(platform, namespace, NOWHERE), spec: spec.into(), ..Default::default() }
}

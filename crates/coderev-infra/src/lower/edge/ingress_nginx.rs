//! The edge as Ingress objects for ingress-nginx.
use crate::lower::edge::EdgeCx;
use crate::lower::meta::{namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::model::{Cors, NamespaceDecl, Platform, RateUnit, values};
use crate::resolve::names;
use crate::resolve::routes::{RouteBinding, VirtualHost, compared_path, is_plain};
use coderev_objects::labels;
use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, HTTPIngressRuleValue, Ingress, IngressBackend, IngressRule, IngressServiceBackend, IngressSpec,
    IngressTLS, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;
use std::time::Duration;

/// A Service that selects no pod: nginx responds with 503 to its paths.
const NOWHERE: &str = crate::names::DENY_METRICS;

/// The settings of a route, which ingress-nginx applies to a whole Ingress.
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
            timeout: whole_seconds_up(route.longest_silence()),
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
    let own = |it: &&VirtualHost<'_>| !it.edge.is_gateway() && it.renamed_to.is_none();
    for virtual_host in cx.virtual_hosts.iter().filter(own) {
        let namespace = virtual_host.namespace;
        if !virtual_host.closed_paths().is_empty() {
            out.put_once(nowhere(virtual_host.platform, namespace), namespace.at, &namespace.name);
        }
        // One Ingress for each route. A path in an Ingress with other paths would move to a different Ingress when a setting changes, and
        // the webhook of the controller refuses a path that is still in the old one:
        // https://github.com/kubernetes/ingress-nginx/blob/controller-v1.13.3/internal/ingress/controller/controller.go (`checkOverlap`)
        for binding in &virtual_host.routes {
            out.put(ingress(virtual_host, binding), virtual_host.at, &virtual_host.subject());
            let closed = if is_root(binding) { virtual_host.closed_paths().len() } else { 0 };
            out.field(format!("/spec/rules/0/http/paths/{closed}"), binding.route.at);
        }
    }
}

/// nginx accepts whole numbers of seconds, and treats zero as an immediate timeout.
fn whole_seconds_up(time: Duration) -> Duration {
    let seconds = time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0));
    Duration::from_secs(seconds.max(1))
}

/// The host and the path.
fn name(virtual_host: &VirtualHost<'_>, binding: &RouteBinding<'_>) -> String {
    let host = virtual_host.name;
    let kind = if binding.route.exact { "-exact" } else { "" };
    match compared_path(binding.route) {
        "/" => format!("{host}{kind}"),
        path => format!("{host}-{}{kind}", names::path(path)),
    }
}

/// The names that the Ingress `name` had before, separated by commas.
fn old_names(virtual_host: &VirtualHost<'_>, name: &str) -> Option<String> {
    let path = name.strip_prefix(virtual_host.name).unwrap_or_default();
    let old: Vec<_> = virtual_host.host.was.iter().map(|old| format!("{}{path}", names::host(&old.value))).collect();
    (!old.is_empty()).then(|| old.join(","))
}

/// Whether the route has all paths of its host. Its Ingress also has the closed paths.
fn is_root(binding: &RouteBinding<'_>) -> bool {
    !binding.route.exact && compared_path(binding.route) == "/"
}

fn ingress(virtual_host: &VirtualHost<'_>, binding: &RouteBinding<'_>) -> Ingress {
    let name = name(virtual_host, binding);
    let mut paths = Vec::new();
    // A longer path has precedence, also a path of a different Ingress of the host.
    if is_root(binding) {
        paths.extend(virtual_host.closed_paths().iter().map(|closed| path(closed, "Prefix", NOWHERE, "http")));
    }
    let kind = match &*binding.route.path {
        _ if binding.route.exact => "Exact",
        path if is_plain(path) => "Prefix",
        // For the controller it is a prefix too. An exact path of this kind is `unsupported-on-ingress-nginx`.
        _ => "ImplementationSpecific",
    };
    paths.push(path(&binding.route.path, kind, binding.workload.name(), &binding.port().label()));
    let rule = IngressRule { host: Some(virtual_host.hostname.to_owned()), http: Some(HTTPIngressRuleValue { paths }) };
    let tls = virtual_host
        .certificate()
        .map(|secret| IngressTLS { hosts: Some(vec![virtual_host.hostname.to_owned()]), secret_name: Some(secret) });
    let spec = IngressSpec {
        ingress_class_name: Some(virtual_host.edge.class_name(virtual_host.platform)),
        tls: tls.map(|tls| vec![tls]),
        rules: Some(vec![rule]),
        default_backend: None,
    };
    let mut annotations = annotations(virtual_host, &Manner::from_binding(binding));
    if let Some(was) = old_names(virtual_host, &name) {
        annotations.insert(labels::WAS.into(), was);
    }
    let metadata = ObjectMeta {
        annotations: Some(annotations),
        ..namespaced_meta(virtual_host.platform, virtual_host.namespace, &name)
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
        put("proxy-next-upstream-tries", retries.saturating_add(1).to_string());
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

//! The rules of a host's routes.
use crate::model::{self, Method, Methods, Target, values};
use crate::resolve::names::{slug, unique};
use crate::resolve::routes::{RouteBinding, VirtualHost};
use coderev_objects::crd::envoy_gateway;
use coderev_objects::crd::gateway_api::{
    BackendRef, Cors, Filter, Fraction, GrpcMatch, GrpcMethod, GrpcRule, Header, HttpMatch, HttpRule, Mirror,
    PathMatch, PathModifier, Ref, Timeouts, UrlRewrite,
};
use std::collections::BTreeSet;
use std::time::Duration;

/// The filter that answers 404 to what is not for the public, and the one that answers 405.
pub(crate) const DENIED: &str = crate::names::DENY_NOT_FOUND;
pub(crate) const REFUSED: &str = "method-not-allowed";

/// A rule with its name, and which of the host's ways it is; none where the edge itself answers.
pub(crate) struct Named<R> {
    pub(crate) name: String,
    pub(crate) binding: Option<usize>,
    pub(crate) rule: R,
}

/// What is closed first; then each way; then 405 to the methods that none of the ways of a path lets in.
pub(crate) fn http(virtual_host: &VirtualHost<'_>) -> Vec<Named<HttpRule>> {
    let mut taken = BTreeSet::new();
    let mut rules = Vec::new();
    let closed: BTreeSet<String> = virtual_host.routes.iter().filter_map(RouteBinding::exposed_metrics).collect();
    for path in &closed {
        let name = unique(
            &mut taken,
            if path == "/metrics" { "deny-internal".into() } else { format!("deny-{}", slug(path)) },
        );
        let matches = vec![HttpMatch { path: prefix(path), headers: Vec::new(), method: None }];
        rules.push(answered(name, matches, DENIED));
    }
    for (at, binding) in virtual_host.routes.iter().enumerate() {
        if closed.contains(&binding.route.path) {
            continue;
        }
        let name = unique(&mut taken, slug(&binding.route.path));
        let methods = methods(binding);
        let preflight =
            !binding.route.cors.origins.is_empty() && !methods.is_empty() && !methods.contains(&Method::OPTIONS);
        let let_in = methods.iter().copied().chain(preflight.then_some(Method::OPTIONS));
        let one = |method: Option<&'static str>| HttpMatch {
            path: path(binding),
            headers: headers(binding),
            method: method.map(Into::into),
        };
        let mut matches: Vec<_> = let_in.map(|method| one(Some(method.0))).collect();
        if matches.is_empty() {
            matches.push(one(None));
        }
        // `0s` is none.
        let time = duration(binding.route.longest_answer().unwrap_or_default());
        let rule = HttpRule {
            name: name.clone(),
            matches,
            filters: filters(binding, &methods),
            backend_refs: backends(binding),
            timeouts: Some(Timeouts { request: time.clone(), backend_request: time }),
        };
        rules.push(Named { name, binding: Some(at), rule });
    }
    rules.extend(refusals(virtual_host, &closed, &mut taken));
    rules
}

fn refusals(
    virtual_host: &VirtualHost<'_>,
    closed: &BTreeSet<String>,
    taken: &mut BTreeSet<String>,
) -> Vec<Named<HttpRule>> {
    let same = |a: &RouteBinding<'_>, b: &RouteBinding<'_>| {
        let declared = |binding: &RouteBinding<'_>| {
            let headers = binding.route.headers.iter().map(|(name, declared)| (name.clone(), declared.value.clone()));
            (binding.route.path.clone(), binding.route.exact, headers.collect::<BTreeSet<_>>())
        };
        declared(a) == declared(b)
    };
    let mut reported: Vec<&RouteBinding<'_>> = Vec::new();
    let mut rules = Vec::new();
    for binding in virtual_host.routes.iter().filter(|binding| !closed.contains(&binding.route.path)) {
        let open = virtual_host.routes.iter().any(|other| same(binding, other) && methods(other).is_empty());
        if open || reported.iter().any(|other| same(binding, other)) {
            continue;
        }
        reported.push(binding);
        let name = unique(taken, format!("{}-{REFUSED}", slug(&binding.route.path)));
        let matches = vec![HttpMatch { path: path(binding), headers: headers(binding), method: None }];
        rules.push(answered(name, matches, REFUSED));
    }
    rules
}

/// Each way as a service and a method of gRPC: `/acme.Quotes/Get`.
pub(crate) fn grpc(virtual_host: &VirtualHost<'_>) -> Vec<Named<GrpcRule>> {
    let mut taken = BTreeSet::new();
    let rule = |(at, binding): (usize, &RouteBinding<'_>)| {
        let name = unique(&mut taken, slug(&binding.route.path));
        let mut parts = binding.route.path.split('/').filter(|part| !part.is_empty());
        let method =
            parts.next().map(|service| GrpcMethod { service: service.into(), method: parts.next().map(str::to_owned) });
        let headers = headers(binding);
        let matches =
            if method.is_none() && headers.is_empty() { Vec::new() } else { vec![GrpcMatch { method, headers }] };
        let rule = GrpcRule { name: name.clone(), matches, filters: mirrors(binding), backend_refs: backends(binding) };
        Named { name, binding: Some(at), rule }
    };
    virtual_host.routes.iter().enumerate().map(rule).collect()
}

/// A rule that the proxy answers itself.
fn answered(name: String, matches: Vec<HttpMatch>, filter: &str) -> Named<HttpRule> {
    let extension_ref = Ref { group: envoy_gateway::GROUP.into(), kind: "HTTPRouteFilter".into(), name: filter.into() };
    let filters = vec![Filter::ExtensionRef { extension_ref }];
    Named { name: name.clone(), binding: None, rule: HttpRule { name, matches, filters, ..HttpRule::default() } }
}

/// The methods let in; none means all.
fn methods(binding: &RouteBinding<'_>) -> Vec<Method> {
    let mut declared: Vec<Method> = Vec::new();
    for method in binding.route.methods.iter().map(|declared| declared.value) {
        if !declared.contains(&method) {
            declared.push(method);
        }
    }
    match binding.workload.spec().methods {
        Methods::All => declared,
        Methods::ReadOnly if declared.is_empty() => Method::READ_ONLY.to_vec(),
        Methods::ReadOnly => {
            declared.retain(|method| Method::READ_ONLY.contains(method));
            if declared.is_empty() { Method::READ_ONLY.to_vec() } else { declared }
        }
    }
}
fn path(binding: &RouteBinding<'_>) -> PathMatch {
    let value = binding.route.path.clone();
    if binding.route.exact { PathMatch { r#type: "Exact".into(), value } } else { prefix(&value) }
}
fn prefix(path: &str) -> PathMatch {
    PathMatch { r#type: "PathPrefix".into(), value: path.into() }
}
fn headers(binding: &RouteBinding<'_>) -> Vec<Header> {
    binding
        .route
        .headers
        .iter()
        .map(|(name, declared)| Header { name: name.clone(), value: declared.value.clone() })
        .collect()
}

fn filters(binding: &RouteBinding<'_>, methods: &[Method]) -> Vec<Filter> {
    let route = binding.route;
    let mut filters = Vec::new();
    if !route.cors.origins.is_empty() {
        filters.push(Filter::Cors { cors: cors(&route.cors, methods) });
    }
    if let Some(declared) = &route.replace_prefix {
        let path = declared.value.clone();
        let path = if route.exact {
            PathModifier::ReplaceFullPath { path }
        } else {
            PathModifier::ReplacePrefixMatch { path }
        };
        filters.push(Filter::UrlRewrite { url_rewrite: UrlRewrite { path } });
    }
    filters.extend(mirrors(binding));
    filters
}
fn cors(declared: &model::Cors, methods: &[Method]) -> Cors {
    let names = |methods: &[Method]| methods.iter().map(|method| method.0.into()).collect();
    Cors {
        allow_origins: values(&declared.origins),
        allow_credentials: declared.credentials.is_some().then_some(true),
        allow_methods: match methods {
            // Beside credentials browsers take `*` for the name of a method.
            [] if declared.credentials.is_some() => names(&Method::ALL),
            [] => vec!["*".into()],
            methods => names(methods),
        },
        allow_headers: declared.headers_or_default(),
        expose_headers: values(&declared.exposed),
        max_age: declared.max_age.map(|declared| declared.value.as_secs().max(1)),
    }
}
fn mirrors(binding: &RouteBinding<'_>) -> Vec<Filter> {
    let mirror = |(share, declared): &(crate::model::Percent, crate::model::Spanned<Target>)| {
        let backend_ref = backend(binding, &declared.value, None);
        let fraction = Fraction { numerator: share.permille(), denominator: 1000 };
        Filter::RequestMirror { request_mirror: Mirror { backend_ref, fraction } }
    };
    binding.route.mirrors.iter().map(mirror).collect()
}

/// The service itself, with what its splits leave; then where they go. In whole percents where all are.
fn backends(binding: &RouteBinding<'_>) -> Vec<BackendRef> {
    let shares: Vec<u32> = binding.route.splits.iter().map(|(share, _)| share.permille()).collect();
    let unit = if shares.iter().all(|share| share.is_multiple_of(10)) { 10 } else { 1 };
    let rest = 1000_u32.saturating_sub(shares.iter().sum()) / unit;
    let own = BackendRef {
        name: binding.workload.name().into(),
        port: Some(binding.port().service),
        weight: (!shares.is_empty()).then_some(rest),
        ..BackendRef::default()
    };
    let splits = binding.route.splits.iter();
    let splits = splits.map(|(share, declared)| backend(binding, &declared.value, Some(share.permille() / unit)));
    std::iter::once(own).chain(splits).collect()
}
fn backend(binding: &RouteBinding<'_>, target: &Target, weight: Option<u32>) -> BackendRef {
    let namespace = (target.namespace != binding.workload.namespace.name).then(|| target.namespace.clone());
    BackendRef {
        name: target.name.clone(),
        namespace,
        port: Some(target.port.service),
        weight,
        ..BackendRef::default()
    }
}

/// `60s`, `1500ms`.
pub(crate) fn duration(time: Duration) -> String {
    if time.subsec_millis() == 0 { format!("{}s", time.as_secs()) } else { format!("{}ms", time.as_millis()) }
}

//! The rules of a host's routes.
use crate::crd::envoy_gateway;
use crate::crd::gateway_api::{
    BackendRef, Cors, Filter, Fraction, GrpcMatch, GrpcMethod, GrpcRule, Header, HttpMatch, HttpRule, Mirror,
    PathMatch, PathModifier, Ref, Timeouts, UrlRewrite,
};
use crate::resolve::names::{slug, unique};
use crate::resolve::routes::{RouteBinding, VirtualHost};
use crate::words::{self, Method, Methods, Target, values};
use std::collections::BTreeSet;
use std::time::Duration;

/// The filter that answers 404 to what is not for the public, and the one that answers 405.
pub(crate) const DENIED: &str = crate::names::DENY_NOT_FOUND;
pub(crate) const REFUSED: &str = "method-not-allowed";

/// A rule with its name, and which of the host's ways it is; none where the edge itself answers.
pub(crate) struct Named<R> {
    pub(crate) name: String,
    pub(crate) way: Option<usize>,
    pub(crate) rule: R,
}

/// What is closed first; then each way; then 405 to the methods that none of the ways of a path lets in.
pub(crate) fn http(front: &VirtualHost<'_>) -> Vec<Named<HttpRule>> {
    let mut taken = BTreeSet::new();
    let mut rules = Vec::new();
    let closed: BTreeSet<String> = front.routes.iter().filter_map(RouteBinding::exposed_metrics).collect();
    for path in &closed {
        let name = unique(
            &mut taken,
            if path == "/metrics" { "deny-internal".into() } else { format!("deny-{}", slug(path)) },
        );
        let matches = vec![HttpMatch { path: prefix(path), headers: Vec::new(), method: None }];
        rules.push(answered(name, matches, DENIED));
    }
    for (at, way) in front.routes.iter().enumerate() {
        if closed.contains(&way.route.path) {
            continue;
        }
        let name = unique(&mut taken, slug(&way.route.path));
        let methods = methods(way);
        let preflight =
            !way.route.cors.origins.is_empty() && !methods.is_empty() && !methods.contains(&Method::OPTIONS);
        let let_in = methods.iter().copied().chain(preflight.then_some(Method::OPTIONS));
        let one = |method: Option<&'static str>| HttpMatch {
            path: path(way),
            headers: headers(way),
            method: method.map(Into::into),
        };
        let mut matches: Vec<_> = let_in.map(|method| one(Some(method.0))).collect();
        if matches.is_empty() {
            matches.push(one(None));
        }
        // `0s` is none.
        let time = duration(way.route.longest_answer().unwrap_or_default());
        let rule = HttpRule {
            name: name.clone(),
            matches,
            filters: filters(way, &methods),
            backend_refs: backends(way),
            timeouts: Some(Timeouts { request: time.clone(), backend_request: time }),
        };
        rules.push(Named { name, way: Some(at), rule });
    }
    rules.extend(refusals(front, &closed, &mut taken));
    rules
}

fn refusals(front: &VirtualHost<'_>, closed: &BTreeSet<String>, taken: &mut BTreeSet<String>) -> Vec<Named<HttpRule>> {
    let same = |a: &RouteBinding<'_>, b: &RouteBinding<'_>| {
        let said = |way: &RouteBinding<'_>| {
            let headers = way.route.headers.iter().map(|(name, said)| (name.clone(), said.value.clone()));
            (way.route.path.clone(), way.route.exact, headers.collect::<BTreeSet<_>>())
        };
        said(a) == said(b)
    };
    let mut told: Vec<&RouteBinding<'_>> = Vec::new();
    let mut rules = Vec::new();
    for way in front.routes.iter().filter(|way| !closed.contains(&way.route.path)) {
        let open = front.routes.iter().any(|other| same(way, other) && methods(other).is_empty());
        if open || told.iter().any(|other| same(way, other)) {
            continue;
        }
        told.push(way);
        let name = unique(taken, format!("{}-{REFUSED}", slug(&way.route.path)));
        let matches = vec![HttpMatch { path: path(way), headers: headers(way), method: None }];
        rules.push(answered(name, matches, REFUSED));
    }
    rules
}

/// Each way as a service and a method of gRPC: `/acme.Quotes/Get`.
pub(crate) fn grpc(front: &VirtualHost<'_>) -> Vec<Named<GrpcRule>> {
    let mut taken = BTreeSet::new();
    let rule = |(at, way): (usize, &RouteBinding<'_>)| {
        let name = unique(&mut taken, slug(&way.route.path));
        let mut parts = way.route.path.split('/').filter(|part| !part.is_empty());
        let method =
            parts.next().map(|service| GrpcMethod { service: service.into(), method: parts.next().map(str::to_owned) });
        let headers = headers(way);
        let matches =
            if method.is_none() && headers.is_empty() { Vec::new() } else { vec![GrpcMatch { method, headers }] };
        let rule = GrpcRule { name: name.clone(), matches, filters: mirrors(way), backend_refs: backends(way) };
        Named { name, way: Some(at), rule }
    };
    front.routes.iter().enumerate().map(rule).collect()
}

/// A rule that the proxy answers itself.
fn answered(name: String, matches: Vec<HttpMatch>, filter: &str) -> Named<HttpRule> {
    let extension_ref = Ref { group: envoy_gateway::GROUP.into(), kind: "HTTPRouteFilter".into(), name: filter.into() };
    let filters = vec![Filter::ExtensionRef { extension_ref }];
    Named { name: name.clone(), way: None, rule: HttpRule { name, matches, filters, ..HttpRule::default() } }
}

/// The methods let in; none means all.
fn methods(way: &RouteBinding<'_>) -> Vec<Method> {
    let mut said: Vec<Method> = Vec::new();
    for method in way.route.methods.iter().map(|said| said.value) {
        if !said.contains(&method) {
            said.push(method);
        }
    }
    match way.workload.spec().methods {
        Methods::All => said,
        Methods::ReadOnly if said.is_empty() => Method::READ_ONLY.to_vec(),
        Methods::ReadOnly => {
            said.retain(|method| Method::READ_ONLY.contains(method));
            if said.is_empty() { Method::READ_ONLY.to_vec() } else { said }
        }
    }
}
fn path(way: &RouteBinding<'_>) -> PathMatch {
    let value = way.route.path.clone();
    if way.route.exact { PathMatch { r#type: "Exact".into(), value } } else { prefix(&value) }
}
fn prefix(path: &str) -> PathMatch {
    PathMatch { r#type: "PathPrefix".into(), value: path.into() }
}
fn headers(way: &RouteBinding<'_>) -> Vec<Header> {
    way.route.headers.iter().map(|(name, said)| Header { name: name.clone(), value: said.value.clone() }).collect()
}

fn filters(way: &RouteBinding<'_>, methods: &[Method]) -> Vec<Filter> {
    let route = way.route;
    let mut filters = Vec::new();
    if !route.cors.origins.is_empty() {
        filters.push(Filter::Cors { cors: cors(&route.cors, methods) });
    }
    if let Some(said) = &route.replace_prefix {
        let path = said.value.clone();
        let path = if route.exact {
            PathModifier::ReplaceFullPath { path }
        } else {
            PathModifier::ReplacePrefixMatch { path }
        };
        filters.push(Filter::UrlRewrite { url_rewrite: UrlRewrite { path } });
    }
    filters.extend(mirrors(way));
    filters
}
fn cors(said: &words::Cors, methods: &[Method]) -> Cors {
    let names = |methods: &[Method]| methods.iter().map(|method| method.0.into()).collect();
    Cors {
        allow_origins: values(&said.origins),
        allow_credentials: said.credentials.is_some().then_some(true),
        allow_methods: match methods {
            // Beside credentials browsers take `*` for the name of a method.
            [] if said.credentials.is_some() => names(&Method::ALL),
            [] => vec!["*".into()],
            methods => names(methods),
        },
        allow_headers: said.headers_or_default(),
        expose_headers: values(&said.exposed),
        max_age: said.max_age.map(|said| said.value.as_secs().max(1)),
    }
}
fn mirrors(way: &RouteBinding<'_>) -> Vec<Filter> {
    let mirror = |(share, said): &(crate::words::Percent, crate::words::Said<Target>)| {
        let backend_ref = backend(way, &said.value, None);
        let fraction = Fraction { numerator: share.permille(), denominator: 1000 };
        Filter::RequestMirror { request_mirror: Mirror { backend_ref, fraction } }
    };
    way.route.mirrors.iter().map(mirror).collect()
}

/// The service itself, with what its splits leave; then where they go. In whole percents where all are.
fn backends(way: &RouteBinding<'_>) -> Vec<BackendRef> {
    let shares: Vec<u32> = way.route.splits.iter().map(|(share, _)| share.permille()).collect();
    let unit = if shares.iter().all(|share| share.is_multiple_of(10)) { 10 } else { 1 };
    let rest = 1000_u32.saturating_sub(shares.iter().sum()) / unit;
    let own = BackendRef {
        name: way.workload.name().into(),
        port: Some(way.port().service),
        weight: (!shares.is_empty()).then_some(rest),
        ..BackendRef::default()
    };
    let splits = way.route.splits.iter();
    let splits = splits.map(|(share, said)| backend(way, &said.value, Some(share.permille() / unit)));
    std::iter::once(own).chain(splits).collect()
}
fn backend(way: &RouteBinding<'_>, target: &Target, weight: Option<u32>) -> BackendRef {
    let namespace = (target.namespace != way.workload.namespace.name).then(|| target.namespace.clone());
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

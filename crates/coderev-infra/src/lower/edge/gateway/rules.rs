//! The rules of the routes of a host.
use crate::model::{self, Method, Methods, Target, values};
use crate::resolve::names::{self, unique};
use crate::resolve::routes::{RouteBinding, VirtualHost, compared_path};
use coderev_objects::crd::envoy_gateway;
use coderev_objects::crd::gateway_api::{
    BackendRef, Cors, Filter, Fraction, GrpcMatch, GrpcMethod, GrpcRule, Header, HttpMatch, HttpRule, Mirror,
    PathMatch, PathModifier, Ref, Timeouts, UrlRewrite,
};
use std::collections::BTreeSet;
use std::time::Duration;

/// The filters that respond with 404 to paths that are not public, and with 405 to other methods.
pub(crate) const DENIED: &str = crate::names::DENY_NOT_FOUND;
pub(crate) const REFUSED: &str = "method-not-allowed";

/// A rule with its name, and the position of its route on the host. `None` if the edge itself responds.
pub(crate) struct Named<R> {
    pub(crate) name: String,
    pub(crate) binding: Option<usize>,
    pub(crate) rule: R,
}

/// First the closed paths, then each route, then 405 for the methods that no route of a path accepts.
pub(crate) fn http(virtual_host: &VirtualHost<'_>) -> Vec<Named<HttpRule>> {
    let mut taken = BTreeSet::new();
    let mut rules = Vec::new();
    let closed = virtual_host.closed_paths();
    for path in &closed {
        let name = unique(
            &mut taken,
            if path == "/metrics" { "deny-internal".into() } else { format!("deny-{}", names::path(path)) },
        );
        let matches = vec![HttpMatch { path: prefix(path), headers: Vec::new(), method: None }];
        rules.push(direct_response(name, matches, DENIED));
    }
    for (at, binding) in virtual_host.routes.iter().enumerate() {
        let exact = if binding.route.exact { "-exact" } else { "" };
        let path_name = names::path(compared_path(binding.route)) + exact;
        let name = unique(&mut taken, rule_name(path_name, binding));
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
        // `0s` means no timeout.
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

/// The name of a rule, and of its policy: the name of the path, the methods, and a hash of the headers. No name depends on another route.
fn rule_name(mut name: String, binding: &RouteBinding<'_>) -> String {
    let methods: BTreeSet<&str> = binding.route.methods.iter().map(|it| it.value.0).collect();
    for method in methods {
        name += &format!("-{}", method.to_ascii_lowercase());
    }
    let headers: BTreeSet<String> =
        binding.route.headers.iter().map(|(name, declared)| format!("{name}: {}\n", declared.value)).collect();
    if headers.is_empty() { name } else { format!("{name}-{}", names::hash(&String::from_iter(headers))) }
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
    for binding in virtual_host.routes.iter().filter(|it| !closed.contains(compared_path(it.route))) {
        let open = virtual_host.routes.iter().any(|other| same(binding, other) && methods(other).is_empty());
        if open || reported.iter().any(|other| same(binding, other)) {
            continue;
        }
        reported.push(binding);
        let name = unique(taken, format!("{}-{REFUSED}", names::path(compared_path(binding.route))));
        let matches = vec![HttpMatch { path: path(binding), headers: headers(binding), method: None }];
        rules.push(direct_response(name, matches, REFUSED));
    }
    rules
}

/// Each route as a gRPC service and method: `/acme.Quotes/Get`.
pub(crate) fn grpc(virtual_host: &VirtualHost<'_>) -> Vec<Named<GrpcRule>> {
    let mut taken = BTreeSet::new();
    let rule = |(at, binding): (usize, &RouteBinding<'_>)| {
        let path_name = names::grpc_path(compared_path(binding.route));
        let name = unique(&mut taken, rule_name(path_name, binding));
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

/// A rule to which the proxy itself responds.
fn direct_response(name: String, matches: Vec<HttpMatch>, filter: &str) -> Named<HttpRule> {
    let extension_ref = Ref { group: envoy_gateway::GROUP.into(), kind: "HTTPRouteFilter".into(), name: filter.into() };
    let filters = vec![Filter::ExtensionRef { extension_ref }];
    Named { name: name.clone(), binding: None, rule: HttpRule { name, matches, filters, ..HttpRule::default() } }
}

/// The accepted methods. An empty list means all methods.
fn methods(binding: &RouteBinding<'_>) -> Vec<Method> {
    let mut declared: Vec<Method> = Vec::new();
    for method in binding.route.methods.iter().map(|it| it.value) {
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
            // With credentials, browsers read `*` as the name of a method.
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

/// The service of the route with the remaining weight, then the targets of the splits. Weights are percentages if all
/// shares are integer percentages, else per mille.
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

/// `60s`, `1500ms`, `27h46m40s`. A number has five digits at most: <https://gateway-api.sigs.k8s.io/geps/gep-2257/>.
pub(crate) fn duration(time: Duration) -> String {
    const MOST: u128 = 99_999;
    let (seconds, millis) = (time.as_secs(), time.subsec_millis());
    if millis == 0 && u128::from(seconds) <= MOST {
        return format!("{seconds}s");
    }
    if time.as_millis() <= MOST {
        return format!("{}ms", time.as_millis());
    }
    let parts = [(seconds / 3600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"), (millis.into(), "ms")];
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect()
}

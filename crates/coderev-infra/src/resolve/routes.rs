//! Routes, each with its workload and host, and the virtual hosts that edges serve.
use crate::model::port::AppProtocol;
use crate::model::{Edge, Host, Methods, NamespaceDecl, Place, Platform, Port, Rate, Route, Target, Tls, TlsSource};
use crate::resolve::hosts::{self, HostBinding, Hosts};
use crate::resolve::names;
use crate::resolve::workload::Workload;
use std::collections::BTreeSet;

/// A route with its workload and its host.
pub(crate) struct RouteBinding<'a> {
    pub(crate) workload: &'a Workload<'a>,
    pub(crate) route: &'a Route,
    pub(crate) host: &'a Host,
}
impl RouteBinding<'_> {
    /// The rate limit of the route, else of the host, else of the tier.
    pub(crate) fn rate(&self) -> Option<Rate> {
        let own = self.route.rate_limit.map(|it| it.value);
        own.or_else(|| hosts::rate_limit(self.workload.namespace, self.host))
    }
    pub(crate) fn port(&self) -> Port {
        self.workload.port_of(self.route)
    }
    /// The cookie that returns a browser to the same pod. All routes of a service use the same cookie, so they route a
    /// browser to the same pod.
    pub(crate) fn affinity(&self) -> Option<String> {
        self.route.session_affinity.filter(|_| !self.is_grpc()).map(|_| format!("{}-affinity", self.workload.name()))
    }
    pub(crate) fn is_grpc(&self) -> bool {
        self.port().app_protocol == AppProtocol::Grpc
    }
    /// The public path of the application's `/metrics`, if the metrics are on the port of the route and the route
    /// covers them without naming them.
    fn covered_metrics(&self) -> Option<String> {
        let is_covered = !self.route.exact && inside(self.route).is_empty() && has_metrics(self.workload, self.route);
        is_covered.then(|| format!("{}/metrics", self.route.path.trim_end_matches('/')))
    }
}

/// Whether a route publishes the metrics of its workload by their path.
pub(crate) fn publishes_metrics(workload: &Workload<'_>, route: &Route) -> bool {
    inside(route) == "/metrics" && has_metrics(workload, route)
}
/// Whether the metrics of the workload are on the port of the route. The gate of a read-only tier closes them.
fn has_metrics(workload: &Workload<'_>, route: &Route) -> bool {
    workload.spec().methods == Methods::All && workload.metrics_port() == Some(workload.port_of(route))
}
/// The path that the application gets, without its final slashes.
fn inside(route: &Route) -> &str {
    route.replace_prefix.as_ref().map_or(&*route.path, |declared| &*declared.value).trim_end_matches('/')
}
/// The path of a route as edges compare it: `/foo` and `/foo/` are one prefix.
pub(crate) fn compared_path(route: &Route) -> &str {
    let path = if route.exact { &*route.path } else { route.path.trim_end_matches('/') };
    if path.is_empty() { "/" } else { path }
}

/// A host on an edge, with its routes.
pub(crate) struct VirtualHost<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) namespace: &'a NamespaceDecl,
    pub(crate) edge: &'a Edge,
    pub(crate) host: &'a Host,
    /// The host name, or a name that the host had before.
    pub(crate) hostname: &'a str,
    /// The declaration of the host name.
    pub(crate) at: Place,
    /// The name of its objects.
    pub(crate) name: &'a str,
    /// The name of the objects of the new host name, if this is a name that the host had before.
    pub(crate) renamed_to: Option<String>,
    pub(crate) routes: Vec<RouteBinding<'a>>,
}
impl<'a> VirtualHost<'a> {
    /// `None` if the platform does not have the edge of the host.
    pub(crate) fn new(
        platform: &'a Platform,
        workloads: &'a [Workload<'a>],
        binding: &'a HostBinding<'a>,
    ) -> Option<Self> {
        let (namespace, host) = (binding.namespace, binding.host);
        let route = |&(workload, route): &(usize, &'a Route)| {
            let workload: &'a Workload<'a> = &workloads[workload];
            RouteBinding { workload, route, host }
        };
        let routes = binding.routes.iter().map(route).collect();
        Some(Self {
            platform,
            namespace,
            edge: &platform.edges[binding.edge?],
            host,
            hostname: binding.hostname(),
            at: binding.at(),
            renamed_to: binding.old.map(|_| names::host(&binding.host.name)),
            name: &binding.name,
            routes,
        })
    }
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.hostname)
    }
    /// The paths of `/metrics` that the edge closes. A route that a user declares for such a path has precedence.
    pub(crate) fn closed_paths(&self) -> BTreeSet<String> {
        let is_declared = |closed: &String| {
            self.routes.iter().map(|it| it.route).any(|route| {
                let is_for_all = !route.exact && route.methods.is_empty() && route.headers.is_empty();
                is_for_all && compared_path(route) == closed
            })
        };
        let covered = self.routes.iter().filter_map(RouteBinding::covered_metrics);
        covered.filter(|closed| !is_declared(closed)).collect()
    }
    pub(crate) fn tls(&self) -> Option<&Tls> {
        hosts::tls(self.edge, self.host)
    }
    /// The Secret of its certificate.
    pub(crate) fn certificate(&self) -> Option<String> {
        self.tls().map(|tls| match &tls.source {
            TlsSource::Secret(secret) => secret.name.to_string(),
            _ => format!("{}-tls", self.name),
        })
    }
}

/// Adds the routes of all workloads to their hosts, sorted.
pub(crate) fn bind<'a>(hosts: &mut Hosts<'a>, workloads: &[Workload<'a>]) {
    for (position, workload) in workloads.iter().enumerate() {
        for (route, host) in workload.routes() {
            let Some(host) = host else { continue };
            let binding = &mut hosts.all[host];
            binding.all_grpc &= workload.port_of(route).app_protocol == AppProtocol::Grpc;
            binding.routes.push((position, route));
        }
    }
    // After a host come the bindings of its old names.
    for at in 1..hosts.all.len() {
        if hosts.all[at].old.is_some() {
            let (routes, all_grpc) = (hosts.all[at - 1].routes.clone(), hosts.all[at - 1].all_grpc);
            hosts.all[at].routes = routes;
            hosts.all[at].all_grpc = all_grpc;
        }
    }
    for binding in &mut hosts.all {
        let key = |&(workload, route): &(usize, &'a Route)| {
            let methods: Vec<_> = route.methods.iter().map(|it| it.value).collect();
            let headers: Vec<_> = route.headers.iter().map(|(name, declared)| (&**name, &*declared.value)).collect();
            (&*route.path, route.exact, methods, headers, workloads[workload].name())
        };
        binding.routes.sort_by_cached_key(key);
    }
}

/// The services that receive the splits and mirrors of a route.
pub(crate) fn targets(route: &Route) -> impl Iterator<Item = &Target> {
    route.splits.iter().chain(&route.mirrors).map(|(_, declared)| &declared.value)
}

/// Whether ingress-nginx accepts the path with the types `Prefix` and `Exact`.
/// https://github.com/kubernetes/ingress-nginx/blob/controller-v1.15.0/internal/ingress/inspector/rules.go and
/// https://github.com/kubernetes/ingress-nginx/blob/main/docs/user-guide/nginx-configuration/configmap.md
/// `strict-validate-path-type`
pub(crate) fn is_plain(path: &str) -> bool {
    path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/'))
}

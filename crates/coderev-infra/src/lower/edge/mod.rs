//! What both edges share: which route hangs from which host and edge, who may come in, certificates.
use crate::finding::Finding;
use crate::lower::{Sink, Workload, certificate, findings, gateway, ingress};
use crate::words::port::Speech;
use crate::words::{
    EDGE_NAMESPACE, Edge, EdgeKind, Host, Methods, NamespaceWords, Peer, Place, Platform, Port, Rate, Route, Target,
    Tls, TlsSource,
};
use std::collections::{BTreeMap, BTreeSet};

/// A route with the workload and the host that it belongs to.
pub(crate) struct Way<'a> {
    pub(crate) workload: &'a Workload<'a>,
    pub(crate) route: &'a Route,
    pub(crate) host: &'a Host,
}
impl Way<'_> {
    /// Which of its requests count together: the route's own rate, else the host's, else the tier's.
    pub(crate) fn rate(&self) -> Option<Rate> {
        self.route.rate_limit.map(|said| said.value).or(host_rate(self.workload.namespace, self.host))
    }
    pub(crate) fn port(&self) -> Port {
        self.workload.port_of(self.route)
    }
    /// The cookie by which a browser comes back to the same pod: of the service, so that all of its paths lead there.
    pub(crate) fn affinity(&self) -> Option<String> {
        self.route.session_affinity.filter(|_| !self.is_grpc()).map(|_| format!("{}-affinity", self.workload.name()))
    }
    pub(crate) fn is_grpc(&self) -> bool {
        self.port().speaks == Speech::Grpc
    }
    /// The path under which the application's `/metrics` would be public: it is on the same port, and the route covers it.
    pub(crate) fn exposed_metrics(&self) -> Option<String> {
        let (route, port) = (self.route, self.port());
        if self.workload.spec().methods != Methods::All || self.workload.metrics_port() != Some(port) {
            return None;
        }
        let inside = route.replace_prefix.as_ref().map_or(&route.path, |said| &said.value);
        match (inside.trim_end_matches('/'), route.exact) {
            ("", false) => Some(format!("{}/metrics", route.path.trim_end_matches('/'))),
            ("/metrics", _) => Some(route.path.clone()),
            _ => None,
        }
    }
}

/// A public name with its namespace, its edge and what leads from it.
pub(crate) struct Front<'a> {
    pub(crate) platform: &'a Platform,
    pub(crate) namespace: &'a NamespaceWords,
    pub(crate) edge: &'a Edge,
    pub(crate) host: &'a Host,
    /// What its objects are named after.
    pub(crate) name: String,
    pub(crate) ways: Vec<Way<'a>>,
}
impl Front<'_> {
    pub(crate) fn subject(&self) -> String {
        format!("{}/{}", self.namespace.name, self.host.name)
    }
    pub(crate) fn tls(&self) -> Option<&Tls> {
        tls_of(self.edge, self.host)
    }
    /// The Secret of its certificate.
    pub(crate) fn certificate(&self) -> Option<String> {
        self.tls().map(|tls| match &tls.source {
            TlsSource::Secret(secret) => secret.name.to_string(),
            _ => format!("{}-tls", self.name),
        })
    }
}

/// The edge that a host is on: the one it names, else the first.
pub(crate) fn edge_of<'a>(platform: &'a Platform, host: &Host) -> Option<&'a Edge> {
    match &host.edge {
        Some(said) => platform.edges.iter().find(|edge| edge.name == said.value),
        None => platform.edges.first(),
    }
}

/// The host of a route: the one it names, else the namespace's only one.
pub(crate) fn host_of<'a>(namespace: &'a NamespaceWords, route: &Route) -> Option<&'a Host> {
    match (&route.host, &*namespace.hosts) {
        (Some(name), hosts) => hosts.iter().find(|host| host.name == *name),
        (None, [only]) => Some(only),
        (None, _) => None,
    }
}

pub(crate) fn host_rate(namespace: &NamespaceWords, host: &Host) -> Option<Rate> {
    host.rate_limit.or(namespace.spec.rate_limit).map(|said| said.value)
}

pub(crate) fn tls_of<'a>(edge: &'a Edge, host: &'a Host) -> Option<&'a Tls> {
    if host.plain_http { None } else { host.tls.as_ref().map(|said| &said.value).or(edge.tls.as_ref()) }
}

/// The pods of an edge's proxies.
pub(crate) fn proxies(edge: &Edge) -> Peer {
    let usual = || match edge.kind {
        EdgeKind::IngressNginx => Peer::namespace("ingress-nginx")
            .pods("app.kubernetes.io/name", "ingress-nginx")
            .pods("app.kubernetes.io/component", "controller"),
        EdgeKind::Gateway => Peer::namespace("envoy-gateway-system")
            .pods("app.kubernetes.io/name", "envoy")
            .pods("app.kubernetes.io/component", "proxy")
            .pods("gateway.envoyproxy.io/owning-gateway-namespace", EDGE_NAMESPACE)
            .pods("gateway.envoyproxy.io/owning-gateway-name", &edge.name),
    };
    edge.proxies.clone().unwrap_or_else(usual)
}

/// Those of `everyone` whose routes lead elsewhere too. Most share nothing, so each workload asks these few.
pub(crate) fn sharing<'w, 'a>(everyone: &'w [Workload<'a>]) -> Vec<&'w Workload<'a>> {
    everyone.iter().filter(|from| from.said.routes.iter().any(|route| targets(route).next().is_some())).collect()
}
/// The ports of its pods that each edge may reach: by its own routes, and by shares of the routes of others.
pub(crate) fn entrances<'a>(workload: &Workload<'a>, sharing: &[&Workload<'a>]) -> Vec<(&'a Edge, Vec<u16>)> {
    let mut ports = BTreeMap::<usize, BTreeSet<u16>>::new();
    let others = sharing.iter().copied().filter(|from| !std::ptr::eq(from.said, workload.said));
    for from in std::iter::once(workload).chain(others) {
        let is_own = std::ptr::eq(from.said, workload.said);
        // Most routes share nothing: whose host and edge they are is asked only where it matters here.
        for route in from.said.routes.iter().filter(|route| is_own || targets(route).any(|it| is_target(workload, it)))
        {
            let edge = host_of(from.namespace, route).and_then(|host| edge_of(workload.platform, host));
            let Some(edge) = edge else { continue };
            let at = workload.platform.edges.iter().position(|it| std::ptr::eq(it, edge)).unwrap_or_default();
            let mut open = |port: Port| ports.entry(at).or_default().insert(workload.entrance(port).number);
            if is_own {
                open(workload.port_of(route));
            }
            for target in targets(route).filter(|_| edge.is_gateway()) {
                if is_target(workload, target) {
                    open(target.port);
                }
            }
        }
    }
    ports.into_iter().map(|(at, ports)| (&workload.platform.edges[at], ports.into_iter().collect())).collect()
}

/// Where shares of a route's requests go.
pub(crate) fn targets(route: &Route) -> impl Iterator<Item = &Target> {
    route.splits.iter().chain(&route.mirrors).map(|(_, said)| &said.value)
}
pub(crate) fn is_target(workload: &Workload<'_>, target: &Target) -> bool {
    !target.is_elsewhere && workload.namespace.name == target.namespace && workload.said.name == target.name
}

/// The edges whose challenges cert-manager's solver pods answer in this namespace: beside the Ingress, or beside the Gateway.
pub(crate) fn challenged<'a>(platform: &'a Platform, namespace: &NamespaceWords) -> Vec<&'a Edge> {
    let solved = |tls: &Tls| !matches!(tls.source, TlsSource::Secret(_)) && tls.dns01.is_none();
    let asks = |edge: &&Edge| {
        let here = |home: &&NamespaceWords| match edge.kind {
            EdgeKind::IngressNginx => home.name == namespace.name,
            EdgeKind::Gateway => namespace.name == EDGE_NAMESPACE,
        };
        let hosts = platform.namespaces.iter().filter(here).flat_map(|home| &home.hosts);
        let own = hosts.filter(|host| edge_of(platform, host).is_some_and(|it| std::ptr::eq(it, *edge)));
        own.filter_map(|host| tls_of(edge, host)).any(solved)
    };
    platform.edges.iter().filter(asks).collect()
}

pub(crate) fn lower(platform: &Platform, workloads: &[Workload<'_>], sink: &mut Sink) -> Vec<Finding> {
    let mut fronts = fronts(platform, workloads);
    fronts.sort_by(|a, b| (&a.host.name, &a.namespace.name).cmp(&(&b.host.name, &b.namespace.name)));
    ingress::lower(&fronts, sink);
    gateway::lower(platform, &fronts, sink);
    certificates(platform, &fronts, sink);
    issuers(platform, &fronts, sink)
}

fn fronts<'a>(platform: &'a Platform, workloads: &'a [Workload<'a>]) -> Vec<Front<'a>> {
    let hosts =
        platform.namespaces.iter().flat_map(|namespace| namespace.hosts.iter().map(move |host| (namespace, host)));
    let front = |(namespace, host)| {
        let (namespace, host): (&NamespaceWords, &Host) = (namespace, host);
        let (edge, name) = (edge_of(platform, host)?, short_name(platform, host));
        Some(Front { platform, namespace, edge, host, name, ways: ways(namespace, host, workloads) })
    };
    hosts.filter_map(front).collect()
}

fn ways<'a>(namespace: &'a NamespaceWords, host: &'a Host, workloads: &'a [Workload<'a>]) -> Vec<Way<'a>> {
    let here = workloads.iter().filter(|workload| std::ptr::eq(workload.namespace, namespace));
    let routes = here.flat_map(|workload| workload.said.routes.iter().map(move |route| (workload, route)));
    let own = routes.filter(|(_, route)| host_of(namespace, route).is_some_and(|it| std::ptr::eq(it, host)));
    let mut ways: Vec<_> = own.map(|(workload, route)| Way { workload, route, host }).collect();
    let key = |way: &Way<'_>| {
        let route = way.route;
        let methods: Vec<_> = route.methods.iter().map(|said| said.value).collect();
        let headers: Vec<_> = route.headers.iter().map(|(name, said)| (name.clone(), said.value.clone())).collect();
        (route.path.clone(), route.exact, methods, headers, way.workload.said.name.clone())
    };
    ways.sort_by_cached_key(key);
    ways
}

/// `api` of `api.example.com`; the whole name where two hosts share their first label.
fn short_name(platform: &Platform, host: &Host) -> String {
    let first = |name: &str| name.trim_start_matches("*.").split('.').next().unwrap_or(name).to_owned();
    let all = platform.namespaces.iter().flat_map(|namespace| &namespace.hosts);
    let same = all.filter(|other| first(&other.name) == first(&host.name)).count();
    if same > 1 { host.name.replace("*.", "wildcard.") } else { first(&host.name) }
}

fn certificates(platform: &Platform, fronts: &[Front<'_>], sink: &mut Sink) {
    let gateways = platform.namespaces.iter().find(|namespace| namespace.name == EDGE_NAMESPACE);
    for front in fronts {
        let Some(tls) = front.tls() else { continue };
        let issuer = match &tls.source {
            TlsSource::LetsEncrypt(_) if tls.staging.is_some() => certificate::STAGING,
            TlsSource::LetsEncrypt(_) => certificate::PRODUCTION,
            TlsSource::Issuer(name) => name,
            TlsSource::Secret(_) => continue,
        };
        let home = if front.edge.is_gateway() { gateways.unwrap_or(front.namespace) } else { front.namespace };
        let secret = format!("{}-tls", front.name);
        let object = certificate::certificate(platform, home, &secret, &front.host.name, issuer);
        sink.put(object, front.host.at, &front.subject());
    }
}

fn issuers(platform: &Platform, fronts: &[Front<'_>], sink: &mut Sink) -> Vec<Finding> {
    let mut accounts = BTreeMap::<String, Place>::new();
    for tls in fronts.iter().filter_map(Front::tls) {
        if let TlsSource::LetsEncrypt(email) = &tls.source {
            accounts.entry(email.clone()).or_insert(tls.at);
        }
    }
    if let Some((email, at)) = accounts.iter().next() {
        for issuer in certificate::issuers(platform, email, &certificate::solvers(fronts)) {
            sink.put(issuer, at, "");
        }
    }
    two_accounts(&accounts)
}

/// One ClusterIssuer has one account.
fn two_accounts(accounts: &BTreeMap<String, Place>) -> Vec<Finding> {
    let first = accounts.keys().next();
    let other = |(email, at): (&String, &Place)| {
        Finding::error(findings::TWO_ACME_ACCOUNTS, "", Some(at))
            .message(format!("certificates are asked for as `{email}` and as `{}`", first.map_or("", |it| it)))
            .help("use one e-mail address for all hosts, or `Tls::issuer(..)` for an issuer of your own")
    };
    accounts.iter().skip(1).map(other).collect()
}

/// A path as a part of a name: `/api/auth` is `api-auth`, `/` is `all`.
pub(crate) fn slug(path: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let text: String = path.chars().map(letter).collect();
    let words: Vec<_> = text.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "all".into() } else { words.join("-").chars().take(40).collect() }
}
/// `name`, or `name-2` where that is taken.
pub(crate) fn untaken(taken: &mut BTreeSet<String>, name: String) -> String {
    let mut free = name.clone();
    let mut n = 2;
    while !taken.insert(free.clone()) {
        free = format!("{name}-{n}");
        n += 1;
    }
    free
}

//! Hosts: the namespace and the edge of each, and the names of its objects.
use crate::model::{Edge, Host, NamespaceDecl, Place, Platform, Rate, Route, Spanned, Tls};
use crate::resolve::names;
use std::collections::BTreeMap;

/// A declared host, or one of the names that it had before.
pub(crate) struct HostBinding<'a> {
    pub(crate) namespace: &'a NamespaceDecl,
    pub(crate) host: &'a Host,
    /// The name that the host had before, if the binding is for this name.
    pub(crate) old: Option<&'a Spanned<String>>,
    /// The position of its edge. `None` if the platform does not have that edge.
    pub(crate) edge: Option<usize>,
    /// The name of its objects.
    pub(crate) name: String,
    /// Its routes, each with the position of its workload, in a fixed order.
    pub(crate) routes: Vec<(usize, &'a Route)>,
    /// Whether all of its routes point to gRPC ports.
    pub(crate) all_grpc: bool,
}

impl<'a> HostBinding<'a> {
    /// The host name, or the name that the host had before.
    pub(crate) fn hostname(&self) -> &'a str {
        self.old.map_or(&*self.host.name, |old| &*old.value)
    }
    /// The declaration of the name.
    pub(crate) fn at(&self) -> Place {
        self.old.map_or(self.host.at, |old| old.at)
    }
}

/// All hosts of a platform.
pub(crate) struct Hosts<'a> {
    pub(crate) all: Vec<HostBinding<'a>>,
    /// By the position of the namespace and by name.
    by_name: BTreeMap<(usize, &'a str), usize>,
    /// The host of each namespace with exactly one host.
    only: BTreeMap<usize, usize>,
    /// The hosts that have an edge, by name and namespace.
    on_edges: Vec<usize>,
}
impl<'a> Hosts<'a> {
    /// A host is on the edge that it names. Default: the first edge of the platform.
    pub(crate) fn resolve(platform: &'a Platform, namespaces: &[&'a NamespaceDecl]) -> Self {
        let mut edges = BTreeMap::new();
        for (position, edge) in platform.edges.iter().enumerate() {
            edges.entry(&*edge.name).or_insert(position);
        }
        let first = (!platform.edges.is_empty()).then_some(0);
        let (mut all, mut by_name, mut only) = (Vec::<HostBinding<'_>>::new(), BTreeMap::new(), BTreeMap::new());
        for (home, namespace) in namespaces.iter().enumerate() {
            for host in &namespace.hosts {
                by_name.entry((home, &*host.name)).or_insert(all.len());
                if namespace.hosts.len() == 1 {
                    only.insert(home, all.len());
                }
                let edge = match &host.edge {
                    Some(declared) => edges.get(&*declared.value).copied(),
                    None => first,
                };
                for old in std::iter::once(None).chain(host.was.iter().map(Some)) {
                    let name = names::host(old.map_or(&*host.name, |old| &*old.value));
                    all.push(HostBinding { namespace, host, old, edge, name, routes: Vec::new(), all_grpc: true });
                }
            }
        }
        let mut on_edges: Vec<usize> = (0..all.len()).filter(|at| all[*at].edge.is_some()).collect();
        on_edges.sort_by_key(|at| (all[*at].hostname(), &all[*at].namespace.name));
        Self { all, by_name, only, on_edges }
    }
    /// The declared hosts, without their old names.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &HostBinding<'a>> {
        self.all.iter().filter(|binding| binding.old.is_none())
    }
    /// The hosts that have an edge, by name and namespace.
    pub(crate) fn on_edges(&self) -> impl Iterator<Item = &HostBinding<'a>> {
        self.on_edges.iter().map(|at| &self.all[*at])
    }
    /// The position of the host of a route in the namespace at `home`: the host that the route names, or the only host
    /// of the namespace.
    pub(crate) fn of_route(&self, home: usize, route: &Route) -> Option<usize> {
        match &route.host {
            Some(name) => self.by_name.get(&(home, &**name)).copied(),
            None => self.only.get(&home).copied(),
        }
    }
}

/// The certificate of a host on `edge`. `None` if the host serves plain HTTP.
pub(crate) fn tls<'t>(edge: &'t Edge, host: &'t Host) -> Option<&'t Tls> {
    if host.plain_http { None } else { host.tls.as_ref().map(|declared| &declared.value).or(edge.tls.as_ref()) }
}
/// The host's rate limit, or the tier's.
pub(crate) fn rate_limit(namespace: &NamespaceDecl, host: &Host) -> Option<Rate> {
    host.rate_limit.or(namespace.spec.rate_limit).map(|it| it.value)
}

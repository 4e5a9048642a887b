//! Objects that route traffic from outside the cluster to Services.

use std::fmt::{self, Display, Formatter};

use k8s_openapi::api::networking::v1::{Ingress, IngressBackend};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

use super::{Object, Objects, name, namespace};

/// An Ingress, or a route of the Gateway API or of OpenShift: it makes Services reachable from outside the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// `Ingress`, `HTTPRoute`, `GRPCRoute`, ..
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The Services that it refers to.
    pub backends: Vec<Backend>,
}

/// A Service that a route refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Backend {
    /// The host names of the route, `*` for all.
    pub hosts: Vec<String>,
    /// The path as the route writes it.
    pub path: String,
    /// The Service's namespace.
    pub namespace: String,
    /// The Service's name.
    pub service: String,
    /// The port of the Service.
    pub port: BackendPort,
}

/// How a route refers to a port of a Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackendPort {
    /// All ports of the Service.
    Every,
    /// The number of the port in the Service.
    Number(i32),
    /// The name of the port in the Service.
    Name(String),
    /// The number or name of the port in the pods.
    Target(IntOrString),
}

impl Display for BackendPort {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Every => f.write_str("at all"),
            Self::Number(number) | Self::Target(IntOrString::Int(number)) => number.fmt(f),
            Self::Name(name) | Self::Target(IntOrString::String(name)) => name.fmt(f),
        }
    }
}

impl Object for Route {
    fn add_to(&self, objects: &mut Objects) {
        let key = (self.kind.clone(), self.namespace.clone(), self.name.clone());
        objects.routes.insert(key, self.clone());
    }
}

impl Object for Ingress {
    fn add_to(&self, objects: &mut Objects) {
        let namespace = namespace(&self.metadata);
        let backend = |hosts: &str, path: &str, backend: &IngressBackend| {
            let service = backend.service.as_ref()?;
            let port = match service.port.as_ref().map(|port| (port.number, &port.name)) {
                Some((Some(number), _)) => BackendPort::Number(number),
                Some((None, Some(name))) => BackendPort::Name(name.clone()),
                _ => BackendPort::Every,
            };
            let (hosts, path) = (vec![hosts.to_owned()], path.to_owned());
            Some(Backend { hosts, path, namespace: namespace.clone(), service: service.name.clone(), port })
        };
        let spec = self.spec.as_ref();
        let fallback = spec.and_then(|it| it.default_backend.as_ref()).and_then(|it| backend("*", "/", it));
        let mut backends: Vec<Backend> = fallback.into_iter().collect();
        for rule in spec.and_then(|it| it.rules.as_ref()).into_iter().flatten() {
            let host = rule.host.as_deref().unwrap_or("*");
            for path in rule.http.iter().flat_map(|it| &it.paths) {
                backends.extend(backend(host, path.path.as_deref().unwrap_or("/"), &path.backend));
            }
        }
        let route =
            Route { kind: "Ingress".into(), name: name(&self.metadata), namespace: namespace.clone(), backends };
        route.add_to(objects);
    }
}

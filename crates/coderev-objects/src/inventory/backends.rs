//! The Services that routes refer to.
use super::{Entry, Inventory};
use crate::Object;
use crate::crd::gateway_api::{BackendRef, Filter};
use k8s_openapi::api::networking::v1::{IngressBackend, IngressSpec};

/// A Service that a route refers to, by name. It may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backend<'a> {
    namespace: &'a str,
    service: &'a str,
}

impl<'a> Backend<'a> {
    /// The namespace of the Service.
    #[must_use]
    pub const fn namespace(self) -> &'a str {
        self.namespace
    }
    /// The name of the Service.
    #[must_use]
    pub const fn service(self) -> &'a str {
        self.service
    }
}

impl Inventory {
    /// The Services that an Ingress, an HTTPRoute or a GRPCRoute refers to, mirrors included. Objects of other kinds
    /// have no backends.
    #[must_use]
    pub fn backends_of<'a>(&'a self, route: Entry<'a>) -> Vec<Backend<'a>> {
        let own = route.namespace();
        let mut found = match route.object() {
            Object::Ingress(ingress) => {
                let spec: Option<&IngressSpec> = (&ingress.spec).into();
                spec.map(|spec| of_ingress(own, spec)).unwrap_or_default()
            }
            Object::HTTPRoute(route) => {
                let rules = &route.spec.rules;
                rules.iter().flat_map(|rule| of_rule(own, &rule.backend_refs, &rule.filters)).collect()
            }
            Object::GRPCRoute(route) => {
                let rules = &route.spec.rules;
                rules.iter().flat_map(|rule| of_rule(own, &rule.backend_refs, &rule.filters)).collect()
            }
            _ => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }
    /// The Service of a backend, if the inventory has it.
    #[must_use]
    pub fn service_of(&self, backend: Backend<'_>) -> Option<Entry<'_>> {
        self.find("v1", "Service", backend.namespace, backend.service)
    }
}

fn of_ingress<'a>(namespace: &'a str, spec: &'a IngressSpec) -> Vec<Backend<'a>> {
    let rules = spec.rules.iter().flatten().filter_map(|rule| rule.http.as_ref());
    let paths = rules.flat_map(|http| &http.paths).map(|path| &path.backend);
    let service = |backend: &'a IngressBackend| Some(Backend { namespace, service: &backend.service.as_ref()?.name });
    spec.default_backend.iter().chain(paths).filter_map(service).collect()
}

fn of_rule<'a>(own: &'a str, backends: &'a [BackendRef], filters: &'a [Filter]) -> impl Iterator<Item = Backend<'a>> {
    let mirrors = filters.iter().filter_map(|filter| match filter {
        Filter::RequestMirror { request_mirror } => Some(&request_mirror.backend_ref),
        _ => None,
    });
    let is_service = |it: &&BackendRef| {
        it.kind.as_deref().is_none_or(|kind| kind == "Service") && it.group.as_deref().unwrap_or_default().is_empty()
    };
    backends
        .iter()
        .chain(mirrors)
        .filter(is_service)
        .map(move |it| Backend { namespace: it.namespace.as_deref().unwrap_or(own), service: &it.name })
}

//! The routes to a workload.
use super::model::{list, text, value};
use coderev_objects::{Entry, Inventory, Workload};
use serde_json::Value;
use std::collections::BTreeSet;

/// `api.acme.dev/v1/*` for a prefix, `api.acme.dev/health` for one path.
pub(super) fn routes(workload: Workload<'_>, inventory: &Inventory) -> Vec<String> {
    let mut routes = BTreeSet::new();
    for service in workload.services() {
        for route in inventory.routes_to(service) {
            let object = value(route);
            match route.kind() {
                "Ingress" => of_ingress(&mut routes, &object, service),
                _ => of_gateway_route(&mut routes, &object, service),
            }
        }
    }
    routes.into_iter().collect()
}

fn of_ingress(routes: &mut BTreeSet<String>, ingress: &Value, service: Entry<'_>) {
    let leads_here = |path: &&Value| text(path, "/backend/service/name") == service.name();
    for rule in list(ingress, "/spec/rules") {
        for path in list(rule, "/http/paths").iter().filter(leads_here) {
            routes.insert(route(text(rule, "/host"), text(path, "/path"), text(path, "/pathType") == "Exact"));
        }
    }
}

/// Of an HTTPRoute or a GRPCRoute.
fn of_gateway_route(routes: &mut BTreeSet<String>, object: &Value, service: Entry<'_>) {
    // A route without hosts is for every host of its Gateway, a rule without matches for every request.
    let (any_host, any_request) = ([Value::from("*")], [Value::Null]);
    let own = text(object, "/metadata/namespace");
    let is_service = |backend: &Value| {
        let namespace = backend["namespace"].as_str().unwrap_or(own);
        (namespace, text(backend, "/name")) == (service.namespace(), service.name())
    };
    let leads_here = |rule: &&Value| list(rule, "/backendRefs").iter().any(is_service);
    for rule in list(object, "/spec/rules").iter().filter(leads_here) {
        for host in some_or(list(object, "/spec/hostnames"), &any_host) {
            let host = host.as_str().unwrap_or_default();
            routes.extend(some_or(list(rule, "/matches"), &any_request).iter().map(|it| matched(host, it)));
        }
    }
}
fn some_or<'a>(list: &'a [Value], otherwise: &'a [Value]) -> &'a [Value] {
    if list.is_empty() { otherwise } else { list }
}
fn matched(host: &str, rule: &Value) -> String {
    if let Some(service) = rule.pointer("/method/service").and_then(Value::as_str) {
        let method = rule.pointer("/method/method").and_then(Value::as_str);
        return format!("{host}/{service}/{}", method.unwrap_or("*"));
    }
    route(host, text(rule, "/path/value"), text(rule, "/path/type") == "Exact")
}
fn route(host: &str, path: &str, is_exact: bool) -> String {
    if is_exact { format!("{host}{path}") } else { format!("{host}{}/*", path.trim_end_matches('/')) }
}

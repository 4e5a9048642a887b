//! The routes of one host, with their filters and policies.
use super::names::{MOST, is_grpc, listener, numbered, route_kind};
use super::policies;
use super::rules::{self, DENIED, Named, REFUSED};
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::model::EDGE_NAMESPACE;
use crate::resolve::routes::VirtualHost;
use coderev_objects::crd::envoy_gateway::{Body, DirectResponse, HTTPRouteFilter, HTTPRouteFilterSpec};
use coderev_objects::crd::gateway_api::{Filter, GRPCRoute, GRPCRouteSpec, HTTPRoute, HTTPRouteSpec, ParentRef};
use coderev_objects::{Object, labels};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn routes(virtual_host: &VirtualHost<'_>, out: &mut Output) {
    if virtual_host.routes.is_empty() {
        return;
    }
    let routes = if is_grpc(virtual_host) { grpc(virtual_host) } else { http(virtual_host, out) };
    let mut names = Vec::new();
    let mut rules = Vec::new();
    for (route, own) in routes {
        let name = route.name().to_owned();
        out.put(route, virtual_host.at, &virtual_host.subject());
        for (at, binding) in own.iter().enumerate() {
            let route = binding.as_ref().and_then(|(_, binding)| virtual_host.routes.get(*binding)).map(|it| it.route);
            if let Some(route) = route {
                out.field(format!("/spec/rules/{at}"), route.at);
            }
        }
        rules.extend(own.into_iter().flatten().map(|rule| (name.clone(), rule)));
        names.push(name);
    }
    policies::policies(virtual_host, route_kind(virtual_host), &names, &rules, out);
}

/// A route object, with its rules for declared routes: the name of each rule, and the position of its route on the
/// host.
type Route = (Object, Vec<Option<(String, usize)>>);

fn http(virtual_host: &VirtualHost<'_>, out: &mut Output) -> Vec<Route> {
    let rules = rules::http(virtual_host);
    for (name, spec) in [(DENIED, denied()), (REFUSED, refused())] {
        let uses =
            |filter: &Filter| matches!(filter, Filter::ExtensionRef { extension_ref } if extension_ref.name == name);
        let used = rules.iter().flat_map(|named| &named.rule.filters).any(uses);
        if used {
            let meta = namespaced_meta(virtual_host.platform, virtual_host.namespace, name);
            out.put_once(HTTPRouteFilter::new(meta, spec), virtual_host.namespace.at, &virtual_host.namespace.name);
        }
    }
    chunks(virtual_host, rules, |meta, rules| {
        HTTPRoute::new(
            meta,
            HTTPRouteSpec { parent_refs: parents(virtual_host), hostnames: hostnames(virtual_host), rules },
        )
        .into()
    })
}
fn grpc(virtual_host: &VirtualHost<'_>) -> Vec<Route> {
    chunks(virtual_host, rules::grpc(virtual_host), |meta, rules| {
        GRPCRoute::new(
            meta,
            GRPCRouteSpec { parent_refs: parents(virtual_host), hostnames: hostnames(virtual_host), rules },
        )
        .into()
    })
}
fn chunks<R>(
    virtual_host: &VirtualHost<'_>,
    rules: Vec<Named<R>>,
    object: impl Fn(ObjectMeta, Vec<R>) -> Object,
) -> Vec<Route> {
    let mut rules = rules.into_iter().peekable();
    let mut routes = Vec::new();
    while rules.peek().is_some() {
        let (mut own, mut named) = (Vec::new(), Vec::new());
        for Named { name, binding, rule } in rules.by_ref().take(MOST) {
            named.push(binding.map(|binding| (name, binding)));
            own.push(rule);
        }
        let mut meta =
            namespaced_meta(virtual_host.platform, virtual_host.namespace, &numbered(virtual_host.name, routes.len()));
        if !virtual_host.host.annotations.is_empty() {
            meta.annotations = Some(virtual_host.host.annotations.iter().cloned().collect());
        }
        if let Some(new) = &virtual_host.renamed_to {
            let new = numbered(new, routes.len());
            meta.annotations.get_or_insert_default().insert(labels::RENAMED_TO.into(), new);
        }
        routes.push((object(meta, own), named));
    }
    routes
}
fn parents(virtual_host: &VirtualHost<'_>) -> Vec<ParentRef> {
    let name = virtual_host.edge.name.clone();
    vec![ParentRef { name, namespace: Some(EDGE_NAMESPACE.into()), section_name: listener(virtual_host) }]
}
fn hostnames(virtual_host: &VirtualHost<'_>) -> Vec<String> {
    vec![virtual_host.hostname.to_owned()]
}

fn denied() -> HTTPRouteFilterSpec {
    HTTPRouteFilterSpec { direct_response: DirectResponse { status_code: 404, content_type: None, body: None } }
}
fn refused() -> HTTPRouteFilterSpec {
    let body = Body { r#type: "Inline".into(), inline: r#"{"error":"method not allowed"}"#.into() };
    HTTPRouteFilterSpec {
        direct_response: DirectResponse {
            status_code: 405,
            content_type: Some("application/json".into()),
            body: Some(body),
        },
    }
}

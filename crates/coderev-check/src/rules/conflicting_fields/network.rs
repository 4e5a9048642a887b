//! Network policies, Services and routes.
use super::conflicts::{Conflicts, Pointer};
use super::services;
use coderev_objects::crd::gateway_api::{Filter, Gateway, HTTPRoute};
use coderev_objects::{Object, Origin};
use core::net::IpAddr;
use k8s_openapi::api::core::v1::{Service, ServiceSpec};
use k8s_openapi::api::networking::v1::{
    HTTPIngressPath, Ingress, IngressBackend, IngressSpec, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort,
    NetworkPolicySpec, ServiceBackendPort,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn policy(policy: &NetworkPolicy, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&NetworkPolicySpec>::from(&policy.spec) else { return };
    for (at, rule) in spec.ingress.iter().flatten().enumerate() {
        peers(rule.from.as_deref(), format_args!("/spec/ingress/{at}/from"), found);
        ports(rule.ports.as_deref(), format_args!("/spec/ingress/{at}/ports"), found);
    }
    for (at, rule) in spec.egress.iter().flatten().enumerate() {
        peers(rule.to.as_deref(), format_args!("/spec/egress/{at}/to"), found);
        ports(rule.ports.as_deref(), format_args!("/spec/egress/{at}/ports"), found);
    }
}
fn peers(peers: Option<&[NetworkPolicyPeer]>, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    for (index, peer) in peers.into_iter().flatten().enumerate() {
        let at = format_args!("{at}/{index}");
        let selects = peer.pod_selector.is_some() || peer.namespace_selector.is_some();
        let Some(block) = &peer.ip_block else {
            if !selects {
                found.push(at, "a peer of the network policy is empty", "select pods, namespaces or a CIDR block");
            }
            continue;
        };
        if selects {
            found.push(at, "a peer of the network policy has a CIDR block and a selector", "write two peers");
        }
        for (index, except) in block.except.iter().flatten().enumerate() {
            if !is_strictly_within(except, &block.cidr) {
                let message = format!("`{except}` is not a smaller block within `{}`", block.cidr);
                found.push(
                    format_args!("{at}/ipBlock/except/{index}"),
                    message,
                    "except only a part of the block: `10.1.0.0/16` of `10.0.0.0/8`",
                );
            }
        }
    }
}
fn ports(ports: Option<&[NetworkPolicyPort]>, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    for (index, port) in ports.into_iter().flatten().enumerate() {
        let Some(end) = port.end_port else { continue };
        if !matches!(port.port, Some(IntOrString::Int(first)) if first <= end) {
            found.push(
                format_args!("{at}/{index}/endPort"),
                format!("the range of ports ends with {end}, below its first port"),
                "write the lower port first",
            );
        }
    }
}
/// Blocks that cannot be parsed have a finding of their own.
fn is_strictly_within(inner: &str, outer: &str) -> bool {
    let (Some((inner, inner_bits)), Some((outer, outer_bits))) = (block(inner), block(outer)) else { return true };
    let width = |address: IpAddr| if address.is_ipv4() { 32_u32 } else { 128 };
    let bits = |address: IpAddr| match address {
        IpAddr::V4(it) => u128::from(it.to_bits()),
        IpAddr::V6(it) => it.to_bits(),
    };
    let shift = width(outer).saturating_sub(outer_bits);
    inner.is_ipv4() == outer.is_ipv4()
        && inner_bits > outer_bits
        && bits(inner).checked_shr(shift).unwrap_or(0) == bits(outer).checked_shr(shift).unwrap_or(0)
}
fn block(text: &str) -> Option<(IpAddr, u32)> {
    let (address, bits) = text.split_once('/')?;
    Some((address.parse().ok()?, bits.parse().ok()?))
}

pub(super) fn service(service: &Service, found: &mut Conflicts<'_, '_>) {
    let Some(spec) = Option::<&ServiceSpec>::from(&service.spec) else { return };
    let kind = spec.type_.as_deref().filter(|it| !it.is_empty()).unwrap_or("ClusterIP");
    let has_ports = spec.ports.as_ref().is_some_and(|ports| !ports.is_empty());
    if kind == "ExternalName" {
        if spec.external_name.as_ref().is_none_or(String::is_empty) {
            found.push("/spec/type", "a Service of the type `ExternalName` has no name", "set `externalName`");
        }
    } else if !has_ports && spec.cluster_ip.as_deref() != Some("None") {
        found.push("/spec/ports", "the Service has no port", "add the port on which the pods listen");
    }
    let has_addresses = spec.external_ips.as_ref().is_some_and(|addresses| !addresses.is_empty());
    if spec.external_traffic_policy.as_deref().is_some_and(|it| !it.is_empty())
        && !(matches!(kind, "NodePort" | "LoadBalancer") || kind == "ClusterIP" && has_addresses)
    {
        let message = format!("a Service of the type `{kind}` sets `externalTrafficPolicy`");
        found.push(
            "/spec/externalTrafficPolicy",
            message,
            "remove it: only the types `NodePort` and `LoadBalancer`, and a Service with `externalIPs`, have it",
        );
    }
    if kind == "LoadBalancer" && spec.cluster_ip.as_deref() == Some("None") {
        found.push("/spec/clusterIP", "a load balancer is headless", "remove `clusterIP: None`");
    }
    services::fields_of_type(spec, kind, found);
}
pub(super) fn ingress(ingress: &Ingress, found: &mut Conflicts<'_, '_>) {
    let spec: Option<&IngressSpec> = (&ingress.spec).into();
    let Some(spec) = spec else { return };
    if spec.default_backend.is_none() && spec.rules.as_ref().is_none_or(Vec::is_empty) {
        found.push("/spec", "the Ingress has no rule and no default backend", "add a rule");
    }
    // `ValidateIngressCreate` in `pkg/apis/networking/validation/validation.go`.
    let annotation = ingress.metadata.annotations.as_ref().and_then(|it| it.get("kubernetes.io/ingress.class"));
    if let (Some(class), Some(annotation)) = (&spec.ingress_class_name, annotation)
        && class != annotation
    {
        let message = format!(
            "`ingressClassName` is `{class}`, and the annotation `kubernetes.io/ingress.class` is `{annotation}`"
        );
        found.push("/metadata/annotations/kubernetes.io~1ingress.class", message, "remove the annotation");
    }
    if let Some(it) = &spec.default_backend {
        backend(it, format_args!("/spec/defaultBackend"), found);
    }
    for (at, rule) in spec.rules.iter().flatten().enumerate() {
        let http: Option<&k8s_openapi::api::networking::v1::HTTPIngressRuleValue> = rule.http.as_ref();
        for (index, path) in http.iter().flat_map(|http| &http.paths).enumerate() {
            let at = format_args!("/spec/rules/{at}/http/paths/{index}");
            backend(&path.backend, format_args!("{at}/backend"), found);
            empty_path(path, at, found);
        }
    }
}
/// `validateIngressBackend` in `pkg/apis/networking/validation/validation.go`.
fn backend(backend: &IngressBackend, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    match (&backend.service, &backend.resource) {
        (None, None) => found.push(at, "a backend has no Service and no resource", "name a Service and its port"),
        (Some(_), Some(_)) => found.push(at, "a backend has a Service and a resource", "remove one of them"),
        _ => {}
    }
    let Some(service) = backend.service.as_ref().filter(|_| backend.resource.is_none()) else { return };
    let has_name = |port: &ServiceBackendPort| port.name.as_ref().is_some_and(|name| !name.is_empty());
    let has_number = |port: &ServiceBackendPort| port.number.is_some_and(|number| number != 0);
    if service.port.as_ref().is_none_or(|port| has_name(port) == has_number(port)) {
        let message = format!("the backend `{}` needs the name or the number of a port", service.name);
        found.push(at, message, "set either `port.name` or `port.number`");
    }
}
fn empty_path(path: &HTTPIngressPath, at: Pointer<'_>, found: &mut Conflicts<'_, '_>) {
    let path_text = path.path.as_deref().unwrap_or_default();
    if path_text.is_empty() && path.path_type != "ImplementationSpecific" {
        found.push(at, "a path is empty", "write `/` for all paths");
    }
}
/// The names of listeners are different, and only listeners that terminate TLS have its settings.
pub(super) fn gateway(gateway: &Gateway, found: &mut Conflicts<'_, '_>) {
    let listeners = &gateway.spec.listeners;
    for (at, listener) in listeners.iter().enumerate() {
        // In a program, `duplicate-host` reports the host, at its own line.
        let is_generated = found.entry.origin_of(&format!("/spec/listeners/{at}")) != found.entry.origin();
        let is_of_program = is_generated && matches!(found.entry.origin(), Origin::Rust(_));
        if !is_of_program && listeners[..at].iter().any(|other| other.name == listener.name) {
            let message = format!("two listeners have the name `{}`", listener.name);
            found.push(format_args!("/spec/listeners/{at}/name"), message, "give each listener a name of its own");
        }
        if listener.tls.is_some() && matches!(&*listener.protocol, "HTTP" | "TCP" | "UDP") {
            let message = format!(
                "the listener `{}` has the protocol `{}` and settings of TLS",
                listener.name, listener.protocol
            );
            found.push(format_args!("/spec/listeners/{at}/tls"), message, "use the protocol `HTTPS`, or remove `tls`");
        }
    }
}
/// A policy of Envoy Gateway names the objects that it applies to.
pub(super) fn policy_of_envoy(policy: &Object, found: &mut Conflicts<'_, '_>) {
    let Some(written) = policy.written_fields() else { return };
    let spec = written.get("spec");
    let has_target = ["targetRef", "targetRefs", "targetSelectors"]
        .iter()
        .any(|field| spec.is_some_and(|it| it.get(field).is_some()));
    if !has_target {
        let message = format!("the {} `{}` applies to no object", policy.kind(), policy.name());
        found.push("/spec", message, "name the routes or the Gateway in `targetRefs`");
    }
}
/// A duration of the Gateway API.
fn milliseconds(text: &str) -> Option<u64> {
    let (mut rest, mut total) = (text, 0_u64);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().ok()?;
        let units = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000)];
        let (unit, factor) = units.into_iter().find(|(unit, _)| rest[digits..].starts_with(unit))?;
        total = total.checked_add(number.checked_mul(factor)?)?;
        rest = &rest[digits + unit.len()..];
    }
    Some(total)
}
/// `*` in a list of CORS stands for all items, so it stands alone.
pub(super) fn route(route: &HTTPRoute, found: &mut Conflicts<'_, '_>) {
    for (at, rule) in route.spec.rules.iter().enumerate() {
        for (index, backend) in rule.backend_refs.iter().enumerate().filter(|(_, backend)| backend.port.is_none()) {
            if matches!(backend.kind.as_deref(), None | Some("Service")) {
                let message = format!("the backend `{}` is a Service and has no port", backend.name);
                found.push(
                    format_args!("/spec/rules/{at}/backendRefs/{index}"),
                    message,
                    "set the port of the Service",
                );
            }
        }
        if let Some(timeouts) = &rule.timeouts
            && let (Some(request), Some(backend)) =
                (milliseconds(&timeouts.request), milliseconds(&timeouts.backend_request))
            && request > 0
            && backend > request
        {
            let message = format!(
                "the timeout of the backend, `{}`, is above the timeout of the request, `{}`",
                timeouts.backend_request, timeouts.request
            );
            found.push(format_args!("/spec/rules/{at}/timeouts"), message, "lower `backendRequest`");
        }
        for (index, filter) in rule.filters.iter().enumerate() {
            let Filter::Cors { cors } = filter else { continue };
            for (field, items, setter) in [
                ("allowOrigins", &cors.allow_origins, ".allow_origin"),
                ("allowHeaders", &cors.allow_headers, ".allow_header"),
            ] {
                if items.len() > 1 && items.iter().any(|it| it == "*") {
                    let message = format!("`{field}` has `*` and other items");
                    found.push(
                        format_args!("/spec/rules/{at}/filters/{index}/cors/{field}"),
                        message,
                        format!("keep `*`, or write each item: `{setter}(..)`"),
                    );
                }
            }
        }
    }
}

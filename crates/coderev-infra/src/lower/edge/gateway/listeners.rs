//! The Gateway: its class, proxies, listeners, and the redirect to HTTPS.
use super::names::{MOST, listener, numbered, route_kind};
use super::rules::duration;
use crate::lower::balancer;
use crate::lower::meta::{cluster_meta, namespaced_meta, pairs};
use crate::lower::output::Output;
use crate::model::{Bounded, Edge, NamespaceDecl, Platform, TlsVersion, gibi, mebi, millis, seconds};
use crate::resolve::routes::VirtualHost;
use coderev_objects::crd::envoy_gateway::{
    self, ClientHttpTimeout, ClientIpDetection, ClientTimeout, ClientTls, ClientTrafficPolicy, ClientTrafficPolicySpec,
    Empty, EnvoyContainer, EnvoyDeployment, EnvoyPdb, EnvoyPod, EnvoyProxy, EnvoyProxySpec, EnvoyResources,
    EnvoyService, KubernetesProvider, Metrics, Provider, Shutdown, TargetRef, Telemetry, XForwardedFor,
};
use coderev_objects::crd::gateway_api::{
    self, AllowedRoutes, CertificateRef, Filter, Gateway, GatewayClass, GatewayClassSpec, GatewaySpec, HTTPRoute,
    HTTPRouteSpec, HttpRule, Infrastructure, Listener, ListenerTls, ParentRef, Redirect, Ref, RouteKind,
    RouteNamespaces, Selector,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;
use std::time::Duration;

pub(super) fn gateway(
    platform: &Platform,
    home: &NamespaceDecl,
    edge: &Edge,
    virtual_hosts: &[&VirtualHost<'_>],
    out: &mut Output,
) {
    let class = GatewayClassSpec { controller_name: "gateway.envoyproxy.io/gatewayclass-controller".into() };
    let class = GatewayClass::new(cluster_meta(platform, &edge.class_name(platform)), class);
    out.put_once(class, edge.at, "");
    let meta = || namespaced_meta(platform, home, &edge.name);
    out.put(EnvoyProxy::new(meta(), proxy(platform, home, edge, virtual_hosts)), edge.at, "");
    let proxy = Ref { group: envoy_gateway::GROUP.into(), kind: "EnvoyProxy".into(), name: edge.name.clone() };
    let gateway = GatewaySpec {
        gateway_class_name: edge.class_name(platform),
        infrastructure: Infrastructure { parameters_ref: proxy },
        listeners: listeners(virtual_hosts),
    };
    out.put(Gateway::new(meta(), gateway), edge.at, "");
    let first = usize::from(virtual_hosts.iter().any(|virtual_host| virtual_host.tls().is_some()));
    for (at, virtual_host) in (first..).zip(virtual_hosts) {
        out.field(format!("/spec/listeners/{at}"), virtual_host.at);
    }
    out.put(ClientTrafficPolicy::new(meta(), clients(edge, virtual_hosts)), edge.at, "");
    let secure: Vec<_> = virtual_hosts.iter().filter(|virtual_host| virtual_host.tls().is_some()).collect();
    for (at, hosts) in secure.chunks(MOST).enumerate() {
        let name = &edge.redirect_name();
        let redirect =
            Filter::RequestRedirect { request_redirect: Redirect { scheme: "https".into(), status_code: 301 } };
        let spec = HTTPRouteSpec {
            parent_refs: vec![ParentRef { name: edge.name.clone(), namespace: None, section_name: "http".into() }],
            hostnames: hosts.iter().map(|virtual_host| virtual_host.hostname.to_owned()).collect(),
            rules: vec![HttpRule { filters: vec![redirect], ..HttpRule::default() }],
        };
        out.put(HTTPRoute::new(namespaced_meta(platform, home, &numbered(name, at)), spec), edge.at, "");
        for (at, virtual_host) in hosts.iter().enumerate() {
            out.field(format!("/spec/hostnames/{at}"), virtual_host.at);
        }
    }
}

/// Port 80 for challenges and the redirect, and a listener for each host. Only routes in the namespace of the host can
/// attach to it.
fn listeners(virtual_hosts: &[&VirtualHost<'_>]) -> Vec<Listener> {
    let mut listeners = Vec::new();
    if virtual_hosts.iter().any(|virtual_host| virtual_host.tls().is_some()) {
        listeners.push(Listener {
            name: "http".into(),
            port: 80,
            protocol: "HTTP".into(),
            hostname: None,
            tls: None,
            allowed_routes: AllowedRoutes {
                kinds: Vec::new(),
                namespaces: RouteNamespaces { from: "Same".into(), selector: None },
            },
        });
    }
    for virtual_host in virtual_hosts {
        let tls = virtual_host.certificate().map(|name| ListenerTls {
            mode: "Terminate".into(),
            certificate_refs: vec![CertificateRef { kind: "Secret".into(), name }],
        });
        let (port, protocol) = if tls.is_some() { (443, "HTTPS") } else { (80, "HTTP") };
        let match_labels = pairs([("kubernetes.io/metadata.name", &virtual_host.namespace.name)]);
        listeners.push(Listener {
            name: listener(virtual_host),
            port,
            protocol: protocol.into(),
            hostname: Some(virtual_host.hostname.to_owned()),
            tls,
            allowed_routes: AllowedRoutes {
                kinds: vec![RouteKind { group: gateway_api::GROUP.into(), kind: route_kind(virtual_host).into() }],
                namespaces: RouteNamespaces { from: "Selector".into(), selector: Some(Selector { match_labels }) },
            },
        });
    }
    listeners
}

fn proxy(platform: &Platform, home: &NamespaceDecl, edge: &Edge, virtual_hosts: &[&VirtualHost<'_>]) -> EnvoyProxySpec {
    let class = home.spec.priority_class.as_ref().map(|class| platform.priority_class_name(class));
    let mut annotations = balancer::annotations(platform.cluster.provider, edge.internal.is_some());
    annotations.extend(edge.annotations.iter().map(|(key, declared)| (key.clone(), declared.value.clone())));
    let kubernetes = KubernetesProvider {
        envoy_deployment: EnvoyDeployment {
            replicas: edge.replicas.map_or(2, |it| it.value),
            pod: EnvoyPod { priority_class_name: class.unwrap_or_else(|| "system-cluster-critical".into()) },
            container: EnvoyContainer { resources: resources(edge) },
        },
        envoy_pdb: EnvoyPdb { max_unavailable: IntOrString::Int(1) },
        envoy_service: EnvoyService {
            annotations,
            // Keeps the address of the client, which rate limits and allow lists use.
            external_traffic_policy: "Local".into(),
            load_balancer_source_ranges: edge.allow_from.clone(),
        },
    };
    EnvoyProxySpec {
        provider: Provider { r#type: "Kubernetes".into(), kubernetes },
        // A proxy that stops completes its open requests. It is killed five minutes after this timeout.
        shutdown: Shutdown {
            drain_timeout: duration(longest_answer(virtual_hosts).max(seconds(60))),
            min_drain_duration: "10s".into(),
        },
        telemetry: Telemetry { metrics: Metrics { prometheus: Empty {} } },
    }
}

/// The resources of each proxy.
fn resources(edge: &Edge) -> EnvoyResources {
    let cpu = edge.cpu.map_or(Bounded { request: millis(250), limit: None }, |it| it.value);
    let memory = edge.memory.map_or(Bounded { request: mebi(256), limit: Some(gibi(1)) }, |it| it.value);
    let limits = [("cpu", cpu.limit.map(|it| it.to_string())), ("memory", memory.limit.map(|it| it.to_string()))];
    EnvoyResources {
        requests: BTreeMap::from([
            ("cpu".into(), cpu.request.to_string()),
            ("memory".into(), memory.request.to_string()),
        ]),
        limits: limits.into_iter().filter_map(|(name, amount)| Some((name.into(), amount?))).collect(),
    }
}

/// The longest timeout of the routes of these hosts. A streaming route has no timeout.
fn longest_answer(virtual_hosts: &[&VirtualHost<'_>]) -> Duration {
    let bindings = virtual_hosts.iter().flat_map(|virtual_host| &virtual_host.routes);
    bindings.filter_map(|binding| binding.route.longest_answer()).max().unwrap_or_default()
}

fn clients(edge: &Edge, virtual_hosts: &[&VirtualHost<'_>]) -> ClientTrafficPolicySpec {
    let hops = edge.trusted_hops.map(|it| it.value);
    let gateway = Ref { group: gateway_api::GROUP.into(), kind: "Gateway".into(), name: edge.name.clone() };
    // A gRPC stream is a request that the client ends at any time. Its headers still arrive at once.
    let mut bindings = virtual_hosts.iter().flat_map(|virtual_host| &virtual_host.routes);
    let streams = bindings.any(|binding| binding.is_grpc() && binding.route.longest_answer().is_none());
    let received = if streams { Duration::ZERO } else { longest_answer(virtual_hosts).max(seconds(30)) };
    let http = ClientHttpTimeout {
        request_received_timeout: duration(received),
        request_headers_received_timeout: streams.then_some("30s".into()),
        idle_timeout: "3600s".into(),
    };
    ClientTrafficPolicySpec {
        target_refs: vec![TargetRef { object: gateway, section_name: None }],
        client_ip_detection: hops
            .map(|num_trusted_hops| ClientIpDetection { x_forwarded_for: XForwardedFor { num_trusted_hops } }),
        timeout: ClientTimeout { http },
        tls: ClientTls {
            min_version: edge.min_tls_version.map_or(TlsVersion::V1_2, |it| it.value).0.into(),
            // Not set: by default Envoy Gateway offers h2 and http/1.1, and only http/1.1 on listeners with overlapping
            // certificates, since browsers reuse h2 connections for all hosts of a certificate. A list turns this off.
            // HTTP/3 has its own protocol.
            // https://github.com/envoyproxy/gateway/blob/v1.6.0/internal/xds/translator/listener.go `TLSOverlaps`
            alpn_protocols: Vec::new(),
        },
        http3: edge.http3.map(|_| Empty {}),
    }
}

//! Values of edges.
use super::value::{Value, values};
use super::world::World;
#[allow(unused_imports, reason = "each file needs some of the names")]
use coderev_infra::{prelude::*, *};

pub(crate) fn all() -> Vec<Value> {
    values! {
        edge.class => ["gatewayClassName: declared-class"], |it| it.class("declared-class");
        edge.name => ["name: declared-edge"], |it| it.name("declared-edge");
        edge.redirect_route => ["name: declared-redirect"], |it| it.redirect_route("declared-redirect");
        edge.proxies => ["declared-proxies"], |it| it.proxies(Peer::namespace("declared-proxies"));
        edge.trusted_hops => ["numTrustedHops: 5"], |it| it.trusted_hops(5);
        edge.replicas => ["replicas: 19"], |it| it.replicas(19);
        edge.cpu => ["cpu: 331m", "cpu: 332m"], |it| it.cpu(millis(331)..=millis(332));
        edge.memory => ["memory: 333Mi", "memory: 334Mi"], |it| it.memory(mebi(333)..=mebi(334));
        edge.http3 => ["http3: {}"], |it| it.http3();
        edge.min_tls_version => ["minVersion: \"1.3\""], |it| it.min_tls_version(TlsVersion::V1_3);
        edge.allow_from => ["- 198.51.100.0/24"], |it| it.allow_from("198.51.100.0/24");
        edge.annotation => ["acme.dev/edge: declared-edge-note"], |it| it.annotation("acme.dev/edge", "declared-edge-note");
        edge.internal => [], |it| it.internal();
        host.rate_limit => ["requests: 611"], |it| it.rate_limit(per_minute(611));
        host.plain_http => [], |it| it.plain_http();
        host.tls => ["name: declared-tls"], |it| it.tls(Tls::secret(Secret::new("declared-tls")));
        host.allow_from => ["203.0.113.0/28"], |it| it.allow_from("203.0.113.0/28");
        host.annotation => ["acme.dev/host: declared-host-note"], |it| it.annotation("acme.dev/host", "declared-host-note");
        route.timeout => ["request: 77s"], |it| it.timeout(seconds(77));
        route.stream_idle_timeout => ["88s"], |it| it.stream_idle_timeout(seconds(88));
        route.session_affinity => ["web-affinity"], |it| it.session_affinity();
        route.method => ["method: PATCH"], |it| it.method(Method::PATCH);
        route.rate_limit => ["requests: 612"], |it| it.rate_limit(per_minute(612));
        route.body_limit => ["913Mi"], |it| it.body_limit(mebi(913));
        route.header => ["value: declared-header"], |it| it.header("x-declared", "declared-header");
        route.replace_prefix => ["replacePrefixMatch: /declared-prefix"], |it| it.replace_prefix("/declared-prefix");
        route.retries => ["numRetries: 7"], |it| it.retries(7);
        route.allow_origin => ["- https://declared.acme.dev"], |it| it.allow_origin("https://declared.acme.dev");
        route.allow_credentials => ["allowCredentials: true"], |it| it.allow_credentials();
        route.allow_header => ["- x-declared-request"], |it| it.allow_header("x-declared-request");
        route.expose_header => ["- x-declared-response"], |it| it.expose_header("x-declared-response");
        route.max_age => ["maxAge: 4712"], |it| it.max_age(seconds(4712));
        route.port => ["port: 8123"], |it| it.port(Port::http(8123).service(8123));
        balancer.port => ["port: 7001"], |it| it.port(Port::tcp(7001));
        balancer.name => ["name: declared-balancer"], |it| it.name("declared-balancer");
        balancer.allow_from => ["- 192.0.2.0/25"], |it| it.allow_from("192.0.2.0/25");
        balancer.annotation => ["acme.dev/lb: declared-lb"], |it| it.annotation("acme.dev/lb", "declared-lb");
        balancer.session_affinity => ["sessionAffinity: ClientIP"], |it| it.session_affinity();
        balancer.publish_not_ready_addresses => ["publishNotReadyAddresses: true"], |it| it.publish_not_ready_addresses();
        balancer.without_node_ports => ["allocateLoadBalancerNodePorts: false"], |it| it.without_node_ports();
        peer.pods => ["acme.dev/peer: declared-peer"], |it| it.pods("acme.dev/peer", "declared-peer");
        peer.port => ["port: 7007"], |it| it.port(Port::tcp(7007));
        external.cidr => ["cidr: 192.0.2.128/25"], |it| it.cidr("192.0.2.128/25");
        external.port => ["port: 6543"], |it| it.port(Port::tcp(6543));
        endpoint.pods => ["acme.dev/chat: declared-chat"], |it| it.pods("acme.dev/chat", "declared-chat");
        endpoint.port => ["port: 7654"], |it| it.port(Port::http(7654));
    }
}

//! The numbers of a route and of an edge.
use super::namespace::rate;
use super::numbers::{MAX, Numbers};
use crate::model::{Edge, Route};
use std::time::Duration;

/// The largest duration of the Gateway API, 99999h: <https://gateway-api.sigs.k8s.io/geps/gep-2257/>. The timeouts of
/// ingress-nginx have the same bound here.
const MAX_TIMEOUT: u32 = 99_999 * 3600;
/// Envoy counts the bytes of a request body in 32 bits:
/// <https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/http/buffer/v3/buffer.proto>
const ENVOY_BODY_MEBI: u64 = 4095;
/// nginx counts them in 64 bits with a sign: <https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size>
const NGINX_BODY_MEBI: u64 = (i64::MAX as u64) >> 20;

/// The largest request body that each of the edges can limit, in MiB.
pub(super) fn largest_body(edges: &[Edge]) -> u64 {
    if edges.iter().any(Edge::is_gateway) { ENVOY_BODY_MEBI } else { NGINX_BODY_MEBI }
}

pub(super) fn check(route: &Route, largest_body: u64, numbers: &mut Numbers<'_>) {
    for (setter, time) in [(".timeout(..)", route.timeout), (".stream_idle_timeout(..)", route.stream_idle_timeout)] {
        // Zero is `no-time-to-answer`.
        let Some(time) = time else { continue };
        if time.value > Duration::from_secs(MAX_TIMEOUT.into()) {
            numbers.seconds(time.at, setter, time.value, 0, MAX_TIMEOUT);
        } else {
            numbers.milliseconds(time.at, setter, time.value);
        }
    }
    if let Some(limit) = route.rate_limit {
        rate(limit.at, limit.value, numbers);
    }
    if let Some(size) = route.body_limit {
        // nginx reads zero as no limit.
        numbers.memory_up_to(size.at, ".body_limit(..)", size.value, 1, largest_body);
    }
    if let Some(n) = route.retries {
        numbers.count(n.at, ".retries(..)", n.value, 0, MAX);
    }
    if let Some(time) = route.cors.max_age {
        numbers.seconds(time.at, ".max_age(..)", time.value, 1, MAX);
    }
}

pub(super) fn check_edge(edge: &Edge, numbers: &mut Numbers<'_>) {
    if let Some(n) = edge.replicas {
        numbers.count(n.at, ".replicas(..)", n.value, 1, MAX);
    }
    if let Some(n) = edge.trusted_hops {
        numbers.count(n.at, ".trusted_hops(..)", n.value, 0, MAX);
    }
    if let Some(amount) = edge.memory {
        numbers.memory_bounds(amount.at, ".memory(..)", amount.value);
    }
}

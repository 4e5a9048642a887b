//! The policies of Envoy Gateway for one host: rate limits, retries, body limits and allowed clients.
use super::rules::duration;
use crate::lower::meta::namespaced_meta;
use crate::lower::output::Output;
use crate::model::{DEFAULT_TIMEOUT, Memory, Rate, RateUnit};
use crate::resolve::hosts::rate_limit as host_rate;
use crate::resolve::routes::{RouteBinding, VirtualHost};
use coderev_objects::crd::envoy_gateway::{
    Authorization, AuthorizationRule, BackOff, BackendHttpTimeout, BackendTimeout, BackendTrafficPolicy,
    BackendTrafficPolicySpec, Balancer, CircuitBreaker, ClientSelector, ConsistentHash, Cookie, Limit, LocalRateLimit,
    PerRetry, Principal, RateLimit, RateLimitRule, RequestBuffer, Retry, RetryOn, SecurityPolicy, SecurityPolicySpec,
    SourceCidr, TargetRef,
};
use coderev_objects::crd::gateway_api::{GROUP, Ref};
use std::collections::BTreeMap;
use std::time::Duration;

/// The settings of a policy for the requests of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Traffic {
    rate: Option<Rate>,
    retries: u32,
    body: Option<Memory>,
    /// Only for gRPC: an HTTPRoute has a field for the timeout.
    timeout: Option<Duration>,
    stream_idle: Option<Duration>,
    /// The name of the cookie.
    affinity: Option<String>,
}
impl Traffic {
    const RETRIES: u32 = 2;
    fn from_binding(binding: &RouteBinding<'_>, is_grpc: bool) -> Self {
        Self {
            rate: binding.rate(),
            retries: binding.route.retries.map_or(Self::RETRIES, |it| it.value),
            body: binding.route.body_limit.map(|it| it.value),
            timeout: is_grpc.then(|| binding.route.longest_answer().unwrap_or_default()),
            stream_idle: binding.route.stream_idle_timeout.map(|it| it.value),
            affinity: binding.affinity(),
        }
    }
}

/// One policy for the routes of the host, and one for each rule with other settings. The policy of a rule replaces the
/// policy of the routes; they are not merged.
pub(super) fn policies(
    virtual_host: &VirtualHost<'_>,
    kind: &'static str,
    routes: &[String],
    rules: &[(String, (String, usize))],
    out: &mut Output,
) {
    let is_grpc = kind == "GRPCRoute";
    let default = Traffic {
        rate: host_rate(virtual_host.namespace, virtual_host.host),
        retries: Traffic::RETRIES,
        body: None,
        timeout: is_grpc.then_some(DEFAULT_TIMEOUT),
        stream_idle: None,
        affinity: None,
    };
    let object = |name: &str| Ref { group: GROUP.into(), kind: kind.into(), name: name.into() };
    let whole: Vec<_> = routes.iter().map(|name| TargetRef { object: object(name), section_name: None }).collect();
    let mut put = |name: &str, targets: Vec<TargetRef>, traffic: &Traffic, at| {
        let meta = namespaced_meta(virtual_host.platform, virtual_host.namespace, name);
        out.put(BackendTrafficPolicy::new(meta, policy(targets, traffic)), at, &virtual_host.subject());
    };
    put(virtual_host.name, whole.clone(), &default, virtual_host.at);
    for (route, (rule, binding)) in rules {
        let binding = &virtual_host.routes[*binding];
        let traffic = Traffic::from_binding(binding, is_grpc);
        if traffic != default {
            let target = TargetRef { object: object(route), section_name: Some(rule.clone()) };
            put(&format!("{}-{rule}", virtual_host.name), vec![target], &traffic, binding.route.at);
        }
    }
    if !virtual_host.host.allow_from.is_empty() {
        let rule = AuthorizationRule {
            name: "allow-from".into(),
            action: "Allow".into(),
            principal: Principal { client_cidrs: virtual_host.host.allow_from.clone() },
        };
        let authorization = Authorization { default_action: "Deny".into(), rules: vec![rule] };
        let meta = namespaced_meta(virtual_host.platform, virtual_host.namespace, virtual_host.name);
        let spec = SecurityPolicySpec { target_refs: whole, authorization };
        out.put(SecurityPolicy::new(meta, spec), virtual_host.at, &virtual_host.subject());
    }
}

fn policy(target_refs: Vec<TargetRef>, traffic: &Traffic) -> BackendTrafficPolicySpec {
    BackendTrafficPolicySpec {
        target_refs,
        rate_limit: traffic.rate.map(rate_limit),
        retry: Retry {
            num_retries: traffic.retries,
            // Only errors before a request is sent: a request that was sent may have taken effect, and must not be
            // repeated.
            retry_on: RetryOn { triggers: vec!["connect-failure".into(), "refused-stream".into()] },
            per_retry: PerRetry { back_off: BackOff { base_interval: "100ms".into(), max_interval: "1s".into() } },
        },
        circuit_breaker: circuit_breaker(traffic),
        request_buffer: traffic.body.map(|limit| RequestBuffer { limit: limit.to_string() }),
        timeout: timeout(traffic),
        load_balancer: traffic.affinity.as_deref().map(balancer),
    }
}

/// An open stream counts as a request, and over HTTP/1 also as a connection. With Envoy's default of 1024, a proxy
/// could serve only 1024 clients.
fn circuit_breaker(traffic: &Traffic) -> CircuitBreaker {
    let streams = traffic.stream_idle.is_some();
    CircuitBreaker {
        max_connections: if streams { STREAMS } else { 2048 },
        max_pending_requests: 1024,
        max_parallel_requests: streams.then_some(STREAMS),
    }
}
const STREAMS: u32 = 16_384;

fn timeout(traffic: &Traffic) -> Option<BackendTimeout> {
    let (request_timeout, stream_idle_timeout) = (traffic.timeout.map(duration), traffic.stream_idle.map(duration));
    let is_set = request_timeout.is_some() || stream_idle_timeout.is_some();
    is_set.then_some(BackendTimeout { http: BackendHttpTimeout { request_timeout, stream_idle_timeout } })
}

/// A lifetime of zero means the session of the browser. Without a lifetime, Envoy expects the service to set the
/// cookie.
fn balancer(cookie: &str) -> Balancer {
    let attributes = BTreeMap::from([("Path".into(), "/".into()), ("SameSite".into(), "Lax".into())]);
    let cookie = Cookie { name: cookie.into(), ttl: "0s".into(), attributes };
    Balancer { r#type: "ConsistentHash".into(), consistent_hash: ConsistentHash { r#type: "Cookie".into(), cookie } }
}

/// A separate limit for each client address, IPv4 and IPv6.
fn rate_limit(rate: Rate) -> RateLimit {
    let unit = match rate.per {
        RateUnit::Second => "Second",
        RateUnit::Minute => "Minute",
    };
    let rule = |value| RateLimitRule {
        client_selectors: vec![ClientSelector { source_cidr: SourceCidr { r#type: "Distinct".into(), value } }],
        limit: Limit { requests: rate.requests, unit: unit.into() },
    };
    RateLimit {
        r#type: "Local".into(),
        local: LocalRateLimit { rules: vec![rule("0.0.0.0/0".into()), rule("::/0".into())] },
    }
}

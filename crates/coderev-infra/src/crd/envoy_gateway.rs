//! `gateway.envoyproxy.io/v1alpha1`: what the Gateway API leaves to its implementations.
use crate::crd::gateway_api::Ref;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use std::collections::BTreeMap;

pub(crate) const GROUP: &str = "gateway.envoyproxy.io";

resource!("gateway.envoyproxy.io/v1alpha1";
    /// The proxies of a Gateway: pods and Service.
    EnvoyProxy, EnvoyProxySpec
);
resource!("gateway.envoyproxy.io/v1alpha1";
    /// Between clients and the proxies.
    ClientTrafficPolicy, ClientTrafficPolicySpec
);
resource!("gateway.envoyproxy.io/v1alpha1";
    /// Between the proxies and services.
    BackendTrafficPolicy, BackendTrafficPolicySpec
);
resource!("gateway.envoyproxy.io/v1alpha1";
    /// Who may come.
    SecurityPolicy, SecurityPolicySpec
);
resource!("gateway.envoyproxy.io/v1alpha1";
    /// An answer by the proxy itself.
    HTTPRouteFilter, HTTPRouteFilterSpec
);

/// What a policy is about: a Gateway, a route, or a rule of a route.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TargetRef {
    #[serde(flatten)]
    pub(crate) object: Ref,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) section_name: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct EnvoyProxySpec {
    pub(crate) provider: Provider,
    pub(crate) shutdown: Shutdown,
    pub(crate) telemetry: Telemetry,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Provider {
    pub(crate) r#type: &'static str,
    pub(crate) kubernetes: KubernetesProvider,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KubernetesProvider {
    pub(crate) envoy_deployment: EnvoyDeployment,
    #[serde(rename = "envoyPDB")]
    pub(crate) envoy_pdb: EnvoyPdb,
    pub(crate) envoy_service: EnvoyService,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EnvoyDeployment {
    pub(crate) replicas: u32,
    pub(crate) pod: EnvoyPod,
    pub(crate) container: EnvoyContainer,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnvoyPod {
    pub(crate) priority_class_name: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EnvoyContainer {
    pub(crate) resources: EnvoyResources,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct EnvoyResources {
    pub(crate) requests: BTreeMap<&'static str, String>,
    pub(crate) limits: BTreeMap<&'static str, String>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnvoyPdb {
    pub(crate) max_unavailable: u32,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnvoyService {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) annotations: BTreeMap<String, String>,
    pub(crate) external_traffic_policy: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) load_balancer_source_ranges: Vec<String>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shutdown {
    pub(crate) drain_timeout: String,
    pub(crate) min_drain_duration: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Telemetry {
    pub(crate) metrics: Metrics,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Metrics {
    pub(crate) prometheus: Empty,
}
/// `{}`: as it is, and on.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Empty {}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientTrafficPolicySpec {
    pub(crate) target_refs: Vec<TargetRef>,
    #[serde(rename = "clientIPDetection", skip_serializing_if = "Option::is_none")]
    pub(crate) client_ip_detection: Option<ClientIpDetection>,
    pub(crate) timeout: ClientTimeout,
    pub(crate) tls: ClientTls,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) http3: Option<Empty>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientIpDetection {
    pub(crate) x_forwarded_for: XForwardedFor,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct XForwardedFor {
    pub(crate) num_trusted_hops: u32,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClientTimeout {
    pub(crate) http: ClientHttpTimeout,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientHttpTimeout {
    pub(crate) request_received_timeout: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_headers_received_timeout: Option<&'static str>,
    pub(crate) idle_timeout: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ClientTls {
    pub(crate) min_version: &'static str,
    pub(crate) alpn_protocols: [&'static str; 2],
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackendTrafficPolicySpec {
    pub(crate) target_refs: Vec<TargetRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) retry: Retry,
    pub(crate) circuit_breaker: CircuitBreaker,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_buffer: Option<RequestBuffer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timeout: Option<BackendTimeout>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) load_balancer: Option<Balancer>,
}
/// Which pod a request goes to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Balancer {
    pub(crate) r#type: &'static str,
    pub(crate) consistent_hash: ConsistentHash,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ConsistentHash {
    pub(crate) r#type: &'static str,
    pub(crate) cookie: Cookie,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cookie {
    pub(crate) name: String,
    pub(crate) ttl: &'static str,
    pub(crate) attributes: BTreeMap<&'static str, &'static str>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RateLimit {
    pub(crate) r#type: &'static str,
    pub(crate) local: LocalRateLimit,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LocalRateLimit {
    pub(crate) rules: Vec<RateLimitRule>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RateLimitRule {
    pub(crate) client_selectors: [ClientSelector; 1],
    pub(crate) limit: Limit,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClientSelector {
    #[serde(rename = "sourceCIDR")]
    pub(crate) source_cidr: SourceCidr,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SourceCidr {
    pub(crate) r#type: &'static str,
    pub(crate) value: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Limit {
    pub(crate) requests: u32,
    pub(crate) unit: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Retry {
    pub(crate) num_retries: u32,
    pub(crate) retry_on: RetryOn,
    pub(crate) per_retry: PerRetry,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RetryOn {
    pub(crate) triggers: [&'static str; 2],
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PerRetry {
    pub(crate) back_off: BackOff,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackOff {
    pub(crate) base_interval: &'static str,
    pub(crate) max_interval: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CircuitBreaker {
    pub(crate) max_connections: u32,
    pub(crate) max_pending_requests: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_parallel_requests: Option<u32>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RequestBuffer {
    pub(crate) limit: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BackendTimeout {
    pub(crate) http: BackendHttpTimeout,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BackendHttpTimeout {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_timeout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stream_idle_timeout: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecurityPolicySpec {
    pub(crate) target_refs: Vec<TargetRef>,
    pub(crate) authorization: Authorization,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Authorization {
    pub(crate) default_action: &'static str,
    pub(crate) rules: [AuthorizationRule; 1],
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AuthorizationRule {
    pub(crate) name: &'static str,
    pub(crate) action: &'static str,
    pub(crate) principal: Principal,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Principal {
    #[serde(rename = "clientCIDRs")]
    pub(crate) client_cidrs: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HTTPRouteFilterSpec {
    pub(crate) direct_response: DirectResponse,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DirectResponse {
    pub(crate) status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) content_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Body>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Body {
    pub(crate) r#type: &'static str,
    pub(crate) inline: &'static str,
}

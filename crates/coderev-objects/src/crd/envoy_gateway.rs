//! `gateway.envoyproxy.io/v1alpha1`: settings that the Gateway API leaves to its implementations.
use crate::crd::Text;
use crate::crd::gateway_api::Ref;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub const GROUP: &str = "gateway.envoyproxy.io";

resource!("gateway.envoyproxy.io", "v1alpha1", "envoyproxies", NamespaceResourceScope;
    /// The proxies of a Gateway: their pods and their Service.
    EnvoyProxy, EnvoyProxySpec
);
resource!("gateway.envoyproxy.io", "v1alpha1", "clienttrafficpolicies", NamespaceResourceScope;
    /// Settings between clients and the proxies.
    ClientTrafficPolicy, ClientTrafficPolicySpec
);
resource!("gateway.envoyproxy.io", "v1alpha1", "backendtrafficpolicies", NamespaceResourceScope;
    /// Settings between the proxies and the Services.
    BackendTrafficPolicy, BackendTrafficPolicySpec
);
resource!("gateway.envoyproxy.io", "v1alpha1", "securitypolicies", NamespaceResourceScope;
    /// Access rules for clients.
    SecurityPolicy, SecurityPolicySpec
);
resource!("gateway.envoyproxy.io", "v1alpha1", "httproutefilters", NamespaceResourceScope;
    /// A response that the proxy itself sends.
    HTTPRouteFilter, HTTPRouteFilterSpec
);

/// The target of a policy: a Gateway, a route, or a rule of a route.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TargetRef {
    #[serde(flatten)]
    pub object: Ref,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section_name: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvoyProxySpec {
    pub provider: Provider,
    pub shutdown: Shutdown,
    pub telemetry: Telemetry,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Provider {
    pub r#type: Text,
    pub kubernetes: KubernetesProvider,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KubernetesProvider {
    pub envoy_deployment: EnvoyDeployment,
    #[serde(rename = "envoyPDB")]
    pub envoy_pdb: EnvoyPdb,
    pub envoy_service: EnvoyService,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvoyDeployment {
    pub replicas: u32,
    pub pod: EnvoyPod,
    pub container: EnvoyContainer,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvoyPod {
    pub priority_class_name: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvoyContainer {
    pub resources: EnvoyResources,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnvoyResources {
    #[serde(deserialize_with = "crate::crd::quantities")]
    pub requests: BTreeMap<Text, String>,
    #[serde(deserialize_with = "crate::crd::quantities")]
    pub limits: BTreeMap<Text, String>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvoyPdb {
    pub max_unavailable: IntOrString,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EnvoyService {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
    pub external_traffic_policy: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub load_balancer_source_ranges: Vec<String>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Shutdown {
    pub drain_timeout: String,
    pub min_drain_duration: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Telemetry {
    pub metrics: Metrics,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metrics {
    pub prometheus: Empty,
}
/// `{}`: enabled, with the defaults.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Empty {}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientTrafficPolicySpec {
    pub target_refs: Vec<TargetRef>,
    #[serde(rename = "clientIPDetection", skip_serializing_if = "Option::is_none")]
    pub client_ip_detection: Option<ClientIpDetection>,
    pub timeout: ClientTimeout,
    pub tls: ClientTls,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http3: Option<Empty>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientIpDetection {
    pub x_forwarded_for: XForwardedFor,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct XForwardedFor {
    pub num_trusted_hops: u32,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientTimeout {
    pub http: ClientHttpTimeout,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientHttpTimeout {
    pub request_received_timeout: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_headers_received_timeout: Option<Text>,
    pub idle_timeout: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClientTls {
    pub min_version: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alpn_protocols: Vec<Text>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BackendTrafficPolicySpec {
    pub target_refs: Vec<TargetRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    pub retry: Retry,
    pub circuit_breaker: CircuitBreaker,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_buffer: Option<RequestBuffer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<BackendTimeout>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load_balancer: Option<Balancer>,
}
/// How the pod for a request is chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Balancer {
    pub r#type: Text,
    pub consistent_hash: ConsistentHash,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsistentHash {
    pub r#type: Text,
    pub cookie: Cookie,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cookie {
    pub name: String,
    pub ttl: Text,
    pub attributes: BTreeMap<Text, Text>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RateLimit {
    pub r#type: Text,
    pub local: LocalRateLimit,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocalRateLimit {
    pub rules: Vec<RateLimitRule>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RateLimitRule {
    pub client_selectors: Vec<ClientSelector>,
    pub limit: Limit,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientSelector {
    #[serde(rename = "sourceCIDR")]
    pub source_cidr: SourceCidr,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceCidr {
    pub r#type: Text,
    pub value: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limit {
    pub requests: u32,
    pub unit: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Retry {
    pub num_retries: u32,
    pub retry_on: RetryOn,
    pub per_retry: PerRetry,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetryOn {
    pub triggers: Vec<Text>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PerRetry {
    pub back_off: BackOff,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BackOff {
    pub base_interval: Text,
    pub max_interval: Text,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CircuitBreaker {
    pub max_connections: u32,
    pub max_pending_requests: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u32>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RequestBuffer {
    #[serde(deserialize_with = "crate::crd::quantity")]
    pub limit: String,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackendTimeout {
    pub http: BackendHttpTimeout,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BackendHttpTimeout {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_timeout: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stream_idle_timeout: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SecurityPolicySpec {
    pub target_refs: Vec<TargetRef>,
    pub authorization: Authorization,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Authorization {
    pub default_action: Text,
    pub rules: Vec<AuthorizationRule>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuthorizationRule {
    pub name: Text,
    pub action: Text,
    pub principal: Principal,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Principal {
    #[serde(rename = "clientCIDRs")]
    pub client_cidrs: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HTTPRouteFilterSpec {
    pub direct_response: DirectResponse,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DirectResponse {
    pub status_code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    pub r#type: Text,
    pub inline: Text,
}

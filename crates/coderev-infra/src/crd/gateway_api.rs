//! `gateway.networking.k8s.io/v1`, the standard channel.
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use std::collections::BTreeMap;

pub(crate) const GROUP: &str = "gateway.networking.k8s.io";

resource!("gateway.networking.k8s.io/v1";
    /// Who implements Gateways of this class.
    GatewayClass, GatewayClassSpec
);
resource!("gateway.networking.k8s.io/v1";
    /// Ports, hosts and certificates.
    Gateway, GatewaySpec
);
resource!("gateway.networking.k8s.io/v1";
    /// Paths of a host over HTTP.
    HTTPRoute, HTTPRouteSpec
);
resource!("gateway.networking.k8s.io/v1";
    /// Services and methods of a host over gRPC.
    GRPCRoute, GRPCRouteSpec
);
resource!("gateway.networking.k8s.io/v1";
    /// Routes of which namespaces may lead here.
    ReferenceGrant, ReferenceGrantSpec
);

/// An object of another kind: by its group, kind and name.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Ref {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayClassSpec {
    pub(crate) controller_name: &'static str,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewaySpec {
    pub(crate) gateway_class_name: String,
    pub(crate) infrastructure: Infrastructure,
    pub(crate) listeners: Vec<Listener>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Infrastructure {
    pub(crate) parameters_ref: Ref,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listener {
    pub(crate) name: String,
    pub(crate) port: u16,
    pub(crate) protocol: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) hostname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tls: Option<ListenerTls>,
    pub(crate) allowed_routes: AllowedRoutes,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListenerTls {
    pub(crate) mode: &'static str,
    pub(crate) certificate_refs: Vec<CertificateRef>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CertificateRef {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct AllowedRoutes {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) kinds: Vec<RouteKind>,
    pub(crate) namespaces: RouteNamespaces,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RouteKind {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RouteNamespaces {
    pub(crate) from: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) selector: Option<Selector>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Selector {
    pub(crate) match_labels: BTreeMap<String, String>,
}

/// The listener of a Gateway that a route hangs from.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ParentRef {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<&'static str>,
    pub(crate) section_name: String,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HTTPRouteSpec {
    pub(crate) parent_refs: Vec<ParentRef>,
    pub(crate) hostnames: Vec<String>,
    pub(crate) rules: Vec<HttpRule>,
}
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpRule {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches: Vec<HttpMatch>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filters: Vec<Filter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) backend_refs: Vec<BackendRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) timeouts: Option<Timeouts>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct HttpMatch {
    pub(crate) path: PathMatch,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) headers: Vec<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<&'static str>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PathMatch {
    pub(crate) r#type: &'static str,
    pub(crate) value: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) value: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BackendRef {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    pub(crate) port: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) weight: Option<u32>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Timeouts {
    pub(crate) request: String,
    pub(crate) backend_request: String,
}
/// What happens to a request on its way.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type")]
pub(crate) enum Filter {
    RequestRedirect {
        #[serde(rename = "requestRedirect")]
        request_redirect: Redirect,
    },
    #[serde(rename = "URLRewrite")]
    UrlRewrite {
        #[serde(rename = "urlRewrite")]
        url_rewrite: UrlRewrite,
    },
    RequestMirror {
        #[serde(rename = "requestMirror")]
        request_mirror: Mirror,
    },
    #[serde(rename = "CORS")]
    Cors { cors: Cors },
    ExtensionRef {
        #[serde(rename = "extensionRef")]
        extension_ref: Ref,
    },
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Redirect {
    pub(crate) scheme: &'static str,
    pub(crate) status_code: u16,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct UrlRewrite {
    pub(crate) path: PathModifier,
}
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type")]
pub(crate) enum PathModifier {
    ReplacePrefixMatch {
        #[serde(rename = "replacePrefixMatch")]
        path: String,
    },
    ReplaceFullPath {
        #[serde(rename = "replaceFullPath")]
        path: String,
    },
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mirror {
    pub(crate) backend_ref: BackendRef,
    pub(crate) fraction: Fraction,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fraction {
    pub(crate) numerator: u32,
    pub(crate) denominator: u32,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cors {
    pub(crate) allow_origins: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) allow_credentials: Option<bool>,
    pub(crate) allow_methods: Vec<&'static str>,
    pub(crate) allow_headers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) expose_headers: Vec<String>,
    /// In whole seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) max_age: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GRPCRouteSpec {
    pub(crate) parent_refs: Vec<ParentRef>,
    pub(crate) hostnames: Vec<String>,
    pub(crate) rules: Vec<GrpcRule>,
}
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GrpcRule {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) matches: Vec<GrpcMatch>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) filters: Vec<Filter>,
    pub(crate) backend_refs: Vec<BackendRef>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GrpcMatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<GrpcMethod>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) headers: Vec<Header>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GrpcMethod {
    pub(crate) service: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReferenceGrantSpec {
    pub(crate) from: Vec<GrantFrom>,
    pub(crate) to: Vec<GrantTo>,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GrantFrom {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) namespace: String,
}
#[derive(Clone, Debug, Serialize)]
pub(crate) struct GrantTo {
    pub(crate) group: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

//! What stands between the internet and the platform.
use crate::model::{Bounded, Bounds, Cpu, Memory, Peer, Place, Secret, Spanned, Text, keyed};
use serde_json::Value;
use std::panic::Location;

/// What stands between the internet and the platform. A platform may have several, told apart by [`Edge::name`].
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let public = Edge::gateway()
///     .tls(Tls::lets_encrypt("sre@acme.dev"))
///     .trusted_hops(1)
///     .replicas(4)
///     .cpu(cores(1)..)
///     .memory(gibi(1)..=gibi(2));
/// let office = Edge::gateway()
///     .name("office")
///     .class("office")
///     .redirect_route("office-redirect")
///     .tls(Tls::issuer("company-ca"))
///     .internal()
///     .allow_from("10.0.0.0/8")
///     .annotation("networking.gke.io/internal-load-balancer-allow-global-access", "true")
///     .proxies(Peer::namespace("office-proxies").pods("app.kubernetes.io/name", "envoy"));
/// let admin = Host::new("admin.acme.dev").edge(&office);
/// let platform = Platform::new(Cluster::gke()).edge(public).edge(office);
/// # let _ = (platform, admin);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an edge is there only where a platform has it: `Platform::edge(..)`"]
pub struct Edge {
    pub(crate) at: Place,
    pub(crate) kind: EdgeKind,
    pub(crate) name: String,
    pub(crate) redirect_route: Option<Spanned<String>>,
    /// Whether `name` is set, and not the default.
    is_named: bool,
    pub(crate) class: Option<String>,
    pub(crate) tls: Option<Tls>,
    pub(crate) proxies: Option<Peer>,
    pub(crate) trusted_hops: Option<Spanned<u32>>,
    pub(crate) replicas: Option<Spanned<u32>>,
    pub(crate) cpu: Option<Spanned<Bounded<Cpu>>>,
    pub(crate) memory: Option<Spanned<Bounded<Memory>>>,
    pub(crate) http3: Option<Place>,
    pub(crate) min_tls_version: Option<Spanned<TlsVersion>>,
    pub(crate) allow_from: Vec<String>,
    pub(crate) annotations: Vec<(String, Spanned<String>)>,
    pub(crate) internal: Option<Place>,
}
/// Which objects an edge becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EdgeKind {
    IngressNginx,
    Gateway,
}
impl Edge {
    fn new(kind: EdgeKind, name: &str, at: Place) -> Self {
        Self {
            at,
            kind,
            name: name.into(),
            redirect_route: None,
            is_named: false,
            class: None,
            tls: None,
            proxies: None,
            trusted_hops: None,
            replicas: None,
            cpu: None,
            memory: None,
            http3: None,
            min_tls_version: None,
            allow_from: Vec::new(),
            annotations: Vec::new(),
            internal: None,
        }
    }
    /// `Ingress` objects for ingress-nginx, as in the [deployment guide]. ingress-nginx is retired upstream, so it causes a warning.
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[track_caller]
    pub fn ingress_nginx() -> Self {
        Self::new(EdgeKind::IngressNginx, "nginx", Location::caller())
    }
    /// `Gateway` and its routes, Gateway API v1, with the policies of Envoy Gateway for what the standard lacks. The
    /// Gateway, its proxies' settings and the certificates are in the namespace `platform-edge`, which is rendered unless the platform declares it.
    #[track_caller]
    pub fn gateway() -> Self {
        Self::new(EdgeKind::Gateway, "platform-gateway", Location::caller())
    }
    pub(crate) fn class_name(&self) -> &str {
        match (&self.class, self.kind) {
            (Some(class), _) => class,
            (None, EdgeKind::IngressNginx) => &self.name,
            (None, EdgeKind::Gateway) => "coderev-edge",
        }
    }
    /// The name of the route that redirects to HTTPS.
    pub(crate) fn redirect_name(&self) -> String {
        let default = || if self.is_named { format!("{}-to-https", self.name) } else { "http-to-https".into() };
        self.redirect_route.as_ref().map_or_else(default, |declared| declared.value.clone())
    }
    pub(crate) fn is_gateway(&self) -> bool {
        self.kind == EdgeKind::Gateway
    }
}
impl Edge {
    /// `Gateway.metadata.name`: `platform-gateway` when nobody says. On nginx the `ingressClassName`, unless `class` says another: `nginx`
    /// when nobody says. Two edges of a platform differ by it, and `Host::edge` refers to it.
    #[doc(alias = "Gateway.metadata.name")]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = name.into();
        self.is_named = true;
        self
    }
    /// `HTTPRoute.metadata.name` of the redirect from HTTP to HTTPS. Default: `http-to-https`; `<edge>-to-https` where [`Edge::name`] is set.
    /// On nginx there is no such route.
    #[doc(alias = "HTTPRoute.metadata.name")]
    #[track_caller]
    pub fn redirect_route(mut self, name: impl Text) -> Self {
        self.redirect_route = Some(Spanned::here(name.into()));
        self
    }
    /// `ingressClassName`: the edge's name when nobody says; or `gatewayClassName` and the `GatewayClass`: `coderev-edge` when nobody says.
    #[doc(alias = "ingressClassName")]
    #[track_caller]
    pub fn class(mut self, name: impl Text) -> Self {
        self.class = Some(name.into());
        self
    }
    /// `Certificate` and `Gateway.spec.listeners[].tls` or `Ingress.spec.tls`, for every host that states no other; without it hosts answer
    /// plain HTTP.
    #[doc(alias("Certificate", "Gateway.spec.listeners.tls", "Ingress.spec.tls"))]
    #[track_caller]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }
    /// `NetworkPolicy` `ingress[].from` of every workload with a route: the proxies' pods. When nobody says, those that the
    /// usual installation has: the controller in `ingress-nginx`, or this Gateway's Envoys in `envoy-gateway-system`.
    #[doc(alias("NetworkPolicy", "ingress.from"))]
    #[track_caller]
    pub fn proxies(mut self, peer: Peer) -> Self {
        self.proxies = Some(peer);
        self
    }
    /// `ClientTrafficPolicy.spec.clientIPDetection.xForwardedFor.numTrustedHops`: balancers in front that are believed about the client's
    /// address, as a number; none when nobody says. On nginx it is a setting of the controller, and a finding here.
    #[doc(alias("ClientTrafficPolicy.spec.clientIPDetection.xForwardedFor.numTrustedHops", "numTrustedHops"))]
    #[track_caller]
    pub fn trusted_hops(mut self, n: u32) -> Self {
        self.trusted_hops = Some(n.into());
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyDeployment.replicas`, in proxies: 2 when nobody says. On nginx it is the controller's, and a finding.
    #[doc(alias = "EnvoyProxy.spec.provider.kubernetes.envoyDeployment.replicas")]
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.replicas = Some(n.into());
        self
    }
    /// `envoyDeployment.container.resources` of `cpu` of each proxy: a request of 250m and no limit when nobody says. On nginx it is a finding.
    #[doc(alias("envoyDeployment.container.resources", "resources"))]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.cpu = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `envoyDeployment.container.resources` of `memory` of each proxy: 256Mi to 1Gi when nobody says. On nginx it is a finding.
    #[doc(alias("envoyDeployment.container.resources", "resources"))]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.memory = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `ClientTrafficPolicy.spec.http3`: browsers may go on by HTTP/3, over UDP, which the balancer has to take on the port of TCP; not when nobody
    /// says. On nginx, and where no host has a certificate, it is a finding.
    #[doc(alias = "ClientTrafficPolicy.spec.http3")]
    #[doc(alias = "quic")]
    #[track_caller]
    pub fn http3(mut self) -> Self {
        self.http3 = Some(Location::caller());
        self
    }
    /// `ClientTrafficPolicy.spec.tls.minVersion`: the oldest TLS that is spoken with clients, 1.2 when nobody says. On nginx it is a setting of
    /// the controller, and a finding here; and where no host has a certificate.
    ///
    /// ```
    /// use coderev_infra::TlsVersion;
    /// use coderev_infra::prelude::*;
    ///
    /// let edge = Edge::gateway().tls(Tls::issuer("company-ca")).min_tls_version(TlsVersion::V1_3).http3();
    /// # let _ = edge;
    /// ```
    #[doc(alias("ClientTrafficPolicy.spec.tls.minVersion", "minVersion"))]
    #[track_caller]
    pub fn min_tls_version(mut self, version: TlsVersion) -> Self {
        self.min_tls_version = Some(version.into());
        self
    }
    /// One of `loadBalancerSourceRanges` of the proxies' Service. On nginx one of `nginx.ingress.kubernetes.io/whitelist-source-range`, for hosts that
    /// state none of their own. Everybody when nobody says.
    #[doc(alias("loadBalancerSourceRanges", "nginx.ingress.kubernetes.io/whitelist-source-range"))]
    #[track_caller]
    pub fn allow_from(mut self, cidr: impl Text) -> Self {
        self.allow_from.push(cidr.into());
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyService.annotations`: the provider's words for its balancer. On nginx that Service is the
    /// controller's, and this a finding.
    #[doc(alias("EnvoyProxy.spec.provider.kubernetes.envoyService.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into().into()), |a, b| a.0 == b.0);
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyService.annotations` of the cluster's provider: an address inside of its network. On
    /// nginx, and on a cluster of no known provider, it is a finding.
    #[doc(alias("EnvoyProxy.spec.provider.kubernetes.envoyService.annotations", "annotations"))]
    #[track_caller]
    pub fn internal(mut self) -> Self {
        self.internal = Some(Location::caller());
        self
    }
}

/// `ClientTrafficPolicy.spec.tls.minVersion`: a version of TLS that is still safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TlsVersion(pub(crate) &'static str);
#[allow(missing_docs, reason = "versions have numbers")]
impl TlsVersion {
    pub const V1_2: Self = Self("1.2");
    pub const V1_3: Self = Self("1.3");
}

/// Where certificates come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "certificates are made only where an edge or a host says so: `.tls(..)`"]
pub struct Tls {
    pub(crate) source: TlsSource,
    pub(crate) at: Place,
    pub(crate) staging: Option<Place>,
    pub(crate) dns01: Option<Spanned<Value>>,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TlsSource {
    LetsEncrypt(String),
    Issuer(String),
    Secret(Secret),
}
impl Tls {
    #[track_caller]
    fn with_source(source: TlsSource) -> Self {
        Self { source, at: Location::caller(), staging: None, dns01: None }
    }
    /// `ClusterIssuer` and `Certificate`: Let's Encrypt, by cert-manager; `email` is the account's.
    #[track_caller]
    pub fn lets_encrypt(email: impl Into<String>) -> Self {
        Self::with_source(TlsSource::LetsEncrypt(email.into()))
    }
    /// `Certificate.spec.issuerRef`: a ClusterIssuer that is there already.
    #[track_caller]
    pub fn issuer(name: impl Into<String>) -> Self {
        Self::with_source(TlsSource::Issuer(name.into()))
    }
    /// `Ingress.spec.tls[].secretName`, or `Gateway.spec.listeners[].tls.certificateRefs` in the namespace `platform-edge`: a certificate that
    /// is there already.
    #[track_caller]
    pub fn secret(secret: Secret) -> Self {
        Self::with_source(TlsSource::Secret(secret))
    }
}
impl Tls {
    /// `Certificate.spec.issuerRef`: Let's Encrypt's staging directory. With a certificate of another source it is a finding.
    #[doc(alias("Certificate.spec.issuerRef", "issuerRef"))]
    #[track_caller]
    pub fn staging(mut self) -> Self {
        self.staging = Some(Location::caller());
        self
    }
    /// `ClusterIssuer.spec.acme.solvers[].dns01`, in cert-manager's own words: needed for wildcards, and for hosts that Let's Encrypt cannot
    /// reach. With a certificate of another source than Let's Encrypt it is a finding.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let solver = serde_json::json!({"cloudDNS": {"project": "acme-dns"}});
    /// let tls = Tls::lets_encrypt("sre@acme.dev").dns01(solver);
    /// let tenants = Host::new("*.acme.dev").tls(tls);
    /// # let _ = tenants;
    /// ```
    #[doc(alias = "ClusterIssuer.spec.acme.solvers.dns01")]
    #[track_caller]
    pub fn dns01(mut self, solver: Value) -> Self {
        self.dns01 = Some(solver.into());
        self
    }
}

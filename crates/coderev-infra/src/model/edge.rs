//! Edges: the entry points of a platform for external requests, and their certificates.
use crate::model::{Bounded, Bounds, Cpu, Memory, Peer, Place, Platform, Secret, Spanned, Text, keyed};
use serde_json::Value;
use std::panic::Location;

/// The entry point of a platform for external requests: a Gateway, or Ingresses for ingress-nginx.
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
///
/// An Edge becomes:
///
/// * [`Edge::gateway`]: a `Gateway` with its proxies in the namespace `platform-edge`, and an `HTTPRoute` or
///   `GRPCRoute` for each host.
/// * [`Edge::ingress_nginx`]: an `Ingress` for each host.
/// * Both kinds: a `Certificate` for each host with a certificate of cert-manager.
///
/// An edge without a host becomes no object, and causes the finding `edge-without-host`. A platform can have several
/// edges, with different names: see [`Edge::name`].
#[derive(Clone, Debug)]
#[must_use = "an edge has no effect by itself: pass it to `Platform::edge(..)`"]
pub struct Edge {
    pub(crate) at: Place,
    pub(crate) kind: EdgeKind,
    pub(crate) name: String,
    pub(crate) redirect_route: Option<Spanned<String>>,
    /// Whether `name` is set.
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
/// The API of the objects that an edge becomes.
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
    /// `Ingress`: an edge for the controller ingress-nginx, as in the [deployment guide].
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let web = Service::new("web", "ghcr.io/acme/web:1.0.0").route(prefix("/"));
    /// let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
    /// let edge = Edge::ingress_nginx().tls(Tls::lets_encrypt("sre@acme.dev"));
    /// let synthesis = coderev_infra::synth(&Platform::new(Cluster::generic()).edge(edge).namespace(shop));
    /// let file = synthesis.file("hpa-ingress.yaml").ok_or("not written")?;
    /// for kind in ["Ingress", "Certificate", "ClusterIssuer"] {
    ///     assert!(file.text().contains(&format!("kind: {kind}\n")), "{kind}");
    /// }
    /// # Ok::<(), &str>(())
    /// ```
    ///
    /// An edge for ingress-nginx becomes:
    ///
    /// * `Ingress`: one for each route, in the namespace of the host.
    /// * `Certificate`: one for each host with a certificate of cert-manager, in the namespace of the host.
    /// * `ClusterIssuer`: `<part-of>-letsencrypt-prod` and `<part-of>-letsencrypt-staging`, if a certificate is from
    ///   Let's Encrypt.
    /// * `Service` without pods: blocks `/metrics`, if a route would expose it.
    ///
    /// The controller is not rendered. ingress-nginx is retired upstream: the edge causes the warning
    /// `retired-ingress-controller`.
    ///
    /// [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
    #[track_caller]
    pub fn ingress_nginx() -> Self {
        Self::new(EdgeKind::IngressNginx, "nginx", Location::caller())
    }
    /// `Gateway`: an edge with the Gateway API v1, for the controller Envoy Gateway.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let web = Service::new("web", "ghcr.io/acme/web:1.0.0").route(prefix("/"));
    /// let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(web);
    /// let edge = Edge::gateway().tls(Tls::lets_encrypt("sre@acme.dev"));
    /// let synthesis = coderev_infra::synth(&Platform::new(Cluster::generic()).edge(edge).namespace(shop));
    /// let file = synthesis.file("hpa-ingress.yaml").ok_or("not written")?;
    /// for kind in ["GatewayClass", "Gateway", "EnvoyProxy", "ClientTrafficPolicy", "HTTPRoute", "Certificate"] {
    ///     assert!(file.text().contains(&format!("kind: {kind}\n")), "{kind}");
    /// }
    /// # Ok::<(), &str>(())
    /// ```
    ///
    /// An edge with the Gateway API becomes:
    ///
    /// * `Namespace` `platform-edge`, unless the platform declares it.
    /// * `Gateway`, `EnvoyProxy` and `ClientTrafficPolicy` in `platform-edge`, with the name of the edge, and a
    ///   `GatewayClass`.
    /// * `HTTPRoute` `http-to-https` in `platform-edge`, if a host has a certificate.
    /// * `HTTPRoute` or `GRPCRoute`, and `BackendTrafficPolicy`: for each host with a route, in the namespace of the
    ///   host. With [`Host::allow_from`](crate::Host::allow_from), also `SecurityPolicy`.
    /// * `HTTPRouteFilter`, for the responses to blocked methods and to `/metrics`.
    /// * `ReferenceGrant`, for routes to services of other namespaces.
    /// * `Certificate`: one for each host with a certificate of cert-manager, in `platform-edge`.
    /// * `ClusterIssuer`: `<part-of>-letsencrypt-prod` and `<part-of>-letsencrypt-staging`, if a certificate is from
    ///   Let's Encrypt.
    ///
    /// Envoy Gateway is not rendered.
    #[track_caller]
    pub fn gateway() -> Self {
        Self::new(EdgeKind::Gateway, "platform-gateway", Location::caller())
    }
    pub(crate) fn class_name(&self, platform: &Platform) -> String {
        match (&self.class, self.kind) {
            (Some(class), _) => class.clone(),
            (None, EdgeKind::IngressNginx) => self.name.clone(),
            (None, EdgeKind::Gateway) => platform.cluster_name("edge"),
        }
    }
    /// The name of the route that redirects to HTTPS.
    pub(crate) fn redirect_name(&self) -> String {
        let default = || if self.is_named { format!("{}-to-https", self.name) } else { "http-to-https".into() };
        self.redirect_route.as_ref().map_or_else(default, |it| it.value.clone())
    }
    pub(crate) fn is_gateway(&self) -> bool {
        self.kind == EdgeKind::Gateway
    }
}
impl Edge {
    /// `Gateway.metadata.name`; on nginx, `ingressClassName` unless [`Edge::class`] is set. Default:
    /// `platform-gateway`; on nginx, `nginx`. Two edges of a platform need different names. `Host::edge` refers to the
    /// name.
    #[doc(alias("Gateway.metadata.name", "ingressClassName"))]
    #[track_caller]
    pub fn name(mut self, name: impl Text) -> Self {
        self.name = name.into();
        self.is_named = true;
        self
    }
    /// `HTTPRoute.metadata.name` of the redirect from HTTP to HTTPS. Default: `http-to-https`; `<edge>-to-https` if
    /// [`Edge::name`] is set. On nginx there is no such route, and this setter causes the finding
    /// `ingress-controller-setting`. If no host has a certificate, it causes the finding
    /// `tls-setting-without-certificate`.
    #[doc(alias = "HTTPRoute.metadata.name")]
    #[track_caller]
    pub fn redirect_route(mut self, name: impl Text) -> Self {
        self.redirect_route = Some(Spanned::here(name.into()));
        self
    }
    /// `gatewayClassName` and the name of the `GatewayClass`; on nginx, `ingressClassName`. Default:
    /// `<part-of>-edge`; on nginx, the name of the edge.
    #[doc(alias("gatewayClassName", "GatewayClass", "ingressClassName"))]
    #[track_caller]
    pub fn class(mut self, name: impl Text) -> Self {
        self.class = Some(name.into());
        self
    }
    /// `Certificate`, and `Gateway.spec.listeners[].tls` or `Ingress.spec.tls`: the source of the certificates of the
    /// hosts, unless a host sets its own. Default: none, and the hosts serve plain HTTP.
    #[doc(alias("Certificate", "Gateway.spec.listeners.tls", "Ingress.spec.tls"))]
    #[track_caller]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }
    /// `NetworkPolicy` `ingress[].from` of every workload with a route: the pods of the proxies. Default: the pods of
    /// the standard installation, which are the controller in `ingress-nginx`, or the Envoy proxies of this Gateway in
    /// `envoy-gateway-system`.
    #[doc(alias("NetworkPolicy", "ingress.from"))]
    #[track_caller]
    pub fn proxies(mut self, peer: Peer) -> Self {
        self.proxies = Some(peer);
        self
    }
    /// `ClientTrafficPolicy.spec.clientIPDetection.xForwardedFor.numTrustedHops`: the number of load balancers in front
    /// of the edge whose `X-Forwarded-For` is trusted as the client address. Default: none. On nginx it is a setting of
    /// the controller, and causes the finding `ingress-controller-setting`.
    #[doc(alias("ClientTrafficPolicy.spec.clientIPDetection.xForwardedFor.numTrustedHops", "numTrustedHops"))]
    #[track_caller]
    pub fn trusted_hops(mut self, n: u32) -> Self {
        self.trusted_hops = Some(n.into());
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyDeployment.replicas`: the number of proxies. Default: 2. On nginx it
    /// is a setting of the controller, and causes the finding `ingress-controller-setting`.
    #[doc(alias = "EnvoyProxy.spec.provider.kubernetes.envoyDeployment.replicas")]
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.replicas = Some(n.into());
        self
    }
    /// `envoyDeployment.container.resources` of `cpu` of each proxy. Default: a request of 250m and no limit. On nginx
    /// it is a setting of the controller, and causes the finding `ingress-controller-setting`.
    #[doc(alias("envoyDeployment.container.resources", "resources"))]
    #[track_caller]
    pub fn cpu(mut self, amount: impl Bounds<Cpu>) -> Self {
        self.cpu = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `envoyDeployment.container.resources` of `memory` of each proxy. Default: a request of 256Mi and a limit of 1Gi.
    /// On nginx it is a setting of the controller, and causes the finding `ingress-controller-setting`.
    #[doc(alias("envoyDeployment.container.resources", "resources"))]
    #[track_caller]
    pub fn memory(mut self, amount: impl Bounds<Memory>) -> Self {
        self.memory = Some(Bounded::from_bounds(&amount).into());
        self
    }
    /// `ClientTrafficPolicy.spec.http3`: clients may switch to HTTP/3, over UDP. The load balancer must accept UDP on
    /// the same port as TCP. Default: no HTTP/3. On nginx it is a setting of the controller, and causes the finding
    /// `ingress-controller-setting`. If no host has a certificate, it causes the finding
    /// `tls-setting-without-certificate`.
    #[doc(alias = "ClientTrafficPolicy.spec.http3")]
    #[doc(alias = "quic")]
    #[track_caller]
    pub fn http3(mut self) -> Self {
        self.http3 = Some(Location::caller());
        self
    }
    /// `ClientTrafficPolicy.spec.tls.minVersion`: the oldest TLS version that clients may use. Default: 1.2. On nginx
    /// it is a setting of the controller, and causes the finding `ingress-controller-setting`. If no host has a
    /// certificate, it causes the finding `tls-setting-without-certificate`.
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
    /// One of `loadBalancerSourceRanges` of the proxies' Service. On nginx, one of
    /// `nginx.ingress.kubernetes.io/whitelist-source-range`, for hosts without their own ranges. Default: all
    /// addresses.
    #[doc(alias("loadBalancerSourceRanges", "nginx.ingress.kubernetes.io/whitelist-source-range"))]
    #[track_caller]
    pub fn allow_from(mut self, cidr: impl Text) -> Self {
        self.allow_from.push(cidr.into());
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyService.annotations`: an annotation of the proxies' Service, which the
    /// provider of the load balancer reads. On nginx the Service belongs to the controller, and this setter causes the
    /// finding `ingress-controller-setting`. A later value of a key replaces an earlier value.
    #[doc(alias("EnvoyProxy.spec.provider.kubernetes.envoyService.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into().into()), |a, b| a.0 == b.0);
        self
    }
    /// `EnvoyProxy.spec.provider.kubernetes.envoyService.annotations`: an address inside the network of the provider.
    /// Default: an external address. On nginx the Service belongs to the controller, and this setter causes the finding
    /// `ingress-controller-setting`. On a cluster without a known provider, it causes the finding
    /// `internal-without-provider`.
    #[doc(alias("EnvoyProxy.spec.provider.kubernetes.envoyService.annotations", "annotations"))]
    #[track_caller]
    pub fn internal(mut self) -> Self {
        self.internal = Some(Location::caller());
        self
    }
}

/// `ClientTrafficPolicy.spec.tls.minVersion`: a TLS version that is still secure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TlsVersion(pub(crate) &'static str);
#[allow(missing_docs, reason = "versions have numbers")]
impl TlsVersion {
    pub const V1_2: Self = Self("1.2");
    pub const V1_3: Self = Self("1.3");
}

/// The source of certificates, for [`Edge::tls`] and [`Host::tls`](crate::Host::tls).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a Tls has no effect by itself: pass it to `.tls(..)` of an edge or a host"]
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
    /// `ClusterIssuer` and `Certificate`: cert-manager requests certificates from Let's Encrypt. `email` is the address
    /// of the account.
    #[track_caller]
    pub fn lets_encrypt(email: impl Into<String>) -> Self {
        Self::with_source(TlsSource::LetsEncrypt(email.into()))
    }
    /// `Certificate.spec.issuerRef`: cert-manager requests certificates from a ClusterIssuer that already exists.
    #[track_caller]
    pub fn issuer(name: impl Into<String>) -> Self {
        Self::with_source(TlsSource::Issuer(name.into()))
    }
    /// `Ingress.spec.tls[].secretName`, or `Gateway.spec.listeners[].tls.certificateRefs` in the namespace
    /// `platform-edge`: a certificate in a Secret that already exists.
    #[track_caller]
    pub fn secret(secret: Secret) -> Self {
        Self::with_source(TlsSource::Secret(secret))
    }
}
impl Tls {
    /// `Certificate.spec.issuerRef`: the staging environment of Let's Encrypt. Default: production. With another source
    /// of certificates, it causes the finding `acme-setting-without-acme`.
    #[doc(alias("Certificate.spec.issuerRef", "issuerRef"))]
    #[track_caller]
    pub fn staging(mut self) -> Self {
        self.staging = Some(Location::caller());
        self
    }
    /// `ClusterIssuer.spec.acme.solvers[].dns01`: a DNS challenge, with the fields of cert-manager. Default: an HTTP
    /// challenge. Wildcards and hosts of internal edges need a DNS challenge: without it they cause the error
    /// `dns01-needed`. With another source of certificates, this setter causes the finding `acme-setting-without-acme`.
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

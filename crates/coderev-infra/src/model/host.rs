use crate::model::{Edge, IntoRate, Place, Rate, Spanned, Text, Tls, keyed};
use std::panic::Location;

/// A host name that an edge serves. Hosts belong to namespaces, and routes belong to services.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let office = Edge::gateway().name("office").internal();
/// let admin = Host::new("admin.acme.dev")
///     .edge(&office)
///     .tls(Tls::issuer("company-ca"))
///     .rate_limit(per_minute(600))
///     .allow_from("203.0.113.0/24")
///     .annotation("external-dns.alpha.kubernetes.io/ttl", "60");
/// let probe = Host::new("probe.acme.dev").edge(&office).plain_http();
/// # let _ = (admin, probe);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a host has no effect by itself: pass it to `Namespace::host(..)`"]
pub struct Host {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) was: Vec<Spanned<String>>,
    pub(crate) rate_limit: Option<Spanned<Rate>>,
    pub(crate) edge: Option<Spanned<String>>,
    pub(crate) tls: Option<Spanned<Tls>>,
    pub(crate) plain_http: bool,
    pub(crate) allow_from: Vec<String>,
    pub(crate) annotations: Vec<(String, String)>,
}
impl Host {
    /// `Ingress.spec.rules[].host`, or `hostnames` of an HTTPRoute and of its listener.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            at: Location::caller(),
            was: Vec::new(),
            rate_limit: None,
            edge: None,
            tls: None,
            plain_http: false,
            allow_from: Vec::new(),
            annotations: Vec::new(),
        }
    }
}
impl Host {
    /// `HTTPRoute` and `Certificate`: the host name that this host had before. While the setter is in the program, its
    /// HTTPRoutes, its listener and its Certificate are rendered too, and clients of both names get the same responses.
    /// Remove it when no client uses the old name.
    ///
    /// On ingress-nginx, only the Certificate is rendered too. The old Ingress stays in the cluster until you delete it: the
    /// finding `transition-renamed` has the safe order, with the commands.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let host = Host::new("shop.acme.com").was("shop.acme.dev");
    /// let web = Service::new("web", "ghcr.io/acme/web:v1.4.0").route(prefix("/"));
    /// let platform = Platform::new(Cluster::generic())
    ///     .edge(Edge::gateway())
    ///     .namespace(Namespace::new("shop", Stable).host(host).service(web));
    /// let synthesis = coderev_infra::synth(&platform);
    /// let routes = synthesis.objects().filter(|object| object.kind() == "HTTPRoute");
    /// assert_eq!(routes.map(|object| object.name()).collect::<Vec<_>>(), ["shop.acme.com", "shop.acme.dev"]);
    /// ```
    #[doc(alias("HTTPRoute", "Certificate", "rename"))]
    #[track_caller]
    pub fn was(mut self, name: impl Text) -> Self {
        keyed(&mut self.was, Spanned::here(name), |a, b| a.value == b.value);
        self
    }
    /// `BackendTrafficPolicy.spec.rateLimit.local`, or `nginx.ingress.kubernetes.io/limit-rps` or `limit-rpm`: the
    /// limit for each client address at each proxy. Default: 100 per second in Stable, no limit in other tiers.
    #[doc(alias("BackendTrafficPolicy.spec.rateLimit.local", "nginx.ingress.kubernetes.io/limit-rps"))]
    #[track_caller]
    pub fn rate_limit(mut self, rate: impl IntoRate) -> Self {
        self.rate_limit = Some(Spanned::here(rate));
        self
    }
    /// `parentRefs` or `ingressClassName`: the edge of the host. Default: the first edge of the platform.
    #[doc(alias("parentRefs", "ingressClassName"))]
    #[track_caller]
    pub fn edge(mut self, edge: &Edge) -> Self {
        self.edge = Some(edge.name.clone().into());
        self
    }
    /// `Certificate`, and `Gateway.spec.listeners[].tls` or `Ingress.spec.tls`: the certificate of the host. Default:
    /// the certificate source of the edge.
    #[doc(alias("Certificate", "Gateway.spec.listeners.tls", "Ingress.spec.tls"))]
    #[track_caller]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls.into());
        self
    }
    /// `Gateway.spec.listeners[].protocol` is `HTTP`, on port 80. On nginx there is no `Ingress.spec.tls`, and
    /// `nginx.ingress.kubernetes.io/ssl-redirect` is `false`. With a certificate of the host, this setter causes the
    /// finding `plain-http-with-certificate`.
    #[doc(alias(
        "Gateway.spec.listeners.protocol",
        "Ingress.spec.tls",
        "tls",
        "nginx.ingress.kubernetes.io/ssl-redirect"
    ))]
    #[track_caller]
    pub fn plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }
    /// One of `SecurityPolicy.spec.authorization.rules[].principal.clientCIDRs`, or of
    /// `nginx.ingress.kubernetes.io/whitelist-source-range`: a range of client addresses that the host accepts.
    /// Default: all addresses; on nginx, the ranges of the edge.
    #[doc(alias(
        "SecurityPolicy.spec.authorization.rules.principal.clientCIDRs",
        "clientCIDRs",
        "nginx.ingress.kubernetes.io/whitelist-source-range"
    ))]
    #[track_caller]
    pub fn allow_from(mut self, cidr: impl Text) -> Self {
        self.allow_from.push(cidr.into());
        self
    }
    /// `metadata.annotations` of the HTTPRoutes or Ingresses of the host. A later value of a key replaces an earlier value.
    #[doc(alias("metadata.annotations", "annotations"))]
    #[track_caller]
    pub fn annotation(mut self, key: impl Text, value: impl Text) -> Self {
        keyed(&mut self.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
}

/// The argument of `Namespace::host`: a [`Host`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a host",
    label = "expected a `Host`",
    note = "write `.host(Host::new(\"shop.example.com\"))`"
)]
pub trait IntoHost: Into<Host> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Host>> IntoHost for V {}

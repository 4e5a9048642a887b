use crate::words::{Edge, Place, Rate, Said, Tls, keyed, say};
use std::panic::Location;

/// A public name. Hosts belong to namespaces, paths to services.
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
#[must_use = "a host is there only where a namespace has it: `Namespace::host(..)`"]
pub struct Host {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) rate_limit: Option<Said<Rate>>,
    pub(crate) edge: Option<Said<String>>,
    pub(crate) tls: Option<Said<Tls>>,
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
            rate_limit: None,
            edge: None,
            tls: None,
            plain_http: false,
            allow_from: Vec::new(),
            annotations: Vec::new(),
        }
    }
}
say!(impl [] Host {
    /// `BackendTrafficPolicy.spec.rateLimit.local`, or `nginx.ingress.kubernetes.io/limit-rps` or `limit-rpm`, for one client address and one proxy:
    /// the tier's when nobody says, which is 100 each second in Stable and none elsewhere.
    rate_limit(rate: Rate) |it| it.rate_limit = Some(rate.into());
    /// `parentRefs` or `ingressClassName`: on another edge than the platform's first.
    edge(edge: &Edge) |it| it.edge = Some(edge.name.clone().into());
    /// `Certificate`, and `Gateway.spec.listeners[].tls` or `Ingress.spec.tls`, when not the edge's.
    tls(tls: Tls) |it| it.tls = Some(tls.into());
    /// `Gateway.spec.listeners[].protocol` is `HTTP` on port 80; or no `Ingress.spec.tls`, and `nginx.ingress.kubernetes.io/ssl-redirect` is `false`.
    plain_http() |it| it.plain_http = true;
    /// `SecurityPolicy.spec.authorization.rules[].principal.clientCIDRs`, or `nginx.ingress.kubernetes.io/whitelist-source-range`: one of the
    /// ranges that clients may come from, everybody when nobody says.
    allow_from(cidr: impl Into<String>) |it| it.allow_from.push(cidr.into());
    /// `metadata.annotations` of the host's HTTPRoutes or Ingresses.
    annotation(key: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
});

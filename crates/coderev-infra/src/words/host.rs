use crate::words::{Place, Rate, Said, Tls, keyed, say};
use std::panic::Location;

/// A public name. Hosts belong to namespaces, paths to services.
#[derive(Clone, Debug)]
#[must_use = "a host is there only where a namespace has it: `Namespace::host(..)`"]
pub struct Host {
    pub(crate) name: String,
    pub(crate) at: Place,
    pub(crate) rate_limit: Option<Said<Rate>>,
    pub(crate) tls: Option<Said<Tls>>,
    pub(crate) plain_http: bool,
    pub(crate) allow_from: Vec<String>,
    pub(crate) annotations: Vec<(String, String)>,
}
impl Host {
    /// `host` of an Ingress.
    #[track_caller]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            at: Location::caller(),
            rate_limit: None,
            tls: None,
            plain_http: false,
            allow_from: Vec::new(),
            annotations: Vec::new(),
        }
    }
}
say!(impl [] Host {
    /// `nginx.ingress.kubernetes.io/limit-rps` or `limit-rpm`, for one client address and one pod of the controller: the tier's when
    /// nobody says, which is 100 each second in Stable and none elsewhere.
    rate_limit(rate: Rate) |it| it.rate_limit = Some(rate.into());
    /// `Ingress.spec.tls` and `Certificate`, when not the edge's.
    tls(tls: Tls) |it| it.tls = Some(tls.into());
    /// No `Ingress.spec.tls`, and `nginx.ingress.kubernetes.io/ssl-redirect` is `false`.
    plain_http() |it| it.plain_http = true;
    /// `nginx.ingress.kubernetes.io/whitelist-source-range`: one of the ranges that clients may come from.
    allow_from(cidr: impl Into<String>) |it| it.allow_from.push(cidr.into());
    /// `metadata.annotations` of the host's Ingresses.
    annotation(key: impl Into<String>, value: impl Into<String>) |it| keyed(&mut it.annotations, (key.into(), value.into()), |a, b| a.0 == b.0);
});

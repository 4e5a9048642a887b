//! A path of a host, and the handling of its requests.
use crate::model::{
    Cors, Destination, Endpoint, Host, IntoDuration, IntoMemory, IntoPercent, IntoPort, IntoRate, Memory, Method,
    Percent, Place, Port, Rate, Spanned, Target, Text, keyed,
};
use std::panic::Location;
use std::time::Duration;

/// A path of a host, and the handling of its requests.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let next: Service<Stable> = Service::new("web-next", "ghcr.io/acme/web:2.0.0");
/// let shop = Namespace::new("shop", Stable);
/// let next_address = shop.endpoint(&next);
/// let www = Host::new("www.acme.dev");
/// let route = prefix("/")
///     .on(&www)
///     .method(Method::GET)
///     .method(Method::POST)
///     .header("x-tenant", "acme")
///     .rate_limit(per_second(20))
///     .body_limit(mebi(8))
///     .replace_prefix("/v2")
///     .allow_origin("https://app.acme.dev")
///     .retries(3)
///     .port(Port::http(8000))
///     .session_affinity()
///     .timeout(seconds(30))
///     .split(percent(10), &next_address)
///     .mirror(percent(5), &next_address);
/// let web = Service::new("web", "ghcr.io/acme/web:1.9.0").route(route);
/// let shop = shop.host(www).service(web).service(next);
/// # let _ = shop;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a route has no effect by itself: pass it to `.route(..)` of a service"]
pub struct Route {
    pub(crate) path: String,
    pub(crate) exact: bool,
    pub(crate) at: Place,
    pub(crate) host: Option<String>,
    pub(crate) port: Option<Spanned<Port>>,
    pub(crate) timeout: Option<Spanned<Duration>>,
    pub(crate) stream_idle_timeout: Option<Spanned<Duration>>,
    pub(crate) session_affinity: Option<Place>,
    pub(crate) methods: Vec<Spanned<Method>>,
    pub(crate) rate_limit: Option<Spanned<Rate>>,
    pub(crate) body_limit: Option<Spanned<Memory>>,
    pub(crate) headers: Vec<(String, Spanned<String>)>,
    pub(crate) replace_prefix: Option<Spanned<String>>,
    pub(crate) cors: Cors,
    pub(crate) retries: Option<Spanned<u32>>,
    pub(crate) splits: Vec<(Percent, Spanned<Target>)>,
    pub(crate) mirrors: Vec<(Percent, Spanned<Target>)>,
}
impl Route {
    #[track_caller]
    fn new(path: impl Into<String>, exact: bool) -> Self {
        Self {
            path: path.into(),
            exact,
            at: Location::caller(),
            host: None,
            port: None,
            timeout: None,
            stream_idle_timeout: None,
            session_affinity: None,
            methods: Vec::new(),
            rate_limit: None,
            body_limit: None,
            headers: Vec::new(),
            replace_prefix: None,
            cors: Cors::default(),
            retries: None,
            splits: Vec::new(),
            mirrors: Vec::new(),
        }
    }
    /// The maximum time for a response. Default: 15 s. None for a stream.
    pub(crate) fn longest_answer(&self) -> Option<Duration> {
        self.stream_idle_timeout.is_none().then(|| self.timeout.map_or(DEFAULT_TIMEOUT, |it| it.value))
    }
    /// The maximum time in which the service may send no data.
    pub(crate) fn longest_silence(&self) -> Duration {
        self.stream_idle_timeout.or(self.timeout).map_or(DEFAULT_TIMEOUT, |it| it.value)
    }
}
/// The default of the maximum time for a response.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// `pathType: Prefix` or `PathPrefix`: this path and every path below it.
#[track_caller]
pub fn prefix(path: impl Into<String>) -> Route {
    Route::new(path, false)
}
/// `pathType: Exact`: this path only.
#[track_caller]
pub fn exact(path: impl Into<String>) -> Route {
    Route::new(path, true)
}
impl Route {
    /// `Ingress.spec.rules[].host` or `hostnames`: selects a host of the namespace. In a namespace with several hosts,
    /// a route without it is an error, `ambiguous-host`.
    #[doc(alias("Ingress.spec.rules.host", "host", "hostnames"))]
    #[track_caller]
    pub fn on(mut self, host: &Host) -> Self {
        self.host = Some(host.name.clone());
        self
    }
    /// `backend.service.port.name` or `backendRefs[].port`: selects a port of the service. Default: the first port. For
    /// a `Port::grpc`, the Gateway API has a `GRPCRoute` if all routes of the host select gRPC ports, and ingress-nginx
    /// has `backend-protocol: GRPC`.
    #[doc(alias("backend.service.port.name", "backendRefs.port"))]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.port = Some(Spanned::here(port));
        self
    }
    /// `timeouts.request`: the maximum time for a response. Default: 15 s. On ingress-nginx it is
    /// `nginx.ingress.kubernetes.io/proxy-read-timeout` and `proxy-send-timeout`, rounded up to seconds.
    /// A terminating pod waits for the longest timeout of its routes. For long-lived
    /// connections use [`stream_idle_timeout`](Self::stream_idle_timeout).
    #[doc(alias = "timeouts.request")]
    #[track_caller]
    pub fn timeout(mut self, time: impl IntoDuration) -> Self {
        self.timeout = Some(Spanned::here(time));
        self
    }
    /// `BackendTrafficPolicy.spec.timeout.http.streamIdleTimeout`: for long-lived connections, such as WebSockets,
    /// server-sent events and gRPC streams. A connection ends when it transfers no data for this time. Default: not
    /// set; the route has a `timeout`.
    ///
    /// `timeouts.request` is then `0s`, which disables it. A terminating pod waits for these connections only for the
    /// grace period of its tier, so clients must reconnect. A proxy accepts 16384 of these connections for a route,
    /// instead of 1024. On ingress-nginx it is `nginx.ingress.kubernetes.io/proxy-read-timeout` and
    /// `proxy-send-timeout`, in seconds.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let chat: Service<Stable> = Service::new("chat", "ghcr.io/acme/chat:1.0.0")
    ///     .route(prefix("/chat"))
    ///     .route(exact("/chat/socket").stream_idle_timeout(minutes(5)));
    /// # let _ = chat;
    /// ```
    #[doc(alias("BackendTrafficPolicy.spec.timeout.http.streamIdleTimeout", "streamIdleTimeout"))]
    #[doc(alias("websocket", "server-sent events", "sse", "long-lived"))]
    #[track_caller]
    pub fn stream_idle_timeout(mut self, time: impl IntoDuration) -> Self {
        self.stream_idle_timeout = Some(Spanned::here(time));
        self
    }
    /// `BackendTrafficPolicy.spec.loadBalancer.consistentHash.cookie`, or
    /// `nginx.ingress.kubernetes.io/affinity: cookie`: sends all requests of a browser to the
    /// same pod, as long as the set of pods does not change. The cookie is `<service>-affinity`, and ends with the
    /// session of the browser. Default: not set; requests go to any pod. On a gRPC route it is a finding,
    /// `unsupported-on-grpc`, because gRPC clients keep no cookies.
    #[doc(alias(
        "BackendTrafficPolicy.spec.loadBalancer.consistentHash.cookie",
        "nginx.ingress.kubernetes.io/affinity"
    ))]
    #[doc(alias("sticky session", "session persistence"))]
    #[track_caller]
    pub fn session_affinity(mut self) -> Self {
        self.session_affinity = Some(Location::caller());
        self
    }
    /// `matches[].method`: allows a method. The first call replaces the default. Default: all methods that the tier
    /// allows. On ingress-nginx it is an error, `unsupported-on-ingress-nginx`: it requires a snippet, which
    /// controllers refuse.
    #[doc(alias = "matches.method")]
    #[track_caller]
    pub fn method(mut self, method: Method) -> Self {
        self.methods.push(method.into());
        self
    }
    /// `BackendTrafficPolicy.spec.rateLimit` or `nginx.ingress.kubernetes.io/limit-rps` or `limit-rpm`: the maximum
    /// rate of one client address at one proxy. Default: the rate of the host.
    #[doc(alias("BackendTrafficPolicy.spec.rateLimit", "rateLimit", "nginx.ingress.kubernetes.io/limit-rps"))]
    #[track_caller]
    pub fn rate_limit(mut self, rate: impl IntoRate) -> Self {
        self.rate_limit = Some(Spanned::here(rate));
        self
    }
    /// `BackendTrafficPolicy.spec.requestBuffer.limit`: the maximum size of a request body. The proxy buffers the
    /// complete body. Default: no limit, and no buffer. On ingress-nginx it is
    /// `nginx.ingress.kubernetes.io/proxy-body-size`. Default there: 50m.
    #[doc(alias = "BackendTrafficPolicy.spec.requestBuffer.limit")]
    #[track_caller]
    pub fn body_limit(mut self, size: impl IntoMemory) -> Self {
        self.body_limit = Some(Spanned::here(size));
        self
    }
    /// `matches[].headers`: accepts only requests with this header. With several calls, requests must have all of these
    /// headers. On ingress-nginx it is an error, `unsupported-on-ingress-nginx`.
    #[doc(alias("matches.headers", "headers"))]
    #[track_caller]
    pub fn header(mut self, name: impl Text, value: impl Text) -> Self {
        keyed(&mut self.headers, (name.into(), value.into().into()), |a, b| a.0 == b.0);
        self
    }
    /// `filters[].urlRewrite.path.replacePrefixMatch`, or `replaceFullPath` of an exact route: replaces the path. On
    /// ingress-nginx it is an error, `unsupported-on-ingress-nginx`: a rewrite converts every path of the host to a
    /// pattern, and an exact path would also publish the paths below it.
    #[doc(alias("filters.urlRewrite.path.replacePrefixMatch", "replacePrefixMatch", "replaceFullPath"))]
    #[track_caller]
    pub fn replace_prefix(mut self, path: impl Text) -> Self {
        self.replace_prefix = Some(path.into().into());
        self
    }
    /// `BackendTrafficPolicy.spec.retry.numRetries`: the number of retries after a failed connection. Default: 2. On
    /// ingress-nginx it is `nginx.ingress.kubernetes.io/proxy-next-upstream-tries`, which includes the first try.
    #[doc(alias("BackendTrafficPolicy.spec.retry.numRetries", "numRetries"))]
    #[track_caller]
    pub fn retries(mut self, n: u32) -> Self {
        self.retries = Some(n.into());
        self
    }
}
impl Route {
    /// `backendRefs[].weight`: sends a share of the requests to another endpoint. A second call adds a share. The
    /// service gets the remaining requests. An endpoint in another namespace gets a `ReferenceGrant`. On ingress-nginx
    /// it is an error, `unsupported-on-ingress-nginx`.
    #[doc(alias("backendRefs.weight", "weight"))]
    #[track_caller]
    pub fn split<D: Destination>(mut self, share: impl IntoPercent, to: &Endpoint<D>) -> Self {
        self.splits.push((share.into(), to.as_target().into()));
        self
    }
    /// `filters[].requestMirror`: sends a copy of a share of the requests to another endpoint, and ignores its
    /// responses. On ingress-nginx it is an error, `unsupported-on-ingress-nginx`.
    #[doc(alias("filters.requestMirror", "requestMirror"))]
    #[track_caller]
    pub fn mirror<D: Destination>(mut self, share: impl IntoPercent, to: &Endpoint<D>) -> Self {
        self.mirrors.push((share.into(), to.as_target().into()));
        self
    }
}

/// The argument of `.route(..)`: a [`Route`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "expected a `Route`",
    note = "`.route(prefix(\"/\"))` matches a path and everything below it; `.route(exact(\"/login\"))` matches one path",
    note = "to set the host, write `.host(Host::new(\"shop.example.com\"))` on the namespace"
)]
pub trait IntoRoute: Into<Route> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Route>> IntoRoute for V {}

//! A path of a host, and what happens to requests for it.
use crate::model::{
    Cors, Destination, Endpoint, Host, IntoDuration, IntoMemory, IntoPercent, IntoPort, IntoRate, Memory, Method,
    Percent, Place, Port, Rate, Spanned, Target, Text, keyed,
};
use std::panic::Location;
use std::time::Duration;

/// A path, and what happens to requests for it.
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
#[must_use = "a path leads somewhere only where a service has it: `.route(..)`"]
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
    /// How long an answer may take: 15 s when nobody says. What streams has no such time.
    pub(crate) fn longest_answer(&self) -> Option<Duration> {
        self.stream_idle_timeout.is_none().then(|| self.timeout.map_or(DEFAULT_TIMEOUT, |declared| declared.value))
    }
    /// How long nothing at all may come from the service.
    pub(crate) fn longest_silence(&self) -> Duration {
        self.stream_idle_timeout.or(self.timeout).map_or(DEFAULT_TIMEOUT, |declared| declared.value)
    }
}
/// How long an answer may take when the route does not say.
pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// `pathType: Prefix` or `PathPrefix`: this path and everything under it.
#[track_caller]
pub fn prefix(path: impl Into<String>) -> Route {
    Route::new(path, false)
}
/// `pathType: Exact`: this path alone.
#[track_caller]
pub fn exact(path: impl Into<String>) -> Route {
    Route::new(path, true)
}
impl Route {
    /// `Ingress.spec.rules[].host` or `hostnames`: which of the namespace's hosts, when it has several.
    #[doc(alias("Ingress.spec.rules.host", "host", "hostnames"))]
    #[track_caller]
    pub fn on(mut self, host: &Host) -> Self {
        self.host = Some(host.name.clone());
        self
    }
    /// `backend.service.port.name` or `backendRefs[].port`: which of the service's ports, when not the first. To a `Port::grpc` a `GRPCRoute` leads, where all
    /// routes of the host go to such ports, or an Ingress with `backend-protocol: GRPC`.
    #[doc(alias("backend.service.port.name", "backendRefs.port"))]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.port = Some(Spanned::here(port));
        self
    }
    /// `timeouts.request`: 15 s when nobody says. On nginx `nginx.ingress.kubernetes.io/proxy-read-timeout` and `proxy-send-timeout`, in whole seconds;
    /// routes of another timeout get an Ingress of their own. Pods that stop wait for the longest of their routes; connections that live long have
    /// `stream_idle_timeout`.
    #[doc(alias = "timeouts.request")]
    #[track_caller]
    pub fn timeout(mut self, time: impl IntoDuration) -> Self {
        self.timeout = Some(Spanned::here(time));
        self
    }
    /// `BackendTrafficPolicy.spec.timeout.http.streamIdleTimeout`: this route's connections live long, as WebSockets, server-sent events and
    /// streams of gRPC do, and end when nothing passes for this time. Then `timeouts.request` is `0s`, which is none; and pods that stop wait no
    /// longer for them than their tier says, so that clients have to connect again. A proxy keeps 16384 of them for a route, and not 1024.
    /// None when nobody says: every route has a `timeout`. On nginx `nginx.ingress.kubernetes.io/proxy-read-timeout` and
    /// `proxy-send-timeout`, in whole seconds, in an Ingress of its own.
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
    /// `BackendTrafficPolicy.spec.loadBalancer.consistentHash.cookie`, or `nginx.ingress.kubernetes.io/affinity: cookie` in an Ingress of its own: a
    /// browser comes back to the same pod, while pods stay as they are, by the cookie `<service>-affinity`, which lives as long as the browser.
    /// To any pod when nobody says. Of gRPC, whose clients keep no cookies, it is a finding.
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
    /// `matches[].method`: one of the methods let in; all that the tier allows when nobody says, and the first one replaces them. On nginx it
    /// is an error: that takes a snippet, which controllers refuse.
    #[doc(alias = "matches.method")]
    #[track_caller]
    pub fn method(mut self, method: Method) -> Self {
        self.methods.push(method.into());
        self
    }
    /// `BackendTrafficPolicy.spec.rateLimit` or `nginx.ingress.kubernetes.io/limit-rps` or `limit-rpm`, for one client address and one proxy:
    /// the host's when nobody says. On nginx the route gets an Ingress of its own.
    #[doc(alias("BackendTrafficPolicy.spec.rateLimit", "rateLimit", "nginx.ingress.kubernetes.io/limit-rps"))]
    #[track_caller]
    pub fn rate_limit(mut self, rate: impl IntoRate) -> Self {
        self.rate_limit = Some(Spanned::here(rate));
        self
    }
    /// `BackendTrafficPolicy.spec.requestBuffer.limit`, which holds the body until it is whole, and has no bound when nobody says; or
    /// `nginx.ingress.kubernetes.io/proxy-body-size`, 50m when nobody says, in an Ingress of its own.
    #[doc(alias = "BackendTrafficPolicy.spec.requestBuffer.limit")]
    #[track_caller]
    pub fn body_limit(mut self, size: impl IntoMemory) -> Self {
        self.body_limit = Some(Spanned::here(size));
        self
    }
    /// One of `matches[].headers`: requests that have all of these only. On nginx it is an error.
    #[doc(alias("matches.headers", "headers"))]
    #[track_caller]
    pub fn header(mut self, name: impl Text, value: impl Text) -> Self {
        keyed(&mut self.headers, (name.into(), value.into().into()), |a, b| a.0 == b.0);
        self
    }
    /// `filters[].urlRewrite.path.replacePrefixMatch`, or `replaceFullPath` of an exact route. On nginx it is an error: a rewrite there turns every
    /// path of the host into a pattern, and an exact path would publish what is below it.
    #[doc(alias("filters.urlRewrite.path.replacePrefixMatch", "replacePrefixMatch", "replaceFullPath"))]
    #[track_caller]
    pub fn replace_prefix(mut self, path: impl Text) -> Self {
        self.replace_prefix = Some(path.into().into());
        self
    }
    /// `BackendTrafficPolicy.spec.retry.numRetries`, when the connection fails: 2 when nobody says. On nginx
    /// `nginx.ingress.kubernetes.io/proxy-next-upstream-tries`, which counts the first try too, in an Ingress of its own.
    #[doc(alias("BackendTrafficPolicy.spec.retry.numRetries", "numRetries"))]
    #[track_caller]
    pub fn retries(mut self, n: u32) -> Self {
        self.retries = Some(n.into());
        self
    }
}
impl Route {
    /// `backendRefs[].weight`: a share of the requests goes elsewhere; the rest stays. Said again, another share. Into another namespace
    /// with a `ReferenceGrant`. On nginx it is an error.
    #[doc(alias("backendRefs.weight", "weight"))]
    #[track_caller]
    pub fn split<D: Destination>(mut self, share: impl IntoPercent, to: &Endpoint<D>) -> Self {
        self.splits.push((share.into(), to.as_target().into()));
        self
    }
    /// `filters[].requestMirror`: a copy of a share of the requests goes elsewhere, and its answer nowhere. On nginx it is an error.
    #[doc(alias("filters.requestMirror", "requestMirror"))]
    #[track_caller]
    pub fn mirror<D: Destination>(mut self, share: impl IntoPercent, to: &Endpoint<D>) -> Self {
        self.mirrors.push((share.into(), to.as_target().into()));
        self
    }
}

/// A route, as `.route(..)` takes it: a [`Route`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "expected a `Route`",
    note = "`.route(prefix(\"/\"))` is a path and every path below it; `.route(exact(\"/login\"))` is one path alone",
    note = "the host of a route belongs to the namespace: `Namespace::host(Host::new(\"shop.example.com\"))`"
)]
pub trait IntoRoute: Into<Route> {}
#[diagnostic::do_not_recommend]
impl<V: Into<Route>> IntoRoute for V {}

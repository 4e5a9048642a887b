//! CORS: the origins whose pages may send requests, and the headers that they may send and read.
use crate::model::{IntoDuration, Place, Route, Spanned, Text};
use std::panic::Location;
use std::time::Duration;

/// The CORS settings of a route.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cors {
    pub(crate) origins: Vec<Spanned<String>>,
    pub(crate) headers: Vec<Spanned<String>>,
    pub(crate) exposed: Vec<Spanned<String>>,
    pub(crate) credentials: Option<Place>,
    pub(crate) max_age: Option<Spanned<Duration>>,
}
impl Cors {
    pub(crate) fn headers_or_default(&self) -> Vec<String> {
        match &*self.headers {
            [] => ["Authorization", "Content-Type"].map(str::to_owned).to_vec(),
            declared => values(declared),
        }
    }
    /// The setters that have no effect without an allowed origin, with their positions.
    pub(crate) fn details(&self) -> impl Iterator<Item = (Place, &'static str)> {
        let headers = self.headers.iter().map(|declared| (declared.at, ".allow_header(..)"));
        let exposed = self.exposed.iter().map(|declared| (declared.at, ".expose_header(..)"));
        let credentials = self.credentials.map(|at| (at, ".allow_credentials()"));
        let max_age = self.max_age.map(|declared| (declared.at, ".max_age(..)"));
        headers.chain(exposed).chain(credentials).chain(max_age)
    }
}
/// The values, without their positions.
pub(crate) fn values(declared: &[Spanned<String>]) -> Vec<String> {
    declared.iter().map(|it| it.value.clone()).collect()
}

impl Route {
    /// One of `filters[].cors.allowOrigins`, or `nginx.ingress.kubernetes.io/cors-allow-origin`: an origin whose pages may
    /// send requests. Default: none. The pages may use every method that the route accepts.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let route = prefix("/api")
    ///     .allow_origin("https://app.acme.dev")
    ///     .allow_credentials()
    ///     .allow_header("Content-Type")
    ///     .allow_header("X-Request-Id")
    ///     .expose_header("Retry-After")
    ///     .max_age(hours(1));
    /// # let _ = route;
    /// ```
    #[doc(alias("filters.cors.allowOrigins", "allowOrigins", "nginx.ingress.kubernetes.io/cors-allow-origin"))]
    #[doc(alias = "cors")]
    #[track_caller]
    pub fn allow_origin(mut self, origin: impl Text) -> Self {
        self.cors.origins.push(origin.into().into());
        self
    }
    /// `filters[].cors.allowCredentials`, or `nginx.ingress.kubernetes.io/cors-allow-credentials`: pages of the allowed
    /// origins may send the cookies of the user. Default: no cookies. With credentials, the origin `*` causes the error
    /// `credentials-for-every-origin`.
    #[doc(alias(
        "filters.cors.allowCredentials",
        "allowCredentials",
        "nginx.ingress.kubernetes.io/cors-allow-credentials"
    ))]
    #[track_caller]
    pub fn allow_credentials(mut self) -> Self {
        self.cors.credentials = Some(Location::caller());
        self
    }
    /// One of `filters[].cors.allowHeaders`, or `nginx.ingress.kubernetes.io/cors-allow-headers`: a header that pages
    /// of the allowed origins may send. Default: `Authorization` and `Content-Type`. The first header that you set
    /// replaces both.
    #[doc(alias("filters.cors.allowHeaders", "allowHeaders", "nginx.ingress.kubernetes.io/cors-allow-headers"))]
    #[track_caller]
    pub fn allow_header(mut self, name: impl Text) -> Self {
        self.cors.headers.push(name.into().into());
        self
    }
    /// One of `filters[].cors.exposeHeaders`, or `nginx.ingress.kubernetes.io/cors-expose-headers`: a response header
    /// that pages of the allowed origins may read. Default: none. Browsers always allow some headers, such as
    /// `Content-Type`.
    #[doc(alias("filters.cors.exposeHeaders", "exposeHeaders", "nginx.ingress.kubernetes.io/cors-expose-headers"))]
    #[track_caller]
    pub fn expose_header(mut self, name: impl Text) -> Self {
        self.cors.exposed.push(name.into().into());
        self
    }
    /// `filters[].cors.maxAge`, or `nginx.ingress.kubernetes.io/cors-max-age`, in seconds: the time for which a browser
    /// caches the response to a preflight request. Default: 5 s on the Gateway API, 20 days on nginx. Chromium caches
    /// it for at most two hours.
    #[doc(alias("filters.cors.maxAge", "maxAge", "nginx.ingress.kubernetes.io/cors-max-age"))]
    #[track_caller]
    pub fn max_age(mut self, time: impl IntoDuration) -> Self {
        self.cors.max_age = Some(Spanned::here(time));
        self
    }
}

//! Which pages of other origins may ask, and what browsers let them send and read.
use crate::model::{IntoDuration, Place, Route, Spanned, Text};
use std::panic::Location;
use std::time::Duration;

/// What a route says to browsers about pages of other origins.
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
    /// The words said, beside those of the origins.
    pub(crate) fn details(&self) -> impl Iterator<Item = (Place, &'static str)> {
        let headers = self.headers.iter().map(|declared| (declared.at, ".allow_header(..)"));
        let exposed = self.exposed.iter().map(|declared| (declared.at, ".expose_header(..)"));
        let credentials = self.credentials.map(|at| (at, ".allow_credentials()"));
        let max_age = self.max_age.map(|declared| (declared.at, ".max_age(..)"));
        headers.chain(exposed).chain(credentials).chain(max_age)
    }
}
/// What was said, without where.
pub(crate) fn values(declared: &[Spanned<String>]) -> Vec<String> {
    declared.iter().map(|declared| declared.value.clone()).collect()
}

impl Route {
    /// One of `filters[].cors.allowOrigins`, or `nginx.ingress.kubernetes.io/cors-allow-origin` in an Ingress of its own: origins whose pages may
    /// ask, none when nobody says. They may use any method that the route lets in.
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
    /// `filters[].cors.allowCredentials`, or `nginx.ingress.kubernetes.io/cors-allow-credentials`: pages of the origins may ask with the user's
    /// cookies; not when nobody says. Then each origin has to be named: `*` is an error.
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
    /// One of `filters[].cors.allowHeaders`, or `nginx.ingress.kubernetes.io/cors-allow-headers`: headers that pages of the origins may send,
    /// `Authorization` and `Content-Type` when nobody says. The first one said replaces both.
    #[doc(alias("filters.cors.allowHeaders", "allowHeaders", "nginx.ingress.kubernetes.io/cors-allow-headers"))]
    #[track_caller]
    pub fn allow_header(mut self, name: impl Text) -> Self {
        self.cors.headers.push(name.into().into());
        self
    }
    /// One of `filters[].cors.exposeHeaders`, or `nginx.ingress.kubernetes.io/cors-expose-headers`: headers of the answer that pages of the
    /// origins may read, beside the few that they always may; none when nobody says.
    #[doc(alias("filters.cors.exposeHeaders", "exposeHeaders", "nginx.ingress.kubernetes.io/cors-expose-headers"))]
    #[track_caller]
    pub fn expose_header(mut self, name: impl Text) -> Self {
        self.cors.exposed.push(name.into().into());
        self
    }
    /// `filters[].cors.maxAge`, or `nginx.ingress.kubernetes.io/cors-max-age`, in whole seconds: how long a browser need not ask again what is
    /// allowed. When nobody says, 5 s on the Gateway API and 20 days on nginx, of which browsers take two hours at most.
    #[doc(alias("filters.cors.maxAge", "maxAge", "nginx.ingress.kubernetes.io/cors-max-age"))]
    #[track_caller]
    pub fn max_age(mut self, time: impl IntoDuration) -> Self {
        self.cors.max_age = Some(Spanned::here(time));
        self
    }
}

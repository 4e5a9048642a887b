//! What stands between the internet and the platform.
use crate::words::{Place, Secret, say};
use std::panic::Location;

/// What stands between the internet and the platform.
#[derive(Clone, Debug)]
#[must_use = "an edge is there only where a platform has it: `Platform::edge(..)`"]
pub struct Edge {
    pub(crate) at: Place,
    pub(crate) class: String,
    pub(crate) tls: Option<Tls>,
}
impl Edge {
    /// Ingress objects for ingress-nginx, as in the guide. It is retired upstream: a warning says so.
    #[track_caller]
    pub fn ingress_nginx() -> Self {
        Self { at: Location::caller(), class: "nginx".into(), tls: None }
    }
}
say!(impl [] Edge {
    /// `ingressClassName`: `nginx` when nobody says.
    class(name: impl Into<String>) |it| it.class = name.into();
    /// `Ingress.spec.tls` and a `Certificate` for every host that states no other; without it hosts answer plain HTTP.
    tls(tls: Tls) |it| it.tls = Some(tls);
});

/// Where certificates come from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "certificates are made only where an edge or a host says so: `.tls(..)`"]
pub struct Tls {
    pub(crate) source: TlsSource,
    pub(crate) at: Place,
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TlsSource {
    LetsEncrypt { email: String, staging: bool },
    Issuer(String),
    Secret(Secret),
}
impl Tls {
    #[track_caller]
    fn of(source: TlsSource) -> Self {
        Self { source, at: Location::caller() }
    }
    /// `ClusterIssuer` and `Certificate`: Let's Encrypt, by cert-manager; `email` is the account's.
    #[track_caller]
    pub fn lets_encrypt(email: impl Into<String>) -> Self {
        Self::of(TlsSource::LetsEncrypt { email: email.into(), staging: false })
    }
    /// `Certificate.spec.issuerRef`: a ClusterIssuer that is there already.
    #[track_caller]
    pub fn issuer(name: impl Into<String>) -> Self {
        Self::of(TlsSource::Issuer(name.into()))
    }
    /// `Ingress.spec.tls[].secretName`: a certificate that is there already.
    #[track_caller]
    pub fn secret(secret: Secret) -> Self {
        Self::of(TlsSource::Secret(secret))
    }
    /// `Certificate.spec.issuerRef`: Let's Encrypt's staging directory. It says nothing about a certificate of another source.
    pub fn staging(mut self) -> Self {
        if let TlsSource::LetsEncrypt { staging, .. } = &mut self.source {
            *staging = true;
        }
        self
    }
}

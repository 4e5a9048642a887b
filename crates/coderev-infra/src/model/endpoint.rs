//! Endpoints: the addresses of services, for callers in other namespaces.
use crate::model::{Call, DEFAULT_PORT, IntoPort, OtherServices, Port, Service, Text, Tier, keyed, port::AppProtocol};
use std::marker::PhantomData;

/// The address of a service, for callers in other namespaces: name, namespace and port. `D` is the destination, which
/// is the tier of the service.
///
/// [`Namespace::endpoint`](crate::Namespace::endpoint) creates it. It is plain data, so a crate can export it.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// const ADMIN: Port = Port::http(9000).name("admin").service(9000);
/// let tokens: Service<Stable> = Service::new("tokens", "ghcr.io/acme/tokens:1.0.0").port(Port::http(8000)).port(ADMIN);
/// let identity = Namespace::new("identity", Stable);
/// let admin = identity.endpoint(&tokens).port(ADMIN);
/// assert_eq!(admin.url(), "http://tokens.identity.svc:9000");
/// let ops: Service<Stable> = Service::new("ops", "ghcr.io/acme/ops:1.0.0").calls(&admin);
/// # let _ = ops;
/// ```
#[derive(Debug)]
#[must_use = "an Endpoint has no effect by itself: pass it to `.calls(&endpoint)` of a workload"]
pub struct Endpoint<D> {
    name: String,
    namespace: String,
    port: Port,
    is_port_declared: bool,
    is_headless: bool,
    /// The labels of its pods. Set if another program deploys the service.
    pods: Option<Vec<(String, String)>>,
    destination: PhantomData<fn() -> D>,
}
impl<D> Clone for Endpoint<D> {
    fn clone(&self) -> Self {
        let (name, namespace, pods) = (self.name.clone(), self.namespace.clone(), self.pods.clone());
        Self { name, namespace, pods, ..*self }
    }
}
impl<D> Endpoint<D> {
    pub(crate) const fn new(name: String, namespace: String, port: Port) -> Self {
        Self {
            name,
            namespace,
            port,
            is_port_declared: false,
            is_headless: false,
            pods: None,
            destination: PhantomData,
        }
    }
    pub(crate) fn to<T>(service: &impl Addressable<T>, namespace: String) -> Self {
        let is_headless = service.is_headless();
        Self { is_headless, ..Self::new(service.service_name().into(), namespace, service.service_port()) }
    }
    /// `Service.spec.ports`: selects another port of the service. It applies to `url`, `address` and the network
    /// policies of both ends.
    #[doc(alias("Service.spec.ports", "ports"))]
    pub fn port(self, port: impl IntoPort) -> Self {
        let port = port.into();
        let port = if self.is_headless { port.headless() } else { port };
        Self { port, is_port_declared: true, ..self }
    }
    /// The URL, `http://tokens.identity.svc`. It contains the port unless the port is 80.
    #[must_use]
    pub fn url(&self) -> String {
        match self.port.service {
            80 => format!("http://{}.{}.svc", self.name, self.namespace),
            port => format!("http://{}.{}.svc:{port}", self.name, self.namespace),
        }
    }
    /// The address with the port, `tokens.identity.svc:9000`.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}.{}.svc:{}", self.name, self.namespace, self.port.service)
    }
    pub(crate) fn as_target(&self) -> Target {
        let (namespace, name) = (self.namespace.clone(), self.name.clone());
        Target { namespace, name, port: self.port, is_other_service: self.pods.is_some() }
    }
    pub(crate) fn as_call(&self) -> Call {
        let (namespace, name) = (self.namespace.clone(), self.name.clone());
        if let Some(pods) = self.pods.clone() {
            let default = || vec![("app.kubernetes.io/name".to_owned(), name)];
            return Call::OtherServices {
                namespace,
                pods: if pods.is_empty() { default() } else { pods },
                port: self.port,
            };
        }
        Call::Endpoint { namespace, name, port: self.port, is_port_declared: self.is_port_declared }
    }
}

/// The service that receives a share of the requests of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) port: Port,
    /// Whether another program deploys the service.
    pub(crate) is_other_service: bool,
}

impl Endpoint<OtherServices> {
    /// A service that another program deploys. That program must allow the ingress to the service.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let search = Endpoint::existing("search", "query", Port::http(9200)).pods("app", "elastic");
    /// let v1: Service<Exp> = Service::new("v1-api", "ghcr.io/acme/v1-api:1.0.0").env("SEARCH_URL", search.url()).calls(&search);
    /// # let _ = v1;
    /// ```
    pub fn existing(namespace: impl Into<String>, name: impl Into<String>, port: Port) -> Self {
        Self { pods: Some(Vec::new()), ..Self::new(name.into(), namespace.into(), port) }
    }
}
impl Endpoint<OtherServices> {
    /// `podSelector.matchLabels`: one label of the pods. Default: `app.kubernetes.io/name`, with the name of the
    /// service.
    #[doc(alias("podSelector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn pods(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(self.pods.get_or_insert_default(), (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
}

/// A workload with a Service, in a namespace of the tier `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no Kubernetes Service, so it cannot have ports, routes or endpoints",
    label = "other pods cannot call it",
    note = "for a workload that serves requests, use a `Service` or a `StatefulSet`",
    note = "`Service` and `StatefulSet` get a Kubernetes Service for callers; `Worker`, `Job`, `CronJob` and `DaemonSet` do not"
)]
pub trait Addressable<T> {
    #[doc(hidden)]
    fn service_name(&self) -> &str;
    #[doc(hidden)]
    fn service_port(&self) -> Port;
    #[doc(hidden)]
    fn is_headless(&self) -> bool {
        false
    }
}
#[diagnostic::do_not_recommend]
impl<T: Tier> Addressable<T> for Service<T> {
    fn service_name(&self) -> &str {
        &self.declared.name
    }
    fn service_port(&self) -> Port {
        let first =
            self.declared.ports.iter().map(|it| it.value).find(|port| port.app_protocol != AppProtocol::Metrics);
        first.unwrap_or(DEFAULT_PORT)
    }
}

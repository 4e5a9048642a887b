//! A Deployment with a Service.
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A long-running workload with an address: a Deployment with a Service.
///
/// ```
/// use coderev_infra::prelude::*;
///
/// let auth: Service<Stable> = Service::new("auth", "ghcr.io/acme/auth:2.8.0")
///     .port(Port::http(8000))
///     .replicas(4)
///     .cpu(millis(250)..=cores(1))
///     .memory(mebi(512)..=gibi(1))
///     .liveness(Probe::http("/health/live"))
///     .readiness(Probe::http("/health/ready"))
///     .disruption_budget(max_unavailable(1))
///     .route(prefix("/auth"));
/// let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(auth);
/// # let _ = shop;
/// ```
///
/// A Service becomes:
///
/// * a `Deployment`, a `Service`, a `ServiceAccount` and a `NetworkPolicy`, all with the name of the service
/// * a `PodDisruptionBudget`, in Stable and Exp with two replicas or more, or with
///   [`disruption_budget`](Self::disruption_budget)
/// * a `HorizontalPodAutoscaler` or a `ScaledObject`, with [`autoscale`](Self::autoscale)
/// * an `Ingress`, or an `HTTPRoute` or `GRPCRoute`, with [`route`](Self::route)
/// * another `Service`, with [`load_balancer`](Self::load_balancer)
/// * a `Role` and a `RoleBinding`, with [`role`](Self::role)
#[derive(Debug)]
#[must_use = "a service produces no manifests until it is added to a namespace: `Namespace::service(..)`"]
pub struct Service<T> {
    pub(crate) declared: WorkloadDecl<ServiceDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Service<T> {
    /// `metadata.name`, which is also the name of the container, and `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = ServiceDecl;
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
impl<T: Tier> Service<T> {
    /// `HorizontalPodAutoscaler`, named `<service>-hpa`: scales the number of pods with the load.
    /// `Deployment.spec.replicas` is then omitted.
    #[doc(alias("HorizontalPodAutoscaler", "hpa"))]
    #[track_caller]
    pub fn autoscale(mut self, autoscale: impl IntoAutoscale) -> Self
    where
        T: Autoscales,
    {
        self.declared.autoscale = Some(autoscale.into());
        self
    }
    /// The URL for callers in the same namespace: `http://auth`.
    #[must_use]
    pub fn url(&self) -> String {
        match self.service_port().service {
            80 => format!("http://{}", self.declared.name),
            port => format!("http://{}:{port}", self.declared.name),
        }
    }
    /// The host and the port for callers in the same namespace: `auth:80`. For a port without HTTP, such as gRPC.
    ///
    /// ```
    /// use coderev_infra::prelude::*;
    ///
    /// let quotes: Service<Stable> = Service::new("quotes", "ghcr.io/acme/quotes:1.0.0").port(Port::grpc(9000));
    /// assert_eq!(quotes.address(), "quotes:9000");
    /// ```
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}:{}", self.declared.name, self.service_port().service)
    }
}
impl<T: Tier> Service<T> {
    /// `Deployment.spec.replicas`, in pods. Default: 3 in Stable, 2 in Exp, 1 in Quarantine and Shared. Stable allows 3
    /// or more, Exp 1 or 2, Quarantine 1, Shared 1 or more. Any other number is an error, `replicas-outside-tier`.
    #[doc(alias = "Deployment.spec.replicas")]
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.declared.replicas = Some(n.into());
        self
    }
    /// `Deployment.spec.strategy`. Default: `maxSurge` 25 % and `maxUnavailable` 0 in Stable, 1 and 1 in Exp, 1 and 0
    /// in Quarantine, the defaults of Kubernetes in Shared.
    #[doc(alias = "Deployment.spec.strategy")]
    #[track_caller]
    pub fn strategy(mut self, strategy: impl IntoStrategy) -> Self {
        self.declared.strategy = Some(Spanned::here(strategy));
        self
    }
    /// `PodDisruptionBudget`. Default: `maxUnavailable: 1` in Stable and Exp with two replicas or more, else none.
    #[doc(alias("PodDisruptionBudget", "pdb"))]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.declared.disruption_budget = Some(Spanned::here(budget));
        self
    }
    /// `ports` of the container and of the Service: adds a port. Default: HTTP on 8000.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.declared.ports.push(Spanned::here(port));
        self
    }
    /// `Ingress.spec.rules[].http.paths`, or `HTTPRoute.spec.rules` or `GRPCRoute.spec.rules`: publishes a path of a
    /// host of the namespace.
    #[doc(alias("Ingress.spec.rules.http.paths", "HTTPRoute.spec.rules", "GRPCRoute.spec.rules"))]
    #[track_caller]
    pub fn route(mut self, route: impl IntoRoute) -> Self {
        self.declared.routes.push(route.into());
        self
    }
    /// `Service.spec.type: LoadBalancer`: adds a separate Service, for protocols other than HTTP. A load balancer with
    /// the same name replaces the earlier load balancer.
    #[doc(alias = "Service.spec.type")]
    #[track_caller]
    pub fn load_balancer(mut self, balancer: LoadBalancer) -> Self {
        keyed(&mut self.declared.load_balancers, balancer.into(), LoadBalancer::same);
        self
    }
    /// `selector.matchLabels`: sets the selector of a Deployment that exists already. Kubernetes does not allow a
    /// change of the selector. The first call replaces the default selector.
    #[doc(alias("selector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn selector(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
}

#[cfg(test)]
mod positions {
    //! Each setter records its line in the program of the user.
    use crate::prelude::*;

    #[test]
    fn a_setter_records_its_line() {
        let here = line!();
        #[rustfmt::skip]
        let web = Service::<Stable>::new("web", "web:1")
            .replicas(3)
            .cpu(millis(1)..)
            .route(prefix("/"))
            .erased();
        assert_eq!(web.origin.line(), here + 2);
        assert_eq!(web.replicas.map(|declared| (declared.value, declared.at.line())), Some((3, here + 3)));
        assert_eq!(web.pod.container.cpu.map(|it| it.at.line()), Some(here + 4));
        assert_eq!(web.routes[0].at.line(), here + 5);
        assert!(web.origin.file().ends_with("service.rs"));
    }

    /// A function of a team. Its findings point at its caller.
    #[track_caller]
    fn small(name: &str) -> Service<Exp> {
        Service::new(name, "web:1").replicas(1).memory(mebi(1)..)
    }

    #[test]
    fn a_function_with_track_caller_records_the_line_of_its_caller() {
        let here = line!();
        let web = small("web").erased();
        assert_eq!(web.replicas.map(|it| it.at.line()), Some(here + 1));
        assert_eq!(web.pod.container.memory.map(|it| it.at.line()), Some(here + 1));
        assert_eq!(web.origin.line(), here + 1);
    }

    fn untracked(name: &str) -> Service<Exp> {
        Service::new(name, "web:1").replicas(1)
    }

    #[test]
    fn a_function_without_track_caller_records_its_own_line() {
        let here = line!();
        let web = untracked("web").erased();
        assert!(web.replicas.is_some_and(|declared| declared.at.line() < here));
    }
}

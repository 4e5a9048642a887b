//! A Deployment with a Service in front of it.
use crate::model::*;
use std::marker::PhantomData;
use std::panic::Location;

/// A long-running process with an address: a Deployment, and a Service in front of it.
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
/// It renders a `Deployment`, a `Service`, a `ServiceAccount` and a `NetworkPolicy`, all named `auth`. Further setters and the tier add
/// a `HorizontalPodAutoscaler` or `ScaledObject`, a `PodDisruptionBudget`, an `Ingress` or `HTTPRoute`, and more.
#[derive(Debug)]
#[must_use = "a service runs only where a namespace has it: `Namespace::service(..)`"]
pub struct Service<T> {
    pub(crate) declared: WorkloadDecl<ServiceDecl>,
    tier: PhantomData<fn() -> T>,
}
impl<T: Tier> Service<T> {
    /// `metadata.name`, which is also the container's, and its `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        let kind = ServiceDecl;
        Self { declared: WorkloadDecl::new(kind, name.into(), image.into(), Location::caller()), tier: PhantomData }
    }
}
impl<T: Tier> Service<T> {
    /// `HorizontalPodAutoscaler`, named `<service>-hpa`: lets the number of pods follow load. `Deployment.spec.replicas` is then left out.
    #[doc(alias("HorizontalPodAutoscaler", "hpa"))]
    #[track_caller]
    pub fn autoscale(mut self, autoscale: impl IntoAutoscale) -> Self
    where
        T: Autoscales,
    {
        self.declared.autoscale = Some(autoscale.into());
        self
    }
    /// The address for a neighbour in the same namespace: `http://auth-service`.
    #[must_use]
    pub fn url(&self) -> String {
        match self.service_port().service {
            80 => format!("http://{}", self.declared.name),
            port => format!("http://{}:{port}", self.declared.name),
        }
    }
}
impl<T: Tier> Service<T> {
    /// `Deployment.spec.replicas`, in pods: the tier's when nobody says, which is 3 in Stable, 2 in Exp, 1 in Quarantine and Shared. Outside
    /// of the tier's rule (3 or more, 1 to 2, exactly 1, 1 or more) it is an error.
    #[doc(alias = "Deployment.spec.replicas")]
    #[track_caller]
    pub fn replicas(mut self, n: u32) -> Self {
        self.declared.replicas = Some(n.into());
        self
    }
    /// `Deployment.spec.strategy`: the tier's when nobody says. Stable surges by 25 % and misses none, Exp surges by 1 and misses 1, Quarantine
    /// surges by 1 and misses none.
    #[doc(alias = "Deployment.spec.strategy")]
    #[track_caller]
    pub fn strategy(mut self, strategy: impl IntoStrategy) -> Self {
        self.declared.strategy = Some(Spanned::here(strategy));
        self
    }
    /// `PodDisruptionBudget`: the tier's when nobody says and there are two replicas or more, which is `maxUnavailable: 1` in Stable and Exp
    /// and none elsewhere.
    #[doc(alias("PodDisruptionBudget", "pdb"))]
    #[track_caller]
    pub fn disruption_budget(mut self, budget: impl IntoDisruptionBudget) -> Self {
        self.declared.disruption_budget = Some(Spanned::here(budget));
        self
    }
    /// One of `ports` of the container and of the Service: HTTP on 8000 when none is said, in every tier.
    #[doc(alias = "ports")]
    #[track_caller]
    pub fn port(mut self, port: impl IntoPort) -> Self {
        self.declared.ports.push(Spanned::here(port));
        self
    }
    /// `Ingress.spec.rules[].http.paths`, or `HTTPRoute.spec.rules` or `GRPCRoute.spec.rules`: a path of the namespace's host, and what happens to requests for it.
    #[doc(alias("Ingress.spec.rules.http.paths", "HTTPRoute.spec.rules", "GRPCRoute.spec.rules"))]
    #[track_caller]
    pub fn route(mut self, route: impl IntoRoute) -> Self {
        self.declared.routes.push(route.into());
        self
    }
    /// `Service.spec.type: LoadBalancer`, in a Service of its own: for what is not HTTP. Said again, another, unless it has the same name: then
    /// the later one wins.
    #[doc(alias = "Service.spec.type")]
    #[track_caller]
    pub fn load_balancer(mut self, balancer: LoadBalancer) -> Self {
        keyed(&mut self.declared.load_balancers, balancer.into(), LoadBalancer::same);
        self
    }
    /// `selector.matchLabels` of a Deployment that runs already: it cannot be changed there. The first one said replaces ours.
    #[doc(alias("selector.matchLabels", "matchLabels"))]
    #[track_caller]
    pub fn selector(mut self, label: impl Text, value: impl Text) -> Self {
        keyed(&mut self.declared.selector, (label.into(), value.into()), |a, b| a.0 == b.0);
        self
    }
}

#[cfg(test)]
mod positions {
    //! Each word knows the line on which the user said it.
    use crate::prelude::*;

    #[test]
    fn a_word_knows_its_line() {
        let here = line!();
        #[rustfmt::skip]
        let web = Service::<Stable>::new("web", "web:1")
            .replicas(3)
            .cpu(millis(1)..)
            .route(prefix("/"))
            .erased();
        assert_eq!(web.origin.line(), here + 2);
        assert_eq!(web.replicas.map(|declared| (declared.value, declared.at.line())), Some((3, here + 3)));
        assert_eq!(web.settings.container.cpu.map(|declared| declared.at.line()), Some(here + 4));
        assert_eq!(web.routes[0].at.line(), here + 5);
        assert!(web.origin.file().ends_with("service.rs"));
    }

    /// A team's helper: what is wrong with it is the fault of who calls it.
    #[track_caller]
    fn small(name: &str) -> Service<Exp> {
        Service::new(name, "web:1").replicas(1).memory(mebi(1)..)
    }

    #[test]
    fn a_helper_with_track_caller_passes_the_line_of_its_caller() {
        let here = line!();
        let web = small("web").erased();
        assert_eq!(web.replicas.map(|declared| declared.at.line()), Some(here + 1));
        assert_eq!(web.settings.container.memory.map(|declared| declared.at.line()), Some(here + 1));
        assert_eq!(web.origin.line(), here + 1);
    }

    fn untracked(name: &str) -> Service<Exp> {
        Service::new(name, "web:1").replicas(1)
    }

    #[test]
    fn a_helper_without_it_is_itself_the_place() {
        let here = line!();
        let web = untracked("web").erased();
        assert!(web.replicas.is_some_and(|declared| declared.at.line() < here));
    }
}

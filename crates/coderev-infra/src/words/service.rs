//! A Deployment with a Service in front of it.
use crate::words::pod::pod_words;
use crate::words::*;
use derive_builder::Builder;
use std::panic::Location;

/// A Deployment with a Service in front of it.
#[derive(Builder)]
#[builder(
    name = "Service",
    vis = "pub",
    pattern = "owned",
    custom_constructor,
    build_fn(private, name = "finish"),
    setter(into, strip_option)
)]
#[builder_struct_attr(must_use = "a service runs only where a namespace has it: `Namespace::service(..)`")]
#[builder_struct_attr(derive(Debug))]
pub(crate) struct ServiceSpec<T> {
    #[builder(setter(custom))]
    name: String,
    #[builder(setter(custom))]
    image: String,
    #[builder(setter(custom))]
    origin: Place,
    #[builder(setter(custom))]
    words: Pod<T>,
    #[builder(setter(custom))]
    ports: Vec<Said<Port>>,
    #[builder(setter(custom))]
    routes: Vec<Route>,
    #[builder(setter(custom))]
    autoscale: Option<Autoscale>,
    #[builder(setter(custom))]
    without_defaults: bool,
    #[builder(setter(custom))]
    selector: Vec<(String, String)>,
    /// `Deployment.spec.replicas`, in pods: the tier's when nobody says, which is 3 in Stable, 2 in Exp, 1 in Quarantine and Shared. Outside
    /// of the tier's rule (3 or more, 1 to 2, exactly 1, 1 or more) it is an error.
    #[builder(default)]
    #[builder_setter_attr(track_caller)]
    replicas: Option<Said<u32>>,
    /// `Deployment.spec.strategy`: the tier's when nobody says. Stable surges by 25 % and misses none, Exp surges by 1 and misses 1, Quarantine
    /// surges by 1 and misses none.
    #[builder(default)]
    #[builder_setter_attr(track_caller)]
    strategy: Option<Said<Strategy>>,
    /// `PodDisruptionBudget`: the tier's when nobody says and there are two replicas or more, which is `maxUnavailable: 1` in Stable and Exp
    /// and none elsewhere.
    #[builder(default)]
    #[builder_setter_attr(track_caller)]
    disruption_budget: Option<Said<DisruptionBudget>>,
    #[builder(setter(custom))]
    load_balancers: Vec<Said<LoadBalancer>>,
}
impl<T: Tier> Service<T> {
    /// `metadata.name` of its objects, which is also the container's, and the container's `image`.
    #[track_caller]
    pub fn new(name: impl Into<String>, image: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            image: Some(image.into()),
            origin: Some(Location::caller()),
            words: Some(Pod::new()),
            ports: Some(Vec::new()),
            routes: Some(Vec::new()),
            autoscale: Some(None),
            load_balancers: Some(Vec::new()),
            without_defaults: Some(false),
            selector: Some(Vec::new()),
            ..Self::create_empty()
        }
    }
    /// `HorizontalPodAutoscaler`, named `<service>-hpa`: lets the number of pods follow load. `Deployment.spec.replicas` is then left out.
    #[track_caller]
    pub fn autoscale(mut self, autoscale: Autoscale) -> Self
    where
        T: Autoscales,
    {
        self.autoscale = Some(Some(autoscale));
        self
    }
    /// The address for a neighbour in the same namespace: `http://auth-service`.
    #[must_use]
    pub fn url(&self) -> String {
        match self.service_port().service {
            80 => format!("http://{}", self.own_name()),
            port => format!("http://{}:{port}", self.own_name()),
        }
    }
    pub(crate) fn own_name(&self) -> &str {
        self.name.as_deref().expect("set by new")
    }
    pub(crate) fn own_origin(&self) -> Place {
        self.origin.expect("set by new")
    }
    pub(crate) fn own_ports(&self) -> &[Said<Port>] {
        self.ports.as_deref().expect("set by new")
    }
    const fn words(&mut self) -> &mut PodWords {
        &mut self.words.as_mut().expect("set by new").words
    }
    const fn container(&mut self) -> &mut ContainerWords {
        &mut self.words().container
    }
    /// What was said, without the tier: it is erased where the namespace takes it.
    pub(crate) fn erased(self) -> WorkloadWords {
        let spec = self.finish().expect("all is set by new, or has a default");
        WorkloadWords {
            form: Form::Service,
            selector: spec.selector,
            load_balancers: spec.load_balancers,
            peers: Vec::new(),
            peers_on_any_port: false,
            name: spec.name,
            image: spec.image,
            origin: spec.origin,
            words: spec.words.words.flat(),
            ports: spec.ports,
            routes: spec.routes,
            autoscale: spec.autoscale,
            without_defaults: spec.without_defaults,
            replicas: spec.replicas,
            strategy: spec.strategy,
            disruption_budget: spec.disruption_budget,
        }
    }
}
say!(impl [T: Tier] Service<T> {
    /// One of `ports` of the container and of the Service: HTTP on 8000 when none is said, in every tier.
    port(port: Port) |it| it.ports.get_or_insert_default().push(port.into());
    /// `Ingress.spec.rules[].http.paths`, or `HTTPRoute.spec.rules` or `GRPCRoute.spec.rules`: a path of the namespace's host, and what happens to requests for it.
    route(route: Route) |it| it.routes.get_or_insert_default().push(route);
    /// `Service.spec.type: LoadBalancer`, in a Service of its own: for what is not HTTP. Said again, another, unless it has the same name: then
    /// the later one wins.
    load_balancer(balancer: LoadBalancer) |it| keyed(it.load_balancers.get_or_insert_default(), balancer.into(), LoadBalancer::same);
    /// `selector.matchLabels` of a Deployment that runs already: it cannot be changed there. The first one said replaces ours.
    selector(label: impl Into<String>, value: impl Into<String>) |it| keyed(it.selector.get_or_insert_default(), (label.into(), value.into()), |a, b| a.0 == b.0);
    /// Does not take what `Namespace::defaults` says.
    without_defaults() |it| it.without_defaults = Some(true);
});
pod_words!(Service);

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
        assert_eq!(web.replicas.map(|said| (said.value, said.at.line())), Some((3, here + 3)));
        assert_eq!(web.words.container.cpu.map(|said| said.at.line()), Some(here + 4));
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
        assert_eq!(web.replicas.map(|said| said.at.line()), Some(here + 1));
        assert_eq!(web.words.container.memory.map(|said| said.at.line()), Some(here + 1));
        assert_eq!(web.origin.line(), here + 1);
    }

    fn untracked(name: &str) -> Service<Exp> {
        Service::new(name, "web:1").replicas(1)
    }

    #[test]
    fn a_helper_without_it_is_itself_the_place() {
        let here = line!();
        let web = untracked("web").erased();
        assert!(web.replicas.is_some_and(|said| said.at.line() < here));
    }
}

//! A platform of the size of a large organisation's.
use coderev_infra::prelude::*;

const NAMESPACES: usize = 20;

/// `count` services in twenty namespaces, each with an autoscaler, probes, a route and a call to the service before
/// it.
pub(crate) fn of_services(count: usize) -> Platform {
    let start = Platform::new(Cluster::generic())
        .part_of("acme")
        .edge(Edge::ingress_nginx().tls(Tls::lets_encrypt("team@acme.dev")))
        .add(infrastructure())
        .allow("retired-ingress-controller", "the bench measures the platform of the deployment guide");
    (0..NAMESPACES).fold(start, |platform, index| platform.namespace(namespace(index, count / NAMESPACES)))
}

fn namespace(index: usize, count: usize) -> Namespace<Stable> {
    let host = format!("area-{index}.acme.dev");
    let start = Namespace::new(format!("area-{index}"), Stable).host(Host::new(host)).defaults(defaults());
    let mut services: Vec<Service<Stable>> = Vec::new();
    for index in 0..count {
        let service = service(index);
        services.push(match services.last() {
            Some(before) => service.calls(before),
            None => service,
        });
    }
    services.into_iter().fold(start, Namespace::service)
}

fn service(index: usize) -> Service<Stable> {
    let name = format!("service-{index}");
    Service::new(&*name, format!("registry.acme.dev/{name}:v2.4.{index}"))
        .cpu(millis(250)..=millis(1000))
        .memory(mebi(512)..=gibi(2))
        .autoscale(Autoscale::new(3..=20).cpu(percent(70)).requests_per_second(50))
        .route(prefix(format!("/{name}")))
        .env("FEATURE_X", "true")
        .env("JWT_SECRET_KEY", Secret::new("jwt-secrets").key("secret-key"))
        .uses(&REDIS)
        .uses(&KAFKA)
}

fn defaults() -> Pod<Stable> {
    Pod::new().liveness(Probe::http("/health/live")).readiness(Probe::http("/health/ready"))
}

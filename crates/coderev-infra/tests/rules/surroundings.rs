//! Workloads and platforms without findings. The examples of rules call these functions by name.
use coderev_infra::prelude::*;

/// Resources and probes for the workloads of a namespace.
pub(crate) fn complete<T: Tier>() -> Pod<T> {
    Pod::new()
        .cpu(millis(100)..=millis(200))
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::exec(["/healthy"]))
        .readiness(Probe::http("/health/ready"))
}
/// A service with the name `web`.
pub(crate) fn web() -> Service<Stable> {
    service("web")
}
/// A service with this name.
pub(crate) fn service(name: &str) -> Service<Stable> {
    Service::new(name, format!("ghcr.io/acme/{name}:v1.4.0")).pod(complete())
}
/// A worker with this name.
pub(crate) fn worker(name: &str) -> Worker<Stable> {
    Worker::new(name, format!("ghcr.io/acme/{name}:v1.4.0"))
        .cpu(millis(100)..=millis(200))
        .memory(mebi(128)..=mebi(256))
        .liveness(Probe::exec(["/healthy"]))
}
/// A service with this name in a read-only tier.
pub(crate) fn read_only(name: &str) -> Service<Quarantine> {
    Service::new(name, format!("ghcr.io/acme/{name}:v1.4.0")).pod(complete())
}
/// A platform that publishes the service on a host of a Gateway.
pub(crate) fn published(service: Service<Stable>) -> Platform {
    let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service);
    Platform::new(Cluster::generic()).part_of("acme").edge(Edge::gateway()).namespace(shop)
}
/// A platform that publishes the service on a host of ingress-nginx.
pub(crate) fn on_nginx(edge: Edge, service: Service<Stable>) -> Platform {
    let shop = Namespace::new("shop", Stable).host(Host::new("shop.acme.dev")).service(service);
    Platform::new(Cluster::generic())
        .part_of("acme")
        .allow("retired-ingress-controller", "a test")
        .edge(edge)
        .namespace(shop)
}

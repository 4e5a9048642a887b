//! The platform of `.ci/rollout`: the same workloads in pairs of namespaces, with the computed quota and without a quota.
//!
//! The replicas and the strategies differ from pair to pair. The names of the namespaces end with `-quota` and `-free`.
use coderev_infra::prelude::*;
use std::process::ExitCode;

fn main() -> ExitCode {
    coderev_infra_xtask::main([platform()])
}

fn platform() -> Platform {
    let pairs = [
        ("six", 6, spec()),
        ("twenty", 20, spec()),
        // One step terminates pods of both shares.
        ("unavailable", 20, spec().strategy(Strategy::rolling().max_surge(3).max_unavailable(3))),
    ];
    pairs.into_iter().fold(Platform::new(Cluster::generic()).part_of("rollout"), |platform, (name, replicas, spec)| {
        let namespace = |end: &str, spec: TierSpec| {
            Namespace::new(format!("{name}-{end}"), Stable).spec(spec).service(web()).worker(worker(replicas))
        };
        platform.namespace(namespace("quota", spec.clone())).namespace(namespace("free", spec.without_quota()))
    })
}

/// Short steps: the next step starts while the pods of the previous step are terminated.
fn spec() -> TierSpec {
    Stable.spec().min_ready(seconds(3))
}
/// A large workload. The ten pods that a quota has in addition cannot hide a missing pod: the amounts have only 5 % more.
fn worker(replicas: u32) -> Worker<Stable> {
    Worker::new("ingest", "ghcr.io/acme/ingest:1.0.0")
        .replicas(replicas)
        .cpu(millis(500)..=cores(1))
        .memory(gibi(1)..=gibi(2))
        .liveness(Probe::exec(["true"]))
}
fn web() -> Service<Stable> {
    Service::new("web", "ghcr.io/acme/web:1.0.0")
        .cpu(millis(50)..=millis(100))
        .memory(mebi(64)..=mebi(128))
        .liveness(Probe::http("/live"))
        .readiness(Probe::http("/ready"))
}

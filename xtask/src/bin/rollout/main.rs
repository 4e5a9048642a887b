//! The platform of `.ci/rollout`: the same workloads in pairs of namespaces, with the computed quota and without a quota.
//!
//! The replicas and the strategies differ from pair to pair. The names of the namespaces end with `-quota` and `-free`. Each
//! namespace of an example that has a quota has a pair with the Deployments of the namespace, one with 20 replicas and the others with 6.
mod examples;

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
    let own = pairs.into_iter().fold(
        Platform::new(Cluster::generic()).part_of("rollout"),
        |platform, (name, replicas, spec)| {
            let namespace = |end: &str, spec: TierSpec| {
                Namespace::new(format!("{name}-{end}"), Stable).spec(spec).service(web()).worker(worker(replicas))
            };
            platform.namespace(namespace("quota", spec.clone())).namespace(namespace("free", spec.without_quota()))
        },
    );
    examples::read().into_iter().fold(own, |platform, (name, examples)| {
        let namespace = |end: &str, spec: TierSpec| {
            let namespace = Namespace::new(format!("{name}-{end}"), Stable).spec(spec);
            // The largest workload has 20 replicas, and the others have 6: more pods than these do not fit on the nodes.
            let workers = examples.iter().enumerate().map(|(at, example)| {
                let replicas = if at == 0 && !example.replaces_one_at_a_time() { 20 } else { 6 };
                (example, replicas)
            });
            workers.fold(namespace, |namespace, (example, replicas)| namespace.worker(example.worker(replicas)))
        };
        platform.namespace(namespace("quota", spec())).namespace(namespace("free", spec().without_quota()))
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

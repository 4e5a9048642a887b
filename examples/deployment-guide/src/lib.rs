//! The platform of the [deployment guide], in the same order.
//!
//! [deployment guide]: https://github.com/coderev-infra/coderev-infra/blob/main/docs/deployment-guide.md
use coderev_infra::prelude::*;
use std::ops::RangeInclusive;

/// "Create secrets". `.uses(&POSTGRES)` and `.uses(&REDIS)` add `database-credentials` and `redis-config`.
const JWT: SecretKey = Secret::new("jwt-secrets").key("secret-key");
/// "Node Selector: workload-type=compute".
const COMPUTE: Nodes = Nodes::pool("workload-type", "compute");

/// No tier except production reaches production; the archive is read-only.
pub fn platform() -> Platform {
    behind(Edge::ingress_nginx())
}

/// The same on the Gateway API, because ingress-nginx receives no more fixes.
pub fn platform_on_gateway() -> Platform {
    behind(Edge::gateway())
}

fn behind(edge: Edge) -> Platform {
    Platform::new(Cluster::generic())
        .part_of("coderev-platform")
        .edge(edge.tls(Tls::lets_encrypt("platform-team@example.com")))
        .namespace(stable())
        .namespace(exp())
        .namespace(quarantine())
        .add(infrastructure())
        .add(monitoring())
        .allow("placeholder-left", "the images of the deployment guide contain the placeholder `PROJECT_ID`")
        .allow("example-host", "the hosts of the deployment guide are examples")
}

/// "Platform V2 Stable (Production)". Its tier sets replicas, isolation, PodDisruptionBudgets and rolling updates.
fn stable() -> Namespace<Stable> {
    Namespace::new("platform-v2-stable", Stable)
        .slo(Slo::new().p95(seconds(3)).error_rate(percent(2)))
        .host(Host::new("api.coderev.example.com").rate_limit(per_second(100)))
        .defaults(every_pod().nodes(Nodes::reserved()))
        .service(
            Service::new("auth-service", image("auth-service:v2.4.0"))
                .cpu(millis(250)..=millis(1000))
                .memory(mebi(512)..=gibi(2))
                .autoscale(scaling(3..=20, percent(70)).requests_per_second(50))
                .route(prefix("/api/auth"))
                .route(exact("/health"))
                .env("JWT_SECRET_KEY", JWT)
                .uses(&POSTGRES)
                .uses(&REDIS)
                .uses(&KAFKA)
                .uses(&OPA),
        )
        .service(
            Service::new("analysis-service", image("analysis-service:v2.4.0"))
                .cpu(millis(500)..=millis(2000))
                .memory(gibi(1)..=gibi(4))
                .ephemeral_storage(mebi(512)..=gibi(2))
                .mount("/tmp", Volume::empty_dir(gibi(1)))
                .autoscale(scaling(3..=50, percent(70)).scale_up(pods(4).per(seconds(15))).requests_per_second(10))
                .route(prefix("/api/analyze").timeout(seconds(60)))
                .env("JWT_SECRET_KEY", JWT)
                .uses(&POSTGRES)
                .uses(&REDIS)
                .uses(&NEO4J)
                .uses(&MINIO)
                .uses(&KAFKA)
                .uses(&OPA),
        )
        .service(
            Service::new("ai-orchestrator", image("ai-orchestrator:v2.4.0"))
                .cpu(millis(1000)..=millis(4000))
                .memory(gibi(2)..=gibi(8))
                .ephemeral_storage(mebi(512)..=gibi(2))
                .mount("/tmp", Volume::empty_dir(mebi(512)))
                .autoscale(scaling(2..=30, percent(75)).scale_up(pods(2).per(seconds(15))).requests_per_second(2))
                .nodes(COMPUTE)
                .route(prefix("/api/orchestrate").timeout(seconds(120)))
                .env("JWT_SECRET_KEY", JWT)
                .uses(&POSTGRES)
                .uses(&REDIS)
                .uses(&KAFKA)
                .uses(&OPA)
                .allow("replicas-outside-tier", "the deployment guide runs two: model calls are expensive"),
        )
}

/// "Platform V1 Experimentation", on spot nodes.
fn exp() -> Namespace<Exp> {
    Namespace::new("platform-v1-exp", Exp)
        .host(Host::new("v1.coderev.example.com"))
        .defaults(every_pod().spot())
        .service(
            Service::new("v1-api", image("v1-api:v1.0.0"))
                .replicas(2)
                .cpu(millis(250)..=millis(1000))
                .memory(mebi(256)..=gibi(1))
                .route(prefix("/").timeout(seconds(60)))
                .env("JWT_SECRET_KEY", JWT)
                .uses(&POSTGRES)
                .uses(&REDIS),
        )
}

/// "Platform V3 Quarantine": read-only, as the tier requires.
fn quarantine() -> Namespace<Quarantine> {
    Namespace::new("platform-v3-quarantine", Quarantine)
        .host(Host::new("v3.coderev.example.com"))
        .defaults(every_pod().spot())
        .service(
            Service::new("v3-api", image("v3-api:v1.0.0"))
                .cpu(millis(100)..=millis(500))
                .memory(mebi(128)..=mebi(512))
                .ephemeral_storage(mebi(128)..=mebi(512))
                .mount("/tmp", Volume::empty_dir(mebi(64)))
                .route(prefix("/"))
                .reads(&POSTGRES),
        )
}

/// "Probes: Liveness (30s), Readiness (10s)", and the user of "Security".
fn every_pod<T: Tier>() -> Pod<T> {
    Pod::new()
        // The services are Python programs, and their root file system is read-only.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .run_as_user(1000)
        .liveness(Probe::http("/health/live").initial_delay(seconds(30)))
        .readiness(Probe::http("/health/ready").initial_delay(seconds(10)))
}

/// "Horizontal Pod Autoscaling" and "Automatic Scaling"; each service adds its own metrics.
#[track_caller]
fn scaling(replicas: RangeInclusive<u32>, cpu: Percent) -> Autoscale {
    Autoscale::new(replicas)
        .cpu(cpu)
        .memory(percent(80))
        .scale_up(percent(100).per(seconds(15)))
        .scale_down(percent(50).per(seconds(60)))
}

fn image(name: &str) -> String {
    format!("gcr.io/PROJECT_ID/{name}")
}

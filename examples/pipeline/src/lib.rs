//! A data pipeline: workers on a queue, a nightly job on spot nodes, a migration before each deploy, training on GPUs.
use coderev_infra::prelude::*;
use coderev_infra::{AccessMode, NVIDIA_GPU};

const EVENTS: Topic = KAFKA.topic("events");
const GPU: Nodes = Nodes::pool("accelerator", "nvidia-h100");
const METRICS: Port = Port::metrics(9464);

/// A store without a preset: it has a kind, and no protocol.
const CLICKHOUSE: Store<Database> = Store::new("clickhouse", Port::tcp(9000))
    .secret(Secret::new("clickhouse-credentials"))
    .env(&[("CLICKHOUSE_URL", "url")]);

/// The pipeline on Google Kubernetes Engine.
pub fn platform() -> Platform {
    Platform::new(Cluster::gke())
        .part_of("pipeline")
        .add(monitoring())
        .add(infrastructure().stateful_set(clickhouse()))
        .namespace(batch())
}

fn batch() -> Namespace<Exp> {
    let models = PersistentVolumeClaim::new("models", gibi(200))
        .access_mode(AccessMode::ReadWriteMany)
        .storage_class("filestore");

    let ingest = Worker::new("ingest", "ghcr.io/acme/ingest:2.8.0")
        .cpu(millis(500)..)
        .memory(gibi(1))
        .ephemeral_storage(gibi(2)..=gibi(4))
        .autoscale(Autoscale::new(1..=40).kafka_lag(EVENTS, "ingest", 500))
        .metrics(METRICS)
        .liveness(Probe::http("/live").port(METRICS).period(seconds(20)))
        .uses(&KAFKA)
        .uses(&CLICKHOUSE);

    let migrate = Job::new("migrate", "ghcr.io/acme/ingest:2.8.0")
        .args(["migrate", "--to", "latest"])
        .backoff_limit(1)
        .active_deadline(minutes(15))
        .cpu(millis(200)..)
        .memory(mebi(256))
        .uses(&CLICKHOUSE)
        .before(&ingest);

    let rollup = CronJob::new("rollup", "ghcr.io/acme/rollup:1.1.0", Schedule::cron("15 2 * * *"))
        .time_zone("Europe/Berlin")
        .concurrency(Concurrency::Forbid)
        .active_deadline(hours(2))
        .cpu(cores(2)..)
        .memory(gibi(4))
        .spot()
        .uses(&CLICKHOUSE);

    let train = CronJob::new("train", "ghcr.io/acme/train:0.9.3", Schedule::weekly(Weekday::Sunday, 3, 0))
        .nodes(GPU)
        .extended_resource(NVIDIA_GPU, 4)
        .cpu(cores(16)..)
        .memory(gibi(128))
        .mount("/scratch", Volume::ephemeral(gibi(500)).storage_class("local-nvme"))
        .mount("/dev/shm", Volume::memory(gibi(16)))
        .mount("/models", Volume::from(&models).read_only())
        .init(Container::new("fetch", "ghcr.io/acme/fetch:1.0.0").mount("/models", &models))
        .active_deadline(hours(12))
        .uses(&CLICKHOUSE)
        .uses(&MINIO);

    let quota = Quota::new().cpu(cores(400)).memory(gibi(1600)).extended_resource(NVIDIA_GPU, 8);
    Namespace::new("batch", Exp)
        .spec(Exp.spec().replicas(0..=40).quota(quota))
        .worker(ingest)
        .job(migrate)
        .cron_job(rollup)
        .cron_job(train)
}

fn clickhouse() -> StatefulSet<Shared> {
    let settings = ConfigMap::new("clickhouse-config")
        .data("limits.xml", "<clickhouse><max_concurrent_queries>100</max_concurrent_queries></clickhouse>");
    StatefulSet::new("clickhouse", "docker.io/clickhouse/clickhouse-server:25.8.2")
        .port(Port::tcp(9000))
        .port(Port::http(8123))
        .run_as_user(101)
        .cpu(cores(4)..)
        .memory(gibi(16))
        .volume_claim_template(PersistentVolumeClaim::new("data", tebi(2)), "/var/lib/clickhouse")
        .mount("/etc/clickhouse-server/config.d", &settings)
        .readiness(Probe::http("/ping").port(Port::http(8123)))
        .provides(&CLICKHOUSE)
}

//! Stores: the variables and objects of each protocol, and of a custom protocol.
use crate::{object, platform, rules, small};
use coderev_infra::prelude::*;
use coderev_infra::{Protocol, StoreAddress, StoreProtocol, StoreRole, StoreVariable};
use serde_json::{Value, json};

/// A protocol that is not in the library.
enum Clickhouse {}
impl Protocol for Clickhouse {
    type Kind = Database;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .component("warehouse")
        .variables(&[
            StoreVariable::config("CLICKHOUSE_URL", "url"),
            StoreVariable::secret("CLICKHOUSE_USER", "user").hint(user),
            StoreVariable::secret("CLICKHOUSE_PASSWORD", "password"),
            StoreVariable::text("CLICKHOUSE_ASYNC_INSERT", "1").for_writers(),
            StoreVariable::pool_size("CLICKHOUSE_POOL_SIZE").for_writers(),
        ])
        .config(config)
        .connections(200)
        .https_outside()
        .without_read_only_role("its users are in a file");
}
fn config(address: &StoreAddress<'_>) -> Vec<(&'static str, String)> {
    assert!(!address.is_external() || address.is_outside());
    let home = address.namespace();
    vec![("url", format!("clickhouse://{}/{home}?domain={}", address.authority(), address.cluster_domain()))]
}
fn user(_: &StoreAddress<'_>, role: &StoreRole) -> String {
    format!("{} (read only: {})", role.name(), role.is_read_only())
}
const EVENTS: Store<Clickhouse> = Store::new("events", Port::tcp(9000));

fn web() -> Service<Stable> {
    Service::new("web", "web:1").pod(small()).readiness(Probe::http("/ready"))
}
fn shop(service: Service<Stable>) -> Namespace<Stable> {
    Namespace::new("shop", Stable).service(service)
}
fn variable(program: &Platform, name: &str) -> Value {
    let container = object(program, "Deployment", "web")["spec"]["template"]["spec"]["containers"][0].clone();
    let all = container["env"].as_array().expect("variables").clone();
    all.into_iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{name} is there"))
}
fn commands(program: &Platform) -> String {
    coderev_infra::synth(program).file("secrets.commands.txt").expect("the file is in the output").into_text()
}

/// A queue that accepts the protocol of Kafka on two addresses.
enum Redpanda {}
impl Protocol for Redpanda {
    type Kind = MessageQueue;
    const PROTOCOL: &'static StoreProtocol = &StoreProtocol::new()
        .position(0)
        .variables(&[StoreVariable::config("PANDA_ADMIN", "admin"), StoreVariable::config("PANDA_BROKERS", "brokers")])
        .config(|address| vec![("admin", format!("{}:9644", address.host())), ("brokers", brokers(address))])
        .bootstrap_servers(brokers);
}
fn brokers(address: &StoreAddress<'_>) -> String {
    format!("{0},{0}", address.authority())
}

#[test]
fn a_custom_protocol_has_a_position_and_topics() {
    const PANDA: Store<Redpanda> = Store::new("panda", Port::tcp(9092));
    const PLAIN: Store<MessageQueue> = Store::new("plain", Port::tcp(9092));
    const ADDRESS: External = External::new("panda.acme.dev").cidrs(&["10.20.0.0/24"]);
    let scale = Autoscale::new(3..=9).kafka_lag(PANDA.topic("a"), "web", 10).kafka_lag(PLAIN.topic("b"), "web", 10);
    let web = web().uses(&OPA).uses(&PANDA).uses(&PLAIN).autoscale(scale);
    let queues = Namespace::new("queues", Shared)
        .store(ExternalStore::new(&PANDA, ADDRESS))
        .store(ExternalStore::new(&PLAIN, ADDRESS));
    let program = platform(shop(web)).namespace(queues);
    let scaled = object(&program, "ScaledObject", "web");
    let servers = |at: usize| scaled["spec"]["triggers"][at]["metadata"]["bootstrapServers"].clone();
    assert_eq!(
        (servers(0), servers(1)),
        ("panda.acme.dev:9092,panda.acme.dev:9092".into(), "panda.acme.dev:9092".into())
    );
    let container = object(&program, "Deployment", "web")["spec"]["template"]["spec"]["containers"][0].clone();
    let names: Vec<_> = container["env"].as_array().expect("variables").iter().map(|it| it["name"].clone()).collect();
    let at = |name: &str| names.iter().position(|it| it == name).unwrap_or_else(|| panic!("{name} is in {names:?}"));
    assert!(at("PANDA_ADMIN") < at("PANDA_BROKERS") && at("PANDA_BROKERS") < at("OPA_URL"), "{names:?}");
}

#[test]
fn a_custom_protocol_renders_everything_that_a_built_in_protocol_renders() {
    let set =
        StatefulSet::<Shared>::new("events", "clickhouse:25").pod(small()).port(Port::tcp(9000)).provides(&EVENTS);
    let program = platform(shop(web().uses(&EVENTS))).namespace(Namespace::new("data", Shared).stateful_set(set));
    assert_eq!(rules(&program), Vec::<&str>::new());
    let url = object(&program, "ConfigMap", "events-config")["data"]["url"].clone();
    assert_eq!(url, "clickhouse://events.data.svc.cluster.local:9000/data?domain=cluster.local");
    let key = json!({"configMapKeyRef": {"name": "events-config", "key": "url"}});
    assert_eq!(variable(&program, "CLICKHOUSE_URL")["valueFrom"], key);
    let key = json!({"secretKeyRef": {"name": "events-credentials", "key": "password"}});
    assert_eq!(variable(&program, "CLICKHOUSE_PASSWORD")["valueFrom"], key);
    assert_eq!(variable(&program, "CLICKHOUSE_ASYNC_INSERT")["value"], "1");
    // Three pods, and one more during a rollout.
    assert_eq!(variable(&program, "CLICKHOUSE_POOL_SIZE")["value"], "50");
    let commands = commands(&program);
    assert!(commands.contains("app_stable (read only: false)"), "{commands}");
    let labels = object(&program, "StatefulSet", "events")["metadata"]["labels"].clone();
    assert_eq!(labels["app.kubernetes.io/component"], "warehouse");
}

#[test]
fn a_custom_protocol_is_checked_like_a_built_in_protocol() {
    let outside = External::new("events.example.com").cidrs(&["10.20.0.0/24"]);
    let with = |web: Service<Stable>| {
        let data = Namespace::new("data", Shared).store(ExternalStore::new(&EVENTS, outside.clone()));
        platform(shop(web)).namespace(data)
    };
    assert_eq!(rules(&with(web().reads(&EVENTS))), ["store-without-read-only-role"]);
    let egress = object(&with(web().uses(&EVENTS)), "NetworkPolicy", "web")["spec"]["egress"].clone();
    assert_eq!(egress[0]["ports"][0]["port"], 443, "HTTPS outside the cluster");
}

#[test]
fn the_keys_of_an_external_object_store_are_issued_and_not_random() {
    const FILES: Store<Minio> = Store::minio("files");
    let here = Namespace::new("data", Shared).provides(&FILES);
    let outside = Namespace::new("data", Shared)
        .store(ExternalStore::new(&FILES, External::new("s3.eu-central-1.amazonaws.com").cidrs(&["10.20.0.0/24"])));
    let secret_key = |data: Namespace<Shared>| {
        let commands = commands(&platform(shop(web().uses(&FILES))).namespace(data));
        assert!(commands.starts_with("set -e # `sh secrets.commands.txt` ends at the first error\n"), "{commands}");
        commands.lines().find(|line| line.starts_with("#   secret-key: ")).map(str::to_owned)
    };
    assert_eq!(secret_key(here).as_deref(), Some("#   secret-key: random: openssl rand -base64 48 | tr -d '\\n'"));
    assert_eq!(secret_key(outside).as_deref(), Some("#   secret-key: the value from its issuer"));
}

/// The names of the deployment guide apply only to the preset stores, not to every store with the same name.
#[test]
fn a_store_of_a_team_has_its_own_secret_bucket_and_brokers() {
    const POSTGRES_OF_A_TEAM: Store<Postgres> = Store::postgres("postgres");
    const MINIO_OF_A_TEAM: Store<Minio> = Store::minio("minio");
    const KAFKA_OF_A_TEAM: Store<Kafka> = Store::kafka("kafka");
    let data = Namespace::new("data", Shared)
        .provides(&POSTGRES_OF_A_TEAM)
        .provides(&MINIO_OF_A_TEAM)
        .provides(&KAFKA_OF_A_TEAM);
    let web = web().uses(&POSTGRES_OF_A_TEAM).uses(&MINIO_OF_A_TEAM).uses(&KAFKA_OF_A_TEAM);
    let program = Platform::new(Cluster::generic()).part_of("acme").namespace(shop(web)).namespace(data);
    assert_eq!(variable(&program, "DATABASE_URL")["valueFrom"]["secretKeyRef"]["name"], "postgres-credentials");
    assert_eq!(variable(&program, "DB_POOL_SIZE")["value"], "24", "97 connections for four pods");
    assert_eq!(object(&program, "ConfigMap", "minio-config")["data"]["bucket"], "minio");
    let servers = object(&program, "ConfigMap", "kafka-config")["data"]["bootstrap-servers"].clone();
    assert_eq!(servers, "kafka.data.svc.cluster.local:9092");
    let commands = commands(&program);
    assert!(commands.contains("@postgres.data.svc.cluster.local:5432/postgres?"), "{commands}");
}

#[test]
fn a_store_names_its_database_its_connections_and_its_brokers() {
    const ORDERS: Store<Postgres> = Store::postgres("orders").database("shop").connections(40).provided_by("orders()");
    const PAID: Store<Kafka> = Store::kafka("paid").brokers(2);
    let data = Namespace::new("data", Shared).provides(&ORDERS).provides(&PAID);
    let alone = Platform::new(Cluster::generic()).part_of("acme").namespace(shop(web().uses(&ORDERS).uses(&PAID)));
    let missing = coderev_infra::synth(&alone).findings().to_vec();
    let help = missing
        .iter()
        .find(|it| it.message().contains("`orders`"))
        .expect("no workload provides the store")
        .help_text();
    assert!(help.ends_with("(orders())`"), "{help}");
    let program = alone.namespace(data);
    assert_eq!(variable(&program, "DB_POOL_SIZE")["value"], "10");
    assert!(commands(&program).contains(":5432/shop?"));
    let servers = object(&program, "ConfigMap", "paid-config")["data"]["bootstrap-servers"].clone();
    let broker = |n| format!("paid-{n}.paid-headless.data.svc.cluster.local:9092");
    assert_eq!(servers, format!("{},{}", broker(0), broker(1)));
}

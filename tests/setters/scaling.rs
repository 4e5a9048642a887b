use crate::{object, objects, platform, rules, small};
use coderev_infra::Trigger;
use coderev_infra::prelude::*;
use serde_json::json;

const EVENTS: Topic = KAFKA.topic("events");

fn worker(scale: Autoscale) -> Platform {
    let worker = Worker::new("ingest", "ingest:1").pod(small()).uses(&KAFKA).autoscale(scale);
    platform(Namespace::new("shop", Stable).worker(worker))
}

#[test]
fn a_worker_scales_by_cpu() {
    let scaler = object(&worker(Autoscale::new(3..=9)), "HorizontalPodAutoscaler", "ingest-hpa");
    assert_eq!(scaler["spec"]["scaleTargetRef"]["name"], "ingest");
}

#[test]
fn a_fallback_sets_the_pods_while_a_metric_is_missing() {
    let spec = |scale| object(&worker(scale), "ScaledObject", "ingest")["spec"]["fallback"]["replicas"].clone();
    let lag = || Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500);
    assert_eq!((spec(lag()), spec(lag().fallback(3))), (json!(6), json!(3)));
    assert!(rules(&worker(Autoscale::new(3..=9).fallback(3))).contains(&"scaling-setting-without-signal"));
}

#[test]
fn kafka_lag_of_an_unused_queue_is_a_finding() {
    let idle = Worker::<Stable>::new("ingest", "ingest:1")
        .pod(small())
        .autoscale(Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500));
    assert_eq!(rules(&platform(Namespace::new("shop", Stable).worker(idle))), ["topic-of-unused-store"]);
}

#[test]
fn keda_scales_by_kafka_lag() {
    let platform = worker(Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500).cpu(percent(60)));
    assert!(!objects(&platform).iter().any(|it| it["kind"] == "HorizontalPodAutoscaler"), "KEDA creates it");
    let spec = object(&platform, "ScaledObject", "ingest")["spec"].clone();
    assert_eq!((&spec["minReplicaCount"], &spec["maxReplicaCount"]), (&json!(3), &json!(9)));
    assert_eq!(spec["triggers"][0], json!({"type": "cpu", "metricType": "Utilization", "metadata": {"value": "60"}}));
    let kafka = &spec["triggers"][1];
    assert_eq!((&kafka["type"], &kafka["metadata"]["topic"]), (&json!("kafka"), &json!("events")));
    assert_eq!(
        (&kafka["metadata"]["consumerGroup"], &kafka["metadata"]["lagThreshold"]),
        (&json!("ingest"), &json!("500"))
    );
    assert!(kafka["metadata"]["bootstrapServers"].as_str().is_some_and(|all| all.contains("kafka-0.")));
    let deployment = object(&platform, "Deployment", "ingest");
    assert_eq!(deployment["spec"].get("replicas"), None, "each apply would reset it");
}

/// The trigger has the address of the store, also if the program names the variables of the store.
#[test]
fn the_trigger_of_a_store_with_its_own_variables_has_the_address() {
    const ORDERS: Store<Kafka> = Store::kafka("kafka").env(&[("ORDERS_BROKERS", "brokers")]);
    let worker = Worker::new("mail", "ghcr.io/acme/mail:1")
        .pod(small())
        .uses(&ORDERS)
        .autoscale(Autoscale::new(1..=2).kafka_lag(ORDERS.topic("paid"), "mail", 100));
    let scaled = object(&platform(Namespace::new("lab", Exp).worker(worker)), "ScaledObject", "mail");
    let servers = &scaled["spec"]["triggers"][0]["metadata"]["bootstrapServers"];
    assert_eq!(servers, "kafka.platform-infrastructure.svc.cluster.local:9092");
}

#[test]
fn keda_scales_by_a_prometheus_query() {
    let spec = object(&worker(Autoscale::new(3..=9).prometheus("sum(queue_depth)", 20)), "ScaledObject", "ingest");
    let trigger = &spec["spec"]["triggers"][0];
    assert_eq!((&trigger["type"], &trigger["metadata"]["query"]), (&json!("prometheus"), &json!("sum(queue_depth)")));
    assert_eq!(trigger["metadata"]["threshold"], "20");
    assert_eq!(trigger["metadata"]["serverAddress"], "http://prometheus.platform-monitoring.svc.cluster.local:9090");
}

#[test]
fn keda_scales_by_any_trigger_with_its_secrets() {
    let queue = Trigger::new("rabbitmq").metadata("queueName", "jobs").secret("host", Secret::new("rabbit").key("uri"));
    let platform = worker(Autoscale::new(3..=9).trigger(queue));
    let trigger = object(&platform, "ScaledObject", "ingest")["spec"]["triggers"][0].clone();
    let wanted = json!({
        "type": "rabbitmq", "metadata": {"queueName": "jobs"}, "authenticationRef": {"name": "ingest-0"}
    });
    assert_eq!(trigger, wanted);
    let keys = object(&platform, "TriggerAuthentication", "ingest-0");
    assert_eq!(keys["spec"]["secretTargetRef"], json!([{"parameter": "host", "name": "rabbit", "key": "uri"}]));
}

#[test]
fn a_signal_without_its_source_is_a_finding() {
    let worker = || Worker::new("ingest", "ingest:1").pod(small());
    let alone = |scale| {
        let shop = Namespace::new("shop", Stable).worker(worker().autoscale(scale));
        rules(&Platform::new(Cluster::generic()).part_of("acme").namespace(shop))
    };
    assert!(alone(Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500)).contains(&"missing-provider"));
    assert!(alone(Autoscale::new(3..=9).prometheus("up", 1)).contains(&"missing-provider"));
    assert!(alone(Autoscale::new(3..=9).trigger(Trigger::new("cron"))).contains(&"trigger-without-metadata"));
}

/// A worker in a tier that allows workloads without pods.
fn sleeper(scale: Autoscale) -> Platform {
    let worker = Worker::new("ingest", "ingest:1").pod(small()).uses(&KAFKA).autoscale(scale);
    platform(Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).worker(worker))
}
/// The help of the finding of `rule`. None without such a finding.
fn help(platform: &Platform, rule: &str) -> Option<String> {
    coderev_infra::synth(platform)
        .findings()
        .iter()
        .find(|it| it.rule().name() == rule)
        .map(|it| it.help_text().to_owned())
}

#[test]
fn keda_starts_the_first_pod_and_ends_the_last() {
    let scale = || Autoscale::new(0..=2).kafka_lag(EVENTS, "ingest", 500).prometheus("sum(queue_depth)", 20);
    let said = scale().activation_lag_threshold(5).activation_threshold(3);
    let said = said.polling_interval(minutes(1)).cooldown_period(minutes(10)).requests_per_second(10);
    let found = rules(&sleeper(said.clone()));
    assert!(!found.iter().any(|rule| rule.contains("-setting-without-")), "{found:?}");
    let spec = object(&sleeper(said), "ScaledObject", "ingest")["spec"].clone();
    assert_eq!((&spec["minReplicaCount"], &spec["maxReplicaCount"]), (&json!(0), &json!(2)));
    assert_eq!((&spec["pollingInterval"], &spec["cooldownPeriod"]), (&json!(60), &json!(600)));
    assert_eq!(spec["triggers"][0]["metadata"]["ignoreNullValues"], "true", "no pod counts requests");
    assert_eq!(spec["triggers"][1]["metadata"]["activationLagThreshold"], "5");
    assert_eq!(spec["triggers"][2]["metadata"]["activationThreshold"], "3");
    assert_eq!(spec["triggers"][2]["metadata"]["ignoreNullValues"], "false");
    assert_eq!(spec["fallback"]["replicas"], 1, "unreadable messages may exist");
    let usual = object(&sleeper(scale()), "ScaledObject", "ingest")["spec"].clone();
    assert_eq!((&usual["pollingInterval"], usual.get("cooldownPeriod")), (&json!(15), None));
    assert_eq!(usual["triggers"][0]["metadata"].get("activationLagThreshold"), None);
}

#[test]
fn setters_for_the_first_pod_need_their_signal_and_a_minimum_of_zero() {
    let words: [fn(Autoscale) -> Autoscale; 3] =
        [|it| it.cooldown_period(minutes(1)), |it| it.activation_lag_threshold(1), |it| it.activation_threshold(1)];
    for word in words {
        let awake = Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500).prometheus("up", 1);
        assert_eq!(rules(&worker(awake.clone())), [""; 0]);
        assert_eq!(rules(&worker(word(awake))), ["activation-setting-without-zero"]);
    }
    let lag = || Autoscale::new(0..=2).kafka_lag(EVENTS, "ingest", 500);
    assert!(
        rules(&sleeper(lag().activation_threshold(1))).contains(&"scaling-setting-without-signal"),
        "the setter is for a query"
    );
    assert!(
        rules(&worker(Autoscale::new(3..=9).polling_interval(minutes(1)))).contains(&"scaling-setting-without-signal")
    );
    let polled = Autoscale::new(3..=9).prometheus("up", 1).polling_interval(minutes(1));
    assert_eq!(rules(&worker(polled)), [""; 0]);
}

#[test]
fn only_an_external_signal_starts_the_first_pod() {
    let alone = help(&sleeper(Autoscale::new(0..=2)), "autoscaler-bounds");
    assert!(alone.is_some_and(|it| it.contains(".kafka_lag(..)")));
    let measured = |kind: &str| Autoscale::new(0..=2).trigger(Trigger::new(kind).metadata("value", "60"));
    assert!(rules(&sleeper(measured("cpu"))).contains(&"zero-without-signal"));
    assert!(!rules(&sleeper(measured("cron"))).contains(&"zero-without-signal"));
    assert!(!rules(&sleeper(measured("cpu").prometheus("up", 1))).contains(&"zero-without-signal"));
    let outside = worker(Autoscale::new(0..=5).prometheus("up", 1));
    assert!(help(&outside, "replicas-outside-tier").is_some_and(|it| it.contains(".replicas(0..)")));
    let called = |scale| {
        let web = Service::new("web", "web:1").pod(small()).readiness(Probe::http("/ready")).autoscale(scale);
        rules(&platform(Namespace::new("lab", Exp).spec(Exp.spec().replicas(0..=2)).service(web)))
    };
    assert!(called(Autoscale::new(0..=2).prometheus("up", 1)).contains(&"address-without-pods"));
    assert!(!called(Autoscale::new(1..=2).prometheus("up", 1)).contains(&"address-without-pods"));
}

use crate::{object, objects, platform, rules, small};
use coderev_infra::Trigger;
use coderev_infra::prelude::*;
use serde_json::json;

const EVENTS: Topic = KAFKA.topic("events");

fn worker(scale: Autoscale) -> Platform {
    let worker = Worker::new("ingest", "ingest:1").pod(small()).autoscale(scale);
    platform(Namespace::new("shop", Stable).worker(worker))
}

#[test]
fn a_worker_follows_its_processor() {
    let scaler = object(&worker(Autoscale::new(3..=9)), "HorizontalPodAutoscaler", "ingest-hpa");
    assert_eq!(scaler["spec"]["scaleTargetRef"]["name"], "ingest");
}

#[test]
fn a_topic_is_followed_by_keda() {
    let platform = worker(Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500).cpu(percent(60)));
    assert!(!objects(&platform).iter().any(|it| it["kind"] == "HorizontalPodAutoscaler"), "KEDA makes it");
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

#[test]
fn a_query_is_followed_by_keda() {
    let spec = object(&worker(Autoscale::new(3..=9).prometheus("sum(queue_depth)", 20)), "ScaledObject", "ingest");
    let trigger = &spec["spec"]["triggers"][0];
    assert_eq!((&trigger["type"], &trigger["metadata"]["query"]), (&json!("prometheus"), &json!("sum(queue_depth)")));
    assert_eq!(trigger["metadata"]["threshold"], "20");
    assert_eq!(trigger["metadata"]["serverAddress"], "http://prometheus.platform-monitoring.svc.cluster.local:9090");
}

#[test]
fn any_other_trigger_with_its_secrets() {
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
fn a_signal_that_nobody_keeps_is_found() {
    let worker = || Worker::new("ingest", "ingest:1").pod(small());
    let alone = |scale| {
        let shop = Namespace::new("shop", Stable).worker(worker().autoscale(scale));
        rules(&Platform::new(Cluster::generic()).namespace(shop))
    };
    assert!(alone(Autoscale::new(3..=9).kafka_lag(EVENTS, "ingest", 500)).contains(&"missing-provider"));
    assert!(alone(Autoscale::new(3..=9).prometheus("up", 1)).contains(&"missing-provider"));
    assert!(alone(Autoscale::new(3..=9).trigger(Trigger::new("cron"))).contains(&"word-without-effect"));
}

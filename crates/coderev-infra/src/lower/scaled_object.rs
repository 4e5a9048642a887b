//! Autoscalers with signals that only KEDA supports.
use crate::lower::cx::WorkloadCx;
use crate::lower::hpa;
use crate::lower::meta::pairs;
use crate::lower::output::Output;
use crate::lower::record::Source;
use crate::model::{Autoscale, Signal};
use coderev_objects::crd::keda::*;
use std::collections::BTreeMap;

/// The ScaledObject, and a TriggerAuthentication for each trigger that reads secrets.
pub(super) fn lower(cx: &WorkloadCx<'_>, out: &mut Output) {
    let Some(scale) = cx.workload.declared.autoscale.as_ref().filter(|scale| !scale.signals.is_empty()) else { return };
    let (scaled, keys) = scaled_object(cx, scale);
    out.put(scaled, scale.at, &cx.subject);
    let bounds = ["/spec/minReplicaCount", "/spec/maxReplicaCount"];
    out.record(|_| bounds.map(|field| (field.to_owned(), Source::Setter(scale.at))).into());
    for key in keys {
        out.put(key, scale.at, &cx.subject);
    }
}

fn scaled_object(cx: &WorkloadCx<'_>, declared: &Autoscale) -> (ScaledObject, Vec<TriggerAuthentication>) {
    let workload = cx.workload;
    let (least, most) = (*declared.replicas.start() as i32, *declared.replicas.end() as i32);
    let mut keys = Vec::new();
    let mut triggers = load_triggers(cx, declared);
    for signal in &declared.signals {
        let mut trigger = trigger(cx, declared, signal);
        if let Signal::Other(other) = signal
            && !other.secrets.is_empty()
        {
            let name = format!("{}-{}", workload.name(), keys.len());
            trigger.authentication_ref = Some(Reference { name: name.clone() });
            let target = |(parameter, key): &(String, crate::model::SecretKey)| SecretTarget {
                parameter: parameter.clone(),
                name: key.secret.name.to_string(),
                key: key.key.to_owned(),
            };
            let spec = TriggerAuthenticationSpec { secret_target_ref: other.secrets.iter().map(target).collect() };
            keys.push(TriggerAuthentication::new(cx.meta(&name), spec));
        }
        triggers.push(trigger);
    }
    let spec = ScaledObjectSpec {
        scale_target_ref: ScaleTarget {
            api_version: "apps/v1".into(),
            kind: hpa::kind(workload).into(),
            name: workload.name().into(),
        },
        polling_interval: declared.polling_interval.map_or(15, |declared| declared.value.as_secs() as i32),
        cooldown_period: declared.cooldown_period.map(|declared| declared.value.as_secs() as i32),
        idle_replica_count: None,
        min_replica_count: least,
        max_replica_count: most,
        fallback: Fallback {
            failure_threshold: 3,
            replicas: declared.fallback.map_or((2 * least).clamp(1, most.max(1)), |declared| declared.value as i32),
            behavior: "currentReplicasIfHigher".into(),
        },
        advanced: Advanced {
            restore_to_original_replica_count: false,
            horizontal_pod_autoscaler_config: ScalerConfig {
                name: format!("{}-hpa", workload.name()),
                behavior: hpa::behavior(declared),
            },
        },
        triggers,
    };
    let mut metadata = cx.meta(workload.name());
    // A workload that had an HPA keeps its number of pods: KEDA takes over the HPA of this name, instead of refusing the
    // ScaledObject. Without such an HPA, the annotation has no effect.
    // https://keda.sh/docs/2.21/reference/scaledobject-spec/
    metadata.annotations = Some(pairs([("scaledobject.keda.sh/transfer-hpa-ownership", "true")]));
    (ScaledObject::new(metadata, spec), keys)
}

/// CPU, memory and requests, if they are set in addition to signals.
fn load_triggers(cx: &WorkloadCx<'_>, declared: &Autoscale) -> Vec<Trigger> {
    let workload = cx.workload;
    let utilization = |kind: &str, share: crate::model::Percent| {
        trigger_of(kind, Some("Utilization"), [("value", share.whole().to_string())])
    };
    let cpu = declared.cpu.map(|share| utilization("cpu", share));
    let memory = declared.memory.map(|share| utilization("memory", share));
    let requests = declared.requests_per_second.map(|n| {
        let (namespace, name) = (&workload.namespace.name, workload.name());
        let query = format!("sum(rate(http_requests_total{{namespace=\"{namespace}\",service=\"{name}\"}}[1m]))");
        let mut trigger = prometheus(cx, &query, n);
        if *declared.replicas.start() == 0 {
            // Without pods the query returns no series, which is not an error.
            trigger.metadata.insert("ignoreNullValues".into(), "true".into());
        }
        trigger
    });
    cpu.into_iter().chain(memory).chain(requests).collect()
}

fn trigger(cx: &WorkloadCx<'_>, declared: &Autoscale, signal: &Signal) -> Trigger {
    let workload = cx.workload;
    let (activation, mut trigger) = match signal {
        Signal::KafkaLag { topic, group, messages, .. } => {
            let address = cx.resolved.stores.address(workload.platform, workload.namespace, &topic.store);
            let servers = (topic.store.protocol.bootstrap_servers)(&address);
            let metadata = [
                ("bootstrapServers", servers),
                ("consumerGroup", group.clone()),
                ("topic", topic.topic.to_string()),
                ("lagThreshold", messages.to_string()),
            ];
            let activation =
                declared.activation_lag_threshold.map(|declared| ("activationLagThreshold", declared.value));
            (activation, trigger_of("kafka", Some("AverageValue"), metadata))
        }
        Signal::Prometheus { query, value, .. } => {
            let activation = declared.activation_threshold.map(|declared| ("activationThreshold", declared.value));
            (activation, prometheus(cx, query, *value))
        }
        Signal::Other(declared) => (
            None,
            Trigger { metadata: pairs(declared.metadata.iter().cloned()), ..trigger_of(&declared.kind, None, []) },
        ),
    };
    trigger.metadata.extend(activation.map(|(name, value)| (name.to_owned(), value.to_string())));
    trigger
}
/// A missing series is an error, not "no load": the fallback applies.
fn prometheus(cx: &WorkloadCx<'_>, query: &str, value: u32) -> Trigger {
    let metadata = [
        ("serverAddress", cx.resolved.contributions.prometheus.clone().unwrap_or_default()),
        ("query", query.to_owned()),
        ("threshold", value.to_string()),
        ("ignoreNullValues", "false".to_owned()),
    ];
    trigger_of("prometheus", Some("AverageValue"), metadata)
}
fn trigger_of<const N: usize>(kind: &str, metric_type: Option<&'static str>, metadata: [(&str, String); N]) -> Trigger {
    let metadata: BTreeMap<String, String> = pairs(metadata);
    Trigger { kind: kind.into(), metric_type: metric_type.map(Into::into), metadata, authentication_ref: None }
}

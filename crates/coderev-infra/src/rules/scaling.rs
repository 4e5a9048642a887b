//! What is wrong with autoscalers that may go down to no pod at all, and with the words that only those have.
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::{Autoscale, Place, Signal};

/// The rules here.
pub(super) const RULES: &[&str] = &[ADDRESS_WITHOUT_PODS, ZERO_WITHOUT_SIGNAL];

/// What it does: finds services that may scale down to no pod, while others reach them by their address.
///
/// Why it is bad: a request starts no pod, only the signals do: until then callers are refused, and the edge answers 503.
///
/// Instead of `Autoscale::new(0..=2)` of a `Service` say `Autoscale::new(1..=2)`, or take the work from a queue, as a `Worker` does.
const ADDRESS_WITHOUT_PODS: &str = "address-without-pods";

/// What it does: finds autoscalers of KEDA that go down to no pod, and follow nothing but the processor or memory of pods.
///
/// Why it is bad: where no pod is nothing is measured, so none would ever start; KEDA refuses it.
///
/// Instead of `Autoscale::new(0..=2).trigger(Trigger::new("cpu"))` say what there is to do, `Autoscale::new(0..=2).kafka_lag(..)`.
const ZERO_WITHOUT_SIGNAL: &str = "zero-without-signal";

pub(super) fn scaling(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let Some(scale) = &workload.said.autoscale else { return };
    let subject = workload.subject();
    let may_sleep = *scale.replicas.start() == 0;
    if may_sleep && !scale.signals.is_empty() {
        if workload.has_address() {
            findings.push(
                Finding::warning(ADDRESS_WITHOUT_PODS, &subject, Some(scale.at))
                    .message(format!("`{}` may have no pod, and is reached by its address", workload.name()))
                    .help("keep one pod, `Autoscale::new(1..=n)`, or take the work from a queue, as a `Worker` does"),
            );
        }
        if scale.signals.iter().all(is_of_pods) {
            findings.push(
                Finding::error(ZERO_WITHOUT_SIGNAL, &subject, Some(scale.at))
                    .message(format!("`{}` may have no pod, and nothing tells when to start one", workload.name()))
                    .help("follow a signal from outside, `.kafka_lag(..)` or `.prometheus(..)`, or keep one pod"),
            );
        }
    }
    for (at, word, why, help) in without_effect(scale, may_sleep) {
        findings.push(
            Finding::warning(WORD_WITHOUT_EFFECT, &subject, Some(at)).message(format!("`{word}` {why}")).help(help),
        );
    }
}

fn is_of_pods(signal: &Signal) -> bool {
    matches!(signal, Signal::Other(trigger) if trigger.kind == "cpu" || trigger.kind == "memory")
}

/// Words of KEDA where it is not asked, and words about the first pod where there always is one.
fn without_effect(scale: &Autoscale, may_sleep: bool) -> Vec<(Place, &'static str, &'static str, &'static str)> {
    let lag = scale.signals.iter().any(|signal| matches!(signal, Signal::KafkaLag { .. }));
    let query = scale.signals.iter().any(|signal| matches!(signal, Signal::Prometheus { .. }));
    let polling =
        scale.polling_interval.map(|said| (said.at, ".polling_interval(..)", !scale.signals.is_empty(), true));
    let cooldown =
        scale.cooldown_period.map(|said| (said.at, ".cooldown_period(..)", !scale.signals.is_empty(), may_sleep));
    let behind = scale.activation_lag_threshold.map(|said| (said.at, ".activation_lag_threshold(..)", lag, may_sleep));
    let over = scale.activation_threshold.map(|said| (said.at, ".activation_threshold(..)", query, may_sleep));
    let held = scale.fallback.map(|said| (said.at, ".fallback(..)", !scale.signals.is_empty(), true));
    let words = [polling, cooldown, behind, over, held].into_iter().flatten();
    let told = words.filter_map(|(at, word, is_followed, is_asked)| match (is_followed, is_asked) {
        (false, _) => {
            let why = "without the signal that it is about";
            Some((at, word, why, "say the signal, as `.kafka_lag(..)` or `.prometheus(..)`, or drop the word"))
        }
        (true, false) => {
            let why = "where there always is a pod: it is about the first one";
            Some((
                at,
                word,
                why,
                "drop the word; `.scale_up(..)`, `.scale_down(..)` and their windows are about the others",
            ))
        }
        (true, true) => None,
    });
    told.collect()
}

//! What is wrong with how many pods there are, and with how long they are given to end.
use super::effects::WORD_WITHOUT_EFFECT;
use crate::finding::Finding;
use crate::resolve::workload::Workload;
use crate::words::*;

/// The rules here.
pub(super) const RULES: &[&str] = &[REPLICAS_OUTSIDE_TIER, GRACE_PERIOD_TOO_SHORT];

/// What it does: finds workloads that run fewer or more replicas than their tier promises, by number or by autoscaler.
///
/// Why it is bad: the tier's promise, say to survive the loss of a node, does not hold for this workload.
///
/// Instead of `.replicas(2)` in Stable say `.replicas(3)`, or the reason: `.allow("replicas-outside-tier", "model calls are expensive")`.
pub(super) const REPLICAS_OUTSIDE_TIER: &str = "replicas-outside-tier";

/// What it does: finds pods that are killed before their longest request can end.
///
/// Why it is bad: each rollout cuts requests off in the middle.
///
/// Instead of `.termination_grace_period(seconds(30))` beside a route of `.timeout(seconds(60))` say nothing: the library computes it.
pub(super) const GRACE_PERIOD_TOO_SHORT: &str = "grace-period-too-short";

pub(super) fn replicas(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    // How many pods of a job work at a time, and how many nodes there are, is no replicas.
    if !matches!(workload.said.form, Form::Service | Form::Worker | Form::StatefulSet(_)) {
        return;
    }
    let (rule, service) = (workload.spec().replicas, workload.said);
    let subject = workload.subject();
    if let (Some(said), Some(_)) = (service.replicas, &service.autoscale) {
        findings.push(
            Finding::warning(WORD_WITHOUT_EFFECT, &subject, Some(said.at))
                .message("`.replicas(..)` beside `.autoscale(..)`: the autoscaler decides")
                .help("drop `.replicas(..)`; the autoscaler's range says the least and the most"),
        );
    }
    let (at, what, numbers) = match &service.autoscale {
        Some(scale) => (scale.at, "scales", vec![*scale.replicas.start(), *scale.replicas.end()]),
        None => (service.replicas.map_or(service.origin, |said| said.at), "runs", vec![workload.replicas.min()]),
    };
    if numbers.iter().any(|n| !rule.contains(*n)) {
        let said = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" to ");
        findings.push(
            Finding::error(REPLICAS_OUTSIDE_TIER, &subject, Some(at))
                .message(format!(
                    "`{}` {what} {said} replicas; the tier `{}` has {rule}",
                    service.name,
                    workload.spec().name
                ))
                .help(if numbers.contains(&0) {
                    "say of the namespace that it may go down to none, `.spec(Exp.spec().replicas(0..))`, or keep a pod"
                } else {
                    "keep to the tier's range, or say why not: `.allow(\"replicas-outside-tier\", \"the reason\")`"
                }),
        );
    }
}

pub(super) fn grace(workload: &Workload<'_>, findings: &mut Vec<Finding>) {
    let needed = workload.needed_grace();
    if let Some(said) = workload.words.grace.filter(|said| said.value < needed) {
        findings.push(
            Finding::error(GRACE_PERIOD_TOO_SHORT, &workload.subject(), Some(said.at))
                .message(format!(
                    "`{}` is killed after {} s, and its longest route with the sleep before the stop needs {} s",
                    workload.name(),
                    said.value.as_secs(),
                    needed.as_secs()
                ))
                .help("drop the word, the library computes it; or shorten the route's `.timeout(..)`, or say `.stream_idle_timeout(..)` of what streams"),
        );
    }
}

//! The numbers of a namespace and of its tier.
use super::numbers::{MAX, Numbers};
use crate::model::{NamespaceDecl, Place, Rate, Slo};
use std::time::Duration;

/// The largest value of a PriorityClass. Larger values are reserved for Kubernetes.
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass>
const MAX_PRIORITY: i32 = 1_000_000_000;

/// The window of service level objectives: thirty days.
const WINDOW: Duration = Duration::from_secs(30 * 24 * 60 * 60);

pub(super) fn check(namespace: &NamespaceDecl, numbers: &mut Numbers<'_>) {
    let (spec, at) = (&namespace.spec, namespace.at);
    if let Some(slo) = &namespace.slo {
        objectives(slo, at, numbers);
    }
    if let Some(n) = spec.default_replicas {
        numbers.count(at, ".default_replicas(..)", n, 0, MAX);
    }
    if let Some(strategy) = &spec.strategy {
        super::workload::strategy(at, strategy, numbers);
    }
    if let Some(budget) = spec.disruption_budget {
        super::workload::budget(at, budget, numbers);
    }
    let durations = [
        (".min_ready(..)", spec.min_ready, 0),
        (".progress_deadline(..)", spec.progress_deadline, 1),
        (".pre_stop_sleep(..)", spec.pre_stop_sleep, 0),
        (".termination_grace_period(..)", spec.termination_grace_period, 0),
    ];
    for (setter, time, min) in durations {
        if let Some(time) = time {
            numbers.seconds(at, setter, time, min, MAX);
        }
    }
    if let Some(n) = spec.revision_history_limit {
        numbers.count(at, ".revision_history_limit(..)", n, 0, MAX);
    }
    if let Some(value) = spec.priority_class.as_ref().and_then(|class| class.value).filter(|n| *n > MAX_PRIORITY) {
        numbers.count(at, "PriorityClass::new(..)", value.unsigned_abs(), 0, MAX_PRIORITY.unsigned_abs());
    }
    if let Some(limit) = spec.rate_limit {
        rate(limit.at, limit.value, numbers);
    }
    for spread in &spec.spread {
        super::pod::spread(at, *spread, numbers);
    }
    if let Some(quota) = &spec.quota {
        for (setter, amount) in
            [("Quota::memory(..)", quota.memory), ("Quota::ephemeral_storage(..)", quota.ephemeral_storage)]
        {
            if let Some(amount) = amount {
                numbers.memory_bounds(at, setter, amount);
            }
        }
        if let Some(size) = quota.storage {
            numbers.memory(at, "Quota::storage(..)", size, 0);
        }
    }
    if let Some(limits) = &spec.limits {
        if let Some((cpu, memory)) = limits.max {
            numbers.cpu(at, "Limits::max(..)", cpu);
            numbers.memory(at, "Limits::max(..)", memory, 1);
        }
        if let Some((_, memory)) = limits.min {
            numbers.memory(at, "Limits::min(..)", memory, 0);
        }
        if let Some((_, memory)) = limits.default {
            numbers.memory_bounds(at, "Limits::default(..)", memory);
        }
        if let Some(storage) = limits.default_ephemeral_storage {
            numbers.memory_bounds(at, "Limits::default_ephemeral_storage(..)", storage);
        }
    }
    for host in &namespace.hosts {
        if let Some(limit) = host.rate_limit {
            rate(limit.at, limit.value, numbers);
        }
    }
}

/// ingress-nginx reads zero as no limit: `limit-rps` in
/// <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting>. Envoy would refuse
/// every request.
pub(super) fn rate(at: crate::model::Place, rate: Rate, numbers: &mut Numbers<'_>) {
    numbers.count(at, ".rate_limit(..)", rate.requests, 1, u32::MAX);
}

fn objectives(slo: &Slo, at: Place, numbers: &mut Numbers<'_>) {
    for (setter, time) in [(".p95(..)", slo.p95), (".p99(..)", slo.p99)] {
        if let Some(time) = time {
            numbers.milliseconds(at, setter, time);
            numbers.duration(at, setter, time, Duration::from_millis(1), WINDOW);
        }
    }
    if let Some(share) = slo.error_rate {
        numbers.percent(at, ".error_rate(..)", share, 0, 100);
    }
}

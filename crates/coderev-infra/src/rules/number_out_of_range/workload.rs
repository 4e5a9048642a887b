//! The numbers of a workload and of its autoscaler. The ranges are from `pkg/apis/apps/validation`,
//! `pkg/apis/batch/validation`, `pkg/apis/autoscaling/validation` and `pkg/apis/policy/validation` of Kubernetes.
use super::numbers::{MAX, Numbers};
use crate::model::{
    Autoscale, DisruptionBudget, JobDecl, KindDecl, MAX_BROKERS, MAX_LOAD_BALANCERS, Place, ScalingPolicy, Share,
    Signal, Strategy,
};
use crate::resolve::workload::Workload;

/// `maxParallelismForIndexedJob` in pkg/apis/batch/validation/validation.go of Kubernetes.
const MAX_INDEXED: u32 = 100_000;

pub(super) fn check(workload: &Workload<'_>, numbers: &mut Numbers<'_>) {
    let declared = workload.declared;
    let origin = declared.origin;
    let max_replicas = if declared.load_balancers.iter().any(|it| it.value.per_pod) { MAX_LOAD_BALANCERS } else { MAX };
    if let Some(n) = declared.replicas {
        numbers.count(n.at, ".replicas(..)", n.value, 0, max_replicas);
    }
    if let Some(it) = &declared.strategy {
        strategy(it.at, &it.value, numbers);
    }
    if let Some(it) = declared.disruption_budget {
        budget(it.at, it.value, numbers);
    }
    if let Some(scale) = &declared.autoscale {
        autoscaler(scale, max_replicas, numbers);
    }
    match &declared.kind {
        KindDecl::Service | KindDecl::Worker => {}
        KindDecl::Job(it) => job(origin, it, numbers),
        KindDecl::CronJob(it, cron) => {
            job(origin, it, numbers);
            if let Some(time) = cron.starting_deadline {
                // The controller looks every ten seconds, so it may never start a run with a shorter deadline:
                // https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline
                numbers.seconds(origin, ".starting_deadline(..)", time, 10, MAX);
            }
        }
        KindDecl::StatefulSet(set) => {
            if let Some(n) = set.partition {
                numbers.count(origin, ".partition(..)", n, 0, MAX);
            }
            if let Some(share) = set.max_unavailable {
                numbers.share(origin, ".max_unavailable(..)", share, 1, 100);
            }
            for (claim, _) in &set.claims {
                if let Some(size) = claim.size {
                    numbers.memory(claim.at, "PersistentVolumeClaim::new(..)", size, 1);
                }
            }
        }
        KindDecl::DaemonSet(set) => {
            if let Some(share) = set.max_unavailable {
                numbers.share(origin, ".max_unavailable(..)", share, 1, 100);
            }
        }
    }
    for store in &workload.stores {
        if let Some(n) = store.used.store.instances {
            numbers.count(store.used.at, ".brokers(..)", n, 1, MAX_BROKERS);
        }
    }
}

pub(super) fn strategy(at: Place, strategy: &Strategy, numbers: &mut Numbers<'_>) {
    if let Some(share) = strategy.max_surge {
        numbers.share(at, ".max_surge(..)", share, 0, MAX);
    }
    if let Some(share) = strategy.max_unavailable {
        numbers.share(at, ".max_unavailable(..)", share, 0, 100);
    }
}
pub(super) fn budget(at: Place, budget: DisruptionBudget, numbers: &mut Numbers<'_>) {
    numbers.share(at, ".disruption_budget(..)", budget.share, 0, 100);
}

fn job(at: Place, job: &JobDecl, numbers: &mut Numbers<'_>) {
    let max_parallel = if job.completions.is_some() { MAX_INDEXED } else { MAX };
    let counts = [
        (".backoff_limit(..)", job.backoff_limit, MAX),
        (".backoff_limit_per_index(..)", job.backoff_limit_per_index, MAX),
        (".parallelism(..)", job.parallelism, max_parallel),
        (".completions(..)", job.completions, MAX),
    ];
    for (setter, n, max) in counts {
        if let Some(n) = n {
            numbers.count(at, setter, n, 0, max);
        }
    }
    if let Some(time) = job.active_deadline {
        // With zero, the controller ends the Job when it starts.
        numbers.seconds(at, ".active_deadline(..)", time, 1, MAX);
    }
    if let Some(time) = job.ttl_after_finished {
        numbers.seconds(at, ".ttl_after_finished(..)", time, 0, MAX);
    }
}

fn autoscaler(scale: &Autoscale, max_replicas: u32, numbers: &mut Numbers<'_>) {
    for n in [*scale.replicas.start(), *scale.replicas.end()] {
        numbers.count(scale.at, "Autoscale::new(..)", n, 0, max_replicas);
    }
    for (setter, share) in [(".cpu(..)", scale.cpu), (".memory(..)", scale.memory)] {
        if let Some(share) = share {
            numbers.percent(scale.at, setter, share, 1, MAX);
        }
    }
    if let Some(n) = scale.requests_per_second {
        numbers.count(scale.at, ".requests_per_second(..)", n, 1, u32::MAX);
    }
    for signal in &scale.signals {
        match signal {
            Signal::KafkaLag { messages, at, .. } => numbers.count(at, ".kafka_lag(..)", *messages, 1, u32::MAX),
            Signal::Prometheus { value, at, .. } => numbers.count(at, ".prometheus(..)", *value, 1, u32::MAX),
            Signal::Other(_) => {}
        }
    }
    if let Some(n) = scale.fallback {
        numbers.count(n.at, ".fallback(..)", n.value, 0, MAX);
    }
    let durations = [
        // KEDA would look without a pause.
        (".polling_interval(..)", scale.polling_interval, 1, MAX),
        (".cooldown_period(..)", scale.cooldown_period, 0, MAX),
        (".scale_up_stabilization_window(..)", scale.scale_up_window, 0, MAX_WINDOW),
        (".scale_down_stabilization_window(..)", scale.scale_down_window, 0, MAX_WINDOW),
    ];
    for (setter, time, min, max) in durations {
        if let Some(time) = time {
            numbers.seconds(time.at, setter, time.value, min, max);
        }
    }
    for (setter, policies) in [(".scale_up(..)", &scale.scale_up), (".scale_down(..)", &scale.scale_down)] {
        for ScalingPolicy { change, period } in policies {
            let (Share::Pods(n) | Share::Percent(n)) = *change;
            numbers.count(scale.at, setter, n, 1, MAX);
            numbers.seconds(scale.at, setter, *period, 1, MAX_PERIOD);
        }
    }
}
/// `MaxStabilizationWindowSeconds` and `MaxPeriodSeconds` in pkg/apis/autoscaling/validation/validation.go of Kubernetes.
const MAX_WINDOW: u32 = 3600;
const MAX_PERIOD: u32 = 1800;

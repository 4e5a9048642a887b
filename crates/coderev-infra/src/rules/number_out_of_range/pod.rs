//! The numbers of a pod and of its containers. The ranges are from `pkg/apis/core/validation` of Kubernetes.
use super::numbers::{MAX, Numbers};
use crate::model::{ContainerDecl, Place, ProbeSpec, Source, Spread};
use crate::resolve::volumes::mounted;
use crate::resolve::workload::Workload;

pub(super) fn check(workload: &Workload<'_>, numbers: &mut Numbers<'_>) {
    if let Some(time) = workload.pod.grace {
        numbers.seconds(time.at, ".termination_grace_period(..)", time.value, 0, MAX);
    }
    for it in &workload.pod.spread {
        spread(it.at, it.value, numbers);
    }
    for (_, declared) in workload.containers() {
        container(declared, numbers);
    }
    for (volume, at) in mounted(workload) {
        match &volume.source {
            Source::EmptyDir { size, .. } => numbers.memory(at, "Volume::empty_dir(..)", *size, 0),
            Source::Ephemeral(size) => numbers.memory(at, "Volume::ephemeral(..)", *size, 1),
            Source::Claim(claim) => {
                if let Some(size) = claim.size {
                    numbers.memory(claim.at, "PersistentVolumeClaim::new(..)", size, 1);
                }
            }
            _ => {}
        }
        if let Some(mode) = volume.default_mode.filter(|mode| *mode > 0o777) {
            numbers.count(at, ".default_mode(..)", mode.into(), 0, 0o777);
        }
    }
}

pub(super) fn spread(at: Place, spread: Spread, numbers: &mut Numbers<'_>) {
    if !spread.none {
        numbers.count(at, ".max_skew(..)", spread.max_skew, 1, MAX);
    }
}

fn container(declared: &ContainerDecl, numbers: &mut Numbers<'_>) {
    if let Some(amount) = declared.memory {
        numbers.memory_bounds(amount.at, ".memory(..)", amount.value);
    }
    if let Some(amount) = declared.ephemeral_storage {
        numbers.memory_bounds(amount.at, ".ephemeral_storage(..)", amount.value);
    }
    if let Some(id) = declared.run_as_user {
        // `IsValidUserID` in k8s.io/apimachinery/pkg/util/validation.
        numbers.count(id.at, ".run_as_user(..)", id.value, 0, MAX);
    }
    if let Some(time) = declared.pre_stop_sleep {
        numbers.seconds(time.at, ".pre_stop_sleep(..)", time.value, 0, MAX);
    }
    for (spec, max_successes) in [(&declared.liveness, 1), (&declared.readiness, MAX), (&declared.startup, 1)] {
        if let Some(spec) = spec {
            probe(spec, max_successes, numbers);
        }
    }
}

/// The API server replaces zero by its default: `SetDefaults_Probe` in pkg/apis/core/v1/defaults.go of Kubernetes.
fn probe(spec: &ProbeSpec, max_successes: u32, numbers: &mut Numbers<'_>) {
    let durations = [
        (".initial_delay(..)", spec.initial_delay, 0),
        (".period(..)", spec.period, 1),
        (".timeout(..)", spec.timeout, 1),
    ];
    for (setter, time, min) in durations {
        if let Some(time) = time {
            numbers.seconds(spec.at, setter, time, min, MAX);
        }
    }
    if let Some(n) = spec.failure_threshold {
        numbers.count(spec.at, ".failure_threshold(..)", n, 1, MAX);
    }
    if let Some(n) = spec.success_threshold {
        numbers.count(spec.at, ".success_threshold(..)", n, 1, max_successes);
    }
}

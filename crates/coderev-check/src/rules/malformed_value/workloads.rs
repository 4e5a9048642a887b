//! The workloads that create pods.
use super::super::schema::Node::{self, All, Any, Defaulted, Each, Fields, Int, Items, OneOf, Share, Text};
use super::super::schema::forms::label;
use super::META;
use super::pods::{CLAIM, COUNT, MOST, SELECTOR, TEMPLATE, optional_label};

pub(super) static DEPLOYMENT: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("replicas", &COUNT),
            ("minReadySeconds", &COUNT),
            ("revisionHistoryLimit", &COUNT),
            ("progressDeadlineSeconds", &COUNT),
            ("selector", &SELECTOR),
            (
                "strategy",
                &Fields(&[
                    ("type", &Defaulted(&["Recreate", "RollingUpdate"])),
                    ("rollingUpdate", &Fields(&[("maxSurge", &Share(u32::MAX)), ("maxUnavailable", &Share(100))])),
                ]),
            ),
            ("template", &TEMPLATE),
        ]),
    ),
]);
pub(super) static REPLICA_SET: Node = Fields(&[
    ("metadata", &META),
    ("spec", &Fields(&[("replicas", &COUNT), ("minReadySeconds", &COUNT), ("template", &TEMPLATE)])),
]);
pub(super) static STATEFUL_SET: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("replicas", &COUNT),
            ("minReadySeconds", &COUNT),
            ("revisionHistoryLimit", &COUNT),
            ("selector", &SELECTOR),
            ("serviceName", &Text(optional_label)),
            ("podManagementPolicy", &Defaulted(&["OrderedReady", "Parallel"])),
            (
                "updateStrategy",
                &Fields(&[
                    ("type", &Defaulted(&["RollingUpdate", "OnDelete"])),
                    (
                        "rollingUpdate",
                        &Fields(&[("partition", &COUNT), ("maxUnavailable", &All(&[&Share(100), &Int(1, MOST)]))]),
                    ),
                ]),
            ),
            (
                "persistentVolumeClaimRetentionPolicy",
                &Fields(&[
                    ("whenDeleted", &Defaulted(&["Retain", "Delete"])),
                    ("whenScaled", &Defaulted(&["Retain", "Delete"])),
                ]),
            ),
            (
                "volumeClaimTemplates",
                &Each(&Fields(&[("metadata", &Fields(&[("name", &Text(label))])), ("spec", &CLAIM)])),
            ),
            ("template", &TEMPLATE),
        ]),
    ),
]);
pub(super) static DAEMON_SET: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("minReadySeconds", &COUNT),
            ("revisionHistoryLimit", &COUNT),
            ("selector", &SELECTOR),
            (
                "updateStrategy",
                &Fields(&[
                    ("type", &Defaulted(&["RollingUpdate", "OnDelete"])),
                    ("rollingUpdate", &Fields(&[("maxSurge", &Share(100)), ("maxUnavailable", &Share(100))])),
                ]),
            ),
            ("template", &TEMPLATE),
        ]),
    ),
]);
const JOB_SPEC: Node = Fields(&[
    ("parallelism", &COUNT),
    ("completions", &COUNT),
    ("backoffLimit", &COUNT),
    ("backoffLimitPerIndex", &COUNT),
    ("maxFailedIndexes", &Int(0, 100_000)),
    ("activeDeadlineSeconds", &Int(0, i64::MAX)),
    ("ttlSecondsAfterFinished", &COUNT),
    ("completionMode", &OneOf(&["NonIndexed", "Indexed"])),
    ("podReplacementPolicy", &OneOf(&["TerminatingOrFailed", "Failed"])),
    (
        "podFailurePolicy",
        &Fields(&[(
            "rules",
            &Items(
                0,
                20,
                &Fields(&[
                    ("action", &OneOf(&["FailJob", "FailIndex", "Ignore", "Count"])),
                    (
                        "onExitCodes",
                        &Fields(&[("operator", &OneOf(&["In", "NotIn"])), ("values", &Items(1, 255, &Any))]),
                    ),
                ]),
            ),
        )]),
    ),
    ("template", &TEMPLATE),
]);
pub(super) static JOB: Node = Fields(&[("metadata", &META), ("spec", &JOB_SPEC)]);
pub(super) static CRON_JOB: Node = Fields(&[
    ("metadata", &META),
    (
        "spec",
        &Fields(&[
            ("concurrencyPolicy", &Defaulted(&["Allow", "Forbid", "Replace"])),
            ("startingDeadlineSeconds", &Int(0, i64::MAX)),
            ("successfulJobsHistoryLimit", &COUNT),
            ("failedJobsHistoryLimit", &COUNT),
            ("jobTemplate", &Fields(&[("spec", &JOB_SPEC)])),
        ]),
    ),
]);

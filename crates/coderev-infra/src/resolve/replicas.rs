//! The number of replicas of a workload, and the reason why it may be outside the range of its tier.
use crate::model::{Allow, KindDecl, TierSpec, WorkloadDecl};
use coderev_check::{Phase, Rule};

/// The number of pods of a workload. An autoscaler has a minimum and a maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Replicas {
    Fixed(u32),
    Scaled { min: u32, max: u32 },
}
impl Replicas {
    pub(crate) const fn min(self) -> u32 {
        match self {
            Self::Fixed(n) | Self::Scaled { min: n, .. } => n,
        }
    }
    pub(crate) const fn max(self) -> u32 {
        match self {
            Self::Fixed(n) | Self::Scaled { max: n, .. } => n,
        }
    }
}

/// The replicas of a workload, with the default of its tier.
pub(super) fn declared(spec: &TierSpec, workload: &WorkloadDecl) -> Replicas {
    match &workload.autoscale {
        Some(scale) => Replicas::Scaled { min: *scale.replicas.start(), max: *scale.replicas.end() },
        None => Replicas::Fixed(match &workload.kind {
            KindDecl::Job(job) | KindDecl::CronJob(job, _) => job.parallelism.unwrap_or(1),
            // The number of nodes is unknown.
            KindDecl::DaemonSet(_) => 1,
            _ => workload.replicas.map_or_else(|| spec.replicas_by_default(), |it| it.value),
        }),
    }
}

/// The rule `replicas-outside-tier`. Its function is in `rules`. It is declared here because the reason of an `allow` of this
/// rule is an annotation of the Deployment.
pub(crate) static REPLICAS_OUTSIDE_TIER: Rule = Rule::error("replicas-outside-tier", Phase::Intent)
    .summary("workloads with fewer or more replicas than their tier allows")
    .why("The guarantee of the tier, such as surviving the loss of a node, does not apply to this workload.")
    .rust(
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0").replicas(2)
  //                                           ^^^^^^^^ error[replicas-outside-tier]: `web` runs 2 replicas; the tier `stable` allows 3 or more"#,
        r#"Service::new("web", "ghcr.io/acme/web:v1.4.0")
    .replicas(2)
    .allow("replicas-outside-tier", "model calls are expensive")"#,
    );

/// The reason of the first `allow` of the rule, if the replicas are outside of the tier.
pub(super) fn exception<'a>(
    tier: &TierSpec,
    replicas: Replicas,
    mut allows: impl Iterator<Item = &'a Allow>,
) -> Option<String> {
    let is_inside = [replicas.min(), replicas.max()].into_iter().all(|n| tier.replicas.contains(n));
    let allow = allows.find(|allow| REPLICAS_OUTSIDE_TIER.is_called(&allow.rule))?;
    if is_inside { None } else { Some(allow.reason.clone()) }
}

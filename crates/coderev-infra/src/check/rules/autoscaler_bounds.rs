//! What it does: finds autoscalers whose least is over their most, or is zero where no signal of KEDA is followed, and those that have nothing to
//! scale since both are one number.
//!
//! Why it is bad: the API server refuses them, or KEDA does; or the workload stays as it is under any load, and looks as if it scaled.
//!
//! Instead of `Autoscale::new(9..=3)` say `Autoscale::new(3..=9)`, and instead of `Autoscale::new(3..=3)` say `.replicas(3)`.
use crate::finding::Finding;
use crate::manifest::{Manifest, Manifests, kind};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let scalers = manifests.of(kind!(HorizontalPodAutoscaler)).filter_map(|(manifest, scaler)| {
        let spec = Option::<&HorizontalPodAutoscalerSpec>::from(&scaler.spec)?;
        of_range(manifest, 1, spec.min_replicas.unwrap_or(1), spec.max_replicas)
    });
    // KEDA starts the first pod itself.
    let scaled = manifests.of(kind!(ScaledObject)).filter_map(|(manifest, scaled)| {
        of_range(manifest, 0, scaled.spec.min_replica_count, scaled.spec.max_replica_count)
    });
    scalers.chain(scaled).collect()
}
fn of_range(manifest: &Manifest, fewest: i32, min: i32, max: i32) -> Option<Finding> {
    if min > max || min < fewest || max < 1 {
        let found = Finding::error("autoscaler-bounds", &manifest.subject, Some(manifest.at));
        let help = if min <= max && max >= 1 {
            "from no pod only KEDA starts, by a signal: `.kafka_lag(..)`, `.prometheus(..)`, `.trigger(..)`; or keep one"
        } else {
            "the least stands first and is not over the most: `Autoscale::new(3..=9)`"
        };
        Some(found.message(format!("the autoscaler goes from {min} to {max}")).help(help))
    } else if min == max {
        let found = Finding::warning("autoscaler-bounds", &manifest.subject, Some(manifest.at));
        let help = format!("raise the most, or say the number without an autoscaler: `.replicas({max})`");
        Some(found.message(format!("the autoscaler goes from {min} to {max}, and has nothing to scale")).help(help))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;
    use crate::{Severity, Trigger};

    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "it is what the rule is about")]
    fn trips() {
        let trips = |scale| names(&platform(service().autoscale(scale))).contains(&"autoscaler-bounds");
        assert!(trips(Autoscale::new(9..=3)));
        assert!(trips(Autoscale::new(0..=3)));
        assert!(trips(Autoscale::new(9..=3).prometheus("up", 1)));
        assert!(trips(Autoscale::new(0..=0).prometheus("up", 1)));
    }
    #[test]
    fn a_range_of_one_number_scales_nothing() {
        let cron = || Trigger::new("cron").metadata("timezone", "Etc/UTC");
        for autoscale in [Autoscale::new(3..=3), Autoscale::new(3..=3).trigger(cron())] {
            let found = crate::synth(&platform(service().autoscale(autoscale))).findings;
            let told: Vec<_> = found.iter().map(|it| (it.rule, it.severity, &*it.message)).collect();
            let message = "the autoscaler goes from 3 to 3, and has nothing to scale";
            assert_eq!(told, [("autoscaler-bounds", Severity::Warning, message)]);
        }
    }
    #[test]
    #[expect(clippy::reversed_empty_ranges, reason = "it is what the rule is about")]
    fn a_scaler_of_keda_is_held_to_them_too() {
        let signal = || Trigger::new("cron").metadata("timezone", "Etc/UTC");
        let with = |autoscale: Autoscale| names(&platform(service().autoscale(autoscale.trigger(signal()))));
        assert!(with(Autoscale::new(9..=3)).contains(&"autoscaler-bounds"));
        assert!(!with(Autoscale::new(3..=9)).contains(&"autoscaler-bounds"));
    }
    #[test]
    fn passes() {
        let trips = |scale| names(&platform(service().autoscale(scale))).contains(&"autoscaler-bounds");
        assert!(!trips(Autoscale::new(3..=9)));
        assert!(!trips(Autoscale::new(0..=9).prometheus("up", 1)));
    }
}

//! What it does: finds autoscalers whose least is over their most, or is zero where no signal of KEDA is followed.
//!
//! Why it is bad: the API server refuses them, or KEDA does.
//!
//! Instead of `Autoscale::new(9..=3)` say `Autoscale::new(3..=9)`.
use crate::finding::Finding;
use crate::manifest::{Manifests, kind};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscalerSpec;

pub(crate) fn check(manifests: &Manifests) -> Vec<Finding> {
    let mut bounds = Vec::new();
    for (manifest, scaler) in manifests.of(kind!(HorizontalPodAutoscaler)) {
        let spec: Option<&HorizontalPodAutoscalerSpec> = (&scaler.spec).into();
        let Some(spec) = spec else { continue };
        bounds.push((manifest, spec.min_replicas.unwrap_or(1), spec.max_replicas, 1));
    }
    // KEDA starts the first pod itself.
    for (manifest, scaled) in manifests.of(kind!(ScaledObject)) {
        bounds.push((manifest, scaled.spec.min_replica_count, scaled.spec.max_replica_count, 0));
    }
    let wrong = bounds.into_iter().filter(|(_, min, max, least)| min > max || min < least || *max < 1);
    let told = wrong.map(|(manifest, min, max, _)| {
        Finding::error("autoscaler-bounds", &manifest.subject, Some(manifest.at))
            .message(format!("the autoscaler goes from {min} to {max}"))
            .help(if min <= max && max >= 1 {
                "from no pod only KEDA starts, by a signal: `.kafka_lag(..)`, `.prometheus(..)`, `.trigger(..)`; or keep one"
            } else {
                "the least stands first and is not over the most: `Autoscale::new(3..=9)`"
            })
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use crate::check::rules::tests::{names, platform, service};
    use crate::prelude::*;

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
    fn passes() {
        let trips = |scale| names(&platform(service().autoscale(scale))).contains(&"autoscaler-bounds");
        assert!(!trips(Autoscale::new(3..=9)));
        assert!(!trips(Autoscale::new(0..=9).prometheus("up", 1)));
    }
}
